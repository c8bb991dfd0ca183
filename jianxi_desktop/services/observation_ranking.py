"""The ranking of an observation round as a workbook."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.schema.fields import Field, LongText, Text, Whole
from jianxi_desktop.schema.kinds import Points
from jianxi_desktop.services import leaving
from jianxi_desktop.services.observation_results import Result, results_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@needs(Right.EXPORT)
def export_ranking(office: Office, round_id: UUID, path: Path, *, as_of: date | None = None) -> int:
    """Write the ranking of a round, one line for each visit; give their number.

    Raises:
        ConflictError: The round is gone.
        EnvironmentFailure: The file could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    results = results_of(office, round_id, as_of=as_of)
    columns = _columns(office)
    count = write_table(
        path,
        f"{results.round.title}排名表",
        [field for field, _value in columns],
        [[value(each) for _field, value in columns] for each in results.results],
        masked=False,
        signed=f"导出：{leaving.signature(office)}",
    )
    told = {"paper": "observation.ranking", "rows": count, "full_numbers": False}
    leaving.note_file(office, "export", path, None, **told)
    return count


def _columns(office: Office) -> list[tuple[Field[Any], Callable[[Result], Any]]]:
    grade = office.catalog["organisation_rating"].fields["grade"]
    return [
        (Whole("名次", width=4), lambda each: each.rank),
        (Whole("街道内名次", width=5), lambda each: each.street_rank),
        (Text("党组织", width=16), lambda each: each.name),
        (Text("街道", width=14), lambda each: each.street),
        (Text("表号", width=14), lambda each: each.form_number),
        (Points("得分", width=5), lambda each: each.score),
        (Points("满分", width=5), lambda each: each.full),
        (Points("得分率（%）", width=6), lambda each: each.rate),
        (grade, lambda each: each.grade or None),
        (Points("上轮得分", width=5), lambda each: each.last_score),
        (Whole("上轮名次", width=4), lambda each: each.last_rank),
        (Text("上轮", width=16), lambda each: each.last_round or None),
        (LongText("各打分人", width=16), scorers_in_words),
        (LongText("亮点", width=18), lambda each: each.highlights or None),
        (LongText("差距与问题", width=18), lambda each: each.gaps or None),
    ]


def scorers_in_words(result: Result) -> str | None:
    """Say what each scorer gave, and what he left out; ``None``: nobody scored."""
    said = []
    for each in result.scorers:
        left = "、".join(str(number) for number in each.missing)
        more = f"（缺第{left}项）" if left else "" if each.counted else "（未计入）"
        said.append(f"{each.name} {show_points(each.total)}{more}")
    return "；".join(said) or None
