"""What a merge left to people: where two offices say different things, in one list.

A conflict is no error: one value is shown meanwhile, and every other one is kept. ``resolving``
ends them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import conflicts as waiting
from jianxi_desktop.db import lookup, tree
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import doubles, scope
from jianxi_desktop.services.conflict_cycles import read_cycle
from jianxi_desktop.services.conflict_names import (
    Named,
    columns_of,
    groups_of,
    read_name,
    record_names,
    what,
)
from jianxi_desktop.services.conflict_pairs import read_double
from jianxi_desktop.services.conflict_versions import (
    Read,
    Rows,
    Version,
    gone,
    read_removal,
    read_value,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Kind = Literal["value", "removal", "cycle", "double"]
KINDS: Final[Mapping[str, str]] = {
    "value": "两边填的不一样",
    "removal": "一边移除，一边修改",
    "cycle": "上下级绕成了圈",
    "double": "可能重复登记",
}
_READERS = {
    "value": read_value,
    "removal": read_removal,
    "cycle": read_cycle,
    "double": read_double,
}


class Line(NamedTuple):
    """A conflict as a list shows it.

    Attributes:
        id: Names the conflict; the same in every office and after every restart.
        kind: Which of ``KINDS``.
        ledger: Key of the ledger.
        title: Title of the ledger.
        record: The record; of two the one that would stay.
        name: What the record is called.
        what: The fields it is about, in words.
        since: When it was found here, ISO; empty for a double.
    """

    id: str
    kind: str
    ledger: str
    title: str
    record: UUID
    name: str
    what: str
    since: str


class Page(NamedTuple):
    """Some conflicts, and how many there are of each kind."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Conflict:
    """One conflict whole.

    Attributes:
        line: What the list says of it.
        captions: The fields it is about.
        differs: Whether the versions differ in each of them.
        versions: What stands against each other, the shown one first.
        remarks: What whoever decides should know.
    """

    line: Line
    captions: tuple[str, ...]
    differs: tuple[bool, ...]
    versions: tuple[Version, ...]
    remarks: tuple[str, ...] = ()


@needs(Right.VIEW)
def list_conflicts(
    office: Office,
    *,
    kind: str = "",
    words: str = "",
    with_doubles: bool = True,
    limit: int = 100_000,
) -> Page:
    """List what waits for a decision, of what this person may see.

    Args:
        office: Whose database.
        kind: Only of this kind; the counts are of every kind.
        words: Only where kind, ledger, record or field hold every one of these words.
        with_doubles: Whether to look for records that were entered twice; it reads everybody.
        limit: How many lines at most.
    """
    with office.store.read() as connection:
        lines = list(_lines(office, connection, _found(office, connection)))
        if with_doubles:
            lines += _double_lines(office, connection)
    counts = dict.fromkeys(KINDS, 0)
    asked = words.split()
    chosen: list[Line] = []
    for line in lines:
        text = " ".join((KINDS[line.kind], line.title, line.name, line.what))
        if all(word in text for word in asked):
            counts[line.kind] += 1
            if kind in ("", line.kind):
                chosen.append(line)
    return Page(tuple(chosen[:limit]), counts)


@needs(Right.VIEW)
def find_conflict(office: Office, conflict_id: str) -> Conflict:
    """Read one conflict with all its versions.

    Raises:
        ConflictError: It is settled.
        InputError: There is no such name, or it is not this person's to see.
    """
    with office.store.read() as connection:
        return _as_shown(office, next(read_many(office, connection, [conflict_id])))


@needs(Right.VIEW)
def find_many(office: Office, ids: Collection[str]) -> list[Conflict]:
    """Read several conflicts; those that are settled by now are left out.

    Raises:
        InputError: As ``find_conflict``.
    """
    with office.store.read() as connection:
        found = _found(office, connection)
        still = {Named(each.kind, each.ledger, each.row, each.group).text for each in found}
        kept = [one for one in ids if one in still or one.startswith("double:")]
        return [_as_shown(office, each) for each in read_many(office, connection, kept)]


def read_many(office: Office, connection: Connection, ids: Iterable[str]) -> Iterator[Conflict]:
    """Read conflicts inside a transaction, one after the other.

    Raises:
        ConflictError: One is settled.
        InputError: One has no such name, or is not this person's to see.
    """
    rows = Rows(office, connection)
    every = [read_name(one, office.catalog, KINDS) for one in ids]
    rows.fetch(every)
    for named in every:
        ledger = office.catalog[named.ledger]
        records = [named.row, named.other] if named.kind == "double" else [named.row]
        scope.require_writable(office, ledger)
        scope.require_inside(office, connection, ledger, records)
        found = rows.waiting(named)
        if found is None and named.kind != "double":
            raise gone()
        since = found.since if found is not None else ""
        line = _line(office.catalog, named, rows.name(named), since)
        yield _conflict(line, _READERS[named.kind](rows, named))


