"""What one click does to sets of indicators: the next version, a copy, the shipped ones put in."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.services import indicator_sets, records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.screen import Desk, Edited


def make_version(_parent: QWidget, desk: Desk, set_id: UUID) -> None:
    """Make the next version of a set and open it."""
    _make(desk, set_id, indicator_sets.new_version, "已另立“{title}”，是草稿，可以修改指标。")


def make_copy(_parent: QWidget, desk: Desk, set_id: UUID) -> None:
    """Copy a set and open the copy."""
    _make(desk, set_id, indicator_sets.copy_set, "已复制为“{title}”，是草稿，可以改名和修改指标。")


def install(desk: Desk) -> None:
    """Put in those of the shipped sets that are missing."""
    desk.jobs.run(partial(indicator_sets.install_ready, desk.office), partial(_say_put_in, desk))


def _make(desk: Desk, set_id: UUID, service: Callable[[Office, UUID], Saved], said: str) -> None:
    def work() -> tuple[Saved, str]:
        saved = service(desk.office, set_id)
        return saved, records.caption_of(desk.office, "indicator_set", saved.id)

    def done(made: tuple[Saved, str]) -> None:
        saved, title = made
        desk.changed(saved.touched)
        desk.open_screen("form", Edited("indicator_set", saved.id))
        _say(desk, said.format(title=title))

    desk.jobs.run(work, done)


def _say_put_in(desk: Desk, touched: frozenset[str]) -> None:
    if not touched:
        desk.notice("三套现成指标都在，没有改动。")
        return
    desk.changed(touched)
    _say(desk, "已装入现成指标：综合观摩、阵地观摩、快速走访。")


def _say(desk: Desk, said: str) -> None:
    desk.notice(said, undo=partial(desk.commands.trigger, "record.undo"))
