"""Printouts made on the worker for the print page, and what there is to say of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import papers
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import reveal
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screens.paper_view import FIRST_DPI
from jianxi_desktop.ui.screens.printing import draw_page, print_pages


@dataclass(frozen=True)
class Asked:
    """Which printout a person looks at.

    Attributes:
        key: Its name.
        round: The round of a checklist.
        query: Records of a list.
        wanted: What a drawn paper is about.
        reason: Why numbers stand in it in full; empty: they do not.
    """

    key: str
    round: UUID | None = None
    query: Query = papers.EVERYTHING
    wanted: Wanted = papers.OF_TODAY
    reason: str = ""


@dataclass(frozen=True)
class Made:
    """A document, and a small picture of its first page for the size of the paper."""

    document: Document
    first: QImage


def make(office: Office, asked: Asked, progress: Progress) -> Made:
    """Make a printout; where numbers are to be in full, note the reason first."""
    leave = None
    if asked.reason:
        about = replace(asked.wanted, round=asked.wanted.round or asked.round)
        ledger, query = papers.numbers_in(office, asked.key, asked.query, about)
        leave = reveal(office, asked.reason, ledger=ledger, query=query)
    document = papers.print_paper(
        office,
        asked.key,
        round_id=asked.round,
        query=asked.query,
        wanted=asked.wanted,
        reveal=leave,
        progress=progress,
    )
    return Made(document, draw_page(document, 0, FIRST_DPI))


def print_noted(
    office: Office, document: Document, printer: QPrinter, progress: Progress
) -> tuple[int, frozenset[str]]:
    """Send a document to a printer and note it; its forms are registered before.

    Returns:
        How many pages went there, and the ledgers that were written.
    """
    touched = papers.register(office, document)
    pages = print_pages(document, printer, progress)
    papers.note_printed(office, document, pages)
    return pages, touched


def ask_if_missing(parent: QWidget, document: Document, verb: str, go: Callable[[], None]) -> None:
    """Go on with a printout; where a font lacks characters of it, only if a person wants that.

    Args:
        parent: The page that asks.
        document: The printout.
        verb: What going on is called, such as 打印.
        go: Goes on.
    """
    if not document.missing:
        go()
        return
    number, codes = len(document.missing), "、".join(document.missing[:8])
    more = f"编码：{codes}。这些字印成写着编码的方框，纸上有注，请手写补上。"
    answers = ((f"仍然{verb}", go), (f"不{verb}", None))
    ask(parent, f"有 {number} 个字没有字形，仍然{verb}？", answers, more=more)


def ask_if_crowded(
    parent: QWidget, told: str, fewer: Callable[[], None], go: Callable[[], None]
) -> None:
    """Go on to the printer; where columns have too little room, only if a person wants that.

    Args:
        parent: The page that asks.
        told: How it will look; empty: there is room.
        fewer: Leads to where columns are chosen.
        go: Goes on.
    """
    if not told:
        go()
        return
    answers = (("回列表减少列", fewer), ("仍然打印", go), ("不打印", None))
    ask(parent, "列太多，仍然打印？", answers, more=f"{told}要全部的列，可以在列表里用“导出”。")


def told_of(document: Document | None, narrowed: str, crowded: str = "") -> str:
    """Say what a person must know of a printout before it is on paper, one matter a line."""
    said = []
    if document is not None and document.reason is not None:
        said.append("这一份是完整号码，打印和保存的也是，保存的文件没有加密。离开本页就重新遮挡。")
    if document is not None and document.missing:
        missing = document.missing
        said.append(
            f"有 {len(missing)} 个生僻字没有字体可以打印（{'、'.join(missing[:8])}），"
            "纸上印成写着编码的方框，请打印后手写补上。"
        )
    return "\n".join(line for line in (crowded, *(said or [narrowed])) if line)
