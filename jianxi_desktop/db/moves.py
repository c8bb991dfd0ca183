"""Whether rows have moved into a unit's subtree since it was last sent something.

What it got until then were the hashes of their writes; so the next package shows it everything.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import shipping
from jianxi_desktop.db.reach import Reach, links
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.vectors import Mark
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 1_000


def moved_in(
    connection: Connection,
    catalog: Catalog,
    reach: Reach,
    chains: Mapping[str, shipping.ChainRow],
    base: Mapping[str, Mark],
) -> bool:
    """Tell whether changes behind ``base`` brought rows that were somewhere else before."""
    inside = {one.hex for one in reach.organisations()}
    places = {ledger.key: _places(ledger) for ledger in catalog}
    companions = _companions(catalog)
    came: set[str] = set()
    for key, kind, columns, leaves in _sections(connection, chains, base):
        owner = companions.get(key)
        for leaf in blocks.readable(leaves) if places.get(key) else ():
            if kind == "set" and _came_in(leaf[2], places[key], inside):
                return True
            if kind == "new" and owner is not None:
                at = dict(zip(columns, leaf[2:], strict=True))
                if any(at.get(place) in inside for place in places[key]):
                    came.add(at[owner])
    return _were_elsewhere(connection, catalog, inside, came)


def _places(ledger: Ledger) -> list[str]:
    key = "parent" if ledger.key == "organisation" else organisation_field(ledger)
    return [*([] if key is None else [key]), *links(ledger)]


def _came_in(
    pairs: Mapping[str, Sequence[Any]], places: Sequence[str], inside: Collection[str]
) -> bool:
    """Tell whether a write took its row into the subtree."""
    return any(
        pairs[place][1] in inside and pairs[place][0] not in inside
        for place in places
        if place in pairs
    )


def _sections(
    connection: Connection,
    chains: Mapping[str, shipping.ChainRow],
    base: Mapping[str, Mark],
) -> Iterator[Sequence[Any]]:
    for chain, row in chains.items():
        after = base.get(chain, (0, ""))[0]
        for change in shipping.changes(connection, row.number, after, row.seq):
            yield from blocks.sections_of(change["block"])


def _companions(catalog: Catalog) -> dict[str, str]:
    """Give the ledgers of dated rows that say where a record stands, with the link to it."""
    return {
        ledger.companion.key: ledger.companion.owner.key
        for ledger in catalog
        if ledger.companion is not None
    }


def _were_elsewhere(
    connection: Connection, catalog: Catalog, inside: Collection[str], owners: Collection[str]
) -> bool:
    """Tell whether any of some records stood outside before."""
    wanted = [UUID(each) for each in owners if each]
    for ledger in catalog:
        companion, key = ledger.companion, organisation_field(ledger)
        if companion is None or key is None:
            continue
        table = table_of(companion)
        for start in range(0, len(wanted), _AT_ONCE):
            part = table.c[companion.owner.key].in_(wanted[start : start + _AT_ONCE])
            found = connection.execute(
                select(table.c[key]).where(part, table.c[key].is_not(None)).distinct()
            )
            if any(row[0].hex not in inside for row in found):
                return True
    return False
