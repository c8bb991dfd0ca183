"""What is chosen before a roster is read: its ledger, where members without a branch go."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import captioned, choices, choose
from jianxi_desktop.ui.theme import columns_of


class ImportChoices(QWidget):
    """The upper row of the import page.

    Signals:
        ledger_changed: Another ledger was chosen.
        changed: Something else was chosen that changes what importing does.
    """

    ledger_changed = Signal()
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.ledgers = QComboBox()
        for ledger in desk.office.catalog:
            if ledger.area and ledger.roster_key:
                self.ledgers.addItem(ledger.title, ledger.key)
        self.homes = QComboBox()
        self.homes.setMinimumWidth(columns_of(self, 16))
        self.homes.setMaximumWidth(columns_of(self, 22))
        self.homes.setToolTip("名册里没有“党支部”这一列，或者这一列空着的行，归到这个党组织")
        self.make_missing = QCheckBox("没有登记过的支部、小组一并建立")
        self.make_missing.setToolTip(
            "名册里写了、台账里还没有的党支部和党小组，导入时在它的上级下面新建"
        )
        self._homes_row = captioned("没写支部的归入", self.homes)
        row = choices(
            captioned("导入到", self.ledgers),
            desk.commands.button("import.template", self),
            self._homes_row,
            self.make_missing,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(row)
        self.choose_ledger("person")
        self.ledgers.currentIndexChanged.connect(self._change_ledger)
        self.homes.activated.connect(self.changed)
        self.make_missing.toggled.connect(self.changed)

    @property
    def ledger(self) -> Ledger:
        """The ledger the roster goes to."""
        return self._desk.office.catalog[str(self.ledgers.currentData())]

    @property
    def home(self) -> UUID | None:
        """Where members without a branch go; none for other ledgers."""
        home = self.homes.currentData()
        return home if self._has_members and isinstance(home, UUID) else None

    @property
    def creates(self) -> bool:
        """Whether branches and groups that are not registered are made."""
        return self._has_members and self.make_missing.isChecked()

    def choose_ledger(self, key: str) -> None:
        """Choose where the roster goes."""
        choose(self.ledgers, key)

    def choose_home(self, organisation: UUID | None) -> None:
        """Choose where members without a branch go; none is the office's own organisation."""
        choose(self.homes, organisation or self._desk.office.unit.organisation)

    def load(self) -> None:
        """Read the organisations."""
        work = partial(records.organisation_tree, self._desk.office)
        self._desk.jobs.run_newest("import.homes", work, self._show_homes)

    @property
    def _has_members(self) -> bool:
        """Whether the rows belong to branches and groups that may have to be made."""
        return self.ledger.companion is not None

    def _show_homes(self, nodes: list[records.Node]) -> None:
        wanted = self.homes.currentData() or self._desk.within
        depths: dict[UUID | None, int] = {}
        self.homes.clear()
        for node in _from_the_top(nodes):
            depths[node.id] = depths.get(node.parent, -1) + 1
            if node.form != "group":
                self.homes.addItem("　" * depths[node.id] + node.name, node.id)
        self.choose_home(wanted)

    def _change_ledger(self) -> None:
        self._homes_row.setVisible(self._has_members)
        self.make_missing.setVisible(self._has_members)
        self.ledger_changed.emit()


def _from_the_top(nodes: list[records.Node]) -> list[records.Node]:
    """Order the organisations so that each stands below its parent."""
    below: dict[UUID | None, list[records.Node]] = {}
    known = {node.id for node in nodes}
    for node in nodes:
        below.setdefault(node.parent if node.parent in known else None, []).append(node)
    ordered: list[records.Node] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(reversed(below.get(node.id, [])))
    return ordered
