"""How the columns of a file were matched, with a way to match them otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_decisions import FIELD
from jianxi_desktop.services.import_report import RosterReport
from jianxi_desktop.ui.screens.table import CellPainter
from jianxi_desktop.ui.theme import colour, columns_of, icon, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()
_CAPTIONS: Final = ("文件里的列", "前几格", "收进", "说明")
CAPTION, SAMPLE, TAKEN, REMARK = range(4)
_WIDTHS: Final = {CAPTION: 9, SAMPLE: 13, TAKEN: 11, REMARK: 10}
LEFT_OUT: Final = "（不收）"
_SAMPLES: Final = 3
_EDITED_BY: Final = (
    QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed
)


@dataclass
class ColumnRow:
    """One column of the file.

    Attributes:
        caption: Its caption.
        sample: What its first cells hold.
        key: The field it is taken for; ``None``: it is left out.
        read: The field it was taken for when the file was read.
    """

    caption: str
    sample: str
    key: str | None
    read: str | None


class ColumnsModel(QAbstractTableModel):
    """The columns of a file; what each is taken for is chosen in place.

    Signals:
        chosen: Somebody matched a column otherwise.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ColumnRow] = []
        self._captions: dict[str, str] = {}
        self._required: tuple[str, ...] = ()
        self._rivals: frozenset[str] = frozenset()
        self._ignored: tuple[str, ...] = ()
        self._learned: Mapping[str, str | None] = {}

    def show_report(self, ledger: Ledger, report: RosterReport) -> None:
        """Show the columns that a reading found; those that are not taken come first."""
        self.beginResetModel()
        fields = (*ledger.roster_fields, FIELD)
        self._captions = {each.key: each.caption for each in fields}
        self._required = tuple(each.key for each in fields if each.required)
        self._rivals = frozenset(c for captions in report.rivals.values() for c in captions)
        self._ignored, self._learned = ledger.ignored, report.learned
        rows = [
            ColumnRow(caption, _sample(report.previews, place), key, key)
            for place, (caption, key) in enumerate(report.columns.items())
        ]
        self.rows = sorted(rows, key=self._order)
        self.endResetModel()

    @property
    def matched(self) -> dict[str, str | None]:
        """What is to be told to the next reading: what was changed, and every rival."""
        return {
            row.caption: row.key
            for row in self.rows
            if row.key != row.read or row.caption in self._rivals
        }

    @property
    def changed(self) -> int:
        """How many columns were matched otherwise than they were read."""
        return sum(row.key != row.read for row in self.rows)

    def missing(self) -> list[str]:
        """Name the fields that a record cannot do without and no column is taken for."""
        taken = {row.key for row in self.rows}
        return [self._captions[key] for key in self._required if key not in taken]

    def choices_of(self, place: int) -> list[tuple[str, str | None]]:
        """Give what a column may be taken for: caption and key, leaving it out first."""
        holders = {row.key: row.caption for row in self.rows if row.key}
        offered: list[tuple[str, str | None]] = [(LEFT_OUT, None)]
        for key, caption in self._captions.items():
            holder = holders.get(key)
            beside = f"（现为“{holder}”列）" if holder and self.rows[place].key != key else ""
            offered.append((caption + beside, key))
        return offered

    def take(self, place: int, key: str | None) -> None:
        """Take a column for a field; the one that was taken for it so far is left out."""
        row = self.rows[place]
        if row.key == key:
            return
        for other in self.rows:
            if key is not None and other.key == key:
                other.key = None
        row.key = key
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, REMARK))
        self.chosen.emit()

    def _order(self, row: ColumnRow) -> int:
        if row.caption in self._rivals:
            return 0
        if row.caption in self._learned or (row.key is None and row.caption not in self._ignored):
            return 1
        return 2 if row.key is not None else 3

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns of the file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: caption, first cells, field, remark."""
        return 0 if parent.isValid() else len(_CAPTIONS)

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the captions."""
        shown = way == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole
        return _CAPTIONS[place] if shown and place < len(_CAPTIONS) else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: what a column is taken for is chosen."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsEditable if index.column() == TAKEN else usual

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give words and looks of a cell."""
        if not index.isValid():
            return None
        row, place = self.rows[index.row()], index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._words(row)[place]
        if role == _ROLE.EditRole:
            return row.key
        if role == _ROLE.ForegroundRole:
            return self._ink(row, place)
        return None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Override: take a column for another field."""
        if role != _ROLE.EditRole or index.column() != TAKEN:
            return False
        self.take(index.row(), value)
        return True

    def _words(self, row: ColumnRow) -> tuple[str, str, str, str]:
        taken = self._captions.get(row.key, row.key) if row.key else LEFT_OUT
        return row.caption, row.sample, taken, self._remark(row)

    def _remark(self, row: ColumnRow) -> str:
        if row.key != row.read:
            return "改了，按“照这样读”看结果"
        if row.caption in self._rivals:
            return "有几列都像，请定一列"
        if row.caption in self._learned:
            return "照上次的选择"
        if row.key is not None:
            return ""
        if row.caption in self._ignored:
            return "由程序自己计算或编号，不用收"
        return "没有认出，需要时请选它是什么"

    def _ink(self, row: ColumnRow, place: int) -> object:
        if place == SAMPLE:
            return colour("ink-soft")
        if place == REMARK:
            odd = row.key != row.read or row.caption in self._rivals
            lost = row.key is None and row.caption not in self._ignored
            return colour("amber" if odd or lost else "ink-soft")
        if place == TAKEN:
            return colour("good" if row.key else "ink-soft")
        return None


