"""What each command does: call one service, shape its answer."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop import settings
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import links, records
from jianxi_desktop.services.office import Office

Answer = dict[str, Any]


def found(options: Namespace) -> Answer:
    """Make a new database."""
    from jianxi_desktop.services.office import found_office

    path = _path(options)
    made = found_office(
        path, options.unit, level=options.level, name=options.name, password=options.password or ""
    )
    made.office.close()
    unit = made.office.unit
    return {
        "database": str(path),
        "unit": {"code": unit.code, "level": unit.level, "name": unit.name},
        "recovery_key": made.recovery_key,
    }


def demo(options: Namespace) -> Answer:
    """Make a database of invented people."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo

    path = Path(options.database) if options.database else settings.demo_database()
    password = options.password or DEMO_PASSWORD
    counts = make_demo(
        path,
        scale=options.scale,
        seed=options.seed,
        password=password,
        progress=_progress(options),
    )
    return {"counts": counts, "database": str(path)}


def ledgers(options: Namespace) -> Answer:
    """Describe every ledger."""
    del options
    return {
        "ledgers": [
            {
                "key": ledger.key,
                "title": ledger.title,
                "fields": [
                    {
                        "key": field.key,
                        "caption": field.caption,
                        "kind": type(field).__name__,
                        "required": field.required,
                    }
                    for field in ledger.all_fields.values()
                ],
            }
            for ledger in CATALOG
        ]
    }


def list_ledger(options: Namespace, office: Office) -> Answer:
    """List records."""
    ledger = office.catalog[options.ledger]
    query = _query(options, office, ledger)
    serials = records.list_serials(office, ledger, query)
    start = 0
    if options.after is not None:
        start = serials.index(options.after) + 1 if options.after in serials else len(serials)
    page = serials[start : start + options.limit]
    attributes = _attributes(ledger)
    rows = records.list_rows(office, ledger, attributes, page, reveal=options.reveal)
    fields = ledger.pick(attributes)
    return {
        "rows": [
            {"id": str(row.id), "version": row.version, **_values(fields, row.cells)}
            for row in rows
        ],
        "total": len(serials),
        "next": page[-1] if start + len(page) < len(serials) else None,
    }


def add(options: Namespace, office: Office) -> Answer:
    """Make one record."""
    ledger = office.catalog[options.ledger]
    checked = _checked(office, ledger, options.values)
    saved = records.save_record(office, ledger, checked)
    return {"id": str(saved.id), "version": saved.version}


def change(options: Namespace, office: Office) -> Answer:
    """Change one record."""
    ledger = office.catalog[options.ledger]
    seen = records.find_record(office, ledger, _identity(options.id))
    raw = _pairs(options.values, ledger)
    checked = _checked(office, ledger, options.values)
    values = {key: value for key, value in checked.items() if key in raw}
    saved = records.save_record(
        office, ledger, values, records.Seen(seen.id, seen.version, seen.companion)
    )
    return {"id": str(saved.id), "version": saved.version}


def remove(options: Namespace, office: Office) -> Answer:
    """Take one record out."""
    ledger = office.catalog[options.ledger]
    seen = records.find_record(office, ledger, _identity(options.id))
    records.remove_record(office, ledger, seen.id, seen.version, options.reason)
    return {"id": str(seen.id), "version": seen.version + 1}


def import_roster(options: Namespace, office: Office) -> tuple[Answer, int]:
    """Take a roster in."""
    from jianxi_desktop.services import roster

    report = roster.import_roster(
        office,
        office.catalog[options.ledger],
        Path(options.file),
        sheet=options.sheet,
        organisation=options.org,
        create_organisations=options.create_orgs,
        trial=options.trial,
        keep_rows=options.rows,
        report=Path(options.report) if options.report else None,
        progress=_progress(options),
    )
    answer: Answer = {
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
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.row,
                "action": row.action,
                "values": dict(row.values),
                "issues": [
                    {"field": i.field, "code": i.code, "severity": i.severity, "text": i.text}
                    for i in row.issues
                ],
            }
            for row in report.rows
        ],
    }
    if report.file != "read":
        answer["error"] = {"code": report.code, "message": report.reason, "details": []}
        return answer, 1
    return answer, 0


def export(options: Namespace, office: Office) -> Answer:
    """Write a ledger as a workbook."""
    from jianxi_desktop.services import roster

    ledger = office.catalog[options.ledger]
    query = _query(options, office, ledger)
    path = Path(options.file)
    rows = roster.export_ledger(
        office, ledger, path, query, reveal=options.reveal, progress=_progress(options)
    )
    return {"rows": rows, "file": str(path)}


def list_returns(options: Namespace) -> Answer:
    """List the returns."""
    from jianxi_desktop.services.returns import return_definitions

    del options
    return {"returns": [{"code": code, "title": title} for code, title in return_definitions()]}


def make_return(options: Namespace, office: Office) -> Answer:
    """Make a return."""
    from jianxi_desktop.services import returns

    day = period_end(options.period) if options.period else _today(options)
    path = Path(options.output) if options.output else None
    result = returns.make_return(
        office, options.code, as_of=day, path=path, progress=_progress(options)
    )
    return {
        "figures": returns.figures_by_id(result),
        "checks": [{"rule": c.rule, "ok": c.ok, "detail": c.detail} for c in result.checks],
        "file": str(path) if path else None,
    }


