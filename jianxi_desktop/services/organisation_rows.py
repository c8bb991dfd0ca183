"""The rules of organisations and territories for the rows of a roster: a person decides, not it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Issue, Ledger, Values
from jianxi_desktop.services import organisation_rules as rules
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_lines import note_lines
from jianxi_desktop.services.structure import Row, Structure

_NOBODY = UUID(int=0)  # a row that is no record yet


def look(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say on the form of an organisation what the saving would refuse, at the field it is about."""
    catalog = office.catalog
    stored = lookup.existing(connection, catalog["organisation"], "id", [record_id])
    before = stored[0] if stored else None
    row = {"id": _NOBODY, "parent": None, "dissolved_on": None, **(before or {}), **values}
    if any(row.get(key) is None for key in ("name", "kind", "form")):
        return ()  # that is said already
    structure = Structure.read(connection, catalog)
    changed = {key for key, value in row.items() if before is None or before.get(key) != value}
    found: list[Issue] = []
    if changed & {"parent", "kind", "form"}:
        standing = rules.against_standing(structure, row, before, calendar.today())
        found += [Issue("parent", "parent", "error", text) for text in standing]
    if before is not None and row["dissolved_on"] is not None and "dissolved_on" in changed:
        day = calendar.first_day(row["dissolved_on"])
        way = rules.what_is_in_the_way(connection, catalog, structure, row["id"], day)
        text = "；".join(f"还有{each.text}" for each in way)
        found += [Issue("dissolved_on", "in_the_way", "error", text)] if way else []
    return tuple(found)


class Watcher:
    """Looks at the rows of one roster; of other ledgers than these it has nothing to say."""

    def __init__(self, office: Office, change: Change, ledger: Ledger, home: UUID) -> None:
        self._office = office
        self._change = change
        self._ledger = ledger
        self._home = home
        self._organisations = ledger.key == "organisation"

    @cached_property
    def _structure(self) -> Structure:
        return Structure.read(self._change.connection, self._office.catalog)

    def issues(self, values: Mapping[str, Any], record: Row | None) -> Iterator[Issue]:
        """Say what a row would break: it is for review, and not written until then."""
        if not self._organisations and self._ledger.key != "territory":
            return
        before = record or {}
        given = {key: value for key, value in values.items() if value is not None}
        row = {"id": _NOBODY, "parent": None, "dissolved_on": None, **before, **given}
        changed = {key for key, value in given.items() if before.get(key) != value}
        if self._organisations:
            row["parent"] = row["parent"] or self._home
            yield from self._of_organisation(row, record, changed)
        elif record is None or changed & {"parent", "kind"}:
            connection, catalog = self._change.connection, self._office.catalog
            for text in rules.against_lying(connection, catalog, row):
                yield Issue("parent", "parent", "review", text)

    def _of_organisation(self, row: Row, record: Row | None, changed: set[str]) -> Iterator[Issue]:
        if record is None or changed & {"parent", "kind", "form"}:
            standing = rules.against_standing(self._structure, row, record, calendar.today())
            for text in standing:
                yield Issue("parent", "parent", "review", text)
        if record is not None and "dissolved_on" in changed:
            day = calendar.first_day(row["dissolved_on"])
            connection, catalog = self._change.connection, self._office.catalog
            for each in rules.what_is_in_the_way(
                connection, catalog, self._structure, row["id"], day
            ):
                text = f"不能撤销：还有{each.text}"
                yield Issue("dissolved_on", "in_the_way", "review", text)

    def changed(self, record: Row) -> None:
        """Write the dated line of what a row changed."""
        if self._organisations:
            rules.keep_structure(self._office, self._change, record["id"], record)

    def made(self, ids: Sequence[UUID], rows: Sequence[Mapping[str, Any]]) -> None:
        """Write the first line of new organisations whose day is told."""
        if not self._organisations:
            return
        for one, row in zip(ids, rows, strict=True):
            full = {key: row.get(key) for key in self._ledger.fields}
            note_lines(self._change, self._office.catalog, {**full, "id": one}, None)
