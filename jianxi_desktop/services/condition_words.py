"""What a list is narrowed to, said as one Chinese sentence: on the page, in files, on paper."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.domain import calendar, masking
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.spans import SPANS
from jianxi_desktop.schema.fields import Choice, Day, Field, Link, Money, Text, Whole, YesNo
from jianxi_desktop.schema.kinds import Clock, Points, Several
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Query, Way
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

AND: Final = "并且"
OR: Final = "或者"
ALONE: Final[frozenset[Way]] = frozenset({"empty", "given"})
_WAYS: Final[Mapping[Way, str]] = {
    "is": "是",
    "not": "不是",
    "among": "是",
    "contains": "包含",
    "from": "不早于",
    "to": "不晚于",
    "during": "在",
    "empty": "没有填",
    "given": "已填",
}
_AMOUNTS: Final[Mapping[Way, str]] = {
    "from": "不小于",
    "to": "不大于",
    "is": "等于",
    "not": "不等于",
}
_CODES: Final[Mapping[Way, str]] = {"is": "包含", "not": "不包含"}
Names = Mapping[UUID, str]


@singledispatch
def ways_of(field: Field[Any]) -> tuple[Way, ...]:
    """Give how a kind of field may be compared."""
    del field
    return ("is", "not", "empty", "given")


@ways_of.register
def _(field: Text) -> tuple[Way, ...]:
    del field
    return ("contains", "is", "not", "empty", "given")


@ways_of.register(Day)
def _(field: Field[Any]) -> tuple[Way, ...]:
    del field
    return ("from", "to", "during", "is", "not", "empty", "given")


@ways_of.register(Whole)
@ways_of.register(Money)
@ways_of.register(Points)
@ways_of.register(Clock)
def _(field: Field[Any]) -> tuple[Way, ...]:
    del field
    return ("from", "to", "is", "not", "empty", "given")


def way_word(field: Field[Any], way: Way) -> str:
    """Say how a field is compared; amounts are larger or smaller, days earlier or later."""
    special: Mapping[Way, str] = {}
    if isinstance(field, Whole | Money | Points):
        special = _AMOUNTS
    elif isinstance(field, Several):
        special = _CODES  # a row may have other codes besides
    return special.get(way) or _WAYS[way]


def say_filter(ledger: Ledger, wanted: Filter, names: Names) -> str:
    """Say one condition, such as 入党日期不早于2020年1月1日; numbers of people stay masked.

    Args:
        ledger: Whose condition it is.
        wanted: The condition.
        names: What linked records are called; those not in it are called 某一条.
    """
    if wanted.way == "any":
        return f"，{OR}".join(say_filter(ledger, each, names) for each in wanted.value)
    field = ledger.all_fields.get(wanted.field)
    if field is None:
        return f"只看指定的{_many(wanted.value)}条"
    word = way_word(field, wanted.way)
    if wanted.way in ALONE:
        return f"{field.caption}{word}"
    return f"{field.caption}{word}{_value_said(field, wanted, names)}"


def say_conditions(ledger: Ledger, filters: Iterable[Filter], names: Names) -> str:
    """Say some conditions as one sentence."""
    return f"，{AND}".join(say_filter(ledger, each, names) for each in filters)


@needs(Right.VIEW)
def names_in(office: Office, ledger: Ledger, filters: Sequence[Filter]) -> dict[UUID, str]:
    """Give what the records are called that conditions point at."""
    found: dict[UUID, str] = {}
    for each in _single(filters):
        field = ledger.all_fields.get(each.field)
        if isinstance(field, Link):
            for one in _values(each):
                if isinstance(one, UUID) and one not in found:
                    found[one] = records.caption_of(office, field.target, one)
    return found


@needs(Right.VIEW)
def sentence(office: Office, ledger: Ledger, query: Query) -> str:
    """Say what a list is narrowed to, for the head of a file or a paper; empty: to nothing."""
    parts = []
    if query.removed:
        parts.append("已移除的")
    if query.within is not None:
        name = records.caption_of(office, "organisation", query.within)
        parts.append(f"属于{name}（含下级）")
    if words := query.words.strip():
        parts.append(f"查找“{masking.hide_numbers(words)}”")
    if query.filters:
        names = names_in(office, ledger, query.filters)
        parts.append(say_conditions(ledger, query.filters, names))
    if query.only is not None:
        parts.append(f"选中的{len(query.only)}条")
    return "；".join(parts)


def say_order(ledger: Ledger, query: Query) -> str:
    """Say the order of a list; empty: as it was entered."""
    field = ledger.all_fields.get(query.order)
    if field is None:
        return ""
    return f"按{field.caption}{'倒序' if query.descending else ''}排列"


def _value_said(field: Field[Any], wanted: Filter, names: Names) -> str:
    if wanted.way == "during":
        return SPANS.get(wanted.value, str(wanted.value))
    if wanted.way == "contains":
        return f"“{masking.hide_numbers(str(wanted.value))}”"
    said = [_one_said(field, each, names) for each in _values(wanted)]
    return OR.join(said) if said else "（没有选）"


def _one_said(field: Field[Any], value: Any, names: Names) -> str:
    if value is None:
        return "空白"
    if isinstance(field, Link):
        return names.get(value, "某一条")
    if field.masked:
        return field.mask(value)
    if isinstance(field, Day):
        return calendar.show_day(value)
    shown = field.show(value)
    return (
        shown
        if isinstance(field, Choice | YesNo | Whole | Money | Points | Clock)
        else f"“{shown}”"
    )


def _values(wanted: Filter) -> tuple[Any, ...]:
    return tuple(wanted.value) if wanted.way == "among" else (wanted.value,)


def _many(value: object) -> str:
    return str(len(value)) if isinstance(value, tuple | list | frozenset | set) else "1"


def _single(filters: Iterable[Filter]) -> Iterable[Filter]:
    for each in filters:
        if each.way == "any":
            yield from _single(each.value)
        else:
            yield each
