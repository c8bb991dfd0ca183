"""Workbooks that leave the program: made beside their place, with nothing of a person in them."""

import contextlib
import math
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jianxi_desktop.domain.files import file_failure, write_beside

A4, A3 = 9, 8
# Widths in characters that fit on a page and can still be read.
_READABLE_A4, _READABLE_A3 = 190, 330
_GB2312 = 134
_ROMAN = 1
# Where a PC lacks the font, character set and family let it take its own Song face.
SONG = {"font_name": "宋体", "font_charset": _GB2312, "font_family": _ROMAN}
TITLE_SONG = {"font_name": "方正小标宋简体", "font_charset": _GB2312, "font_family": _ROMAN}
HEADING = {
    **SONG, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True,
    "border": 1, "bg_color": "#EDEDED", "num_format": "@",
}  # fmt: skip


@contextlib.contextmanager
def new_book(path: Path, *, many_rows: bool = False) -> Iterator[Any]:
    """Give an XlsxWriter workbook that takes the place of ``path`` when the block ends well.

    Args:
        path: Where the workbook is to be.
        many_rows: Keep no more than one row in memory; rows must then be written in order.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with write_beside(path) as beside, _workplace(path) as place:
        options = {"tmpdir": place, "constant_memory": many_rows, "strings_to_formulas": False}
        book = Workbook(str(beside), {**options, "strings_to_urls": False})
        try:
            yield book
            book.close()
        except FileCreateError as failure:
            cause = failure.args[0] if failure.args else None
            raise file_failure(
                cause if isinstance(cause, OSError) else OSError(), path
            ) from failure
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()  # stays open when the block fails


@contextlib.contextmanager
def _workplace(path: Path) -> Iterator[str]:
    """Give a private folder beside ``path``: parts of the workbook hold what the whole holds."""
    with tempfile.TemporaryDirectory(
        prefix=".", suffix=".part", dir=path.parent, ignore_cleanup_errors=True
    ) as place:
        yield place


def sheet_name(title: str) -> str:
    """Make a name that Excel takes for a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ")[:31].strip("' ") or "名册"


def page(
    sheet: Any,
    *,
    width: float,
    heading_rows: tuple[int, int],
    title: str = "",
    signed: str = "",
) -> None:
    """Set a sheet up for paper: A4 or A3 by its width, heading on every page, page x of y.

    A table that would be too small to read on one page is laid out over several beside each other.
    """
    paper = A4 if width <= _READABLE_A4 else A3
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.5, right=0.5, top=0.75 if title else 0.6, bottom=0.6)
    sheet.fit_to_pages(max(1, math.ceil(width / _READABLE_A3)) if paper == A3 else 1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(*heading_rows)
    if title:
        sheet.set_header('&C&"宋体,Bold"&14' + title.replace("&", "&&")[:100])
    by = "&L&8 " + signed.replace("&", "&&")[:80] if signed else ""
    sheet.set_footer(f"{by}&C第 &P 页 共 &N 页")


def text_width(text: str) -> int:
    """Give the width of a text in characters of a cell; a Chinese one takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
