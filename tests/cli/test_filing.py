"""Returns filed from the command line: filled in, handed in, decided on, looked at as a board."""

import openpyxl
import pytest

from tests import factory
from tests.cli.terminal import run
from tests.conftest import PASSWORD, open_copy


@pytest.fixture
def told(founded, tmp_path, monkeypatch):
    """Run a command on a community's database; whatever it answers."""
    office = open_copy(founded, "community", tmp_path)
    factory.branch_of(office)
    office.close()
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)

    def command(*words):
        return run(*words, "--json", "--database", tmp_path / "community.jxdb")

    return command


@pytest.fixture
def jianxi(told):
    """Run a command that is not refused."""

    def command(*words):
        ended = told(*words)
        assert ended.status == 0, ended.out
        return ended.answer

    return command


def refusal(ended):
    assert ended.status == 1
    return ended.error


def test_that_a_return_is_filed_with_both_numbers_of_a_figure(jianxi, told, tmp_path):
    one = jianxi("filing", "open", "R3", "--period", "2026-06")["id"]
    assert jianxi("filing", "open", "R3", "--period", "2026-06")["id"] == one
    assert refusal(told("filing", "set", one, "R3.2.3=5"))["code"] == "no_reason"
    assert "请改算出它的各项" in refusal(told("filing", "set", one, "R3.1.3=5"))["message"]
    jianxi("filing", "set", one, "R3.2.3=5", "--reason", "记录还没有录入")

    assert refusal(told("filing", "submit", one))["code"] == "wrong_state"
    done = jianxi("filing", "complete", one, "--responsible", "周建国")
    assert done["state"] == "complete"
    jianxi("filing", "submit", one, "--explanation", "已核对")

    shown = jianxi("filing", "show", one, "-o", str(tmp_path / "r3.xlsx"))
    figure = shown["figures"]["R3.2.3"]
    assert (shown["state"], shown["changes"]) == ("submitted", [])
    assert (figure["value"], figure["counted"], figure["reason"]) == (5, 0, "记录还没有录入")
    assert figure["difference"] == 5
    assert shown["figures"]["R3.1.3"]["value"] == 5
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(tmp_path / "r3.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any("记录还没有录入" in each for each in cells)
    assert refusal(told("filing", "accept", one))["code"] == "not_allowed"
    assert jianxi("filing", "take-back", one)["state"] == "draft"


def test_that_a_return_is_not_filed_for_another_sort_of_period(told):
    assert "月报" in refusal(told("filing", "open", "R3", "--period", "2026H1"))["message"]


def test_that_the_board_names_what_is_missing_on_a_day(jianxi):
    one = jianxi("filing", "open", "R3", "--period", "2026-06")["id"]
    jianxi("filing", "complete", one)
    jianxi("filing", "submit", one, "--explanation", "已核对")
    before = jianxi("filings", "--period", "2026-06", "--missing", "--as-of", "2026-07-01")
    assert (before["total"], before["reminders"]) == (0, [])
    after = jianxi("filings", "--period", "2026-06", "--reminders", "--as-of", "2026-08-01")
    states = {row["code"]: row["timeliness"] for row in after["rows"]}
    assert states["R3"] in ("按时", "迟报")
    assert states["R2"] == "未报"
    assert "党组织和党员基本情况" in after["reminders"][0]["text"]


def test_that_a_pair_is_written_with_its_sign(told):
    ended = told("filing", "set", "0" * 32, "R3.2.3", "--reason", "试")
    assert (ended.status, ended.error["code"]) == (2, "usage")
