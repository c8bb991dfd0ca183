"""The bulletin (通报) of a round: an official letter drafted from its results, with annexes.

It is a draft for whoever signs it: every figure in it comes from the records, and the words around
them are the district's own (先进示范引领、达标奋力赶超、落后加压前进).
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.gaps import split_gaps
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.ledgers.observation import R
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.letter import Annex, Letter, Paragraph
from jianxi_desktop.prints.letter_layout import draw_letters
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.observation_problems import FoundProblem, problems_of
from jianxi_desktop.services.observation_results import LineResult, Result, Results
from jianxi_desktop.services.observation_route import route_of
from jianxi_desktop.services.observation_tables import (
    RANKING_COLUMNS,
    ranking_note,
    ranking_rows,
    scored_results,
    show_rate,
    street_rows,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.slip_facts import Facts

BULLETIN, BULLETIN_TITLE = "observation.bulletin", "观摩情况通报"
_FIRST, _POINTS, _LAST_LINES, _OFTEN = 10, 3, 5, 6
_WHOLE = 10_000  # all points of a criterion, as a rate
_LONGEST = 300  # letters in one cell of an annex
_NUMBERS = "一二三四五六七八九十"
_ADVANCED, _QUALIFIED, _LAGGING = "advanced", "qualified", "lagging"
_TEXTS = (
    Column("名次", 3, Align.CENTER),
    Column("党组织", 10),
    Column("亮点", 17),
    Column("差距与问题", 17),
)
_PROBLEMS = (
    Column("序号", 3, Align.CENTER),
    Column("党组织", 10),
    Column("问题", 15),
    Column("责任人", 5, Align.CENTER),
    Column("整改时限", 8.2, Align.CENTER),
    Column("销号日期", 8.2, Align.CENTER),
)


@needs(Right.PRINT)
def bulletin(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print the bulletin of a round.

    Raises:
        InputError: Nobody has scored yet.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    del progress  # a few pages
    results = scored_results(office, round_id, today)
    problems = problems_of(office, round_id)
    title = results.round.title
    visited = {each.visited_on for each in route_of(office, round_id).stops}
    days = sorted(day for day in visited if len(day) == len("2026-12-08"))
    with office.store.read() as connection:
        facts = Facts(office, connection, "observation_round", round_id)
        opening = _opening(facts, results, days)
        said = facts.text(R.summary).strip()
        sender = _sender(office, connection, results)
    annexes = tuple(_annexes(office, results, problems))
    whole = "附件1" if len(annexes) > 1 else "附件"
    sections = (
        ("总体情况", [*_overall(office, results, whole), *said.splitlines()]),
        ("主要做法和亮点", list(_good(results))),
        ("差距与问题", list(_bad(results, problems))),
        ("下一步要求", list(_wanted(results))),
    )
    letter = Letter(
        f"关于{title}情况的通报",
        (Paragraph(opening), *_paragraphs(sections)),
        to=_to(results),
        sender=sender,
        day=show_day(today.isoformat()),
        head=sender,
        annexes=annexes,
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    drawn = draw_letters(stream, letter.title, [letter])
    told = {"paper": BULLETIN, "rows": len(results.results), "full_numbers": False}
    return document_of(
        f"{BULLETIN_TITLE}（{title}）", stream, drawn, told | {"round": round_id.hex}
    )


def _paragraphs(sections: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Paragraph]:
    said = [(heading, texts) for heading, texts in sections if texts]
    for number, (heading, texts) in zip(_NUMBERS, said, strict=False):
        yield Paragraph(f"{number}、{heading}", heading=True)
        yield from map(Paragraph, texts)


def _sender(office: Office, connection: Connection, results: Results) -> str:
    """Name who speaks: of a street's own round the street, else whoever prints."""
    streets = {each.street for each in results.results if each.street}
    if results.round.step == "street_internal" and len(streets) == 1:
        return streets.pop()
    own = office.lister(office.catalog["organisation"]).caption(connection, office.top)
    return own or office.unit.name


def _to(results: Results) -> str:
    streets = {each.street for each in results.results}
    return "各街道党工委、各社区党组织：" if len(streets) > 1 else "各社区党组织："


def _opening(facts: Facts, results: Results, days: Sequence[str]) -> str:
    visited = [each for each in results.results if each.score is not None]
    span = dict.fromkeys((days[0], days[-1])) if days else ()
    when = f"{'至'.join(map(show_day, span))}，" if days else ""
    leader = facts.text(R.leader)
    led = f"由{leader}同志带队，" if leader else ""
    return (
        f"按照“逐社观摩、整街推进、全面提升”的要求，{when}{led}通过听取汇报、实地察看、查阅资料、"
        f"综合评议，对{len(visited)}个社区开展了{facts.text(R.step)}。现将有关情况通报如下："
    )


def _overall(office: Office, results: Results, whole: str) -> Iterator[str]:
    ranked = [each for each in results.results if each.score is not None]
    scores = [each.score for each in ranked if each.score is not None]
    mean = show_points(results.mean_score or 0)
    yield (
        f"这次观摩满分{show_points(results.full)}分，{len(results.scorers)}名检查人员参加打分，"
        f"平均{mean}分，最高{show_points(max(scores))}分，最低{show_points(min(scores))}分。"
        f"{_graded(office, ranked)}{_compared(ranked)}"
    )
    first = [each for each in ranked if each.rank is not None and each.rank <= _FIRST]
    named = "、".join(f"{each.name}（{show_points(each.score or 0)}分）" for each in first)
    if len(ranked) > len(first):
        yield f"排在前列的是：{named}。全部排名见{whole}。"
    streets = list(street_rows(results))
    if len(streets) > 1:
        means = "、".join(f"{street}{mean}分" for _rank, street, _number, mean, *_ in streets)
        yield f"各街道的平均分依次是：{means}。"


