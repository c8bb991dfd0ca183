"""Several returns of one period in one workbook, with a cover and what must hold between them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_forms import Definition, FormCheck, definitions
from jianxi_desktop.domain.return_where import Formula, Number
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import UsageError
from jianxi_desktop.services import filing, filing_records, leaving, returns
from jianxi_desktop.services.filing_frozen import as_handed_in
from jianxi_desktop.services.filing_numbers import given_in
from jianxi_desktop.services.filing_records import Filing
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_checks import Values, key_at, places_of
from jianxi_desktop.services.return_figures import with_given
from jianxi_desktop.services.return_tables import Others, TableResult, count_table
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sheets.return_book import Relation, Term

if TYPE_CHECKING:
    from jianxi_desktop.services.return_counting import FactsRead

_NATIONAL = "中国共产党党内统计年报表"
_RULE = (
    "统计原则：党员的正式组织关系在哪一个党组织，就由哪一个党组织统计；发展党员、预备党员转正"
    "由审批的党组织统计；民主评议由开展评议的党组织统计。表式：中共中央组织部制（2017年版）。"
)
_OTHERS = "统计报表汇编"


@dataclass(frozen=True)
class ReturnBook:
    """Several returns of one period.

    Attributes:
        results: In the order of the contents list.
        signed: Who answers for it, who filled it in, and when it was handed in; empty where the
            filings of the tables do not say or differ.
        path: The workbook, if one was written.
    """

    results: tuple[TableResult, ...]
    signed: tuple[str, str, str] = ("", "", "")
    path: Path | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        """What must hold within the tables and between them."""
        return tuple(check for each in self.results for check in each.checks)

    def named_figures(self) -> dict[str, dict[str, object]]:
        """Give every figure of every table by its number."""
        found: dict[str, dict[str, object]] = {}
        for each in self.results:
            found |= each.named_figures()
        return found


def codes_of(text: str) -> tuple[str, ...]:
    """Read the codes of several returns, apart by commas; each once, in the order given."""
    found = (each.strip().upper() for each in re.split("[,，、;；]", text))
    return tuple(dict.fromkeys(each for each in found if each))


@needs(Right.VIEW)
def make_book(
    office: Office,
    codes: Sequence[str],
    *,
    as_of: date,
    period: str = "",
    path: Path | None = None,
    progress: Progress = no_progress,
    organisation: UUID | None = None,
) -> ReturnBook:
    """Count several returns, compare them, and write them as one workbook where a path is given.

    What was set by hand or handed in of their filings for the period stands in the book.

    Args:
        office: The open database.
        codes: Numbers of the returns.
        as_of: The day.
        period: The period they are for; the day alone where there is none.
        path: Where the workbook is to be; an export, which the journal notes.
        progress: Told as tables are counted.
        organisation: Whose returns they are; ``None`` for those of whoever is logged in.

    Raises:
        UsageError: One of them is none, or has a page of its own that no book takes.
        InputError: No right to export, or a return did not exist on that day.
        EnvironmentFailure: The workbook could not be written.
    """
    wanted = [_definition(code) for code in codes]
    if path is not None:
        office.require(Right.EXPORT)
    read: FactsRead = {}
    counted: list[TableResult] = []
    for place, definition in enumerate(wanted):
        progress(place, len(wanted))
        counted.append(
            count_table(
                office, definition, as_of, period, no_progress, _nothing, organisation, read
            )
        )
    progress(len(wanted), len(wanted))
    others = returns.others_of(office, as_of, period, organisation, read)
    filings = [_filing(office, each, period, organisation) for each in counted]
    filed = [_as_filed(office, *pair) for pair in zip(counted, filings, strict=True)]
    book = ReturnBook(tuple(compared(filed, others)), _signed(filings))
    if path is None:
        return book
    write_book(office, book, path, others)
    return replace(book, path=path)


def _filing(
    office: Office, result: TableResult, period: str, organisation: UUID | None
) -> Filing | None:
    """Find the filing of a return for the same period and day."""
    if not period:
        return None
    found = filing.find_filing(office, result.code, period.upper(), organisation)
    return found if found is not None and found.as_of == result.day else None


def _as_filed(office: Office, result: TableResult, filed: Filing | None) -> TableResult:
    """Put in what was set by hand; what was handed in stands as it was then."""
    if filed is None:
        return result
    with office.store.read() as connection:
        kept = filing_records.values_of(office, connection, [filed.id])[filed.id]
    if filed.frozen and kept:
        found = as_handed_in(result, kept, _nothing)
    else:
        found = with_given(result, given_in(kept), _nothing)
    assert isinstance(found, TableResult)  # noqa: S101 - as what was put in
    return found


def _signed(filings: Sequence[Filing | None]) -> tuple[str, str, str]:
    """Give who signs and when, where all filings say the same."""
    known = [each for each in filings if each is not None]
    told = (
        {each.responsible for each in known},
        {each.prepared_by for each in known},
        {each.submitted[0] for each in known},
    )
    answers, filled, handed_in = (each.pop() if len(each) == 1 else "" for each in told)
    return answers, filled, calendar.show_day(handed_in) if handed_in else ""


def compared(results: Sequence[TableResult], others: Others) -> Iterator[TableResult]:
    """Check tables against each other, and against others where those are not among them.

    Args:
        results: The tables, with what was set by hand in them.
        others: Gives the values of another return of the same period.
    """
    values = _values_of(results, others)
    for each in results:
        yield each.with_cells(each.rows, each.cells, values)


@needs(Right.EXPORT)
def write_book(office: Office, made: ReturnBook, path: Path, others: Others) -> None:
    """Write returns that were counted as one workbook; the journal notes it.

    Args:
        office: The open database.
        made: The tables.
        path: Where the workbook is to be.
        others: Gives the values of a return that a check names and the book has not.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.services.return_page import page_of
    from jianxi_desktop.sheets import return_book as sheets

    results, first = made.results, made.results[0]
    national = all(each.code.startswith("P") for each in results)
    cover = sheets.Cover(
        _NATIONAL if national else _OTHERS,
        first.period or calendar.show_day(first.day.isoformat()),
        first.unit,
        _RULE if national else "",
        made.signed,
    )
    pages = [page_of(each) for each in results]
    relations = tuple(relations_of(results, _values_of(results, others)))
    sheets.write_book(path, cover, pages, relations)
    told = {
        "paper": ",".join(each.code for each in results),
        "rows": sum(each.size for each in results),
        "as_of": first.day.isoformat(),
    }
    leaving.note_file(office, "export", path, None, **told)


