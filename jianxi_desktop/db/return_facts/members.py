"""Members: who was one on the day, who was one before the period, who came into the Party in it.

Whose formal relation stands in a branch is counted there (cover of the national statistics).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, exists, or_, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.figures_behind import Scope
from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.places import Places, first
from jianxi_desktop.domain import calendar, statistics
from jianxi_desktop.schema.codes import code_table

_HAN = "01"
_SEXES = ("1", "2")
_TAIWAN = "台湾"
_REMEMBERED = 65_536  # days and codes whose bands are not worked out again
_ABOUT = (
    "sex",
    "ethnic_group",
    "education",
    "born_on",
    "native_place",
    "job",
    "migrant_worker",
)
_MIGRANT = {"016": "0164", "025": "0253"}  # of post_category: a worker who came from the country


def members(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the members of the last day.

    About: ``status`` full or probationary · ``sex`` · ``minority`` · ``taiwan`` · ``age`` ·
    ``sex_known``, ``age_known`` · ``joined_late``, a day of joining still to come ·
    ``joined_band`` and ``education_band``, the place of the band from 1, none where not known ·
    ``floating`` · ``post``, the code of the post category that the job is · ``street``,
    ``community``, ``town``: whether it is in one · ``category`` of the unit · ``before``: false.
    """
    yield from _members_of(connection, asked.scope)


def members_before(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the members of the day before the period began, with the same about."""
    yield from _members_of(connection, replace(asked.scope, day=asked.begins - timedelta(days=1)))


def _members_of(connection: Connection, scope: Scope) -> Iterator[Fact]:
    places = Places(connection, scope)
    person, membership = scope.table("person"), scope.table("membership")
    found = (
        select(
            membership.c.id,
            membership.c.branch,
            status_on(membership, scope.day),
            membership.c.joined_on,
            membership.c.floating,
            *(person.c[key] for key in _ABOUT),
        )
        .select_from(membership.join(person, membership.c.person == person.c.id))
        .where(
            scope.live("membership"), person.c.removed_on.is_(None), holds(membership, scope.day)
        )
    )
    grounds = {one: _ground(places, one) for one in places.rows}
    nowhere = _ground(places, None)
    alike: dict[tuple[Any, ...], dict[str, Any]] = {}  # many members are, and share what is told
    for row in connection.execute(found):
        about = person_about(dict(zip(_ABOUT, row[5:], strict=True)), row[3], scope.day)
        about |= {"status": row[2], "floating": bool(row[4])}
        about |= grounds.get(row[1], nowhere)
        yield Fact(row[0], row[1], alike.setdefault(tuple(about.values()), about))


def person_about(facts: dict[str, Any], joined_on: str | None, day: date) -> dict[str, Any]:
    """Say what tables ask of a person: bands and ages as of a day, none where not known."""
    born, education = facts["born_on"], facts["education"]
    return {
        "sex": facts["sex"],
        "sex_known": facts["sex"] in _SEXES,
        "minority": facts["ethnic_group"] not in (None, _HAN),
        "taiwan": (facts.get("native_place") or "").startswith(_TAIWAN),
        "post": _post(facts),
        "age": _age(born, day) if born else None,
        "age_known": bool(born),
        "joined_late": joined_on is not None and first(joined_on) > day.isoformat(),
        "joined_band": _joined_band(joined_on, day) if joined_on else None,
        "education_band": _education_band(education, day) if education else None,
    }


@lru_cache(_REMEMBERED)
def _age(born_on: str, day: date) -> int:
    return calendar.age_on(born_on, day)


@lru_cache(_REMEMBERED)
def _joined_band(joined_on: str, day: date) -> int:
    return statistics.joined_band(joined_on, day) + 1


@lru_cache(_REMEMBERED)
def _education_band(code: str, day: date) -> int:
    return statistics.education_band(code, day) + 1


def _post(facts: dict[str, Any]) -> str | None:
    """Give the post category that a job names, by its label or what else people write for it."""
    code = code_table("post_category").codes.get((facts.get("job") or "").strip())
    return _MIGRANT.get(code or "", code) if facts.get("migrant_worker") else code


def _ground(places: Places, organisation: UUID | None) -> dict[str, Any]:
    community = places.community(organisation) is not None
    return {
        "street": community or places.street(organisation) is not None,
        "community": community,
        "town": places.is_town(organisation),
        "category": places.category(organisation),
    }


def joinings(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the memberships with which people came into the Party in the period.

    Whoever had joined elsewhere began here later than joining, and is no joining of this office.
    About: ``again``: whether the person had been a member before, and left.
    """
    scope = asked.scope
    person, row = scope.table("person"), scope.table("membership")
    other, movement = row.alias(), scope.table("member_movement")
    left = exists().where(
        movement.c.person == row.c.person,
        movement.c.removed_on.is_(None),
        movement.c.kind == "exit",
        movement.c.moved_on <= row.c.joined_on,
    )
    gone = exists().where(
        other.c.person == row.c.person,
        other.c.id != row.c.id,
        other.c.removed_on.is_(None),
        other.c.status == "exited",
        other.c.until <= row.c.joined_on,
    )
    eve = (asked.begins - timedelta(days=1)).isoformat()
    found = (
        select(row.c.id, row.c.branch, row.c.joined_on, row.c.since, or_(left, gone))
        .select_from(row.join(person, row.c.person == person.c.id))
        .where(
            scope.live("membership"),
            person.c.removed_on.is_(None),
            row.c.joined_on > eve,
            row.c.joined_on <= asked.until,
        )
    )
    for each in connection.execute(found):
        if each[3] is None or first(each[3]) <= first(each[2]):
            yield Fact(each[0], each[1], {"again": bool(each[4])})


SOURCES = {
    "members": Source("membership", members),
    "members_before": Source("membership", members_before),
    "joinings": Source("membership", joinings),
}
