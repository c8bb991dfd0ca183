"""Movements: who came and went in the period, and who lives elsewhere as a floating member."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, select

from jianxi_desktop.db.figures import holds
from jianxi_desktop.db.return_facts.facts import About, Asked, Fact, Source
from jianxi_desktop.db.return_facts.places import Places, first, same_day
from jianxi_desktop.domain import regions

_TRANSFERS = ("transfer_in", "transfer_out", "transfer_within")
_LEAVING = ("suspended", "exit", "deceased")
_COUNTED = (*_TRANSFERS, *_LEAVING, "restored")
_FLOWS = ("flow_in", "flow_out")


class _Movement(NamedTuple):
    id: UUID
    person: UUID
    kind: str
    moved_on: str
    kept: bool  # a letter whose receipt is not here: whoever it is about has not left


class _Stay(NamedTuple):
    """One membership."""

    person: UUID
    branch: UUID
    since: str | None
    until: str | None


def movements(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the movements of the period that change the number of members.

    A transfer between two branches that are both inside, or both outside, changes nothing. Nobody
    leaves twice: whoever was suspended and then dies or is struck off was no member any more.
    Nobody leaves with a letter alone: until its receipt is here the sender keeps the member.
    Where there is a limit, a transfer is seen from inside it.

    About: ``kind``, a transfer seen from inside · ``after_suspension`` of a restoring: whether the
    member had been suspended before.
    """
    places = Places(connection, asked.scope)
    stays = _stays(connection, asked)
    eve = (asked.begins - timedelta(days=1)).isoformat()
    for person, moved in _moved(connection, asked).items():
        yield from _counted(moved, stays[person], places, eve)


def _counted(
    moved: Sequence[_Movement], stays: Sequence[_Stay], places: Places, eve: str
) -> Iterator[Fact]:
    """Give the movements of one person that count, in the order in which they happened."""
    gone, suspended, crossed = False, False, set[str]()
    for each in moved:
        lasted = [stay for stay in stays if stay.since is None or stay.since != stay.until]
        ended = any(same_day(stay.until, each.moved_on) for stay in lasted)
        goes_on = ended and any(same_day(stay.since, each.moved_on) for stay in lasted)
        if each.kept and not ended:
            continue
        if suspended and each.kind in _TRANSFERS and (ended or each.kind != "transfer_in"):
            continue  # who is no member goes along as none
        seen = _seen(each, stays, places)
        # Both sides write of one crossing; where their lists came together it is still one.
        again = goes_on and each.kind in _TRANSFERS and first(each.moved_on) in crossed
        if seen is not None and each.moved_on > eve and not again and not (gone and seen.leaves):
            about: About = {"kind": seen.kind, "after_suspension": suspended}
            yield Fact(each.id, seen.place, about)
        if goes_on and each.kind in _TRANSFERS:
            crossed.add(first(each.moved_on))
        if each.kind != "transfer_within":
            gone = each.kind in _LEAVING or (each.kind == "transfer_out" and not goes_on)
            suspended = each.kind == "suspended" or (
                suspended and each.kind not in ("restored", "transfer_in")
            )


class _Seen(NamedTuple):
    kind: str
    place: UUID | None
    leaves: bool


def _seen(movement: _Movement, stays: Sequence[_Stay], places: Places) -> _Seen | None:
    """Say how a movement looks from inside; ``None`` where it changes nothing there."""
    lasted = [stay for stay in stays if stay.since is None or stay.since != stay.until]
    ended = [stay for stay in lasted if same_day(stay.until, movement.moved_on)]
    begun = [stay for stay in lasted if same_day(stay.since, movement.moved_on)]
    here = [stay for stay in _held(movement, stays)[:1] if stay.branch in places.inside]
    if movement.kind not in _TRANSFERS:
        place = here[0].branch if here else None
        leaves = movement.kind in _LEAVING
        return _Seen(movement.kind, place, leaves) if here or not stays else None
    from_inside = [stay.branch for stay in ended if stay.branch in places.inside]
    to_inside = [stay.branch for stay in begun if stay.branch in places.inside]
    if from_inside and to_inside:
        return None
    if ended and begun:
        return _crossing(from_inside, to_inside)
    if movement.kind == "transfer_within" or not here:
        return None
    return _Seen(movement.kind, here[0].branch, movement.kind == "transfer_out")


