"""组织变动: an organisation set up, renamed, moved, upgraded, merged, dissolved."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class OrganisationChange(Record):
    """One dated change of one organisation, with what stood before and after."""

    __tablename__ = "organisation_change"

    organisation: Mapped[uuid.UUID] = column(
        Link("党组织", ("党组织名称",), target="organisation", finds=True, width=14)
    )
    kind: Mapped[str] = column(Choice("变动类型", table="organisation_change_kind", width=5))
    changed_on: Mapped[str] = column(Day("变动日期", ("变动时间",)))
    document: Mapped[str | None] = column(
        Text("批准文号", ("文号", "批复文号"), length=60, width=10, search=True), default=None
    )
    old_name: Mapped[str | None] = column(Text("原名称", length=100, width=12), default=None)
    new_name: Mapped[str | None] = column(Text("新名称", length=100, width=12), default=None)
    old_parent: Mapped[uuid.UUID | None] = column(
        Link("原上级党组织", target="organisation", width=12), default=None
    )
    new_parent: Mapped[uuid.UUID | None] = column(
        Link("新上级党组织", target="organisation", width=12), default=None
    )
    old_form: Mapped[str | None] = column(
        Choice("原组织类别", table="organisation_form", width=5), default=None
    )
    new_form: Mapped[str | None] = column(
        Choice("新组织类别", table="organisation_form", width=5), default=None
    )
    into: Mapped[uuid.UUID | None] = column(
        Link("并入党组织", target="organisation", width=12), default=None
    )
    reason: Mapped[str | None] = column(LongText("变动原因", ("原因",), width=12), default=None)


C = OrganisationChange
LEDGER = Ledger(
    key="organisation_change",
    title="组织变动台账",
    area="组织",
    record=C,
    fields=fields_of(C),
    caption=C.kind,
    listing=(C.changed_on, C.organisation, C.kind, C.document, C.old_name, C.new_name, C.reason),
    form=(
        Section("变动", (C.organisation, C.kind, C.changed_on, C.document, C.reason)),
        Section(
            "前后",
            (
                C.old_name,
                C.new_name,
                C.old_parent,
                C.new_parent,
                C.old_form,
                C.new_form,
                C.into,
            ),
        ),
    ),
    roster_key=(C.organisation, C.kind, C.changed_on),
    owner=C.organisation,
    papers=(
        Paper(
            "党组织变动情况表",
            (C.changed_on, C.organisation, C.kind, C.document, C.old_name, C.new_name, C.reason),
        ),
    ),
)
