"""Erasing a record on a lawful request: said plainly what it does, and on which request."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.erasure import SHORTEST_REQUEST, Erased, erase_record
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_WHAT = (
    "做了就收不回来：撤销、恢复、历史都找不回。",
    "台账、查找和操作记录里，这条记录和属于它的内容都清空，只留下何时依据什么删除过。",
    "已经做好的备份里还有，要等它们按期轮换掉。",
    "收到过这条记录的其他单位，等收到以后的数据包才会删除。",
)


class EraseDialog(QDialog):
    """Says plainly what erasing does; goes on only with the request it is done on.

    Attributes:
        request: Which request, by which paper.
        erase: Goes on.
    """

    def __init__(self, parent: QWidget, caption: str, go_on: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("依法彻底删除")
        self._go_on = go_on
        self.request = QLineEdit()
        self.request.setAccessibleName("依据")
        self.request.setPlaceholderText("哪份申请、文号，例如：洛涧个保〔2026〕1号")
        self.request.textChanged.connect(self._look)
        self.erase = as_primary(QPushButton("彻底删除"))
        self.erase.setEnabled(False)
        self.erase.clicked.connect(self.accept)
        keep = QPushButton("保留")
        keep.clicked.connect(self.reject)
        for button in (self.erase, keep):
            button.setAutoDefault(False)  # Enter in the line decides nothing
        column = QVBoxLayout(self)
        column.setSpacing(columns_of(self, 0.7))
        column.addWidget(_said(f"彻底删除“{caption}”？只在依法必须删除个人信息时使用。"))
        for each in _WHAT:
            column.addWidget(_said(f"· {each}"))
        column.addWidget(QLabel("依据："))
        column.addWidget(self.request)
        column.addWidget(as_hint(QLabel("依据会长期留在操作记录里，请不要写姓名和号码。")))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.erase)
        buttons.addWidget(keep)
        column.addLayout(buttons)
        self.setFixedWidth(columns_of(self, 44))

    def accept(self) -> None:
        """Override: hand on the request."""
        super().accept()
        self._go_on(self.request.text().strip())

    def _look(self, text: str) -> None:
        self.erase.setEnabled(len(text.strip()) >= SHORTEST_REQUEST)


def ask_erasure(
    parent: QWidget,
    desk: Desk,
    record: tuple[Ledger, UUID, str],
    leave: Callable[[], None] | None = None,
) -> None:
    """Ask for the request, then erase.

    Args:
        parent: The page that is shown.
        desk: Its desk.
        record: The ledger, the record and what it is called.
        leave: Goes away from a page that shows the record.
    """
    ledger, record_id, caption = record

    def leave_it() -> None:
        if leave is not None and isValid(parent):  # it may have been left meanwhile
            leave()

    EraseDialog(parent, caption, partial(_erase, desk, ledger, record_id, leave_it)).open()


def _erase(
    desk: Desk, ledger: Ledger, record_id: UUID, leave: Callable[[], None], request: str
) -> None:
    office = desk.office

    def work(_progress: Progress) -> Erased:
        return erase_record(office, ledger, record_id, request)

    desk.jobs.run_long(work, partial(_say_erased, desk, leave), title="正在彻底删除", stops=False)


def _say_erased(desk: Desk, leave: Callable[[], None], erased: Erased) -> None:
    leave()
    desk.changed(erased.touched)
    desk.notice(
        f"已依法彻底删除：记录和属于它的共 {erased.records} 条、"
        f"操作记录里的 {erased.writes} 处，都已清空。"
    )


def _said(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
