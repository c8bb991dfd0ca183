"""The question when visitors have been there: how many came."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.services.bookings import Booked
from jianxi_desktop.ui.screens.parts import captioned, row_of, wrapped
from jianxi_desktop.ui.theme import as_primary, columns_of


class ReceptionDialog(QDialog):
    """Asks for the number of people who came; the number that was expected stands there."""

    def __init__(
        self,
        parent: QWidget,
        field: Field[int],
        booked: Booked,
        go_on: Callable[[int | None], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("接待完成")
        self._field, self._go_on = field, go_on
        self.number = QLineEdit(field.show(booked.headcount))
        self.number.setMaximumWidth(columns_of(self, 8))
        self.number.selectAll()
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        done = as_primary(QPushButton("接待完成"))
        done.setDefault(True)
        done.clicked.connect(self.accept)
        later = QPushButton("先不登记")
        later.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        edge = columns_of(self, 1.2)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(edge // 2)
        column.addWidget(QLabel(f"{booked.span.show()}　{booked.visitor}"))
        column.addLayout(row_of(captioned(field.caption, self.number), None))
        column.addWidget(self.problem)
        column.addLayout(row_of(None, done, later))
        self.setMinimumWidth(columns_of(self, 24))
        self.number.setFocus()

    def accept(self) -> None:
        """Override: go on only with a number, or with none where nobody counted."""
        try:
            present = self._field.parse(self.number.text())
        except FieldError as error:
            self.problem.setText(error.user_message)
            self.problem.show()
            return
        super().accept()
        self._go_on(present)
