"""What the return desk does on the worker: looks at a return, takes steps with it, saves it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.services import filing, filing_papers, history, returns
from jianxi_desktop.services.filing_page import NOBODY, FilingPage, begun_or_blank, page
from jianxi_desktop.services.history import Undone
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_book import ReturnBook, make_book
from jianxi_desktop.services.returns import Result

_NATIONAL = "P"  # begins the codes of national tables


@dataclass(frozen=True)
class Filed:
    """Asks the return desk for one filing, or for this office's own return of a period.

    Attributes:
        filing: The filing; ``None`` where nobody began it.
        code: Number of the return.
        period: The period.
    """

    filing: UUID | None
    code: str
    period: str


@dataclass(frozen=True)
class Asked:
    """What the desk is to show.

    Attributes:
        code: Number of the return.
        day: The day it is counted as of.
        period: The period; empty where a day was chosen alone.
        filing: Another office's filing; ``None``: this office's own return.
    """

    code: str
    day: date
    period: str
    filing: UUID | None = None


@dataclass(frozen=True)
class Looked:
    """A return as the desk shows it; a day alone has a result and no page."""

    asked: Asked
    result: Result
    page: FilingPage | None


def look(office: Office, asked: Asked) -> Looked:
    """Look at a return.

    Raises:
        InputError: The return did not exist then.
    """
    if asked.filing is not None:
        found = page(office, asked.filing)
        return Looked(asked, found.result, found)
    if not asked.period:
        result = returns.make_return(office, asked.code, as_of=asked.day)
        return Looked(asked, result, None)
    found = begun_or_blank(office, asked.code, asked.period)
    return Looked(asked, found.result, found)


def set_figures(
    office: Office, shown: FilingPage, given: Mapping[str, str], reason: str = ""
) -> frozenset[str]:
    """Set or type figures; a return that nobody began is begun.

    Raises:
        InputError: No number, no reason, a total.
    """
    one = begun(office, shown)
    return filing.set_figures(office, one, given, reason) | {"return_filing"}


def begun(office: Office, shown: FilingPage) -> UUID:
    """Give the identity of a filing; one that nobody began is begun."""
    if shown.filing.id != NOBODY:
        return shown.filing.id
    return filing.open_filing(office, shown.filing.code, shown.filing.period).id


def complete(
    office: Office, shown: FilingPage, told: Mapping[str, str], progress: Progress
) -> frozenset[str]:
    """Complete a return with what was written about it."""
    one = begun(office, shown)
    filing.complete(office, one, **told, progress=progress)
    return frozenset({"return_filing"})


def submit(
    office: Office, shown: FilingPage, explanation: str | None, progress: Progress
) -> frozenset[str]:
    """Hand a return in."""
    return filing.submit(office, shown.filing.id, explanation=explanation, progress=progress)


SIMPLE: Mapping[str, Callable[[Office, UUID], frozenset[str]]] = {
    "take_back": filing.take_back,
    "accept": filing.accept,
    "lock": filing.lock,
}


def save(office: Office, looked: Looked, path: Path, progress: Progress = no_progress) -> Result:
    """Write what the desk shows as a workbook."""
    if looked.page is not None and looked.page.begun:
        return filing_papers.save_filing(office, looked.page.filing.id, path, progress).result
    returns.write_result(office, looked.result, path)
    return looked.result


def book_of(asked: Asked) -> tuple[str, ...]:
    """Name the national tables of a period that go into one book; none beside other returns."""
    known = definitions()
    if asked.code not in known or not asked.code.startswith(_NATIONAL):
        return ()
    kind = known[asked.code].period
    codes = [code for code, _title in returns.return_definitions()]
    return tuple(
        code
        for code in codes
        if code.startswith(_NATIONAL) and code in known and known[code].period == kind
    )


def save_book(
    office: Office, looked: Looked, path: Path, progress: Progress = no_progress
) -> ReturnBook:
    """Write all national tables of the period as one workbook."""
    asked, page_shown = looked.asked, looked.page
    whose = page_shown.filing.organisation if asked.filing and page_shown else None
    return make_book(
        office,
        book_of(asked),
        as_of=looked.result.day,
        period=asked.period,
        path=path,
        progress=progress,
        organisation=whose,
    )


def undo(office: Office) -> Undone:
    """Take the last step back."""
    return history.undo_last(office)
