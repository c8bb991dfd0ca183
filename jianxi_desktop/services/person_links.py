"""Everything that links to a person who turns out to be another one, and where it goes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import history, lookup, pairs, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.scope import require_inside

Row = Mapping[str, Any]
PERSON = "person"
_PRESENT = "present"
_OWN = frozenset({"id", "serial", "version", "replica", "seq", "removed_on", "removed_why"})


@dataclass
class Plan:
    """What becomes of the rows that link to the person who goes.

    Attributes:
        edits: Rows that change, by ledger.
        fresh: Rows of pairs that begin anew under the other person, by ledger.
        moved: How many rows come to the other person, by title of the ledger.
        remarks: Chinese: what was settled.
    """

    edits: dict[str, list[write.Edit]] = field(default_factory=dict)
    fresh: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def edit(self, ledger: Ledger, row: Row, values: Mapping[str, Any]) -> None:
        """Change a row."""
        made = write.Edit(row["id"], values, row["version"])
        self.edits.setdefault(ledger.key, []).append(made)

    def move(self, ledger: Ledger, row: Row, keys: Sequence[str], kept: UUID) -> None:
        """Let a row link to the other person."""
        self.edit(ledger, row, dict.fromkeys(keys, kept))
        self.count(ledger)

    def count(self, ledger: Ledger) -> None:
        """Count a row that comes to the other person."""
        self.moved[ledger.title] = self.moved.get(ledger.title, 0) + 1


def linking(catalog: Catalog) -> Iterator[tuple[Ledger, tuple[str, ...]]]:
    """Give every ledger that links to people, with the keys of its links."""
    for ledger in catalog:
        keys = tuple(
            key
            for key, each in ledger.fields.items()
            if isinstance(each, Link) and each.target == PERSON
        )
        if keys:
            yield ledger, keys


def rows_of(connection: Connection, ledger: Ledger, keys: Sequence[str], one: UUID) -> list[Row]:
    """Read the live rows of a ledger that link to a person."""
    found = {
        row["id"]: row for key in keys for row in lookup.existing(connection, ledger, key, [one])
    }
    return sorted(found.values(), key=lambda row: int(row["serial"]))


def plan(office: Office, connection: Connection, kept: UUID, gone: UUID, why: str) -> Plan:
    """Say what becomes of everything that links to ``gone``.

    Raises:
        InputError: Some of it is not this person's to write.
    """
    made = Plan()
    for ledger, keys in linking(office.catalog):
        theirs = rows_of(connection, ledger, keys, gone)
        if not theirs:
            continue
        require_inside(office, connection, ledger, [row["id"] for row in theirs])
        ours = rows_of(connection, ledger, keys, kept)
        if pairs.is_pair(ledger):
            _pair_rows(made, ledger, ours, theirs, kept, why)
        elif ledger.key == "membership":
            _memberships(office, connection, made, ours, theirs, kept, why)
        else:
            _other_rows(made, ledger, keys, ours, theirs, kept, why)
    return made


def apply(change: Change, catalog: Catalog, made: Plan) -> None:
    """Write what was planned."""
    for key, edits in made.edits.items():
        write.update_rows(change, catalog[key], edits)
    for key, rows in made.fresh.items():
        pairs.put_pairs(change, catalog[key], rows)


def _other_rows(
    made: Plan,
    ledger: Ledger,
    keys: Sequence[str],
    ours: Sequence[Row],
    theirs: Sequence[Row],
    kept: UUID,
    why: str,
) -> None:
    """Move rows; one that says word for word what the other person's says already goes."""
    names = [attribute.key for attribute in ledger.roster_key]
    by_key = {_key(row, names, keys): row for row in ours} if set(names) & set(keys) else {}
    doubled = twice = 0
    for row in theirs:
        other = by_key.get(_key(row, names, keys))
        if other is not None and _says_the_same(ledger, keys, row, other):
            made.edit(ledger, row, write.removal(why))
            doubled += 1
            continue
        twice += other is not None
        changed = [key for key in keys if row[key] is not None and row[key] != kept]
        made.move(ledger, row, changed, kept)
    if doubled:
        made.remarks.append(f"{ledger.title}：{doubled}条两边完全相同，只留一条")
    if twice:
        made.remarks.append(f"{ledger.title}：{twice}条与保留的记录像是同一件事，合并后请核对")


def _key(row: Row, names: Sequence[str], keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names if name not in keys)


def _says_the_same(ledger: Ledger, keys: Sequence[str], row: Row, other: Row) -> bool:
    return all(row[key] in (None, other[key]) for key in ledger.fields if key not in keys)


def _pair_rows(
    made: Plan,
    ledger: Ledger,
    ours: Sequence[Row],
    theirs: Sequence[Row],
    kept: UUID,
    why: str,
) -> None:
    """Let pairs begin anew: a pair is named by the two it relates.

    Of two at one activity the kept one stays and takes what only the other says; whoever was
    there under either record was there.
    """
    owner = ledger.owner.key
    there = {row[owner]: row for row in ours}
    doubled = 0
    for row in theirs:
        made.edit(ledger, row, write.removal(why))
        other = there.get(row[owner])
        if other is None:
            values = {key: row[key] for key in ledger.fields}
            made.fresh.setdefault(ledger.key, []).append({**values, PERSON: kept})
            made.count(ledger)
            continue
        doubled += 1
        filled = {k: row[k] for k in ledger.fields if other[k] is None and row[k] is not None}
        if row.get("state") == _PRESENT != other.get("state"):
            filled |= {"state": _PRESENT, "reason": row["reason"]}
        if filled:
            made.edit(ledger, other, filled)
    if doubled:
        made.remarks.append(
            f"{ledger.title}：有{doubled}次活动两边都登记了，合为一条，有一边到会的算到会（活动里写的人数没有动）"
        )


def _memberships(
    office: Office,
    connection: Connection,
    made: Plan,
    ours: Sequence[Row],
    theirs: Sequence[Row],
    kept: UUID,
    why: str,
) -> None:
    """Keep the survivor's open membership; what the other's open one says is not lost."""
    ledger = office.catalog["membership"]
    held = next((row for row in ours if row["until"] is None), None)
    for row in theirs:
        if held is None or row["until"] is not None:
            made.move(ledger, row, [PERSON], kept)
            if row["until"] is None:
                held = row
        elif row["branch"] == held["branch"]:
            made.edit(ledger, row, write.removal(why))
            made.remarks.append("两条组织关系在同一个党支部，合为一条")
        else:
            _elsewhere(office, connection, made, held, row, kept, why)


def _elsewhere(
    office: Office,
    connection: Connection,
    made: Plan,
    held: Row,
    row: Row,
    kept: UUID,
    why: str,
) -> None:
    """Settle an open membership in another branch: an earlier one ended when the other began."""
    ledger = office.catalog["membership"]
    named = history.captions(connection, office.catalog, "organisation", [row["branch"]])
    branch = named.get(row["branch"], "")
    since, begun = row["since"], held["since"]
    if begun is not None and since is not None and since < begun:
        made.edit(ledger, row, {PERSON: kept, "until": begun})
        made.count(ledger)
        made.remarks.append(f"在“{branch}”的组织关系改为到{show_day(begun)}结束")
    else:
        made.edit(ledger, row, write.removal(why))
        made.remarks.append(
            f"另一条记录编在“{branch}”，看不出先后，这条组织关系移除；如果应该留在那里，请合并后办理转接"
        )
