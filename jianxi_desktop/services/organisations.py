"""Change who stands under whom: rename, move, upgrade, merge, dissolve, and transfer members.

Each is one action that undo takes back whole, and leaves a dated line with its document. Nothing
is lost: memberships end on the day and go on elsewhere, so what was counted as of an earlier day
is counted so for ever.
"""

from collections.abc import Collection
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import organisation_rules as rules
from jianxi_desktop.services import scope, transfers
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_ending import end_all, hand_on
from jianxi_desktop.services.organisation_work import Changed, Decision, deciding
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.transfers import Place

__all__ = [
    "Changed",
    "Decision",
    "dissolve",
    "merge",
    "move",
    "move_members",
    "rename",
    "upgrade",
]


@needs(Right.EDIT)
def rename(
    office: Office,
    organisation: UUID,
    name: str,
    decision: Decision,
    *,
    version: int | None = None,
) -> Changed:
    """Give an organisation another name from a day on (更名).

    Raises:
        InputError: The name is empty or no other, or the day does not fit what is known.
        ConflictError: It is gone, or not the version that was shown.
    """
    with deciding(office, "organisation_rename", decision) as work:
        row = work.take(organisation, version)
        given = work.parsed("name", name)
        reasons = list(work.against_day(row))
        if given == row["name"]:
            reasons.append("新名称和现在的名称相同，请填新的名称。")
        rules.refuse(reasons)
        work.edit(row, {"name": given})
        work.note(row, "renamed", old_name=row["name"], new_name=given)
        return work.done(row)


@needs(Right.EDIT)
def move(
    office: Office,
    organisation: UUID,
    parent: UUID,
    decision: Decision,
    *,
    version: int | None = None,
) -> Changed:
    """Let an organisation stand under another one from a day on, with all below it (改隶).

    The members of a group go into the branch that it comes to.

    Raises:
        InputError: It may not stand there; the details name every reason.
        ConflictError: It is gone, or not the version that was shown.
    """
    with deciding(office, "organisation_move", decision) as work:
        row = work.take(organisation, version)
        work.take(parent)
        reasons = [*work.against_leaving(row), *work.against_day(row)]
        if row["parent"] == parent:
            reasons.append(f"“{row['name']}”已经在“{work.structure.name(parent)}”之下，没有改动。")
        rules.refuse([*reasons, *work.structure.against(row, parent, decision.on)])
        work.put_under(row, parent)
        work.follow(row, {**row, "parent": parent})
        return work.done(row)


@needs(Right.EDIT)
def upgrade(
    office: Office,
    organisation: UUID,
    form: str,
    decision: Decision,
    *,
    name: str | None = None,
    parent: UUID | None = None,
    version: int | None = None,
) -> Changed:
    """Give an organisation another form from a day on (升格、改建), and what goes with it.

    Args:
        office: The open database.
        organisation: Which.
        form: Code of ``organisation_form``.
        decision: Day, document, reason.
        name: Its new name, where it gets one.
        parent: Its new superior, where the form asks for another.
        version: The version that was shown.

    Raises:
        InputError: Such an organisation may not stand there; the details name every reason.
        ConflictError: It is gone, or not the version that was shown.
    """
    with deciding(office, "organisation_upgrade", decision) as work:
        row = work.take(organisation, version)
        above = row["parent"] if parent is None else parent
        if parent is not None:
            work.take(parent)
        values = {"form": work.parsed("form", form)}
        if name is not None:
            values["name"] = work.parsed("name", name)
        reasons = list(work.against_day(row))
        if values["form"] == row["form"]:
            reasons.append("新的组织类别和现在的相同，请另选。")
        if above != row["parent"]:
            reasons += work.against_leaving(row)
        after = {**row, **values}
        rules.refuse([*reasons, *work.against_form(after, above)])
        work.edit(row, values)
        changed = {key: value for key, value in values.items() if value != row[key]}
        facts = {f"old_{key}": row[key] for key in changed}
        facts |= {f"new_{key}": value for key, value in changed.items()}
        work.note(row, "upgraded", **facts)
        if above is not None and above != row["parent"]:
            work.put_under(row, above)
        work.follow(row, {**after, "parent": above})
        work.notes += work.odd_below(after)
        return work.done(row)


@needs(Right.EDIT)
def merge(
    office: Office,
    organisation: UUID,
    into: UUID,
    decision: Decision,
    *,
    version: int | None = None,
) -> Changed:
    """Let an organisation go into another one and end on a day (合并).

    Its members, the organisations below it, its open posts and its units go on in the other one.

    Raises:
        InputError: That cannot be; the details name every reason.
        ConflictError: One is gone, or not the version that was shown.
    """
    with deciding(office, "organisation_merge", decision) as work:
        row, other = work.take(organisation, version), work.take(into)
        children = work.structure.children(organisation, decision.on)
        rules.refuse(
            [
                *work.against_leaving(row),
                *work.against_day(row),
                *work.against_merging(row, other, children),
            ]
        )
        work.gather(row, work.place_in(other))
        for child in children:
            work.put_under(work.take(child["id"]), into)
            work.organisations += 1
        work.posts, told = hand_on(work.change, office.catalog, row, into, decision.on)
        work.notes += told
        work.edit(row, {"dissolved_on": decision.on.isoformat()})
        work.note(row, "merged", into=into, old_name=row["name"])
        return work.done(row)


@needs(Right.EDIT)
def dissolve(
    office: Office, organisation: UUID, decision: Decision, *, version: int | None = None
) -> Changed:
    """End an organisation that has neither members nor organisations below it (撤销).

    Its open posts, its term and its relations to units end with it.

    Raises:
        InputError: Something is in the way; the details name all of it, with what to do.
        ConflictError: It is gone, or not the version that was shown.
    """
    with deciding(office, "organisation_dissolve", decision) as work:
        row = work.take(organisation, version)
        rules.refuse([*work.against_leaving(row), *work.against_day(row)])
        connection, catalog = work.change.connection, office.catalog
        rules.require_nothing_in_the_way(
            connection, catalog, work.structure, organisation, decision.on
        )
        end_all(work.change, catalog, organisation, decision.on)
        work.edit(row, {"dissolved_on": decision.on.isoformat()})
        work.note(row, "dissolved", old_name=row["name"])
        return work.done(row)


@needs(Right.EDIT)
def move_members(
    office: Office,
    people: Collection[UUID],
    branch: UUID,
    decision: Decision,
    *,
    group: UUID | None = None,
) -> Changed:
    """Transfer members to another branch or group of this office from a day on.

    Raises:
        InputError: One cannot be transferred; the details name every reason, nothing was changed.
    """
    with deciding(office, "member_transfer", decision) as work:
        row, place = work.take(branch), Place(branch, group)
        scope.require_inside(office, work.change.connection, office.catalog["person"], set(people))
        held = work.memberships_of(people)
        rules.refuse([*work.against_place(row, group), *work.against_transfer(held, place)])
        rows = [found[0] for found in held.values()]
        wanted = [(each, place) for each in rows]
        work.members = transfers.transfer(work.change, office.catalog, wanted, decision.on)
        work.note_transfers(rows, place)
        return work.done(row)
