"""A filed return as a page shows it: its figures, where they moved, what may be done with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from jianxi_desktop.domain import return_states
from jianxi_desktop.domain.district_return import Number
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import filing_numbers, filing_records, return_plans
from jianxi_desktop.services.filing_frozen import as_handed_in
from jianxi_desktop.services.filing_numbers import Counting, Numbers
from jianxi_desktop.services.filing_records import Filing, Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_figures import FigureLine, figure_lines, kept_number
from jianxi_desktop.services.returns import Result
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.structure import Structure

NOBODY = UUID(int=0)  # a filing that nobody began


@dataclass(frozen=True)
class PageLine:
    """A figure of a filed return, with all that is known of it.

    Attributes:
        key: What it is kept under.
        number: What the form calls it.
        name: What it is called.
        kind: ``counted``, ``formula`` or ``typed``.
        shown: The number that counts, as the return writes it.
        value: The number that counts.
        calculated: What the records say; of a return that was handed in, what they said then.
        given: What somebody set or typed instead.
        reason: Why.
        set_by: Who.
        now: What the records and what was set give now; ``value`` while the return is open.
        last: The number of the period before; ``None`` where it is not known.
    """

    key: str
    number: str
    name: str
    kind: str
    shown: str
    value: Number | None
    calculated: Number | None
    given: Number | None
    reason: str
    set_by: str
    now: Number | None
    last: Number | None

    @property
    def overridden(self) -> bool:
        """Whether somebody put a number in the place of a counted one."""
        return self.given is not None and self.kind == "counted"

    @property
    def difference(self) -> Number | None:
        """By how much it moved since the period before."""
        if self.value is None or self.last is None:
            return None
        moved = self.value - self.last
        return moved if isinstance(moved, int) else round(moved, 4)


@dataclass(frozen=True)
class FilingPage:
    """A filed return as a page shows it.

    Attributes:
        filing: What it is and how far it has gone.
        result: The return with the numbers that count.
        lines: Every figure.
        checks: The comparisons on these numbers.
        frozen: Whether the numbers are those that were handed in.
        last_period: The period before; empty where it is not known.
        last_filed: Whether the numbers of that period were handed in; else they are counted anew.
        steps: What this person may do with it now; keys of ``return_states.STEPS``.
    """

    filing: Filing
    result: Result
    lines: tuple[PageLine, ...]
    checks: tuple[Check, ...]
    frozen: bool
    last_period: str
    last_filed: bool
    steps: tuple[str, ...]

    @property
    def begun(self) -> bool:
        """Whether it stands in the ledger already."""
        return self.filing.id != NOBODY

    @property
    def moved(self) -> tuple[PageLine, ...]:
        """The figures that would be others if the return were made now."""
        return tuple(each for each in self.lines if self.frozen and each.now != each.value)

    @property
    def wrong(self) -> tuple[Check, ...]:
        """The checks that fail."""
        return tuple(each for each in self.checks if not each.ok)

    def line(self, figure: str) -> PageLine | None:
        """Find a figure by its key or its number."""
        return next((each for each in self.lines if figure in (each.key, each.number)), None)


@needs(Right.VIEW)
def page(office: Office, filing_id: UUID, progress: Progress = no_progress) -> FilingPage:
    """Give a filed return with all its figures, checks, and what changed since last time.

    Raises:
        ConflictError: It is gone.
    """
    with office.store.read() as connection:
        row = filing_records.row_of(office, connection, filing_id)
        structure = Structure.read(connection, office.catalog)
        kept = filing_records.values_of(office, connection, [filing_id])[filing_id]
    sides = filing_records.sides(office, structure, row["organisation"])
    name = filing_records.unit_name(structure, row["organisation"], office)
    filing = filing_records.filing_from(row, name)
    steps = return_states.steps_from(filing.state, *sides) if _may_edit(office) else ()
    return _page(office, filing, kept, steps, progress)


@needs(Right.VIEW)
def begun_or_blank(
    office: Office, code: str, period: str, progress: Progress = no_progress
) -> FilingPage:
    """Give this office's own return for a period: its filing, else what one would begin with.

    Raises:
        UsageError: There is no such return.
        InputError: It is no period of that return, or the return did not exist then.
    """
    plan = return_plans.plan_of(code)
    end = return_plans.require_period(plan, period)
    with office.store.read() as connection:
        rows = filing_records.rows_named(office, connection, code, period, office.top)
        structure = Structure.read(connection, office.catalog)
    if rows:
        return page(office, rows[0]["id"], progress)
    own = structure.rows.get(office.top)
    level = own["kind"] if own is not None else office.unit.level
    due = plan.due_on(end).isoformat()
    filing = Filing(
        NOBODY, 0, office.top, filing_records.unit_name(structure, office.top, office), code,
        plan.title, period, end, "", due, ("", ""), ("", ""), ("", ""), "", "", "", "",
    )  # fmt: skip
    files = level in plan.levels and _may_edit(office)
    return _page(office, filing, {}, ("edit", "complete") if files else (), progress)


def _page(
    office: Office,
    filing: Filing,
    kept: Mapping[str, Row],
    steps: tuple[str, ...],
    progress: Progress,
) -> FilingPage:
    counting = Counting(office, filing)
    counted = counting.count(progress)
    now = filing_numbers.filled(counted, filing_numbers.given_in(kept), counting.others)
    frozen = filing.frozen and bool(kept)
    result = now
    if frozen:
        sent = as_handed_in(counted, kept, counting.others)
        result = filing_numbers.with_typed_checked(sent)
    period, filed, last = filing_numbers.last_numbers(office, filing)
    lines = tuple(_lines(figure_lines(result), _Sources(kept, counted, now, last), frozen=frozen))
    return FilingPage(filing, result, lines, result.checks, frozen, period, filed, steps)


def _may_edit(office: Office) -> bool:
    return Right.EDIT in office.account.rights


class _Sources:
    """Where the numbers of a line come from."""

    def __init__(
        self, kept: Mapping[str, Row], counted: Result, now: Result, last: Numbers
    ) -> None:
        self.kept, self.last = kept, last
        self.given = filing_numbers.given_in(kept)
        self.counted = {each.key: each.value for each in figure_lines(counted)}
        self.now = {each.key: each.value for each in figure_lines(now)}


def _lines(
    figures: tuple[FigureLine, ...], sources: _Sources, *, frozen: bool
) -> Iterator[PageLine]:
    for each in figures:
        row = sources.kept.get(each.key)
        calculated = sources.counted.get(each.key)
        if frozen:
            calculated = kept_number(row["calculated"]) if row is not None else None
        given, reason = sources.given.get(each.key, (None, ""))
        yield PageLine(
            each.key,
            each.number,
            each.name,
            each.kind,
            each.shown,
            each.value,
            None if each.kind == "typed" else calculated,
            given,
            reason,
            (row["set_by"] or "") if row is not None and given is not None else "",
            sources.now.get(each.key),
            sources.last.get(each.key),
        )
