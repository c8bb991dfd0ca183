"""Saving what is typed: nothing wrong goes through, nothing missing without being said."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import observation_entry, second_entry
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.second_entry import Difference
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.entry_desk import EntryDesk
from jianxi_desktop.ui.screens.entry_head import named


class EntrySaving(QObject):
    """Saves the sheet that is open, and compares two entries of it.

    Signals:
        begun: It is being written or compared: nothing may be typed meanwhile.
        saved: It is written; what was written, and what there is to say.
        stopped: It is not written; the person goes on with the sheet.
        overtaken: Somebody else wrote it meanwhile.
    """

    begun = Signal()
    saved = Signal(object, str)
    stopped = Signal()
    overtaken = Signal()

    def __init__(self, desk: Desk, sheet: EntryDesk) -> None:
        super().__init__(sheet)
        self._desk, self._sheet = desk, sheet
        self._points: Mapping[UUID, int] = {}
        sheet.compare.settled.connect(self._confirm)

    def save(self) -> None:
        """Save, unless something is wrong; ask first where something is missing."""
        sheet, boxes = self._sheet, self._sheet.sheet
        if not sheet.head.scorer.settle():
            self._refuse("请填打分人。")
            boxes.order.go_to(sheet.head.scorer.box)
            return
        wrong = boxes.first_wrong()
        if wrong is not None:
            self._refuse("有填得不对的地方，改好再保存。光标在第一处。")
            boxes.order.go_to(wrong)
            return
        told = self._missing()
        if not told:
            self._write()
            return
        ask(
            sheet,
            told,
            [("回去补填", self._go_back), ("就这样保存", self._write), ("先不保存", self._go_back)],
            more="没有填的不算分；补齐以前，这个单位不定级。",
        )

    def _missing(self) -> str:
        boxes = self._sheet.sheet
        missing, unseen = boxes.missing(), boxes.unseen()
        parts = []
        if missing:
            parts.append(f"第 {named(missing)} 项没有填分。")
        if unseen:
            parts.append(f"回头看有 {unseen} 个问题没有填结果。")
        return "".join(parts)

    def _go_back(self) -> None:
        boxes = self._sheet.sheet
        unseen = (row.box for row in boxes.review_rows if row.missing)
        there = boxes.first_empty() if boxes.missing() else next(unseen, None)
        boxes.order.go_to(there or boxes.first_empty())
        self.stopped.emit()

    def _write(self) -> None:
        sheet = self._sheet
        assert sheet.opened is not None  # noqa: S101 - the command is off without a sheet
        found = sheet.opened.entry.sheet
        self.begun.emit()
        if sheet.second:
            self._points = sheet.sheet.points()
            work = partial(
                second_entry.compare_second,
                self._desk.office,
                found.visit,
                sheet.scorer,
                self._points,
            )
            self._desk.jobs.run(work, self._compared, self._failed)
            return
        told = f"已录入：{found.name}　{sheet.scorer}　{show_points(sheet.sheet.total())} 分。"
        write = partial(
            observation_entry.save_entry,
            self._desk.office,
            found.visit,
            found.version,
            sheet.given(),
        )
        self._run(write, told)

    def _compared(self, differences: tuple[Difference, ...]) -> None:
        sheet = self._sheet
        if not differences:
            self._check(self._points, "两遍录入一致，已复核")
            return
        QApplication.beep()
        sheet.show_comparison(differences)
        self.stopped.emit()
        sheet.compare.begin()

    def _confirm(self, chosen: Mapping[UUID, int | None]) -> None:
        points: dict[UUID, int | None] = {**self._points, **chosen}
        self.begun.emit()
        settled = {key: value for key, value in points.items() if value is not None}
        self._check(settled, f"改正了 {len(chosen)} 项，已复核")

    def _check(self, points: Mapping[UUID, int], told: str) -> None:
        sheet = self._sheet
        assert sheet.opened is not None  # noqa: S101 - it was compared
        found = sheet.opened.entry.sheet
        write = partial(
            second_entry.confirm_second,
            self._desk.office,
            found.visit,
            found.version,
            sheet.scorer,
            points,
        )
        self._run(write, f"{told}：{found.name}　{sheet.scorer}。")

    def _run(self, write: Callable[[], Saved], told: str) -> None:
        self._desk.jobs.run(write, lambda saved: self.saved.emit(saved, told), self._failed)

    def _failed(self, error: Exception) -> None:
        QApplication.beep()
        self.stopped.emit()
        if isinstance(error, ConflictError):
            self.overtaken.emit()
            return
        self._desk.report(error)
        boxes = self._sheet.sheet
        boxes.order.go_to(boxes.first_empty())

    def _refuse(self, told: str) -> None:
        """Say it aloud: who types looks at the paper."""
        QApplication.beep()
        self._desk.warn(told)
