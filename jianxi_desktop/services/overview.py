"""An office at a glance: figures and the lists behind them, the year, the ranking, what is safe."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import overview as counts
from jianxi_desktop.db import tree
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import backups, observation_results, opening
from jianxi_desktop.services.due.packages import Packages, packages_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

LIFE, LECTURES, OTHERS = "life", "lectures", "others"
GROUPS: Final[Mapping[str, str]] = {
    LIFE: "组织生活",
    LECTURES: "讲习",
    OTHERS: "其他",
}
_GROUP_OF: Final[Mapping[str, str]] = {
    "general_meeting": LIFE,
    "committee_meeting": LIFE,
    "group_meeting": LIFE,
    "party_lecture": LIFE,
    "theme_day": LIFE,
    "organisation_life": LIFE,
    "appraisal": LIFE,
    "lecture": LECTURES,
}
_BELOW: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "district": (("street", "街道"), ("community", "社区")),
    "street": (("community", "社区"),),
}
_ORDER: Final[Mapping[str, Mapping[str, Any]]] = {
    "activity": {"order": "held_on", "descending": True},
    "problem": {"order": "due_on"},
}
_STANDS: Final = Filter("dissolved_on", way="empty")


@dataclass(frozen=True)
class Figure:
    """One figure, and the list that it counts.

    Attributes:
        key: Stable name.
        caption: What is counted.
        ledger: Key of the ledger.
        query: What the list is asked for; what it finds is as many as ``number``.
        number: How many.
    """

    key: str
    caption: str
    ledger: str
    query: Query
    number: int = 0


@dataclass(frozen=True)
class Month:
    """What was held in a month.

    Attributes:
        month: As ``2026-03``.
        held: How many activities, by ``GROUPS``.
        later: How many are written down for a day to come.
        before: How many there were in that month of the year before.
        query: What the list of its activities is asked for.
    """

    month: str
    held: Mapping[str, int]
    later: int
    before: int
    query: Query

    @property
    def total(self) -> int:
        """All of the month, also those to come."""
        return sum(self.held.values()) + self.later


class Placed(NamedTuple):
    """Where one who was visited stands; points are hundredths, ``grade`` is a code or empty."""

    organisation: UUID
    name: str
    rank: int | None
    score: int | None
    full: int
    grade: str
    last_rank: int | None


@dataclass(frozen=True)
class Ranking:
    """The newest round of observation that has scores.

    Attributes:
        round: The round.
        title: What it is called.
        places: Those that belong to what is looked at, the best first.
        ranked: How many have a place in the whole round.
    """

    round: UUID
    title: str
    places: tuple[Placed, ...]
    ranked: int


@dataclass(frozen=True)
class LastBackup:
    """The newest backup; ``made_at`` is ``None`` where there is none.

    Attributes:
        made_at: When it was made.
        late: Whether one is due: it is more than a day old and something changed since.
    """

    made_at: datetime | None
    late: bool


@dataclass(frozen=True)
class Overview:
    """An office, or an organisation of it, at a glance.

    Attributes:
        as_of: The day.
        figures: They, in order.
        months: The twelve months of the year.
        ranking: The last observation; ``None``: nobody here was given scores yet.
        backup: The last backup; ``None``: a server keeps the database, or it is not this person's.
        packages: What was handed up and came from below; ``None`` below the top of the office.
    """

    as_of: date
    figures: tuple[Figure, ...]
    months: tuple[Month, ...]
    ranking: Ranking | None = None
    backup: LastBackup | None = None
    packages: Packages | None = field(default=None)


@needs(Right.VIEW)
def overview(office: Office, day: date | None = None, within: UUID | None = None) -> Overview:
    """Give an office at a glance, as far as this person may see it.

    Args:
        office: The open database.
        day: The day it is looked at; ``None``: today.
        within: Only what stands at or below this organisation; ``None``: all.
    """
    as_of = day or calendar.today()
    top = within or office.account.organisation
    with office.store.read() as connection:
        level = _level(office, connection, within or office.top)
        figures = tuple(_figures(office, connection, level, as_of, within))
        months = tuple(_months(office, connection, as_of, within, top))
        below = None if top is None else _below(office, connection, top)
        packages = None if top is not None else packages_of(office, connection, as_of)
    return Overview(
        as_of, figures, months, _ranking(office, as_of, below), _last_backup(office), packages
    )


def _level(office: Office, connection: Connection, top: UUID) -> str:
    """Tell of an organisation whether a district's, a street's or a community's figures fit."""
    if top == office.unit.organisation:
        return office.unit.level
    rows = tree.organisations(connection, office.catalog)
    kind = next((row["kind"] for row in rows if row["id"] == top), "")
    return kind if kind in ("district", "street") else "community"


