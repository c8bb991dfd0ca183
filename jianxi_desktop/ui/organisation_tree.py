"""The organisations of the office as a tree; choosing one narrows every list to it."""

from collections.abc import Sequence
from functools import partial
from typing import Final, Protocol
from uuid import UUID

from PySide6.QtCore import QModelIndex, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import records, trees
from jianxi_desktop.services.trees import ORGANISATIONS, TERRITORIES, TreeNode
from jianxi_desktop.ui.list_parts import SearchLine
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.screen import Desk, Unit
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of, icon
from jianxi_desktop.ui.tree_model import Numbers, TreeModel, Wanted, pick
from jianxi_desktop.ui.tree_view import TreeView

_SEARCH_FROM: Final = 12  # nodes: a shorter tree is seen at a glance
_MOST_FOUND: Final = 300
_KEPT_OPEN: Final = 300
_KEEP_AFTER: Final = 500  # milliseconds: opening the whole tree opens hundreds of nodes
_ABOVE_BRANCHES: Final = frozenset(
    ("working_committee", "party_committee", "general_branch", "regional_committee")
)
_COLUMNS: Final = {
    ORGANISATIONS: (Numbers("支部", "branch", _ABOVE_BRANCHES), Numbers("党员", "members")),
    TERRITORIES: (Numbers("党组织", "organisations"),),
}
_TITLES: Final = {ORGANISATIONS: "党组织", TERRITORIES: "区域"}
_READ: Final = {ORGANISATIONS: trees.organisations, TERRITORIES: trees.territories}
_SWITCH: Final = {"tree.organisations": ORGANISATIONS, "tree.territories": TERRITORIES}


class TreeDesk(Desk, Protocol):
    """A desk that can be told what was chosen in the tree."""

    def look_at(self, unit: Unit) -> None:
        """Show the page of a unit where that page is in front already."""

    def ask_move(self, organisation: UUID, onto: UUID) -> None:
        """Ask whether an organisation is to stand under another."""


