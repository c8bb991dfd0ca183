"""The 25 steps of one application as a table, and what there is to say about one of them."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain.development_rules import Limit
from jianxi_desktop.domain.development_steps import (
    DONE,
    DUE,
    EARLY,
    GAP,
    LATE,
    STAGE_TITLES,
    WAITING,
    Standing,
)
from jianxi_desktop.domain.rule_sources import told_source
from jianxi_desktop.domain.rule_tables import DOUBT
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.development import CaseLine, CaseView, documents_of, is_odd
from jianxi_desktop.ui.screens.parts import inked, sized, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable

STEP_COLUMNS: Final = (
    Column("阶段", 4),
    Column("步骤", 9.5),
    Column("完成日期", 5.4),
    Column("材料", 2.4),
    Column("期限", 6),
    Column("情况", 8),
)
CASE_COLUMNS: Final = (
    Column("姓名", 3.4),
    Column("阶段", 4),
    Column("下一步", 6.6),
    Column("期限", 5.4),
)
_STATES: Final = {
    DONE: "已完成",
    LATE: "已逾期",
    DUE: "可以办理",
    EARLY: "时间未到",
    WAITING: "等前面的步骤",
    GAP: "没有登记",
}
_MARKS: Final = {DONE: "good", LATE: "error", DUE: "", EARLY: "quiet", WAITING: "quiet"}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterTable(TextTable):
    """A table whose rows are taken by Enter or a double click.

    Signals:
        taken: What the row is made from.
    """

    taken = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.doubleClicked.connect(self._take)

    def current(self) -> object:
        """Give what the row with the focus is made from; ``None``: there is none."""
        index = self.currentIndex()
        return self.rows.item(index.row()) if index.isValid() else None

    def _take(self) -> None:
        item = self.current()
        if item is not None:
            self.taken.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter takes the row."""
        if event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take()
            return
        super().keyPressEvent(event)


