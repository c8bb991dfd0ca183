"""Records that may be of one person: two looks at everybody, whatever the number of people.

Comparing people with each other in SQL takes a minute for a district; counting what they have in
common by its hash takes two seconds, and only those who share something are compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, select

from jianxi_desktop.db.tree import inside
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.calendar import same_day
from jianxi_desktop.schema.ledger import Catalog

_YEAR, _MONTH, _DAY = len("1985"), len("1985-03"), len("1985-03-12")
REASONS = ("number", "day", "fits", "branch")  # the likeliest first
_AT_ONCE = 5_000


class Double(NamedTuple):
    """Two records of the ledger of people, the older first, and what they have in common."""

    first: UUID
    second: UUID
    reason: str


class _One(NamedTuple):
    serial: int
    id: UUID
    name: str
    born: str
    number: str | None
    branch: UUID | None


def doubles(connection: Connection, catalog: Catalog, top: UUID | None, limit: int) -> list[Double]:
    """Give pairs of people who may be one, the likeliest first.

    Args:
        connection: Where to read.
        catalog: All ledgers.
        top: The organisation that who asks is limited to.
        limit: How many pairs at most.
    """
    people = _people(catalog, top)
    found: dict[tuple[int, int], tuple[str, Double]] = {}
    for group in _groups(connection, catalog, people):
        for one, other in combinations(sorted(group), 2):
            if reason := _reason(one, other):
                pair = Double(one.id, other.id, reason)
                found.setdefault((one.serial, other.serial), (reason, pair))
    order = sorted(found.items(), key=lambda each: (REASONS.index(each[1][0]), each[0]))
    return [pair for _serials, (_reason_of_it, pair) in order[:limit]]


def _people(catalog: Catalog, top: UUID | None) -> Select[Any]:
    """Select live people with the branch they are in now."""
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    held = and_(
        membership.c.person == person.c.id,
        membership.c.until.is_(None),
        membership.c.removed_on.is_(None),
    )
    query = (
        select(
            person.c.serial,
            person.c.id,
            person.c.name,
            func.coalesce(person.c.born_on, ""),
            person.c.id_number,
            membership.c.branch,
        )
        .select_from(person.outerjoin(membership, held))
        .where(person.c.removed_on.is_(None))
    )
    if top is not None and (limited := inside(catalog, catalog["person"], top)) is not None:
        query = query.where(limited)
    return query


def _groups(connection: Connection, catalog: Catalog, people: Select[Any]) -> Iterator[list[_One]]:
    """Give those who have a number, a name and month, or a name and branch in common."""
    shared, vague = _look_once(connection, people)
    if vague:
        for one in _stream(connection, people):
            if (token := hash((one.name, one.branch))) in vague:
                shared.setdefault(token, set()).add(one.serial)
    groups = [serials for serials in shared.values() if len(serials) > 1]
    known = _read(connection, catalog, people, sorted(set[int]().union(*groups)))
    for serials in groups:
        yield [known[serial] for serial in serials if serial in known]


def _look_once(connection: Connection, people: Select[Any]) -> tuple[dict[int, set[int]], set[int]]:
    """Give who shares a number, or a name and month; and what whoever has no month is called."""
    first: dict[int, int] = {}
    shared: dict[int, set[int]] = {}
    vague: set[int] = set()
    for one in _stream(connection, people):
        for token in _tokens(one):
            serial = first.setdefault(token, one.serial)
            if serial != one.serial:
                shared.setdefault(token, {serial}).add(one.serial)
        if len(one.born) <= _YEAR and one.branch is not None:
            vague.add(hash((one.name, one.branch)))
    return shared, vague


def _tokens(one: _One) -> Iterator[int]:
    if one.number is not None:
        yield hash(one.number)
    if len(one.born) >= _MONTH:
        yield hash((one.name, one.born[:_MONTH]))


def _stream(connection: Connection, people: Select[Any]) -> Iterator[_One]:
    rows = connection.execute(people, execution_options={"yield_per": _AT_ONCE})
    return map(_One._make, rows)


def _read(
    connection: Connection, catalog: Catalog, people: Select[Any], serials: Sequence[int]
) -> dict[int, _One]:
    column = table_of(catalog["person"]).c.serial
    found: dict[int, _One] = {}
    for start in range(0, len(serials), _AT_ONCE):
        part: Iterable[int] = serials[start : start + _AT_ONCE]
        rows = connection.execute(people.where(column.in_(part)))
        found |= {one.serial: one for one in map(_One._make, rows)}
    return found


def _reason(one: _One, other: _One) -> str:
    """Say what makes two people likely to be one; two numbers that differ speak against it."""
    if one.number is not None and one.number == other.number:
        return "number"
    numbered = one.number is not None and other.number is not None
    together = one.branch is not None and one.branch == other.branch
    if one.name != other.name:
        return ""
    if not (one.born and other.born) or min(len(one.born), len(other.born)) < _MONTH:
        fits = not (one.born and other.born) or same_day(one.born, other.born)
        return "branch" if fits and together and not numbered else ""
    if one.born == other.born and len(one.born) == _DAY:
        return "day" if together or not numbered else ""
    return "fits" if same_day(one.born, other.born) and not numbered else ""
