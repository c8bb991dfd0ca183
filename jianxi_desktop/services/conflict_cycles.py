"""Moves in a tree that make a circle together: which of them is to hold."""

from collections.abc import Mapping
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.registers import Dot
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.conflict_names import Named, Speller, record_names
from jianxi_desktop.services.conflict_versions import People, Read, Rows, Version, gone
from jianxi_desktop.services.office import Office

PARENT = "parent"
_TOP = "（没有上级）"


def read_cycle(rows: Rows, named: Named) -> Read:
    """Read where a record was put under by whom, and where it stood before.

    Raises:
        ConflictError: It is settled.
    """
    office, connection = rows.office, rows.connection
    ledger = office.catalog[named.ledger]
    if ledger.above is None or ledger.above.key != named.group:
        raise gone()
    key = named.group
    row = rows.row(ledger, named.row)
    wanted: dict[str | None, Dot | None] = {}
    for head in row.heads.get(key, ()):
        wanted.setdefault(head.values[key], head.write.dot)
    before = [
        head.write.old[key]
        for head in row.heads.get(key, ())
        if head.write.kind == "set" and key in head.write.old
    ]
    for old in before:
        wanted.setdefault(old, None)
    stands = lookup.above(connection, ledger).get(named.row)
    shown = None if stands is None else stands.hex
    wanted.setdefault(shown, None)
    order = sorted(wanted, key=lambda value: (value != shown, wanted[value] is None))
    people = People(rows, [dot for dot in wanted.values() if dot is not None])
    speller = Speller(connection, office.catalog, ledger)
    speller.learn([{key: value} for value in order])
    versions = []
    for value in order:
        text = speller.text(key, value) or _TOP
        version = Version((text,), PARENT, {key: value}, shown=value == shown)
        dot = wanted[value]
        versions.append(version if dot is None else people.sign(version, dot))
    caption = ledger.fields[key].caption
    return Read((caption,), tuple(versions), _ring(rows, ledger, named.row, wanted))


def _ring(
    rows: Rows, ledger: Ledger, one: UUID, wanted: Mapping[str | None, Dot | None]
) -> tuple[str, ...]:
    """Say which records stand above each other in the circle."""
    above = lookup.above(rows.connection, ledger)
    for value in wanted:
        ring, at = [one], None if value is None else UUID(hex=value)
        while at is not None and at not in ring:
            ring.append(at)
            at = above.get(at)
        if at == one:
            return (_told(rows.office, rows, ledger, ring),)
    return ()


def _told(office: Office, rows: Rows, ledger: Ledger, ring: list[UUID]) -> str:
    names = record_names(rows.connection, office.catalog, ledger, ring)
    line = " → ".join(f"“{names.get(each, '')}”" for each in (*ring, ring[0]))
    return f"几处改动合在一起绕成了圈：{line}（箭头指向上级）。"
