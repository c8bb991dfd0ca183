"""Returns from the command line, as a scheduled job or a check asks for them."""

import openpyxl
import pytest

from jianxi_desktop.db.write import insert_rows
from tests.cli.terminal import run
from tests.conftest import PASSWORD, open_copy

Q3 = ("--period", "2018Q3")


@pytest.fixture
def branches(founded, tmp_path):
    """120 grid branches of the district, more than a page of a list."""
    office = open_copy(founded, "district", tmp_path)
    row = {"form": "branch", "kind": "grid", "parent": office.unit.organisation}
    row |= {"established_on": "2018-03"}
    with office.change("create") as change:
        rows = [row | {"name": f"第{n}网格党支部"} for n in range(1, 121)]
        made = insert_rows(change, office.catalog["organisation"], rows)
    office.close()
    return [str(each) for each in made]


@pytest.fixture
def jianxi(branches, tmp_path, monkeypatch):
    """Run a command on the district's database."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)

    def command(*words):
        ended = run(*words, "--json", "--database", tmp_path / "district.jxdb")
        assert ended.status == 0, ended.out
        return ended.answer

    return command


def value(answer, figure):
    return answer["figures"][figure]["value"]


def test_that_all_records_behind_a_figure_are_listed(jianxi, branches):
    answer = jianxi("behind", "R0", "A07", *Q3)
    assert answer["total"] == len(answer["rows"]) == answer["figure"]["value"] == 120
    assert [row["id"] for row in answer["rows"]] == branches
    assert answer["rows"][0]["ledger"] == "organisation"
    assert answer["rows"][0]["caption"] == "第1网格党支部"
    assert answer["rows"][0]["form"] == "党支部"
    few = jianxi("behind", "R0", "A07", *Q3, "--limit", "5")
    assert (few["total"], len(few["rows"])) == (120, 5)


def test_that_figures_move_with_commands_and_as_of_looks_back(jianxi, branches):
    assert value(jianxi("return", "R0", *Q3), "A07") == 120
    jianxi("org", "dissolve", branches[0], "--on", "2018-09-30")
    assert value(jianxi("return", "R0", *Q3), "A07") == 119
    assert value(jianxi("return", "R0", *Q3, "--as-of", "2018-09-29"), "A07") == 120
    assert value(jianxi("return", "R0", *Q3, "--as-of", "2026-11-25"), "A07") == 119
    assert value(jianxi("return", "R0", "--as-of", "2018-02-28"), "A07") == 0
    jianxi("remove", "organisation", branches[1], "--reason", "重复")
    assert value(jianxi("return", "R0", *Q3), "A07") == 118
    assert value(jianxi("return", "R0", *Q3, "--as-of", "2018-09-29"), "A07") == 119
    jianxi("undo")
    assert value(jianxi("return", "R0", *Q3), "A07") == 119


def test_that_the_workbook_is_written_beside_the_answer(jianxi, branches, tmp_path):
    out = tmp_path / "总表.xlsx"
    answer = jianxi("return", "R0", *Q3, "-o", out)
    assert answer["file"] == str(out)
    sheet = openpyxl.load_workbook(out, data_only=True)["总表"]
    assert {row[0].value: row[4].value for row in sheet.iter_rows()}["A07"] == 120


def test_that_checks_come_with_rule_and_detail(jianxi):
    for check in jianxi("return", "R0", *Q3)["checks"]:
        assert set(check) == {"rule", "ok", "detail"}
        assert bool(check["detail"]) is not check["ok"]


def test_that_the_returns_are_listed_and_a_figure_that_is_none_is_told(jianxi, tmp_path):
    assert {each["code"] for each in jianxi("returns")["returns"]} >= {"R0", "R2"}
    database = ("--json", "--database", tmp_path / "district.jxdb")
    for words in (("behind", "R0", "A77"), ("return", "R77"), ("return", "R0", "--period", "18Q3")):
        ended = run(*words, *database)
        assert ended.status in (1, 2)
        assert ended.error["code"] in ("no_such_figure", "no_such_return", "period")
