"""The returns an office hands in: one list of them, counted, checked, written as workbooks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.domain.calendar import period_end, show_period
from jianxi_desktop.domain.district_return import DISTRICT, MECHANISMS
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.domain.return_where import Number
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services import district_return, leaving
from jianxi_desktop.services.district_return import DistrictResult, Figure
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_counting import FactsRead
from jianxi_desktop.services.return_tables import TableResult, count_table
from jianxi_desktop.services.rights import needs

__all__ = [
    "Check",
    "DistrictResult",
    "Figure",
    "Result",
    "TableResult",
    "day_of_return",
    "figures_by_id",
    "make_return",
    "return_definitions",
]

Result = DistrictResult | TableResult
_Count = Callable[[Office, date, str, Progress, UUID | None], Result]


def _district(code: str) -> _Count:
    def count(
        office: Office, day: date, period: str, progress: Progress, top: UUID | None
    ) -> Result:
        words = show_period(period) if period else ""
        return district_return.count_part(office, code, day, words, progress, top)

    return count


# Returns that are more than rows and columns.
_OWN: Mapping[str, tuple[str, _Count]] = {
    DISTRICT: (district_return.TITLES[DISTRICT], _district(DISTRICT)),
    MECHANISMS: (district_return.TITLES[MECHANISMS], _district(MECHANISMS)),
}


def return_definitions() -> list[tuple[str, str]]:
    """List the returns: code and title; the district's first, then the national ones."""
    titles = {code: title for code, (title, _count) in _OWN.items()}
    titles |= {code: each.title for code, each in definitions().items()}
    return sorted(titles.items(), key=lambda each: _order(each[0]))


def _order(code: str) -> tuple[bool, int, str]:
    number = code.lstrip("PRLM")
    return not code.startswith("R"), int(number) if number.isdigit() else 99, code


def day_of_return(period: str, as_of: date | None, today: date) -> date:
    """Give the day a return is counted as of: the period's end, or earlier where one was named.

    Raises:
        InputError: The period is none.
    """
    if not period:
        return as_of or today
    end = period_end(period)
    return end if as_of is None else min(end, as_of)


@needs(Right.VIEW)
def make_return(
    office: Office,
    code: str,
    *,
    as_of: date,
    period: str = "",
    path: Path | None = None,
    progress: Progress = no_progress,
    organisation: UUID | None = None,
) -> Result:
    """Count a return as of a day, check it, and write it as a workbook where a path is given.

    The workbook is an export: it needs the right to it, and the journal notes it.

    Args:
        office: The open database.
        code: Number of the return.
        as_of: The day.
        period: The period it is for, as it stands on the page; the day alone where there is none.
        path: Where the workbook is to be.
        progress: Told as figures are counted.
        organisation: Whose return it is; ``None`` for that of whoever is logged in.

    Raises:
        UsageError: There is no such return.
        InputError: No right to export, or the return did not exist on that day.
        EnvironmentFailure: The workbook could not be written.
    """
    count = _counting(code)
    if path is not None:
        office.require(Right.EXPORT)
    result = count(office, as_of, period, progress, organisation)
    if path is None:
        return result
    write_result(office, result, path)
    return replace(result, path=path)


@needs(Right.EXPORT)
def write_result(office: Office, result: Result, path: Path) -> None:
    """Write a return that was counted as a workbook; the journal notes it.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    result.write(path)
    told = {"paper": result.code, "rows": result.size, "as_of": result.day.isoformat()}
    leaving.note_file(office, "export", path, None, **told)


def figures_by_id(result: Result) -> dict[str, dict[str, object]]:
    """Give every figure by its identifier, with its name and how it is shown."""
    return result.named_figures()


def values_of(result: Result) -> Mapping[str, Number | None]:
    """Give every value of a return as checks of other returns name it: ``row.column``."""
    if isinstance(result, TableResult):
        return result.values()
    return {each.rule.id: each.value for each in result.figures}


@needs(Right.VIEW)
def others_of(
    office: Office, day: date, period: str, top: UUID | None, read: FactsRead | None = None
) -> Callable[[str], Mapping[str, Number | None]]:
    """Give the values of other returns of the same period, each counted once when asked for.

    What those look at in turn is not counted: their own pages check that.
    """
    known: dict[str, Mapping[str, Number | None]] = {}
    shared: FactsRead = {} if read is None else read

    def values(code: str) -> Mapping[str, Number | None]:
        if code not in known:
            known[code] = values_of(_plain(office, code, day, period, top, shared))
        return known[code]

    return values


def _plain(
    office: Office, code: str, day: date, period: str, top: UUID | None, read: FactsRead
) -> Result:
    definition = definitions().get(code)
    if definition is None:
        return _counting(code)(office, day, period, no_progress, top)
    return count_table(office, definition, day, period, no_progress, lambda _code: {}, top, read)


def _counting(code: str) -> _Count:
    """Find how a return is counted.

    Raises:
        UsageError: There is no such return.
    """
    if code in _OWN:
        return _OWN[code][1]
    definition = definitions().get(code)
    if definition is None:
        known = "、".join(each for each, _title in return_definitions())
        raise UsageError(
            f"no return {code!r}",
            user_message=f"没有代号为“{code[:20]}”的报表，可用：{known}。",
            code="no_such_return",
        )

    def count(
        office: Office, day: date, period: str, progress: Progress, top: UUID | None
    ) -> Result:
        read: FactsRead = {}
        others = others_of(office, day, period, top, read)
        return count_table(office, definition, day, period, progress, others, top, read)

    return count
