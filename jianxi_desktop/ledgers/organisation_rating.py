"""分类定级: the grade of an organisation in a period, by a scheme that may change."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class OrganisationRating(Record):
    """One grade of one organisation in one period."""

    __tablename__ = "organisation_rating"

    organisation: Mapped[uuid.UUID] = column(
        Link("党组织", ("党组织名称", "党支部"), target="organisation", finds=True, width=14)
    )
    scheme: Mapped[str] = column(Choice("定级办法", ("办法",), table="rating_scheme", width=6))
    period: Mapped[str] = column(Text("期次", ("年度",), length=20, width=6, search=True))
    grade: Mapped[str] = column(Choice("等次", ("定级结果", "类别"), table="rating_grade", width=4))
    rated_on: Mapped[str | None] = column(Day("定级日期", ("日期",)), default=None)
    rated_by: Mapped[str | None] = column(Text("定级单位", length=80, width=10), default=None)
    reason: Mapped[str | None] = column(
        LongText("主要依据", ("存在问题", "依据"), width=16), default=None
    )
    measure: Mapped[str | None] = column(
        LongText("整顿提升措施", ("整顿措施", "措施"), width=16), default=None
    )


R = OrganisationRating
LEDGER = Ledger(
    key="organisation_rating",
    title="分类定级台账",
    area="台账",
    record=R,
    fields=fields_of(R),
    caption=R.period,
    listing=(R.organisation, R.period, R.scheme, R.grade, R.rated_on, R.reason),
    form=(
        Section("定级", (R.organisation, R.scheme, R.period, R.grade, R.rated_on, R.rated_by)),
        Section("依据与措施", (R.reason, R.measure)),
    ),
    roster_key=(R.organisation, R.scheme, R.period),
    owner=R.organisation,
    home=R.organisation,
    papers=(
        Paper("分类定级表", (R.organisation, R.period, R.scheme, R.grade, R.reason)),
        Paper(
            "后进整顿台账",
            (R.organisation, R.period, R.grade, R.reason, R.measure),
            only=((R.grade, ("lagging",)),),
        ),
    ),
)
