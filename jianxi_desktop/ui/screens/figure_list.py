"""The district's return as a list: figures under their headings; one can be chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from jianxi_desktop.services.returns import DistrictResult, Figure
from jianxi_desktop.ui.screens.table import Column, Line, TextTable

_COLUMNS = (
    Column("序号", 3),
    Column("指标", 13),
    Column("数量", 7, right=True),
    Column("单位", 4),
    Column("统计口径", 30),
)


class FigureList(TextTable):
    """Shows figures by section.

    Signals:
        chosen: A figure was asked for by double click or Enter; the figure.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.doubleClicked.connect(self._choose)

    def show_result(self, result: DistrictResult) -> None:
        """Show a return; what was chosen stays chosen."""
        before = self.current()
        lines: list[Figure | str] = []
        for figure in result.figures:
            if not lines or _section(lines) != figure.rule.section:
                lines.append(figure.rule.section)
            lines.append(figure)
        self.show_items(_COLUMNS, lines, _line_of)
        self.select_figure(result.figures[0].rule.id)
        if before is not None:
            self.select_figure(before.rule.id)

    def select_figure(self, figure: str) -> None:
        """Choose a figure by its number."""
        for row in range(self.rows.rowCount()):
            item = self.rows.item(row)
            if isinstance(item, Figure) and item.rule.id == figure:
                self.setCurrentIndex(self.rows.index(row, 0))

    def current(self) -> Figure | None:
        """Give the figure that is chosen; headings are none."""
        index = self.currentIndex()
        item = self.rows.item(index.row()) if index.isValid() else None
        return item if isinstance(item, Figure) else None

    def _choose(self) -> None:
        if figure := self.current():
            self.chosen.emit(figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter asks for the figure, as a double click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return
        super().keyPressEvent(event)


def _section(lines: Sequence[Figure | str]) -> str:
    last = lines[-1]
    return last if isinstance(last, str) else last.rule.section


def _line_of(item: object) -> Line:
    if isinstance(item, Figure):
        rule = item.rule
        note = f"{rule.definition}（{item.detail}）" if item.detail else rule.definition
        state = {4: "quiet"} | ({} if item.value else {2: "quiet"})
        return Line((rule.id, rule.name, item.shown, rule.unit, note), state)
    return Line(("", str(item), "", "", ""), {}, strong=True)
