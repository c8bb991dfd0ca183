"""The stops of a route as rows that can be put into another order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.observation_route import Stop
from jianxi_desktop.ui.screens.order_table import OrderModel
from jianxi_desktop.ui.screens.table import Column, Line
from jianxi_desktop.ui.tree_words import without_form

_WEEK: Final = "一二三四五六日"
_INKS: Final = {"": "quiet", "void": "quiet", "entered": "good", "checked": "good"}


@dataclass(frozen=True)
class _Part:
    """One column: its heading, what it shows, and whether it may be left out.

    Attributes:
        column: Its heading and width.
        show: What it says of a stop.
        common: Whether it is left out where it says the same of all.
    """

    column: Column
    show: Callable[[Stop], str]
    common: bool = False


def show_day(day: str) -> str:
    """Write a day of a route: 12-08 周二."""
    if len(day) != len("2026-12-08"):
        return day
    return f"{day[5:]} 周{_WEEK[date.fromisoformat(day).weekday()]}"


def show_hours(stop: Stop) -> str:
    """Write from when to when a stop is planned."""
    return "–".join(filter(None, (stop.starts_at, stop.ends_at)))


def show_state(stop: Stop) -> str:
    """Say how far the checklist of a stop is."""
    if not stop.state:
        return "已观摩" if stop.visited_on else "未打印"
    return code_table("form_state").known.get(stop.state, stop.state)


_PARTS: Final = (
    _Part(Column("顺序", 2.4, right=True), lambda stop: str(stop.position)),
    _Part(Column("日期", 5.6), lambda stop: show_day(stop.visited_on or stop.planned_on)),
    _Part(Column("时间", 5.7), show_hours, common=True),
    _Part(Column("被观摩党组织", 10, names=True), lambda stop: stop.name),
    _Part(Column("街道", 6), lambda stop: without_form(stop.street), common=True),
    _Part(Column("观摩单位", 6), lambda stop: without_form(stop.inspected_by_name), common=True),
    _Part(Column("检查人", 6), lambda stop: stop.inspectors, common=True),
    _Part(Column("检查表", 3.4), show_state),
    _Part(Column("表号", 15.2), lambda stop: stop.form_number),
)


class RouteModel(OrderModel):
    """Shows stops; what is dropped between two of them goes there at once.

    Attributes:
        stops: What is shown, in order.
        common: What all stops have in common, which is left out of the rows.
    """

    mime = "application/x-jianxi-stops"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stops: tuple[Stop, ...] = ()
        self.common = ""
        self._parts: tuple[_Part, ...] = ()

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show other stops; a column that would say the same in every row is left out."""
        self.stops = tuple(stops)
        self._parts = tuple(part for part in _PARTS if not _same(part, stops))
        said = [(p.column.caption, p.show(stops[0])) for p in _PARTS if stops and _same(p, stops)]
        self.common = "；".join(f"{caption} {text}" for caption, text in said if text)
        columns = [part.column for part in self._parts]
        self.show_items(columns, self.stops, partial(_line, self._parts))

    def ordered(self) -> Sequence[Stop]:
        """Override: the stops."""
        return self.stops

    def identity(self, item: Stop) -> UUID:
        """Override: a stop is known by its visit."""
        return item.visit

    def show_order(self, items: Sequence[Stop]) -> None:
        """Override: the places of the route stay, the stops change them."""
        places = sorted(stop.position for stop in self.stops)
        self.show_stops(
            [replace(stop, position=place) for stop, place in zip(items, places, strict=True)]
        )


def _same(part: _Part, stops: Sequence[Stop]) -> bool:
    """Tell whether a column says nothing that tells one stop from another."""
    return part.common and len({part.show(stop) for stop in stops}) <= 1


def _line(parts: Sequence[_Part], stop: Stop) -> Line:
    state = _INKS.get(stop.state, "")
    places = {part.column.caption: place for place, part in enumerate(parts)}
    states: Mapping[int, str] = {places["检查表"]: state} if state else {}
    return Line(tuple(part.show(stop) for part in parts), states)
