"""Make what is printed: observation checklists and the lists of every ledger, as PDF."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.prints.columns import column_of
from jianxi_desktop.prints.picture import to_png
from jianxi_desktop.prints.render import PageImage, render_page
from jianxi_desktop.prints.table import TableSpec, draw_table, room_of
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.schema.paper import Paper
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services import (
    audit,
    checklists,
    condition_words,
    leaving,
    printed_forms,
    roster,
)
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.drawn import DRAWN, Asks, Wanted
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs

OBSERVATION = checklists.KEY
PICTURE_DPI = 200.0
EVERYTHING = Query()
_LISTED = "list"  # in place of the number of a paper
OF_TODAY = Wanted()
_READABLE = 0.5  # of the width that columns need: with less, days break within the year


@dataclass(frozen=True)
class Printout:
    """Something that can be printed.

    Attributes:
        key: Its name on the command line.
        title: What people call it.
        ledger: The ledger it is about.
        asks: What has to be chosen before it can be made.
    """

    key: str
    title: str
    ledger: str
    asks: Asks = Asks.QUERY


def printouts(catalog: Catalog) -> list[Printout]:
    """List everything that can be printed."""
    return [
        *(Printout(each.key, each.title, each.ledger, each.asks) for each in DRAWN.values()),
        *_lists(catalog),
    ]


@needs(Right.PRINT)
def print_paper(
    office: Office,
    key: str,
    *,
    round_id: UUID | None = None,
    query: Query = EVERYTHING,
    wanted: Wanted = OF_TODAY,
    reveal: Reveal | None = None,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Make one printout.

    Args:
        office: The open database.
        key: Its name.
        round_id: The round it is about, as in ``wanted``; default the newest.
        query: Records of a list.
        wanted: What a drawn paper is about.
        reveal: Leave to print numbers in full, for what ``numbers_in`` says.
        today: Day of printing.
        progress: Told how far it is.

    Raises:
        UsageError: There is no such printout.
        InputError: There is no round to print, no such organisation.
    """
    day = today or calendar.today()
    if key in DRAWN:
        about = replace(wanted, round=wanted.round or round_id, reveal=reveal)
        if reveal is not None:
            ledger, numbers = numbers_in(office, key, query, about)
            require_leave(office, ledger, reveal)
            leaving.require_same(numbers, reveal)
        return DRAWN[key].make(office, about, day, progress)
    ledger, paper = paper_named(office.catalog, key, wanted.columns)
    require_leave(office, ledger, reveal)
    leaving.require_same(query, reveal)
    return _print_list(office, ledger, paper, query, day, reveal=reveal, progress=progress)


def is_list(key: str) -> bool:
    """Tell whether a printout is the list of a ledger, and no form or drawing."""
    return key not in DRAWN


def as_listed(ledger: Ledger) -> Printout:
    """Give the printout of a list as somebody looks at it, which stands in no choice."""
    return Printout(f"{ledger.key}.{_LISTED}", f"{ledger.title}（正看着的列表）", ledger.key)


def paper_named(catalog: Catalog, key: str, columns: Sequence[str] = ()) -> tuple[Ledger, Paper]:
    """Find a list by ``ledger.number``; a ledger's key alone means its first.

    With ``ledger.list`` it has the columns that are given, or those of the ledger's list.

    Raises:
        InputError: A column is no field of the ledger.
        UsageError: There is none of that name.
    """
    name, _, place = key.partition(".")
    if key in {printout.key for printout in _lists(catalog)}:
        return catalog[name], catalog[name].papers[int(place) - 1]
    if place == _LISTED and name in {ledger.key for ledger in catalog}:
        return catalog[name], roster.paper_of(catalog[name], columns)
    if key in {ledger.key for ledger in catalog}:
        ledger = catalog[key]
        return ledger, (*ledger.papers, Paper(ledger.title, ledger.listing))[0]
    usual = [each.key for each in printouts(catalog) if each.asks is not Asks.RECORD]
    raise UsageError(
        f"no printout {key!r}",
        user_message=f"没有名为“{key}”的打印件，可用：{'、'.join(usual)}；单据用 forms 查看。",
        code="no_such_form",
    )


def _lists(catalog: Catalog) -> list[Printout]:
    return [
        Printout(f"{ledger.key}.{place}", paper.title, ledger.key)
        for ledger in catalog
        for place, paper in enumerate(ledger.papers, start=1)
    ]


def crowded(catalog: Catalog, key: str, columns: Sequence[str] = ()) -> str:
    """Say of a list with more columns than its sheet has room for how they will look; else nothing.

    Raises:
        InputError: A column is no field of the ledger.
        UsageError: There is no such list.
    """
    if not is_list(key):
        return ""
    ledger, paper = paper_named(catalog, key, columns)
    shown = tuple(column_of(field) for field in ledger.pick(paper.columns))
    room = room_of(shown, landscape=paper.landscape)
    if room >= _READABLE:
        return ""
    return (
        f"共 {len(shown)} 列，一张 A4 纸排不开：每列只有所需宽度的 {round(100 * room)}%，"
        "一条要折成好几行，日期和号码会断开，不好认。"
    )