class StepDetail(QWidget):
    """Says all that is known of one step, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.title = sized(QLabel(), 11, bold=True)
        self.odd = inked(wrapped(), "amber")
        self.blocked = inked(wrapped(), "amber")
        self.told = wrapped()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for each in (self.title, self.odd, self.blocked, self.told):
            column.addWidget(each)
        column.addStretch(1)

    def show_step(self, standing: Standing | None) -> None:
        """Show a step, or nothing."""
        self.title.setText("" if standing is None else title_of(standing))
        said = {self.odd: "", self.blocked: "", self.told: ""}
        if standing is not None:
            said[self.odd] = "；".join(standing.odd)
            reasons = "\n".join(f"· {each}" for each in standing.blocks)
            said[self.blocked] = f"现在还不能办：\n{reasons}" if reasons else ""
            said[self.told] = "\n".join(lines_of(standing))
        for label, text in said.items():
            label.setText(text)
            label.setVisible(bool(text))

    def text(self) -> str:
        """Give all that is shown."""
        labels = (self.title, self.odd, self.blocked, self.told)
        return "\n".join(each.text() for each in labels if each.text())


def title_of(standing: Standing) -> str:
    """Name a step with its number and how it stands."""
    lacking = standing.state == DUE and standing.blocks
    return f"{name_of(standing)}　{'还差条件' if lacking else _STATES[standing.state]}"


def name_of(standing: Standing) -> str:
    """Name a step with its number."""
    title = code_table("development_step").known.get(standing.step.code, "")
    return f"{int(standing.step.code)}. {title}"


def lines_of(standing: Standing) -> Iterator[str]:
    """Say what the rules say of a step, and which documents there are."""
    yield f"由谁办：{standing.step.duty}"
    if standing.least is not None and standing.state != DONE:
        yield f"最早：{_limit(standing.least)}"
    if standing.due is not None:
        again = "下次期限" if standing.step.repeated and standing.state == DONE else "期限"
        yield f"{again}：{_limit(standing.due)}"
    for each in standing.asked:
        yield f"要求：{_with_source(each.text, each.source)}"
    documents = documents_of(standing)
    if documents:
        marks = "　".join(f"{'✓' if there else '○'}{name}" for _code, name, there in documents)
        yield f"材料：{marks}"
    for done in standing.done:
        votes = ""
        if done.entitled:
            votes = f"，应到{done.entitled}人，实到{done.present or 0}人，赞成{done.agreed or 0}票"
        kind = "延长预备期的决定" if done.extends else "已登记"
        yield f"{kind}：{done.on or '日期未填'}{votes}{f'，{done.told}' if done.told else ''}"
    if source := told_source(standing.step.source):
        yield f"步骤依据：{source}"


def step_line(standing: Standing) -> Line:
    """Put a step into a row; what stands out is amber, what is overdue red."""
    first = {1: "01", 2: "03", 3: "07", 4: "12", 5: "19"}[standing.step.stage]
    stage = STAGE_TITLES[standing.step.stage - 1] if standing.step.code == first else ""
    on = next((each.on for each in standing.done if each.on and not each.extends), None)
    documents = documents_of(standing)
    there = sum(each for _code, _name, each in documents)
    told = any(each.told for each in standing.done)
    counted = f"{there}/{len(documents)}" if documents else ""
    if told and not there:
        counted = "已写"  # typed as a text, before there were boxes to tick
    states = {2: "good", 5: _MARKS.get(standing.state, "")}
    if standing.done and there < len(documents) and not (told and not there):
        states[3] = "warning"
    if is_odd(standing):
        states[5] = "warning"
    if standing.state == LATE:
        states[4] = "error"
    cells = (stage, name_of(standing), on or "", counted, _due(standing), _told(standing))
    return Line(cells, states, strong=standing.state == LATE)


def case_line(line: CaseLine) -> Line:
    """Put an application into a row of the list."""
    number = f"{int(line.next)}. {line.next_title}" if line.next else "没有要办的"
    due = line.due.day.isoformat() if line.due is not None else ""
    states = {3: "error" if line.late else ""}
    if line.odd:
        states[0] = "warning"
    if not line.running:
        states |= {1: "quiet", 2: "quiet"}
    stage = line.stage_title.removeprefix("入党")
    return Line((line.name, stage, number, due), states)


def head_of(view: CaseView) -> str:
    """Say in a line what an application is and what it waits for."""
    case = view.application.case
    days = (
        ("申请", case.applied_on),
        ("积极分子", case.activist_on),
        ("发展对象", case.candidate_on),
        ("入党", case.joined_on),
        ("转正", case.full_on),
        ("终止", case.stopped_on),
    )
    said = "　".join(f"{caption} {day}" for caption, day in days if day)
    ends = view.course.ends
    if ends is not None and not case.full_on and not case.stopped_on:
        said += f"　预备期到 {ends.day.isoformat()}"
    people = (("培养联系人", case.contacts), ("入党介绍人", case.introducers))
    return said + "".join(f"　{caption}：{names}" for caption, names in people if names)


def _limit(limit: Limit) -> str:
    counted = f"{limit.day.isoformat()}（从{limit.since.isoformat()}起）"
    return f"{counted}　{_with_source(limit.text, limit.source)}"


def _with_source(text: str, source: str) -> str:
    """Say a rule and where it stands, without saying anything twice."""
    plain, source = text.removesuffix(DOUBT), told_source(source)
    said = source if source.startswith(plain) else f"{plain}（{source}）" if source else plain
    return said + (DOUBT if text != plain else "")


def _due(standing: Standing) -> str:
    if standing.state == EARLY and standing.least is not None:
        return f"{standing.least.day.isoformat()}起"
    if standing.due is None or (standing.state == DONE and not standing.step.repeated):
        return ""
    return standing.due.day.isoformat()


def _told(standing: Standing) -> str:
    if standing.odd:
        return standing.odd[0]
    if standing.state in (EARLY, DUE) and standing.blocks:
        return standing.blocks[0]
    return _STATES[standing.state]