class OrganisationTree(QWidget):
    """Shows who stands under whom, with what each subtree has; or the territories.

    Attributes:
        model: What is shown.
        view: The tree.
        search: Finds nodes by name, initials or secretary.

    Signals:
        loaded: A tree was read; its nodes are known.
    """

    loaded = Signal()

    def __init__(self, desk: TreeDesk, memory: Memory | None = None) -> None:
        super().__init__()
        self._desk, self._memory = desk, memory
        self._nodes: dict[str, Sequence[TreeNode]] = {}
        self._open: set[UUID] = set(_remembered(memory, desk.office.top))
        self._wanted = Wanted()
        self._filling = self._switched = False
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self.ledger = ORGANISATIONS
        self.model = TreeModel(self)
        self.model.may_move = Right.EDIT in desk.office.account.rights
        self.view = TreeView(self.model)
        self.search = SearchLine()
        self.search.setPlaceholderText("查找：名称、拼音首字母、书记")
        self.search.hide()
        self.nothing = as_hint(QLabel())
        self.nothing.hide()
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the tree again, keeping what is chosen and open."""
        read = _READ[self.ledger]
        work = partial(read, self._desk.office)
        self._desk.jobs.run_newest("tree", work, partial(self._take, self.ledger))

    def focus(self) -> None:
        """Bring the keys here."""
        self.view.setFocus()

    def to_search(self) -> None:
        """Bring the keys to the search line."""
        self.search.show()
        self.search.setFocus()
        self.search.selectAll()

    def node(self, node_id: UUID) -> TreeNode | None:
        """Give what the tree knows of an organisation or territory, shown or not."""
        nodes = (node for each in self._nodes.values() for node in each)
        return next((node for node in nodes if node.id == node_id), None)

    def nodes(self, ledger: str = ORGANISATIONS) -> Sequence[TreeNode]:
        """Give all nodes that were read of a tree."""
        return self._nodes.get(ledger, ())

    def show_chosen(self, node_id: UUID) -> None:
        """Mark a node as the chosen one, and open what stands above it."""
        index = self.model.find(node_id)
        if index.isValid() and index != self.view.currentIndex():
            self._filling = True
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
            self._filling = False

    def switch_to(self, ledger: str) -> None:
        """Show the organisations, or the territories."""
        for key, each in _SWITCH.items():
            self._desk.commands.action(key).setChecked(each == ledger)
        if ledger != self.ledger:
            self.ledger = ledger
            self.model.may_move = ledger == ORGANISATIONS and self._may_edit()
            self.search.clear()
            self.reload()

    def _may_edit(self) -> bool:
        return Right.EDIT in self._desk.office.account.rights

    def _lay_out(self) -> None:
        commands, pad = self._desk.commands, columns_of(self, 0.4)
        head = QHBoxLayout()
        head.setContentsMargins(pad, pad, pad, 0)
        head.setSpacing(pad)
        for key in _SWITCH:
            button = as_quiet(QPushButton(commands.action(key).text()))
            commands.action(key).setCheckable(True)
            button.setCheckable(True)
            button.setToolTip(commands.action(key).toolTip())
            button.clicked.connect(partial(self._change_tree, _SWITCH[key]))
            commands.action(key).toggled.connect(button.setChecked)
            head.addWidget(button)
        head.addStretch(1)
        self.more = as_quiet(QPushButton(icon("more"), ""))
        self.more.setAccessibleName("党组织树的显示方式")
        self.more.setToolTip("显示方式：区域党（工）委、已撤销的、展开和收起")
        menu = QMenu(self.more)
        for key in ("tree.regional", "tree.ended", "tree.expand", "tree.collapse"):
            menu.addAction(commands.action(key))
        self.more.setMenu(menu)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(pad)
        column.addLayout(head)
        for part in (self.search, self.nothing):
            row = QHBoxLayout()
            row.setContentsMargins(pad, 0, pad, 0)
            row.addWidget(part)
            column.addLayout(row)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        commands = self._desk.commands
        for key, ledger in _SWITCH.items():
            commands.answer(key, partial(self._change_tree, ledger))
            commands.action(key).setChecked(ledger == self.ledger)
        for key, on in (("tree.regional", True), ("tree.ended", False)):
            commands.action(key).setCheckable(True)
            commands.action(key).setChecked(on)
            commands.answer(key, self._refilter)
        commands.answer("tree.find", self.to_search)
        commands.answer("tree.expand", self.view.expandAll)
        commands.answer("tree.collapse", self._collapse)
        self.search.textChanged.connect(self._search)
        self.search.done.connect(self._to_found)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.opened.connect(self._open_page)
        self.view.typed.connect(self._type_on)
        self.view.expanded.connect(self._note_open)
        self.view.collapsed.connect(self._note_closed)
        self._keeping.timeout.connect(self._keep_open)
        self.model.dropped.connect(self._desk.ask_move)

    def _change_tree(self, ledger: str) -> None:
        """Show the other tree, and on the page what corresponds there."""
        self._switched = ledger != self.ledger
        self.switch_to(ledger)

    def _take(self, ledger: str, nodes: list[TreeNode]) -> None:
        self._nodes[ledger] = nodes
        if ledger != self.ledger:
            return
        self.search.setVisible(len(nodes) > _SEARCH_FROM or bool(self.search.text()))
        if self.search.text().strip():
            self._search(self.search.text())
        else:
            self._fill()
        self.loaded.emit()
        if self._switched:
            self._switched = False
            self._look_across(nodes)

    def _fill(self) -> None:
        """Show what is wanted of the nodes, open what was open, mark what is chosen."""
        nodes = pick(self._nodes.get(self.ledger, ()), self._wanted)
        current = self.view.currentIndex()
        kept = self.model.node(current)
        self._filling = True
        self.model.show_nodes(_TITLES[self.ledger], _COLUMNS[self.ledger], nodes)
        self.view.fit_columns()
        with QSignalBlocker(self.view):  # nobody opened these just now
            if self._wanted.found is None:
                self._restore_open()
            else:
                self.view.expandAll()
        chosen = self._desk.within or self._desk.office.top
        if self.ledger == TERRITORIES:
            chosen = kept.id if kept is not None else chosen
        index = self.model.find(chosen)
        if index.isValid():
            self.view.setCurrentIndex(index)
        self._filling = False

    def _look_across(self, nodes: Sequence[TreeNode]) -> None:
        """Lead a page that shows the other tree to what corresponds in this one."""
        chosen = self._desk.within or self._desk.office.top
        if self.ledger == TERRITORIES and nodes:
            node = self.node(chosen)
            there = {each.id for each in nodes}
            works = node.territory if node is not None else None
            chosen = works if works in there and works is not None else nodes[0].id
        self._desk.look_at(Unit(self.ledger, chosen))

    def _restore_open(self) -> None:
        for node in self.model.parents():
            if node.id in self._open or node.parent is None:
                self.view.expand(self.model.find(node.id))

    def _search(self, words: str) -> None:
        if not words.strip():
            self._desk.jobs.drop("tree.find")
            self._show_found(None)
            return
        work = partial(
            records.list_choices, self._desk.office, self.ledger, words.strip(), _MOST_FOUND
        )
        self._desk.jobs.run_newest("tree.find", work, self._show_found)

    def _show_found(self, found: list[tuple[UUID, str]] | None) -> None:
        ids = None if found is None else frozenset(each for each, _name in found)
        self._wanted = Wanted(self._wanted.regional, self._wanted.ended, ids)
        self._fill()
        self._say_nothing()

    def _say_nothing(self) -> None:
        """Say why nothing is shown: it may be there and hidden."""
        nothing = self._wanted.found is not None and not self.model.rowCount()
        hidden = nothing and bool(self._wanted.found)
        self.nothing.setText("找到的都没有显示，见右上角的显示方式。" if hidden else "没有找到。")
        self.nothing.setVisible(nothing)

    def _refilter(self) -> None:
        action = self._desk.commands.action
        regional, ended = (action(f"tree.{key}").isChecked() for key in ("regional", "ended"))
        self._wanted = Wanted(regional, ended, self._wanted.found)
        self._fill()
        self._say_nothing()

    def _to_found(self) -> None:
        """Go from the search line to the first node that was found."""
        found = self._wanted.found
        if found:
            shown = (node for node in self._nodes[self.ledger] if node.id in found)
            first = next((i for n in shown if (i := self.model.find(n.id)).isValid()), None)
            if first is not None:
                self.view.setCurrentIndex(first)
                self.view.scrollTo(first)
        self.view.setFocus()

    def _type_on(self, text: str) -> None:
        self.to_search()
        self.search.setText(text)

    def _choose(self, current: QModelIndex) -> None:
        node = self.model.node(current)
        if node is None or self._filling:
            return
        if self.ledger == ORGANISATIONS:
            self._desk.choose_organisation(node.id, node.name)
        else:
            self._desk.look_at(Unit(self.ledger, node.id))

    def _open_page(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and self._desk.has_screen("organisation"):
            self._desk.open_screen("organisation", Unit(self.ledger, node.id))

    def _collapse(self) -> None:
        self.view.collapseAll()
        for row in range(self.model.rowCount()):
            self.view.expand(self.model.index(row, 0))

    def _note_open(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and self._wanted.found is None:
            self._open.add(node.id)
            self._keeping.start()

    def _note_closed(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is not None and self._wanted.found is None:
            self._open.discard(node.id)
            self._keeping.start()

    def _keep_open(self) -> None:
        if self._memory is not None:
            kept = ",".join(sorted(each.hex for each in self._open)[:_KEPT_OPEN])
            self._memory.keep_text(f"tree/{self._desk.office.top.hex}", kept)


def _remembered(memory: Memory | None, top: UUID) -> list[UUID]:
    """Give the nodes that were open on this PC when the program was closed."""
    text = memory.text(f"tree/{top.hex}") if memory is not None else ""
    return [UUID(hex=each) for each in text.split(",") if len(each) == 32]
