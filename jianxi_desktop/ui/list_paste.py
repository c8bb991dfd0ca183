"""Pasting a block of cells into a list: nothing is written, the import page shows it first."""

from pathlib import Path

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui import clipboard
from jianxi_desktop.ui.screen import Desk, Pasting

_MOST = 64_000_000  # characters; more than any roster of a district
_NOTHING = "剪贴板里没有表格。请先在 Excel 或 WPS 里选中几行，按 Ctrl+C 复制，再回来粘贴。"
_TOO_MUCH = "剪贴板里的内容太多。请把表格存成文件，再选择文件导入。"


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
