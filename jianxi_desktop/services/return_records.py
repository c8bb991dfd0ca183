"""The records behind one figure of a return, as their list shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import as_of as organisations_then
from jianxi_desktop.db import figures_behind, history
from jianxi_desktop.db.figures_behind import Behind, Scope
from jianxi_desktop.db.figures_mechanisms import EVERY_FIGURE
from jianxi_desktop.domain.district_return import FigureRule
from jianxi_desktop.domain.progress import no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.domain.return_where import Number
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Row
from jianxi_desktop.services import district_return
from jianxi_desktop.services.district_return import Figure, FigureCounter, rules_on, scope_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_tables import asked_of, count_table, facts_behind
from jianxi_desktop.services.rights import needs

_PAGE = 2_000
_UNKNOWN = "（未到）"


@dataclass(frozen=True)
class RecordBehind:
    """One record behind a figure.

    Attributes:
        id: Its identity.
        caption: What it is called.
        cells: Its list columns in words; numbers masked.
        part: What it adds to a sum, or the value that is told apart; else empty.
    """

    id: UUID
    caption: str
    cells: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True)
class NamedFigure:
    """A figure that records stand behind: its number, name, value, and what it is made of."""

    id: str
    name: str
    value: Number | None
    shown: str
    detail: str = ""


@dataclass(frozen=True)
class RecordsBehind:
    """The records behind a figure.

    Attributes:
        figure: The figure, counted by the query that gave the records.
        ledger: Where the records stand.
        columns: Key and caption of each list column.
        rows: The records, the first of them where a limit was given.
        total: How many there are.
        values: The different values, each with how many records have it; none for plain counts.
        way: How the records make the figure: count, sum or distinct.
        of: Key of the field that is added up or told apart; empty where it is no field.
    """

    figure: NamedFigure
    ledger: Ledger
    columns: tuple[tuple[str, str], ...]
    rows: tuple[RecordBehind, ...]
    total: int
    values: tuple[tuple[str, int], ...] = ()
    way: str = "count"
    of: str = ""


@needs(Right.VIEW)
def records_behind(
    office: Office,
    code: str,
    figure: str,
    *,
    as_of: date,
    limit: int = -1,
    period: str = "",
    organisation: UUID | None = None,
) -> RecordsBehind:
    """Give the records that one figure of a return is counted from.

    Args:
        office: The open database.
        code: Number of the return.
        figure: Number of the figure, or the key of a cell.
        as_of: The day the return is counted as of.
        limit: How many records at most; all where it is negative.
        period: The period it is for; empty for the one that the day lies in.
        organisation: Whose return it is; ``None`` for that of whoever is logged in.

    Raises:
        UsageError: There is no such figure, or no records of one ledger stand behind it.
        InputError: The return had no figures on that day.
    """
    if code in definitions():
        return _behind_cell(office, code, figure, as_of, limit, period, organisation)
    rule = _rule(code, figure, as_of)
    scope = scope_of(office, as_of, organisation)
    behind = EVERY_FIGURE[rule.id](scope)
    ledger = office.catalog[behind.ledger]
    with office.store.read() as connection:
        found = figures_behind.records(connection, scope, behind, limit)
        names = _names(connection, scope, behind)
        rows = _listed(office, connection, scope, ledger, [serial for serial, _part in found])
        counted = _counted(connection, scope, rule)
        total = figures_behind.count_records(connection, behind)
    parts = {serial: _part(scope, behind, part, names) for serial, part in found}
    return RecordsBehind(
        NamedFigure(rule.id, rule.name, counted.value, counted.shown, counted.detail),
        ledger,
        _columns(ledger),
        tuple(_record(row, ledger, parts[row.serial]) for row in rows),
        total,
        tuple(names.values()),
        behind.way,
        behind.of,
    )


def _behind_cell(
    office: Office,
    code: str,
    figure: str,
    day: date,
    limit: int,
    period: str,
    organisation: UUID | None,
) -> RecordsBehind:
    """Give the records behind a cell of a return that is defined by a file."""
    definition = definitions()[code]
    result = count_table(
        office, definition, day, period, no_progress, lambda _code: {}, organisation
    )
    cell = result.find(figure)
    if cell is None:
        last = result.cells[-1][-1].number
        raise UsageError(
            f"no figure {figure!r} of {code!r}",
            user_message=(
                f"报表“{code}”没有数字“{figure[:20]}”，写成 表号.行.列，最后一个是 {last}。"
            ),
            code="no_such_figure",
        )
    asked = asked_of(office, definition, day, period, organisation)
    behind = facts_behind(office, result, cell, asked)
    ledger = office.catalog[behind.ledger]
    of = behind.measure.sum or behind.measure.distinct
    with office.store.read() as connection:
        ids = [fact.id for fact in behind.facts]
        serials = figures_behind.serials_of(connection, asked.scope, ledger.key, ids)
        shown = sorted(serials[each] for each in ids if each in serials)
        shown = shown[:limit] if limit >= 0 else shown
        rows = _listed(office, connection, asked.scope, ledger, shown)
    parts = {serials[f.id]: f.about.get(of) for f in behind.facts if f.id in serials} if of else {}
    way = "sum" if behind.measure.sum else "distinct" if behind.measure.distinct else "count"
    return RecordsBehind(
        NamedFigure(cell.number, cell.name, cell.value, cell.shown),
        ledger,
        _columns(ledger),
        tuple(_record(row, ledger, _told(ledger, of, parts.get(row.serial))) for row in rows),
        len(ids),
        (),
        way,
        of if of in ledger.all_fields else "",
    )


def _told(ledger: Ledger, of: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    field = ledger.all_fields.get(of)
    return str(value) if field is None or isinstance(field, Link) else field.show(value)


def _columns(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    return tuple((field.key, field.caption) for field in ledger.pick(ledger.listing))


def _listed(
    office: Office, connection: Connection, scope: Scope, ledger: Ledger, serials: Sequence[int]
) -> list[Row]:
    rows = _rows(office, connection, ledger, serials)
    return _as_then(connection, scope, ledger, rows) if ledger.key == "organisation" else rows


def _rule(code: str, figure: str, day: date) -> FigureRule:
    """Find a figure.

    Raises:
        UsageError: No figure of that number, or no return whose figures have one.
    """
    listed = district_return.TITLES
    rules = {rule.id: rule for rule in rules_on(day, code)} if code in listed else {}
    if figure in rules:
        return rules[figure]
    known = f"可用：{'、'.join(sorted(rules))}" if rules else f"逐条列出的是 {'、'.join(listed)}"
    raise UsageError(
        f"no figure {figure!r} of {code!r}",
        user_message=f"报表“{code[:20]}”没有能列出记录的数字“{figure[:20]}”，{known}。",
        code="no_such_figure",
    )


def _counted(connection: Connection, scope: Scope, rule: FigureRule) -> Figure:
    """Count one figure as the return does, with the whole it is a part of."""
    counter = FigureCounter(scope)
    rules = {each.id: each for each in rules_on(scope.day)} | {rule.id: rule}
    for each in {rule.id, rule.parameter} & rules.keys():
        counter.count(connection, rules[each])
    return Figure(rule, counter.values[rule.id], counter.shown(rule), counter.details[rule.id])


def _rows(
    office: Office, connection: Connection, ledger: Ledger, serials: Sequence[int]
) -> list[Row]:
    """Read the list columns and the caption among or after them; numbers come masked."""
    lister, attributes = office.lister(ledger), _attributes(ledger)
    pages = (serials[start : start + _PAGE] for start in range(0, len(serials), _PAGE))
    return [row for page in pages for row in lister.rows(connection, attributes, page)]


def _as_then(
    connection: Connection, scope: Scope, ledger: Ledger, rows: Sequence[Row]
) -> list[Row]:
    """Name and place organisations as on the day that they are counted on."""
    then = organisations_then.organisations_on(connection, scope.catalog, scope.day)
    by_id = {row["id"]: row for row in then}
    keys = [each.key for each in _attributes(ledger)]

    def cell(key: str, row: Row, now: Any) -> Any:
        if key == "parent":
            return by_id.get(by_id[row.id]["parent"], {}).get("name", now)
        return by_id[row.id][key] if key in ("name", "form") else now

    return [
        row._replace(
            cells=tuple(cell(key, row, now) for key, now in zip(keys, row.cells, strict=True))
        )
        for row in rows
    ]


def _names(connection: Connection, scope: Scope, behind: Behind) -> Mapping[Any, tuple[str, int]]:
    """Give what each value that is told apart is called, and how many records have it."""
    if behind.way != "distinct":
        return {}
    tally = figures_behind.tally(connection, scope, behind)
    field = scope.catalog[behind.ledger].fields[behind.of]
    if isinstance(field, Link):
        called = history.captions(connection, scope.catalog, field.target, tally)
        found = {part: (called.get(part, _UNKNOWN), number) for part, number in tally.items()}
    else:
        found = {part: (field.show(part), number) for part, number in tally.items()}
    return dict(sorted(found.items(), key=lambda each: (-each[1][1], each[1][0])))


def _part(scope: Scope, behind: Behind, part: Any, names: Mapping[Any, tuple[str, int]]) -> str:
    if behind.way == "count" or part is None:
        return ""
    if part in names:
        return names[part][0]
    field = scope.catalog[behind.ledger].fields.get(behind.of)
    return str(part) if field is None else field.show(part)


def _attributes(ledger: Ledger) -> tuple[Any, ...]:
    listed = {each.key for each in ledger.listing}
    more = () if ledger.caption.key in listed else (ledger.caption,)
    return (*ledger.listing, *more)


def _record(row: Row, ledger: Ledger, part: str) -> RecordBehind:
    fields = ledger.pick(_attributes(ledger))
    texts = {field.key: _text(field, value) for field, value in zip(fields, row.cells, strict=True)}
    cells = tuple(texts[each.key] for each in ledger.listing)
    return RecordBehind(row.id, texts[ledger.caption.key], cells, part)


def _text(field: Field[Any], value: Any) -> str:
    """Give a cell in words; links and masked numbers have become words already."""
    if isinstance(field, Link) or field.masked:
        return value or ""
    return field.show(value)
