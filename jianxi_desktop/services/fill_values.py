"""Values as a blank wants them: numbers and days in its form, labels of its own lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.day_forms import DayForm, is_short, to_month, write_day
from jianxi_desktop.domain.number_forms import NumberForm, write_number
from jianxi_desktop.domain.written import Written
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Choice, Day, IdentityNumber, YesNo
from jianxi_desktop.schema.kinds import Several
from jianxi_desktop.services.fill_paths import COUNTED
from jianxi_desktop.services.fill_reading import Got, Parts
from jianxi_desktop.sheets.blank import CellValue
from jianxi_desktop.sheets.captions import plain_caption

EMPTY: Final = {"": "留空", "无": "写“无”", "—": "划“—”"}
_POLITICS: Final = {"full": "中共党员", "probationary": "中共预备党员"}
_BUILT: Final = frozenset({"own", "joint", "attached"})


@dataclass(frozen=True)
class Forms:
    """How a column writes what it is given.

    Attributes:
        number: Identity numbers.
        day: Days.
        empty: What stands where nothing is known.
        choices: What the column's list offers.
        on: The day ages are counted on.
    """

    number: NumberForm
    day: DayForm
    empty: str
    choices: tuple[str, ...]
    on: date


@dataclass
class Told:
    """What was odd about the values of one column, counted."""

    short: int = 0
    masked: int = 0


def cell_of(parts: Parts, forms: Forms, told: Told) -> CellValue | None:
    """Give the cell for what a source says of a record; ``None`` leaves it empty."""
    written = [[_written(got, forms, told) for got in part] for part in parts]
    flat = [each for part in written for each in part if each.value not in ("", None)]
    if not flat:
        return CellValue("text", forms.empty) if forms.empty else None
    if len(flat) == 1:
        return flat[0]
    texts = ("、".join(str(each.value) for each in part if each.value != "") for part in written)
    return CellValue("text", "".join(texts))


def listed(label: str, choices: Sequence[str]) -> str | None:
    """Find how a column's list writes a label: 党员 for 正式党员, 男性 for 男."""
    plain = {plain_caption(choice): choice for choice in choices}
    asked = plain_caption(label)
    if asked in plain:
        return plain[asked]
    near = [each for each in plain if each and (each in asked or asked in each)]
    return plain[max(near, key=len)] if near else None


def _written(got: Got, forms: Forms, told: Told) -> CellValue:
    if got.path.view:
        return _viewed(got, forms, told)
    kind, value = got.path.field, got.value
    if got.masked:
        told.masked += 1
    match kind:
        case IdentityNumber():
            return _cell(write_number(str(value), forms.number))
        case Day():
            told.short += is_short(value, forms.day)
            return _cell(write_day(value, forms.day))
        case Several():
            return CellValue("text", kind.show(value))
        case Choice() | YesNo():
            return CellValue("text", _label(kind, value, forms))
    shown = value if got.masked or kind is None else kind.cell(value)
    if isinstance(shown, int | Decimal) and not isinstance(shown, bool):
        return CellValue("number", shown)
    return CellValue("text", "" if shown is None else str(shown))


def _viewed(got: Got, forms: Forms, told: Told) -> CellValue:
    value, view = got.value, got.path.view
    if view in COUNTED:
        return CellValue("number", value)
    if view == "month":
        told.short += len(value) < 7
        return _cell(write_day(value[:7], to_month(forms.day)))
    if view == "years":
        return CellValue("number", calendar.age_on(value, forms.on))
    if view == "month_years":
        month = write_day(value[:7], to_month(forms.day)).value
        return CellValue("text", f"{month}（{calendar.age_on(value, forms.on)}岁）")
    if view == "last6":
        told.masked += got.masked
        return _cell(write_number(str(value), NumberForm.TAIL))
    return CellValue("text", _told_of(value, view, forms))


def _told_of(value: Any, view: str, forms: Forms) -> str:
    if view == "politics":
        text = _POLITICS.get(value, "")
    elif view == "year":
        return str(value[:4])
    else:
        yes = value in _BUILT if view == "built" else value is not None
        text = "是" if yes else "否"
    return listed(text, forms.choices) or text


def _label(kind: Choice | YesNo, value: Any, forms: Forms) -> str:
    """Write a label as the column's list has it: by its code, else by what is nearest.

    What the list does not have at all is written all the same; the writer of the file says so.
    """
    label = kind.show(value)
    if not forms.choices:
        return label
    for choice in forms.choices:
        try:
            if kind.parse(choice) == value:
                return choice
        except FieldError:
            continue
    others = {choice for choice in forms.choices if _reads(kind, choice)}
    return listed(label, [choice for choice in forms.choices if choice not in others]) or label


def _reads(kind: Choice | YesNo, choice: str) -> bool:
    try:
        return kind.parse(choice) is not None
    except FieldError:
        return False


def _cell(written: Written) -> CellValue:
    return CellValue(written.kind, written.value)
