"""届次: the terms of a leadership, their elections and when they are due."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.fields import Day, Link, LongText, Text, Whole, YesNo
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class LeadershipTerm(Record):
    """One term of one organisation's leadership."""

    __tablename__ = "leadership_term"

    organisation: Mapped[uuid.UUID] = column(
        Link("党组织", ("所在党支部", "党组织名称"), target="organisation", width=14)
    )
    name: Mapped[str] = column(
        Text(
            "届次",
            ("支部委员会名称", "班子名称"),
            length=40,
            width=6,
            search=True,
            hint="如 第五届",
        )
    )
    starts_on: Mapped[str] = column(Day("换届日期", ("任命时间", "当选日期", "本届开始")))
    years: Mapped[int | None] = column(
        Whole("任期（年）", ("任期",), most=10, summed=False), default=None
    )
    due_on: Mapped[str | None] = column(
        Day("到届日期", ("应换届时间",), hint="不填则按换届日期和任期推算"), default=None
    )
    extended_until: Mapped[str | None] = column(Day("批准延期至", ("延期至",)), default=None)
    ended_on: Mapped[str | None] = column(Day("实际结束日期", ("实际换届时间",)), default=None)
    entitled: Mapped[int | None] = column(Whole("应到有选举权数"), default=None)
    attended: Mapped[int | None] = column(Whole("实到有选举权数"), default=None)
    valid_votes: Mapped[int | None] = column(Whole("有效票数"), default=None)
    with_congress: Mapped[bool | None] = column(YesNo("召开代表大会"), default=None)
    document: Mapped[str | None] = column(
        Text("批复文号", ("批准文号",), length=60, width=10), default=None
    )
    extension_document: Mapped[str | None] = column(
        Text("延期批复文号", length=60, width=10), default=None
    )
    seats: Mapped[int | None] = column(Whole("应选人数", most=60), default=None)
    ballots_out: Mapped[int | None] = column(Whole("发出票数"), default=None)
    ballots_back: Mapped[int | None] = column(Whole("收回票数"), default=None)
    tellers: Mapped[str | None] = column(Text("监票人和计票人", length=80, width=10), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


T = LeadershipTerm


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Work out when the term is due where nobody said, and compare the voters."""
    full = dict(values)
    start, years = full.get("starts_on"), full.get("years")
    if start and years and not full.get("due_on"):
        full["due_on"] = calendar.years_after(start, years)
    issues = []
    due = full.get("due_on")
    if start and due and due[: len(start)] < start[: len(due)]:
        told = "到届日期早于换届日期，不作数；请改正，或清空后由程序推算"
        issues.append(Issue("due_on", "order", "warning", told))
    entitled, attended = full.get("entitled"), full.get("attended")
    if entitled is not None and attended is not None and attended > entitled:
        issues.append(Issue("attended", "order", "warning", "实到人数多于应到人数，请核对"))
    return full, tuple(issues)


LEDGER = Ledger(
    key="leadership_term",
    title="换届台账",
    area="组织",
    record=T,
    fields=fields_of(T),
    caption=T.name,
    listing=(T.organisation, T.name, T.starts_on, T.years, T.due_on, T.extended_until, T.ended_on),
    form=(
        Section("届次", (T.organisation, T.name, T.starts_on, T.years, T.due_on)),
        Section("延期与结束", (T.extended_until, T.extension_document, T.ended_on)),
        Section("选举", (T.entitled, T.attended, T.with_congress, T.seats)),
        Section("选票", (T.ballots_out, T.ballots_back, T.valid_votes, T.tellers)),
        Section("批复与备注", (T.document, T.note)),
    ),
    roster_key=(T.organisation, T.name),
    owner=T.organisation,
    home=T.organisation,
    complete=complete,
    papers=(
        Paper(
            "换届登记表",
            (T.organisation, T.name, T.starts_on, T.years, T.entitled, T.attended, T.valid_votes),
        ),
        Paper(
            "到届情况表",
            (T.organisation, T.name, T.starts_on, T.due_on, T.extended_until, T.document),
        ),
    ),
)