class ColumnsTable(QTableView):
    """Shows the columns; what each is taken for is a drop-down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ColumnsModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(CellPainter(self))
        self.setItemDelegateForColumn(TAKEN, _FieldChoice(self))
        self.setAccessibleName("名册各列")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(_EDITED_BY)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line_height(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for place, characters in _WIDTHS.items():
            self.setColumnWidth(place, columns_of(self, characters + 1.2))
        self.clicked.connect(self._click)

    def choose(self, caption: str, key: str | None) -> None:
        """Take the column of a caption for a field."""
        self.rows.take([row.caption for row in self.rows.rows].index(caption), key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter and space open the drop-down of the row."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and not event.modifiers() and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == TAKEN:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        """Open the drop-down of a row."""
        place = self.rows.index(index.row(), TAKEN)
        self.setCurrentIndex(place)
        self.edit(place)


class _FieldChoice(CellPainter):
    """The drop-down of a column."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """Override: offer every field."""
        box = _Choice(parent)
        model = index.model()
        assert isinstance(model, ColumnsModel)  # noqa: S101 - it stands in that table alone
        for caption, key in model.choices_of(index.row()):
            box.addItem(caption, key)
        box.setMaxVisibleItems(16)
        box.activated.connect(lambda _place: self._take(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Override: begin with what it is taken for."""
        assert isinstance(editor, QComboBox)  # noqa: S101 - made above
        keys = [editor.itemData(place) for place in range(editor.count())]
        key = index.data(_ROLE.EditRole)
        editor.setCurrentIndex(keys.index(key) if key in keys else 0)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Override: take what was chosen."""
        assert isinstance(editor, QComboBox)  # noqa: S101 - made above
        model.setData(index, editor.currentData())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """Override: fill the cell."""
        editor.setGeometry(option.rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override: a mark says that there is more to choose from."""
        super().paint(painter, option, index)
        size = round(line_height(option.widget) * 0.5)
        box = option.rect
        place = QRect(box.right() - size * 2, box.center().y() - size // 2, size, size)
        icon("down").paint(painter, place)

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class _Choice(QComboBox):
    """Opens its list as soon as it is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.showPopup)

    def showEvent(self, event: QShowEvent) -> None:
        """Override."""
        super().showEvent(event)
        self._soon.start()


def _sample(previews: Sequence[Sequence[str]], place: int) -> str:
    """Show the first cells of a column; numbers of people are cut."""
    cells = (line[place] if place < len(line) else "" for line in previews)
    shown = [hide_numbers(cell).replace("\n", " ") for cell in cells if cell][:_SAMPLES]
    return "、".join(shown)
