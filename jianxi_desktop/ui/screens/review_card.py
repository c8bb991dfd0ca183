"""What stands against each other in one conflict, side by side, with who, when and where."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services.conflict_batches import NOTHING
from jianxi_desktop.services.conflict_versions import GONE, KEPT, Version
from jianxi_desktop.services.conflicts import KINDS, Conflict
from jianxi_desktop.ui.screens.parts import Message, inked, wrapped
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of

_DIGITS: Final = 9  # versions that a key chooses
_TAKEN: Final = {"value": "采用这个", "cycle": "归到这里"}
_EXPLAINED: Final = {
    "value": "几处各填各的，都不知道对方填了什么。选一个，别的都留在历史里。",
    "removal": "一处移除了这条记录，另一处不知道，又作了修改。保留还是移除？",
    "cycle": "几处改了上级，合在一起绕成了圈。请选一个上级。",
    "double": "两条记录很像是同一个。合并留下第1条，另一条的记录都归过来，可以撤销。",
}


class ReviewCard(QWidget):
    """Shows one conflict; each version has a button that a digit presses, too.

    Attributes:
        title: What the record is called.
        buttons: One for each version that can be chosen.

    Signals:
        chosen: A version is to be kept; its place.
    """

    chosen = Signal(int)

    def __init__(self, *, may: bool) -> None:
        """Make it.

        Args:
            may: Whether the person may decide.
        """
        super().__init__()
        self._may = may
        self.title = as_title(wrapped())
        self.told = as_hint(wrapped())
        self.remarks = Message()
        self.buttons: list[QPushButton] = []
        self._versions = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.title, self.told, self.remarks, self._versions):
            self._column.addWidget(part)

    def show_conflict(self, conflict: Conflict) -> None:
        """Show a conflict in place of the one before."""
        line = conflict.line
        self.title.setText(line.name)
        about = f"{line.title} · {KINDS[line.kind]}"
        self.told.setText(f"{about}\n{_EXPLAINED[line.kind]}")
        self.remarks.say("\n".join(conflict.remarks), "warning")
        self._show_versions(conflict)

    def text(self) -> str:
        """Give all that is shown of the versions, line by line."""
        labels = self._versions.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.text())

    def _show_versions(self, conflict: Conflict) -> None:
        fresh = QFrame()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(columns_of(self, 0.8))
        grid.setVerticalSpacing(columns_of(self, 0.3))
        self.buttons = []
        for column, version in enumerate(conflict.versions, start=1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, columns_of(self, 9))
            grid.addWidget(_head(conflict, version, column), 0, column)
        for row, caption in enumerate(conflict.captions, start=1):
            label = as_hint(QLabel(caption))
            label.setWordWrap(False)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, version in enumerate(conflict.versions, start=1):
                differs = conflict.differs[row - 1]
                grid.addWidget(_cell(version.texts[row - 1], differs=differs), row, column)
        if conflict.line.kind in _TAKEN:
            self._add_buttons(grid, conflict)
        self._column.replaceWidget(self._versions, fresh)
        self._versions.hide()
        self._versions.deleteLater()
        self._versions = fresh

    def _add_buttons(self, grid: QGridLayout, conflict: Conflict) -> None:
        row = grid.rowCount()
        for place, _version in enumerate(conflict.versions):
            key = f"(&{place + 1})" if place < _DIGITS else ""
            button = QPushButton(f"{_TAKEN[conflict.line.kind]}{key}")
            button.setEnabled(self._may)
            button.clicked.connect(partial(self.chosen.emit, place))
            grid.addWidget(button, row, place + 1, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)


def _head(conflict: Conflict, version: Version, number: int) -> QWidget:
    """Say who wrote a version, when and where, and whether it is shown meanwhile."""
    head = QFrame()
    head.setObjectName("card")
    column = QVBoxLayout(head)
    edge = columns_of(head, 0.5)
    column.setContentsMargins(edge, edge // 2, edge, edge // 2)
    column.setSpacing(0)
    column.addWidget(_strong(f"{number}　{_what(conflict, version)}"))
    signed = " · ".join(part for part in (version.who, version.place) if part)
    when = f"{version.when:%Y-%m-%d %H:%M}" if version.when is not None else ""
    for text in (signed, when):
        if text:
            column.addWidget(as_hint(QLabel(text)))
    if version.reason:
        column.addWidget(as_hint(wrapped(f"原因：{version.reason}")))
    for other in version.also:
        column.addWidget(as_hint(wrapped(f"填得一样：{other}")))
    if version.shown and conflict.line.kind != "double":
        column.addWidget(inked(QLabel("现在显示的"), "good"))
    column.addStretch(1)
    return head


def _what(conflict: Conflict, version: Version) -> str:
    if version.key == KEPT:
        return f"{version.unit or '另一处'}修改了"
    if version.key == GONE:
        return f"{version.unit or '一处'}移除了"
    if conflict.line.kind == "double":
        return f"{version.unit or '不知哪里'}登记的"
    if version.unit:
        return f"{version.unit}填的" if conflict.line.kind == "value" else f"{version.unit}改的"
    return "原来的" if conflict.line.kind == "cycle" else "不知谁填的"


def _strong(text: str) -> QLabel:
    label = wrapped(text)
    label.setProperty("role", "section")
    return label


def _cell(text: str, *, differs: bool) -> QLabel:
    label = wrapped(text or NOTHING)
    if not text:
        inked(label, "ink-faint")
    if differs:
        label.setProperty("role", "differs")
    return label