def list_forms(options: Namespace) -> Answer:
    """List the printouts."""
    from jianxi_desktop.services.papers import printouts

    del options
    return {"forms": [{"form": p.key, "title": p.title} for p in printouts(CATALOG)]}


def print_form(options: Namespace, office: Office) -> Answer:
    """Make a PDF."""
    from jianxi_desktop.services import observation, papers

    round_id = None
    if options.round:
        round_id = observation.round_named(office, options.round)
    query = Query()
    if options.form != papers.OBSERVATION:
        query = _query(options, office, office.catalog[options.form.partition(".")[0]])
    document = papers.print_paper(
        office,
        options.form,
        round_id=round_id,
        query=query,
        reveal=options.reveal,
        progress=_progress(options),
    )
    papers.save_pdf(document, Path(options.output))
    return {"pages": document.pages, "forms": list(document.forms), "file": options.output}


def plan_round(options: Namespace, office: Office) -> Answer:
    """Make an observation round."""
    from jianxi_desktop.services import observation

    saved = observation.plan_round(
        office,
        step=options.step,
        period=options.period,
        leader=options.leader,
        title=options.title,
        today=_today(options),
    )
    return {"round": str(saved.id), "forms": observation.form_numbers(office, saved.id)}


def show_keys(options: Namespace, office: Office) -> Answer:
    """Show this office's card and whom it trusts."""
    from jianxi_desktop.services import package

    card = package.office_card(office)
    path = package.save_card(office, Path(options.output)) if options.output else None
    return {
        "fingerprint": card.fingerprint,
        "public": package.card_text(card),
        "trusted": [
            {"unit": each.unit, "name": each.name, "fingerprint": each.fingerprint}
            for each in package.trusted_offices(office)
        ],
        "file": str(path) if path else None,
    }


def trust_key(options: Namespace, office: Office) -> Answer:
    """Trust an office's card."""
    from jianxi_desktop.services import package

    card = package.trust_card(office, Path(options.file))
    return {
        "unit": {"code": card.unit, "name": card.name},
        "fingerprint": card.fingerprint,
        "public": package.card_text(card),
    }


def pack(options: Namespace, office: Office) -> Answer:
    """Write a package."""
    from jianxi_desktop.services import package

    packed = package.write_package(
        office, Path(options.folder), to=options.to, progress=_progress(options)
    )
    return {"file": str(packed.file), "records": packed.records, "bytes": packed.bytes}


def inspect(options: Namespace, office: Office) -> Answer:
    """Look at a package."""
    from jianxi_desktop.services import package

    return {"manifest": package.manifest_of(package.inspect_package(office, Path(options.file)))}


def merge(options: Namespace, office: Office) -> Answer:
    """Merge packages one after another."""
    from jianxi_desktop.services import package

    merged = [
        package.merge_package(office, Path(file), trial=options.trial, progress=_progress(options))
        for file in options.files
    ]
    return {
        "applied": sum(each.applied for each in merged),
        "skipped": sum(each.skipped for each in merged),
        "conflicts": sum(each.conflicts for each in merged),
        "receipt": [each.receipt for each in merged],
    }


def _path(options: Namespace) -> Path:
    return Path(options.database) if options.database else settings.default_database()


def _today(options: Namespace) -> date:
    chosen: date | None = options.as_of
    return chosen or date.today()  # noqa: DTZ011 - the office's own calendar


def _progress(options: Namespace) -> Progress:
    if options.quiet or not sys.stderr.isatty():
        return no_progress

    def tell(done: int, total: int) -> None:
        print(f"\r{done}/{total}", end="", file=sys.stderr, flush=True)

    return tell


def _attributes(ledger: Ledger) -> list[Any]:
    return [attribute for section in ledger.form for attribute in section.fields]


def _values(fields: Sequence[Field[Any]], cells: Sequence[Any]) -> dict[str, Any]:
    return {
        field.key: cell if cell is None or isinstance(cell, bool) else field.show(cell)
        for field, cell in zip(fields, cells, strict=True)
    }


def _query(options: Namespace, office: Office, ledger: Ledger) -> Query:
    order = getattr(options, "order", "")
    filters = tuple(
        records.parse_filter(office, ledger, key, links.text_to_link(office, ledger, key, raw))
        for key, raw in _pairs(options.where, ledger).items()
    )
    return Query(
        words=options.search,
        filters=filters,
        order=order.lstrip("-"),
        descending=order.startswith("-"),
    )


def _pairs(given: Sequence[str], ledger: Ledger) -> dict[str, str]:
    pairs = {}
    for each in given:
        key, sign, value = each.partition("=")
        if not sign or key not in ledger.all_fields:
            known = "、".join(ledger.all_fields)
            raise UsageError(
                f"bad pair for {ledger.key}",
                user_message=f"“{each[:30]}”应写成 字段=值；字段有：{known}。",
                code="usage",
            )
        pairs[key] = value
    return pairs


def _checked(office: Office, ledger: Ledger, given: Sequence[str]) -> Mapping[str, Any]:
    raw = {
        key: links.text_to_link(office, ledger, key, value)
        for key, value in _pairs(given, ledger).items()
    }
    checked = records.check_values(ledger, raw)
    if checked.refused:
        texts = [issue.text for issue in checked.refused]
        raise InputError(
            f"{ledger.key}: {len(texts)} values refused",
            user_message="；".join(texts) + "。请改正后再试。",
            code=checked.refused[0].code,
            details=texts,
        )
    return checked.values


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(
            "bad identity", user_message=f"“{text[:40]}”不是记录标识。", code="usage"
        ) from None
