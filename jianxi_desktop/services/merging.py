"""Take the rows of a package into the ledgers, one part at a time."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from jianxi_desktop.db import transfer, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import return_states
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Day, Field, Link, Money, Whole, YesNo
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.sync.merge import Decision, Dot, Version, fold
from jianxi_desktop.sync.records import Part

_ID = re.compile(r"[0-9a-f]{32}")
_IN_TURNS = "return_filing"
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class TakenPart(NamedTuple):
    """What became of one part."""

    rows: int
    applied: int
    skipped: int
    conflicts: int


class Merger:
    """Merges the parts of one package from one sender, inside one change."""

    def __init__(self, catalog: Catalog, change: Change, unit: str, name: str) -> None:
        self._ledgers = {ledger.key: ledger for ledger in catalog}
        self._change = change
        self._replicas = transfer.Replicas(change.connection, unit, name)

    def take(self, part: Part) -> TakenPart:
        """Write the rows that are new or newer.

        Raises:
            InputError: A table, column or value this program does not know; nothing is taken.
        """
        ledger = self._ledgers.get(part.table)
        if ledger is None or part.columns != transfer.columns_of(ledger):
            raise _newer(f"table {part.table[:30]!r} or its columns are unknown")
        rows = [tuple(row) for row in part.rows]
        for row in rows:
            _check_row(ledger, row)
        ids = [str(row[0]) for row in rows]
        if len(set(ids)) < len(ids):
            raise _newer(f"{ledger.key}: a row stands twice in one part")
        known = transfer.here(self._change.connection, ledger, ids)
        local = {one: _version(row[:-1]) for one, row in known.items()}
        theirs = [(str(row[0]), _version(row)) for row in rows]
        decisions = [
            _by_turns(ledger, local.get(one), row, decision)
            for one, row, decision in fold(local, theirs)
        ]
        fresh = [
            self._values(ledger, part, row)
            for row, decision in zip(rows, decisions, strict=True)
            if decision is Decision.NEW
        ]
        write.insert_rows(self._change, ledger, fresh)
        newer = [row for row, d in zip(rows, decisions, strict=True) if d is Decision.NEWER]
        edits = []
        for row in newer:
            values = self._values(ledger, part, row)
            edits.append(write.Edit(values.pop("id"), values, known[str(row[0])][-1]))
        write.overwrite_rows(self._change, ledger, edits)
        conflicts = decisions.count(Decision.CONFLICT)
        applied = len(fresh) + len(newer)
        return TakenPart(len(rows), applied, len(rows) - applied - conflicts, conflicts)

    def _values(self, ledger: Ledger, part: Part, row: Sequence[Any]) -> dict[str, Any]:
        values = transfer.incoming(ledger, part.columns, row)
        values["replica"] = self._replicas.number(values["replica"])
        return values


def _by_turns(ledger: Ledger, ours: Version | None, theirs: Version, found: Decision) -> Decision:
    """Settle what two offices wrote one after the other: a filed return and what was decided.

    The office that hands it in and the one above it take turns, and the row says whose turn it is.
    """
    if ledger.key != _IN_TURNS or found is not Decision.CONFLICT or ours is None:
        return found
    one, other = (dict(zip(_columns(ledger), each.values, strict=True)) for each in (ours, theirs))
    if one["removed_on"] or other["removed_on"]:
        return found
    newer = return_states.newer(one, other)
    if newer is None:
        return found
    return Decision.NEWER if newer else Decision.OLDER


def _columns(ledger: Ledger) -> tuple[str, ...]:
    return transfer.columns_of(ledger)[3:]


def _version(row: Sequence[Any]) -> Version:
    return Version(Dot(str(row[1]), int(row[2])), tuple(row[3:]))


def _check_row(ledger: Ledger, row: Sequence[Any]) -> None:
    record_id, replica, seq, *rest = row
    fits = (
        isinstance(record_id, str)
        and isinstance(replica, str)
        and _ID.fullmatch(record_id)
        and _ID.fullmatch(replica)
        and type(seq) is int
        and 0 < seq < 2**53
        and all(each is None or isinstance(each, str) for each in rest[:2])
    )
    if not fits:
        raise _newer(f"{ledger.key}: a row's head is malformed")
    for field, value in zip(ledger.fields.values(), rest[2:], strict=True):
        if not _fits(field, value):
            raise _newer(f"{ledger.key}.{field.key}: a value is malformed")


def _fits(field: Field[Any], value: Any) -> bool:
    if value is None:
        return not field.required
    if isinstance(field, YesNo):
        return isinstance(value, bool)
    if isinstance(field, Whole | Money | Points):
        return isinstance(value, int) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if isinstance(field, Link):
        return _ID.fullmatch(value) is not None
    if isinstance(field, Day):
        return _DAY.fullmatch(value) is not None
    return len(value) <= getattr(field, "length", 4_000)


def _newer(message: str) -> InputError:
    return InputError(
        message,
        user_message="数据包里有本程序不认识的内容，没有合并。请把本程序升级到与对方相同的版本后再试。",
        code="unknown_content",
    )
