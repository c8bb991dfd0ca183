"""The choice of whose database this is: found by a few letters, and named as on papers."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jianxi_desktop.services.office_choice import Choosable, matching, offices
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.gate_card import Form
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_LEVELS = {"district": "区里用", "street": "街道用", "community": "社区用"}
_ROWS = 7
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS,
}


class UnitChoice(QWidget):
    """The district, its streets and communities; typing narrows them, the arrows choose.

    Attributes:
        words: What narrows the list.
        list: What fits the words.
        name: What the office is called on papers.

    Signals:
        chosen: An office was chosen, or none is any more.
        wanted: The chosen one is it; go on.
    """

    chosen = Signal()
    wanted = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._all: tuple[Choosable, ...] = ()
        self.words, self.list, self.name = QLineEdit(), QListWidget(), QLineEdit()
        self.words.setPlaceholderText("名称或拼音首字母，如“武汉路”“whl”")
        self.words.setAccessibleName("查找单位")
        self.words.setClearButtonEnabled(True)
        self.list.setAccessibleName("单位")
        self.list.setFixedHeight(line_height(self) * _ROWS)
        self.told = as_hint(QLabel())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.5))
        column.addWidget(self.words)
        column.addWidget(self.list)
        form = Form()
        form.add("公章上的名称", self.name)
        column.addLayout(form)
        column.addWidget(self.told)
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.currentItemChanged.connect(self._take)
        self.list.itemDoubleClicked.connect(self.wanted)
        self.setFocusProxy(self.words)
        jobs.run(offices, self._fill)

    @property
    def office(self) -> Choosable | None:
        """The chosen office."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Choosable) else None

    @property
    def code(self) -> str:
        """Code of the chosen office; empty: none is chosen."""
        return self.office.code if self.office is not None else ""

    @property
    def level(self) -> str:
        """Level of the chosen office; empty: none is chosen."""
        return self.office.level if self.office is not None else ""

    def choose(self, name: str) -> None:
        """Choose the first office that a name, pinyin or initials lead to."""
        self.words.setText(name)
        self.list.setCurrentRow(0)

    def _fill(self, found: Sequence[Choosable]) -> None:
        self._all = tuple(found)
        self._narrow(self.words.text())

    def _narrow(self, words: str) -> None:
        self.list.clear()
        for office in matching(self._all, words):
            item = QListWidgetItem(_line(office))
            item.setData(Qt.ItemDataRole.UserRole, office)
            self.list.addItem(item)
        if words.strip():
            self.list.setCurrentRow(0)
        self._take()

    def _take(self, *_items: object) -> None:
        office = self.office
        self.name.setText(office.name if office is not None else "")
        if office is not None:
            above = f"{office.above}　" if office.above else ""
            self.told.setText(f"选中：{above}{office.name}（{_LEVELS[office.level]}）")
        elif self.words.text().strip() and not self.list.count():
            self.told.setText("没有找到。换几个字试试；新设的社区先选相近的一个，再改名称。")
        else:
            self.told.setText("输入几个字，或者在上面选。")
        self.chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the arrows choose in the list while one types."""
        if watched is self.words and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
            if step is not None and self.list.count():
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)


def _line(office: Choosable) -> str:
    indent = {"district": "", "street": "", "community": "　　"}[office.level]
    above = f"　·　{office.above}" if office.level == "community" else ""
    return f"{indent}{office.name}{above}"
