"""The returns an office hands in: one list of them, counted, checked, written as workbooks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jianxi_desktop.domain.calendar import period_end, show_period
from jianxi_desktop.domain.district_return import DISTRICT, MECHANISMS
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services import district_return, leaving, member_return
from jianxi_desktop.services.district_return import DistrictResult, Figure
from jianxi_desktop.services.member_return import ReturnResult
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.rights import needs

__all__ = [
    "Check",
    "DistrictResult",
    "Figure",
    "Result",
    "ReturnResult",
    "day_of_return",
    "figures_by_id",
    "make_return",
    "return_definitions",
]

Result = ReturnResult | DistrictResult


@dataclass(frozen=True)
class _Definition:
    title: str
    count: Callable[[Office, date, str, Progress], Result]


_RETURNS = {
    DISTRICT: _Definition(district_return.TITLES[DISTRICT], district_return.count),
    MECHANISMS: _Definition(district_return.TITLES[MECHANISMS], district_return.count_mechanisms),
    member_return.CODE: _Definition(member_return.TITLE, member_return.count),
}


def return_definitions() -> list[tuple[str, str]]:
    """List the returns: code and title."""
    return [(code, each.title) for code, each in _RETURNS.items()]


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

    Raises:
        UsageError: There is no such return.
        InputError: No right to export, or the return did not exist on that day.
        EnvironmentFailure: The workbook could not be written.
    """
    definition = _definition(code)
    if path is not None:
        office.require(Right.EXPORT)
    result = definition.count(office, as_of, show_period(period) if period else "", progress)
    if path is None:
        return result
    result.write(path)
    told = {"paper": code, "rows": result.size, "as_of": as_of.isoformat()}
    leaving.note_file(office, "export", path, None, **told)
    return replace(result, path=path)


def figures_by_id(result: Result) -> dict[str, dict[str, object]]:
    """Give every figure by its identifier, with its name and how it is shown."""
    return result.named_figures()


def _definition(code: str) -> _Definition:
    if code not in _RETURNS:
        raise UsageError(
            f"no return {code!r}",
            user_message=f"没有代号为“{code[:20]}”的报表，可用：{'、'.join(_RETURNS)}。",
            code="no_such_return",
        )
    return _RETURNS[code]
