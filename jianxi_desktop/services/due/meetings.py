"""Organised life: meetings and talks that are wanting, hours of study, birthdays in the Party."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db import study_facts, tree
from jianxi_desktop.db.birthdays import joined_in_month
from jianxi_desktop.domain import calendar, meeting_plan
from jianxi_desktop.domain.calendar import period_end, show_day
from jianxi_desktop.domain.due import Due, notice_days
from jianxi_desktop.domain.rule_tables import is_unverified, rows_on
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.golden_jubilee import next_feast, read_jubilees, years_wanted
from jianxi_desktop.services.meeting_lines import TALK, Board, Line
from jianxi_desktop.services.meeting_reading import read_board
from jianxi_desktop.services.study_hours import wanted_hours

_BOARD, _STUDY, _YEARS = "meeting_board", "study_hours", "party_years"
_LATEST = 3  # months after its end in which what a time lacks is still told
_LATE_MONTHS = 1  # of a new year in which what the old one lacks is still told


def meetings(asked: Asked) -> Iterator[Due]:
    """Give the meetings that the time that runs lacks, and those that the one before it lacked.

    One for each organisation and last day, with all the kinds that are wanting; towards the end
    of the year also the units in which not everybody was talked with.
    """
    for year in _years(asked):
        board = read_board(
            asked.connection,
            asked.office.catalog,
            year,
            asked.whole,
            asked.day,
            talks=_is_near("talk", year, asked.day),
        )
        names = {each.id: each.name for each in board.bodies}
        yield from _meetings(board, names, asked.day)
        yield from _talks(asked, board)


def _meetings(board: Board, names: Mapping[UUID, str], day: date) -> Iterator[Due]:
    labels = dict(board.kinds)
    found: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for line in board.lines:
        if line.kind == TALK:
            continue
        for due_on, lack in _lacking(line, board.year, day):
            more = f"（差{lack}次）" if lack > 1 else ""
            found[line.organisation, due_on].append(f"{labels[line.kind]}{more}")
    for (one, due_on), kinds in found.items():
        late = "没有记录" if due_on < day.isoformat() else "还没有开"
        text = f"{names[one]}到{show_day(due_on)[5:]}{late}：{'、'.join(kinds)}"
        yield Due("meeting", due_on, text, one, "activity", None, _BOARD, f"{one} {board.year}")


def _talks(asked: Asked, board: Board) -> Iterator[Due]:
    lacking = {
        line.organisation: line.missing or line.due
        for line in board.lines
        if line.kind == TALK and (line.missing or line.due)
    }
    year = board.year
    for unit, branches, called in _by_unit(asked, lacking):
        lack = sum(lacking[one] for one in branches)
        text = f"{called}{year}年谈心谈话还差{lack}人次"
        where = f"{unit} {year} {TALK}"
        yield Due("talk", f"{year}-12-31", text, unit, "contact_log", None, _BOARD, where)


def _by_unit(asked: Asked, found: Iterable[UUID]) -> Iterator[tuple[UUID, list[UUID], str]]:
    """Give the units with branches of theirs, and what to call these, in the order of the tree."""
    units = asked.by_unit(found)
    for row in tree.organisations(asked.connection, asked.office.catalog) if units else ():
        branches = units.get(row["id"])
        if branches:
            alone = branches == [row["id"]]
            yield row["id"], branches, row["name"] + ("" if alone else f"的{len(branches)}个支部")


def study(asked: Asked) -> Iterator[Due]:
    """Give the units that have members with too few hours of study in the year."""
    for year in _years(asked):
        if not _is_near("study_hours", year, asked.day):
            continue
        last = min(asked.day, date(year, 12, 31))
        lacking = study_facts.lacking(
            asked.connection, asked.office.catalog, asked.whole, year, last, wanted_hours(last)
        )
        doubtful = any(is_unverified(row) for row in rows_on("study_hours", last))
        for unit, branches, called in _by_unit(asked, lacking):
            number = sum(lacking[one] for one in branches)
            text = f"{called}有{number}名党员{year}年学时不足"
            yield Due(
                "study_hours", f"{year}-12-31", text, unit, "member_record", None,
                _STUDY, f"{unit} {year}", doubtful,
            )  # fmt: skip


def birthdays(asked: Asked) -> Iterator[Due]:
    """Give the political birthdays of the days to come; one known to the month has no day."""
    last = asked.day + timedelta(days=notice_days("political_birthday", asked.day))
    for end in dict.fromkeys(period_end(f"{day:%Y-%m}") for day in (asked.day, last)):
        for each in joined_in_month(asked.connection, asked.office.catalog, asked.whole, end):
            if len(each.joined_on) != len("1990-07-01"):
                continue
            day = calendar.years_after(each.joined_on, end.year - int(each.joined_on[:4]))
            if asked.day.isoformat() <= day <= last.isoformat():
                years = end.year - int(each.joined_on[:4])
                text = f"{each.name}{show_day(day)[5:]}政治生日（入党{years}周年）"
                yield Due("political_birthday", day, text, each.branch, "person", each.person)


def jubilees(asked: Asked) -> Iterator[Due]:
    """Give the branches whose members will have fifty years in the Party on the next feast."""
    feast = next_feast(asked.day)
    ahead = timedelta(days=notice_days("golden_jubilee", asked.day))
    if feast > asked.day + ahead:
        return
    found = read_jubilees(asked.connection, asked.office.catalog, asked.whole, feast)
    waiting = Counter(
        (each.branch, each.branch_name) for each in found.members if not each.honoured_on
    )
    doubtful = any(is_unverified(row) for row in rows_on("party_years", asked.day))
    for (branch, name), number in waiting.items():
        text = (
            f"{name}到{show_day(feast.isoformat())}有{number}名党员党龄满{years_wanted(feast)}年，"
            "没有纪念章发放记录，请核对申报"
        )
        yield Due(
            "golden_jubilee", feast.isoformat(), text, branch, "membership", None, _YEARS,
            f"{branch} {feast}", doubtful,
        )  # fmt: skip


def _years(asked: Asked) -> tuple[int, ...]:
    """Give the year, and at its beginning the one before, which may still lack something."""
    year = asked.day.year
    return (year - 1, year) if asked.day.month <= _LATE_MONTHS else (year,)


def _is_near(kind: str, year: int, day: date) -> bool:
    return day + timedelta(days=notice_days(kind, day)) >= date(year, 12, 31)


def _lacking(line: Line, year: int, day: date) -> Iterator[tuple[str, int]]:
    """Give the last day of the time that runs and of the one before it, with what each lacks."""
    for first, last, lack, state in line.times:
        months = (day.year - year) * 12 + day.month - last  # since it ended
        fresh = state == meeting_plan.MISSING and months <= min(last - first + 1, _LATEST)
        if fresh or state == meeting_plan.DUE:
            yield period_end(f"{year}-{last:02}").isoformat(), lack
