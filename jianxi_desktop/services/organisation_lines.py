"""The dated lines that tell what became of an organisation, by its old and new values."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.structure import Row

# Which lines go by a day that stands in the record itself.
_DAYS = {"established_on": ("established",), "dissolved_on": ("dissolved", "merged")}


def note_change(
    change: Change, catalog: Catalog, organisation: UUID, kind: str, on: str, **facts: Any
) -> UUID:
    """Write the dated line of a change of an organisation."""
    line = {"organisation": organisation, "kind": kind, "changed_on": on, **facts}
    return write.insert_rows(change, catalog["organisation_change"], [line])[0]


def note_lines(change: Change, catalog: Catalog, row: Row, before: Row | None) -> None:
    """Write the dated lines of what became of an organisation, by its old and new values."""
    for kind, on, facts in _lines(row, before, calendar.today()):
        note_change(change, catalog, row["id"], kind, on, **facts)


def mend_days(change: Change, catalog: Catalog, row: Row, before: Row) -> None:
    """Let the lines of a founding and an end follow their day; without one they go out."""
    wrong = {
        (kind, before[key]): row[key]
        for key, kinds in _DAYS.items()
        for kind in kinds
        if before[key] not in (None, row[key])
    }
    if not wrong:
        return
    ledger = catalog["organisation_change"]
    lines = lookup.existing(change.connection, ledger, "organisation", [row["id"]])
    for line in lines:
        of = (line["kind"], line["changed_on"])
        if of not in wrong:
            continue
        if wrong[of] is None:
            write.remove_row(change, ledger, line["id"], line["version"], "日期已清空")
        else:
            day = {"changed_on": wrong[of]}
            write.update_row(change, ledger, line["id"], line["version"], day)


def _lines(row: Row, before: Row | None, today: date) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Say which dated lines a save calls for: kind, day, facts."""
    old: Row = before or {}
    if row["established_on"] is not None and old.get("established_on") is None:
        yield "established", row["established_on"], _founding(row)
    paper = {"document": row["approval"] if row["approval"] != old.get("approval") else None}
    if before is not None:
        for kind, facts in _changes(_pairs(row, before)):
            yield kind, today.isoformat(), {**paper, **facts}
    if row["dissolved_on"] is not None and old.get("dissolved_on") is None:
        own = paper if before is not None else {}  # a new one's paper is that of its founding
        yield "dissolved", row["dissolved_on"], {**own, "old_name": row["name"]}


def _changes(facts: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    if facts["form"]:
        yield "upgraded", {**facts["form"], **facts["name"]}
    elif facts["name"]:
        yield "renamed", facts["name"]
    if facts["parent"]:
        yield "moved", facts["parent"]


def _founding(row: Row) -> dict[str, Any]:
    told = {f"new_{key}": row[key] for key in ("name", "parent", "form")}
    return {"document": row["approval"], **told}


def _pairs(row: Row, before: Row) -> dict[str, dict[str, Any]]:
    return {
        key: {} if row[key] == before[key] else {f"old_{key}": before[key], f"new_{key}": row[key]}
        for key in ("name", "parent", "form")
    }
