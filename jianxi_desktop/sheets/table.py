"""Tables of records: rows out in the layout that the roster reader takes back, and templates."""

import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import singledispatch
from pathlib import Path
from typing import Any

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Choice, Day, Field, LongText, Money, Whole, YesNo
from jianxi_desktop.sheets.books import HEADING, SONG, new_book, page, sheet_name, text_width

_STEP = 2000
_MOST_ROWS = 1_048_575
_TEMPLATE_ROWS = 5000
_MOST_TYPED = 255


def write_table(
    path: Path,
    title: str,
    fields: Sequence[Field[Any]],
    rows: Iterable[Sequence[Any]],
    *,
    masked: bool,
    signed: str = "",
    head: str = "",
    progress: Progress | None = None,
) -> int:
    """Write rows of values under a heading line; give how many were written.

    Every text is a text cell, so that identity numbers keep their digits and nothing that
    begins with ``=`` is a formula. Days are text too: a date cell would lose their precision.

    Args:
        path: Where the workbook is to be.
        title: Stands above every printed page and on the sheet's tab.
        fields: The columns.
        rows: Values in the order of ``fields``; for links the text to show.
        signed: Who takes the table out and when, at the foot of each printed page.
        head: A line above the captions, such as what the list is narrowed to; empty: there is none.
        masked: Whether fields that are masked show only part of the value.
        progress: Called with rows written and 0 (their number is not known); may raise to stop.

    Raises:
        InputError: There are more rows than a sheet can hold.
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    top = 1 if head else 0  # row of the captions
    with new_book(path, many_rows=True) as book:
        sheet = book.add_worksheet(sheet_name(title))
        _columns(book, sheet, fields, top)
        if head:
            _put_head(book, sheet, fields, head)
        sheet.write_row(top, 0, [spec.caption for spec in fields], book.add_format(HEADING))
        shows = [_shower(spec, masked=masked) for spec in fields]
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > _MOST_ROWS - top:
                raise _too_many(title)
            for place, (show, value) in enumerate(zip(shows, row, strict=True)):
                if value is not None:
                    _put(sheet, top + count, place, show(value))
            if progress and count % _STEP == 0:
                progress(count, 0)
        sheet.autofilter(top, 0, top + count, len(fields) - 1)
        _page(sheet, fields, title, signed, top)
    return count


def write_template(path: Path, title: str, fields: Sequence[Field[Any]]) -> None:
    """Write an empty roster: captions, hints as comments, drop-downs where there is a choice.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        sheet = book.add_worksheet(sheet_name(title))
        _columns(book, sheet, fields)
        heading = book.add_format(HEADING)
        needed = book.add_format({**HEADING, "font_color": "#C00000"})
        lists: Any = None
        for place, spec in enumerate(fields):
            mark = "*" if spec.required else ""
            sheet.write_string(0, place, spec.caption + mark, needed if mark else heading)
            hint = _hint(spec)
            if hint:
                sheet.write_comment(0, place, hint, {"author": "", "x_scale": 1.6})
            options = _options(spec)
            if options and len(",".join(options)) > _MOST_TYPED:
                lists = lists or _hidden(book)
                lists.write_column(0, place, options)
                column = _letters(place)
                _drop_down(sheet, place, f"=选项!${column}$1:${column}${len(options)}")
            elif options:
                _drop_down(sheet, place, options)
        _page(sheet, fields, title)


def _too_many(title: str) -> InputError:
    return InputError(
        f"more than {_MOST_ROWS} rows",
        user_message=f"“{title}”超过了一张表能放的{_MOST_ROWS}行，请缩小范围，分几次导出。",
        code="too_many_rows",
    )


def _put_head(book: Any, sheet: Any, fields: Sequence[Field[Any]], head: str) -> None:
    """Write a line across all columns, as high as its words need."""
    style = book.add_format({**SONG, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
    room = sum(_width(spec) for spec in fields)
    sheet.set_row(0, 16 * math.ceil(text_width(head) * 1.1 / room) + 2)
    if len(fields) > 1:
        sheet.merge_range(0, 0, 0, len(fields) - 1, "", style)
    sheet.write_string(0, 0, head, style)


def _columns(book: Any, sheet: Any, fields: Sequence[Field[Any]], top: int = 0) -> None:
    for place, spec in enumerate(fields):
        sheet.set_column(place, place, _width(spec), book.add_format(_format(spec)))
    sheet.set_row(top, 28)
    sheet.freeze_panes(top + 1, min(1, len(fields)))


def _width(spec: Field[Any]) -> int:
    return max(spec.width, len(spec.caption)) * 2 + 2


def _page(
    sheet: Any, fields: Sequence[Field[Any]], title: str, signed: str = "", top: int = 0
) -> None:
    width = sum(_width(spec) for spec in fields)
    page(sheet, width=width, heading_rows=(0, top), title=title, signed=signed)
    sheet.hide_gridlines(0)  # print them too


@singledispatch
def _format(spec: Field[Any]) -> dict[str, Any]:
    """Text format: what people type below stays text too; what is too long is made smaller."""
    del spec
    return {**SONG, "num_format": "@", "valign": "top", "shrink": True}


@_format.register
def _format_long(spec: LongText) -> dict[str, Any]:
    del spec
    return {**SONG, "num_format": "@", "valign": "top"}


@_format.register
def _format_money(spec: Money) -> dict[str, Any]:
    del spec
    return {**SONG, "num_format": "0.00", "valign": "top"}


@_format.register
def _format_whole(spec: Whole) -> dict[str, Any]:
    del spec
    return {**SONG, "num_format": "0", "valign": "top"}


def _shower(spec: Field[Any], *, masked: bool) -> Callable[[Any], object]:
    return spec.mask if masked and spec.masked else spec.cell


def _put(sheet: Any, row: int, place: int, cell: object) -> None:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, place, cell)
    elif cell is not None and cell != "":
        sheet.write_string(row, place, str(cell))


def _hint(spec: Field[Any]) -> str:
    lines = ["必填"] if spec.required else []
    if spec.hint:
        lines.append(spec.hint)
    if isinstance(spec, Day):
        lines.append("如 1985-03-12；只知道年月写 1985-03，只知道年写 1985")
    if isinstance(spec, Choice):
        lines.append("请从下拉框中选择")
    return "\n".join(lines)


def _options(spec: Field[Any]) -> list[str]:
    if isinstance(spec, YesNo):
        return ["是", "否"]
    return list(spec.options.labels.values()) if isinstance(spec, Choice) else []


def _hidden(book: Any) -> Any:
    """A sheet for lists too long to stand in the rule itself."""
    sheet = book.add_worksheet("选项")
    sheet.hide()
    return sheet


def _drop_down(sheet: Any, place: int, source: str | list[str]) -> None:
    rule = {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": "请从下拉框中选择",
        "error_message": "填写的内容不在选项里，导入时可能不被接受。",
    }
    sheet.data_validation(1, place, _TEMPLATE_ROWS, place, rule)


def _letters(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    name: str = xl_col_to_name(place)
    return name
