"""The organisation screen: the page of whatever is chosen in the tree at the left."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout

from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.organisation_page import Page, organisation_page, territory_page
from jianxi_desktop.services.trees import ORGANISATIONS, TERRITORIES, TreeNode
from jianxi_desktop.services.unit_ledgers import shelves_of
from jianxi_desktop.ui.history_dialog import HistoryDialog
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen, Unit
from jianxi_desktop.ui.screens.organisation_deeds import Deeds
from jianxi_desktop.ui.screens.organisation_head import UnitHead
from jianxi_desktop.ui.screens.organisation_tabs import UnitTabs

_READ: Final = {ORGANISATIONS: organisation_page, TERRITORIES: territory_page}
_BUTTONS: Final = (
    "record.open",
    "organisation.child",
    "organisation.rename",
    "organisation.move",
    "organisation.upgrade",
    "organisation.merge",
    "organisation.dissolve",
    "organisation.chart",
    "record.history",
)
_WRITING: Final = ("rename", "move", "upgrade", "merge", "dissolve")


class OrganisationScreen(Screen):
    """Shows one organisation or territory with all its records.

    Attributes:
        unit: What is shown.
        page: What was read of it.
        head: Its name, figures and facts.
        tabs: Its records.
        deeds: What can be done to it.
    """

    key, title, area, symbol = "organisation", "组织架构", "组织", "tree"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.unit: Unit | None = None
        self.page: Page | None = None
        self._stale = False
        self._node: TreeNode | None = None
        buttons = [desk.commands.button(key, self) for key in _BUTTONS]
        buttons[0].setText("打开表单")
        self.head = UnitHead(buttons)
        self.tabs = UnitTabs(desk)
        self.deeds = Deeds(self, desk, desk.tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self.head.wanted.connect(self._go_up)
        self.tabs.wanted.connect(self._go_to)
        self.tabs.transferring.connect(self.deeds.ask_transfer)
        self.desk.tree.loaded.connect(self._show_node)

    def opened(self, argument: object = None) -> None:
        """Override: show a unit; without one what is chosen in the tree."""
        if isinstance(argument, Unit):
            self._show(argument)
        elif self._stale or self.unit is None or not self._is_chosen():
            self._show(self._chosen())
        else:
            self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {
            "record.open": self._open_form,
            "record.new": self._add_row,
            "record.remove": self._remove_row,
            "record.history": self._show_history,
            "list.copy": self._copy,
            "list.refresh": self.read,
            "organisation.child": self._add_child,
            "organisation.chart": self._show_chart,
            **{f"organisation.{key}": partial(self._do, key) for key in _WRITING},
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: the page follows what was written."""
        if not touched or self.unit is None:
            return
        self.tabs.refresh(touched)
        if self.isVisibleTo(self.window()):
            self.read()
        else:
            self._stale = True

    def moved(self) -> None:
        """Override: show what was chosen in the tree."""
        if not self.isVisibleTo(self.window()):
            self._stale = True
        elif not self._is_chosen():
            self._show(self._chosen())

    def way_back(self) -> object:
        """Override."""
        return self.unit

    def read(self) -> None:
        """Read the page again."""
        unit = self.unit
        if unit is not None:
            self._stale = False
            work = partial(_READ[unit.ledger], self.desk.office, unit.id)
            self.desk.jobs.run_newest("unit.page", work, self._take_page, self._say_gone)

    def _chosen(self) -> Unit:
        if self.unit is not None and self.unit.ledger == TERRITORIES == self.desk.tree.ledger:
            return self.unit
        return Unit(ORGANISATIONS, self.desk.within or self.desk.office.top)

    def _is_chosen(self) -> bool:
        return self.unit == self._chosen()

    def _show(self, unit: Unit) -> None:
        if unit != self.unit:
            self.unit, self.page = unit, None
            self._node = None
            self.desk.tree.switch_to(unit.ledger)
            self._show_node()
            if unit.ledger == ORGANISATIONS:
                self._choose(unit)
        self.read()
        self._show_state()

    def _choose(self, unit: Unit) -> None:
        """Let the tree and the lists follow a unit that was not chosen in the tree."""
        if unit.id != (self.desk.within or self.desk.office.top):
            name = self._node.name if self._node is not None else ""
            self.desk.choose_organisation(unit.id, name)

    def _is_here(self, one: UUID) -> bool:
        return self.desk.tree.node(one) is not None

    def _show_node(self) -> None:
        """Show what the tree knows of the unit; again when the tree was read again."""
        unit = self.unit
        node = self.desk.tree.node(unit.id) if unit is not None else None
        if node is None or unit is None:
            return
        shelves = shelves_of(self.desk.office.catalog, unit.ledger, node)
        if self._node is None or shelves != self.tabs.shelves:
            self.tabs.show_shelves(shelves)
        self._node = node
        self.head.show_node(node)
        if unit.ledger == self.desk.tree.ledger == TERRITORIES:
            self.desk.tree.show_chosen(unit.id)
        if self.page is not None:
            ledger = self.desk.office.catalog[unit.ledger]
            self.head.show_page(self.page, ledger, node, self._is_here)
        if self.isVisibleTo(self.window()):
            self._show_state()

    def _take_page(self, page: Page) -> None:
        unit = self.unit
        if unit is not None and page.id == unit.id:
            self.page = page
            self._show_node()

    def _say_gone(self, error: Exception) -> None:
        """Go to the top of the office when what is shown is there no more."""
        if isinstance(error, ConflictError):
            self.unit = None
            self.desk.choose_organisation(self.desk.office.top)
        self.desk.report(error)

    def _show_state(self) -> None:
        enable, unit = self.desk.commands.enable, self.unit
        organisation = unit is not None and unit.ledger == ORGANISATIONS
        for key in (*_WRITING, "chart"):
            enable(f"organisation.{key}", on=organisation)
        if organisation:
            ended = self._node is not None and self._node.ended
            for key in (*_WRITING, "child"):
                enable(f"organisation.{key}", on=not ended)

    def _do(self, deed: str) -> None:
        if self.page is not None:
            self.deeds.ask(deed, self.page.id, self.page.version)

    def _open_form(self) -> None:
        if self.unit is not None:
            self.desk.open_screen("form", Edited(self.unit.ledger, self.unit.id))

    def _show_history(self) -> None:
        unit, node = self.unit, self._node
        if unit is not None and node is not None:
            ledger = self.desk.office.catalog[unit.ledger]
            HistoryDialog(self, self.desk, ledger, unit.id, node.name).open()

    def _show_chart(self) -> None:
        if self.unit is not None:
            wanted = Wanted(organisation=self.unit.id)
            self.desk.open_screen("print", Printed("organisation_chart", wanted))

    def _add_child(self) -> None:
        page = self.tabs.show_ledger(self.unit.ledger) if self.unit is not None else None
        if page is not None:
            page.add_row()

    def _add_row(self) -> None:
        page = self.tabs.current()
        if page is not None:
            page.add_row()

    def _remove_row(self) -> None:
        page = self.tabs.current()
        if page is not None:
            page.ask_removal()

    def _copy(self) -> None:
        page = self.tabs.current()
        if page is not None:
            page.view.copy()

    def _go_up(self, above: UUID) -> None:
        if self.unit is not None:
            self._go_to(Unit(self.unit.ledger, above))

    def _go_to(self, unit: Unit) -> None:
        if self._is_here(unit.id):
            self._show(unit)
        else:
            self.desk.warn("它不在您负责的范围里，这里看不到。")
