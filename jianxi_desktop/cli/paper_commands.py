"""Commands that make returns and printouts."""

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.cli.shaping import (
    Answer,
    leave_of,
    progress_of,
    query_of,
    record_identity,
    view_of,
)
from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import UsageError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import links
from jianxi_desktop.services.checklists import KEY as CHECKLISTS
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.drawn import DRAWN, Asks, Wanted
from jianxi_desktop.services.office import Office


def list_returns(options: Namespace) -> Answer:
    """List the returns."""
    from jianxi_desktop.services.returns import return_definitions

    del options
    return {"returns": [{"code": code, "title": title} for code, title in return_definitions()]}


def make_return(options: Namespace, office: Office) -> Answer:
    """Make a return, or several in one workbook."""
    from jianxi_desktop.services import return_book, returns

    path = Path(options.output) if options.output else None
    codes = return_book.codes_of(options.code)
    period, day, told = options.period or "", _day_of_return(options), progress_of(options)
    result: returns.Result | return_book.ReturnBook
    if len(codes) > 1:
        result = return_book.make_book(
            office, codes, as_of=day, period=period, path=path, progress=told
        )
    else:
        result = returns.make_return(
            office, options.code, as_of=day, period=period, path=path, progress=told
        )
    return {
        "figures": result.named_figures(),
        "checks": [{"rule": c.rule, "ok": c.ok, "detail": c.detail} for c in result.checks],
        "file": str(path) if path else None,
    }


def list_behind(options: Namespace, office: Office) -> Answer:
    """List the records behind a figure."""
    from jianxi_desktop.services.return_records import records_behind

    found = records_behind(
        office,
        options.code,
        options.figure,
        as_of=_day_of_return(options),
        limit=options.limit,
        period=options.period or "",
    )
    figure, keys = found.figure, [key for key, _caption in found.columns]
    return {
        "rows": [
            {"ledger": found.ledger.key, "id": str(row.id), "caption": row.caption}
            | dict(zip(keys, row.cells, strict=True))
            | ({"part": row.part} if row.part else {})
            for row in found.rows
        ],
        "total": found.total,
        "figure": {"name": figure.name, "value": figure.value, "shown": figure.shown},
        "values": [{"value": value, "records": number} for value, number in found.values],
    }


def _day_of_return(options: Namespace) -> date:
    from jianxi_desktop.services.returns import day_of_return

    return day_of_return(options.period or "", options.as_of, calendar.today())


def list_forms(options: Namespace) -> Answer:
    """List the printouts."""
    from jianxi_desktop.services.papers import printouts

    del options
    return {"forms": [{"form": p.key, "title": p.title} for p in printouts(CATALOG)]}


def print_form(options: Namespace, office: Office) -> Answer:
    """Make a PDF."""
    from jianxi_desktop.services import observation, papers

    leave = leave_of(options)
    form = options.ledger or options.form
    round_id = None
    if options.round:
        round_id = observation.round_named(office, options.round)
    query, reveal = Query(), None
    wanted = _wanted(options, office, form)
    if papers.is_list(form):
        ledger = papers.paper_named(office.catalog, form)[0]
        query = query_of(options, office, ledger)
        if options.view is not None:
            form = papers.as_listed(ledger).key
            wanted = replace(wanted, columns=view_of(options, office, ledger).columns)
        reveal = leave(office, ledger, query=query)
    elif options.view is not None:
        raise UsageError(
            "a kept list on a form",
            user_message="--view 只用于打印台账的列表：print list --ledger 台账 --view 名称。",
            code="usage",
        )
    elif papers.holds_numbers(office.catalog, form):
        about = replace(wanted, round=round_id)
        ledger, numbers = papers.numbers_in(office, form, query, about)
        reveal = leave(office, ledger, query=numbers)
    document = papers.print_paper(
        office,
        form,
        round_id=round_id,
        query=query,
        wanted=wanted,
        reveal=reveal,
        progress=progress_of(options),
    )
    if told := papers.crowded(office.catalog, form, wanted.columns):
        print(told, file=sys.stderr)
    _tell_missing(document)
    _save(office, document, Path(options.output))
    return {"pages": document.pages, "forms": list(document.forms), "file": options.output}


def _tell_missing(document: Document) -> None:
    """Say before anything is on paper which characters no font has."""
    if document.missing:
        codes = "、".join(document.missing)
        said = f"有 {len(document.missing)} 个字没有字形，印成写着编码的方框，请手写补上：{codes}"
        print(said, file=sys.stderr)


def _save(office: Office, document: Document, path: Path) -> None:
    """Write a document as PDF, or as pictures where the name asks for them, numbered if several."""
    from jianxi_desktop.services import papers

    if path.suffix.lower() != ".png":
        papers.save_pdf(office, document, path)
        return
    for page in range(document.pages):
        numbered = path.with_stem(f"{path.stem}-{page + 1:02}") if document.pages > 1 else path
        papers.save_picture(office, document, page, numbered)


def _wanted(options: Namespace, office: Office, form: str) -> Wanted:
    """Give what a drawn paper is to be about.

    Raises:
        UsageError: The period is no month, and the paper is about one; or it is no checklist, and
            options of checklists are given.
    """
    if form != CHECKLISTS and (options.forms or options.copies != 1 or options.double_sided):
        raise UsageError(
            "options of checklists",
            user_message="--forms、--copies 和 --double-sided 只用于 print observation。",
            code="usage",
        )
    organisation = None
    if options.org:
        ledger = office.catalog["organisation"]
        organisation = UUID(links.text_to_link(office, ledger, "parent", options.org))
    day = calendar.period_end(options.period) if options.period else options.as_of
    monthly = form in DRAWN and DRAWN[form].asks is Asks.MONTH
    if monthly and options.period and len(options.period) != len("2026-07"):
        raise UsageError(
            "period is no month",
            user_message="这个打印件按月做，--period 请写成 2026-07 这样的年月。",
            code="usage",
        )
    record = record_identity(options.record) if options.record else None
    return Wanted(
        organisation=organisation,
        as_of=day,
        record=record,
        forms=tuple(each.strip() for each in (options.forms or "").split(",") if each.strip()),
        copies=options.copies,
        double_sided=options.double_sided,
    )
