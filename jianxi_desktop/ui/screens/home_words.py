"""What the home page says about the year, the last observation, the last backup and packages."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.services.due.packages import Packages
from jianxi_desktop.services.overview import (
    GROUPS,
    LastBackup,
    Month,
    Overview,
    Placed,
    Ranking,
    ago,
)
from jianxi_desktop.ui.charts import Column, Series
from jianxi_desktop.ui.screen import Listed

INKS: Final = ("ink-soft", "amber", "good")
SERIES: Final = (
    *(Series(name, ink) for name, ink in zip(GROUPS.values(), INKS, strict=True)),
    Series("计划", "ink-soft", hollow=True),
)
BEFORE: Final = "去年"


class Said(NamedTuple):
    """One line about what is safe.

    Attributes:
        text: It.
        late: Whether something is to be done.
        screen: The page it leads to.
        argument: What that page is opened with.
    """

    text: str
    late: bool
    screen: str
    argument: object = None


def columns_of_year(found: Overview) -> list[Column]:
    """Give the months as columns; each opens the list of its activities."""
    return [
        Column(
            str(number),
            (*each.held.values(), each.later),
            _month(number, each),
            each.before or None,
            Listed("activity", each.query),
            strong=number == found.as_of.month,
        )
        for number, each in enumerate(found.months, start=1)
    ]


def _month(number: int, each: Month) -> str:
    parts = [f"{GROUPS[group]}{count:,}" for group, count in each.held.items() if count]
    parts += [f"计划中{each.later:,}"] if each.later else []
    told = f"（{'、'.join(parts)}）" if len(parts) > 1 or each.later else ""
    before = f"，去年同月{each.before:,}次" if each.before else ""
    return f"{number}月活动{each.total:,}次{told}{before}"


def place_of(place: Placed, ranking: Ranking, grade: str) -> str:
    """Say in two lines where somebody stands; whoever is alone has no place."""
    rank = f"第{place.rank}名" if place.rank and ranking.ranked > 1 else ""
    score = f"{show_points(place.score)}分" if place.score is not None else ""
    last = f"（上轮第{place.last_rank}名）" if place.last_rank and ranking.ranked > 1 else ""
    return f"{place.name}\n{'　'.join(filter(None, (rank + last, score, grade)))}"


def told_of(ranking: Ranking) -> str:
    """Say which round it was, and how many have a place in it."""
    within = len(ranking.places)
    among = f"，{ranking.ranked}个有名次" if ranking.ranked > 1 else ""
    return ranking.title + among + (f"，这里{within}个" if within < ranking.ranked else "")


def said_of(found: Overview, level: str) -> Sequence[Said]:
    """Say what is to be said about backups and packages."""
    lines = [] if found.backup is None else [_backup(found.backup)]
    if found.packages is not None:
        lines += _packages(found.packages, level)
    return lines


def _backup(last: LastBackup) -> Said:
    if last.made_at is None:
        return Said("还没有备份过，请现在做一次", late=True, screen="backup")
    more = "\n之后有改动，该备份了" if last.late else ""
    return Said(f"上次备份：{ago(last.made_at)}{more}", last.late, "backup")


def _packages(known: Packages, level: str) -> list[Said]:
    said = []
    if level != "district":
        said.append(_handed_up(known))
    if level != "community":
        day = show_day(known.day.isoformat())[5:]
        came = f"{day}报送日的下级数据包\n{known.below}个单位，交来{known.reported}个"
        text = came if known.below else "还没有收下级单位的名片\n收了名片才能收数据包"
        late = known.reported < known.below
        said.append(Said(text, late, "arrivals" if known.below else "package", "board"))
    return said


def _handed_up(known: Packages) -> Said:
    whom = f"交给{known.above}" if known.above else "交给上级"
    if known.written is None:
        text = f"还没有写过数据包\n{whom}"
    else:
        text = f"上次数据包：{ago(known.written)}\n{whom}"
    if known.missed and known.due is not None:
        text += f"，{show_day(known.due.isoformat())[5:]}报送日没有交"
    return Said(text, known.missed, "package")
