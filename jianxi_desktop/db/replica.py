"""Is this database still the one that went on from its last change, on this PC?

A file put back from an old copy, restored, or copied to another PC begins new chains before its
first write, so that no two histories share a name. What stands in it stays as it is.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from jianxi_desktop.db import office as records
from jianxi_desktop.db import system
from jianxi_desktop.db.highwater import Mark

_ENDS = "ends_before"


class Doubt(NamedTuple):
    """Why new chains must begin.

    Attributes:
        reason: ``behind``, ``forked``, ``moved`` or ``restored``.
        missing: How many changes of records this PC had seen and the file lacks.
    """

    reason: str
    missing: int = 0


def marks_in(connection: Connection) -> dict[str, Mark]:
    """Give the ends of all chains as they stand in the database."""
    return {name: mark for name, mark, _number in _chains(connection)}


def own_marks(connection: Connection) -> dict[str, Mark]:
    """Give the ends of the chains that this database writes, and wrote under earlier names.

    Others' chains are no business of the marks, and there may be more of them than are kept.
    """
    table = system.replica
    audits = select(table.c.replica).where(table.c.scope.startswith("audit/"))
    ours = {each.hex for each in connection.execute(audits).scalars()}
    return {
        name: mark for name, mark in marks_in(connection).items() if name.partition("/")[0] in ours
    }


def own_names(connection: Connection) -> dict[int, str]:
    """Give the names of the chains this database writes, by number."""
    own = select(system.office.c.replica).scalar_subquery()
    mine = select(system.replica.c.replica).where(system.replica.c.number == own)
    replica = connection.execute(mine).scalar()
    if replica is None:
        return {}
    return {
        number: name
        for name, _mark, number in _chains(connection)
        if name.startswith(f"{replica.hex}/")
    }


def doubt_about(
    connection: Connection, known: Mapping[str, Mark], machine: str | None
) -> Doubt | None:
    """Compare the database with what this PC remembers of it; ``None``: all is well.

    Args:
        connection: The database.
        known: The marks kept outside it.
        machine: This PC; ``None`` where it has no identity.
    """
    here = marks_in(connection)
    own = own_names(connection)
    seen = {number: known[name] for number, name in own.items() if name in known}
    lacking = {
        name: known[name].seq - here[name].seq
        for name in own.values()
        if name in known and known[name].seq > here[name].seq
    }
    if lacking:
        records_lacking = (n for name, n in lacking.items() if "/audit/" not in name)
        return Doubt("behind", sum(records_lacking))
    if any(_differs(connection, number, here[own[number]], seen[number]) for number in seen):
        return Doubt("forked")
    last = connection.execute(select(system.office.c.machine)).scalar()
    return Doubt("moved") if machine and last and last != machine else None


def keep_ends(connection: Connection, known: Mapping[str, Mark]) -> None:
    """Keep how far our chains of records had come on this PC, where the file lacks the end."""
    ends = _ends_before(connection)
    for name, mark in own_marks(connection).items():
        seen = known.get(name)
        if seen is not None and seen.seq > mark.seq and "/audit/" not in name:
            ends[name] = max(seen.seq, ends.get(name, 0))
    if ends:
        records.keep_setting(connection, _ENDS, json.dumps(ends))


def unrecovered(connection: Connection) -> int:
    """Count the changes that this PC once had written and that have not come back."""
    ends = _ends_before(connection)
    here = marks_in(connection) if ends else {}
    return sum(max(0, seq - here[name].seq) for name, seq in ends.items() if name in here)


def is_due_back(connection: Connection, holds: Mapping[str, tuple[int, str]]) -> bool:
    """Tell whether somebody holds more of the chains that ``keep_ends`` kept than is here."""
    here = marks_in(connection)
    return any(
        name in holds and name in here and holds[name][0] > here[name].seq
        for name in _ends_before(connection)
    )


def forget_ends(connection: Connection) -> None:
    """Let go of what ``keep_ends`` kept: it was told."""
    records.keep_setting(connection, _ENDS, "{}")


def _ends_before(connection: Connection) -> dict[str, int]:
    return dict(json.loads(records.setting(connection, _ENDS) or "{}"))


def begin_anew(connection: Connection, facts: Mapping[str, Any], machine: str | None) -> None:
    """Begin new chains and write into them from now on."""
    number = records.add_chains(connection, facts)
    connection.execute(update(system.office).values(replica=number, machine=machine))


def keep_machine(connection: Connection, machine: str) -> None:
    """Keep which PC the database is opened on."""
    connection.execute(update(system.office).values(machine=machine))


def _chains(connection: Connection) -> list[tuple[str, Mark, int]]:
    table = system.replica
    found = select(table.c.number, table.c.replica, table.c.scope, table.c.seq, table.c.hash)
    return [
        (f"{row.replica.hex}/{row.scope}", Mark(row.seq, row.hash and row.hash.hex()), row.number)
        for row in connection.execute(found)
    ]


def _differs(connection: Connection, number: int, here: Mark, mark: Mark) -> bool:
    """Tell whether the change that this PC remembers is another one in the file."""
    seal = here.hash
    if mark.seq < here.seq:
        table = system.change
        found = select(table.c.hash).where(table.c.replica == number, table.c.seq == mark.seq)
        kept = connection.execute(found).scalar()
        seal = kept and kept.hex()
    return None not in (seal, mark.hash) and seal != mark.hash
