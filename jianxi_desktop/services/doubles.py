"""The same person, organisation or place entered twice: found, told apart for good, made one."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from jianxi_desktop.db import conflicts, duplicates, lookup, tree, write
from jianxi_desktop.db.store import Change, Store
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import putting_back, save_rules, scope
from jianxi_desktop.services.office import Office

_APART = "told_apart"
_SURE = ("number", "day")  # what two offices enter of one person; vaguer pairs are asked for
_MOST = 5_000
_ENDED = {"organisation": "dissolved_on", "territory": "abolished_on"}
_SEEDED = 5  # version of identities that are made of an issued code


class Double(NamedTuple):
    """Two records that may be one, the one that would stay first."""

    ledger: str
    kept: UUID
    gone: UUID


_Key = tuple[UUID | None, tuple[tuple[int, int], ...]]
_known: WeakKeyDictionary[Store, tuple[_Key, tuple[Double, ...]]] = WeakKeyDictionary()


def find_doubles(office: Office, connection: Connection) -> tuple[Double, ...]:
    """Give the pairs of this person's that nobody has decided about.

    They are looked for once; again when something was written.
    """
    top = office.account.organisation
    key = (top, conflicts.state(connection))
    before = _known.get(office.store)
    if before is not None and before[0] == key:
        return before[1]
    apart = told_apart(office, connection)
    found = tuple(
        each
        for each in _every(office, connection)
        if frozenset((each.kept.hex, each.gone.hex)) not in apart
    )
    _known[office.store] = (key, found)
    return found


def told_apart(office: Office, connection: Connection) -> set[frozenset[str]]:
    """Give the pairs that somebody said are not one."""
    rows = lookup.stream_columns(connection, office.catalog[_APART], ("first", "second"))
    return {frozenset(row[1:]) for row in rows}


def tell_apart(office: Office, change: Change, ledger: Ledger, one: UUID, other: UUID) -> None:
    """Keep that two records are not one, here and wherever this office's change comes."""
    first, second = in_order(one, other)
    values = {"about": ledger.key, "first": first.hex, "second": second.hex}
    write.insert_rows(change, office.catalog[_APART], [values])


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Put two records into the order that every office puts them in.

    First comes what was made of an issued code, which every office has; then the older one.
    """
    first, second = sorted((one, other), key=lambda each: (each.version != _SEEDED, each.hex))
    return first, second


def _every(office: Office, connection: Connection) -> Iterator[Double]:
    top = office.account.organisation
    for pair in duplicates.doubles(connection, office.catalog, top, _MOST):
        if pair.reason in _SURE:
            yield Double("person", *in_order(pair.first, pair.second))
    for key, ended in _ENDED.items():
        ledger = office.catalog[key]
        if top is None or tree.belongs(office.catalog, ledger):
            yield from _in_a_tree(office, connection, ledger, ended)


def _in_a_tree(
    office: Office, connection: Connection, ledger: Ledger, ended: str
) -> Iterator[Double]:
    """Give live records of one code, or of one name under the same one."""
    groups: dict[tuple[Any, ...], list[UUID]] = {}
    by_serial = lookup.stream_columns(connection, ledger, ("id", "code", "name", "parent", ended))
    for _serial, one, code, name, parent, over in by_serial:
        if over is None:
            if code:
                groups.setdefault((code,), []).append(one)
            groups.setdefault((name, parent), []).append(one)
    pairs = {
        in_order(*pair)
        for members in groups.values()
        if len(members) > 1
        for pair in combinations(members[:_MOST], 2)
    }
    outside = scope.outside(office, connection, {ledger.key: {one for two in pairs for one in two}})
    for kept, gone in sorted(pairs, key=lambda two: (two[0].hex, two[1].hex)):
        if not outside.intersection((kept, gone)):
            yield Double(ledger.key, kept, gone)


def links_of(
    office: Office, connection: Connection, ledger: Ledger, one: UUID
) -> Iterator[tuple[Ledger, tuple[str, ...], Sequence[Mapping[str, Any]]]]:
    """Give the rows of every ledger that link to a record, with the keys of their links."""
    for each in office.catalog:
        keys = tuple(
            key
            for key, field in each.fields.items()
            if isinstance(field, Link) and field.target == ledger.key
        )
        rows = {
            row["id"]: row for key in keys for row in lookup.existing(connection, each, key, [one])
        }
        if rows:
            yield each, keys, list(rows.values())


def make_one(office: Office, change: Change, ledger: Ledger, kept: UUID, gone: UUID) -> None:
    """Make one organisation or place of two: what links to ``gone`` links to ``kept``.

    What the one that stays does not say is taken from the other.

    Raises:
        InputError: One stands above the other, or is this office's own, or a rule refuses.
        ConflictError: What is below could not stand below the one that stays.
    """
    connection = change.connection
    rows = lookup.rows_of(connection, ledger, [kept, gone])
    _require_apart(connection, ledger, rows, kept, gone)
    moved: list[UUID] = []
    for each, keys, linking in list(links_of(office, connection, ledger, gone)):
        scope.require_inside(office, connection, each, [row["id"] for row in linking])
        edits = [
            write.Edit(row["id"], {key: kept for key in keys if row[key] == gone}, row["version"])
            for row in linking
        ]
        write.update_rows(change, each, edits)
        if each is ledger:
            moved += [row["id"] for row in linking]
    mine, theirs = rows[kept], rows[gone]
    taken = {key: theirs[key] for key in ledger.fields if mine[key] is None and theirs[key]}
    why = f"与“{mine['name']}”的另一条记录合并"
    write.update_rows(change, ledger, [write.Edit(gone, write.removal(why), theirs["version"])])
    before = save_rules.before_saving(change, ledger, kept)
    write.update_rows(change, ledger, [write.Edit(kept, taken)])
    save_rules.after_saving(office, change, ledger, kept, before)
    if moved and ledger.key == "organisation":
        putting_back.require_standing(office, change, {ledger.key: moved}, "合并")


def _require_apart(
    connection: Connection,
    ledger: Ledger,
    rows: Mapping[UUID, Mapping[str, Any]],
    kept: UUID,
    gone: UUID,
) -> None:
    above = lookup.above(connection, ledger)
    name = rows[gone]["name"]
    for one, other in ((kept, gone), (gone, kept)):
        seen: set[UUID] = set()
        at = above.get(one)
        while at is not None and at not in seen:
            if at == other:
                raise InputError(
                    "one stands above the other",
                    user_message=f"两条“{name}”是上下级，不能合并，请先到台账里把下级改到别处。",
                    code="circle",
                )
            seen.add(at)
            at = above.get(at)
    if gone in conflicts.pillars(connection):
        raise InputError(
            "the office or an account stands on the record",
            user_message=f"另一条“{name}”是本单位自己，或有用户只限它，不能并掉；请先请管理员调整用户。",
            code="own_record",
        )
