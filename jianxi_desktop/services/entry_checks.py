"""What may stand on a sheet: everything wrong with what was given, told at once."""

from dataclasses import replace
from uuid import UUID

from jianxi_desktop.domain.scoring import scored
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import observation_marks
from jianxi_desktop.services.entry_stock import VOID, EntryGiven, Stock
from jianxi_desktop.services.observation_sheets import Sheet


def check(
    catalog: Catalog, sheet: Sheet, stock: Stock, given: EntryGiven, *, partial: bool = False
) -> tuple[EntryGiven, list[str]]:
    """Tidy what was given for a sheet, and say all that is wrong with it.

    Args:
        catalog: The ledgers, whose fields read texts and days.
        sheet: The sheet.
        stock: What is in the database.
        given: What was given.
        partial: Whether the scorer's other points stay.
    """
    reasons: list[str] = []
    row = stock.forms.get(sheet.form_number)
    if row is not None and row["state"] == VOID:
        reasons.append(
            f"表号{sheet.form_number}已经作废（{row['note'] or '没有写原因'}），不能录入。"
        )
    scorer = _read(catalog, "observation_score", "scorer", given.scorer, reasons)
    tidy = replace(
        given,
        scorer=scorer or "",
        remarks={
            criterion: text
            for criterion, said in given.remarks.items()
            if (text := _read(catalog, "observation_score", "remark", said, reasons))
        },
        outcomes=_outcomes(catalog, sheet, given, reasons),
        highlights=_or_none(catalog, "highlights", given.highlights, reasons),
        gaps=_or_none(catalog, "gaps", given.gaps, reasons),
        visited_on=_or_none(catalog, "visited_on", given.visited_on, reasons),
    )
    reasons += observation_marks.wrong_points(sheet, given.points)
    if partial:
        before = stock.entry(sheet.visit, tidy.scorer)
        tidy = replace(
            tidy,
            points={**before.points, **tidy.points},
            remarks={**before.remarks, **tidy.remarks},
        )
    return _with_unscored(sheet, tidy, reasons), reasons


def _read(catalog: Catalog, ledger: str, key: str, raw: str, reasons: list[str]) -> str | None:
    """Read a text as the field of a ledger does; ``None`` where there is none or it is wrong."""
    try:
        value = catalog[ledger].fields[key].parse(raw)
    except FieldError as error:
        reasons.append(f"{error.user_message}。")
        return None
    return None if value is None else str(value)


def _or_none(catalog: Catalog, key: str, raw: str | None, reasons: list[str]) -> str | None:
    if raw is None:
        return None
    return _read(catalog, "observation_visit", key, raw, reasons) or ""


def _outcomes(
    catalog: Catalog, sheet: Sheet, given: EntryGiven, reasons: list[str]
) -> dict[UUID, tuple[str | None, str]]:
    review = catalog["problem_review"]
    outcome_field = review.fields["outcome"]
    codes = outcome_field.options.labels if isinstance(outcome_field, Choice) else {}
    on_paper = {each.problem: place for place, each in enumerate(sheet.problems, 1)}
    found: dict[UUID, tuple[str | None, str]] = {}
    for problem, (code, said) in given.outcomes.items():
        if problem not in on_paper:
            reasons.append("有一个问题不在这张检查表的“回头看”里，请重新打开检查表再录。")
        elif code is not None and code not in codes:
            place = on_paper[problem]
            reasons.append(f"回头看第{place}个问题：只能是{'、'.join(codes.values())}。")
        else:
            remark = _read(catalog, "problem_review", "remark", said, reasons) or ""
            found[problem] = (code, remark)
    return found


def _with_unscored(sheet: Sheet, given: EntryGiven, reasons: list[str]) -> EntryGiven:
    """Let what is written at a line without score stand, as a row of no points.

    A remark beside a score that is missing is refused: it could not be kept.
    """
    points = dict(given.points)
    lines = {line.id: line for line in sheet.lines}
    for criterion in given.remarks:
        line = lines.get(criterion)
        if line is None or criterion in points:
            continue
        if scored(line.scale):
            reasons.append(f"{observation_marks.named(line)}写了说明，还没有打分。")
        else:
            points[criterion] = 0
    for line in sheet.lines:
        if not scored(line.scale) and line.id not in given.remarks:
            points.pop(line.id, None)
    return replace(given, points=points)
