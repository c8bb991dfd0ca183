"""The returns that the demonstration says were handed in."""

import pytest

from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.return_states import FROZEN
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import filing, filing_page, return_plans, returns
from jianxi_desktop.services.demo.scales import HOME
from tests import factory
from tests.services.demo_figures import PUBLISHED

HANDED_IN = {"R11": "2026Q3", "R5": "2026-09", "R10": "2026-10"}


def filings(office):
    ledger = office.catalog["return_filing"]
    return factory.rows_of(office, ledger, Query())


def test_that_every_filing_is_one_that_can_be_opened(district_demo):
    office, _counts = district_demo
    found = filings(office)
    assert len(found) > 71
    for row in found:
        plan = return_plans.plan_of(row["code"])
        end = return_plans.require_period(plan, row["period"])
        assert (row["title"], row["as_of"]) == (plan.title, end.isoformat())
        assert row["due_on"] == return_plans.due_on(plan, row["period"]).isoformat()
        assert bool(row["submitted_on"]) == (row["state"] in FROZEN)
        assert row["prepared_by"]
        assert row["responsible"]


@pytest.mark.parametrize("code", HANDED_IN)
def test_that_what_was_handed_in_is_what_the_records_say(demo, code):
    found = filing.find_filing(demo, code, HANDED_IN[code], demo.top)
    page = filing_page.page(demo, found.id)
    result = returns.make_return(
        demo, code, as_of=period_end(HANDED_IN[code]), period=HANDED_IN[code]
    )
    counted = {cell.key: cell.value for row in result.cells for cell in row}
    shown = {each.key: each.value for each in page.lines}
    assert shown == {key: counted[key] for key in shown}
    assert any(shown.values())
    assert [check for check in page.checks if not check.ok] == []


def test_that_one_figure_was_set_by_hand_with_its_reason(demo):
    found = filing.find_filing(demo, "R5", "2026-10", demo.top)
    page = filing_page.page(demo, found.id)
    given = {each.key: each for each in page.lines if each.reason and each.given}
    (line,) = (each for each in given.values() if "顺延" in each.reason)
    assert line.key.endswith("/sessions")
    assert line.value == (line.calculated or 0) + 1


def test_that_the_district_has_those_of_the_home_community_too(district_demo):
    office, _counts = district_demo
    own = organisation_id(HOME)
    for code, period in HANDED_IN.items():
        found = filing.find_filing(office, code, period, own)
        page = filing_page.page(office, found.id)
        assert page.filing.unit
        assert any(line.value for line in page.lines)


def test_that_the_quarter_that_was_published_is_filed_as_it_was(district_demo):
    office, _counts = district_demo
    found = filing.find_filing(office, "R0", "2018Q3", office.top)
    values = {each.key: each.value for each in filing_page.page(office, found.id).lines}
    published = PUBLISHED | {"A25": PUBLISHED["A25"] // 1_000_000}  # in ten thousands of yuan
    assert {key: values[key] for key in published} == published
    assert found.frozen
    assert "归档" in found.answer
