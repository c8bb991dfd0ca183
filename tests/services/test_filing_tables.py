"""Filed returns of every form: tables by units, fixed tables, lists of figures."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing, records, returns
from jianxi_desktop.services.return_figures import figure_lines
from jianxi_desktop.services.return_plans import plans
from tests import factory

COMMUNITY = [code for code, plan in plans().items() if "community" in plan.levels]


@pytest.fixture
def stocked(office, branch):
    """A community with a branch that met in June."""
    given = {"organisation": branch, "kind": "general_meeting", "topic": "支部党员大会"}
    for day in ("2026-06-08", "2026-06-21"):
        factory.record_of(office, "activity", 1, **given, held_on=day)
    return office


def last_of(code):
    """Give the period of a return that ends with June."""
    kind = plans()[code].period
    return {"month": "2026-06", "two_months": "2026B3", "quarter": "2026Q2", "half": "2026H1"}.get(
        kind, "2026"
    )


@pytest.mark.parametrize("code", COMMUNITY)
def test_that_every_return_is_handed_in_and_stays_as_it_was(stocked, branch, code):
    begun = filing.open_filing(stocked, code, last_of(code))
    filing.complete(stocked, begun.id)
    before = filing.page(stocked, begun.id)
    filing.submit(stocked, begun.id, explanation="已核对")
    sent = filing.page(stocked, begun.id)
    assert sent.frozen
    assert not sent.moved
    assert [each.shown for each in sent.lines] == [each.shown for each in before.lines]
    assert {each.rule for each in sent.wrong} == {each.rule for each in before.wrong}


def test_that_the_figures_are_those_of_the_return(stocked):
    begun = filing.open_filing(stocked, "R3", "2026-06")
    page = filing.page(stocked, begun.id)
    plain = returns.make_return(stocked, "R3", as_of=begun.as_of, period="2026-06")
    assert [(each.key, each.value) for each in figure_lines(plain)] == [
        (each.key, each.value) for each in page.lines
    ]
    assert any(each.value == 2 for each in page.lines)


def test_that_a_table_keeps_both_numbers_and_its_totals_follow(stocked, branch):
    begun = filing.open_filing(stocked, "R3", "2026-06")
    key = f"{branch.hex}/general_meeting_times"
    filing.set_figure(stocked, begun.id, key, "5", "三次的记录还没有录入")
    page = filing.page(stocked, begun.id)
    assert (page.line(key).calculated, page.line(key).value) == (2, 5)
    assert page.line("total/general_meeting_times").value == 5
    with pytest.raises(InputError) as refused:
        filing.set_figure(stocked, begun.id, "total/general_meeting_times", "9", "试")
    assert "第一网格党支部" in refused.value.user_message

    filing.complete(stocked, begun.id)
    filing.submit(stocked, begun.id, explanation="已核对")
    factory.branch_of(stocked, "第二网格党支部")
    sent = filing.page(stocked, begun.id)
    cell = sent.result.find(key)
    assert (cell.value, cell.counted, cell.given) == (5, 2, True)
    assert sent.line("total/general_meeting_times").value == 5
    assert [row.label for row in sent.result.rows] == [row.label for row in page.result.rows]


def test_that_a_row_that_is_no_more_stands_in_what_was_handed_in(stocked, branch):
    begun = filing.open_filing(stocked, "R3", "2026-06")
    filing.complete(stocked, begun.id)
    filing.submit(stocked, begun.id, explanation="已核对")
    ledger = stocked.catalog["organisation"]
    found = records.find_record(stocked, ledger, branch)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(stocked, ledger, {"dissolved_on": "2026-01-31"}, seen)

    sent = filing.page(stocked, begun.id)
    assert sent.line(f"{branch.hex}/general_meeting_times").value == 2
    assert sent.result.rows[-1].label == "第一网格党支部"
