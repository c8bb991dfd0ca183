"""The three lists side by side: needs, the resources that fit them, the projects that join both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.matching import Fit, Offer, Place, Wish, fit, free_of
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.joint_reading import (
    Row,
    read_names,
    read_organisations,
    read_rows,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

RUNNING = ("claimed", "running")
_UNKNOWN = "（未到）"


@dataclass(frozen=True)
class Need:
    """A need as the page shows it.

    Attributes:
        id: Identity.
        title: What is needed.
        kind: Code of ``resource_kind``.
        organisation: Who raised it.
        organisation_name: What it is called.
        raised_by: For whom; may be empty.
        raised_on: Since when; may be empty.
        due_on: By when it is wanted; may be empty.
        state: Code of ``need_state``.
        quantity: How many, if told.
        overdue: Whether the day has passed and it is not met.
        place: Where the organisation stands.
    """

    id: UUID
    title: str
    kind: str
    organisation: UUID
    organisation_name: str
    raised_by: str
    raised_on: str
    due_on: str
    state: str
    quantity: int | None
    overdue: bool
    place: Place = field(repr=False, default=Place())


@dataclass(frozen=True)
class Resource:
    """A resource as the page shows it.

    Attributes:
        id: Identity.
        title: What is offered.
        kind: Code of ``resource_kind``.
        organisation: On whose list it stands.
        organisation_name: What it is called.
        provider: The unit that offers it.
        provider_name: What it is called; may be empty.
        quantity: How many there are.
        measure: How they are counted, such as 间.
        free: How many no running project uses.
        open_hours: When it may be used; may be empty.
        contact: Whom to ask; may be empty.
        place: Where the organisation stands.
    """

    id: UUID
    title: str
    kind: str
    organisation: UUID
    organisation_name: str
    provider: UUID | None
    provider_name: str
    quantity: int
    measure: str
    free: int
    open_hours: str
    contact: str
    place: Place = field(repr=False, default=Place())


@dataclass(frozen=True)
class Project:
    """A project as the page shows it.

    Attributes:
        id: Identity.
        title: What it is called.
        organisation_name: Who published it.
        need: The need it answers.
        resource: The resource it uses.
        claimant_name: Who claimed it; empty: nobody.
        claimed_on: When; may be empty.
        due_on: By when it is to be done; may be empty.
        done_on: When it was done; may be empty.
        state: Code of ``project_state``.
        result: What came of it; may be empty.
        satisfaction: Code of ``satisfaction``; empty: nobody said.
        overdue: Whether the day has passed and it is not done.
    """

    id: UUID
    title: str
    organisation_name: str
    need: UUID | None
    resource: UUID | None
    claimant_name: str
    claimed_on: str
    due_on: str
    done_on: str
    state: str
    result: str
    satisfaction: str
    overdue: bool


@dataclass(frozen=True)
class Fitting:
    """A resource that fits a need, and why."""

    resource: Resource
    fit: Fit
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Lists:
    """The three lists on a day.

    Attributes:
        day: The day that lateness is told on.
        needs: All but those that were dropped, those due first on top.
        resources: All that are on offer; of everybody this person may see.
        projects: All, those due first on top.
    """

    day: date
    needs: tuple[Need, ...]
    resources: tuple[Resource, ...]
    projects: tuple[Project, ...]

    @cached_property
    def _project_of(self) -> Mapping[UUID, Project]:
        alive = (each for each in self.projects if each.state != "stopped")
        return {each.need: each for each in alive if each.need is not None}

    def project_of(self, need: UUID) -> Project | None:
        """Give the project that answers a need, if one does."""
        return self._project_of.get(need)

    def waits(self, need: Need) -> bool:
        """Tell whether a need can be matched: it is not over, and no project answers it."""
        return need.state in ("open", "matched") and self.project_of(need.id) is None

    def counts(self) -> dict[str, int]:
        """Count what has to be seen to."""
        unclaimed = [each for each in self.projects if each.state == "open"]
        done = [each for each in self.projects if each.state == "done"]
        return {
            "open": sum(
                each.state == "open" and self.project_of(each.id) is None for each in self.needs
            ),
            "late_needs": sum(each.overdue for each in self.needs),
            "free": sum(each.free > 0 for each in self.resources),
            "unclaimed": len(unclaimed),
            "running": sum(each.state in RUNNING for each in self.projects),
            "late_projects": sum(each.overdue for each in self.projects),
            "unrated": sum(not each.satisfaction for each in done),
        }


@needs(Right.VIEW)
def lists(office: Office, within: UUID | None = None, *, today: date | None = None) -> Lists:
    """Read needs, resources and projects.

    Args:
        office: The open database.
        within: Only needs and projects of this organisation and those below it; resources are
            everybody's, for what a neighbour offers may fit.
        today: The day that lateness is told on.
    """
    day = today or calendar.today()
    with office.store.read() as connection:
        known = read_organisations(office, connection)
        units = read_names(office, connection, "unit", "name")
        need_rows = read_rows(office, connection, "need", within)
        resource_rows = read_rows(office, connection, "resource", None)
        project_rows = read_rows(office, connection, "project", None)
        inside = {row["id"] for row in read_rows(office, connection, "project", within)}
    at = day.isoformat()
    uses: dict[UUID, list[str]] = {}
    for row in project_rows:
        if row["resource"] is not None:
            uses.setdefault(row["resource"], []).append(row["state"])
    wanted = [_need(row, known.names, known.place(row["organisation"]), at) for row in need_rows]
    offers = [
        _resource(row, known.names, units, known.place(row["organisation"]), uses)
        for row in resource_rows
        if row["state"] != "withdrawn" and not row["withdrawn_on"]
    ]
    mine = [_project(row, known.names, units, at) for row in project_rows if row["id"] in inside]
    return Lists(
        day,
        tuple(sorted((each for each in wanted if each.state != "dropped"), key=_by_due)),
        tuple(offers),
        tuple(sorted(mine, key=_by_due)),
    )


def fitting(found: Lists, need: Need) -> tuple[Fitting, ...]:
    """Give the resources that fit a need, those with the most reasons first."""
    wish = Wish(need.kind, need.title, need.place)
    kinds = code_table("resource_kind").known
    fits: list[Fitting] = []
    for each in found.resources:
        title = each.title.removeprefix(each.provider_name)
        how = fit(wish, Offer(each.kind, title, each.place, each.free))
        if how is not None:
            reasons = how.reasons(kinds.get(each.kind, each.kind), each.measure)
            fits.append(Fitting(each, how, reasons))
    return tuple(sorted(fits, key=lambda each: (-each.fit.points, each.resource.title)))


def _by_due(each: Need | Project) -> tuple[bool, str, str]:
    return not each.due_on, each.due_on, each.title


def _late(due: str | None, at: str) -> bool:
    """Tell whether a day has passed; one known in part has when all of it has."""
    return bool(due) and at[: len(due or "")] > (due or "")


def _need(row: Row, names: Mapping[UUID, str], place: Place, at: str) -> Need:
    waits = row["state"] in ("open", "matched") and not row["met_on"]
    return Need(
        row["id"],
        row["title"],
        row["kind"],
        row["organisation"],
        names.get(row["organisation"], _UNKNOWN),
        row["raised_by"] or "",
        row["raised_on"] or "",
        row["due_on"] or "",
        row["state"],
        row["quantity"],
        waits and _late(row["due_on"], at),
        place,
    )


def _resource(
    row: Row,
    names: Mapping[UUID, str],
    units: Mapping[UUID, str],
    place: Place,
    uses: Mapping[UUID, list[str]],
) -> Resource:
    return Resource(
        row["id"],
        row["title"],
        row["kind"],
        row["organisation"],
        names.get(row["organisation"], _UNKNOWN),
        row["provider"],
        units.get(row["provider"], "") if row["provider"] else "",
        row["quantity"] or 0,
        row["measure"] or "个",
        free_of(row["quantity"], uses.get(row["id"], ())),
        row["open_hours"] or "",
        row["contact"] or "",
        place,
    )


def _project(row: Row, names: Mapping[UUID, str], units: Mapping[UUID, str], at: str) -> Project:
    waits = row["state"] in ("open", *RUNNING) and not row["done_on"]
    claimant = units.get(row["claimant"], _UNKNOWN) if row["claimant"] else ""
    return Project(
        row["id"],
        row["title"],
        names.get(row["organisation"], _UNKNOWN),
        row["need"],
        row["resource"],
        claimant,
        row["claimed_on"] or "",
        row["due_on"] or "",
        row["done_on"] or "",
        row["state"],
        row["result"] or "",
        row["satisfaction"] or "",
        waits and _late(row["due_on"], at),
    )
