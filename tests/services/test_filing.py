"""A return's life: filled in, explained, handed in, kept as it was, given back, accepted."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError, InputError, UsageError
from jianxi_desktop.services import filing, filing_records, history, records
from jianxi_desktop.services.return_figures import read_number, write_number
from tests import factory

PERIOD = "2026H1"


@pytest.fixture
def begun(office, member):
    """The members' return of a community with one member, begun."""
    return filing.open_filing(office, "R2", PERIOD)


def total_of(page, caption, row=3):
    """Give a figure by what its column says; the third row is the branch."""
    start = f"R2.{row}."
    return next(
        each for each in page.lines if each.number.startswith(start) and each.name.endswith(caption)
    )


def handed_in(office, begun, **figures):
    filing.complete(office, begun.id)
    filing.submit(office, begun.id, **figures)
    return filing.page(office, begun.id)


def join(office, branch, name="王新"):
    values = {"name": name, "sex": "1", "branch": branch, "status": "full", "joined_on": "2001-07"}
    return records.save_record(office, office.catalog["person"], values).id


def refused(code, function, *given, **named):
    with pytest.raises(InputError) as error:
        function(*given, **named)
    assert error.value.code == code
    return error.value


def test_that_a_filing_is_begun_once_with_its_days(office, begun):
    again = filing.open_filing(office, "R2", "2026h1")
    assert again.id == begun.id
    assert (begun.state, begun.unit, begun.due_on) == ("draft", office.unit.name, "2026-07-10")
    assert begun.as_of.isoformat() == "2026-06-30"


def test_that_only_periods_of_the_return_are_taken(office):
    told = refused("period", filing.open_filing, office, "R2", "2026Q1")
    assert "半年报" in told.user_message
    assert "2026H1" in told.user_message
    with pytest.raises(UsageError):
        filing.open_filing(office, "R99", PERIOD)


def test_that_a_return_is_not_filed_by_a_level_that_does_not_hand_it_in(office):
    refused("wrong_level", filing.open_filing, office, "R0", "2026Q2")


def test_that_an_overridden_figure_shows_both_numbers_and_totals_follow(office, begun):
    before = filing.page(office, begun.id)
    one = total_of(before, "党员总数")
    filing.set_figure(office, begun.id, one.number, "3", "两名党员的档案正在路上")

    page = filing.page(office, begun.id)
    line = page.line(one.key)
    assert (line.calculated, line.given, line.value) == (1, 3, 3)
    assert (line.reason, line.set_by) == ("两名党员的档案正在路上", "管理员")
    assert line.overridden
    assert total_of(page, "党员总数", row=1).value == 3
    assert total_of(before, "党员总数", row=1).value == 1
    assert page.wrong  # the groups do not add up to the new number


def test_that_a_total_is_refused_with_the_way_out(office, begun):
    total = total_of(filing.page(office, begun.id), "党员总数", row=1)
    told = refused("computed", filing.set_figure, office, begun.id, total.key, "3", "试")
    assert "请改算出它的各项" in told.user_message


def test_that_a_counted_figure_is_not_changed_without_a_reason(office, begun):
    one = total_of(filing.page(office, begun.id), "党员总数")
    refused("no_reason", filing.set_figure, office, begun.id, one.key, "3", " ")
    refused("no_number", filing.set_figure, office, begun.id, one.key, "三", "试")
    refused("no_such_figure", filing.set_figure, office, begun.id, "R2.99.1", "3", "试")


def test_that_a_figure_becomes_what_the_records_say_again(office, begun):
    one = total_of(filing.page(office, begun.id), "党员总数")
    refused("not_set", filing.clear_figure, office, begun.id, one.key)
    filing.set_figure(office, begun.id, one.key, "3", "试")
    filing.clear_figure(office, begun.id, one.key)
    assert filing.page(office, begun.id).line(one.key).value == 1
    filing.set_figure(office, begun.id, one.key, "5", "再试")
    assert filing.page(office, begun.id).line(one.key).value == 5


def test_that_a_failed_check_needs_words_before_it_is_handed_in(office, begun):
    one = total_of(filing.page(office, begun.id), "党员总数")
    filing.set_figure(office, begun.id, one.key, "3", "档案在路上")
    wrong = filing.complete(office, begun.id)
    assert wrong
    told = refused("unexplained", filing.submit, office, begun.id)
    assert any("应等于3" in each for each in told.details)
    filing.submit(office, begun.id, explanation="两名党员的档案正在路上，已核实")
    page = filing.page(office, begun.id)
    assert (page.filing.state, page.filing.explanation) == (
        "submitted",
        "两名党员的档案正在路上，已核实",
    )


def test_that_it_is_not_handed_in_before_it_is_completed(office, begun):
    told = refused("wrong_state", filing.submit, office, begun.id)
    assert "先填报完成" in told.user_message


def test_that_a_change_after_completing_makes_it_a_draft_again(office, begun):
    filing.complete(office, begun.id, responsible="周建国")
    done = filing.page(office, begun.id).filing
    assert done.completed[1] == done.prepared_by == "管理员"
    assert done.responsible == "周建国"
    one = total_of(filing.page(office, begun.id), "党员总数")
    filing.set_figure(office, begun.id, one.key, "1", "核对过")
    again = filing.page(office, begun.id).filing
    assert (again.state, again.completed) == ("draft", ("", ""))