def relations_of(results: Sequence[TableResult], others: Others) -> Iterator[Relation]:
    """Give what must hold at every place where all cells of it are on the form."""
    places = {
        (each.code, cell.key): (at, row, column)
        for at, each in enumerate(results)
        for row, cells in enumerate(each.cells)
        for column, cell in enumerate(cells)
        if cell.kind != "blank"
    }
    for each in results:
        told = _Teller(each, places, others)
        for check in each.edition.checks:
            yield from told.relations(check)


class _Teller:
    """Tells what must hold on one table."""

    def __init__(
        self,
        result: TableResult,
        places: Mapping[tuple[str, str], tuple[int, int, int]],
        others: Others,
    ) -> None:
        self._result, self._places, self._others = result, places, others

    def relations(self, check: FormCheck) -> Iterator[Relation]:
        """Tell it at each place that a check is run for."""
        result = self._result
        for row, column in places_of(check, result.edition, result.rows):
            left = self._terms(check.left, row, column)
            right = self._terms(check.right, row, column)
            if left and right:
                where = self._where(check, row, column)
                yield Relation(result.code, check.text, where, left, check.relation, right)

    def _terms(self, side: Formula, row: str, column: str) -> tuple[Term, ...]:
        """Give the cells of a side; none where one of them is not on the form."""
        terms: list[Term] = []
        for sign, name in side.terms:
            if name.count(".") > 1:
                code, _dot, cell = name.partition(".")
                key = (code, cell.replace(".", "/", 1))
                value = self._others(code).get(cell)
            else:
                key = (self._result.code, key_at(name, row, column))
                value = self._others(key[0]).get(key[1].replace("/", "."))
                if key not in self._places:
                    return ()
            place = self._places.get(key)
            terms.append(Term(sign, value, *place) if place else Term(sign, value))
        return () if side.over else tuple(terms)

    def _where(self, check: FormCheck, row: str, column: str) -> str:
        """Name the row or the column; of a check of single cells, the first of them."""
        result = self._result
        if not row and not column:
            cell = result.find(check.left.names[0].replace(".", "/", 1))
            return cell.name if cell is not None else ""
        if row:
            line = next(each for each in result.rows if each.key == row)
            return f"{line.number}行　{line.label}" if line.number else line.label
        found = result.edition.by_column[column]
        caption = found.caption.replace("/", "　")
        return f"{found.number}栏　{caption}" if found.number else caption


def _values_of(results: Sequence[TableResult], others: Others) -> Others:
    known: Mapping[str, Values] = {each.code: each.values() for each in results}

    def values(code: str) -> Values:
        return known[code] if code in known else others(code)

    return values


def _nothing(_code: str) -> Mapping[str, Number | None]:
    return {}


def _definition(code: str) -> Definition:
    """Find a return that can stand in a book.

    Raises:
        UsageError: There is none of that number, or it has a page of its own.
    """
    found = definitions().get(code)
    if found is not None:
        return found
    known = dict(returns.return_definitions())
    if code in known:
        raise UsageError(
            f"{code} has a page of its own",
            user_message=f"《{known[code]}》（{code}）有自己的版式，不能和别的表放进一本，请单独生成。",
            code="own_page",
        )
    raise UsageError(
        f"no return {code!r}",
        user_message=f"没有代号为“{code[:20]}”的报表，可用：{'、'.join(definitions())}。",
        code="no_such_return",
    )
