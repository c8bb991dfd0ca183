"""Where organisations stood on a day: in which street and community, in what sort of unit."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import as_of
from jianxi_desktop.db.figures_behind import Scope
from jianxi_desktop.db.office import facts_of

_MOST_LEVELS = 64  # a circle that a merge may bring ends here


class Places:
    """The organisations of a day, read once, and what stands above each.

    Attributes:
        rows: By identity; see ``as_of.organisations``, with ``category`` beside it.
        top: The organisation that is asked for, else the office's own.
    """

    def __init__(self, connection: Connection, scope: Scope) -> None:
        table = scope.table("organisation")
        found = select(table.c.id, table.c.unit_category).where(table.c.removed_on.is_(None))
        kept = {row[0]: row[1] for row in connection.execute(found)}
        then = as_of.organisations_on(connection, scope.catalog, scope.day)
        self.rows: Mapping[UUID, Mapping[str, Any]] = {
            row["id"]: {**row, "category": kept.get(row["id"])} for row in then
        }
        facts = facts_of(connection)
        own = facts["organisation"] if facts is not None else None
        self.top: UUID | None = scope.top or own
        self._known: dict[tuple[str, UUID], UUID | None] = {}

    @cached_property
    def inside(self) -> frozenset[UUID]:
        """The organisation that is asked for and whoever stood below it; else the office's own."""
        if self.top not in self.rows:
            return frozenset(self.rows)
        return frozenset(one for one in self.rows if self.top in self._above(one))

    def community(self, organisation: UUID | None) -> UUID | None:
        """Give the community's organisation that this one is or stands below."""
        return self._nearest("community", organisation)

    def street(self, organisation: UUID | None) -> UUID | None:
        """Give the street's organisation that this one is or stands below."""
        return self._nearest("street", organisation)

    def territory(self, organisation: UUID | None) -> UUID | None:
        """Give the territory of an organisation itself."""
        row = self.rows.get(organisation) if organisation is not None else None
        return None if row is None else row["territory"]

    def is_town(self, organisation: UUID | None) -> bool:
        """Tell whether an organisation belongs to a town or township and not to a street."""
        street = self.street(organisation)
        return street is not None and _named_town(self.rows[street])

    def category(self, organisation: UUID | None) -> str | None:
        """Give the sort of unit: the organisation's own, else that of the nearest above."""
        for one in self._above(organisation):
            if found := self.rows[one]["category"]:
                return str(found)
        return None

    def _nearest(self, kind: str, organisation: UUID | None) -> UUID | None:
        if organisation is None:
            return None
        key = (kind, organisation)
        if key not in self._known:
            fitting = (one for one in self._above(organisation) if self.rows[one]["kind"] == kind)
            self._known[key] = next(fitting, None)
        return self._known[key]

    def _above(self, organisation: UUID | None) -> list[UUID]:
        """Give an organisation and all above it, the nearest first."""
        found: list[UUID] = []
        at = organisation
        while at is not None and at in self.rows and len(found) < _MOST_LEVELS:
            found.append(at)
            at = self.rows[at]["parent"]
        return found


def _named_town(row: Mapping[str, Any]) -> bool:
    return is_town(str(row["code"] or ""), str(row["name"]))


def is_town(code: str, name: str) -> bool:
    """Tell a town or township from a street, by the code of the statistics bureau or the name.

    Digits 7 to 9 are 001 to 099 for streets, from 100 on for towns and townships (rules for
    statistical division codes).
    """
    part = code[6:9]
    if len(part) == 3 and part.isdigit():
        return int(part) >= 100
    return any(word in name for word in ("镇", "乡"))


def same_day(one: str | None, other: str | None) -> bool:
    """Tell whether two days, each perhaps known to the month or year alone, begin alike."""
    return one is not None and other is not None and first(one) == first(other)


def first(day: str) -> str:
    """Give the first day that a partly known one can be, as text."""
    return (day + "-01-01")[:10]
