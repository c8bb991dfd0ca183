"""The line above a list that offers what somebody typed there and never saved."""

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QPushButton

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import drafts
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.ui.screen import Desk, Edited
from jianxi_desktop.ui.screens.parts import Message


class DraftHint(Message):
    """Says that something is typed and not saved, and leads back to it; gone where nothing is.

    Attributes:
        go_on: Opens the form of the newest.
        drop: Throws that one away; the notice after it gives it back.
    """

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        super().__init__()
        self._desk, self._ledger = desk, ledger
        self._found: tuple[Draft, ...] = ()
        self.go_on = QPushButton("接着填")
        self.drop = QPushButton("不要了")
        self.go_on.clicked.connect(self._go_on)
        self.drop.clicked.connect(self._drop)
        self.add_button(self.go_on)
        self.add_button(self.drop)

    def look(self) -> None:
        """Find out what of this ledger waits."""
        work = partial(drafts.waiting, self._desk.office, self._ledger.key)
        self._desk.jobs.run_newest(f"drafts.{id(self)}", work, self._show)

    def _show(self, found: tuple[Draft, ...]) -> None:
        self._found = found
        if not found:
            self.say("")
            return
        newest = found[-1]
        more = f"，共 {len(found)} 条" if len(found) > 1 else ""
        what = f"“{name}”" if (name := _name(self._ledger, newest)) else "一条记录"
        which = "修改" if newest.seen is not None else "新增"
        when = _when(newest.kept.at)
        self.say(f"有没保存完的内容：{when}{which}的{what}{more}。", "warning")

    def _go_on(self) -> None:
        if self._found:
            self._desk.open_screen("form", Edited(self._ledger.key, draft=self._found[-1]))

    def _drop(self) -> None:
        if self._found:
            draft = self._found[-1]
            work = partial(drafts.drop, self._desk.office, draft.kept)
            self._desk.jobs.run(work, partial(self._say_dropped, draft))

    def _say_dropped(self, draft: Draft, _nothing: None) -> None:
        self.look()
        self._desk.notice("没保存完的内容已丢掉。", undo=partial(self._keep_again, draft))

    def _keep_again(self, draft: Draft) -> None:
        work = partial(drafts.keep, self._desk.office, draft)
        self._desk.jobs.run(work, lambda _nothing: self.look())


def _name(ledger: Ledger, draft: Draft) -> str:
    """Give what the record is called as it is typed, where that is a text."""
    typed = draft.typed.get(ledger.caption.key)
    return typed.strip()[:20] if isinstance(typed, str) else ""


def _when(at: datetime | None) -> str:
    if at is None:
        return ""
    today = datetime.now().astimezone().date()
    return f"今天 {at:%H:%M} " if at.date() == today else f"{at.month}月{at.day}日 {at:%H:%M} "
