"""Somebody else saved the record first: field by field, what was, what is mine, what is there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.services.clashes import Clash, Clashes, keep_mine
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, line_height

_NOTHING = "（空）"


class ClashDialog(QDialog):
    """Offers a choice for each field that two people changed; the rest goes together by itself.

    Attributes:
        choices: The two buttons of each field that needs a choice: mine and theirs.
    """

    def __init__(
        self,
        parent: QWidget,
        clashes: Clashes,
        take: Callable[[frozenset[str]], None],
        read_again: Callable[[], None],
    ) -> None:
        """Show the clashes.

        Args:
            parent: The form.
            clashes: What stands against each other.
            take: Called with the fields that stay as typed.
            read_again: Called where the person gives up what was typed.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("有人先保存了")
        self._clashes, self._take, self._read_again = clashes, take, read_again
        self.choices: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self.save = as_primary(QPushButton("按上面的保存"))
        self.drop = QPushButton("放弃我的修改")
        self.back = QPushButton("先不保存")
        self._lay_out()
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self.drop.clicked.connect(self._drop)
        self.back.clicked.connect(self.reject)
        height = min(round(len(clashes.fields) * 1.2) + 7, 22)
        self.resize(columns_of(self, 62), line_height(self) * height)

    def _lay_out(self) -> None:
        who = self._clashes.who or "别人"
        when = f"（{self._clashes.when}）" if self._clashes.when else ""
        column = QVBoxLayout(self)
        column.addWidget(as_title(QLabel("这条记录刚才被改过")))
        told = f"您打开以后，{who}{when}保存过它。只有一方改的已经选好；两边都改的，请逐项选。"
        column.addWidget(as_hint(QLabel(told)))
        area = QScrollArea()
        area.setWidget(self._make_table())
        area.setWidgetResizable(True)
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.back)
        column.addLayout(buttons)

    def _make_table(self) -> QWidget:
        table = QWidget()
        table.setObjectName("sheet")
        grid = QGridLayout(table)
        grid.setHorizontalSpacing(columns_of(self, 1.2))
        grid.setVerticalSpacing(columns_of(self, 0.5))
        for place, caption in enumerate(("", "打开时", "我的", "现在的")):
            grid.addWidget(as_hint(QLabel(caption)), 0, place)
            grid.setColumnStretch(place, 2 if place else 0)
        for row, clash in enumerate(self._clashes.fields, start=1):
            self._add(grid, row, clash)
        grid.setRowStretch(len(self._clashes.fields) + 1, 1)
        return table

    def _add(self, grid: QGridLayout, row: int, clash: Clash) -> None:
        caption = QLabel(f"{clash.caption}　请选" if clash.both else clash.caption)
        caption.setProperty("role", "issue" if clash.both else None)
        caption.setProperty("state", "warning" if clash.both else None)
        grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_words(clash.before), row, 1, Qt.AlignmentFlag.AlignTop)
        mine, theirs = QRadioButton(), QRadioButton()
        group = QButtonGroup(self)
        for button, text, name in ((mine, clash.mine, "我的"), (theirs, clash.theirs, "现在的")):
            group.addButton(button)
            button.setAccessibleName(f"{clash.caption}：{name}，{text or _NOTHING}")
        (mine if keep_mine(clash, ()) or clash.both else theirs).setChecked(True)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(_Choice(mine, clash.mine), row, 2, top)
        grid.addWidget(_Choice(theirs, clash.theirs), row, 3, top)
        self.choices[clash.field] = (mine, theirs)

    def _save(self) -> None:
        mine = (field for field, (mine, _theirs) in self.choices.items() if mine.isChecked())
        self._take(frozenset(mine))
        self.accept()

    def _drop(self) -> None:
        self._read_again()
        self.accept()


def _words(text: str) -> QLabel:
    label = QLabel(text or _NOTHING)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class _Choice(QFrame):
    """A button before words that may break, which its own words cannot."""

    def __init__(self, button: QRadioButton, text: str) -> None:
        super().__init__()
        self._button = button
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_words(text), 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: the words are as good as the button."""
        del event
        self._button.setChecked(True)
