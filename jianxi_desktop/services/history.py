"""Who changed what, when and on which PC; earlier values back; the last action back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import accounts, history, transfer, undo, write
from jianxi_desktop.db.history import Entry, Written
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.domain.deeds import ACTIONS, EVENTS
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import code_rules, deed_names, save_rules, scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.putting_back import WATCHED, require_standing
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs

_REMEMBERED = 1_000  # actions of a person that undo looks back on
# What cannot be taken back, and why.
FINAL = {
    "found": "它是第一步，前面什么都没有。不要这个数据库的，关闭程序后删除它的文件。",
    "demo": "演示数据是成套生成的，要另一份就再新建一个演示数据库。",
    "erase": "依法删除的内容已经不存在了，收不回来。",
}
_HERE = "本机"
_ERASED = "（已依法删除）"
_REMOVED = {"removed_on": "移除日期", "removed_why": "移除原因"}


@dataclass(frozen=True)
class FieldChange:
    """One field of one record: what stood there, what was written."""

    field: str
    caption: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    """One change of a record.

    Attributes:
        when: When.
        who: Name of the account.
        pc: Where: this PC, or the name of another.
        action: What was done, in words.
        reason: Why, in the person's words.
        changes: The fields, old and new; personal numbers masked.
        ledger: Key of the ledger: the record's own, or its companion's.
        record: Whose row it is: the record's, or its companion's.
        dot: Names the change to ``revert_value``.
    """

    when: datetime
    who: str
    pc: str
    action: str
    reason: str
    changes: tuple[FieldChange, ...]
    ledger: str
    record: UUID
    dot: tuple[int, int]


@dataclass(frozen=True)
class Undone:
    """What was taken back, or put back again.

    Attributes:
        title: The action, in words.
        when: When it had been done.
        records: How many records changed.
        touched: Ledgers written.
        about: The record it was about; empty where nobody can tell.
    """

    title: str
    when: datetime
    records: int
    touched: frozenset[str]
    about: str = ""


@needs(Right.VIEW)
def history_of(office: Office, ledger: Ledger, record_id: UUID) -> list[HistoryLine]:
    """Give everything that happened to a record and its companion's rows, the newest first.

    Raises:
        ConflictError: There is no such record.
    """
    with office.store.read() as connection:
        scope.require_inside(office, connection, ledger, [record_id])
        lines = list(_lines(office, connection, ledger, record_id))
        if not lines and history.row_at(connection, ledger, record_id) is None:
            raise _gone()
        if ledger.companion is not None:
            owner = ledger.companion.owner.key
            for row in history.rows_of(connection, ledger.companion, owner, record_id):
                lines += _lines(office, connection, ledger.companion, row)
    return sorted(lines, key=lambda line: (line.when, line.dot), reverse=True)


@needs(Right.EDIT)
def revert_value(
    office: Office, ledger: Ledger, record_id: UUID, dot: tuple[int, int], field: str
) -> Saved:
    """Give a field the value it had after the change ``dot``, with the fields that go with it.

    Raises:
        ConflictError: The record or the change is gone, or the value was erased.
    """
    scope.require_writable(office, ledger)
    group = ledger.group_of(field)
    with office.change("revert") as change:
        scope.require_inside(office, change.connection, ledger, [record_id])
        code_rules.require_own(office, change.connection, ledger, [record_id])
        written = history.changes_of(change.connection, ledger, record_id)
        known = [each for each in written if (each.entry.replica, each.entry.seq) == dot]
        if not known:
            raise _gone()
        values: dict[str, Any] = {}
        for each in written[: written.index(known[0]) + 1]:
            for leaf in each.leaves:
                values |= {k: v for k, v in leaf.new.items() if ledger.group_of(k) == group}
        kept = {key: undo.kept(ledger, key, value) for key, value in values.items()}
        kept.setdefault(field, None)
        if ledger.fields[field].required and kept[field] is None:
            raise _gone()
        before = save_rules.before_saving(change, ledger, record_id)
        version = write.update_rows(change, ledger, [write.Edit(record_id, kept)])[record_id]
        save_rules.after_saving(office, change, ledger, record_id, before)
        scope.require_inside(office, change.connection, ledger, [record_id])
        scope.require_owner_inside(office, change.connection, ledger, record_id)
        return Saved(record_id, version, frozenset(change.touched | {ledger.key}))


@needs(Right.VIEW)
def undoable(office: Office) -> str | None:
    """Say what ``undo`` would take back, in words; ``None``: nothing."""
    with office.store.read() as connection:
        entry = _last(_actions(office, connection))
    return None if entry is None else ACTIONS[entry.action]


@needs(Right.VIEW)
def next_undo(office: Office) -> str | None:
    """Say what ``undo`` would take back and of which record; ``None``: nothing."""
    with office.store.read() as connection:
        entry = _last(_actions(office, connection))
        about = "" if entry is None else deed_names.name_deed(office, connection, entry)
    if entry is None:
        return None
    return "：".join(filter(None, (ACTIONS[entry.action], about)))


@needs(Right.EDIT)
def undo_last(office: Office) -> Undone:
    """Take back the last action of this person, whole; called again, the one before.

    Raises:
        InputError: There is nothing to take back.
        ConflictError: Something later depends on it; the details say what. Nothing was changed.
    """
    with office.store.read() as connection:
        entry = _last(_actions(office, connection))
    if entry is None:
        raise InputError(
            "nothing to undo",
            user_message="没有可以撤销的操作：这里只撤销您自己在本机上做过的操作。",
            code="nothing_to_undo",
        )
    if entry.action in FINAL:
        raise InputError(
            f"{entry.action} is final",
            user_message=f"上一步是“{ACTIONS[entry.action]}”，不能撤销：{FINAL[entry.action]}",
            code="final",
        )
    return _take_back(office, "undo", entry, entry)


@needs(Right.EDIT)
def redo_last(office: Office) -> Undone:
    """Do again what was last undone, as long as nothing else was done since.

    Raises:
        InputError: There is nothing to do again.
        ConflictError: As ``undo_last``.
    """
    with office.store.read() as connection:
        actions = _actions(office, connection)
    entry = _last_undo(actions)
    if entry is None:
        raise InputError(
            "nothing to redo",
            user_message="没有可以恢复的撤销：撤销之后又做了别的操作。",
            code="nothing_to_redo",
        )
    undone = next((each for each in actions if each.first == entry.undoes), entry)
    return _take_back(office, "redo", entry, undone)


@needs(Right.MERGE, whole=True)
def merge_again(office: Office, package: str) -> Undone | None:
    """Do the merge of a package again that was undone; ``None``: it is not undone.

    Raises:
        ConflictError: As ``undo_last``.
    """
    with office.store.read() as connection:
        merged, undone = history.undone_merge(connection, package)
    if merged is None or undone is None:
        return None
    return _take_back(office, "redo", undone, merged)


@needs(Right.EDIT)
def take_back_later(office: Office, entry: Entry) -> Undone:
    """Take an action back that others came after, as long as what it wrote still stands.

    Raises:
        ConflictError: As ``undo_last``.
    """
    return _take_back(office, "undo", entry, entry)


def _take_back(office: Office, action: str, entry: Entry, original: Entry) -> Undone:
    title, dot = ACTIONS[original.action], (entry.replica, entry.first)
    with office.store.read() as connection:
        mine = history.own_replica(connection) == entry.replica
        about = deed_names.name_deed(office, connection, original)
    with office.change(action, undoes=entry.first if mine else None) as change:
        rows = _rows(change.connection, entry) if office.limited else {}
        before = scope.outside(office, change.connection, rows)
        done = undo.take_back(change, office.catalog, dot, f"撤销：{title}")
        if done.in_the_way:
            names = accounts.names(change.connection)
            details = [_in_words(each, names) for each in done.in_the_way]
            raise ConflictError(
                f"{len(details)} things depend on the action",
                user_message=f"不能撤销“{title}”：后来的操作用到了它，请先撤销或处理这些。",
                code="depends",
                details=details,
            )
        scope.require_no_other(office, change.connection, rows, before)
        if WATCHED & change.touched:
            back = _rows(change.connection, entry)
            require_standing(office, change, back, f"撤销“{title}”")
        if package := original.detail.get("package"):
            state = "undone" if action == "undo" else "merged"
            transfer.mark_package(change.connection, package, state)
        return Undone(title, original.at, done.rows, frozenset(change.touched), about)


def _rows(connection: Connection, entry: Entry) -> dict[str, set[UUID]]:
    """Give the records an action wrote, by ledger."""
    rows: dict[str, set[UUID]] = {}
    for each in history.entries_of(connection, entry.replica, entry.first):
        for leaf in history.leaves_of(connection, each.replica, each.seq):
            rows.setdefault(leaf.ledger, set()).add(UUID(leaf.row))
    return rows


def _in_words(each: undo.InTheWay, names: Mapping[UUID, str]) -> str:
    if each.entry is None:
        return f"{each.ledger}：有{each.records}条记录与它有关"
    entry = each.entry
    who = _who(entry, names)
    what = ACTIONS.get(entry.action, entry.action)
    return f"{each.ledger}：{who}在{entry.at:%Y-%m-%d %H:%M}又做过“{what}”"


def _actions(office: Office, connection: Connection) -> list[Entry]:
    own = history.own_replica(connection)
    return history.actions_by(connection, office.account.id, own, _REMEMBERED)


def _last(actions: Sequence[Entry]) -> Entry | None:
    """Find the newest action that is not taken back; actions come newest first."""
    undone: set[int] = set()
    undoing: dict[int, int] = {}
    for entry in reversed(actions):
        if entry.action == "undo" and entry.undoes is not None:
            undone.add(entry.undoes)
            undoing[entry.first] = entry.undoes
        elif entry.action == "redo" and entry.undoes is not None:
            undone.discard(undoing.get(entry.undoes, -1))
    own = (entry for entry in actions if entry.action not in ("undo", "redo"))
    return next((entry for entry in own if entry.first not in undone), None)


def _last_undo(actions: Iterable[Entry]) -> Entry | None:
    """Find the newest undo that was not done again, with no other action after it."""
    again: set[int] = set()
    for entry in actions:
        if entry.action == "redo" and entry.undoes is not None:
            again.add(entry.undoes)
        elif entry.action != "undo":
            return None
        elif entry.first not in again:
            return entry
    return None


def _lines(
    office: Office, connection: Connection, ledger: Ledger, record_id: UUID
) -> Iterator[HistoryLine]:
    written = history.changes_of(connection, ledger, record_id)
    names = accounts.names(connection)
    called = _captions(office, connection, ledger, written)
    for each in written:
        entry = each.entry
        yield HistoryLine(
            when=entry.at,
            who=_who(entry, names),
            pc=_HERE if entry.here else entry.place,
            action=ACTIONS.get(entry.action) or EVENTS.get(entry.action, entry.action),
            reason=entry.reason or "",
            changes=tuple(c for leaf in each.leaves for c in _changes(ledger, leaf, called)),
            ledger=ledger.key,
            record=record_id,
            dot=(entry.replica, entry.seq),
        )


def _who(entry: Entry, names: Mapping[UUID, str]) -> str:
    return names.get(entry.account, "外单位用户") if entry.account else "系统"


def _changes(ledger: Ledger, leaf: Leaf, called: Mapping[str, str]) -> Iterator[FieldChange]:
    for key, value in leaf.new.items():
        field = ledger.fields.get(key)
        if key in _REMOVED:
            yield FieldChange(key, _REMOVED[key], leaf.old.get(key) or "", value or "")
            continue
        if field is None or (leaf.kind == "new" and value is None):
            continue

        def show(raw: Any, field: Any = field) -> str:
            if isinstance(field, Link):
                return called.get(raw, "（未到）") if raw else ""
            return str(field.mask(raw) if field.masked else field.show(raw))

        old = _ERASED if leaf.kind == "erase" else show(leaf.old.get(key))
        yield FieldChange(key, field.caption, old, show(value))


def _captions(
    office: Office, connection: Connection, ledger: Ledger, written: Iterable[Written]
) -> dict[str, str]:
    """Give what linked records are called, by their identity in hexadecimal digits."""
    wanted: dict[str, set[UUID]] = {}
    leaves = [leaf for each in written for leaf in each.leaves]
    for key, field in ledger.fields.items():
        if isinstance(field, Link):
            ids = {raw for leaf in leaves for raw in (leaf.new.get(key), leaf.old.get(key)) if raw}
            wanted.setdefault(field.target, set()).update(map(UUID, ids))
    return {
        one.hex: name
        for target, ids in wanted.items()
        for one, name in history.captions(connection, office.catalog, target, ids).items()
    }


def _gone() -> ConflictError:
    return ConflictError(
        "no such record or change",
        user_message="这条记录或这次修改已不在，请刷新后再看。",
        code="gone",
    )
