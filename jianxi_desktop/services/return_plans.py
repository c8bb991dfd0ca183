"""How often each return is made, by when it is there, whose offices hand it in."""

from collections.abc import Mapping
from datetime import date

from jianxi_desktop.domain import periods
from jianxi_desktop.domain.calendar import period_end, show_period
from jianxi_desktop.domain.return_forms import Definition, definitions
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.services import district_return
from jianxi_desktop.services.returns import return_definitions

LEVELS = ("community", "street", "district")
_DUE_DAYS = 15  # what neither form nor letter says; the offices agree on it
_DRAWN = "表样见 resources/rules"


def plans() -> Mapping[str, Definition]:
    """Give every return by its code: those defined by files, and the two that are not."""
    titles = district_return.TITLES
    own = (
        Definition(code, titles[code], "quarter", _DUE_DAYS, ("district",), _DRAWN)
        for code in titles
    )
    known = {each.code: each for each in own} | dict(definitions())
    return {code: known[code] for code, _title in return_definitions()}


def plan_of(code: str) -> Definition:
    """Find how a return is made.

    Raises:
        UsageError: There is no such return.
    """
    known = plans()
    if code not in known:
        raise UsageError(
            f"no return {code!r}",
            user_message=f"没有代号为“{code[:20]}”的报表，可用：{'、'.join(known)}。",
            code="no_such_return",
        )
    return known[code]


def require_period(plan: Definition, period: str) -> date:
    """Give the last day of a period, which must be one of that return.

    Raises:
        InputError: It is none, or of another sort.
    """
    end = period_end(period)
    if periods.kind_of(period) != plan.period:
        wanted = periods.period_of(plan.period, end)
        raise InputError(
            f"{plan.code} is not made for {period!r}",
            user_message=(
                f"《{plan.title}》是{periods.caption_of(plan.period)}，期次请写成 {wanted}"
                f"（{show_period(wanted)}）这样。"
            ),
            code="period",
        )
    return end


def due_on(plan: Definition, period: str) -> date:
    """Give the day by which the return of a period is to be there.

    Raises:
        InputError: It is no period.
    """
    return plan.due_on(period_end(period))


def began_by(plan: Definition, day: date) -> bool:
    """Tell whether a return was asked for on a day; those without editions always are."""
    return not plan.editions or plan.edition(day) is not None