def test_that_what_was_handed_in_stays_whatever_the_records_become(office, begun, branch):
    sent = handed_in(office, begun)
    join(office, branch)
    page = filing.page(office, begun.id)
    assert page.frozen
    assert page.result.cells == sent.result.cells
    one = total_of(page, "党员总数")
    assert (one.value, one.now) == (1, 2)
    assert one in page.moved
    assert total_of(page, "党员总数", row=1) in page.moved  # totals as well
    assert filing.open_filing(office, "R2", PERIOD).id == begun.id


def test_that_every_figure_is_kept_and_none_can_be_set_any_more(office, begun):
    sent = handed_in(office, begun)
    with office.store.read() as connection:
        kept = filing_records.values_of(office, connection, [begun.id])[begun.id]
    assert set(kept) == {each.key for each in sent.lines}
    assert all(row["name"] and row["calculated"] is not None for row in kept.values())
    one = total_of(sent, "党员总数")
    refused("wrong_state", filing.set_figure, office, begun.id, one.key, "3", "试")


def test_that_a_branch_that_came_later_is_not_in_what_was_handed_in(office, begun):
    sent = handed_in(office, begun)
    factory.branch_of(office, "第二网格党支部")
    page = filing.page(office, begun.id)
    assert len(page.lines) == len(sent.lines)
    assert not page.moved or all(each.now is not None for each in page.moved)


def test_that_the_owner_takes_back_what_nobody_decided_on(office, begun):
    handed_in(office, begun)
    filing.take_back(office, begun.id)
    again = filing.page(office, begun.id)
    assert (again.filing.state, again.filing.submitted) == ("draft", ("", ""))
    assert not again.frozen
    filing.complete(office, begun.id)
    filing.submit(office, begun.id)


def test_that_an_office_does_not_decide_on_its_own_return(office, begun):
    handed_in(office, begun)
    for step in (filing.accept, filing.lock):
        refused("not_allowed", step, office, begun.id)
    refused("not_allowed", filing.give_back, office, begun.id, "再核对")


def test_that_the_numbers_of_the_period_before_stand_beside(office, branch, begun):
    handed_in(office, begun)
    join(office, branch)
    later = filing.open_filing(office, "R2", "2026H2")
    page = filing.page(office, later.id)
    one = total_of(page, "党员总数")
    assert (page.last_period, page.last_filed) == ("2026H1", True)
    assert (one.value, one.last, one.difference) == (2, 1, 1)


def test_that_a_period_nobody_filed_is_counted_anew_and_said_so(office, begun):
    page = filing.page(office, begun.id)
    assert (page.last_period, page.last_filed) == ("2025H2", False)
    assert total_of(page, "党员总数").last == 1


def test_that_nothing_may_be_done_by_who_only_looks(office, begun):
    viewer = factory.limited(office, None, Role.VIEWER)
    assert filing.page(viewer, begun.id).steps == ()
    refused("not_allowed", filing.complete, viewer, begun.id)


def test_that_a_step_is_undone_like_any_other(office, begun):
    filing.complete(office, begun.id)
    assert history.undoable(office) == "报表填报完成"
    history.undo_last(office)
    assert filing.page(office, begun.id).filing.state == "draft"


def test_that_an_old_change_of_a_figure_is_not_undone_under_what_was_handed_in(office, begun):
    one = total_of(filing.page(office, begun.id), "党员总数")
    editor = factory.limited(office, None, Role.ADMINISTRATOR)
    filing.set_figure(editor, begun.id, one.key, "1", "核对过")
    handed_in(office, begun)
    with pytest.raises(ConflictError):
        history.undo_last(editor)
    assert filing.page(office, begun.id).line(one.key).given == 1


@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=200)
@given(st.integers(-(10**9), 10**12) | st.decimals(-(10**6), 10**6, places=2))
def test_that_numbers_are_kept_as_they_are_typed(number):
    text = f"{number:,}"
    assert read_number(text) == float(number)
    assert read_number(write_number(read_number(f" {text} "))) == read_number(text)


@pytest.mark.parametrize("text", ["", "一百", "1e5", "nan", "12人", "1/3", "9" * 40, "inf"])
def test_that_what_is_no_number_is_said(text):
    refused("no_number", read_number, text)


@pytest.mark.parametrize(("text", "number"), [("１２", 12), ("1，234", 1234), ("3.50", 3.5)])
def test_that_full_width_digits_are_numbers(text, number):
    assert read_number(text) == number


def test_that_a_return_nobody_began_is_shown_as_it_would_begin(office, member):
    page = filing.begun_or_blank(office, "R2", PERIOD)
    assert not page.begun
    assert page.steps == ("edit", "complete")
    assert total_of(page, "党员总数").value == 1
    begun = filing.open_filing(office, "R2", PERIOD)
    assert filing.begun_or_blank(office, "R2", PERIOD).filing.id == begun.id
    viewer = factory.limited(office, None, Role.VIEWER)
    assert filing.begun_or_blank(viewer, "R2", "2026H2").steps == ()


def test_that_several_figures_are_set_together_or_not_at_all(office, begun):
    one = total_of(filing.page(office, begun.id), "党员总数")
    refused(
        "no_such_figure", filing.set_figures, office, begun.id, {one.key: "3", "R2.99.1": "1"}, "试"
    )
    assert filing.page(office, begun.id).line(one.key).value == 1
