"""Bring in a roster: read it, say what is wrong, take the good rows in one transaction."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.db import choices
from jianxi_desktop.domain import masking
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.schema.paper import Paper
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import (
    backups,
    condition_words,
    import_captions,
    leaving,
    records,
    scope,
)
from jianxi_desktop.services.import_decisions import FIELD
from jianxi_desktop.services.import_report import (
    LEFT_OUT,
    Decision,
    RosterReport,
    Source,
)
from jianxi_desktop.services.import_rows import RowTeller
from jianxi_desktop.services.links import LinkFinder, organisation_named
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.taking import Taker
from jianxi_desktop.sheets.roster import Roster, RosterRow, open_roster
from jianxi_desktop.sheets.spec import Pasted, RosterSpec

_UPRIGHT = 56  # characters that stand beside each other on an upright sheet


@needs(Right.IMPORT)
def import_roster(
    office: Office,
    ledger: Ledger,
    source: Path | Source,
    *,
    sheet: str | None = None,
    organisation: str | UUID | None = None,
    create_organisations: bool = False,
    trial: bool = False,
    progress: Progress = no_progress,
    report: Path | None = None,
    keep_rows: bool = False,
    decisions: Sequence[Decision] = (),
) -> RosterReport:
    """Take in every good row of a roster; with ``trial`` the same is done and rolled back.

    Args:
        office: Whose database.
        ledger: What the rows are.
        source: The workbook, or a pasted block; with what a person decided about it.
        sheet: Its sheet, if not the one with the best heading, where ``source`` is a path.
        organisation: Where members without a branch belong; default the office's own.
        create_organisations: Make branches and groups that are named and not registered.
        trial: Only say what would happen.
        progress: Told lines done; may stop the work, then nothing is changed.
        report: Where to write a workbook of the rows that need mending.
        keep_rows: Report every row, not only those that need a person.
        decisions: What a person said about rows that were for review.

    Raises:
        InputError: The organisation does not exist or is not this person's, or the reader broke
            down.
        EnvironmentFailure: The file or the database failed.
    """
    scope.require_writable(office, ledger)
    brought = source if isinstance(source, Source) else Source(source, sheet=sheet)
    with office.store.read() as connection:
        remembered = import_captions.remembered(connection, ledger)
    spec = roster_spec(ledger, keep_cells=report is not None)
    roster, learned = _open(brought, spec, remembered, progress)
    with roster:
        result = _begin(roster)
        result.learned = learned
        if roster.file != "read":
            return result
        if not trial:
            backups.before(office, "import", progress)
        with office.change("import") as change:
            home = _home(office, change, organisation)
            finder = _finder(office, change, ledger, home, create=create_organisations)
            taker = Taker(office, change, ledger, finder, home, decisions)
            teller = RowTeller(office, change.connection, ledger, finder.named)
            left_out = _take(taker, teller, roster, result, keep_rows=keep_rows)
            _write_report(report, roster, left_out)
            if trial:
                change.give_up()
            else:
                import_captions.remember(change, ledger, roster.columns, brought.captions)
                result.touched = frozenset(change.touched)
    return result


def _open(
    brought: Source, spec: RosterSpec, remembered: dict[str, str | None], progress: Progress
) -> tuple[Roster, Mapping[str, str | None]]:
    """Open a roster with what is remembered of its captions; tell what memory supplied.

    Memory gives way to a column that is called what it means, and the roster is opened again.
    """
    asked: Path | Pasted = brought.path or Pasted(brought.pasted)
    while True:
        given = import_captions.together(remembered, brought.captions)
        wanted = replace(spec, given=given)
        roster = open_roster(asked, wanted, brought.sheet, progress, brought.password)
        stale = import_captions.outdone(roster.columns, remembered, brought.captions, spec)
        if not stale:
            return roster, import_captions.learned(roster.columns, remembered, brought.captions)
        roster.close()
        remembered = {each: key for each, key in remembered.items() if each not in stale}


def _take(
    taker: Taker, teller: RowTeller, roster: Roster, result: RosterReport, *, keep_rows: bool
) -> Iterator[tuple[RosterRow, tuple[Issue, ...]]]:
    """Take every row; give those that were left out, for the workbook of reasons."""
    for row, taken in taker.take_all(roster):
        result.counts[taken.action] = result.counts.get(taken.action, 0) + 1
        left_out = taken.action in LEFT_OUT
        if keep_rows or left_out:
            result.rows.append(teller.tell(row, taken))
        if left_out:
            yield row, taken.issues


@needs(Right.IMPORT)
def forget_captions(office: Office, ledger: Ledger) -> int:
    """Forget what was decided about captions of a ledger's rosters; give how many decisions."""
    with office.store.writing() as connection:
        return choices.forget_caption_choices(connection, "import", ledger.key)


def roster_spec(ledger: Ledger, *, keep_cells: bool = False) -> RosterSpec:
    """Say which columns a roster may have; what the program finds itself is not required."""
    return RosterSpec((*ledger.roster_fields, FIELD), ledger.ignored, keep_cells=keep_cells)


