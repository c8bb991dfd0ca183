"""The life of a return: opened, filled, completed, handed in, given back or accepted."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jianxi_desktop.domain.district_return import Number
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.returns import Result
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Filing:
    """One return of one organisation for one period, and how far it has gone.

    Attributes:
        id: Its identity.
        version: What a change must find.
        organisation: Whose it is.
        unit: What that is called.
        code: Number of the return.
        title: What the return is called.
        period: The period, as it is written.
        as_of: The day it is counted as of.
        state: Key of ``return_state``.
        due_on: By when it is to be handed in.
        completed: Day and name of who completed it; empty while nobody did.
        submitted: Day and name of who handed it in.
        decided: Day and name of who decided last.
        explanation: Why checks fail, in the office's words.
        answer: What was decided, a line each time.
        prepared_by: Who filled it in, as the paper says.
        responsible: Who answers for it.
    """

    id: UUID
    version: int
    organisation: UUID
    unit: str
    code: str
    title: str
    period: str
    as_of: date
    state: str
    due_on: str
    completed: tuple[str, str]
    submitted: tuple[str, str]
    decided: tuple[str, str]
    explanation: str
    answer: str
    prepared_by: str
    responsible: str


@dataclass(frozen=True)
class PageLine:
    """A figure of a filed return, with all that is known of it.

    Attributes:
        key: What it is kept under.
        number: What the form calls it.
        name: What it is called.
        kind: ``counted``, ``formula`` or ``typed``.
        calculated: What the records say; of a return that was handed in, what they said then.
        given: What somebody set or typed instead.
        reason: Why.
        set_by: Who.
        value: The number that counts.
        now: What the records say now; the same as ``calculated`` while it is open.
        last: The number of the period before; ``None`` where it is not known.
        difference: By how much it moved since.
    """

    key: str
    number: str
    name: str
    kind: str
    calculated: Number | None
    given: Number | None
    reason: str
    set_by: str
    value: Number | None
    now: Number | None
    last: Number | None
    difference: Number | None


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
    def moved(self) -> tuple[PageLine, ...]:
        """The counted figures that the records would give otherwise now."""
        return tuple(each for each in self.lines if self.frozen and each.now != each.calculated)


@needs(Right.EDIT)
def open_filing(office: Office, code: str, period: str, organisation: UUID | None = None) -> Filing:
    """Find the filing of a return for a period, or begin it where it is this office's own.

    Raises:
        UsageError: There is no such return.
        InputError: It is no period of that return, or another office has to begin it.
    """
    raise NotImplementedError


@needs(Right.VIEW)
def find_filing(
    office: Office, code: str, period: str, organisation: UUID | None = None
) -> Filing | None:
    """Find the filing of a return for a period; ``None`` where nobody began it."""
    raise NotImplementedError


@needs(Right.VIEW)
def page(office: Office, filing_id: UUID, progress: Progress = no_progress) -> FilingPage:
    """Give a filed return with all its figures, checks, and what changed since last time.

    Raises:
        ConflictError: It is gone.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def set_figure(
    office: Office, filing_id: UUID, figure: str, given: str, reason: str = ""
) -> frozenset[str]:
    """Put a number in the place of a counted one, with the reason; or type one nobody counts.

    Raises:
        InputError: No number, no reason, a total, or the return was handed in.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def clear_figure(office: Office, filing_id: UUID, figure: str) -> frozenset[str]:
    """Let a figure be what the records say again.

    Raises:
        InputError: The return was handed in.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def complete(
    office: Office,
    filing_id: UUID,
    *,
    explanation: str | None = None,
    responsible: str | None = None,
    progress: Progress = no_progress,
) -> frozenset[str]:
    """Say that a return is filled in; every check is run.

    Raises:
        InputError: Typed figures are missing, or a check fails and nobody explained it.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def submit(office: Office, filing_id: UUID, progress: Progress = no_progress) -> frozenset[str]:
    """Hand a completed return in: its figures are kept as they are now.

    Raises:
        InputError: It is not completed, or a check that fails is not explained.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def take_back(office: Office, filing_id: UUID) -> frozenset[str]:
    """Take back what was handed in and nobody decided on yet.

    Raises:
        InputError: It was decided on, or has left in a package.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def give_back(office: Office, filing_id: UUID, reason: str) -> frozenset[str]:
    """Give a return back to whoever handed it in, with the reason.

    Raises:
        InputError: No reason, not handed in, or not this office's to decide.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def accept(office: Office, filing_id: UUID, remark: str = "") -> frozenset[str]:
    """Accept a return that was handed in.

    Raises:
        InputError: Not handed in, or not this office's to decide.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def lock(office: Office, filing_id: UUID) -> frozenset[str]:
    """Put an accepted return away for good.

    Raises:
        InputError: Not accepted, or not this office's to decide.
    """
    raise NotImplementedError
