"""Puts the parts of a demonstration together and stores them, ledger by ledger."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from jianxi_desktop.db import office as seeds
from jianxi_desktop.db.ids import code_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, table_of, update_rows
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.demo import (
    applicants,
    city,
    district,
    elections,
    joint,
    joint_year,
    leaders,
    lectures,
    meetings,
    member_life,
    movements,
    organised_life,
    people,
    rounds,
    shared,
    street,
    structure,
    units,
    venues,
    work,
)
from jianxi_desktop.services.demo.pen import Book, Row
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.plan import CommunityPlan, plan_communities, streets

if TYPE_CHECKING:
    from uuid import UUID

_FOUNDED = frozenset({"organisation", "territory"})  # some of these are there from the first day
_PARTS: tuple[Callable[[Community], None], ...] = (
    people.fill,
    leaders.write,
    elections.write,
    units.write,
    venues.write,
    meetings.write,
    meetings.plan_next,
    organised_life.write,
    joint.write,
    joint_year.write,
    member_life.write,
    applicants.write,
    movements.write,
)


def draw(unit: str, seed: int, told: Progress) -> Book:
    """Invent everything that an office holds; nothing is stored yet.

    Args:
        unit: Code of the office: the district, a street, a community.
        seed: What decides everything.
        told: Hears how far it is.
    """
    book = Book(seed)
    plans = list(plan_communities(seed).values())
    chosen = [plan for plan in plans if plan.code.startswith(unit)]
    common = shared.write(book)
    known: dict[str, Community] = {}
    for done, plan in enumerate(chosen):
        told(done, len(chosen) + 1)
        known[plan.code] = _community(book, plan, common)
    if len(unit) < 12:
        _above(book, unit, list(known.values()), common)
    rounds.write(book, plans, known, common)
    told(len(chosen), len(chosen) + 1)
    return book


def _community(book: Book, plan: CommunityPlan, common: shared.Shared) -> Community:
    place = structure.build(book, plan)
    for write in _PARTS:
        write(place)
    lectures.write(place, common.courses)
    work.write(place, common.leaders)
    return place


def _above(book: Book, unit: str, known: Sequence[Community], common: shared.Shared) -> None:
    committees = []
    for place in streets():
        if place.code.startswith(unit):
            mine = [each for each in known if each.plan.place.parent == place.code]
            secretary = street.write(book, place, mine, common)
            committees.append((seeds.organisation_id(place.code), secretary))
    if len(unit) == 6:
        district.write(book, committees, common)


def store(change: Change, book: Book, told: Progress) -> dict[str, int]:
    """Store what was invented; give the number of records by ledger.

    What founding wrote already, such as the district's own committee, is filled in.
    """
    counts: dict[str, int] = {}
    written = [ledger for ledger in CATALOG if book.rows.get(ledger.key)]
    for done, ledger in enumerate(written):
        told(done, len(written))
        counts[ledger.key] = _store(change, ledger, book.rows[ledger.key])
    told(len(written), len(written))
    return counts


def store_city(change: Change, seed: int, told: Progress) -> dict[str, int]:
    """Invent and store ten districts, portion by portion, so that memory holds one of them."""
    counts: Counter[str] = Counter()
    for book in city.draw(seed, told):
        counts.update(store(change, book, no_progress))
    seeds.put_on_top(change.connection, "洛阳市", code_id("organisation", city.CITY))
    return dict(counts)


def _store(change: Change, ledger: Ledger, rows: list[Row]) -> int:
    there: set[UUID] = set()
    if ledger.key in _FOUNDED:
        table = table_of(ledger)
        there = set(change.connection.execute(select(table.c.id)).scalars())
    insert_rows(change, ledger, [row for row in rows if row["id"] not in there])
    edits = [
        Edit(row["id"], {key: cell for key, cell in row.items() if key != "id"})
        for row in rows
        if row["id"] in there
    ]
    update_rows(change, ledger, edits)
    return len(rows)