@needs(Right.EXPORT)
def export_ledger(
    office: Office,
    ledger: Ledger,
    path: Path,
    query: Query,
    *,
    columns: Sequence[str] | None = None,
    headed: bool = False,
    reason: str | None = None,
    reveal: Reveal | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write the records of a query as a workbook, in the query's order; give their number.

    The journal notes it, with the reason that is asked for where many people or full numbers
    leave the program.

    Args:
        office: Whose database.
        ledger: The ledger.
        path: Where the workbook is to be.
        query: Which records, and their order.
        columns: Keys of the fields to write, such as ``listed_columns`` gives; ``None`` for
            those of the form, which import reads back.
        headed: Whether a line above the captions says what the list is narrowed to.
        reason: What it is for.
        reveal: Leave to write numbers in full.
        progress: Told rows written; may stop the work, then there is no file.

    Raises:
        InputError: A reason is needed, or a column is no field of the ledger.
        EnvironmentFailure: The file could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    require_leave(office, ledger, reveal)
    leaving.require_same(query, reveal)
    attributes = _attributes(ledger, columns)
    fields = ledger.pick(attributes)
    with office.store.read() as connection:
        lister = office.lister(ledger)
        why = leaving.reason_for(ledger, lister.count(connection, query), reason, reveal)
        rows = lister.stream(connection, attributes, query, reveal=reveal)
        cells = (row.cells for row in rows)
        signed = f"导出：{leaving.signature(office)}"
        count = write_table(
            path,
            ledger.title,
            _as_shown(fields),
            cells,
            masked=reveal is None,
            signed=signed,
            head=condition_words.sentence(office, ledger, query) if headed else "",
            progress=progress,
        )
    told = leaving.what_left(ledger.key, count, reveal, ledger, query)
    if columns is not None:
        told["columns"] = [field.key for field in fields]
    leaving.note_file(office, "export", path, why, **told)
    return count


def listed_columns(ledger: Ledger) -> tuple[str, ...]:
    """Give the keys of the columns that the list of a ledger shows, in their order."""
    return tuple(attribute.key for attribute in ledger.listing)


def paper_of(ledger: Ledger, columns: Sequence[str]) -> Paper:
    """Give the paper of a list with these columns; lying on its side where they need the room.

    Raises:
        InputError: A column is no field of the ledger.
    """
    attributes = tuple(_attributes(ledger, columns or listed_columns(ledger)))
    wide = sum(max(each.width, len(each.caption)) for each in ledger.pick(attributes))
    return Paper(ledger.title, attributes, landscape=wide > _UPRIGHT)


def _attributes(ledger: Ledger, columns: Sequence[str] | None) -> list[Any]:
    form = [attribute for section in ledger.form for attribute in section.fields]
    if columns is None:
        return form
    known = {attribute.key: attribute for attribute in (*form, *ledger.listing)}
    unknown = [key for key in columns if key not in known]
    if unknown or not columns:
        said = f"没有“{'、'.join(unknown)}”这样的列" if unknown else "没有选要导出的列"
        raise InputError(
            f"{ledger.key}: no such columns",
            user_message=f"{said}，{ledger.title}可以导出的列有：{'、'.join(known)}。",
            code="no_such_field",
        )
    return [known[key] for key in dict.fromkeys(columns)]


@needs(Right.VIEW)
def write_template(office: Office, ledger: Ledger, path: Path) -> None:
    """Write an empty roster with the captions, hints and choices of a ledger."""
    from jianxi_desktop.sheets.table import write_template as write

    del office
    write(path, ledger.title, ledger.roster_fields)


def _as_shown(fields: Iterable[Any]) -> tuple[Any, ...]:
    """Links come out of a list as captions, that is as text."""
    from jianxi_desktop.schema.fields import Text

    return tuple(
        Text(each.caption, each.aliases, each.width, key=each.key)
        if isinstance(each, Link)
        else each
        for each in fields
    )


def _home(office: Office, change: Any, organisation: str | UUID | None) -> UUID:
    if organisation is None:
        return office.top
    return organisation_named(
        change, office.catalog, str(organisation), office.account.organisation
    )


def _finder(office: Office, change: Any, ledger: Ledger, home: UUID, *, create: bool) -> LinkFinder:
    top = office.account.organisation
    finder = LinkFinder(change, office.catalog, ledger, home, create=create, top=top)
    finder.named[home] = records.caption_of(office, "organisation", home)
    return finder


def _begin(roster: Roster) -> RosterReport:
    hide = masking.hide_numbers
    return RosterReport(
        roster.file,
        roster.code,
        hide(roster.reason),
        roster.sheet,
        roster.header_row,
        {
            hide(caption): None if key == FIELD.key else key
            for caption, key in roster.columns.items()
        },
        tuple(hide(note) for note in roster.notes),
        sheets=roster.sheets,
        rivals=roster.rivals,
        previews=tuple(tuple(map(hide, line)) for line in roster.previews),
    )


def _write_report(
    path: Path | None, roster: Roster, rows: Iterator[tuple[RosterRow, tuple[Issue, ...]]]
) -> None:
    """Go through all rows, and write those that were left out where a workbook is asked for."""
    from jianxi_desktop.sheets.report import write_report

    if path is None:
        deque(rows, maxlen=0)
    else:
        write_report(path, roster, rows)
