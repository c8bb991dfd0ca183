"""Facts of dues: what was paid for the months of the period, and what each member owes for them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, func, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import Row, columns_of, first, inside, rows_of, since
from jianxi_desktop.domain.dues_rules import Standard, large_gift
from jianxi_desktop.domain.dues_rules import owed as owed_for

_YEAR = timedelta(days=366)
_VOLUNTARY = "voluntary"


def payments(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give what was paid by the day for months of the period, where the member then belonged.

    Who has left since counts with the branch that he was in last.
    """
    branches = _branches(connection, asked)
    gift, limit = large_gift(asked.ends), inside(connection, asked)
    for row in _paid(connection, asked):
        branch = branches.get(row["person"])
        if limit is not None and branch not in limit:
            continue
        voluntary = row["method"] == _VOLUNTARY
        about = {
            "person": str(row["person"]),
            "amount": row["amount"],
            "voluntary": voluntary,
            "large": voluntary and row["amount"] >= gift,
            "late": row["method"] == "late",
            "waived": not voluntary and row["amount"] == 0,
        }
        yield Fact(row["id"], branch, about)


def _paid(connection: Connection, asked: Asked) -> Iterator[Row]:
    """Read the payments for months of the period that had been made by the end."""
    table = asked.scope.table("dues_record")
    names = ("id", "person", "month", "base", "amount", "method")
    paid = _made(asked, table) & since(table.c.month, asked.since)
    yield from rows_of(connection, table, columns_of(table, *names), paid)


def _made(asked: Asked, table: Table) -> ColumnElement[bool]:
    """Say which payments had been made by the end, for months up to it."""
    paid = table.c.paid_on.is_(None) | (table.c.paid_on <= asked.until)
    return table.c.removed_on.is_(None) & (table.c.month <= asked.until) & paid


def _earlier_bases(connection: Connection, asked: Asked) -> dict[UUID, int]:
    """Give the base of each member's last payment in the year before the period."""
    table = asked.scope.table("dues_record")
    there = (
        _made(asked, table)
        & since(table.c.month, (asked.begins - _YEAR).isoformat())
        & (table.c.month < asked.since[:7])
        & table.c.base.is_not(None)
    )
    last = (
        select(table.c.person, func.max(table.c.month).label("month"))
        .where(there)
        .group_by(table.c.person)
        .subquery()
    )
    same = (last.c.person == table.c.person) & (last.c.month == table.c.month)
    query = select(table.c.person, table.c.base).join(last, same).where(there)
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.serial))}


def _branches(connection: Connection, asked: Asked) -> Mapping[UUID, UUID]:
    """Say in which branch everybody is on the day, or was last."""
    table = asked.scope.table("membership")
    columns = columns_of(table, "person", "branch", "until")
    begun = table.c.removed_on.is_(None) & (
        table.c.since.is_(None) | (table.c.since <= asked.until)
    )
    found: dict[UUID, tuple[str, UUID]] = {}
    for row in rows_of(connection, table, columns, begun):
        ends = row["until"] or "9999"
        if row["person"] not in found or ends > found[row["person"]][0]:
            found[row["person"]] = ends, row["branch"]
    return {person: branch for person, (_ends, branch) in found.items()}


