"""Beside what is due: the year in columns, the last observation, the last backup and package."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.overview import Overview, Placed, Ranking
from jianxi_desktop.ui.charts import ColumnChart
from jianxi_desktop.ui.screens.home_words import (
    BEFORE,
    SERIES,
    Said,
    columns_of_year,
    place_of,
    said_of,
    told_of,
)
from jianxi_desktop.ui.screens.parts import section
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, icon, line_height, set_state

RESULTS: Final = "observation_results"
_RANKS: Final = (
    Column("名次", 2.4, right=True),
    Column("党组织", 8, names=True),
    Column("得分", 4, right=True),
    Column("等次", 3.2),
)
_NAMES: Final = 1  # which of them takes the room that is left
_FORM: Final = re.compile(r"(?<=..)(党委|党总支|党支部)$")  # what all names end in
_ROWS: Final = 4  # of the ranking that are seen at once, at least


class OverviewPane(QWidget):
    """Shows an ``Overview`` but for its figures.

    Signals:
        wanted: A page is wanted: its key, and what it is opened with.
    """

    wanted = Signal(str, object)

    def __init__(self, catalog: Catalog, level: str) -> None:
        super().__init__()
        self._level = level
        self._grades = catalog["organisation_rating"].fields["grade"]
        self._ranking: Ranking | None = None
        self.year = section("各月活动")
        self.chart = ColumnChart("各月活动", SERIES, BEFORE)
        self.chart.opened.connect(lambda listed: self.wanted.emit("list:activity", listed))
        self.nothing = as_hint(QLabel("还没有登记活动；登记以后，各月开展了多少都画在这里。"))
        self.head = section("观摩排名")
        self.head.setWordWrap(True)
        self.told = as_hint(QLabel("还没有观摩得分；检查表录入以后，这里有得分和名次。"))
        self.ranks = _Ranks()
        self.ranks.activated.connect(self._open_results)
        self.ranks.clicked.connect(self._open_results)
        self.results = _flat("medal")
        self.results.clicked.connect(self._open_results)
        self.safe: list[QPushButton] = []
        self._lay_out()

    def show_overview(self, found: Overview) -> None:
        """Show another one."""
        self.year.setText(f"{found.as_of.year}年各月活动")
        held = any(each.total or each.before for each in found.months)
        self.chart.show_columns(columns_of_year(found))
        self.chart.setVisible(held)
        self.nothing.setVisible(not held)
        self._show_ranking(found.ranking)
        self._show_safe(said_of(found, self._level))

    def in_order(self) -> list[QWidget]:
        """Give what keys reach, from top to bottom."""
        return [*self.chart.bars, self.ranks, self.results, *self.safe]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(line_height(self) * 0.2))
        column.addWidget(self.year)
        column.addWidget(self.chart)
        column.addWidget(self.nothing)
        column.addSpacing(round(line_height(self) * 0.3))
        column.addWidget(self.head)
        column.addWidget(self.told)
        column.addWidget(self.ranks, 100)
        column.addWidget(self.results)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(round(line_height(self) * 0.25))
        column.addSpacing(round(line_height(self) * 0.3))
        column.addLayout(self._lines)
        column.addStretch(1)
        for part in (self.nothing, self.told, self.ranks, self.results):
            part.hide()  # until something is known

    def _show_ranking(self, ranking: Ranking | None) -> None:
        self._ranking = ranking
        many = ranking is not None and len(ranking.places) > 1
        self.head.setText("观摩排名" if ranking is None else told_of(ranking))
        self.told.setVisible(ranking is None)
        self.ranks.setVisible(many)
        self.results.setVisible(ranking is not None and not many)
        if ranking is None:
            return
        if many:
            self.ranks.show_items(_RANKS, ranking.places, self._line)
            self.ranks.updateGeometry()
            self.ranks.setMaximumHeight(line_height(self) * len(ranking.places) + 4)
            head = self.ranks.horizontalHeader()
            head.setStretchLastSection(False)
            head.setSectionResizeMode(_NAMES, QHeaderView.ResizeMode.Stretch)
        else:
            (place,) = ranking.places
            self.results.setText(place_of(place, ranking, self._grade(place)))

    def _line(self, place: Placed) -> Line:
        score = "" if place.score is None else f"{show_points(place.score)}分"
        rank = "" if place.rank is None else f"第{place.rank}"
        return Line((rank, _FORM.sub("", place.name), score, self._grade(place)))

    def _grade(self, place: Placed) -> str:
        return self._grades.show(place.grade) if place.grade else ""

    def _show_safe(self, said: Sequence[Said]) -> None:
        for button in self.safe:
            self._lines.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.safe = [self._button(each) for each in said]

    def _button(self, said: Said) -> QPushButton:
        button = _flat("backup" if said.screen == "backup" else "package", said.text)
        set_state(button, "warning" if said.late else "")
        button.clicked.connect(lambda: self.wanted.emit(said.screen, said.argument))
        self._lines.addWidget(button)
        return button

    def _open_results(self) -> None:
        if self._ranking is not None:
            self.wanted.emit(RESULTS, self._ranking.round)


class _Ranks(TextTable):
    """Asks for a few lines and takes what room there is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("观摩排名")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """Override: no more than must be."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Override: a few of the lines that there are."""
        lines = max(1, min(self.rows.rowCount(), _ROWS))
        return QSize(super().minimumSizeHint().width(), line_height(self) * lines + 4)


def _flat(symbol: str, text: str = "") -> QPushButton:
    """Make a button of one or two lines that begin at the left."""
    button = QPushButton(text)
    button.setIcon(icon(symbol))
    button.setProperty("role", "filter")
    button.setStyleSheet("text-align: left;")
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
