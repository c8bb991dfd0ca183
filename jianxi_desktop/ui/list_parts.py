"""The search line of a list, and what stands in place of a list without a line."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.schema.fields import Choice, IdentityNumber, Name
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.screens.parts import Message, choose
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of


class SearchLine(QLineEdit):
    """The search line: Enter and Down lead into the list, Esc empties it.

    Signals:
        done: The person goes on to the list.
    """

    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setAccessibleName("查找")
        self.setToolTip("输入姓名、拼音、拼音首字母或号码后四位，边输入边查找（Ctrl+F）")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class ListCount(QLabel):
    """Says how many lines a list has, or what goes on while they take their time."""

    def __init__(self, table: LedgerTable) -> None:
        super().__init__()
        self._waiting, self._told = table.waiting, ""
        table.waiting.changed.connect(self._say)

    def show_count(self, count: int, *, narrowed: bool) -> None:
        """Say how many were found, or how many there are."""
        self._told = f"找到 {count} 条" if narrowed else f"共 {count} 条"
        self._say()

    def _say(self) -> None:
        self.setText(self._waiting.words or self._told)


class EmptyPage(QWidget):
    """Says why a list is empty and what can be done."""

    def __init__(self, said: str, first: list[QPushButton], show_all: Callable[[], None]) -> None:
        """Make it.

        Args:
            said: How the ledger begins.
            first: What is done first.
            show_all: Takes back what narrows the list.
        """
        super().__init__()
        self._said = said
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = as_title(QLabel())
        self._hint = as_hint(QLabel())
        self._again = QPushButton("显示全部记录")
        self._again.clicked.connect(lambda _checked=False: show_all())
        self._first = first
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self._again, *self._first):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        for label in (self._text, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(columns_of(self, 0.8))
        column.addLayout(row)
        column.addStretch(3)

    def explain(self, *, narrowed: bool, within: str = "") -> None:
        """Choose the words: nothing found, or nothing there yet.

        Args:
            narrowed: Whether words or conditions leave records out.
            within: The organisation chosen in the tree; empty for the whole office.
        """
        if narrowed:
            self._text.setText("没有找到符合条件的记录")
            self._hint.setText("换一个词试试，或去掉查找和筛选条件。")
        elif within:
            self._text.setText(f"“{within}”还没有记录")
            self._hint.setText(f"{self._said}\n别的党组织的记录，在左边的树里选最上面一级看。")
        else:
            self._text.setText("还没有记录")
            self._hint.setText(self._said)
        self._again.setVisible(narrowed)
        for button in self._first:
            button.setVisible(not narrowed)


class RemovedBar(Message):
    """Says above a list that its records are removed, and leads on and back."""

    def __init__(self, restore: QPushButton, go_back: Callable[[], None]) -> None:
        super().__init__()
        back = QPushButton("回到台账")
        back.clicked.connect(lambda _checked=False: go_back())
        self.add_button(restore)
        self.add_button(back)
        self.say(
            "这些记录已经移除，不在名单、统计和打印里。按 Ctrl+H 看是谁为什么移除的。", "warning"
        )
        self.hide()


class StatePick(QComboBox):
    """Narrows a list to the records in one state; not ``there`` where the list shows none."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        listed = {attribute.key for attribute in ledger.listing}
        field = ledger.all_fields.get("state")
        self.there = isinstance(field, Choice) and field.key in listed
        self.addItem("全部状态", None)
        if isinstance(field, Choice) and self.there:
            for code, label in field.options.labels.items():
                self.addItem(label, code)
            self.setAccessibleName(field.caption)
            self.setToolTip(f"只看一种{field.caption}的记录")

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The condition that holds now, if one does."""
        code = self.currentData()
        return () if code is None else (Filter("state", code),)

    def take(self, filters: Iterable[Filter]) -> tuple[Filter, ...]:
        """Show the state that conditions ask for, all where they ask for none; give the rest."""
        rest, code = [], None
        for each in filters:
            if self.there and each.field == "state" and each.way == "is" and code is None:
                code = each.value
            else:
                rest.append(each)
        choose(self, code)
        return tuple(rest)


def eye_of(button: QPushButton) -> QPushButton:
    """Leave the drawing alone of a button: the bar has no room for its words."""
    button.setAccessibleName(button.text())
    button.setText("")
    return button


def search_hint(ledger: Ledger) -> str:
    """Say in the search line what can be searched for."""
    fields = [f for f in ledger.fields.values() if f.search]
    words = [f.caption for f in (*fields[:1], *ledger.followed[:2])] + ["拼音首字母"]
    if any(isinstance(f, IdentityNumber) for f in fields) or any(
        each.target == "person" for each in ledger.followed
    ):
        words.append("证件或手机后四位")
    elif any(isinstance(f, Name) for f in fields[1:]):
        words.append("人名")
    return f"查找：{'、'.join(words)}"
