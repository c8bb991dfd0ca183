"""The figures of a filed return: counted, with what people set, and as they were handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jianxi_desktop.domain import calendar, periods, return_states
from jianxi_desktop.domain.district_return import Number
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing_records, returns
from jianxi_desktop.services.filing_records import Filing, Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check, named
from jianxi_desktop.services.return_figures import (
    FigureLine,
    Given,
    Others,
    figure_lines,
    kept_number,
    with_given,
    write_number,
)
from jianxi_desktop.services.return_tables import count_table
from jianxi_desktop.services.returns import Result

if TYPE_CHECKING:
    from jianxi_desktop.services.return_counting import FactsRead

TYPED = "手填的数字都已填写"
FOLLOWS = "随调整的数字计算"
Numbers = Mapping[str, Number | None]


class Counting:
    """Counts one filing's return; the others that its checks look at are counted at most once.

    What was handed in of those, or set by hand, goes before what is counted.
    """

    def __init__(self, office: Office, filing: Filing) -> None:
        self._office, self._filing = office, filing
        self._top = None if filing.organisation == office.top else filing.organisation
        self._read: FactsRead = {}
        self._known: dict[str, Numbers] = {}

    def count(self, progress: Progress = no_progress) -> Result:
        """Count the return and check it, as the records are now."""
        filing = self._filing
        return self._one(filing.code, filing.period, self.others, progress)

    def count_alone(self, period: str = "") -> Result:
        """Count the return of a period without looking at others."""
        filing = self._filing
        return self._one(filing.code, period or filing.period, no_others, no_progress)

    def others(self, code: str) -> Numbers:
        """Give the numbers of another return of the same office and period by ``row.column``."""
        if code not in self._known:
            self._known[code] = {}
            numbers = self._numbers(code)
            self._known[code] = {key.replace("/", "."): each for key, each in numbers.items()}
        return self._known[code]

    def _numbers(self, code: str) -> Numbers:
        office, filing = self._office, self._filing
        kept: Mapping[str, Row] = {}
        with office.store.read() as connection:
            rows = filing_records.rows_named(
                office, connection, code, filing.period, filing.organisation
            )
            if rows:
                one = rows[0]["id"]
                kept = filing_records.values_of(office, connection, [one])[one]
        if kept and rows[0]["state"] in return_states.HANDED_IN:
            return numbers_kept(kept)
        plain = self._one(code, filing.period, no_others, no_progress)
        result = with_given(plain, given_in(kept), no_others)
        return {each.key: each.value for each in figure_lines(result)}

    def _one(self, code: str, period: str, others: Others, progress: Progress) -> Result:
        same = period == self._filing.period
        day = self._filing.as_of if same else calendar.period_end(period)
        definition = definitions().get(code)
        if definition is None:
            return returns.make_return(
                self._office,
                code,
                as_of=day,
                period=period,
                progress=progress,
                organisation=self._top,
            )
        return count_table(
            self._office, definition, day, period, progress, others, self._top, self._read
        )


def no_others(code: str) -> Numbers:
    """Stand for the other returns where no check is looked at."""
    del code
    return {}


def given_in(kept: Mapping[str, Row]) -> dict[str, tuple[Number | None, str]]:
    """Give what people set or typed, by key."""
    return {
        key: (number, row["reason"] or "")
        for key, row in kept.items()
        if (number := kept_number(row["given"])) is not None and row["reason"] != FOLLOWS
    }


def filled(counted: Result, given: Given, others: Others) -> Result:
    """Put what people set into a counted return; what nobody typed yet is a check of its own."""
    return with_typed_checked(with_given(counted, given, others))


def with_typed_checked(result: Result) -> Result:
    """Add the check that every number nobody counts was typed."""
    return replace(result, checks=(*result.checks, *_typed(figure_lines(result))))


def _typed(lines: Sequence[FigureLine]) -> list[Check]:
    typed = [each for each in lines if each.kind == "typed"]
    empty = [each for each in typed if each.value is None]
    if not typed:
        return []
    told = named([each.name for each in empty], "还没有填的")
    return [Check(TYPED, not empty, told, cells=tuple(each.key for each in empty))]


def to_keep(counted: Result, result: Result, kept: Mapping[str, Row]) -> dict[str, dict[str, Any]]:
    """Give every figure of a return as it is kept once it is handed in, by key."""
    before = {each.key: each for each in figure_lines(counted)}
    given, wanted = given_in(kept), {}
    for each in figure_lines(result):
        old = before[each.key].value if each.key in before and each.kind != "typed" else None
        own = each.key in given
        moved = each.value != old
        wanted[each.key] = {
            "name": each.name[:200],
            "calculated": write_number(old),
            "given": write_number(each.value) if own or moved else None,
            "reason": given[each.key][1] or None if own else FOLLOWS if moved else None,
            "set_by": kept[each.key]["set_by"] if own else None,
        }
    return wanted


def numbers_kept(kept: Mapping[str, Row]) -> dict[str, Number | None]:
    """Give the numbers that were handed in, by key."""
    return {
        key: kept_number(row["given"] if _differs(row) else row["calculated"])
        for key, row in kept.items()
    }


def _differs(row: Row) -> bool:
    return row["given"] is not None or row["reason"] == FOLLOWS


def handed_in(
    office: Office, code: str, period: str, organisation: UUID
) -> Mapping[str, Row] | None:
    """Read the figures of a return that was handed in; ``None`` where it was not."""
    with office.store.read() as connection:
        rows = filing_records.rows_named(office, connection, code, period, organisation)
        found = [row for row in rows if row["state"] in return_states.HANDED_IN]
        if not found:
            return None
        one = found[0]["id"]
        return filing_records.values_of(office, connection, [one])[one]


def last_numbers(office: Office, filing: Filing) -> tuple[str, bool, Numbers]:
    """Give the period before, whether it was handed in, and its numbers by key.

    What was not handed in is counted anew; a return that did not exist then has none.
    """
    period = periods.previous(filing.period)
    kept = handed_in(office, filing.code, period, filing.organisation)
    if kept:
        return period, True, numbers_kept(kept)
    try:
        result = Counting(office, filing).count_alone(period)
    except InputError:
        return "", False, {}
    return period, False, {each.key: each.value for each in figure_lines(result)}
