"""Streets and communities: their Party organisations, posts, rooms, money and helpers."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.figures import members_by_branch
from jianxi_desktop.db.return_facts.facts import About, Asked, Fact, Source
from jianxi_desktop.db.return_facts.members import person_about
from jianxi_desktop.db.return_facts.places import Places, is_town
from jianxi_desktop.schema.codes import code_table

_KINDS = ("street", "community")
_OWN = ("working_committee", "party_committee", "general_branch", "branch")
_REGIONAL = "regional_committee"
_JOINT = "3"  # of unit_situation
_RETIRED = "4"  # of post_category
_MOST_LEVELS = 64


class _Ground(NamedTuple):
    """A street or a community that stood on the day."""

    id: UUID
    kind: str
    code: str
    name: str
    parent: UUID | None


def territories(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the streets and communities of the last day, with the Party organisation of each.

    About: ``kind`` · ``town``: whether it is one or lies in one · ``form`` of its own
    organisation; none where it has none · ``joint``: whether that is a branch shared with others ·
    ``party``: the organisation · ``group``: a Party group alone is there · ``members``: how many
    belong to organisations in it · ``centre``: an open service centre is there.
    """
    places = Places(connection, asked.scope)
    grounds = _grounds(connection, asked, places)
    parties, joint = _parties(places), _joint(connection, asked)
    numbers = _members(connection, asked, places, grounds)
    centres = _centres(connection, asked)
    groups = {row["territory"] for row in places.rows.values()
              if row["form"] == "group" and row["standing"]}  # fmt: skip
    for ground in grounds.values():
        party = parties.get((ground.kind, ground.id))
        shared = party in joint
        yield Fact(
            ground.id,
            party or _above(places, parties, ground),
            {
                "kind": ground.kind,
                "town": _in_town(ground, grounds),
                "form": str(places.rows[party]["form"]) if party and not shared else None,
                "joint": shared,
                "party": str(party) if party else None,
                "group": ground.id in groups,
                "members": numbers[ground.id],
                "centre": party in centres if party else False,
            },
        )