def _graded(office: Office, ranked: Sequence[Result]) -> str:
    grade = office.catalog["organisation_rating"].fields["grade"]
    counts = Counter(each.rated or each.grade for each in ranked)
    order = dict.fromkeys(each.rated or each.grade for each in ranked)
    said = "、".join(f"{grade.show(code)}{counts[code]}个" for code in order if code)
    left = f"，另有{counts['']}个还没有定级" if counts[""] else ""
    return f"按得分定级：{said}{left}。" if said else ""


def _compared(ranked: Sequence[Result]) -> str:
    """Say how many got better since the last time, by the share of the full score."""
    known = [
        each.score * (each.last_full or each.full) - each.last_score * each.full
        for each in ranked
        if each.score is not None and each.last_score is not None
    ]
    up, down = sum(each > 0 for each in known), sum(each < 0 for each in known)
    if not known:
        return ""
    return f"有{len(known)}个社区上一轮也观摩过，其中得分提高的{up}个、下降的{down}个。"


def _good(results: Results) -> Iterator[str]:
    """Say what was good at those with the best ranks that have it written down."""
    told = [each for each in results.results if each.highlights.strip()][:_FIRST]
    for each in told:
        yield f"{each.name}：{'；'.join(split_gaps(each.highlights)[:_POINTS])}。"
    if told and sum(bool(each.highlights.strip()) for each in results.results) > len(told):
        yield "其他社区的亮点见附件2。"


def _bad(results: Results, problems: Sequence[FoundProblem]) -> Iterator[str]:
    weak = sorted(
        (line for line in results.lines if line.rate is not None and line.rate < _WHOLE),
        key=lambda line: line.rate or 0,
    )[:_LAST_LINES]
    if weak:
        yield f"从各项指标看，得分率较低的是：{'、'.join(map(_line_told, weak))}。"
    counts = Counter(
        gap for each in results.results for gap in dict.fromkeys(split_gaps(each.gaps))
    )
    common = counts.most_common(_OFTEN)
    if common:
        named = "；".join(
            f"{gap}（{number}个社区）" if number > 1 else gap for gap, number in common
        )
        yield f"从现场看，比较集中的是：{named}。"
    if problems:
        still = sum(not each.closed_on for each in problems)
        yield (
            f"共立为问题{len(problems)}个，已经销号{len(problems) - still}个，"
            f"正在整改{still}个，清单附后。"
        )


def _wanted(results: Results) -> Iterator[str]:
    grades = {each.rated or each.grade for each in results.results}
    if grades & {_ADVANCED, _QUALIFIED, _LAGGING}:
        yield (
            "先进社区要发挥示范引领作用，把经验讲出来、带起来；达标社区要对照先进找差距，奋力赶超；"
            "落后社区要加压前进，主要负责同志亲自抓，尽快改变面貌。"
        )
    yield (
        "对指出的问题，各责任单位要明确责任人和时限，逐项整改，改完一项、验收一项、销号一项；"
        "到期没有改到位的要说明原因。下一轮观摩先看这些问题改得怎么样。"
    )


def _line_told(line: LineResult) -> str:
    return f"{line.item}（{show_rate(line.rate)}）"


def _annexes(office: Office, results: Results, problems: Sequence[FoundProblem]) -> Iterator[Annex]:
    name = results.round.title
    yield Annex(f"{name}排名表", RANKING_COLUMNS, tuple(ranking_rows(office.catalog, results)),
                ranking_note(results))  # fmt: skip
    texts = tuple(row for each in results.results for row in _text_rows(each))
    if texts:
        yield Annex(f"{name}亮点和差距一览表", _TEXTS, texts)
    if problems:
        rows = tuple(
            (
                str(number),
                each.name,
                each.title,
                each.duty_person,
                show_day(each.due_on) if each.due_on else "",
                show_day(each.closed_on) if each.closed_on else "",
            )
            for number, each in enumerate(problems, 1)
        )
        yield Annex(f"{name}问题清单", _PROBLEMS, rows)


def _text_rows(result: Result) -> Iterator[tuple[str, ...]]:
    """Set out what was written down of a visit; long texts go on in rows of their own."""
    sides = (_pieces(result.highlights), _pieces(result.gaps))
    for at, (good, bad) in enumerate(zip_longest(*sides, fillvalue="")):
        rank = "" if at or result.rank is None else str(result.rank)
        yield (rank, "（续）" if at else result.name, good, bad)


def _pieces(text: str) -> list[str]:
    """Break a text into pieces that a row of a table holds, between its points where it can."""
    pieces: list[str] = []
    for point in split_gaps(text):
        for start in range(0, len(point), _LONGEST):
            part = point[start : start + _LONGEST]
            if pieces and len(pieces[-1]) + len(part) < _LONGEST:
                pieces[-1] += f"；{part}"
            else:
                pieces.append(part)
    return [f"{piece}。" for piece in pieces]
