"""The tables of rules: each has a name for people, and each line its source."""

import csv
from datetime import date

import pytest

from jianxi_desktop import settings
from jianxi_desktop.domain.rule_index import rule_tables, rules_on
from jianxi_desktop.schema.codes import code_table, tables

FILES = sorted(path.stem for path in settings.resource("rules").glob("*.csv"))
TABLES = {each.name: each for each in rule_tables()}


def test_that_every_table_is_in_the_index():
    aside = {"INDEX", "indicators", "indicator_sets"}  # sets to begin with, shown on their own page
    assert sorted(TABLES) == [name for name in FILES if name not in aside]


@pytest.mark.parametrize("name", TABLES)
def test_that_a_table_can_be_shown(name):
    path = settings.resource("rules", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = set(rows[0])
    assert {each.key for each in TABLES[name].columns} <= heads
    assert {each.codes for each in TABLES[name].columns} - {""} <= set(tables())
    if "source" in heads:
        assert all(row["source"] for row in rows)


def test_that_what_is_not_verified_says_so_without_its_mark():
    found = [rule for rule in rules_on(date(2026, 11, 20)) if rule.unverified]

    assert {"organisation_limits", "package_days"} <= {rule.table.name for rule in found}
    assert not any("[" in rule.source + rule.remark for rule in found)
    assert code_table("organisation_form").labels
