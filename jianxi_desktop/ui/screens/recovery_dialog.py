"""Shows a new recovery key until it was copied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.recovery_page import RecoveryPage
from jianxi_desktop.ui.theme import columns_of


class RecoveryDialog(QDialog):
    """Does not close before a line of the key was typed back: nobody can show it again."""

    def __init__(self, parent: QWidget, desk: Desk, spelled: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("新的恢复密钥")
        self._desk = desk
        self.page = RecoveryPage(desk.jobs, desk.report)
        self.page.go_on.setText("我已保存好，旧纸作废")
        self.page.copied.connect(self._done)
        column = QVBoxLayout(self)
        edge = columns_of(self, 1.5)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self.page)
        self.page.show_key(desk.office, spelled)

    def _done(self) -> None:
        super().accept()
        self._desk.notice("恢复密钥已更换，旧的那张纸请当场撕毁。")

    def reject(self) -> None:
        """Override: Esc closes nothing that cannot be shown again."""
