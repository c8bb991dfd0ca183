"""The records that may be of one person, pair by pair."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from jianxi_desktop.services import person_merging
from jianxi_desktop.services.person_merging import Pair
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, section, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_COLUMNS = (
    Column("为什么像", 11),
    Column("姓名", 4),
    Column("这一条", 20),
    Column("姓名", 4),
    Column("那一条", 20),
)
_ROOM = 0.94  # of the window
_MOST = 200
_ASKED = "姓名、出生日期、号码相像的记录。程序不会自己合并：一对一对比对，由您定。"
_NONE = "没有发现可能重复的记录。"


class DuplicatesDialog(QDialog):
    """Lists the pairs; one is compared by Enter, a double click or the button.

    Signals:
        wanted: Two records are to be compared; their ids.
    """

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("疑似重复")
        self._desk = desk
        self.table = TextTable()
        self.table.setAccessibleName("疑似重复")
        self.told = as_hint(wrapped(_ASKED))
        self.compare = as_primary(QPushButton("比对"))
        self.compare.clicked.connect(self._compare)
        self.compare.setDefault(True)
        self.compare.setEnabled(False)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        self.table.doubleClicked.connect(self._compare)
        column = dialog_column(self)
        column.addWidget(section("疑似重复"))
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addLayout(row_of(None, self.compare, close))
        wanted = QSize(columns_of(self, 70), line_height(self) * 16)
        self.resize(wanted.boundedTo(parent.window().size() * _ROOM))
        self.reload()

    def reload(self) -> None:
        """Look for the pairs again."""
        self.told.setText("正在查找…")
        work = partial(person_merging.possible_duplicates, self._desk.office, _MOST)
        self._desk.jobs.run_newest("person.duplicates", work, self._show)

    def _show(self, pairs: list[Pair]) -> None:
        self.table.show_items(_COLUMNS, pairs, _line)
        number = f"至少 {_MOST} 对，先列这些。" if len(pairs) >= _MOST else f"共 {len(pairs)} 对。"
        self.told.setText(f"{_ASKED}{number}" if pairs else _NONE)
        self.compare.setEnabled(bool(pairs))
        if pairs:
            self.table.selectRow(0)
            self.table.setFocus()

    def _compare(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            pair: Pair = self.table.rows.item(index.row())
            self.wanted.emit(pair.first.id, pair.second.id)


def _line(pair: Pair) -> Line:
    first, second = pair.first, pair.second
    return Line((pair.reason, first.name, first.detail, second.name, second.detail))
