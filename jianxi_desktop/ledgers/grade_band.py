"""定级标准: which score or rank makes which grade, where a district sets its own.

Rows here stand in place of ``resources/rules/grade_bands.csv`` for their whole scheme.
"""

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Text, Whole
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Ledger, Section


class GradeBand(Record):
    """One grade of one scheme."""

    __tablename__ = "grade_band"

    scheme: Mapped[str] = column(Choice("定级办法", ("办法",), table="rating_scheme", width=6))
    position: Mapped[int] = column(
        Whole("顺序", ("序号",), most=99, hint="从好到差，1 最好", summed=False)
    )
    grade: Mapped[str] = column(Choice("等次", table="rating_grade", width=4))
    basis: Mapped[str] = column(Choice("定级依据", ("依据",), table="grade_basis", width=6))
    limit: Mapped[int] = column(
        Points(
            "界限（%）",
            ("界限",),
            most=10_000,
            hint="得分率：不低于这个百分数；名次占比：名次在前百分之多少以内",
            summed=False,
        )
    )
    valid_from: Mapped[str | None] = column(Day("起用日期", ("起始日期",)), default=None)
    valid_to: Mapped[str | None] = column(Day("停用日期"), default=None)
    source: Mapped[str | None] = column(
        Text("依据文件", ("来源",), length=160, width=14), default=None
    )


G = GradeBand
LEDGER = Ledger(
    key="grade_band",
    title="观摩定级标准",
    area="观摩",
    record=G,
    fields=fields_of(G),
    caption=G.grade,
    listing=(G.scheme, G.position, G.grade, G.basis, G.limit, G.valid_from, G.source),
    form=(
        Section("标准", (G.scheme, G.position, G.grade, G.basis, G.limit)),
        Section("起止和依据", (G.valid_from, G.valid_to, G.source)),
    ),
    roster_key=(G.scheme, G.position, G.valid_from),
    ignored=("编号", "备注"),
)
