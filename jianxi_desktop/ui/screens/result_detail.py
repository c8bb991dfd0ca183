"""The result of one visit beside the ranking: its parts, the last round, what was good and not."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.services.observation_problems import weakest_lines
from jianxi_desktop.services.observation_results import Result, Results
from jianxi_desktop.ui.screens.part_bars import PartBars
from jianxi_desktop.ui.screens.parts import row_of, section, wrapped
from jianxi_desktop.ui.screens.result_words import ResultWords
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_NOTHING: Final = "没有登记"
_NO_LAST: Final = "以前同一步骤的观摩没有它的得分，没有可比的上一轮。"


class ResultDetail(QScrollArea):
    """Shows one result; scrolls where it is long.

    Args:
        enter: Leads to the entry of the sheet; seen where a score is missing.
    """

    def __init__(self, enter: QPushButton) -> None:
        super().__init__()
        self.enter = enter
        self.name = section("")
        self.name.setWordWrap(True)
        self.place = wrapped()
        self.scorers = as_hint(wrapped())
        self.compared = PartBars("与上轮比较")
        self.no_last = as_hint(QLabel(_NO_LAST))
        self.methods = PartBars("听看查评得分")
        self.dimensions = PartBars("五化得分")
        self.weakest = wrapped()
        self.highlights = wrapped()
        self.gaps = wrapped()
        self.problems = as_hint(wrapped())
        self._heads: dict[QWidget, QLabel] = {}
        self._lay_out()

    def show_result(self, result: Result, results: Results, words: ResultWords) -> None:
        """Show another result."""
        self.name.setText(result.name)
        self.place.setText(words.head(result))
        self.scorers.setText(f"打分：{words.scorers(result)}")
        self.enter.setVisible(result.missing)
        self.compared.show_bars(words.compared(result))
        self.no_last.setVisible(result.score is not None and not result.last_round)
        self.no_last.setText(_NO_LAST)
        self._heads[self.compared].setText(
            f"与“{result.last_round}”比较" if result.last_round else "与上轮比较"
        )
        self.methods.show_bars(words.methods(result))
        self.dimensions.show_bars(words.dimensions(result))
        weakest = weakest_lines(results, result)
        self.weakest.setText(
            "\n".join(
                f"{line.number}. {line.item}（{show_points(line.rate)}%）" for line in weakest
            )
        )
        self.highlights.setText(result.highlights or _NOTHING)
        self.gaps.setText(result.gaps or _NOTHING)
        self.problems.setText(
            f"这次登记的问题 {result.problems} 个；它没销号的观摩问题共 {result.open_problems} 个。"
        )
        shown = {
            self.compared: bool(self.compared.bars),
            self.methods: bool(self.methods.bars),
            self.dimensions: bool(self.dimensions.bars),
            self.weakest: bool(weakest),
        }
        for part, on in shown.items():
            part.setVisible(on)
            self._heads[part].setVisible(on)
        self.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("sheet")
        column = QVBoxLayout(inside)
        edge = columns_of(self, 0.8)
        column.setContentsMargins(edge, edge // 2, edge, edge // 2)
        column.setSpacing(round(line_height(self) * 0.25))
        for line in (self.name, self.place, self.scorers):
            column.addWidget(line)
        column.addLayout(row_of(self.enter, None))
        parts: tuple[tuple[str, QWidget], ...] = (
            ("与上轮比较", self.compared),
            ("", self.no_last),
            ("听看查评（竖线是本轮平均）", self.methods),
            ("五化", self.dimensions),
            ("最弱的几项", self.weakest),
            ("亮点", self.highlights),
            ("差距与问题", self.gaps),
            ("", self.problems),
        )
        for caption, part in parts:
            if caption:
                self._heads[part] = section(caption)
                self._heads[part].setWordWrap(True)
                column.addWidget(self._heads[part])
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(columns_of(self, 15))
        self.setAccessibleName("这一个的结果")

    def sizeHint(self) -> QSize:
        """Override: as wide as its bars need; as high as the page lets it be."""
        return QSize(columns_of(self, 23), line_height(self) * 8)
