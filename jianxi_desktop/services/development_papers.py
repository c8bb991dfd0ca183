"""Papers of the development of members: the whole course of one (全程纪实表), and how all stand."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import chain, groupby, repeat
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.development_steps import DONE, GAP, STAGE_TITLES, Standing
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ledgers.development_case import D
from jianxi_desktop.ledgers.person import P
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Line, Part, Slip
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import leaving
from jianxi_desktop.services.development import CaseView, cases, documents_of
from jianxi_desktop.services.development_facts import Entered
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts

COURSE, COURSE_TITLE = "development_case.course", "发展党员全程纪实表"
PROGRESS, PROGRESS_TITLE = "development.progress", "发展党员进度一览表"
_SEAL = f"（盖章）{BLANK_DAY}"
_SIGNED = f"书记（签名）：　　　　　　{BLANK_DAY}"
_STEP_COLUMNS = (
    Column("阶段", 3.2, Align.CENTER),
    Column("步", 2, Align.CENTER),
    Column("内　　容", 8.6),
    Column("完成日期", 6, Align.CENTER),
    Column("经办人", 4.2, Align.CENTER),
    Column("材　　料", 12),
    Column("说　　明", 10.5),
)
_PROGRESS_COLUMNS = (
    Column("序号", 2.4, Align.CENTER),
    Column("姓名", 4.4),
    Column("所在党组织", 11),
    Column("阶段", 5),
    Column("下一步", 9),
    Column("期限", 6, Align.CENTER),
    Column("还不能办的原因", 18),
    Column("存疑", 3, Align.CENTER),
)


def course_slip(facts: Facts, view: CaseView) -> Slip:
    """Draw the whole course of an application: the 25 steps by stage, and places to sign."""
    parts: list[Part] = list(_head(facts))
    rows: list[tuple[str, ...]] = []
    for stage, standings in groupby(view.course.standings, key=lambda each: each.step.stage):
        titles = chain((STAGE_TITLES[stage - 1],), repeat(""))
        every = (row for each in standings for row in _rows(view, each))
        rows += [(title, *row) for title, row in zip(titles, every, strict=False)]
    parts += [
        Grid(_STEP_COLUMNS, tuple(rows), height=22),
        Area("党支部意见", "", _SIGNED, least=64),
        Area("上级党委意见", "", _SEAL, least=64),
    ]
    odd = view.course.odd
    notes: tuple[str, ...] = ("本表随发展党员工作逐步填写，转正后归入本人档案。",)
    if odd:
        notes += (f"要核对的情况：{'；'.join(odd)}。",)
    return Slip(COURSE_TITLE, tuple(parts), about=view.application.organisation_name, notes=notes)


@needs(Right.PRINT)
def progress_table(
    office: Office, organisation: UUID | None, day: date, *, today: date
) -> Document:
    """Print how all applications stand that are not over.

    Args:
        office: The open database.
        organisation: Whose; ``None``: all that this person may see.
        day: The day they stand so.
        today: Day of printing.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    lines = [each for each in cases(office, organisation, day) if each.running]
    rows = [
        (
            str(at),
            each.name,
            each.organisation,
            each.stage_title,
            f"{int(each.next)}. {each.next_title}",
            ""
            if each.due is None
            else f"{each.due.day.isoformat()}{'（逾期）' if each.late else ''}",
            "；".join(each.blocked),
            f"{each.odd}处" if each.odd else "",
        )
        for at, each in enumerate(lines, 1)
    ]
    spec = TableSpec(
        title=PROGRESS_TITLE,
        columns=_PROGRESS_COLUMNS,
        rows=rows,
        unit=office.unit.name,
        subtitle=f"截至{show_day(day.isoformat())}",
        note="期限和要求按“规则和依据”计算；“存疑”是和规定的次序、时间、人数对不上的地方。",
        printed_on=show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    drawn = draw_table(stream, spec)
    told = {"paper": PROGRESS, "rows": len(rows), "full_numbers": False}
    return document_of(PROGRESS_TITLE, stream, drawn, told)


def _head(facts: Facts) -> Iterator[Line]:
    person = facts.linked(D.person)
    if person is not None:
        yield Line((person.cell(P.name), person.cell(P.sex), person.cell(P.ethnic_group)))
        yield Line((person.cell(P.born_on, "出生年月"), person.cell(P.education)))
        yield Line((person.cell(P.workplace, "工作单位"), person.cell(P.job, "岗位")))
    else:
        yield Line((Cell("姓名"), Cell("性别"), Cell("民族")))
    yield facts.line(D.contacts, D.introducers)
    yield facts.line(D.form_number, D.probation_until)


def _rows(view: CaseView, standing: Standing) -> Iterator[tuple[str, ...]]:
    """Give a row for every time a step was done, the first first; an empty one else."""
    code = standing.step.code
    title = code_table("development_step").known.get(code, "")
    entered = view.application.entered(code)[::-1]
    for place, each in enumerate(entered):
        first = place == 0
        on = each.done.on or ""
        documents = _documents(standing) if first else each.done.told
        number = str(int(code)) if first else ""
        yield number, title, on, each.handled_by, documents, _said(standing, each, first=first)
    if not entered:
        told = "没有登记" if standing.state in (GAP, DONE) else ""
        yield str(int(code)), title, "", "", _documents(standing), told


def _documents(standing: Standing) -> str:
    """Say which documents there are and which are missing; what was typed stands for itself."""
    there = [name for _code, name, ticked in documents_of(standing) if ticked]
    missing = [name for _code, name, ticked in documents_of(standing) if not ticked]
    typed = [each.told for each in standing.done if each.told]
    if not there and typed:
        return "、".join(dict.fromkeys(typed))
    said = "、".join([*there, *dict.fromkeys(typed)])
    lacking = f"缺：{'、'.join(missing)}" if missing and standing.state == DONE else ""
    return "；".join(each for each in (said, lacking) if each)


def _said(standing: Standing, entered: Entered, *, first: bool) -> str:
    done, said = entered.done, []
    if done.entitled:
        counted = f"应到{done.entitled}人、实到{done.present or 0}人、赞成{done.agreed or 0}票"
        said.append(counted)
    if entered.note:
        said.append(entered.note)
    if first:
        said += standing.odd
    return "；".join(said)
