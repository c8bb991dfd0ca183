"""Two records that may be one, and circles in a tree: read as conflicts, side by side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jianxi_desktop.db import conflicts, lookup
from jianxi_desktop.db.write import plain
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import doubles, person_merging
from jianxi_desktop.services.conflict_names import Named, Speller, captions_of
from jianxi_desktop.services.conflict_versions import People, Read, Rows, Version, gone

RECORD = "record"
_TOLD = {  # what tells two apart, even where it is the same
    "person": ("name", "id_number", "born_on", "phone"),
    "organisation": ("name", "code", "parent"),
    "territory": ("name", "code", "parent"),
}


def read_double(rows: Rows, named: Named) -> Read:
    """Read two records that may be one.

    Raises:
        ConflictError: One of them is gone, or somebody has told them apart.
    """
    office, connection = rows.office, rows.connection
    ledger = office.catalog[named.ledger]
    apart = doubles.told_apart(office, connection)
    both = lookup.existing(connection, ledger, "id", [named.row, named.other])
    if len(both) < 2 or frozenset((named.row.hex, named.group)) in apart:
        raise gone()
    found = {row["id"]: row for row in both}
    pair = (found[named.row], found[named.other])
    columns = _columns(ledger, *pair)
    speller = Speller(connection, office.catalog, ledger)
    speller.learn([{key: plain(row[key]) for key in columns} for row in pair])
    dots = conflicts.dots_of(connection, [(row["replica"], row["seq"]) for row in pair])
    people = People(rows, list(dots.values()))
    versions = []
    for row in pair:
        texts = tuple(speller.text(key, plain(row[key])) for key in columns)
        version = Version(texts, RECORD, {}, record=row["id"], shown=row is pair[0])
        versions.append(people.sign(version, dots.get((row["replica"], row["seq"]))))
    captions, remarks = captions_of(ledger, columns), list[str]()
    if named.ledger == "person":
        captions, versions, remarks = _with_membership(rows, named, captions, versions)
    else:
        remarks = [_hanging(rows, ledger, row) for row in pair]
    return Read(captions, tuple(versions), tuple(each for each in remarks if each))


def _columns(ledger: Ledger, one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    told = _TOLD[ledger.key]
    return tuple(key for key in ledger.fields if key in told or one[key] != other[key])


def _with_membership(
    rows: Rows, named: Named, captions: tuple[str, ...], versions: list[Version]
) -> tuple[tuple[str, ...], list[Version], list[str]]:
    """Add what differs in the memberships of two people, and what merging them would settle."""
    page = person_merging.person_pair(rows.office, named.row, named.other)
    more = [each for each in page.differences if each.caption not in captions]
    hanging = (
        "、".join(f"{each.title}{each.kept}条" for each in page.links if each.kept),
        "、".join(f"{each.title}{each.gone}条" for each in page.links if each.gone),
    )
    kept = (*(each.kept for each in more), hanging[0])
    other = (*(each.gone for each in more), hanging[1])
    signed = [
        replace(version, texts=version.texts + texts)
        for version, texts in zip(versions, (kept, other), strict=True)
    ]
    titles = (*captions, *(each.caption for each in more), "挂着的记录")
    return titles, signed, [*page.remarks, *([page.refused] if page.refused else [])]


def _hanging(rows: Rows, ledger: Ledger, row: Mapping[str, Any]) -> str:
    """Say what links to a record."""
    linking = doubles.links_of(rows.office, rows.connection, ledger, row["id"])
    told = "、".join(f"{each.title}{len(found)}条" for each, _keys, found in linking)
    return f"“{row['name']}”（{row['code'] or '没有代码'}）：{told or '没有挂着的记录'}"
