"""The line that says whether every community is visited, and leads to those that are not."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services.observation_coverage import Coverage
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import inked
from jianxi_desktop.ui.theme import columns_of

_NAMED: Final = 4  # communities that stand in the line by name
_TWICE: Final = 2
_LONG: Final = 12  # characters from which a name is shortened


class CoveragePanel(QWidget):
    """Says how many communities a step of a half-year visits; one that is missing can be pressed.

    Attributes:
        text: What it says.

    Signals:
        wanted: A community that is not visited was pressed; its identity and its name.
        asked: All that are not visited are to be seen.
    """

    wanted = Signal(object, str)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_coverage(self, name: str, found: Coverage, *, may_add: bool) -> None:
        """Show what all rounds of a step visit together; ``name`` is what they are called."""
        done = not found.missing
        self.text = f"{name}覆盖 {found.covered}/{found.total} 个社区" + (
            "，一个不漏。" if done else "，还没有安排："
        )
        said = inked(QLabel(self.text), "good" if done else "amber")
        parts: list[QWidget] = [said]
        for community, called, street in found.missing[:_NAMED]:
            button = _link(_short(called))
            told = f"{called}（{street}）"
            button.setToolTip(f"{told}　按一下，加进这一轮" if may_add else told)
            button.setEnabled(may_add)
            button.clicked.connect(partial(self.wanted.emit, community, called))
            parts.append(button)
        if len(found.missing) > _NAMED:
            more = _link(f"等 {len(found.missing)} 个…")
            more.setToolTip("全部列出来，勾选要加的")
            more.setEnabled(may_add)
            more.clicked.connect(self.asked)
            parts.append(more)
        if found.twice:
            names = [called for _community, called, _street in found.twice]
            some = "、".join(names[:_TWICE]) + ("等" if len(names) > _TWICE else "")
            twice = inked(QLabel(f"{some} {len(names)} 个排了不止一次"), "amber")
            twice.setToolTip("、".join(names))
            parts.append(twice)
        self._replace(flow(*parts, across=columns_of(self, 0.3), down=0))
        self.setVisible(found.total > 1)

    def _replace(self, line: QWidget) -> None:
        while (item := self._column.takeAt(0)) is not None:
            before = item.widget()
            if before is not None:
                before.hide()
                before.deleteLater()
        self._column.addWidget(line)


def _short(name: str) -> str:
    """Leave the middle out of a name that would fill the line."""
    return name if len(name) <= _LONG else f"{name[: _LONG // 2]}…{name[-_LONG // 2 :]}"


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    return button
