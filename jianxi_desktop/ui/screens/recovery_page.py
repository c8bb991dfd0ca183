"""The recovery key, shown once: printed or copied by hand, and a line of it typed back."""

import secrets
import unicodedata
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.recovery_paper import recovery_code, recovery_sheet
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.paper_dialog import Paper, show_paper
from jianxi_desktop.ui.screens.parts import captioned, row_of, sized, wrapped
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.printing import print_pages
from jianxi_desktop.ui.screens.qr_view import QrView
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, icon, set_state

# Letters that the key's spelling takes for a figure.
_MISREAD = str.maketrans("ILO", "110", " -\u2010\u2013\u2014_.\u3000")


class RecoveryPage(QWidget):
    """Shows a recovery key until the person has proved to have it on paper.

    Attributes:
        printing: Sends the sheet of the key to a printer.
        looking: Shows the sheet.

    Signals:
        copied: The line asked for was typed back.
    """

    copied = Signal()

    def __init__(
        self, jobs: Jobs, report: Callable[[Exception], None], pickers: Pickers = PICKERS
    ) -> None:
        super().__init__()
        self._jobs, self._report, self.pickers = jobs, report, pickers
        self._line = ""
        self._office: Office | None = None
        self._key = ""
        self.asked = 0
        self.head = as_title(QLabel("请打印或抄下恢复密钥"))
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(columns_of(self, 1.2))
        self.code = QrView("恢复密钥的二维码")
        self.printing = QPushButton("打印")
        self.printing.setIcon(icon("print"))
        self.printing.clicked.connect(self._ask_printer)
        self.looking = QPushButton("预览")
        self.looking.setIcon(icon("eye"))
        self.looking.clicked.connect(self._look)
        self.printed = as_hint(QLabel())
        self.typed = QLineEdit()
        self.typed.setMinimumWidth(columns_of(self, 16))
        self.typed.textChanged.connect(self._compare)
        self.go_on = as_primary(QPushButton("我已保存好，开始使用"))
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self._leave)
        self.typed.returnPressed.connect(self.go_on.click)
        self.question = QVBoxLayout()
        self._lay_out()

    def show_key(self, office: Office, key: str) -> None:
        """Show the key of an office, and choose the line to be typed back."""
        self._office, self._key = office, key
        self.head.setText(f"{office.unit.name}：请打印或抄下恢复密钥")
        lines = key.splitlines()
        for row, line in enumerate(lines):
            number = QLabel(f"第 {row + 1} 行")
            number.setProperty("role", "hint")
            self.lines.addWidget(number, row, 0)
            for place, group in enumerate(line.split("-"), start=1):
                self.lines.addWidget(_group(group), row, place)
        self.code.show_code(recovery_code(key))
        self.asked = secrets.randbelow(len(lines))
        self._line = _plain(lines[self.asked])
        self.question.addWidget(captioned(f"照纸上的，输入第 {self.asked + 1} 行", self.typed))
        self.typed.setFocus()

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setObjectName("notice")
        frame.setProperty("state", "warning")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(*[columns_of(self, 0.8)] * 4)
        inside.addLayout(self.lines)
        inside.addStretch(1)
        inside.addWidget(self.code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.8))
        column.addWidget(self.head)
        column.addWidget(
            wrapped(
                "密码忘了，只有它能打开数据库；它丢了、密码又忘了，谁也打不开，包括我们。"
                "它只显示这一次，程序不保存。"
            )
        )
        column.addWidget(frame)
        column.addLayout(row_of(self.printing, self.looking, self.printed, None))
        column.addWidget(
            wrapped(
                "打印出来，或者用笔抄在纸上，装进信封交书记保管；不要拍照、不要存在电脑里。"
                "字母不分大小写，没有字母 I、L、O、U。"
            )
        )
        column.addLayout(self.question)
        column.addLayout(row_of(None, self.go_on))

    def _look(self) -> None:
        if self._office is not None:
            sheet = partial(recovery_sheet, self._office, self._key)
            self._jobs.run(sheet, self._show_sheet, self._report)

    def _show_sheet(self, sheet: Document) -> None:
        paper = Paper(sheet, "打印出来收好；它不保存成文件。", printed=self._say_printed)
        show_paper(self, self._jobs, self._report, paper, pickers=self.pickers)

    def _ask_printer(self) -> None:
        self.pickers.printer(self, 1, self._print)

    def _print(self, printer: QPrinter) -> None:
        if self._office is None:
            return
        self.printing.setEnabled(False)
        work = partial(_print_sheet, self._office, self._key, printer)
        self._jobs.run_long(work, self._say_printed, self._not_printed, title="正在打印恢复密钥")

    def _say_printed(self, _pages: object) -> None:
        self.printing.setEnabled(True)
        self.printed.setText("已送到打印机，请马上取走。")

    def _not_printed(self, error: Exception) -> None:
        self.printing.setEnabled(True)
        self._report(error)

    def _leave(self) -> None:
        """Let the key go from the memory as far as it is ours."""
        self._key = self._line = ""
        self.code.show_code(())
        self.copied.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter has pressed the button already, and goes no further."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _compare(self, text: str) -> None:
        typed = _plain(text)
        right = bool(typed) and typed == self._line
        self.go_on.setEnabled(right)
        wrong = not right and not self._line.startswith(typed)
        set_state(self.typed, "error" if wrong else "")
        self.typed.setToolTip("和上面显示的不一样，请对照纸上的改" if wrong else "")


def _print_sheet(office: Office, key: str, printer: QPrinter, progress: Progress) -> int:
    return print_pages(recovery_sheet(office, key), printer, progress)


def _group(text: str) -> QLabel:
    label = sized(QLabel(text), 16, bold=True)
    font = QFont(label.font())
    font.setFamilies(["Noto Sans Mono", "Consolas", "DejaVu Sans Mono", *font.families()])
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 108)
    label.setFont(font)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
