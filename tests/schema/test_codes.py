"""Every code table of the program, and what a district lays over them."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.codes import (
    Code,
    Override,
    code_table,
    lay_over,
    own_entries,
    split_aliases,
    table_on,
    tables,
)
from jianxi_desktop.schema.fields import Choice

TABLES = sorted(
    path.stem for path in settings.resource("codes").glob("*.csv") if path.stem != "INDEX"
)
FACTS = json.loads(
    (Path(__file__).parent.parent / "data" / "code_facts.json").read_text(encoding="utf-8")
)
GRADES = "branch_rating"


def lines(name):
    with settings.resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", TABLES)
def test_that_no_word_means_two_codes(name):
    owners = {}
    for row in lines(name):
        for word in {row["code"], row["label"], *split_aliases(row["aliases"])}:
            assert owners.setdefault(word, row["code"]) == row["code"]


@pytest.mark.parametrize("name", TABLES)
def test_that_a_table_is_well_formed(name):
    entries = own_entries(name)
    codes = [entry.code for entry in entries]
    assert len(set(codes)) == len(codes)
    assert all(0 < len(code) <= 24 for code in codes)
    for entry in entries:
        for day in filter(None, (entry.valid_from, entry.valid_to)):
            assert calendar.read_day(day) == day
        assert not entry.valid_to or entry.valid_from <= entry.valid_to
        assert entry.label.strip() == entry.label


@pytest.mark.parametrize("name", TABLES)
def test_that_every_label_is_read_back_as_its_code(name):
    field = Choice("选项", table=name)
    for code, label in code_table(name).known.items():
        assert field.parse(label) == code
        assert field.show(code) == label


@pytest.mark.parametrize("name", TABLES)
def test_that_labels_are_short_enough_for_a_form(name):
    assert all(0 < len(label) <= 30 for label in code_table(name).labels.values())


@pytest.mark.parametrize("name", TABLES)
def test_that_the_index_tells_version_and_source_of_a_table(name):
    info = tables()[name]
    assert info.title
    assert info.source
    assert info.note
    assert date.fromisoformat(info.version) <= date(2099, 12, 31)


def test_that_no_two_tables_have_one_title():
    titles = [info.title for info in tables().values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", sorted(FACTS["released"]))
def test_that_released_codes_are_still_there(name):
    known = code_table(name).known
    assert set(FACTS["released"][name]) <= set(known)


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        (name, written, code)
        for name, words in FACTS["written"].items()
        for written, code in words.items()
    ],
)
def test_that_what_other_systems_write_is_understood(name, written, code):
    assert Choice("选项", table=name).parse(written) == code


def ending(day="2020-12-31"):
    return Override(GRADES, Code("average", "一般", valid_to=day))


def test_that_an_ended_entry_is_read_and_shown_but_no_longer_offered():
    lay_over([ending()])
    field = Choice("等次", table=GRADES)
    assert "average" not in field.options.labels
    assert field.show("average") == "一般"
    assert field.parse("一般") == "average"
    with pytest.raises(FieldError) as refused:
        field.parse("马马虎虎")
    assert "一般" not in refused.value.user_message


def test_that_a_table_can_be_asked_for_as_of_a_day():
    lay_over([ending("2020"), Override(GRADES, Code("new", "突出", valid_from="2021"))])
    assert "average" in table_on(GRADES, date(2020, 12, 31)).labels
    assert "new" not in table_on(GRADES, date(2020, 12, 31)).labels
    assert "average" not in table_on(GRADES, date(2021, 1, 1)).labels
    assert "new" in table_on(GRADES, date(2021, 1, 1)).labels


def test_that_a_renamed_entry_has_its_new_name_and_understands_the_old():
    lay_over([Override(GRADES, Code("poor", "不够好", ("尚可",)))])
    field = Choice("等次", table=GRADES)
    assert field.show("poor") == "不够好"
    assert {field.parse(word) for word in ("不够好", "较差", "尚可")} == {"poor"}


def test_that_a_new_entry_stands_at_its_place_or_at_the_end():
    before = list(code_table(GRADES).labels)
    lay_over([Override(GRADES, Code("top", "突出"), 1), Override(GRADES, Code("none", "未评"))])
    assert list(code_table(GRADES).labels) == ["top", *before, "none"]


def test_that_an_entry_that_holds_gives_its_name_to_none_that_ended():
    lay_over([ending(), Override(GRADES, Code("middling", "一般"))])
    field = Choice("等次", table=GRADES)
    assert field.parse("一般") == "middling"
    assert field.show("average") == "一般"


def test_that_overrides_laid_later_take_the_place_of_earlier_ones():
    lay_over([ending()])
    lay_over([])
    assert "average" in code_table(GRADES).labels
    assert own_entries(GRADES) == code_table(GRADES).entries


def test_that_the_index_has_every_table_and_no_other():
    assert sorted(tables()) == TABLES
