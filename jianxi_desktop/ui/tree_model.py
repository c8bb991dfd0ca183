"""The model of a tree of organisations or territories: a flat list of nodes, filled in one go."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, Qt, Signal

from jianxi_desktop.services.trees import REGIONAL, TreeNode
from jianxi_desktop.ui.listing import NOWHERE, Index
from jianxi_desktop.ui.theme import colour
from jianxi_desktop.ui.tree_words import mark_of, words_of

MIME: Final = "application/x-jianxi-organisation"
ID: Final = Qt.ItemDataRole.UserRole
_ROLE = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MOVABLE = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)
_FIXED = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


@dataclass(frozen=True)
class Wanted:
    """Which nodes are to be seen.

    Attributes:
        regional: Whether regional committees are.
        ended: Whether dissolved ones are.
        found: What a search found; ``None``: nothing was searched for.
    """

    regional: bool = True
    ended: bool = False
    found: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Numbers:
    """A column of counts.

    Attributes:
        caption: Its heading.
        key: Key of the count.
        above: Kinds and forms that show it; empty: all do.
    """

    caption: str
    key: str
    above: frozenset[str] = frozenset()


def pick(nodes: Iterable[TreeNode], wanted: Wanted) -> list[TreeNode]:
    """Leave the nodes that are wanted, and those above them; the nodes come from the top down.

    What stands below a regional committee goes with it.
    """
    hidden: set[UUID] = set()
    open_to: list[TreeNode] = []
    for node in nodes:
        if node.parent in hidden or (not wanted.regional and node.kind == REGIONAL):
            hidden.add(node.id)
        else:
            open_to.append(node)
    kept: set[UUID] = set()
    for node in reversed(open_to):
        seen = wanted.ended or not node.ended
        hit = wanted.found is None or node.id in wanted.found
        if (seen and hit) or node.id in kept:
            kept.add(node.id)
            if node.parent is not None:
                kept.add(node.parent)
    return [node for node in open_to if node.id in kept]


class TreeModel(QAbstractItemModel):
    """Shows nodes with their counts; nothing is copied when they are shown.

    Attributes:
        may_move: Whether nodes can be dragged onto others.

    Signals:
        dropped: A node was dropped onto another: its identity, and the other's.
    """

    dropped = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.may_move = False
        self._columns: tuple[Numbers, ...] = ()
        self._title = ""
        self._nodes: Sequence[TreeNode] = ()
        self._place: dict[UUID, int] = {}
        self._row: list[int] = []
        self._below: dict[int, list[int]] = {-1: []}

    def show_nodes(self, title: str, columns: Sequence[Numbers], nodes: Sequence[TreeNode]) -> None:
        """Show other nodes, each of which comes after the one it stands under."""
        place: dict[UUID, int] = {}
        below: dict[int, list[int]] = {-1: []}
        row: list[int] = []
        for number, node in enumerate(nodes):
            place[node.id] = number
            beside = below.setdefault(
                place.get(node.parent, -1) if node.parent is not None else -1, []
            )
            row.append(len(beside))
            beside.append(number)
        self.beginResetModel()
        self._title, self._columns, self._nodes = title, tuple(columns), nodes
        self._place, self._row, self._below = place, row, below
        self.endResetModel()

    def node(self, index: Index) -> TreeNode | None:
        """Give the node at an index."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def find(self, node_id: UUID) -> QModelIndex:
        """Give the index of a node; an invalid one where it is not shown."""
        number = self._place.get(node_id)
        return NOWHERE if number is None else self._index(number)

    def parents(self) -> list[TreeNode]:
        """Give the nodes that have others below them, from the top down."""
        return [self._nodes[number] for number in sorted(self._below) if number >= 0]

    def why_not(self, moved: UUID, onto: UUID) -> str:
        """Say why one cannot be put under another at all; empty: it can be asked for."""
        at: int | None = self._place.get(onto)
        one = self._place.get(moved)
        if at is None or one is None:
            return "它不在这棵树里。"
        if self._nodes[one].parent == onto:
            return f"“{self._nodes[one].name}”已经在它下面。"
        while at is not None:
            if at == one:
                return "不能调整到它自己或它的下级下面。"
            above = self._nodes[at].parent
            at = self._place.get(above) if above is not None else None
        return ""

    def _index(self, number: int, column: int = 0) -> QModelIndex:
        return self.createIndex(self._row[number], column, number)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Override: the index of a node below another."""
        if parent.isValid() and parent.column() != 0:
            return NOWHERE
        beside = self._below.get(parent.internalId() if parent.isValid() else -1, ())
        if 0 <= row < len(beside) and 0 <= column <= len(self._columns):
            return self.createIndex(row, column, beside[row])
        return NOWHERE

    def parent(self, index: Index = NOWHERE) -> Any:
        """Override: the node above."""
        if not index.isValid():
            return NOWHERE
        above = self._nodes[index.internalId()].parent
        number = self._place.get(above) if above is not None else None
        return NOWHERE if number is None else self._index(number)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Override: how many stand below a node."""
        if not parent.isValid():
            return len(self._below[-1])
        return len(self._below.get(parent.internalId(), ())) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Override: the name and the counts."""
        del parent
        return len(self._columns) + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override: nodes may be dragged where organisations may be moved."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _MOVABLE if self.may_move else _FIXED

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Override: name, counts and looks of a node."""
        if not index.isValid():
            return None
        node, column = self._nodes[index.internalId()], index.column()
        if role == _ROLE.DisplayRole:
            return _name(node) if column == 0 else self._count(node, column)
        if role == _ROLE.DecorationRole and column == 0:
            return mark_of(node)
        return self._looks(node, column, role)

    def _looks(self, node: TreeNode, column: int, role: int) -> Any:
        if role == ID:
            return node.id
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole) and column == 0:
            return words_of(node)
        if role == _ROLE.TextAlignmentRole and column:
            return _RIGHT
        if role == _ROLE.ForegroundRole and (column or node.ended):
            return colour("ink-faint" if node.ended else "ink-soft")
        return None

    def _count(self, node: TreeNode, column: int) -> str:
        numbers = self._columns[column - 1]
        if numbers.above and not numbers.above & {node.form, node.kind}:
            return ""
        count = node.counts.get(numbers.key, 0)
        return f"{count:,}" if count else "–" if not numbers.above else ""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Override: what is counted."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section <= len(self._columns):
            return None
        if role == _ROLE.DisplayRole:
            return self._columns[section - 1].caption if section else self._title
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def mimeTypes(self) -> list[str]:
        """Override: a node that is dragged."""
        return [MIME]

    def mimeData(self, indexes: Collection[QModelIndex]) -> QMimeData:
        """Override: the identity of the node that is dragged."""
        data = QMimeData()
        ids = [self._nodes[index.internalId()].id for index in indexes if index.column() == 0]
        data.setData(MIME, ids[0].bytes if ids else b"")
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Override: it is moved."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Override: a node may fall onto another that it does not stand under already."""
        del action, row, column
        onto, moved = self.node(parent), _moved(data)
        if onto is None or moved is None or not self.may_move:
            return False
        return not self.why_not(moved, onto.id)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Override: say where it fell; it stays where it is until somebody answered."""
        if self.canDropMimeData(data, action, row, column, parent):
            onto = self.node(parent)
            assert onto is not None  # noqa: S101 - it can be dropped there
            self.dropped.emit(_moved(data), onto.id)
        return False


def _moved(data: QMimeData) -> UUID | None:
    raw = bytes(data.data(MIME).data()) if data.hasFormat(MIME) else b""
    return UUID(bytes=raw) if len(raw) == 16 else None


def _name(node: TreeNode) -> str:
    return f"{node.short}（已撤销）" if node.ended else node.short