def holds_numbers(catalog: Catalog, key: str, columns: Sequence[str] = ()) -> bool:
    """Tell whether numbers stand masked in a printout, which may be asked for in full."""
    if not is_list(key):
        return key in DRAWN and DRAWN[key].numbers is not None
    ledger, paper = paper_named(catalog, key, columns)
    return any(field.masked for field in ledger.pick(paper.columns))


@needs(Right.VIEW)
def numbers_in(
    office: Office, key: str, query: Query = EVERYTHING, wanted: Wanted = OF_TODAY
) -> tuple[Ledger, Query]:
    """Say whose numbers stand masked in a printout: what leave to read them is asked for.

    Raises:
        UsageError: There is no such list.
        InputError: There is no round to print.
    """
    drawn = DRAWN.get(key)
    if drawn is None or drawn.numbers is None:
        return paper_named(office.catalog, key)[0], query
    ledger, found = drawn.numbers(office, wanted)
    return office.catalog[ledger], found


@needs(Right.PRINT)
def save_pdf(office: Office, document: Document, path: Path) -> frozenset[str]:
    """Write a document to a file, and into the journal that it was; its forms are registered.

    Returns:
        Keys of the ledgers that were written.

    Raises:
        EnvironmentFailure: Disk full, read-only, or the file is open elsewhere.
        ConflictError: See ``register``; there is no file then.
    """
    with write_beside(path) as beside:
        beside.write_bytes(document.pdf)
        touched = register(office, document)
    leaving.note_file(office, "print", path, document.reason, **document.told)
    return touched


@needs(Right.PRINT)
def register(office: Office, document: Document) -> frozenset[str]:
    """Register the forms of a document that goes on paper, where this person may write.

    Returns:
        Keys of the ledgers that were written.

    Raises:
        ConflictError: What it shows has changed since; it must not go on paper.
    """
    if not document.on_paper or Right.EDIT not in office.account.rights:
        return frozenset()
    return printed_forms.register(office, document)


@needs(Right.PRINT)
def save_picture(
    office: Office, document: Document, index: int, path: Path, dpi: float = PICTURE_DPI
) -> frozenset[str]:
    """Write one page, counted from 0, as a PNG file, and into the journal that it was.

    Returns:
        As ``save_pdf``.

    Raises:
        EnvironmentFailure: Disk full, read-only, or the file is open elsewhere.
        ConflictError: See ``register``; there is no file then.
    """
    picture = to_png(page_image(document, index, dpi), dpi)
    with write_beside(path) as beside:
        beside.write_bytes(picture)
        touched = register(office, document)
    told = {**document.told, "page": index + 1}
    leaving.note_file(office, "print", path, document.reason, **told)
    return touched


@needs(Right.PRINT)
def note_printed(office: Office, document: Document, pages: int) -> None:
    """Note in the journal that pages of a document went to a printer."""
    digest = hashlib.sha256(document.pdf).hexdigest()
    told = {**document.told, "printed_pages": pages, "sha256": digest}
    audit.note(office, "print", document.reason, **told)


def page_image(document: Document, index: int, dpi: float) -> PageImage:
    """Draw one page as a picture."""
    return render_page(document.pdf, index, dpi)


def _print_list(
    office: Office,
    ledger: Ledger,
    paper: Paper,
    query: Query,
    day: date,
    *,
    reveal: Reveal | None,
    progress: Progress,
) -> Document:
    fields = ledger.pick(paper.columns)
    said = condition_words.sentence(office, ledger, query)
    only = (Filter(each.key, values, "among") for each, values in paper.only)
    query = replace(query, filters=(*query.filters, *only))
    with office.store.read() as connection:
        number = office.lister(ledger).count(connection, query)
        rows = office.lister(ledger).stream(connection, paper.columns, query, reveal=reveal)
        spec = TableSpec(
            title=paper.title,
            columns=tuple(column_of(spec) for spec in fields),
            rows=(
                tuple(_text(spec, cell) for spec, cell in zip(fields, row.cells, strict=True))
                for row in rows
            ),
            unit=office.unit.name,
            subtitle=said,
            landscape=paper.landscape,
            note="内部资料，注意保管。" if ledger.key == "person" else "",
            printed_on=show_day(day.isoformat()),
            printed_by=leaving.signature(office, day) if leaving.names_people(ledger) else "",
        )
        stream = io.BytesIO()
        made = draw_table(stream, spec, progress)
    told = leaving.what_left(ledger.key, number, reveal, ledger, query)
    reason = None if reveal is None else reveal.reason
    return document_of(paper.title, stream, made, {**told, "title": paper.title}, reason)


def _text(spec: Field[Any], cell: Any) -> str:
    return "" if cell is None else spec.show(cell)
