"""Tables of a round's results on paper: the ranking (排名表) and the summary (打分汇总表)."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.observation import short_street
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import ranks, rounded, scored, show_points
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_tables
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.observation_ranking import scorers_in_words
from jianxi_desktop.services.observation_results import Result, Results, results_of
from jianxi_desktop.services.observation_sheets import METHODS
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

RANKING, SUMMARY = "observation.ranking", "observation.summary"
RANKING_TITLE, SUMMARY_TITLE = "观摩排名表", "打分汇总表"
UNSCORED = "未打分"
_MIDDLE, _RIGHT = Align.CENTER, Align.RIGHT
_MOST_ACROSS = 20  # criteria side by side on one table
RANKING_COLUMNS = (
    Column("名次", 3.2, _MIDDLE),
    Column("党组织", 14),
    Column("街道", 6.5),
    Column("得分", 4.2, _RIGHT),
    Column("得分率", 4.4, _RIGHT),
    Column("街道内名次", 3.8, _MIDDLE),
    Column("定级", 3.4, _MIDDLE),
    Column("上轮得分", 4.2, _RIGHT),
    Column("上轮名次", 3.4, _MIDDLE),
    Column("增减", 4, _MIDDLE),
)
STREET_COLUMNS = (
    Column("名次", 4, _MIDDLE),
    Column("街道", 16),
    Column("观摩社区", 5, _MIDDLE),
    Column("平均分", 6, _RIGHT),
    Column("最高分", 6, _RIGHT),
    Column("最低分", 6, _RIGHT),
)


@needs(Right.PRINT)
def ranking(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print the ranking of a round, and how the streets stand where there are several.

    Raises:
        InputError: Nobody has scored yet.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    results = scored_results(office, round_id, today)
    first = TableSpec(
        title=f"{results.round.title}排名表",
        columns=RANKING_COLUMNS,
        rows=list(ranking_rows(office.catalog, results)),
        subtitle=_subtitle(results),
        landscape=False,
        note=ranking_note(results),
    )
    streets = list(street_rows(results))
    second = replace(
        first,
        title=f"{results.round.title}各街道情况",
        columns=STREET_COLUMNS,
        rows=streets,
        note="平均分是街道内各社区得分的平均；得分相同的名次相同。",
    )
    return _print(office, (RANKING, RANKING_TITLE), results,
                  (first, *([second] if len(streets) > 1 else [])), today, progress)  # fmt: skip


@needs(Right.PRINT)
def summary(office: Office, round_id: UUID, *, today: date, progress: Progress) -> Document:
    """Print what was given: by method and scorer, by criterion, and how each criterion was met.

    Raises:
        InputError: Nobody has scored yet.
        ConflictError: The round is gone.
        EnvironmentFailure: Fonts are missing.
    """
    results = scored_results(office, round_id, today)
    specs = (_by_method(office, results), *_by_line(results), _lines(office, results))
    return _print(office, (SUMMARY, SUMMARY_TITLE), results, specs, today, progress)


@needs(Right.VIEW)
def scored_results(office: Office, round_id: UUID, today: date) -> Results:
    """Give the results of a round that has some.

    Raises:
        InputError: Nobody has scored yet.
        ConflictError: The round is gone.
    """
    results = results_of(office, round_id, as_of=today)
    if not any(each.score is not None for each in results.results):
        raise InputError(
            "no scores",
            user_message=(
                f"“{results.round.title}”还没有录入得分。请先录入检查表，再打印排名和汇总。"
            ),
            code="no_scores",
        )
    return results


def ranking_rows(catalog: Catalog, results: Results) -> Iterator[tuple[str, ...]]:
    """Give the lines of the ranking, by rank."""
    grade = catalog["organisation_rating"].fields["grade"]
    for each in results.results:
        yield (
            _number(each.rank),
            each.name,
            short_street(each.street),
            _points(each.score) or UNSCORED,
            show_rate(each.rate),
            _number(each.street_rank),
            _grade(grade, each),
            _last_score(each),
            _number(each.last_rank),
            _moved(each),
        )


def street_rows(results: Results) -> Iterator[tuple[str, ...]]:
    """Give the lines of the streets, by the mean of their communities."""
    found: dict[str, list[int]] = {}
    for each in results.results:
        if each.score is not None:
            found.setdefault(each.street, []).append(each.score)
    means = [rounded(Fraction(sum(scores), len(scores))) for scores in found.values()]
    lines = zip(ranks(means), found.items(), means, strict=True)
    for rank, (street, scores), mean in sorted(lines, key=lambda line: line[0]):
        figures = (_points(each) for each in (mean, max(scores), min(scores)))
        yield (str(rank), short_street(street), str(len(scores)), *figures)


def ranking_note(results: Results) -> str:
    """Say how the ranking is made."""
    dropped = "，去掉一个最高分和一个最低分" if results.round.drop_extremes else ""
    proposed = any(each.grade and not each.rated for each in results.results)
    short = any(each.missing and each.scorers for each in results.results)
    return (
        f"得分是各打分人总分的平均{dropped}，满分 {show_points(results.full)}；"
        "得分相同的名次相同。上轮指同一步骤的上一轮，增减是得分率的百分点。"
        + ("定级是按标准拟定的，还没有写入台账。" if proposed else "")
        + ("“缺项”的还有指标没有打分，按 0 分计入，补录后再定级。" if short else "")
    )


def show_rate(rate: int | None) -> str:
    """Write a rate in hundredths of a percent with one decimal."""
    return "" if rate is None else f"{rounded(Fraction(rate, 10)) / 10:.1f}%"


def _print(
    office: Office,
    kind: tuple[str, str],
    results: Results,
    specs: Sequence[TableSpec],
    today: date,
    progress: Progress,
) -> Document:
    key, name = kind
    title = f"{name}（{results.round.title}）"
    day, by = show_day(today.isoformat()), leaving.signature(office, today)
    signed = [replace(spec, unit=office.unit.name, printed_on=day, printed_by=by) for spec in specs]
    stream = io.BytesIO()
    drawn = draw_tables(stream, title, signed, progress)
    told = {
        "paper": key,
        "rows": len(results.results),
        "full_numbers": False,
        "round": results.round.id.hex,
    }
    return document_of(title, stream, drawn, told)


def _subtitle(results: Results) -> str:
    about = results.round
    return "　".join(part for part in (about.period, about.set_title) if part)


def _by_method(office: Office, results: Results) -> TableSpec:
    """Set out organisations by method, with what each scorer gave in all."""
    method = office.catalog["observation_criterion"].fields["method"]
    methods = [each for each in METHODS if results.method_full.get(each)]
    columns = (
        Column("顺序", 3, _MIDDLE),
        Column("党组织", 13),
        Column("街道", 6),
        *(
            Column(f"{method.show(each)}\n{show_points(results.method_full[each])}分", 3.8, _RIGHT)
            for each in methods
        ),
        Column(f"得分\n{show_points(results.full)}分", 4, _RIGHT),
        Column("名次", 3, _MIDDLE),
        Column("各打分人的总分", 15),
        Column("表号", 13),
    )
    rows = [
        (
            str(each.position),
            each.name,
            short_street(each.street),
            *(_points(each.by_method.get(one)) for one in methods),
            _points(each.score) or UNSCORED,
            _number(each.rank),
            scorers_in_words(each) or "",
            each.form_number,
        )
        for each in _by_route(results)
    ]
    return TableSpec(
        f"{results.round.title}打分汇总表", columns, rows, subtitle=_subtitle(results),
        note="听、看、查、评各列是各打分人的平均，按权重折算。",
    )  # fmt: skip


def _by_line(results: Results) -> Iterator[TableSpec]:
    """Set out organisations by criterion; many criteria make several tables."""
    lines = [line for line in results.round.lines if scored(line.scale)]
    for start in range(0, len(lines), _MOST_ACROSS):
        part = lines[start : start + _MOST_ACROSS]
        columns = (
            Column("顺序", 2.6, _MIDDLE),
            Column("党组织", 12),
            *(Column(f"{line.number}\n{line.scale.most}分", 2.6, _RIGHT) for line in part),
        )
        rows = [
            (
                str(each.position),
                each.name,
                *(_points(each.by_line.get(line.number)) for line in part),
            )
            for each in _by_route(results)
        ]
        yield TableSpec(
            f"{results.round.title}逐项得分表", columns, rows, subtitle=_subtitle(results),
            note="表头是检查表上的序号和分值，内容见后面的“各项得分率”；各打分人的平均，不折算权重。",
        )  # fmt: skip


def _lines(office: Office, results: Results) -> TableSpec:
    """Set out how each criterion was met."""
    fields = office.catalog["observation_criterion"].fields
    columns = (
        Column("序号", 3, _MIDDLE),
        Column("方式", 3, _MIDDLE),
        Column("观摩内容", 22),
        Column("五化维度", 6, _MIDDLE),
        Column("分值", 4, _RIGHT),
        Column("平均得分率", 6, _RIGHT),
    )
    rows = [
        (
            str(line.number),
            fields["method"].show(line.method),
            line.item,
            fields["dimension"].show(line.dimension) if line.dimension else "",
            str(line.most),
            show_rate(line.rate),
        )
        for line in results.lines
    ]
    return TableSpec(
        f"{results.round.title}各项得分率", columns, rows, subtitle=_subtitle(results),
        landscape=False,
    )  # fmt: skip


def _by_route(results: Results) -> Iterable[Result]:
    return sorted(results.results, key=lambda each: each.position)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _points(points: int | None) -> str:
    """Write points with two decimals, so that they stand one under the other."""
    return "" if points is None else f"{points // 100}.{points % 100:02}"


def _grade(field: Field[Any], result: Result) -> str:
    if code := result.rated or result.grade:
        return field.show(code)
    return "缺项" if result.scorers and result.missing else ""


def _last_score(result: Result) -> str:
    if result.last_score is None:
        return ""
    of = "" if result.last_full == result.full else f"/{show_points(result.last_full or 0)}"
    return f"{_points(result.last_score)}{of}"


def _moved(result: Result) -> str:
    """Say how the share of the full score changed; ranks in rounds of other sizes say little."""
    if result.score is None or result.last_score is None:
        return ""
    if not result.full or not result.last_full:
        return ""
    now, before = (
        Fraction(result.score, result.full),
        Fraction(result.last_score, result.last_full),
    )
    tenths = rounded(abs(now - before) * 1000)
    return f"{'增' if now > before else '减'}{tenths / 10:.1f}" if tenths else "持平"
