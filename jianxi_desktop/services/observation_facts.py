"""What a checklist says of the organisation visited before anybody goes there.

All visits of a round are answered together, in a handful of queries.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.standing import Standing, standing_on
from jianxi_desktop.domain.organisation import GROUP, line_above
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.prints.checklist import Facts
from jianxi_desktop.services.observation_sheets import Round, Sheet
from jianxi_desktop.services.observation_standings import Last, last_standings
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_GRID, _BRANCH = "grid", "branch"
_NONE_YET = "—"


@dataclass(frozen=True)
class VisitFacts:
    """What is known of one visit.

    Attributes:
        organisation: What is known of whom it goes to.
        inspected_by: Name of the organisation that observes; empty: not settled.
    """

    organisation: Facts
    inspected_by: str


@needs(Right.VIEW)
def facts_of(
    office: Office, connection: Connection, about: Round, sheets: Sequence[Sheet], day: date
) -> dict[UUID, VisitFacts]:
    """Give what is known of the visits of a round, by visit.

    Args:
        office: The office.
        connection: Where to read.
        about: The round.
        sheets: Its sheets.
        day: The day that the numbers are of.
    """
    catalog = office.catalog
    visited = {sheet.organisation for sheet in sheets}
    standing = standing_on(connection, catalog, day)
    counts = _counts(standing, visited)
    secretaries = {each.id: each.secretary for each in standing}
    names = {each.id: each.name for each in standing}
    last = last_standings(connection, catalog, about, visited)
    visits = lookup.existing(
        connection, catalog["observation_visit"], "id", [sheet.visit for sheet in sheets]
    )
    inspecting = {row["id"]: names.get(row["inspected_by"], "") for row in visits}
    return {
        sheet.visit: VisitFacts(
            Facts(
                secretary=secretaries.get(sheet.organisation, ""),
                members=f"{counts[sheet.organisation]['members']:,}",
                branches=str(counts[sheet.organisation]["branches"]),
                groups=str(counts[sheet.organisation]["groups"]),
                last=_told(last.get(sheet.organisation)),
            ),
            inspecting.get(sheet.visit, ""),
        )
        for sheet in sheets
    }


def _counts(standing: Sequence[Standing], wanted: Collection[UUID]) -> Mapping[UUID, Counter[str]]:
    """Count members, grid branches and groups in and below each organisation that is wanted."""
    parents = {each.id: each.parent for each in standing}
    counts = {one: Counter[str]() for one in wanted}
    for each in standing:
        own = Counter(
            members=each.own,
            branches=each.kind == _GRID and each.form == _BRANCH,
            groups=each.form == GROUP,
        )
        for one in (each.id, *line_above(parents, each.id)):
            if one in counts:
                counts[one].update(own)
    return counts


def _told(last: Last | None) -> str:
    if last is None:
        return _NONE_YET
    score, full = show_points(last.score), show_points(last.full)
    of = "" if full == "100" else f"（满分 {full}）"
    return f"{score} 分{of}，第 {last.rank} 名（{last.title}）"
