"""Commands on records: list, add, change, remove, export."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jianxi_desktop.cli.shaping import (
    Answer,
    leave_of,
    pairs_of,
    progress_of,
    query_of,
    record_identity,
    view_of,
)
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import links, records
from jianxi_desktop.services.office import Office


def list_ledger(options: Namespace, office: Office) -> Answer:
    """List records."""
    leave = leave_of(options)
    ledger = office.catalog[options.ledger]
    query = query_of(options, office, ledger)
    serials = records.list_serials(office, ledger, query)
    start = 0
    if options.after is not None:
        start = serials.index(options.after) + 1 if options.after in serials else len(serials)
    page = serials[start : start + options.limit]
    attributes = _attributes(ledger, view_of(options, office, ledger).columns)
    rows = records.list_rows(office, ledger, attributes, page)
    if reveal := leave(office, ledger, ids=[row.id for row in rows]):
        rows = records.list_rows(office, ledger, attributes, page, reveal=reveal)
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
    seen = records.find_record(office, ledger, record_identity(options.id))
    raw = pairs_of(options.values, ledger)
    checked = _checked(office, ledger, options.values)
    values = {key: value for key, value in checked.items() if key in raw}
    saved = records.save_record(
        office, ledger, values, records.Seen(seen.id, seen.version, seen.companion)
    )
    return {"id": str(saved.id), "version": saved.version}


def remove(options: Namespace, office: Office) -> Answer:
    """Take one record out."""
    ledger = office.catalog[options.ledger]
    seen = records.find_record(office, ledger, record_identity(options.id))
    records.remove_record(office, ledger, seen.id, seen.version, options.reason)
    return {"id": str(seen.id), "version": seen.version + 1}


def export(options: Namespace, office: Office) -> Answer:
    """Write a ledger as a workbook."""
    from jianxi_desktop.services import roster

    leave = leave_of(options)
    ledger = office.catalog[options.ledger]
    query = query_of(options, office, ledger)
    path = Path(options.file)
    rows = roster.export_ledger(
        office,
        ledger,
        path,
        query,
        columns=_columns(options, office, ledger),
        reason=options.reason,
        reveal=leave(office, ledger, query=query),
        progress=progress_of(options),
    )
    return {"rows": rows, "file": str(path)}


def _columns(options: Namespace, office: Office, ledger: Ledger) -> Sequence[str] | None:
    from jianxi_desktop.services import roster

    if options.columns is not None:
        return [key for each in options.columns.split(",") if (key := each.strip())]
    if options.listed:
        return roster.listed_columns(ledger)
    return view_of(options, office, ledger).columns or None


def _checked(office: Office, ledger: Ledger, given: Sequence[str]) -> Mapping[str, Any]:
    raw = {
        key: links.text_to_link(office, ledger, key, value)
        for key, value in pairs_of(given, ledger).items()
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


def _attributes(ledger: Ledger, columns: Sequence[str]) -> list[Any]:
    """Give all of the form, or the columns of a kept list."""
    form = [attribute for section in ledger.form for attribute in section.fields]
    known = {attribute.key: attribute for attribute in (*form, *ledger.listing)}
    return [known[key] for key in columns if key in known] or form


def _values(fields: Sequence[Field[Any]], cells: Sequence[Any]) -> dict[str, Any]:
    return {
        field.key: cell if cell is None or isinstance(cell, bool) else field.show(cell)
        for field, cell in zip(fields, cells, strict=True)
    }