def _as_shown(office: Office, conflict: Conflict) -> Conflict:
    """Leave out the numbers that nobody has asked to see."""
    fields = office.catalog[conflict.line.ledger].fields
    masked = {key for key, field in fields.items() if field.masked}
    versions = tuple(
        replace(each, raw={key: value for key, value in each.raw.items() if key not in masked})
        for each in conflict.versions
    )
    return replace(conflict, versions=versions)


def _conflict(line: Line, read: Read) -> Conflict:
    columns = zip(*(version.texts for version in read.versions), strict=True)
    differs = tuple(read.hidden or len(set(texts)) > 1 for texts in columns)
    return Conflict(line, read.captions, differs, read.versions, read.remarks)


@needs(Right.VIEW)
def count(office: Office) -> int:
    """Count what waits for a decision; what may be entered twice is not looked for here."""
    with office.store.read() as connection:
        return count_in(office, connection)


def count_in(office: Office, connection: Connection) -> int:
    """Count inside a transaction what waits for a decision, of what this person may see."""
    if not office.limited:
        return waiting.count(connection, office.catalog)
    return len(_found(office, connection))


@needs(Right.VIEW)
def fields_in_conflict(office: Office, ledger: Ledger, record_id: UUID) -> Mapping[str, str]:
    """Give the fields of a record, and of its companion's row, that wait; each with its conflict.

    The key "" stands for the record as a whole: removed by one and changed by another.
    """
    with office.store.read() as connection:
        found = waiting.of_rows(connection, ledger, [record_id])
        if ledger.companion is not None:
            held = lookup.current_rows(connection, ledger.companion, [record_id])
            ids = [row["id"] for row in held.values()]
            found += waiting.of_rows(connection, ledger.companion, ids)
        fields: dict[str, str] = {}
        for each in found:
            named = Named(each.kind, each.ledger, each.row, each.group)
            columns = columns_of(office.catalog[each.ledger], each.group)
            for key in ("",) if each.kind == "removal" else columns:
                fields[key] = named.text
    return fields


def _found(office: Office, connection: Connection) -> list[waiting.Found]:
    """Give the groups that wait, of what this person may see."""
    found = waiting.pending(connection, office.catalog)
    if not office.limited:
        return found
    catalog = office.catalog
    found = [each for each in found if tree.belongs(catalog, catalog[each.ledger])]
    rows: dict[str, set[UUID]] = {}
    for each in found:
        rows.setdefault(each.ledger, set()).add(each.row)
    outside = scope.outside(office, connection, rows)
    return [each for each in found if each.row not in outside]


def _lines(
    office: Office, connection: Connection, found: Iterable[waiting.Found]
) -> Iterator[Line]:
    """Put conflicts into words, ledger by ledger; a group this version does not know is left."""
    by_ledger: dict[str, list[waiting.Found]] = {}
    for each in found:
        by_ledger.setdefault(each.ledger, []).append(each)
    order = list(KINDS)
    lines = []
    for key, group in by_ledger.items():
        ledger = office.catalog[key]
        groups = groups_of(ledger)
        names = record_names(connection, office.catalog, ledger, {each.row for each in group})
        lines += [
            _line(
                office.catalog,
                Named(each.kind, key, each.row, each.group),
                names.get(each.row, ""),
                each.since,
            )
            for each in group
            if each.group in groups and each.kind in KINDS
        ]
    yield from sorted(lines, key=lambda line: order.index(line.kind))


def _double_lines(office: Office, connection: Connection) -> Iterator[Line]:
    found = doubles.find_doubles(office, connection)
    names: dict[UUID, str] = {}
    for key in dict.fromkeys(each.ledger for each in found):
        rows = {each.kept for each in found if each.ledger == key}
        names |= record_names(connection, office.catalog, office.catalog[key], rows)
    for each in found:
        named = Named("double", each.ledger, each.kept, each.gone.hex)
        yield _line(office.catalog, named, names.get(each.kept, ""), "")


def _line(catalog: Catalog, named: Named, name: str, since: str) -> Line:
    ledger = catalog[named.ledger]
    told = "登记了两次" if named.kind == "double" else what(ledger, named)
    return Line(named.text, named.kind, ledger.key, ledger.title, named.row, name, told, since)
