"""Every code table of the program."""

import csv

import pytest

from jianxi_desktop import settings
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Choice

TABLES = sorted(path.stem for path in settings.resource("codes").glob("*.csv"))


def lines(name):
    with settings.resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_that_no_word_means_two_codes(name):
    owners = {}
    for row in lines(name):
        for word in {row["code"], row["label"], *filter(None, row["aliases"].split(";"))}:
            assert owners.setdefault(word, row["code"]) == row["code"]


@pytest.mark.parametrize("name", TABLES)
def test_that_every_label_is_read_back_as_its_code(name):
    field = Choice("选项", table=name)
    for code, label in code_table(name).labels.items():
        assert field.parse(label) == code
        assert field.show(code) == label


@pytest.mark.parametrize("name", TABLES)
def test_that_labels_are_short_enough_for_a_form(name):
    assert all(0 < len(label) <= 30 for label in code_table(name).labels.values())
