"""Scores collected in a workbook: written to be filled in, tried, told, and taken in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import score_template, score_workbook
from jianxi_desktop.services.score_workbook import ScoresTaken
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_KINDS = "表格 (*.xlsx *.xls *.et *.ods *.xlsb *.csv *.txt)"
_NAME = "打分表.xlsx"


class ScoreBooks:
    """Answers the commands for workbooks of scores.

    Attributes:
        pickers: The questions for files.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, round_id: Callable[[], object], pickers: Pickers
    ) -> None:
        self._parent, self._desk = parent, desk
        self._round, self.pickers = round_id, pickers

    def answers(self) -> dict[str, Callable[[], None]]:
        """Give what is done."""
        return {"entry.book": self._choose, "entry.template": self._choose_place}

    def _choose(self) -> None:
        self.pickers.open(self._parent, "从表格录入打分", _KINDS, self._try)

    def _choose_place(self) -> None:
        if isinstance(self._round(), UUID):
            self.pickers.save(self._parent, "写打分空表", "表格 (*.xlsx)", _NAME, self._write)

    def _write(self, path: Path) -> None:
        round_id = self._round()
        if isinstance(round_id, UUID):
            office = self._desk.office
            work = partial(score_template.write_template, office, round_id, path)
            self._desk.jobs.run(work, partial(self._say_written, path))

    def _say_written(self, path: Path, rows: int) -> None:
        told = f"打分表写好了：“{path.name}”，{rows} 行。填好以后用“从表格录入”读回来。"
        offer_folder(self._desk, path, told)

    def _try(self, path: Path) -> None:
        self._run(path, partial(self._ask, path), trial=True)

    def _ask(self, path: Path, taken: ScoresTaken) -> None:
        if not taken.forms:
            self._desk.notice(f"“{path.name}”里没有填分数，没有录入。")
            return
        told = (
            f"“{path.name}”里有 {len(taken.forms)} 张检查表：新录 {taken.created} 项，"
            f"改动 {taken.updated} 项，{taken.unchanged} 项和已录的一样。"
        )
        take = partial(self._run, path, self._say_taken, trial=False)
        ask(self._parent, told, [("录入", take), ("先不录", None)], more="\n".join(taken.notes))

    def _say_taken(self, taken: ScoresTaken) -> None:
        self._desk.changed(taken.touched)
        undo = partial(self._desk.commands.trigger, "record.undo")
        changed = taken.created + taken.updated
        self._desk.notice(f"已从表格录入 {len(taken.forms)} 张检查表、{changed} 项。", undo=undo)

    def _run(self, path: Path, done: Callable[[ScoresTaken], None], *, trial: bool) -> None:
        def work(progress: Progress) -> ScoresTaken:
            return score_workbook.take_scores(
                self._desk.office, path, trial=trial, progress=progress
            )

        self._desk.jobs.run_long(work, done, self._refuse, title="从表格录入打分")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, JianxiError) and error.details:
            ReasonsDialog(self._parent, describe_error(error).details).open()
        else:
            self._desk.report(error)


class ReasonsDialog(QDialog):
    """Lists every reason against a workbook, to be mended there and copied from here.

    Attributes:
        reasons: One a line.
    """

    def __init__(self, parent: QWidget, reasons: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("表格里有要改的地方")
        self.reasons = QPlainTextEdit("\n".join(reasons))
        self.reasons.setReadOnly(True)
        self.reasons.setAccessibleName("要改的地方")
        self.reasons.setTabChangesFocus(True)
        told = wrapped()
        told.setText(
            f"有 {len(reasons)} 处要改，一项都没有录入。在表格里改好、保存，再录入一次就行。"
        )
        close = as_primary(QPushButton("知道了"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        copy = QPushButton("复制全部")
        copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.addWidget(told)
        column.addWidget(self.reasons, 1)
        column.addLayout(row_of(None, copy, close))
        self.resize(columns_of(self, 64), line_height(self) * 14)

    def _copy(self) -> None:
        self.reasons.selectAll()
        self.reasons.copy()
