"""The manual on paper: a page of it, or all of it with its contents."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.prints.book import Block, Book, Chapter, draw_book
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.manual import Page

TITLE = "涧西党建工作台说明书"
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"(- |\d+\. )(.*)")
_RULE = re.compile(r"\|[-|: ]+\|")


def manual_paper(pages: Sequence[Page]) -> Document:
    """Set pages of the manual as a PDF; several get contents in front.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    chapters = tuple(
        Chapter(page.title, page.part, tuple(_blocks(page.text.splitlines()))) for page in pages
    )
    names = {b.text for each in chapters for b in each.blocks if b.kind == "picture"}
    folder = settings.resource("help")
    pictures = {name: (folder / name).read_bytes() for name in names}
    title = TITLE if len(pages) > 1 else f"{TITLE}：{pages[0].title}"
    made_on = show_day(calendar.today().isoformat())
    stream = io.BytesIO()
    result = draw_book(stream, Book(title, chapters, pictures, made_on))
    return Document(title, stream.getvalue(), result.pages, (), result.missing)


def save_paper(document: Document, path: Path) -> None:
    """Write a paper to a file that is whole or not there.

    Raises:
        EnvironmentFailure: It cannot be written.
    """
    with write_beside(path) as beside:
        beside.write_bytes(document.pdf)


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Read as much of Markdown as the pages are written in."""
    table: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            if not _RULE.fullmatch(line):
                table.append(tuple(_plain(cell) for cell in line.strip("|").split("|")))
            continue
        if table:
            yield Block("table", rows=tuple(table))
            table = []
        yield from _block(line.rstrip("\\").strip())


def _block(line: str) -> Iterator[Block]:
    if not line:
        return
    if line.startswith("#"):
        marks, _, text = line.partition(" ")
        yield Block("heading", _plain(text), len(marks))
    elif found := _PICTURE.fullmatch(line):
        yield Block("picture", found[1])
    elif item := _ITEM.fullmatch(line):
        mark = "•" if item[1].startswith("-") else item[1].strip()
        yield Block("item", _plain(item[2]), mark=mark)
    else:
        yield Block("text", _plain(line))


def _plain(text: str) -> str:
    """Leave out the marks of links, keys and weight, and a sign that our print has not."""
    bare = _LINK.sub(r"\1", text).replace("**", "").replace("`", "")
    return bare.replace("✗", "×").strip()
