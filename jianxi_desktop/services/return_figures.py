"""One view of every return's figures, whatever its layout: key, number, name, value, kind.

A filed return keeps these; figures that were set by hand go back into the result from here, and
those computed from them follow.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

from jianxi_desktop.domain import district_return
from jianxi_desktop.domain.district_return import Number
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.district_return import DistrictResult, Figure
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.services.returns import Result

Kind = Literal["counted", "formula", "typed", "blank"]
Given = Mapping[str, tuple[Number | None, str]]  # value and reason by key
Others = Callable[[str], Mapping[str, Number | None]]
_MOST_DIGITS = 15
_MOST_PARTS = 4
_WIDE = str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")


@dataclass(frozen=True)
class FigureLine:
    """One figure of a return.

    Attributes:
        key: What it is kept under; stays the same from period to period.
        number: What the form calls it, such as ``R3.2.1``.
        name: What it is called.
        kind: Counted from records, computed from other figures, typed by people, or no cell.
        value: The number; ``None`` where there is none.
        shown: How the return writes it.
    """

    key: str
    number: str
    name: str
    kind: Kind
    value: Number | None
    shown: str


def figure_lines(result: Result) -> tuple[FigureLine, ...]:
    """Give every figure of a return in the order of the form; cells that are blank are none."""
    if isinstance(result, TableResult):
        return tuple(
            FigureLine(cell.key, cell.number, cell.name, cell.kind, cell.value, cell.shown)
            for row in result.cells
            for cell in row
            if cell.kind != "blank"
        )
    return tuple(
        FigureLine(each.rule.id, each.rule.id, each.rule.name, "counted", each.value, each.shown)
        for each in result.figures
    )


def find_line(lines: Sequence[FigureLine], figure: str) -> FigureLine | None:
    """Find a figure by its key or its number."""
    return next((each for each in lines if figure in (each.key, each.number)), None)


def with_given(result: Result, given: Given, others: Others) -> Result:
    """Put numbers in the place of counted ones; totals, formulas and checks follow.

    Args:
        result: As counted.
        given: Value and reason by key.
        others: Gives the values of another return of the same period.
    """
    if not given:
        return result
    if isinstance(result, TableResult):
        return result.with_given(given, others)
    return _district_with(result, given)


def read_number(text: str) -> Number:
    """Read a number as people type it.

    Raises:
        InputError: It is none.
    """
    plain = text.strip().translate(_WIDE).replace(",", "").replace(" ", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(plain) > _MOST_DIGITS or "e" in plain.lower():
        raise InputError(
            "no number",
            user_message=f"“{text.strip()[:20]}”不是数字，请只写数，如 12 或 3.5。",
            code="no_number",
        )
    return int(number) if number == number.to_integral_value() else float(number)


def write_number(value: Number | None) -> str | None:
    """Write a number as it is kept."""
    if value is None:
        return None
    return str(int(value)) if value == int(value) else repr(float(value))


def kept_number(text: str | None) -> Number | None:
    """Read a number as it is kept; ``None`` where there is none."""
    try:
        return None if text is None else read_number(text)
    except InputError:  # typed into the ledger by hand
        return None


def shown_number(value: Number | None) -> str:
    """Write a number as people read it."""
    return "" if value is None else (write_number(value) or "")


def adjusted(counted: Number | None, reason: str) -> str:
    """Say beside a number set by hand what was counted, and why it was set."""
    return f"计算数{shown_number(counted) or '无'}，调整原因：{reason or '未写'}"


def parts_named(result: Result, figure: str) -> tuple[str, ...]:
    """Name the figures that a computed one is made of, the first of them."""
    if not isinstance(result, TableResult) or (cell := result.find(figure)) is None:
        return ()
    found = (result.find(key) for _sign, key in cell.terms[:_MOST_PARTS])
    return tuple(each.name for each in found if each is not None)


def _district_with(result: DistrictResult, given: Given) -> DistrictResult:
    values = {each.rule.id: each.value for each in result.figures}
    values |= {key: value for key, (value, _why) in given.items() if value is not None}

    def figure(each: Figure) -> Figure:
        rule = each.rule
        value, reason = given.get(rule.id, (None, ""))
        if value is None:
            whole = "{whole}" in rule.display and rule.parameter in given
            return replace(each, shown=district_return.shown(rule, values)) if whole else each
        pairs = "{pairs}" in rule.display
        shown = str(value) if pairs else district_return.shown(rule, values)
        return replace(each, value=value, shown=shown, detail=adjusted(each.value, reason))

    return replace(
        result,
        figures=tuple(figure(each) for each in result.figures),
        checks=tuple(_again(each, values) for each in result.checks),
    )


def _again(check: Check, values: Mapping[str, Number]) -> Check:
    """Compare the sides of an equation once more."""
    if check.sides is None:
        return check
    sums = [sum(values[each] for each in side) for side in check.sides]
    ok = sums[0] == sums[1]
    told = "，".join(
        f"{'+'.join(side)}={shown_number(total)}"
        for side, total in zip(check.sides, sums, strict=True)
    )
    if ok == check.ok and (ok or told in check.detail):
        return check
    return replace(check, ok=ok, detail="" if ok else told)
