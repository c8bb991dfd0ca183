"""观摩打分: what one scorer gave one visited community for one criterion."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Link, Name, Text
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section


class ObservationScore(Record):
    """One score, of an organisation's work and never of a person."""

    __tablename__ = "observation_score"

    visit: Mapped[uuid.UUID] = column(
        Link("观摩点", ("表号",), target="observation_visit", finds=True, width=12)
    )
    criterion: Mapped[uuid.UUID] = column(
        Link("观摩内容", ("指标",), target="observation_criterion", finds=True, width=16)
    )
    scorer: Mapped[str] = column(Name("打分人", ("评分人",), length=50, width=5, search=True))
    points: Mapped[int] = column(Points("得分", ("评分", "分数")))
    remark: Mapped[str | None] = column(
        Text("扣分说明", ("备注",), length=200, width=14), default=None
    )


S = ObservationScore
LEDGER = Ledger(
    key="observation_score",
    title="观摩打分",
    record=S,
    fields=fields_of(S),
    caption=S.scorer,
    listing=(S.visit, S.criterion, S.scorer, S.points, S.remark),
    form=(Section("打分", (S.visit, S.criterion, S.scorer, S.points, S.remark)),),
    roster_key=(S.visit, S.criterion, S.scorer),
    owner=S.visit,
    ignored=("序号", "编号"),
)
