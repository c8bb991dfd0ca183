"""Bring in a roster: read it, say what is wrong, take the good rows in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.domain import masking
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import backups, leaving, records, scope
from jianxi_desktop.services.import_report import (
    LEFT_OUT,
    Decision,
    RosterReport,
    RowReport,
    Source,
)
from jianxi_desktop.services.links import LinkFinder, organisation_named
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.taking import Taken, Taker
from jianxi_desktop.sheets.roster import Roster, RosterRow, open_roster
from jianxi_desktop.sheets.spec import RosterSpec


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
    del decisions
    scope.require_writable(office, ledger)
    path = source if isinstance(source, Path) else source.path
    assert path is not None  # noqa: S101
    spec = roster_spec(ledger, keep_cells=report is not None)
    with open_roster(path, spec, sheet, progress) as roster:
        result = _begin(roster)
        if roster.file != "read":
            return result
        if not trial:
            backups.before(office, "import")
        with office.change("import") as change:
            home = _home(office, change, organisation)
            finder = _finder(office, change, ledger, home, create=create_organisations)
            taker = Taker(office, change, ledger, finder, home)
            troubled = []
            for row, taken in taker.take_all(roster):
                result.counts[taken.action] = result.counts.get(taken.action, 0) + 1
                if keep_rows or taken.action in LEFT_OUT:
                    result.rows.append(_row_report(office, ledger, row, taken, finder.named))
                if taken.action in LEFT_OUT:
                    troubled.append((row, taken.issues))
            if trial:
                change.give_up()
            else:
                result.touched = frozenset(change.touched)
        if report is not None:
            _write_report(report, roster, troubled)
    return result


@needs(Right.IMPORT)
def forget_captions(office: Office, ledger: Ledger) -> int:
    """Forget what was decided about captions of a ledger's rosters; give how many decisions."""
    raise NotImplementedError


def roster_spec(ledger: Ledger, *, keep_cells: bool = False) -> RosterSpec:
    """Say which columns a roster may have; what the program finds itself is not required."""
    return RosterSpec(ledger.roster_fields, ledger.ignored, keep_cells=keep_cells)


@needs(Right.EXPORT)
def export_ledger(
    office: Office,
    ledger: Ledger,
    path: Path,
    query: Query,
    *,
    reason: str | None = None,
    reveal: Reveal | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write the records of a query as a workbook that import reads back; give their number.

    The journal notes it, with the reason that is asked for where many people or full numbers
    leave the program.

    Raises:
        InputError: A reason is needed.
        EnvironmentFailure: The file could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    require_leave(office, ledger, reveal)
    leaving.require_same(query, reveal)
    fields = ledger.form_fields
    attributes = [attribute for section in ledger.form for attribute in section.fields]
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
            progress=progress,
        )
    leaving.note_file(
        office, "export", path, why, **leaving.what_left(ledger.key, count, reveal, ledger, query)
    )
    return count


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
    return RosterReport(
        roster.file,
        roster.code,
        masking.hide_numbers(roster.reason),
        roster.sheet,
        roster.header_row,
        {masking.hide_numbers(caption): key for caption, key in roster.columns.items()},
        tuple(masking.hide_numbers(note) for note in roster.notes),
    )


def _row_report(
    office: Office, ledger: Ledger, row: RosterRow, taken: Taken, named: Mapping[UUID, str]
) -> RowReport:
    """Say what a row holds; its numbers whole only to those who may see them."""
    whole = Right.REVEAL in office.account.rights
    shown: dict[str, str] = {}
    for key, value in row.values.items():
        field_of_it = ledger.all_fields[key]
        if isinstance(value, UUID):
            shown[key] = named.get(value, "")
        elif value is not None:
            shown[key] = field_of_it.show(value) if whole else field_of_it.mask(value)
    return RowReport(row.sheet, row.row, taken.action, shown, taken.issues)


def _write_report(
    path: Path, roster: Roster, rows: Iterable[tuple[RosterRow, tuple[Issue, ...]]]
) -> None:
    from jianxi_desktop.sheets.report import write_report

    write_report(path, roster, rows)