def community_work(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the communities of the last day, with rooms and the committee of the whole area.

    About: ``kind`` street or community · ``town`` · ``area``: square metres of its service
    centres, office and service together; none where none is open · ``regional``: a regional
    committee (大工委 of a street, 大党委 of a community) stands in it.
    """
    places = Places(connection, asked.scope)
    grounds, parties = _grounds(connection, asked, places), _parties(places)
    areas = _areas(connection, asked)
    regional = {
        (_nearest_kind(places, row), _party_above(places, row["id"]))
        for row in places.rows.values()
        if row["form"] == _REGIONAL and row["standing"]
    }
    for ground in grounds.values():
        party = parties.get((ground.kind, ground.id))
        about: About = {
            "kind": ground.kind,
            "town": _in_town(ground, grounds),
            "area": areas.get(party) if party else None,
            "regional": party is not None and (ground.kind, party) in regional,
        }
        yield Fact(ground.id, party or _above(places, parties, ground), about)


def _nearest_kind(places: Places, row: Mapping[str, Any]) -> str:
    above = places.rows.get(row["parent"])
    return str(above["kind"]) if above else ""


def _party_above(places: Places, organisation: UUID) -> UUID | None:
    parent = places.rows[organisation]["parent"]
    return parent if isinstance(parent, UUID) else None


def _grounds(connection: Connection, asked: Asked, places: Places) -> dict[UUID, _Ground]:
    """Read the streets and communities that stood on the day in the area of whoever is asked for.

    An office knows the street and the district above it too; they are not its own to tell of.
    """
    scope = asked.scope
    own = places.territory(places.top)
    parents = _parents(connection, asked)
    table = scope.table("territory")
    found = (
        select(table.c.id, table.c.kind, table.c.code, table.c.name, table.c.parent)
        .where(
            scope.standing("territory", "established_on", "abolished_on"),
            table.c.kind.in_(_KINDS),
        )
        .order_by(table.c.code, table.c.serial)
    )
    rows = (_Ground(row[0], row[1], row[2] or "", row[3], row[4]) for row in
            connection.execute(found))  # fmt: skip
    return {ground.id: ground for ground in rows if own in (None, *_upwards(ground.id, parents))}


def _parents(connection: Connection, asked: Asked) -> Mapping[UUID, UUID | None]:
    table = asked.scope.table("territory")
    found = select(table.c.id, table.c.parent).where(table.c.removed_on.is_(None))
    return {row[0]: row[1] for row in connection.execute(found)}


def _upwards(ground: UUID | None, parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """Give a territory and all above it."""
    found: list[UUID] = []
    while ground is not None and len(found) < _MOST_LEVELS:
        found.append(ground)
        ground = parents.get(ground)
    return found


def _in_town(ground: _Ground, grounds: Mapping[UUID, _Ground]) -> bool:
    street = ground
    if ground.kind == "community" and ground.parent is not None:
        street = grounds.get(ground.parent, ground)
    return is_town(ground.code or street.code, street.name)


def _parties(places: Places) -> dict[tuple[str, UUID], UUID]:
    """Give the Party organisation of each street and community, by kind and territory."""
    return {
        (str(row["kind"]), row["territory"]): one
        for one, row in places.rows.items()
        if row["kind"] in _KINDS
        and row["form"] in _OWN
        and row["standing"]
        and row["territory"] is not None
    }


def _above(
    places: Places,
    parties: Mapping[tuple[str, UUID], UUID],
    ground: _Ground,
) -> UUID | None:
    """Give whose table a territory without an organisation stands in: the street's, the top's."""
    if ground.parent is not None and (found := parties.get(("street", ground.parent))):
        return found
    tops = (one for one, row in places.rows.items() if row["kind"] == "district")
    return next(tops, None)


def _joint(connection: Connection, asked: Asked) -> frozenset[UUID]:
    table = asked.scope.table("organisation")
    found = select(table.c.id).where(
        table.c.removed_on.is_(None), table.c.unit_situation == _JOINT, table.c.form == "branch"
    )
    return frozenset(row[0] for row in connection.execute(found))


def _members(
    connection: Connection, asked: Asked, places: Places, grounds: Mapping[UUID, _Ground]
) -> Counter[UUID]:
    """Count members by the streets and communities in which their organisations are."""
    parents = _parents(connection, asked)
    numbers: Counter[UUID] = Counter()
    by_branch = members_by_branch(connection, asked.scope.catalog, asked.scope.day)
    for branch, number in by_branch.items():
        for ground in _upwards(_territory(places, branch), parents):
            numbers[ground] += number if ground in grounds else 0
    return numbers


def _territory(places: Places, organisation: UUID) -> UUID | None:
    at: Any = organisation
    for _ in range(_MOST_LEVELS):
        row = places.rows.get(at)
        if row is None:
            return None
        if isinstance(territory := row["territory"], UUID):
            return territory
        at = row["parent"]
    return None


def _centres(connection: Connection, asked: Asked) -> frozenset[UUID]:
    return frozenset(_areas(connection, asked))


def _areas(connection: Connection, asked: Asked) -> dict[UUID, int]:
    """Add up the areas of the open service centres of each organisation."""
    table = asked.scope.table("venue")
    found = select(table.c.organisation, table.c.office_area, table.c.service_area).where(
        asked.scope.standing("venue", "opened_on", "closed_on"),
        table.c.kind == "service_centre",
        table.c.organisation.is_not(None),
    )
    areas: defaultdict[UUID, int] = defaultdict(int)
    for organisation, office, service in connection.execute(found):
        areas[organisation] += (office or 0) + (service or 0)
    return areas


def community_posts(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the posts of streets' and communities' organisations that are held on the last day.

    About: ``kind`` street or community · ``street``: true, as of members · ``community`` · ``post``
    · ``part_time`` · ``town`` · ``who``: the
    person, where none is linked the name · what ``members.person_about`` says of the person.
    """
    scope, places = asked.scope, Places(connection, asked.scope)
    table, person, row = (
        scope.table("post_holding"),
        scope.table("person"),
        scope.table("membership"),
    )
    keys = ("sex", "ethnic_group", "education", "born_on")
    found = (
        select(
            table.c.id,
            table.c.organisation,
            table.c.post,
            table.c.part_time,
            table.c.person,
            table.c.name,
            *(person.c[key] for key in keys),
        )
        .select_from(table.outerjoin(person, table.c.person == person.c.id))
        .where(scope.standing("post_holding", "starts_on", "ends_on"))
        .order_by(table.c.serial)
    )
    holders = select(table.c.person).where(table.c.person.is_not(None))
    joined = {
        each[0]: each[1]
        for each in connection.execute(
            select(row.c.person, row.c.joined_on).where(
                row.c.removed_on.is_(None), row.c.person.in_(holders)
            )
        )
    }
    for each in connection.execute(found):
        place = places.rows.get(each[1])
        if place is None or place["kind"] not in _KINDS:
            continue
        known = person_about(dict(zip(keys, each[6:], strict=True)), joined.get(each[4]), scope.day)
        about: About = {
            **known,
            "kind": str(place["kind"]),
            "street": True,
            "community": place["kind"] == "community",
            "post": each[2],
            "part_time": bool(each[3]),
            "town": places.is_town(each[1]),
            "who": str(each[4]) if each[4] is not None else f"{each[1]}{each[5]}",
        }
        yield Fact(each[0], each[1], about)


def community_money(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give what was spent in the period on the places of communities.

    About: ``kind`` community · ``source`` · ``amount`` in cents · ``community`` · ``town``.
    """
    scope, places = asked.scope, Places(connection, asked.scope)
    table, venue = scope.table("expenditure"), scope.table("venue")
    found = (
        select(table.c.id, venue.c.organisation, table.c.source, table.c.amount)
        .select_from(table.join(venue, table.c.venue == venue.c.id))
        .where(
            scope.live("expenditure"),
            table.c.spent_on > (asked.begins - timedelta(days=1)).isoformat(),
            table.c.spent_on <= asked.until,
        )
        .order_by(table.c.serial)
    )
    for record, organisation, source, amount in connection.execute(found):
        if (community := places.community(organisation)) is not None:
            about: About = {
                "kind": "community",
                "source": source,
                "amount": amount,
                "community": str(community),
                "town": places.is_town(community),
            }
            yield Fact(record, organisation, about)


def community_service(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the services that members registered for in communities in the period.

    About: ``kind`` community · ``person`` · ``community`` · ``town`` · ``in_service``: not
    retired, as the job says.
    """
    scope, places = asked.scope, Places(connection, asked.scope)
    table, person = scope.table("member_record"), scope.table("person")
    row, categories = scope.table("membership"), code_table("post_category").codes
    found = (
        select(table.c.id, table.c.person, row.c.branch, person.c.job)
        .select_from(
            table.join(person, table.c.person == person.c.id).join(row, row.c.person == person.c.id)
        )
        .where(
            scope.live("member_record"),
            person.c.removed_on.is_(None),
            row.c.removed_on.is_(None),
            row.c.until.is_(None),
            table.c.kind == "service",
            table.c.recorded_on > (asked.begins - timedelta(days=1)).isoformat(),
            table.c.recorded_on <= asked.until,
        )
        .order_by(table.c.serial)
    )
    seen: set[UUID] = set()
    for record, who, branch, job in connection.execute(found):
        community = places.community(branch)
        if community is None or record in seen:
            continue
        seen.add(record)
        about: About = {
            "kind": "community",
            "person": str(who),
            "community": str(community),
            "town": places.is_town(community),
            "in_service": categories.get((job or "").strip()) != _RETIRED,
        }
        yield Fact(record, branch, about)


SOURCES = {
    "territories": Source("territory", territories),
    "community_work": Source("territory", community_work),
    "community_posts": Source("post_holding", community_posts),
    "community_money": Source("expenditure", community_money),
    "community_service": Source("member_record", community_service),
}
