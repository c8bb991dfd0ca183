"""What becomes of the posts, terms and units of an organisation that ends."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.structure import Row

_ENDS = {"post_holding": "ends_on", "leadership_term": "ended_on", "organisation_unit": "until"}
_BEGINS = {
    "post_holding": "starts_on",
    "leadership_term": "starts_on",
    "organisation_unit": "since",
}
_GOES_ON = ("post_holding", "organisation_unit")
# What two open rows must not share: one secretary, one relation of a kind to a unit.
_ONCE = {"post_holding": ("name", "post"), "organisation_unit": ("unit", "role")}
_ALONE = ("secretary",)
_LOCAL = frozenset({"id", "serial", "version", "replica", "seq", "removed_on", "removed_why"})


def end_all(change: Change, catalog: Catalog, organisation: UUID, on: date) -> None:
    """End everything that an organisation still has on a day."""
    for key in _ENDS:
        _end(change, catalog, key, _open(change, catalog, key, organisation, on), on)


def hand_on(
    change: Change, catalog: Catalog, row: Row, into: UUID, on: date
) -> tuple[int, tuple[str, ...]]:
    """End everything on a day and let posts and units go on in another organisation.

    A secretary's post ends where the other one has a secretary.

    Returns:
        How many posts go on, and what did not, in words.
    """
    posts, notes = 0, []
    for key in _ENDS:
        rows = _open(change, catalog, key, row["id"], on)
        if key in _GOES_ON:
            there = _open(change, catalog, key, into, on)
            going, staying = _parted(key, rows, there)
            write.insert_rows(change, catalog[key], [_again(key, each, into, on) for each in going])
            if key == "post_holding":
                posts = len(going)
                notes += [
                    f"并入的党组织已有书记，{each['name']}的书记职务到此为止"
                    for each in staying
                    if each["post"] in _ALONE
                ]
        _end(change, catalog, key, rows, on)
    return posts, tuple(notes)


def _open(change: Change, catalog: Catalog, key: str, organisation: UUID, on: date) -> list[Row]:
    rows = lookup.existing(change.connection, catalog[key], "organisation", [organisation])
    ended, day = _ENDS[key], on.isoformat()
    return [row for row in rows if row[ended] is None or row[ended] > day]


def _end(change: Change, catalog: Catalog, key: str, rows: Iterable[Row], on: date) -> None:
    edits = [
        write.Edit(row["id"], {_ENDS[key]: _not_before(row[_BEGINS[key]], on)}, row["version"])
        for row in rows
    ]
    write.update_rows(change, catalog[key], edits)


def _not_before(begun: str | None, on: date) -> str:
    """Give the day, or the day something begins that would begin only afterwards."""
    return max(begun or "", on.isoformat())


def _parted(key: str, rows: Iterable[Row], there: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Part what goes on from what the other organisation has already."""
    there = list(there)
    known = {tuple(each[column] for column in _ONCE[key]) for each in there}
    held = {each["post"] for each in there} if key == "post_holding" else set()
    going: list[Row] = []
    staying: list[Row] = []
    for row in rows:
        once = tuple(row[column] for column in _ONCE[key])
        alone = row.get("post") in _ALONE and row.get("post") in held
        (staying if alone or once in known else going).append(row)
    return going, staying


def _again(key: str, row: Row, into: UUID, on: date) -> Mapping[str, Any]:
    kept = {name: value for name, value in row.items() if name not in _LOCAL}
    fresh = {**kept, "organisation": into, _BEGINS[key]: _not_before(row[_BEGINS[key]], on)}
    if key == "post_holding":
        fresh["term"] = None  # the term was the other organisation's
    return fresh
