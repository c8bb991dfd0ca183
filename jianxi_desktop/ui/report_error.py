"""The one place that shows errors: a deliberate failure in its own words, a bug by its code.

A bug's message may quote what people typed, so only its kind and the places it passed are logged.
"""

import logging
import traceback
import zlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from jianxi_desktop.errors import JianxiError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What a person is told about an error.

    Attributes:
        text: Chinese, what happened and what to do next.
        details: Further lines, such as one reason a row.
        code: Stable kind of failure, or the number of a bug that the log knows.
        stopped: Whether the person stopped it, which is no failure.
    """

    text: str
    details: tuple[str, ...] = ()
    code: str = ""
    stopped: bool = False


def describe_error(error: BaseException) -> Report:
    """Log an error without any value in it and say it to the person."""
    if isinstance(error, JianxiError):
        log.warning("refused: %s (%s)", type(error).__name__, error.code)
        return Report(error.user_message, error.details, error.code, error.code == "stopped")
    places = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(p.filename).name}:{p.lineno} {p.name}" for p in places]
    code = _number_of(error, where)
    log.error("bug %s: %s at %s", code, type(error).__name__, " < ".join(reversed(where)))
    return Report(
        f"程序出错（编号 {code}），这一步没有完成，已保存的内容不受影响。"
        "请再试一次；仍不行请把编号和日志文件交给技术支持。",
        code=code,
    )


def show_report(report: Report, parent: QWidget | None = None) -> QMessageBox:
    """Show a report in a dialog that blocks nothing, for when no notice bar is there."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Information if report.stopped else QMessageBox.Icon.Warning)
    box.setWindowTitle("没有完成")
    box.setText(report.text)
    if report.details:
        box.setInformativeText("\n".join(report.details[:12]))
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.open()
    return box


def _number_of(error: BaseException, where: list[str]) -> str:
    """Number a bug by its kind and place: the same bug has the same number everywhere."""
    seen = f"{type(error).__name__}|{where[-1] if where else ''}"
    return f"{zlib.crc32(seen.encode()) & 0xFFFF:04X}"
