"""What came with packages: which changes, which rows, and what is kept of it until it is seen."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, delete, or_, select

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import system
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.schema.ledger import Ledger

KEPT = 100  # packages whose news are kept
_PREFIX = "news:"
_SENT = "sent:"


class Range(NamedTuple):
    """Changes of one chain that came together.

    Attributes:
        replica: Number of the chain here.
        after: The last change that was here before.
        last: The last one now.
    """

    replica: int
    after: int
    last: int


class Row(NamedTuple):
    """A row that came: whose, which, and whether it came whole."""

    ledger: str
    id: UUID
    whole: bool


def positions(connection: Connection) -> dict[int, int]:
    """Give how far each chain of records is known here."""
    replica = system.replica
    found = select(replica.c.number, replica.c.seq).where(replica.c.scope.not_like("audit/%"))
    return {row.number: row.seq for row in connection.execute(found)}


def known_of(connection: Connection, units: Sequence[str]) -> dict[str, int]:
    """Give how far the chains of this database and of some units' subtrees are known here."""
    replica, own = system.replica, select(system.office.c.replica).scalar_subquery()
    theirs = or_(replica.c.number == own, *(replica.c.unit.startswith(unit) for unit in units))
    found = select(replica.c.number, replica.c.seq).where(
        replica.c.scope.not_like("audit/%"), theirs
    )
    return {str(row.number): row.seq for row in connection.execute(found)}


def keep_sent(connection: Connection, key: str, package: str, known: Mapping[str, int]) -> None:
    """Keep which package was written last for a key, and what was known when it was."""
    facts = {"package": package, "known": dict(known)}
    facts_of_office.keep_setting(connection, _SENT + key, json.dumps(facts))


def sent(connection: Connection, key: str) -> tuple[str, dict[str, int]]:
    """Give what ``keep_sent`` kept; an empty name where nothing was ever written."""
    text = facts_of_office.setting(connection, _SENT + key)
    facts: dict[str, Any] = json.loads(text) if text else {"package": "", "known": {}}
    return facts["package"], facts["known"]


def since(connection: Connection, before: Mapping[int, int]) -> list[Range]:
    """Give what was added to each chain since ``positions`` gave this."""
    return [
        Range(number, before.get(number, 0), last)
        for number, last in positions(connection).items()
        if last > before.get(number, 0)
    ]


def rows_in(connection: Connection, ranges: Iterable[Range]) -> Iterator[Row]:
    """Give the rows that changes wrote, as often as they did; what is veiled gives none."""
    change = system.change
    for each in ranges:
        inside = and_(
            change.c.replica == each.replica, change.c.seq > each.after, change.c.seq <= each.last
        )
        query = select(change.c.block).where(inside).order_by(change.c.seq)
        for row in connection.execute(query, execution_options={"yield_per": 50}):
            for leaf in blocks.read_block(row.block):
                if leaf.row:
                    yield Row(leaf.ledger, UUID(leaf.row), leaf.kind == "new")


def count_of(ranges: Iterable[Range]) -> int:
    """Count the changes in ranges."""
    return sum(each.last - each.after for each in ranges)


def values_of(
    connection: Connection, ledger: Ledger, ids: Sequence[UUID], columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Give some columns of rows that stand here, removed ones too."""
    table = table_of(ledger)
    wanted = select(*(table.c[key] for key in columns))
    return [
        tuple(row)
        for start in range(0, len(ids), 500)
        for row in connection.execute(wanted.where(table.c.id.in_(ids[start : start + 500])))
    ]


def keep(connection: Connection, package: str, facts: Mapping[str, Any]) -> None:
    """Keep what a package brought; of more than ``KEPT`` the oldest is let go."""
    facts_of_office.keep_setting(connection, _PREFIX + package, json.dumps(facts))
    keys = sorted(key for key, _text in _settings(connection))
    for key in keys[:-KEPT]:
        connection.execute(delete(system.setting).where(system.setting.c.key == key))


def kept(connection: Connection) -> list[tuple[str, dict[str, Any]]]:
    """Give what is kept by package, the newest package first."""
    found = [(key.removeprefix(_PREFIX), json.loads(text)) for key, text in _settings(connection)]
    return sorted(found, key=lambda each: (each[1]["at"], each[0]), reverse=True)


def packages_noted(connection: Connection) -> dict[str, dict[str, Any]]:
    """Give all that is noted of packages written and read, by their identity."""
    rows = connection.execute(select(system.package)).mappings()
    return {row["id"].hex: {**row} for row in rows}


def _settings(connection: Connection) -> list[tuple[str, str]]:
    setting = system.setting
    found = select(setting.c.key, setting.c.value).where(setting.c.key.startswith(_PREFIX))
    return [(row.key, row.value) for row in connection.execute(found)]
