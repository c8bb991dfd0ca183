"""核对过的相似记录: two records that look alike, and that somebody said are not one."""

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Text
from jianxi_desktop.schema.ledger import Ledger, Section


class ToldApart(Record):
    """A pair that is not asked about again, here and wherever its change comes.

    The two are named by their identities and not linked: whatever becomes of them, the decision
    holds neither of them, and says nothing of them where they are not known.
    """

    __tablename__ = "told_apart"

    about: Mapped[str] = column(Text("台账", length=40, width=8))
    first: Mapped[str] = column(Text("记录标识", length=32, width=16))
    second: Mapped[str] = column(Text("另一条记录标识", length=32, width=16))


T = ToldApart
LEDGER = Ledger(
    key="told_apart",
    title="核对过的相似记录",
    record=T,
    fields=fields_of(T),
    caption=T.about,
    listing=(T.about, T.first, T.second),
    form=(Section("不是同一个", (T.about, T.first, T.second)),),
    roster_key=(T.about, T.first, T.second),
)
