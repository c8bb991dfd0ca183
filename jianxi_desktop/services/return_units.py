"""Which organisations have a row of their own in a return, and in whose row the others count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jianxi_desktop.domain.return_forms import TOTAL
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

# Below an office, how deep its return goes: the district's stops at communities.
_ROW_KINDS = {"district": ("street", "community"), "street": ("community",)}
_DEEPEST = 64  # a circle that a merge may bring ends here
OWN = "own"  # follows the identity of whoever is a total and a row of its own


@dataclass(frozen=True)
class UnitLine:
    """One row.

    Attributes:
        key: Its name, the same in every period.
        organisation: Whose row it is.
        label: What it is called.
        level: Depth below the whole.
        total: Whether it is the sum of the rows one level deeper that follow it.
    """

    key: str
    organisation: UUID
    label: str
    level: int
    total: bool


class UnitLayout:
    """The rows of a return by units.

    Attributes:
        rows: Organisations with a row.
        gone: Organisations that did not stand on the day; they have one where anything counts.
        unit: Name of whoever hands the return in.
    """

    def __init__(
        self, organisations: Sequence[Mapping[str, Any]], top: UUID, level: str, unit: str
    ) -> None:
        self.unit = unit
        self._names = {row["id"]: str(row["name"]) for row in organisations}
        self._parents = {row["id"]: row["parent"] for row in organisations}
        self.gone = {row["id"] for row in organisations if not row["standing"]} - {top}
        self._top = top
        kinds = _ROW_KINDS.get(level)
        below: dict[object, list[UUID]] = {}
        for row in organisations:
            chosen = (
                row["kind"] in kinds
                if kinds is not None
                else row["parent"] == top and row["form"] != "group"
            )
            if chosen and isinstance(row["id"], UUID) and row["id"] != top:
                below.setdefault(row["parent"], []).append(row["id"])
        self._below = below
        self.rows: set[UUID] = {top, *(each for rows in below.values() for each in rows)}

    def row_of(self, organisation: UUID | None) -> UUID | None:
        """Give the nearest organisation with a row, from this one upwards; None is elsewhere."""
        at: object = organisation
        for _ in range(_DEEPEST):
            if not isinstance(at, UUID):
                return None
            if at in self.rows:
                return at
            at = self._parents.get(at)
        return None

    def above(self) -> frozenset[object]:
        """Name the superiors of whoever hands the return in: nothing of theirs is expected here."""
        found: list[object] = []
        at = self._parents.get(self._top)
        while isinstance(at, UUID) and at not in found and len(found) < _DEEPEST:
            found.append(at)
            at = self._parents.get(at)
        return frozenset(found)

    def lines(self) -> Iterator[UnitLine]:
        """Give the rows in order; whoever has parts is their total, with itself as one of them."""
        yield from self._lines(self._top, 0)

    def _lines(self, at: UUID, level: int) -> Iterator[UnitLine]:
        parts = self._below.get(at, [])
        name = self._names.get(at, "（未到）")
        key = at.hex if level else TOTAL
        yield UnitLine(key, at, name, level, total=bool(parts))
        if parts:
            yield UnitLine(f"{at.hex}-{OWN}", at, f"{name}本级", level + 1, total=False)
        for part in parts:
            yield from self._lines(part, level + 1)


@needs(Right.VIEW)
def layout_of(
    office: Office, organisations: Sequence[Mapping[str, Any]], top: UUID | None = None
) -> UnitLayout:
    """Lay out a return over the organisations as of its day.

    Args:
        office: The open database.
        organisations: All of them, as of the day.
        top: Whose return it is; ``None`` for that of whoever is logged in.
    """
    if top is None and not office.limited:
        return UnitLayout(organisations, office.top, office.unit.level, office.unit.name)
    whose = top or office.top
    found = {row["id"]: row for row in organisations}.get(whose, {})
    name = str(found.get("name", office.unit.name))
    return UnitLayout(organisations, whose, str(found.get("kind", "")), name)
