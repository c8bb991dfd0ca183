"""Every return of the demonstration against the same figures counted in plain SQL."""

import pytest
from sqlalchemy import text

from jianxi_desktop.domain.calendar import months_before, period_end
from jianxi_desktop.domain.periods import period_begin
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.services import returns
from tests import factory
from tests.conftest import COMMUNITY, DISTRICT
from tests.services.returns.demo_sql import SQL

PERIODS = {
    "R1": ("2018H1", "2026H1"),
    "R3": ("2018-08", "2026-09"),
    "R4": ("2018B4", "2026B5"),
    "R5": ("2018-09", "2026-10"),
    "R6": ("2018Q3", "2026Q3"),
    "R7": ("2018Q3", "2026Q2"),
    "R8": ("2018H1", "2026H2"),
    "R9": ("2018Q2", "2026Q3"),
    "R10": ("2018-09", "2026-10"),
    "R11": ("2026Q3",),
    "R12": ("2018H1", "2026H1"),
}
EVERY = [(code, period) for code, periods in PERIODS.items() for period in periods]
OURS = [code for code in definitions() if code in SQL]


def count(office, code, period):
    """Count a return; the figures of its total by column."""
    result = returns.make_return(office, code, as_of=period_end(period), period=period)
    keys = [column.key for column in result.edition.columns]
    return result, dict(zip(keys, (cell.value for cell in result.cells[0]), strict=True))


def counted_by_hand(office, own, code, period):
    """Count the same in SQL."""
    begin, end = period_begin(period), period_end(period)
    days = {
        "b": begin.isoformat(),
        "e": end.isoformat(),
        "y": f"{end.year}-01-01",
        "q": f"{end.year}-{(end.month - 1) // 3 * 3 + 1:02}-01",
        "six": period_end(months_before(end.replace(day=1), -6).isoformat()[:7]).isoformat(),
        "own": own,
    }
    with office.store.read() as connection:
        return {
            column: float(connection.execute(text(sql), days).scalar_one())
            for column, sql in SQL[code].items()
        }


def compare(office, own, code, period):
    """Compare a return with its figures by hand, and look at its checks."""
    result, found = count(office, code, period)
    wanted = counted_by_hand(office, own, code, period)
    rounding = 0.005 * max(len(result.rows), 20) if code == "R8" else 0.005 * len(result.rows)
    differing = {
        column: (found[column], value)
        for column, value in wanted.items()
        if abs(found[column] - value) > (rounding if value % 1 else 1e-6)
    }
    assert differing == {}
    assert [check for check in result.checks if not check.ok] == []
    return result


@pytest.mark.parametrize(("code", "period"), EVERY)
def test_that_a_community_has_the_figures_of_plain_sql(demo, code, period):
    compare(demo, COMMUNITY, code, period)


@pytest.mark.parametrize(("code", "period"), EVERY)
def test_that_the_district_has_the_figures_of_plain_sql(district_demo, code, period):
    office, _counts = district_demo
    result = compare(office, DISTRICT, code, period)
    assert any(cell.value for cell in result.cells[0])


def test_that_the_streets_add_up_to_the_district(district_demo):
    office, _counts = district_demo
    for code, period in (("R1", "2026H1"), ("R5", "2026-10"), ("R10", "2026-10")):
        whole, figures = count(office, code, period)
        streets = [row.organisation for row in whole.rows if row.level == 1 and row.key != "total"]
        plain = [
            column.key
            for column in whole.edition.columns
            if not (column.measure.distinct or column.measure.ratio)
        ]
        parts = dict.fromkeys(plain, 0)
        for row, cells in zip(whole.rows, whole.cells, strict=True):
            if row.level == 1:
                by_key = {cell.key.split("/")[1]: cell.value for cell in cells}
                parts = {key: parts[key] + (by_key[key] or 0) for key in plain}
        assert parts == pytest.approx({key: figures[key] or 0 for key in plain})
        street = next(each for each in streets if each != office.top)
        mine, seen = count(factory.limited(office, street), code, period)
        place = next(at for at, row in enumerate(whole.rows) if row.organisation == street)
        keys = [column.key for column in whole.edition.columns]
        there = dict(zip(keys, (cell.value for cell in whole.cells[place]), strict=True))
        assert {key: seen[key] for key in plain} == {key: there[key] for key in plain}
        assert [check for check in mine.checks if not check.ok] == []


def test_that_every_return_of_ours_is_compared():
    assert sorted(OURS) == sorted(SQL)
    for code in OURS:
        kinds = {column.key for column in definitions()[code].editions[-1].columns}
        assert SQL[code].keys() <= kinds
