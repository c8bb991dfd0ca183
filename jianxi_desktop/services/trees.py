"""The two trees of an office, of organisations and of territories, with what each node has."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import tree
from jianxi_desktop.db.figures import COUNTED, status_by_place
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

ORGANISATIONS: Final = "organisation"
TERRITORIES: Final = "territory"
REGIONAL: Final = "regional"
_ORGANISATION = ("id", "parent", "name", "short_name", "form", "kind", "secretary", "territory")
_TERRITORY = ("id", "parent", "name", "kind", "households")
_LAST_DAY = {ORGANISATIONS: "dissolved_on", TERRITORIES: "abolished_on"}
# What a name may leave out that the name above it ends in: 武汉路社区党委 › 第一网格党支部.
_FORM = re.compile(r"(党总支|党支部|党委|党工委|党组|区域党（工）委|委员会)$")


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One organisation or territory in its tree.

    Attributes:
        id: Its identity.
        parent: Who stands above it here; none for the one on top.
        name: Its whole name.
        short: Its name without what the one above says already.
        form: Form of an organisation; empty for a territory.
        kind: Field of work, or kind of territory.
        secretary: Who leads it.
        ended: Whether it is dissolved or abolished.
        counts: What it and all below it have: members, full, probationary, households, linked
            organisations; and those below it, by form or kind.
        territory: Where an organisation works.
    """

    id: UUID
    parent: UUID | None
    name: str
    short: str
    form: str
    kind: str
    secretary: str
    ended: bool
    counts: Mapping[str, int]
    territory: UUID | None = None


@needs(Right.VIEW)
def organisations(office: Office, today: date | None = None) -> list[TreeNode]:
    """Give the organisations this person may see, each after the one it stands under."""
    day = today or calendar.today()
    with office.store.read() as connection:
        rows = _read(connection, office, ORGANISATIONS, _ORGANISATION)
        members = status_by_place(connection, office.catalog, day)
    own = {
        row["id"]: Counter(
            members=sum(members.get(row["id"], {}).values()),
            **{status: members.get(row["id"], {}).get(status, 0) for status in COUNTED},
        )
        for row in rows
    }
    return _nodes(ORGANISATIONS, rows, office.top, own, day)


@needs(Right.VIEW)
def territories(office: Office, today: date | None = None) -> list[TreeNode]:
    """Give the territories, the largest on top, with the organisations that work there."""
    day = today or calendar.today()
    with office.store.read() as connection:
        rows = _read(connection, office, TERRITORIES, _TERRITORY)
        linked = _read(connection, office, ORGANISATIONS, ("id", "parent", "territory"))
    here = Counter(row["territory"] for row in linked if not _has_ended(row, ORGANISATIONS, day))
    own = {
        row["id"]: Counter(households=row["households"] or 0, organisations=here[row["id"]])
        for row in rows
    }
    return _nodes(TERRITORIES, rows, None, own, day)


def _read(
    connection: Connection, office: Office, key: str, names: Sequence[str]
) -> list[dict[str, Any]]:
    return tree.forest(connection, office.catalog, key, (*names, _LAST_DAY[key]))


def _has_ended(row: Mapping[str, Any], key: str, day: date) -> bool:
    last = row[_LAST_DAY[key]]
    return last is not None and last <= day.isoformat()


def _nodes(
    key: str,
    rows: Sequence[dict[str, Any]],
    top: UUID | None,
    own: Mapping[UUID, Counter[str]],
    day: date,
) -> list[TreeNode]:
    """Order the rows from the top down, add the counts up, and make the nodes."""
    ordered = list(_descend(rows, top))
    known = {row["id"]: row for row in ordered}
    ended = {row["id"] for row in ordered if _has_ended(row, key, day)}
    counts = {row["id"]: Counter(own[row["id"]]) for row in ordered}
    for row in reversed(ordered):
        above = counts.get(row["parent"])
        if above is not None:
            if row["id"] not in ended:
                above[row.get("form") or row["kind"]] += 1
            above.update(counts[row["id"]])
    return [
        TreeNode(
            row["id"],
            row["parent"] if row["parent"] in known and row["id"] != top else None,
            row["name"],
            _short(row, known.get(row["parent"])),
            row.get("form") or "",
            row["kind"],
            row.get("secretary") or "",
            row["id"] in ended,
            counts[row["id"]],
            row.get("territory"),
        )
        for row in ordered
    ]


def _descend(rows: Sequence[dict[str, Any]], top: UUID | None) -> Iterable[dict[str, Any]]:
    """Walk from the top down, a node after the one above it; a circle is walked once.

    Without ``top`` everything is walked that nothing known stands above.
    """
    known = {row["id"] for row in rows}
    below: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent"] if row["parent"] in known else None, []).append(row)
    first = below.get(None, []) if top is None else [row for row in rows if row["id"] == top]
    waiting, seen = list(reversed(first)), set()
    while waiting:
        row = waiting.pop()
        if row["id"] not in seen:
            seen.add(row["id"])
            yield row
            waiting.extend(reversed(below.get(row["id"], ())))


def _short(row: Mapping[str, Any], above: Mapping[str, Any] | None) -> str:
    """Leave out of a name what the one above it says already."""
    name: str = row["name"]
    if above is None:
        return name
    for stem in (above["name"], _FORM.sub("", above["name"])):
        if stem and name.startswith(stem) and len(name) > len(stem) + 2:
            return name[len(stem) :]
    return name
