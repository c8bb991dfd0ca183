"""候选人得票: who stood in an election, and how the votes fell."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Link, Name, Text, Whole, YesNo
from jianxi_desktop.schema.ledger import Ledger, Section


class ElectionCandidate(Record):
    """One candidate in the election of one term."""

    __tablename__ = "election_candidate"

    term: Mapped[uuid.UUID] = column(Link("届次", target="leadership_term", finds=True, width=8))
    position: Mapped[int] = column(Whole("序号", ("编号",), summed=False))
    name: Mapped[str] = column(Name("姓名", ("候选人",), length=50, width=5, search=True))
    person: Mapped[uuid.UUID | None] = column(
        Link("党员台账中的人员", target="person", width=6), default=None
    )
    post: Mapped[str] = column(Choice("竞选职务", ("职务",), table="post", width=6))
    votes_for: Mapped[int | None] = column(Whole("赞成票", ("得票数", "同意")), default=None)
    votes_against: Mapped[int | None] = column(Whole("不赞成票", ("反对",)), default=None)
    abstentions: Mapped[int | None] = column(Whole("弃权票", ("弃权",)), default=None)
    elected: Mapped[bool | None] = column(YesNo("当选", ("是否当选",), width=4), default=None)
    note: Mapped[str | None] = column(Text("备注", length=100, width=10), default=None)


C = ElectionCandidate
LEDGER = Ledger(
    key="election_candidate",
    title="候选人得票",
    record=C,
    fields=fields_of(C),
    caption=C.name,
    listing=(C.term, C.position, C.name, C.post, C.votes_for, C.votes_against, C.elected),
    form=(
        Section("候选人", (C.term, C.position, C.name, C.person, C.post)),
        Section("得票", (C.votes_for, C.votes_against, C.abstentions, C.elected, C.note)),
    ),
    roster_key=(C.term, C.name, C.post),
    owner=C.term,
)