def _figures(
    office: Office, connection: Connection, level: str, day: date, within: UUID | None
) -> Iterator[Figure]:
    for key, caption, ledger, filters in _wanted(level, day):
        query = Query(filters=filters, within=within, **_ORDER.get(ledger, {}))
        number = office.lister(office.catalog[ledger]).count(connection, query)
        yield Figure(key, caption, ledger, query, number)


def _wanted(level: str, day: date) -> Iterator[tuple[str, str, str, tuple[Filter, ...]]]:
    """Give key, caption, ledger and conditions of the figures of a level."""
    among = Filter("status", ("full", "probationary"), "among")
    yield "members", "党员", "person", (among,)
    yield "probationary", "预备党员", "person", (Filter("status", "probationary"),)
    activists = (Filter("stage", "activist"), Filter("stopped_on", way="empty"))
    yield "activists", "入党积极分子", "development_case", activists
    yield from _bodies(level)
    year = (Filter("held_on", f"{day.year:04}", "from"), Filter("held_on", day.isoformat(), "to"))
    yield "activities", "本年活动", "activity", year
    yield "venues", "阵地", "venue", (Filter("closed_on", way="empty"),)
    yield "problems", "未解决的问题", "problem", (Filter("closed_on", way="empty"),)


def _bodies(level: str) -> Iterator[tuple[str, str, str, tuple[Filter, ...]]]:
    """Give the figures of organisations: what a level's own are made of."""
    for kind, caption in _BELOW.get(level, ()):
        yield kind, caption, "organisation", (Filter("kind", kind), _STANDS)
    branch, group = Filter("form", "branch"), Filter("form", "group")
    if level in _BELOW:
        yield "branches", "党支部", "organisation", (branch, _STANDS)
        return
    grid, building = Filter("kind", "grid"), Filter("kind", "building")
    yield "grids", "网格党支部", "organisation", (branch, grid, _STANDS)
    yield "groups", "楼栋党小组", "organisation", (group, building, _STANDS)


def _months(
    office: Office, connection: Connection, day: date, within: UUID | None, top: UUID | None
) -> Iterator[Month]:
    years, held = (day.year - 1, day.year), dict[str, Counter[str]]()
    later, total = Counter[str](), Counter[str]()
    for each in counts.activities_by_month(connection, office.catalog, top, years, day.isoformat()):
        total[each.month] += each.number
        if each.later:
            later[each.month] += each.number
        else:
            kinds = held.setdefault(each.month, Counter())
            kinds[_GROUP_OF.get(each.kind, OTHERS)] += each.number
    for number in range(1, 13):
        month, earlier = f"{day.year:04}-{number:02}", f"{day.year - 1:04}-{number:02}"
        only = (Filter("held_on", month, "from"), Filter("held_on", month, "to"))
        found = held.get(month, Counter())
        yield Month(
            month,
            {group: found[group] for group in GROUPS},
            later[month],
            total[earlier],
            Query(filters=only, within=within, **_ORDER["activity"]),
        )


def _below(office: Office, connection: Connection, top: UUID) -> frozenset[UUID]:
    found = connection.execute(tree.subtree(office.catalog, top))
    return frozenset(row[0] for row in found)


def _ranking(office: Office, day: date, below: frozenset[UUID] | None) -> Ranking | None:
    """Give the newest round that gave scores to anybody who is looked at."""
    for round_id, title, scored in observation_results.rounds_by_scores(office):
        if not scored:
            continue
        found = observation_results.results_of(office, round_id, as_of=day)
        places = tuple(
            Placed(
                each.organisation,
                each.name,
                each.rank,
                each.score,
                each.full,
                each.rated or each.grade,
                each.last_rank,
            )
            for each in found.results
            if each.score is not None and (below is None or each.organisation in below)
        )
        if places:
            return Ranking(round_id, title, places, found.ranked)
    return None


def _last_backup(office: Office) -> LastBackup | None:
    if office.store.path is None or Right.BACKUP not in office.account.rights:
        return None
    made = backups.list_backups(office.path)
    newest = next((each.made_at for each in made if each.verified), None)
    return LastBackup(newest, late=newest is None or backups.due(office))


def ago(moment: datetime, now: datetime | None = None) -> str:
    """Say how long ago a moment was, in days as a calendar on the wall counts them."""
    here = moment.astimezone()
    today = (now or opening.now()).astimezone().date()
    days = (today - here.date()).days
    if days <= 0:
        return f"今天{here:%H:%M}"
    if days == 1:
        return f"昨天{here:%H:%M}"
    return f"{days}天前" if days < 60 else f"{days // 30}个月前"
