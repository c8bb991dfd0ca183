"""Entering checklists from a terminal: which answers, which exit status, what stays as it was."""

import pytest

from jianxi_desktop.services.observation_entry import open_entry
from tests.cli.terminal import run
from tests.conftest import PASSWORD
from tests.services.observation_books import WANG, lines_by_item, plan, sheet_of


@pytest.fixture
def form(office, monkeypatch):
    """A sheet with deducting, graded and yes-or-no lines; the office stays open beside."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    return plan(office, "venue")[1]


@pytest.fixture
def observe(office, form):
    def observed(*words):
        return run("observe", *words, "--database", office.path, "--json")

    return observed


def test_that_scores_are_said_as_people_do_and_added_up(observe, form):
    ended = observe("score", form, "功能室使用=-2", "6=是", "评1=C", "1=7.5", "--scorer", WANG)
    assert ended.status == 0
    assert ended.answer == {
        "form": form,
        "scorer": WANG,
        "entered": [1, 4, 6, 10],
        "missing": [2, 3, 5, 7, 8, 9],
        "total": "27.48",
    }


def test_that_all_wrong_scores_are_told_and_none_is_kept(observe, form, office):
    ended = observe("score", form, "1=7", "2=99", "10=D", "无此项=1", "--scorer", WANG)
    assert ended.status == 1
    assert len(ended.error["details"]) == 3
    assert open_entry(office, form).scorers == ()


@pytest.mark.parametrize("words", [("score", "{form}", "7", "--scorer", WANG), ("enter",)])
def test_that_what_is_half_said_is_wrong_usage(observe, form, words):
    ended = observe(*(word.format(form=form) for word in words))
    assert (ended.status, ended.error["code"]) == (2, "usage")


def test_that_a_form_that_is_none_is_refused(observe):
    ended = observe("score", "GMN-0", "1=7", "--scorer", WANG)
    assert (ended.status, ended.error["code"]) == (1, "no_form")


def test_that_missing_tells_lines_and_counts(observe, form, office):
    lines = lines_by_item(sheet_of(office, form))
    observe("score", form, "开放时间=否", "--scorer", WANG)
    answer = observe("missing", "--round", "2026年下半年街道内部观摩").answer
    (only,) = answer["missing"]
    assert (only["form"], only["state"], only["scorers"]) == (form, "entered", [WANG])
    assert lines["开放时间"].number not in only["lines"][WANG]
    assert len(only["lines"][WANG]) == 9
    assert answer["counts"] == {"entered": 1}