def members(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the members of the day: what each was to pay for the months of the period, and paid.

    A month counts when it is over, from that in which somebody joined or came on. What is owed goes
    by the member's standard; without one the base is what the month's payment says, else what the
    last payment of a year said; where nothing does and the rule needs one, ``unknown`` months have
    no amount. A month for which nothing is owed, by approval, is waived and not owing.
    """
    months = _months(asked)
    paid, bases = _payments_by_member(connection, asked)
    stated = _standards(connection, asked)
    for row in _members(connection, asked):
        own = [month for month in months if _owes(row, month)]
        known = _Known(paid, bases, stated.get(row["id"], ()))
        yield Fact(row["id"], row["branch"], _account(row, own, known, asked))


class _Known(NamedTuple):
    """What is known of one member's dues: payments by member and month, bases, his standards."""

    paid: Mapping[tuple[UUID, str], list[Row]]
    bases: Mapping[UUID, int]
    standards: Sequence[Standard]


def _standards(connection: Connection, asked: Asked) -> Mapping[UUID, list[Standard]]:
    """Give the standards that began by the end, by person, the older entry first."""
    table = asked.scope.table("dues_standard")
    found: dict[UUID, list[Standard]] = defaultdict(list)
    columns = columns_of(table, "person", *Standard._fields, "serial")
    there = table.c.removed_on.is_(None) & (table.c.since <= asked.until)
    for row in sorted(rows_of(connection, table, columns, there), key=lambda row: row["serial"]):
        found[row["person"]].append(Standard._make(row[key] for key in Standard._fields))
    return found


def _members(connection: Connection, asked: Asked) -> Iterator[Row]:
    table, person = asked.scope.table("membership"), asked.scope.table("person")
    columns = columns_of(table, "branch", "joined_on", "since")
    columns["status"] = status_on(table, asked.ends)
    columns |= columns_of(person, "id", "job")
    source = table.join(person, person.c.id == table.c.person)
    there = asked.scope.live("membership") & person.c.removed_on.is_(None)
    yield from rows_of(connection, source, columns, holds(table, asked.ends), there)


def _payments_by_member(
    connection: Connection, asked: Asked
) -> tuple[Mapping[tuple[UUID, str], list[Row]], Mapping[UUID, int]]:
    """Give the payments by member and month, and the last base that each member had."""
    paid: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    bases = {person: ("", base) for person, base in _earlier_bases(connection, asked).items()}
    for row in _paid(connection, asked):
        month = row["month"][:7]
        if row["method"] != _VOLUNTARY:
            paid[row["person"], month].append(row)
        if row["base"] is not None and month >= bases.get(row["person"], ("", 0))[0]:
            bases[row["person"]] = month, row["base"]
    return paid, {person: base for person, (_month, base) in bases.items()}


def _months(asked: Asked) -> list[date]:
    """List the first days of the months of the period that are over on its last day."""
    months, at = list[date](), asked.begins.replace(day=1)
    while (after := (at + timedelta(days=31)).replace(day=1)) <= asked.ends + timedelta(days=1):
        months.append(at)
        at = after
    return months


def _owes(row: Row, month: date) -> bool:
    """Tell whether somebody was a member here in a month."""
    at = month.isoformat()[:7]
    return first(row["joined_on"])[:7] <= at and first(row["since"])[:7] <= at


def _account(row: Row, months: list[date], known: _Known, asked: Asked) -> dict[str, Any]:
    due = owed = amount = unpaid = unknown = waived = short = reduced = 0
    base = known.bases.get(row["id"])
    for month in months:
        records = known.paid.get((row["id"], month.isoformat()[:7]), [])
        said = next((each["base"] for each in records if each["base"] is not None), base)
        wanted = owed_for(month.isoformat()[:7], known.standards, row["job"], said)
        given = sum(each["amount"] for each in records)
        due, amount = due + (wanted.cents or 0), amount + given
        unknown += wanted.cents is None
        reduced += wanted.reduced and bool(wanted.cents)
        if (records and given == 0) or (wanted.reduced and wanted.cents == 0 and not records):
            waived += 1
        elif not records:
            unpaid, owed = unpaid + 1, owed + (wanted.cents or 0)
        elif wanted.cents is not None and given < wanted.cents:
            short += 1
    last = owed_for(asked.until[:7], known.standards, row["job"], base)
    return {
        "status": row["status"],
        "category": last.category,
        "months": len(months),
        "owes": bool(months),
        "base": last.base or 0,
        "base_known": last.base is not None,
        "due": due,
        "paid": amount,
        "owed": owed,
        "unpaid": unpaid,
        "owing": unpaid > 0,
        "settled": bool(months) and unpaid == 0,
        "unknown": unknown,
        "waived": waived > 0,
        "waived_months": waived,
        "short": short > 0,
        "reduced": reduced > 0,
    }


SOURCES = {
    "dues_payments": Source("dues_record", payments),
    "dues_members": Source("person", members),
}
