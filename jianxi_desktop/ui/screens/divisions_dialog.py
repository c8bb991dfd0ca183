"""What differs between the territories here and the official list, and the one step to it."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.divisions import (
    Applied,
    DivisionChange,
    apply_divisions,
    division_changes,
)
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, line_height

_COLUMNS: Final = (
    Column("区域", 12),
    Column("怎样不同", 7),
    Column("原来", 11),
    Column("名单上", 11),
    Column("名单日期", 7),
)
_SAYS: Final = (
    "照名单更新只改代码、名称和上级区域，新设的加上，划出的填撤销日期；"
    "不移除任何记录，党组织和党员不受影响，更新后可以撤销。"
)


class DivisionsDialog(PatientDialog):
    """Shows the differences; brings the territories in step when that is asked for.

    Attributes:
        table: The differences, a line each.
        apply: Writes them.
        said: What was found, in words.
    """

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("对照区划代码")
        self._desk = desk
        self.said = wrapped()
        self.table = TextTable()
        self.table.setAccessibleName("与名单的出入")
        self.apply = as_primary(QPushButton("照名单更新"))
        self.apply.setEnabled(False)
        self.apply.clicked.connect(self._apply)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        hint = as_hint(QLabel(_SAYS))
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.addWidget(as_title(QLabel("与统计用区划代码名单的出入")))
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(hint)
        column.addLayout(row_of(None, self.apply, close))
        self.resize(
            min(columns_of(self, 60), parent.window().width() - columns_of(self, 2)),
            min(line_height(self) * 20, parent.window().height() - line_height(self) * 2),
        )
        desk.jobs.run(partial(division_changes, desk.office), self._show, self._refuse)

    def _show(self, found: tuple[DivisionChange, ...]) -> None:
        labels = code_table("territory_change_kind").known
        self.table.show_items(_COLUMNS, found, partial(_words, labels))
        self.apply.setEnabled(bool(found))
        self.said.setText(
            f"有 {len(found)} 处不同。" if found else "这里的街道、社区和名单一致，不需要更新。"
        )

    def _apply(self) -> None:
        if not self.begin():
            return
        self.apply.setEnabled(False)
        self._desk.jobs.run(partial(apply_divisions, self._desk.office), self._done, self._refuse)

    def _done(self, applied: Applied) -> None:
        self._desk.changed(applied.touched)
        self._desk.notice(f"区划已照名单更新：{len(applied.changes)} 处。可以按 Ctrl+Z 撤销。")
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self._desk.report(error)
        self.take_up()
        self.reject()


def _words(labels: Mapping[str, str], change: DivisionChange) -> Line:
    kind = labels.get(change.kind, change.kind)
    return Line((change.name, kind, change.old, change.new, change.changed_on.isoformat()))