def _crossing(from_inside: Sequence[UUID], to_inside: Sequence[UUID]) -> _Seen | None:
    if from_inside:
        return _Seen("transfer_out", from_inside[0], leaves=True)
    if to_inside:
        return _Seen("transfer_in", to_inside[0], leaves=False)
    return None


def _held(movement: _Movement, stays: Sequence[_Stay]) -> list[_Stay]:
    """Give the memberships that a movement is about, the likeliest first.

    One that ends with a leaving or begins with a coming; else one that held then; else any.
    """
    at = first(movement.moved_on)
    comes = movement.kind in ("transfer_in", "restored")

    def likely(stay: _Stay) -> tuple[bool, bool, str]:
        since, until = first(stay.since or "0001"), first(stay.until or "9999")
        exact = since == at if comes else until == at
        held = since <= at <= until
        return (not exact, not held, stay.since or "")

    return sorted(stays, key=likely)


def _moved(connection: Connection, asked: Asked) -> dict[UUID, list[_Movement]]:
    """Read all movements up to the last day, of whoever moved in the period, in order."""
    table, person = asked.scope.table("member_movement"), asked.scope.table("person")
    eve = (asked.begins - timedelta(days=1)).isoformat()
    there = table.c.removed_on.is_(None) & table.c.kind.in_(_COUNTED)
    lately = select(table.c.person).where(there, table.c.moved_on > eve)
    found = (
        select(table.c.id, table.c.person, table.c.kind, table.c.moved_on, _is_kept(table))
        .select_from(table.join(person, table.c.person == person.c.id))
        .where(
            there,
            person.c.removed_on.is_(None),
            table.c.moved_on <= asked.until,
            table.c.person.in_(lately),
        )
        .order_by(table.c.serial)
    )
    moved: defaultdict[UUID, list[_Movement]] = defaultdict(list)
    for row in connection.execute(found):
        moved[row[1]].append(_Movement(row[0], row[1], row[2], row[3], bool(row[4])))
    for each in moved.values():
        each.sort(key=lambda movement: first(movement.moved_on))
    return moved


def _is_kept(table: Table) -> ColumnElement[bool]:
    lettered = table.c.letter_on.is_not(None) | table.c.letter_number.is_not(None)
    return (table.c.kind == "transfer_out") & lettered & table.c.receipt_on.is_(None)


def _stays(connection: Connection, asked: Asked) -> defaultdict[UUID, list[_Stay]]:
    """Read the memberships of whoever moved in the period."""
    table, row = asked.scope.table("member_movement"), asked.scope.table("membership")
    eve = (asked.begins - timedelta(days=1)).isoformat()
    lately = select(table.c.person).where(table.c.removed_on.is_(None), table.c.moved_on > eve)
    found = select(row.c.person, row.c.branch, row.c.since, row.c.until).where(
        row.c.removed_on.is_(None), row.c.person.in_(lately)
    )
    stays: defaultdict[UUID, list[_Stay]] = defaultdict(list)
    for each in connection.execute(found.order_by(row.c.serial)):
        stays[each[0]].append(_Stay._make(each))
    return stays


