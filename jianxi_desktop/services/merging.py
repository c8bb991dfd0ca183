"""Take the rows of a package of the first kind into the ledgers, one part at a time.

Such a package holds rows whole, each by the dot of its last writer. What is taken is written again
by us, under our own dot: a copy, which yields to what the author's office sends change by change.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from jianxi_desktop.db import legacy, transfer, write
from jianxi_desktop.db.legacy import Standing
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import return_states
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Day, Field, Link, Money, Whole, YesNo
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.sync.merge import Decision, Dot, Version, fold
from jianxi_desktop.sync.snapshots import Part

_ID = re.compile(r"[0-9a-f]{32}")
_IN_TURNS = "return_filing"
_TURN = {"state", "answer"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DOT = 3  # id, replica, seq stand before what a row says


class TakenPart(NamedTuple):
    """What became of one part."""

    rows: int
    applied: int
    skipped: int
    conflicts: int


class Merger:
    """Merges the parts of one package, inside one change whose action is of ``deeds.COPYING``."""

    def __init__(self, catalog: Catalog, change: Change) -> None:
        self._ledgers = {ledger.key: ledger for ledger in catalog}
        self._change = change

    def take(self, part: Part) -> TakenPart:
        """Write the rows that are new or newer.

        An older program's part lacks columns: they stay empty in a row that is new here, and as
        they are in one that is known.

        Raises:
            InputError: A table, column or value this program does not know; nothing is taken.
        """
        ledger = self._ledger(part)
        rows = [tuple(row) for row in part.rows]
        for row in rows:
            _check_row(ledger, part.columns, row)
        ids = [str(row[0]) for row in rows]
        if len(set(ids)) < len(ids):
            raise _newer(f"{ledger.key}: a row stands twice in one part")
        known = legacy.standing(self._change.connection, ledger, ids, part.columns[_DOT:])
        decisions = _decide(ledger, part.columns[_DOT:], known, rows)
        fresh = [row for row, each in zip(rows, decisions, strict=True) if each is Decision.NEW]
        newer = [row for row, each in zip(rows, decisions, strict=True) if each is Decision.NEWER]
        self._write(ledger, part.columns, fresh, [(row, known[str(row[0])]) for row in newer])
        conflicts = decisions.count(Decision.CONFLICT)
        applied = len(fresh) + len(newer)
        return TakenPart(len(rows), applied, len(rows) - applied - conflicts, conflicts)

    def _ledger(self, part: Part) -> Ledger:
        ledger = self._ledgers.get(part.table)
        if ledger is None:
            raise _newer(f"table {part.table[:30]!r} is unknown")
        head, columns = part.columns[: len(transfer.HEAD)], part.columns[len(transfer.HEAD) :]
        needed = {key for key, field in ledger.fields.items() if field.required}
        if head != transfer.HEAD or not needed <= set(columns) <= set(ledger.fields):
            raise _newer(f"{ledger.key}: columns are unknown")
        return ledger

    def _write(
        self,
        ledger: Ledger,
        columns: Sequence[str],
        fresh: Sequence[Sequence[Any]],
        newer: Sequence[tuple[Sequence[Any], Standing]],
    ) -> None:
        write.insert_rows(self._change, ledger, [_values(ledger, columns, row) for row in fresh])
        edits = []
        for row, here in newer:
            values = _values(ledger, columns, row)
            edits.append(write.Edit(values.pop("id"), values, here.version))
        write.update_rows(self._change, ledger, edits)
        taken = [*fresh, *(row for row, _here in newer)]
        dots = {UUID(str(row[0])): (str(row[1]), int(row[2])) for row in taken}
        legacy.keep(self._change.connection, ledger, dots)


def _values(ledger: Ledger, columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    values = transfer.incoming(ledger, columns, row)
    return {key: value for key, value in values.items() if key not in ("replica", "seq")}


def _decide(
    ledger: Ledger,
    columns: Sequence[str],
    known: Mapping[str, Standing],
    rows: Sequence[Sequence[Any]],
) -> list[Decision]:
    local = {one: _here(columns, row) for one, row in known.items()}
    theirs = [
        (str(row[0]), Version(Dot(str(row[1]), int(row[2])), tuple(row[_DOT:]))) for row in rows
    ]
    return [
        _settle(ledger, columns, known.get(one), row, decision)
        for one, row, decision in fold(local, theirs)
    ]


def _here(columns: Sequence[str], row: Standing) -> Version:
    return Version(Dot(*row.dot), tuple(row.values[name] for name in columns))


def _settle(
    ledger: Ledger,
    columns: Sequence[str],
    here: Standing | None,
    theirs: Version,
    found: Decision,
) -> Decision:
    """Settle what the dots alone do not.

    A row that its author's office sent change by change is newer than any copy, as far as his
    changes are known; beyond that they will say more than the copy. And a filed return goes by
    turns: the office that hands it in and the one above it write one after the other, and the row
    says whose turn it is.
    """
    if here is None:
        return found
    one, other = here.values, dict(zip(columns, theirs.values, strict=True))
    if found is Decision.NEWER and not here.copied:
        known = theirs.dot.seq <= here.seen
        return Decision.OLDER if known else Decision.SAME if one == other else Decision.CONFLICT
    if ledger.key != _IN_TURNS or found is not Decision.CONFLICT or not other.keys() >= _TURN:
        return found
    if one["removed_on"] or other["removed_on"]:
        return found
    newer = return_states.newer(one, other)
    if newer is None:
        return found
    return Decision.NEWER if newer else Decision.OLDER


def _check_row(ledger: Ledger, columns: Sequence[str], row: Sequence[Any]) -> None:
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
    for key, value in zip(columns[len(transfer.HEAD) :], rest[2:], strict=True):
        if not _fits(ledger.fields[key], value):
            raise _newer(f"{ledger.key}.{key}: a value is malformed")


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
