"""Pasting cells into a list: nothing is written before it was looked at.

A block of cells goes to the import page; one column goes into the rows that are picked.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui import clipboard
from jianxi_desktop.ui.screen import Desk, Pasting

_MOST = 64_000_000  # characters; more than any roster of a district
_NOTHING = "剪贴板里没有表格。请先在 Excel 或 WPS 里选中几行，按 Ctrl+C 复制，再回来粘贴。"
_TOO_MUCH = "剪贴板里的内容太多。请把表格存成文件，再选择文件导入。"

Brought = tuple[str, ...]  # the cells of one column


def may_paste(desk: Desk, ledger: Ledger) -> bool:
    """Tell whether blocks of cells can become records of a ledger."""
    return desk.has_screen("import") and bool(ledger.area and ledger.roster_key)


def paste(desk: Desk, ledger: Ledger) -> None:
    """Show on the import page what the clipboard holds, for the ledger of a list."""
    brought = read_clipboard(desk, ledger.key)
    if brought is not None:
        desk.open_screen("import", brought)


def read_clipboard(desk: Desk, ledger: str) -> Pasting | None:
    """Take the block or the file that was copied; say so where there is neither."""
    text, files = clipboard.shared().brought()
    if len(files) == 1:
        return Pasting(ledger, path=Path(files[0]))
    if len(text) > _MOST:
        desk.warn(_TOO_MUCH)
        return None
    if not text.strip() or ("\t" not in text and "\n" not in text.strip()):
        desk.warn(_NOTHING)
        return None
    return Pasting(ledger, text)


def read_column() -> Brought | None:
    """Take the one column of cells that was copied; ``None``: it is something else.

    A single cell is a column, too: it is meant for every row.
    """
    text, files = clipboard.shared().brought()
    if files or "\t" in text or not text.strip() or len(text) > _MOST:
        return None
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n")), delimiter="\t", strict=False)
    return tuple(row[0] if row else "" for row in rows)


def column_for(desk: Desk, brought: Brought, serials: Sequence[int]) -> dict[int, object] | None:
    """Give each picked record its cell; say so where there are more or fewer cells than rows."""
    if len(brought) == 1:
        return dict.fromkeys(serials, brought[0])
    if len(brought) != len(serials):
        desk.warn(
            f"剪贴板里是一列 {len(brought)} 行，选中的是 {len(serials)} 行。"
            "请选同样多的行再粘贴；只复制一格，就会填到每一行。"
        )
        return None
    return dict(zip(serials, brought, strict=True))