def floating(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the members who are marked as floating, with where their last flowing out led.

    The mark is of now: whoever flowed out after the day for the first time was none on it.

    About: ``where``: ``province`` for another place in the office's own province, ``beyond`` for
    another province; none where no place is known.
    """
    scope = asked.scope
    person, row = scope.table("person"), scope.table("membership")
    found = (
        select(row.c.id, row.c.branch, row.c.person)
        .select_from(row.join(person, row.c.person == person.c.id))
        .where(
            scope.live("membership"),
            person.c.removed_on.is_(None),
            row.c.floating.is_(True),
            holds(row, scope.day),
        )
    )
    flows, home = _flows(connection, asked), _province(connection, asked)
    later = _flowed_later(connection, asked)
    for each in connection.execute(found):
        flow = flows.get(each[2])
        if flow is None and each[2] in later:
            continue
        place = flow.place if flow is not None and flow.kind == "flow_out" else None
        yield Fact(each[0], each[1], {"where": _where(place, home)})


def arrivals(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the flowings in after which no other flowing or transfer came, up to the last day.

    About: ``where`` they came from, as ``floating`` says it · ``branch`` that looks after them.
    """
    home, places = _province(connection, asked), Places(connection, asked.scope)
    stays = _stays_of_flows(connection, asked)
    for person, flow in _flows(connection, asked).items():
        if flow.kind != "flow_in":
            continue
        branch = next((one for one in stays[person] if one in places.inside), None)
        if branch is None and asked.scope.top is not None:
            continue
        about = {"where": _where(flow.place, home), "branch": str(branch) if branch else None}
        yield Fact(flow.id, branch, about)


def _flowed_later(connection: Connection, asked: Asked) -> frozenset[UUID]:
    table = asked.scope.table("member_movement")
    found = select(table.c.person).where(
        table.c.removed_on.is_(None), table.c.kind == "flow_out", table.c.moved_on > asked.until
    )
    return frozenset(row[0] for row in connection.execute(found))


class _Flow(NamedTuple):
    id: UUID
    kind: str
    moved_on: str
    place: str | None


def _flows(connection: Connection, asked: Asked) -> dict[UUID, _Flow]:
    """Give the last flowing of everybody up to the last day, unless a transfer came after it."""
    table, person = asked.scope.table("member_movement"), asked.scope.table("person")
    found = (
        select(
            table.c.person,
            table.c.id,
            table.c.kind,
            table.c.moved_on,
            table.c.from_place,
            table.c.to_place,
        )
        .select_from(table.join(person, table.c.person == person.c.id))
        .where(
            table.c.removed_on.is_(None),
            person.c.removed_on.is_(None),
            table.c.kind.in_((*_FLOWS, "transfer_in", "transfer_out", "exit", "deceased")),
            table.c.moved_on <= asked.until,
        )
        .order_by(table.c.serial)
    )
    rows = sorted(connection.execute(found), key=lambda row: first(row[3]))
    last = {row[0]: _Flow(row[1], row[2], row[3], row[4] if row[2] == "flow_in" else row[5])
            for row in rows}  # fmt: skip
    return {person: flow for person, flow in last.items() if flow.kind in _FLOWS}


def _stays_of_flows(connection: Connection, asked: Asked) -> defaultdict[UUID, list[UUID]]:
    table, row = asked.scope.table("member_movement"), asked.scope.table("membership")
    flowed = select(table.c.person).where(table.c.removed_on.is_(None), table.c.kind == "flow_in")
    found = select(row.c.person, row.c.branch).where(
        row.c.removed_on.is_(None), row.c.person.in_(flowed), row.c.until.is_(None)
    )
    stays: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for each in connection.execute(found.order_by(row.c.serial)):
        stays[each[0]].append(each[1])
    return stays


def _province(connection: Connection, asked: Asked) -> str:
    """Give the first two digits of the codes of the office's own territories."""
    table = asked.scope.table("territory")
    found = select(table.c.code).where(table.c.code.is_not(None), table.c.removed_on.is_(None))
    code = connection.execute(found.order_by(table.c.code).limit(1)).scalar()
    return str(code or "")[:2]


def _where(place: str | None, home: str) -> str | None:
    found = regions.province_of(place or "")
    if found is None:
        return None
    return "province" if found == home else "beyond"


SOURCES = {
    "movements": Source("member_movement", movements),
    "floating": Source("membership", floating),
    "arrivals": Source("member_movement", arrivals),
}
