"""The commands that tell what is due, also as a calendar file, and an office at a glance."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.cli.shaping import Answer, day_of
from jianxi_desktop.domain.due import BANDS, Due, band_of, days_left, state_of
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services import calendar_file, links
from jianxi_desktop.services.attention import Attention, attention
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.overview import overview


def add_attention_commands(commands: Any, add: Any) -> None:
    """Add the arguments of these commands to the parser."""
    made = add(commands, "attention", "attention_commands.show", "到期和逾期的事项")
    made.add_argument("--org", help="只看这个党组织及其下级，名称或标识")
    made.add_argument("--within", type=int, metavar="天数", help="只看几天内到期的和逾期的")
    made.add_argument(
        "--kind", action="append", default=[], metavar="类别", help="只看这一类，可写几次"
    )
    made.add_argument("--search", default="", metavar="文字", help="只看写着这些词的")
    made.add_argument("-o", "--output", metavar="OUT.ics", help="同时存成日历文件")
    made.add_argument("--no-names", action="store_true", help="日历里不写姓名，只写类别和件数")
    made.add_argument("--reason", help="导出的事项多时要写用途")
    made = add(
        commands, "overview", "attention_commands.glance", "本单位一览：数字、各月活动、观摩"
    )
    made.add_argument("--org", help="只看这个党组织及其下级，名称或标识")


def show(options: Namespace, office: Office) -> Answer:
    """Tell what is due."""
    whole = attention(office, day_of(options), _within(options, office))
    chosen = [_kind_named(whole.titles, each) for each in options.kind]
    found = whole.narrowed(chosen=chosen, days=options.within, words=options.search)
    if options.output:
        calendar_file.save_calendar(
            office,
            found,
            Path(options.output),
            names=not options.no_names,
            reason=options.reason,
        )
    counts = found.counts()
    return {
        "as_of": found.as_of.isoformat(),
        "items": [_told(each, found) for each in found.items],
        "total": len(found.items),
        "counts": {band: counts[band] for band in BANDS},
        "file": options.output,
    }


def glance(options: Namespace, office: Office) -> Answer:
    """Tell what the home page shows beside what is due."""
    found = overview(office, day_of(options), _within(options, office))
    ranking, last, known = found.ranking, found.backup, found.packages
    return {
        "as_of": found.as_of.isoformat(),
        "figures": [
            {"key": each.key, "caption": each.caption, "number": each.number}
            for each in found.figures
        ],
        "months": [
            {"month": each.month, **each.held, "later": each.later, "before": each.before}
            for each in found.months
        ],
        "round": ranking.title if ranking else None,
        "ranking": [
            {"rank": each.rank, "org": each.name, "score": each.score, "grade": each.grade}
            for each in (ranking.places if ranking else ())
        ],
        "backup": last and {"made_at": _moment(last.made_at), "late": last.late},
        "exchange": known
        and {
            "to": known.above,
            "written": _moment(known.written),
            "missed": known.missed,
            "below": known.below,
            "reported": known.reported,
        },
    }


def _within(options: Namespace, office: Office) -> UUID | None:
    if not options.org:
        return None
    ledger = office.catalog["organisation"]
    return UUID(links.text_to_link(office, ledger, "parent", options.org))


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _kind_named(titles: Mapping[str, str], text: str) -> str:
    named: Sequence[str] = [kind for kind, title in titles.items() if text in (kind, title)]
    if not named:
        raise UsageError(
            "no such kind",
            user_message=f"没有“{text[:20]}”这一类，可写：{'、'.join(titles.values())}。",
            code="usage",
        )
    return named[0]


def _told(item: Due, found: Attention) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "due_on": item.due_on,
        "org": found.name_of(item),
        "text": item.text,
        "title": found.titles[item.kind],
        "state": state_of(item.due_on, found.as_of),
        "heading": BANDS[band_of(item.due_on, found.as_of)],
        "days": days_left(item.due_on, found.as_of),
        "ledger": item.ledger,
        "id": None if item.record is None else str(item.record),
        "screen": item.screen,
        "argument": item.argument,
        "unverified": item.unverified,
    }
