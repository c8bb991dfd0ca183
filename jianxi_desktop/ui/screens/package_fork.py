"""Leads through the mending of a database that was copied and used in two places."""

from functools import partial

from PySide6.QtWidgets import QWidget

from jianxi_desktop.services import forks
from jianxi_desktop.services.forks import Mended, Point, Waiting
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk

_MORE = (
    "只在对方或本机收数据包时提示“不是同一份历史”后才需要处理：本机的数据库曾被复制到两台电脑上各自使用，"
    "或被旧文件覆盖过。\n\n"
    "程序先做一份备份，再把{since}本机写的 {changes} 次改动（{writes} 条记录）改用新编号。"
    "内容一条不少；两边都改过的同一项，合并后在“待核对”里逐项选。\n\n"
    "处理以后请再写一个数据包给对方。只在没有交过数据包的那台电脑上处理，一台就够。"
)


def ask_mending(page: QWidget, desk: Desk) -> None:
    """Say what would be written again, and ask."""
    desk.jobs.run(partial(_look, desk.office), partial(_ask, page, desk))


def _look(office: Office) -> tuple[Point | None, Waiting]:
    agreed = forks.agreed_point(office)
    return agreed, forks.pending_after(office, agreed)


def _ask(page: QWidget, desk: Desk, found: tuple[Point | None, Waiting]) -> None:
    agreed, waiting = found
    since = "建库以来" if agreed is None else "对方最后一次确认收到之后"
    more = _MORE.format(since=since, changes=waiting.changes, writes=waiting.writes)
    work = partial(forks.mend_fork, desk.office, agreed)
    begin = partial(desk.jobs.run, work, partial(_told, desk))
    ask(page, "处理分叉？", (("处理", begin), ("不处理", None)), more=more)


def _told(desk: Desk, mended: Mended) -> None:
    desk.notice(f"已处理：{mended.changes} 次改动用了新编号。请再写一个数据包给对方。")
