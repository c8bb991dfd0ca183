"""Pages of a PDF as pictures, for the preview and for printing through the window's toolkit."""

from dataclasses import dataclass
from typing import Any

from jianxi_desktop.errors import InputError

_POINTS_AN_INCH = 72


@dataclass(frozen=True)
class PageImage:
    """A page as pixels, four bytes each: blue, green, red and one unused.

    Attributes:
        width: Pixels in a row.
        height: Rows.
        stride: Bytes from one row to the next.
        data: The bytes, from the upper left corner.
    """

    width: int
    height: int
    stride: int
    data: bytes


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF.

    Raises:
        InputError: It is not a PDF that can be read.
    """
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_size(pdf: bytes, index: int) -> tuple[float, float]:
    """Give width and height of a page in points.

    Raises:
        InputError: It is not a PDF that can be read.
    """
    document = _opened(pdf)
    try:
        width, height = document.get_page_size(index)
    finally:
        document.close()
    return float(width), float(height)


def render_page(pdf: bytes, index: int, dpi: float) -> PageImage:
    """Draw one page, counted from 0, on white.

    Raises:
        InputError: It is not a PDF that can be read.
    """
    document = _opened(pdf)
    try:
        # One byte order for every page: pypdfium2 would else choose grey for black and white.
        bitmap = document[index].render(
            scale=dpi / _POINTS_AN_INCH, prefer_bgrx=True, maybe_alpha=False
        )
        data = bytes(bitmap.buffer)
        return PageImage(bitmap.width, bitmap.height, bitmap.stride, data)
    finally:
        document.close()


def _opened(pdf: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as broken:
        raise InputError(
            f"unreadable PDF: {broken}",
            user_message="这个 PDF 文件打不开，可能已损坏，请重新生成。",
            code="unreadable_pdf",
        ) from broken
