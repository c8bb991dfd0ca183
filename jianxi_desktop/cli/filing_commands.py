"""Commands that file returns, decide on them and tell who has sent them."""

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.cli.shaping import Answer, day_of, progress_of, record_identity
from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services import filing, filing_papers, links, return_board
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.filing_records import Filing
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_board import BoardRow
from jianxi_desktop.services.return_check import Check


def open_filing(options: Namespace, office: Office) -> Answer:
    """Find a filing, or begin it."""
    whose = None
    if options.org:
        ledger = office.catalog["organisation"]
        whose = UUID(links.text_to_link(office, ledger, "parent", options.org))
    return _told(filing.open_filing(office, options.code, options.period, whose))


def show(options: Namespace, office: Office) -> Answer:
    """Show a filing with its figures."""
    one, progress = record_identity(options.id), progress_of(options)
    if options.output:
        found = filing_papers.save_filing(office, one, Path(options.output), progress)
    else:
        found = filing.page(office, one, progress)
    return {
        **_told(found.filing),
        "figures": {each.number: _figure(each, found) for each in found.lines},
        "checks": [_check(each) for each in found.checks],
        "changes": [
            {"name": each.name, "value": each.value, "now": each.now} for each in found.moved
        ],
        "file": options.output,
    }


def set_figures(options: Namespace, office: Office) -> Answer:
    """Set or type figures."""
    one = record_identity(options.id)
    pairs = [each.partition("=") for each in options.figures]
    if not all(sign for _figure, sign, _number in pairs):
        raise UsageError("bad pair", user_message="请写成 编号=数，如 R3.2.1=5。", code="usage")
    filing.set_figures(office, one, {each[0]: each[2] for each in pairs}, options.reason)
    return _state(office, one)


def clear_figure(options: Namespace, office: Office) -> Answer:
    """Let a figure be what the records say again."""
    one = record_identity(options.id)
    filing.clear_figure(office, one, options.figure)
    return _state(office, one)


def complete(options: Namespace, office: Office) -> Answer:
    """Complete a filing; tell the checks that fail."""
    one = record_identity(options.id)
    wrong = filing.complete(
        office,
        one,
        explanation=options.explanation,
        prepared_by=options.prepared_by,
        responsible=options.responsible,
        progress=progress_of(options),
    )
    return {**_state(office, one), "checks": [_check(each) for each in wrong]}


def submit(options: Namespace, office: Office) -> Answer:
    """Hand a filing in."""
    one = record_identity(options.id)
    filing.submit(office, one, explanation=options.explanation, progress=progress_of(options))
    return _state(office, one)


def take_back(options: Namespace, office: Office) -> Answer:
    """Take a filing back."""
    one = record_identity(options.id)
    filing.take_back(office, one)
    return _state(office, one)


def give_back(options: Namespace, office: Office) -> Answer:
    """Give a filing back to whoever handed it in."""
    one = record_identity(options.id)
    filing.give_back(office, one, options.reason)
    return _state(office, one)


def accept(options: Namespace, office: Office) -> Answer:
    """Accept a filing."""
    one = record_identity(options.id)
    filing.accept(office, one, options.remark)
    return _state(office, one)


def lock(options: Namespace, office: Office) -> Answer:
    """Put an accepted filing away."""
    one = record_identity(options.id)
    filing.lock(office, one)
    return _state(office, one)


def show_board(options: Namespace, office: Office) -> Answer:
    """Tell who has sent what."""
    day = day_of(options)
    period = options.period or _last_month(day)
    found = return_board.board(office, period, today=day, code=options.code)
    if options.output:
        filing_papers.save_missing(office, found, Path(options.output))
    rows = found.missing if options.missing else found.rows
    told = return_board.reminders(office, found.rows, day) if options.reminders else ()
    return {
        "rows": [_row(each) for each in rows],
        "total": len(rows),
        "counts": dict(found.counts()),
        "reminders": [{"unit": name, "text": text} for name, text in told],
        "file": options.output,
    }


def _last_month(day: date) -> str:
    return periods.previous(periods.period_of("month", day))


def _told(found: Filing) -> dict[str, Any]:
    return {
        "id": str(found.id),
        "unit": found.unit,
        "code": found.code,
        "title": found.title,
        "period": found.period,
        "as_of": found.as_of.isoformat(),
        "state": found.state,
        "due_on": found.due_on,
        "submitted_on": found.submitted[0],
        "answer": found.answer,
        "explanation": found.explanation,
    }


def _state(office: Office, filing_id: UUID) -> dict[str, Any]:
    from jianxi_desktop.services import records

    ledger = office.catalog["return_filing"]
    found = records.find_record(office, ledger, filing_id)
    return {"id": str(filing_id), "version": found.version, "state": found.values["state"]}


def _figure(each: PageLine, found: FilingPage) -> dict[str, Any]:
    told: dict[str, Any] = {"name": each.name, "value": each.value, "shown": each.shown}
    if each.overridden:
        told |= {"counted": each.calculated, "reason": each.reason, "set_by": each.set_by}
    if found.last_period and each.last is not None:
        told |= {"last": each.last, "difference": each.difference}
    return told


def _check(each: Check) -> dict[str, Any]:
    return {"rule": each.rule, "ok": each.ok, "detail": each.detail}


def _row(each: BoardRow) -> dict[str, Any]:
    return {
        "unit": each.name,
        "code": each.code,
        "title": each.title,
        "period": each.period,
        "due_on": calendar.show_day(each.due_on.isoformat()),
        "timeliness": return_board.TIMELINESS[each.timeliness],
        "state": each.state,
        "submitted_on": each.submitted_on,
        "filing": None if each.filing is None else str(each.filing),
    }
