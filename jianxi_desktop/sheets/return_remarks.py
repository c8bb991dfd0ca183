"""What a return was checked for and what was set by hand, on a sheet of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jianxi_desktop.sheets.books import page
from jianxi_desktop.sheets.return_content import ReturnPage
from jianxi_desktop.sheets.returns import lines_of

if TYPE_CHECKING:
    from jianxi_desktop.sheets.return_sheet import Looks

_ROW = 20
_CHECKS, _GIVENS = "勾稽关系", "改动的数字"


def write_remarks(book: Any, looks: "Looks", pages: Sequence[ReturnPage]) -> None:
    """Write what must hold and what was set by hand on a sheet of its own; none where neither."""
    checks = [check for each in pages for check in each.checks]
    given = [cell for each in pages for row in each.cells for cell in row if cell.given]
    if not checks and not given:
        return
    sheet = book.add_worksheet("审核说明")
    for place, width in enumerate((6, 46, 10, 60)):
        sheet.set_column(place, place, width)
    row = 0
    if checks:
        row = _table(sheet, looks, row, _CHECKS, ("序号", "应有的关系", "结果", "说明"))
        for number, check in enumerate(checks, start=1):
            verdict = "相符" if check.ok else "不符"
            row = _line(sheet, looks, row, (str(number), check.rule, verdict, check.detail))
        row += 1
    if given:
        row = _table(sheet, looks, row, _GIVENS, ("序号", "指标", "填报数", "计算数和原因"))
        for number, cell in enumerate(given, start=1):
            counted = "" if cell.counted is None else f"计算数{cell.counted}；"
            told = (str(number), cell.name, str(cell.value), f"{counted}{cell.reason}")
            row = _line(sheet, looks, row, told)
    sheet.print_area(0, 0, max(row - 1, 0), 3)
    page(sheet, width=122, heading_rows=(0, 0))


def _table(sheet: Any, looks: "Looks", row: int, title: str, captions: Sequence[str]) -> int:
    sheet.merge_range(row, 0, row, 3, title, looks("head"))
    for place, caption in enumerate(captions):
        sheet.write_string(row + 1, place, caption, looks("head"))
    return row + 2


def _line(sheet: Any, looks: "Looks", row: int, texts: Sequence[str]) -> int:
    for place, text in enumerate(texts):
        sheet.write_string(row, place, text, looks("text"))
    lines = max(lines_of(texts[1], 46), lines_of(texts[3], 60))
    sheet.set_row(row, max(_ROW, 14 * lines + 6))
    return row + 1
