"""Commands that enter the sheets of an observation round: singly, from a workbook, what lacks."""

from argparse import Namespace
from collections import Counter
from pathlib import Path

from jianxi_desktop.cli.shaping import Answer, day_of, progress_of
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services.office import Office


def score(options: Namespace, office: Office) -> Answer:
    """Enter points of one scorer on one sheet."""
    from jianxi_desktop.services import observation_entry
    from jianxi_desktop.services.entry_stock import EntryGiven

    given = EntryGiven(
        options.scorer,
        {},
        highlights=options.highlights,
        gaps=options.gaps,
        visited_on=options.visited,
    )
    said = [_said(each) for each in options.scores]
    done = observation_entry.add_scores(office, options.form, said, given, today=day_of(options))
    return {
        "form": done.form_number,
        "scorer": done.scorer,
        "entered": list(done.entered),
        "missing": list(done.missing),
        "total": show_points(done.total),
    }


def enter(options: Namespace, office: Office) -> Answer:
    """Take scores in from a workbook, or write one to fill in."""
    from jianxi_desktop.services import score_workbook

    if bool(options.template) == bool(options.file):
        raise UsageError(
            "a file or a template",
            user_message="请写明要读的文件，或用 --template OUT.xlsx --round 轮次 写一份空表。",
            code="usage",
        )
    if options.template:
        return _write_template(options, office)
    taken = score_workbook.take_scores(
        office,
        Path(options.file),
        scorer=options.scorer or "",
        sheet=options.sheet,
        trial=options.trial,
        today=day_of(options),
        progress=progress_of(options),
    )
    return {
        "sheet": taken.sheet,
        "header_row": taken.header_row,
        "forms": list(taken.forms),
        "created": taken.created,
        "updated": taken.updated,
        "unchanged": taken.unchanged,
        "empty": taken.empty,
        "skipped": taken.skipped,
        "notes": list(taken.notes),
    }


def list_missing(options: Namespace, office: Office) -> Answer:
    """Tell which sheets of a round are still to be entered."""
    from jianxi_desktop.services import entry_states, observation

    round_id = observation.round_named(office, options.round)
    forms = entry_states.forms_of(office, round_id, today=day_of(options))
    counts = Counter(each.state or "not_printed" for each in forms)
    return {
        "round": str(round_id),
        "missing": [
            {
                "form": each.form_number,
                "organisation": each.name,
                "street": each.street,
                "state": each.state or "not_printed",
                "late": each.late,
                "scorers": list(each.scorers),
                "expected": list(each.expected),
                "lines": {name: list(lines) for name, lines in each.missing_lines.items()},
            }
            for each in forms
            if each.missing
        ],
        "total": len(forms),
        "counts": dict(counts),
    }


def _write_template(options: Namespace, office: Office) -> Answer:
    from jianxi_desktop.services import observation, score_template

    if not options.round:
        raise UsageError(
            "--template without --round",
            user_message="写空表要说明是哪一轮：请同时给出 --round 轮次。",
            code="usage",
        )
    round_id = observation.round_named(office, options.round)
    path = Path(options.template)
    rows = score_template.write_template(
        office, round_id, path, scorer=options.scorer, today=day_of(options)
    )
    return {"round": str(round_id), "file": str(path), "rows": rows}


def _said(text: str) -> tuple[str, str]:
    name, sign, points = text.rpartition("=")
    if not sign or not name:
        raise UsageError(
            "bad score",
            user_message=f"“{hide_numbers(text)[:30]}”应写成 序号=分数，如 3=8.5、听1=9、9=A。",
            code="usage",
        )
    return name, points
