"""Where the forms of a round are, and entering them twice."""

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import history, observation_entry
from jianxi_desktop.services.entry_states import forms_of, mark_returned, void_form
from jianxi_desktop.services.entry_stock import EntryGiven
from jianxi_desktop.services.observation_entry import open_entry, save_entry
from jianxi_desktop.services.second_entry import (
    compare_second,
    confirm_second,
    confirmed_scorers,
)
from tests import factory
from tests.services.observation_books import LI, WANG, add_problem, full_marks, plan, sheet_of


def save(office, number, scorer=WANG, points=None):
    sheet = sheet_of(office, number)
    whole = full_marks(sheet) if points is None else points
    save_entry(office, sheet.visit, sheet.version, EntryGiven(scorer, whole))


def form(office, round_id, today=None):
    (only,) = forms_of(office, round_id, today=today or factory.date(2026, 11, 20))
    return only


def confirm(office, number, scorer, points):
    sheet = sheet_of(office, number)
    return confirm_second(office, sheet.visit, sheet.version, scorer, points)


def test_that_a_form_goes_from_unprinted_to_entered(office):
    round_id, number = plan(office, inspectors=f"{WANG}、{LI}")
    assert form(office, round_id).state == ""
    assert form(office, round_id).expected == (WANG, LI)
    mark_returned(office, [number])
    assert form(office, round_id).state == "returned"
    save(office, number)
    now = form(office, round_id)
    assert (now.state, now.scorers, now.expected) == ("entered", (WANG,), (LI,))
    assert now.missing
    save(office, number, LI)
    assert not form(office, round_id).missing


def test_that_the_lines_without_points_are_told_by_scorer(office):
    round_id, number = plan(office, "quick")
    sheet = sheet_of(office, number)
    first, second = sheet.lines[:2]
    save(office, number, points={second.id: second.scale.most * 100})
    assert form(office, round_id).missing_lines == {WANG: (first.number, 3, 4, 5, 6)}


@pytest.mark.parametrize(("today", "late"), [((2026, 11, 19), False), ((2026, 11, 20), True)])
def test_that_a_form_is_late_some_days_after_its_visit(office, today, late):
    round_id, number = plan(office, starts_on="2026-11-16")
    assert form(office, round_id, factory.date(*today)).late is late
    save(office, number)
    assert not form(office, round_id, factory.date(2027, 1, 1)).late


def test_that_all_numbers_that_are_none_are_told_and_none_is_noted(office):
    round_id, number = plan(office)
    with pytest.raises(InputError) as refused:
        mark_returned(office, [number, "GMN-1", "GMN-2"])
    assert len(refused.value.details) == 2
    assert form(office, round_id).state == ""


def test_that_a_returned_form_keeps_the_problems_it_went_out_with(office):
    first = add_problem(office)
    _round, number = plan(office)
    mark_returned(office, [f"{number}#1:1/2~2"], "2026-11-18")
    add_problem(office, "后来发现的")
    assert [each.problem for each in sheet_of(office, number).problems] == [first]


def test_that_a_void_form_takes_no_scores_until_it_is_printed_again(office):
    round_id, number = plan(office)
    mark_returned(office, [number])
    with pytest.raises(InputError):
        void_form(office, number, " ")
    void_form(office, number, "被水浸湿")
    assert form(office, round_id).state == "void"
    for refusing in (lambda: save(office, number), lambda: mark_returned(office, [number])):
        with pytest.raises(InputError) as refused:
            refusing()
        assert "作废" in refused.value.user_message


def test_that_a_form_with_scores_or_never_printed_is_not_made_void(office):
    _round, number = plan(office)
    with pytest.raises(InputError) as refused:
        void_form(office, number, "写错了")
    assert refused.value.code == "not_printed"
    save(office, number)
    with pytest.raises(InputError) as refused:
        void_form(office, number, "写错了")
    assert refused.value.code == "has_scores"


def test_that_a_second_entry_tells_where_it_differs(office):
    _round, number = plan(office, double_entry=True)
    sheet = sheet_of(office, number)
    whole = full_marks(sheet)
    first, second, *_rest = sheet.lines
    save(office, number)
    typed = {key: given for key, given in whole.items() if key != second.id} | {first.id: 50}
    differences = compare_second(office, sheet.visit, "王 芳", typed)
    assert [(each.line.number, each.first, each.second) for each in differences] == [
        (first.number, whole[first.id], 50),
        (second.number, whole[second.id], None),
    ]
    with pytest.raises(InputError) as refused:
        compare_second(office, sheet.visit, LI, typed)
    assert refused.value.code == "no_first"
    with pytest.raises(InputError):
        compare_second(office, sheet.visit, WANG, {first.id: 33})


def test_that_a_form_is_checked_when_every_scorer_was_entered_twice(office):
    round_id, number = plan(office, double_entry=True)
    sheet = sheet_of(office, number)
    settled = full_marks(sheet) | {sheet.lines[0].id: 100}
    for scorer in (WANG, LI):
        save(office, number, scorer)
    confirm(office, number, WANG, settled)
    assert form(office, round_id).state == "entered"
    assert confirmed_scorers(office, sheet.visit) == (WANG,)
    confirm(office, number, LI, full_marks(sheet))
    assert form(office, round_id).state == "checked"
    assert open_entry(office, number).of(WANG).points == settled


def test_that_changing_a_score_of_a_checked_form_takes_the_check_back(office):
    round_id, number = plan(office)
    sheet = sheet_of(office, number)
    save(office, number)
    confirm(office, number, WANG, full_marks(sheet))
    save(office, number)
    assert form(office, round_id).state == "checked"
    save(office, number, points=full_marks(sheet) | {sheet.lines[0].id: 100})
    assert form(office, round_id).state == "entered"
    assert confirmed_scorers(office, sheet.visit) == ()


def test_that_a_check_is_undone_in_one_step(office):
    round_id, number = plan(office)
    sheet = sheet_of(office, number)
    save(office, number)
    confirm(office, number, WANG, full_marks(sheet) | {sheet.lines[0].id: 100})
    history.undo_last(office)
    assert form(office, round_id).state == "entered"
    assert open_entry(office, number).of(WANG).points == full_marks(sheet)
    assert confirmed_scorers(office, sheet.visit) == ()


def test_that_a_check_of_a_sheet_changed_meanwhile_is_refused(office):
    _round, number = plan(office)
    sheet = sheet_of(office, number)
    save(office, number)
    observation_entry.add_scores(office, number, [], EntryGiven(WANG, {}, gaps="没有灯"))
    with pytest.raises(ConflictError):
        confirm_second(office, sheet.visit, sheet.version, WANG, full_marks(sheet))
