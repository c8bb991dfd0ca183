"""Definitions of returns: what is wrong in one of our files is told when it is read."""

import copy
from datetime import date

import pytest

from jianxi_desktop.domain.return_forms import Measure, definitions, read_definition

TOLD = {
    "code": "T1",
    "title": "试验表",
    "period": "quarter",
    "due_days": 5,
    "levels": ["community"],
    "source": "试验",
    "edition": [
        {
            "valid_from": "2017-01-01",
            "layout": "fixed",
            "facts": "members",
            "column": [
                {"key": "a", "caption": "总数"},
                {"key": "b", "caption": "其中/女", "where": ["sex=2"]},
                {"key": "share", "caption": "占比", "formula": "b / a", "show": "percent"},
            ],
            "row": [
                {"key": "all", "caption": "总计", "formula": "young + old"},
                {"key": "young", "caption": "35岁及以下", "where": ["age=..35"]},
                {"key": "old", "caption": "36岁及以上", "where": ["age=36.."], "columns": ["a"]},
            ],
            "cell": [{"row": "young", "column": "b", "typed": True}],
            "check": [{"rule": "b <= a", "text": "女党员不多于总数"}],
        }
    ],
}


def edition(**changed):
    told = copy.deepcopy(TOLD)
    told["edition"][0] |= changed
    return read_definition(told).editions[0]


def test_that_a_cell_asks_what_its_row_and_its_column_ask():
    form = edition()
    young, old = form.by_row["young"], form.by_row["old"]
    assert form.cell(old, form.by_column["a"]) == Measure("members", ("age=36..",))
    assert form.cell(young, form.by_column["b"]).typed
    assert form.cell(old, form.by_column["b"]).blank


def test_that_a_share_of_a_total_is_a_share_not_a_sum_of_shares():
    form = edition()
    assert form.cell(form.by_row["all"], form.by_column["share"]).formula == "b / a"
    assert form.cell(form.by_row["all"], form.by_column["a"]).formula == "young + old"


def test_that_the_edition_of_a_day_is_taken():
    told = copy.deepcopy(TOLD)
    told["edition"].append({**told["edition"][0], "valid_from": "2020-01-01", "remark": "新"})
    told["edition"][0]["valid_to"] = "2019-12-31"
    form = read_definition(told)
    assert form.edition(date(2016, 12, 31)) is None
    assert form.edition(date(2019, 12, 31)).remark == ""
    assert form.edition(date(2020, 1, 1)).remark == "新"
    assert form.due_on(date(2020, 3, 31)) == date(2020, 4, 5)


@pytest.mark.parametrize(
    "changed",
    [
        {"column": [{"key": "a", "caption": "总数"}, {"key": "a", "caption": "又"}]},
        {"column": [{"key": "a", "caption": "总数", "formula": "none + a"}]},
        {"column": [{"key": "a", "caption": "总数", "where": ["A = b"]}]},
        {"row": [{"key": "all", "caption": "总计", "formula": "nobody"}]},
        {"row": [{"key": "all", "caption": "总计", "columns": ["nobody"]}]},
        {"cell": [{"row": "nobody", "column": "a", "typed": True}]},
        {"check": [{"rule": "all.nobody <= a", "text": "错"}]},
        {"check": [{"rule": "a", "text": "错"}]},
    ],
)
def test_that_a_mistake_in_a_definition_is_told(changed):
    with pytest.raises(ValueError):  # noqa: PT011 - a defect of ours, told in English
        edition(**changed)


def test_that_every_definition_of_ours_is_sound():
    for code, form in definitions().items():
        assert code == form.code
        assert form.source
        assert form.due_days > 0
        assert form.edition(date(2018, 12, 31)), code
