"""The questions of the page of development: a step that was done, and what follows from it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.development_checks import MEETINGS
from jianxi_desktop.domain.development_steps import Standing
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.kinds import MARK
from jianxi_desktop.services.development import CaseView, documents_of
from jianxi_desktop.services.development_deeds import TOLD_WITH, follows
from jianxi_desktop.services.development_facts import Entered
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.development_table import name_of
from jianxi_desktop.ui.screens.parts import inked, section, wrapped
from jianxi_desktop.ui.theme import columns_of

_DOCUMENTS_ACROSS = 2
_STEP_FIELDS = ("done_on", "handled_by")
_VOTE_FIELDS = ("entitled", "present", "agreed")
_STAGE_CAPTIONS = {
    "applied_on": "申请入党日期",
    "activist_on": "确定积极分子日期",
    "candidate_on": "确定发展对象日期",
    "joined_on": "入党日期",
    "full_on": "转正日期",
}
AskStep = Callable[["StepDialog", dict[str, Any], dict[str, Any]], None]


class StepDialog(FieldsDialog):
    """Asks for one step: when, by whom, which documents, how the vote was.

    Attributes:
        boxes: A box for each document, by its code.
        follow: Whether the case's own date is written too; ``None``: the step makes no stage.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        view: CaseView,
        standing: Standing,
        entered: Entered | None,
        ask: AskStep,
    ) -> None:
        self._view, self._code, self._ask = view, standing.step.code, ask
        words = Words(
            "登记发展党员步骤",
            f"{view.application.name}　{name_of(standing)}",
            "登记" if entered is None else "保存",
            "先不登记",
        )
        fields = _fields(desk, self._code)
        super().__init__(parent, desk, words, fields, _given(view, self._code, entered))
        ticked = None if entered is None else entered.done.documents
        self.boxes = self._make_boxes(standing, ticked)
        self.follow = self._make_follow()
        self._place(standing)
        self.wanted.connect(self._hand_on)
        self.editor("done_on").changed.connect(self._tell_follow)
        self._tell_follow()

    def documents(self) -> str | None:
        """Give the documents that are ticked, as the record keeps them."""
        order = list(code_table("development_document").known)
        ticked = [code for code, box in self.boxes.items() if box.isChecked()]
        return MARK.join(sorted(ticked, key=order.index)) or None

    def tick_all(self) -> None:
        """Tick every document that is expected."""
        for box in self.boxes.values():
            box.setChecked(True)

    def _make_boxes(
        self, standing: Standing, ticked: frozenset[str] | None
    ) -> dict[str, QCheckBox]:
        boxes = {}
        for code, name, _there in documents_of(standing):
            boxes[code] = QCheckBox(name)
            boxes[code].setChecked(ticked is not None and code in ticked)
        return boxes

    def _make_follow(self) -> QCheckBox | None:
        found = follows(self._code, "2026")
        if not found:
            return None
        box = QCheckBox()
        stands = getattr(self._view.application.case, next(iter(found)))
        box.setChecked(stands is None)
        return box

    def _place(self, standing: Standing) -> None:
        """Put what is said and the boxes between the question and the buttons."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - made by the base
        said = [*standing.blocks]
        if said:
            told = inked(wrapped("提醒（可以照样登记）：" + "；".join(said)), "amber")
            column.insertWidget(1, told)
        place = column.count() - 2
        if self.boxes:
            column.insertWidget(place, self._documents())
            place += 1
        if self.follow is not None:
            column.insertWidget(place, self.follow)

    def _documents(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        every = QPushButton("材料齐了(&A)")
        every.setAutoDefault(False)
        every.clicked.connect(self.tick_all)
        grid.addWidget(section("材料"), 0, 0)
        grid.addWidget(every, 0, 1, Qt.AlignmentFlag.AlignLeft)
        for place, box in enumerate(self.boxes.values()):
            across, down = place % _DOCUMENTS_ACROSS, place // _DOCUMENTS_ACROSS + 1
            grid.addWidget(box, down, across)
        grid.setColumnMinimumWidth(0, columns_of(self, 16))
        return holder

    def _tell_follow(self) -> None:
        if self.follow is None:
            return
        values = follows(self._code, str(self.editor("done_on").raw() or "").strip() or "这一天")
        key = next(iter(values))
        stage = code_table("development_stage").known.get(values.get("stage", ""), "")
        stands = getattr(self._view.application.case, key)
        now = f"（现在是{stands}）" if stands else ""
        text = f"同时把台账的{_STAGE_CAPTIONS[key]}{now}\n写成{values[key]}"
        self.follow.setText(text + (f"，当前阶段改为“{stage}”" if stage else ""))
        self.follow.setVisible(stands != values[key])

    def _hand_on(self, values: Mapping[str, Any]) -> None:
        told_with = TOLD_WITH.get(self._code)
        of_case = {key: value for key, value in values.items() if key == told_with and value}
        if self.follow is not None and not self.follow.isHidden() and self.follow.isChecked():
            of_case |= follows(self._code, values["done_on"])
        own = {key: value for key, value in values.items() if key != told_with}
        step = {**own, "step": self._code, "documents": self.documents()}
        self._ask(self, step, of_case)


def _fields(desk: Desk, code: str) -> list[Field[Any]]:
    step, case = (desk.office.catalog[f"development_{key}"].fields for key in ("step", "case"))
    votes = _VOTE_FIELDS if code in MEETINGS else ()
    found = [step[key] for key in (*_STEP_FIELDS, *votes)]
    if code in TOLD_WITH:
        found.append(case[TOLD_WITH[code]])
    found.append(replace(step["document"], caption="其他材料或说明"))
    return [replace(each, required=each.key == "done_on") for each in found]


def _given(view: CaseView, code: str, entered: Entered | None) -> dict[str, Any]:
    given: dict[str, Any] = {"done_on": calendar.today().isoformat()}
    if code == "01":
        given["done_on"] = view.application.case.applied_on
    if entered is not None:
        done = entered.done
        given = {
            "done_on": done.on,
            "handled_by": entered.handled_by or None,
            "document": done.told or None,
            **{key: getattr(done, key) for key in _VOTE_FIELDS},
        }
    told_with = TOLD_WITH.get(code)
    if told_with == "form_number":
        given[told_with] = view.application.form_number or None
    elif told_with is not None:
        given[told_with] = getattr(view.application.case, told_with)
    return given
