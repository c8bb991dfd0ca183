"""Joint building of a year at one look: units, part-time members, meetings, contracts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar, joint_rules
from jianxi_desktop.domain.due import notice_days
from jianxi_desktop.domain.joint_rules import Meetings
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_tables import with_doubt
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.joint_reading import (
    Organisations,
    Row,
    read_names,
    read_organisations,
    read_rows,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

JOINT, TRIPARTITE = "joint_meeting", "tripartite_meeting"
_PARTNERS: Final = ("co_builder", "joint_meeting")
_PROPERTY: Final = ("property", "owners_committee")
_UNKNOWN = "（未到）"


@dataclass(frozen=True)
class Partner:
    """A unit that builds along.

    Attributes:
        id: The unit.
        name: What it is called.
        roles: In which ways it takes part, in words.
        since: Since when; may be empty.
        task: What it takes on; may be empty.
        member: Who sits for it on the committee; empty: nobody.
    """

    id: UUID
    name: str
    roles: str
    since: str
    task: str
    member: str


@dataclass(frozen=True)
class Held:
    """A joint meeting or a meeting of three parties that was held or is planned this year."""

    id: UUID
    kind: str
    held_on: str
    topic: str
    present: int | None


@dataclass(frozen=True)
class Contract:
    """A contract for services.

    Attributes:
        id: Identity.
        title: What for.
        unit: With whom.
        ends_on: When it ends; may be empty.
        state: ``running``, ``ending`` soon, ``ended`` without a word on how it went, or ``over``.
    """

    id: UUID
    title: str
    unit: str
    ends_on: str
    state: str


@dataclass(frozen=True)
class Overview:
    """Joint building of one street or community.

    Attributes:
        organisation: Its organisation.
        name: What it is called.
        kind: ``district``, ``street`` or ``community``.
        committee: Its regional committee; ``None``: there is none.
        partners: Units that build along.
        part_time: How many part-time members sit on its committees.
        joint: Its joint meetings of the year.
        tripartite: Its meetings of three parties.
        property_units: Property firms and owners' committees, and how many have an organisation.
        meetings: The meetings themselves, the newest first.
        contracts: Its contracts, those that run first.
    """

    organisation: UUID
    name: str
    kind: str
    committee: UUID | None
    partners: tuple[Partner, ...]
    part_time: int
    joint: Meetings
    tripartite: Meetings
    property_units: tuple[int, int]
    meetings: tuple[Held, ...]
    contracts: tuple[Contract, ...]

    @property
    def unseated(self) -> tuple[Partner, ...]:
        """Units without a part-time member on the committee."""
        return tuple(each for each in self.partners if not each.member)


@needs(Right.VIEW)
def overviews(
    office: Office, within: UUID | None = None, *, today: date | None = None
) -> tuple[Overview, ...]:
    """Give joint building of every street and community of a year, the street before its own.

    Args:
        office: The open database.
        within: Only this organisation and those below it.
        today: The day; its year is looked at.
    """
    day = today or calendar.today()
    with office.store.read() as connection:
        return _Reader(office, connection, day).overviews(within)


def rules_told(day: date) -> str:
    """Say by which rules the meetings are measured, and which of them nobody has verified."""
    labels = code_table("activity_kind").known
    rules = ((kind, joint_rules.rule_of(kind, day)) for kind in (JOINT, TRIPARTITE))
    return "；".join(
        with_doubt(f"{labels[kind]}每年不少于{rule['times']}次", rule)
        for kind, rule in rules
        if rule
    )


def contract_state(ends_on: str | None, *, told: bool, day: date) -> str:
    """Say how a contract stands on a day.

    Args:
        ends_on: Its last day; one known in part lasts as long as that may be.
        told: Whether it is written down how it went.
        day: The day.
    """
    if not ends_on:
        return "running"
    whole = len(ends_on) == len("2026-01-01")
    last = date.fromisoformat(ends_on) if whole else calendar.period_end(ends_on)
    left = (last - day).days
    if left < 0:
        return "over" if told else "ended"
    return "ending" if left <= notice_days("contract", day) else "running"


class _Reader:
    """Reads everything once and deals it out to streets and communities."""

    def __init__(self, office: Office, connection: Connection, day: date) -> None:
        self._office, self._connection, self._day = office, connection, day
        self._known: Organisations = read_organisations(office, connection)
        self._units = read_names(office, connection, "unit", "name")

    def overviews(self, within: UUID | None) -> tuple[Overview, ...]:
        """Give the rows in the order of the tree."""
        parts = {
            "ties": self._dealt("organisation_unit", within),
            "posts": self._dealt("post_holding", within),
            "units": self._dealt("unit", within),
            "activities": self._dealt_activities(within),
            "contracts": self._dealt("service_contract", within),
        }
        return tuple(
            self._overview(each, {key: rows.get(each, []) for key, rows in parts.items()})
            for each in self._wanted(within)
        )

    def _wanted(self, within: UUID | None) -> list[UUID]:
        """Give streets and communities that stand, as the tree has them."""
        top = within or self._office.top
        rows = tree.organisations(self._connection, self._office.catalog)
        subtree = tree.subtree(self._office.catalog, top)
        inside = {row[0] for row in self._connection.execute(subtree)}
        at = self._day.isoformat()
        bases = {self._known.base(row["id"]) for row in rows if row["id"] in inside}
        there = [
            row
            for row in rows
            if row["id"] in bases
            and row["kind"] in ("street", "community")
            and not (row["dissolved_on"] and row["dissolved_on"] <= at)
        ]
        place = {row["id"]: n for n, row in enumerate(there)}

        def order(row: Row) -> tuple[int, bool, int]:
            street = place.get(self._street_of(row["id"]), -1)
            return street, row["kind"] != "street", place[row["id"]]

        return [row["id"] for row in sorted(there, key=order)]

    def _street_of(self, organisation: UUID) -> UUID:
        line = self._known.place(organisation).line
        return next((each for each, kind in line if kind == "street"), organisation)

    def _dealt(self, key: str, within: UUID | None) -> dict[UUID, list[Row]]:
        return self._deal(read_rows(self._office, self._connection, key, within))

    def _dealt_activities(self, within: UUID | None) -> dict[UUID, list[Row]]:
        table = table_of(self._office.catalog["activity"])
        year = f"{self._day.year:04}"
        wanted = table.c.kind.in_((JOINT, TRIPARTITE)) & table.c.held_on.startswith(year)
        rows = read_rows(self._office, self._connection, "activity", within, wanted)
        return self._deal(rows)

    def _deal(self, rows: Iterable[Row]) -> dict[UUID, list[Row]]:
        found: dict[UUID, list[Row]] = {}
        for row in rows:
            if row["organisation"] is not None:
                found.setdefault(self._known.base(row["organisation"]), []).append(row)
        return found

    def _overview(self, organisation: UUID, rows: Mapping[str, list[Row]]) -> Overview:
        posts = [row for row in rows["posts"] if row["part_time"] and self._stands(row["ends_on"])]
        at = self._day.isoformat()
        held = [row for row in rows["activities"] if row["held_on"] <= at]
        count = {kind: sum(row["kind"] == kind for row in held) for kind in (JOINT, TRIPARTITE)}
        houses = [
            row
            for row in rows["units"]
            if row["kind"] in _PROPERTY and self._stands(row["closed_on"])
        ]
        return Overview(
            organisation,
            self._known.names.get(organisation, _UNKNOWN),
            self._known.kinds.get(organisation, ""),
            self._committee(organisation),
            self._partners(rows["ties"], posts),
            len(posts),
            joint_rules.meetings(JOINT, count[JOINT], self._day),
            joint_rules.meetings(TRIPARTITE, count[TRIPARTITE], self._day, wanted=bool(houses)),
            (len(houses), sum(row["party_organisation"] is not None for row in houses)),
            tuple(
                Held(row["id"], row["kind"], row["held_on"], row["topic"], row["present"])
                for row in sorted(rows["activities"], key=lambda row: row["held_on"], reverse=True)
            ),
            self._contracts(rows["contracts"]),
        )

    def _stands(self, ended: str | None) -> bool:
        return not ended or ended > self._day.isoformat()

    def _committee(self, organisation: UUID) -> UUID | None:
        known = self._known
        return next(
            (
                each
                for each, above in known.parents.items()
                if above == organisation and known.kinds.get(each) == "regional"
            ),
            None,
        )

    def _partners(self, ties: list[Row], posts: list[Row]) -> tuple[Partner, ...]:
        seats: dict[UUID, list[str]] = {}
        for row in posts:
            if row["from_unit"] is not None:
                seats.setdefault(row["from_unit"], []).append(row["name"])
        by_unit: dict[UUID, list[Row]] = {}
        for row in ties:
            if row["role"] in _PARTNERS and self._stands(row["until"]):
                by_unit.setdefault(row["unit"], []).append(row)
        labels = code_table("unit_role").known
        found = [
            Partner(
                unit,
                self._units.get(unit, _UNKNOWN),
                "、".join(dict.fromkeys(labels.get(row["role"], row["role"]) for row in rows)),
                min((row["since"] for row in rows if row["since"]), default=""),
                next((row["task"] for row in rows if row["task"]), ""),
                "、".join(seats.get(unit, ())),
            )
            for unit, rows in by_unit.items()
        ]
        return tuple(sorted(found, key=lambda each: (bool(each.member), each.name)))

    def _contracts(self, rows: list[Row]) -> tuple[Contract, ...]:
        order = ("ended", "ending", "running", "over")
        found = [
            Contract(
                row["id"],
                row["title"],
                self._units.get(row["unit"], _UNKNOWN),
                row["ends_on"] or "",
                contract_state(row["ends_on"], told=bool(row["evaluation"]), day=self._day),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda each: (order.index(each.state), each.ends_on)))
