"""Where one can go in an open office: what there is, what makes it, and the ways there."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.form_screen import FormScreen
from jianxi_desktop.ui.list_screen import ListScreen
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.navigation import Place, in_order, symbol_of
from jianxi_desktop.ui.screen import Screen
from jianxi_desktop.ui.screens import every as screens

if TYPE_CHECKING:
    from jianxi_desktop.ui.screen import Desk

GO = "前往"
_HOME = "Alt+Home"  # leads to what stands above all areas


class Places:
    """The screens of an office.

    Attributes:
        makers: What makes a screen, by its key.
        all: Where this person in this office is led, in the order of the rail.
    """

    def __init__(self, desk: "Desk", memory: Memory | None) -> None:
        """List the lists by the areas of their ledgers, then the screens made by hand."""
        office = desk.office
        self.makers: dict[str, Callable[[], Screen]] = {"form": partial(FormScreen, desk, memory)}
        found = []
        for ledger in office.catalog:
            if ledger.area:
                key = f"list:{ledger.key}"
                self.makers[key] = partial(ListScreen, desk, ledger, memory)
                found.append(Place(key, ledger.title, ledger.area, symbol_of(ledger.key)))
        for kind in screens.SCREENS:
            if kind.of_file and office.store.path is None:
                continue
            self.makers[kind.key] = partial(kind, desk)
            if _is_offered(kind, office):
                found.append(Place(kind.key, kind.title, kind.area, kind.symbol))
        self.all = in_order(found)

    def add_commands(self, commands: Commands, go: Callable[[str], None]) -> None:
        """Make a command of every place; the first of each area has keys."""
        areas: dict[str, str] = {}
        for place in self.all:
            keys = "" if place.area in areas else f"Ctrl+{(len(areas) + 1) % 10}"
            if place.area:
                areas.setdefault(place.area, keys)
            else:
                keys = _HOME
            command = Command(f"go:{place.key}", place.title, GO, keys, place.symbol)
            commands.add(command, partial(go, place.key))

    def fill_menu(self, commands: Commands, menu: QMenu) -> None:
        """Put the places into a menu of their own for each area: one would not fit the screen."""
        for area in dict.fromkeys(place.area for place in self.all):
            below = menu.addMenu(area) if area else menu
            for place in self.all:
                if place.area == area:
                    below.addAction(commands.action(f"go:{place.key}"))


def _is_offered(kind: type[Screen], office: Office) -> bool:
    """Tell whether this person in this office is led to a page."""
    may = kind.right is None or kind.right in office.account.rights
    community = office.unit.level == "community"
    return bool(kind.title) and may and not (kind.of_upper_office and community)
