"""The question which communities join a round, and the ones about single stops of its route."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.services.observation_route import Stop
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.removal import Why
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.community_choice import Community, CommunityChoice
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, wrapped
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of

_OF_ONE: Final = ("planned_on", "starts_at", "ends_at", "inspected_by", "inspectors")


class StopsDialog(PatientDialog):
    """Asks which communities are added to a round.

    Signals:
        wanted: The communities; call ``accept`` or ``refuse`` when it is known.
    """

    wanted = Signal(object)

    def __init__(
        self, parent: QWidget, communities: Sequence[Community], ticked: Collection[UUID]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("加观摩点")
        self.places = CommunityChoice()
        self.places.show_communities(communities, ticked)
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.go = as_primary(QPushButton("加进这一轮"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._ask)
        stay = QPushButton("先不加")
        stay.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(as_title(wrapped("把哪些社区加进这一轮？")))
        column.addWidget(wrapped("打了勾的，这半年这一步还没有安排去。加在路线最后，可以再拖动。"))
        column.addWidget(self.places, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, stay))
        self.setMinimumSize(columns_of(self, 34), columns_of(self, 32))
        self.places.changed.connect(self._show_state)
        self._show_state()

    def refuse(self, error: Exception) -> None:
        """Say in place why they were not added."""
        self.take_up()
        self.problem.setText(describe_error(error).text)
        self.problem.show()
        self.go.setEnabled(True)

    def _show_state(self) -> None:
        self.go.setEnabled(bool(self.places.ticked()))

    def _ask(self) -> None:
        if self.begin():
            self.go.setEnabled(False)
            self.wanted.emit(self.places.ticked())


def ask_stop(parent: QWidget, desk: Desk, stop: Stop) -> FieldsDialog:
    """Ask when one stop is visited and by whom."""
    words = Words("改安排", f"{stop.name}：哪天几点去、谁来检查？", "改", "不改")
    given = {
        "planned_on": stop.planned_on or None,
        "starts_at": stop.starts_at or None,
        "ends_at": stop.ends_at or None,
        "inspected_by": stop.inspected_by,
        "inspectors": stop.inspectors or None,
    }
    return FieldsDialog(parent, desk, words, _fields(desk, *_OF_ONE), given)


def ask_inspectors(parent: QWidget, desk: Desk, stops: Sequence[Stop]) -> FieldsDialog:
    """Ask who inspects several stops; what they have in common stands there already."""
    words = Words("改安排", f"选中的 {len(stops)} 个观摩点由谁检查？", "改", "不改")
    names = {stop.inspectors for stop in stops}
    given = {"inspectors": names.pop() if len(names) == 1 else None}
    return FieldsDialog(parent, desk, words, _fields(desk, "inspectors"), given)


def drop_why(stop: Stop) -> Why:
    """Say what is asked before a stop leaves its round."""
    return Why(
        "移出这一轮",
        f"把“{stop.name}”移出这一轮？",
        "打印过的检查表随之作废；可以撤销。",
        ("这一轮不去了", "选错了社区", "改到下一轮"),
        "移出",
        "保留",
    )


def _fields(desk: Desk, *keys: str) -> list[Field[Any]]:
    every = desk.office.catalog["observation_visit"].fields
    return [replace(every[key], required=False) for key in keys]
