"""Receipts for dues (党费收据): two on a sheet of A4, each with its stub at the left."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianxi_desktop.domain.money_words import in_capitals
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import fit

TITLE = "党费收据"
_EACH_PAGE = 2
_HALF = PORTRAIT.height / _EACH_PAGE
_EDGE, _STUB = 34.0, 168.0  # points from the edge of the paper to the frame; width of the stub
_ROW, _HEAD, _TOP = 37.0, 58.0, 24.0
_SIZE, _FLOOR = 11.5, 7.0
_NONE = "没有要打印的收据：这一期没有缴纳记录。"


@dataclass(frozen=True)
class Receipt:
    """One receipt.

    Attributes:
        number: Its number; empty: it has none yet.
        branch: Who receives.
        name: Who pays.
        months: What it is paid for, in words.
        cents: How much.
        day: The day of the payment as shown.
        remark: What is to be added, such as 自愿多缴.
    """

    number: str
    branch: str
    name: str
    months: str
    cents: int
    day: str
    remark: str = ""


def draw_receipts(
    target: Target,
    receipts: Sequence[Receipt],
    printed_by: str = "",
    progress: Progress = no_progress,
) -> PrintResult:
    """Draw receipts, two a page; without one there is a page that says so.

    Args:
        target: File or memory that takes the PDF.
        receipts: The receipts.
        printed_by: Who prints them and when; stands at the foot of each.
        progress: Told every page; what it raises stops the work and leaves no file.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        pages = [receipts[at : at + _EACH_PAGE] for at in range(0, len(receipts), _EACH_PAGE)]
        for number, page in enumerate(pages or [()], 1):
            drawing = document.drawing()
            if not page:
                middle = PORTRAIT.width / 2, PORTRAIT.height / 2
                drawing.text(*middle, _NONE, face=Typeface.HEI, size=12, align=Align.CENTER)
            for place, receipt in enumerate(page):
                _draw(drawing, receipt, PORTRAIT.height - place * _HALF, printed_by)
            if page:
                drawing.pen(0.4)
                drawing.dash(3, 3)
                drawing.line(18, _HALF, PORTRAIT.width - 18, _HALF)
                drawing.dash()
            document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
            progress(number, len(pages) or 1)

    return write_whole(target, TITLE, draw)


def _draw(drawing: Drawing, receipt: Receipt, top: float, printed_by: str) -> None:
    right = PORTRAIT.width - _EDGE
    tear = _EDGE + _STUB
    _draw_stub(drawing, receipt, top)
    drawing.pen(0.6)
    drawing.dash(2, 2)
    drawing.line(tear + 8, top - 18, tear + 8, top - _HALF + 18)
    drawing.dash()
    _draw_receipt(drawing, receipt, tear + 16, right, top)
    if printed_by:
        said = f"打印：{printed_by}"
        small = fit(drawing.letters(Typeface.HEI), said, right - tear - 20, size=6.5, floor=5)
        place = right, top - _HALF + 22
        drawing.text(*place, small.lines[0], face=Typeface.HEI, size=small.size, align=Align.RIGHT)


def _draw_stub(drawing: Drawing, receipt: Receipt, top: float) -> None:
    left, right = _EDGE, _EDGE + _STUB
    middle = (left + right) / 2
    title = top - _TOP - 20
    drawing.text(middle, title, f"{TITLE}（存根）", face=Typeface.BOLD, size=13, align=Align.CENTER)
    number = f"№ {receipt.number}" if receipt.number else "№"
    drawing.text(right, title - 20, number, face=Typeface.HEI, size=9.5, align=Align.RIGHT)
    rows = (
        ("交款人", receipt.name),
        ("党支部", receipt.branch),
        ("所属月份", receipt.months),
        ("金　额", f"￥{receipt.cents / 100:,.2f}"),
        ("交款日期", receipt.day),
        ("备　注", receipt.remark),
        ("经手人", ""),
    )
    _draw_rows(drawing, rows, (left, top - _TOP - _HEAD, right), 52)


def _draw_receipt(
    drawing: Drawing, receipt: Receipt, left: float, right: float, top: float
) -> None:
    middle, title = (left + right) / 2, top - _TOP - 22
    drawing.text(middle, title, TITLE, face=Typeface.TITLE, size=19, align=Align.CENTER)
    number = f"№ {receipt.number}" if receipt.number else "№"
    line = title - 18
    drawing.text(left, line, f"交款日期：{receipt.day}", face=Typeface.HEI, size=9.5)
    drawing.text(right, line, number, face=Typeface.HEI, size=9.5, align=Align.RIGHT)
    rows = (
        ("交款人", f"{receipt.name} 同志"),
        ("所在党支部", receipt.branch),
        ("所属月份", receipt.months),
        ("金额（大写）", f"人民币{in_capitals(receipt.cents)}"),
        ("金额（小写）", f"￥{receipt.cents / 100:,.2f}"),
        ("备　　注", receipt.remark),
    )
    foot = _draw_rows(drawing, rows, (left, top - _TOP - _HEAD, right), 76)
    half = (left + right) / 2
    drawing.text(left, foot - 24, "收款单位（盖章）：", face=Typeface.SONG, size=10.5)
    drawing.text(half, foot - 24, "收款人：", face=Typeface.SONG, size=10.5)
    drawing.text((half + right) / 2 + 8, foot - 24, "经手人：", face=Typeface.SONG, size=10.5)


def _draw_rows(
    drawing: Drawing,
    rows: Sequence[tuple[str, str]],
    frame: tuple[float, float, float],
    caption: float,
) -> float:
    """Draw framed lines of caption and text; give the lower edge."""
    left, top, right = frame
    bottom = top - len(rows) * _ROW
    for place, (label, text) in enumerate(rows):
        y = top - place * _ROW
        drawing.pen(0.5)
        if place:
            drawing.line(left, y, right, y)
        middle = left + caption / 2
        base = y - _ROW / 2 - 3.6
        drawing.text(middle, base, label, face=Typeface.HEI, size=9.5, align=Align.CENTER)
        room = right - left - caption - 10
        shown = fit(
            drawing.letters(Typeface.SONG), text or " ", room, size=_SIZE, floor=_FLOOR, lines=2
        )
        drawing.cut += shown.cut
        step = shown.size * 1.25
        first = y - _ROW / 2 - shown.size * 0.36 + (len(shown.lines) - 1) * step / 2
        for at, line in enumerate(shown.lines):
            place_of = left + caption + 5, first - at * step
            drawing.text(*place_of, line, face=Typeface.SONG, size=shown.size)
    drawing.pen(1.0)
    drawing.box(left, bottom, right - left, top - bottom)
    drawing.pen(0.5)
    drawing.line(left + caption, top, left + caption, bottom)
    return bottom
