"""Commands that bring rosters in, and that make one person of two records."""

import re
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from jianxi_desktop.cli.asking import first_line
from jianxi_desktop.cli.shaping import Answer, progress_of, record_identity
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import person_merging
from jianxi_desktop.services.import_report import Decision, RosterReport, RowReport, Source
from jianxi_desktop.services.office import Office

_DECISION = re.compile(r"(\d+)=(?:(same)(?::([0-9a-fA-F-]+))?|(other|leave))")


def import_roster(options: Namespace, office: Office) -> tuple[Answer, int]:
    """Take a roster in."""
    from jianxi_desktop.services import roster

    ledger = office.catalog[options.ledger]
    password = first_line(options.file_password_file) if options.file_password_file else None
    source = Source(
        path=Path(options.file),
        sheet=options.sheet,
        password=password,
        captions=_captions(options.caption, ledger),
    )
    report = roster.import_roster(
        office,
        ledger,
        source,
        organisation=options.org,
        create_organisations=options.create_orgs,
        trial=options.trial,
        keep_rows=options.rows,
        report=Path(options.report) if options.report else None,
        progress=progress_of(options),
        decisions=[_decision(each) for each in options.decide],
    )
    answer = _answer(report)
    if report.file != "read":
        answer["error"] = {"code": report.code, "message": report.reason, "details": []}
        return answer, 1
    return answer, 0


def duplicates(options: Namespace, office: Office) -> Answer:
    """Name the records that may be of one person."""
    found = person_merging.possible_duplicates(office, options.limit)
    return {
        "pairs": [
            {
                "reason": pair.reason,
                "first": str(pair.first.id),
                "second": str(pair.second.id),
                "name": pair.first.name,
                "details": [pair.first.detail, pair.second.detail],
            }
            for pair in found
        ]
    }


def merge_persons(options: Namespace, office: Office) -> Answer:
    """Make one person of two records."""
    kept, gone = record_identity(options.kept), record_identity(options.gone)
    done = person_merging.merge_persons(office, kept, gone, take=options.take, trial=options.trial)
    return {
        "id": str(done.id),
        "version": done.version,
        "moved": done.moved,
        "notes": list(done.remarks),
    }


def unmerge_persons(options: Namespace, office: Office) -> Answer:
    """Take a merging back, although other things were done since."""
    done = person_merging.unmerge(office, record_identity(options.gone))
    when = done.when.isoformat(timespec="seconds")
    return {"changes": [{"action": done.title, "when": when, "records": done.records}]}


def _answer(report: RosterReport) -> Answer:
    return {
        "file": report.file,
        "reason": report.reason,
        "sheet": report.sheet,
        "header_row": report.header_row,
        "columns": report.columns,
        "notes": list(report.notes),
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "review": report.review,
        "refused": report.refused,
        "skipped": report.skipped,
        "rows": [_row(row) for row in report.rows],
        "sheets": [dict(each._asdict()) for each in report.sheets],
        "rivals": {key: list(captions) for key, captions in report.rivals.items()},
        "learned": dict(report.learned),
    }


def _row(row: RowReport) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "action": row.action,
        "values": dict(row.values),
        "issues": [
            {"field": i.field, "code": i.code, "severity": i.severity, "text": i.text}
            for i in row.issues
        ],
        "changes": {key: {"old": old, "new": new} for key, (old, new) in row.changes.items()},
        "candidates": [
            {"id": str(each.id), "caption": each.caption, "detail": each.detail}
            for each in row.candidates
        ],
    }


def _captions(given: Iterable[str], ledger: Ledger) -> Mapping[str, str | None]:
    """Read ``caption=field``; nothing behind the sign leaves the column out."""
    known = {field.key for field in ledger.form_fields}
    captions: dict[str, str | None] = {}
    for each in given:
        caption, sign, key = each.rpartition("=")
        if not sign or not caption or (key and key not in known):
            raise UsageError(
                f"bad caption for {ledger.key}",
                user_message=(
                    f"“{hide_numbers(each)[:30]}”应写成 表头=字段，不收的列写 表头= ；"
                    f"字段有：{'、'.join(known)}。"
                ),
                code="usage",
            )
        captions[caption] = key or None
    return captions


def _decision(given: str) -> Decision:
    found = _DECISION.fullmatch(given)
    if found is None:
        raise UsageError(
            "bad decision",
            user_message=(
                f"“{hide_numbers(given)[:30]}”应写成 行号=same:记录标识、行号=other 或 行号=leave。"
            ),
            code="usage",
        )
    row, _same, record, other = found.groups()
    answer: Literal["same", "other", "leave"] = (
        "same" if other is None else "other" if other == "other" else "leave"
    )
    return Decision(int(row), answer, record_identity(record) if record else None)
