"""Development of members (发展党员) as its page shows it: the cases, and the 25 steps of one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jianxi_desktop.db import lookup, write
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.development_rules import Limit
from jianxi_desktop.domain.development_steps import DONE, GAP, LATE, Course, Standing
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.development_facts import Application, applications, rules_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

OPEN_MEMBER = ("full", "probationary")


@dataclass(frozen=True)
class CaseLine:
    """One application in the list.

    Attributes:
        id: The record.
        name: The applicant.
        organisation: Where he applied.
        stage: Code of the stage he is at by the days; ``stopped``.
        stage_title: What that is called.
        next: Code of the next step; empty: nothing is left to do.
        next_title: What that is called.
        due: By when it is to be done; ``None``: no rule says.
        late: Whether that, or another step of the stage, is overdue.
        blocked: Why the next step cannot be done yet; empty: it can.
        odd: How many things stand out of order.
    """

    id: UUID
    name: str
    organisation: str
    stage: str
    stage_title: str
    next: str
    next_title: str
    due: Limit | None
    late: bool
    blocked: tuple[str, ...]
    odd: int

    @property
    def running(self) -> bool:
        """Whether something is left to do."""
        return bool(self.next)


@dataclass(frozen=True)
class Membership:
    """The membership of an applicant that holds now.

    Attributes:
        id: The record.
        version: Its version.
        status: Code of ``member_status``.
        branch: The branch.
    """

    id: UUID
    version: int
    status: str
    branch: UUID


@dataclass(frozen=True)
class CaseView:
    """One application with its 25 steps.

    Attributes:
        application: What was entered.
        course: How it stands by the rules.
        membership: The applicant's membership; ``None``: he has none.
        day: The day it stands so.
    """

    application: Application
    course: Course
    membership: Membership | None
    day: date

    @property
    def line(self) -> CaseLine:
        """Give it as a line of the list."""
        return line_of(self.application, self.course)

    @property
    def offer(self) -> str:
        """Say what the membership lacks by the case: ``take_in``, ``turn_full`` or nothing.

        It is only offered: a status never changes by itself.
        """
        held = self.membership.status if self.membership is not None else ""
        done = {each.step.code for each in self.course.standings if each.state == DONE}
        if "17" in done and not held:
            return "take_in"
        return "turn_full" if "24" in done and held == "probationary" else ""


@needs(Right.VIEW)
def cases(
    office: Office, within: UUID | None = None, day: date | None = None
) -> tuple[CaseLine, ...]:
    """List the applications: what is overdue first, what is over last.

    Args:
        office: The open database.
        within: Only those at or below this organisation; ``None``: all that the account may see.
        day: The day they stand so; default today.
    """
    rules = rules_of(day or calendar.today())
    with office.store.read() as connection:
        found = [
            line_of(each, each.course(rules))
            for each in applications(office, connection, within=within)
        ]
    return tuple(sorted(found, key=_urgency))


@needs(Right.VIEW)
def case_view(office: Office, case_id: UUID, day: date | None = None) -> CaseView:
    """Give one application with its 25 steps.

    Raises:
        ConflictError: There is none, or it is not this person's to see.
    """
    at = day or calendar.today()
    with office.store.read() as connection:
        found = next(applications(office, connection, only=case_id), None)
        if found is None:
            ledger = office.catalog["development_case"]
            office.lister(ledger).find(connection, case_id)
            raise write.stale(ledger)  # it is there, and the applicant is not
        membership = office.catalog["membership"]
        row = lookup.current_rows(connection, membership, [found.person]).get(found.person)
    held = None
    if row is not None and row["status"] in OPEN_MEMBER:
        held = Membership(row["id"], row["version"], row["status"], row["branch"])
    return CaseView(found, found.course(rules_of(at)), held, at)


def line_of(application: Application, course: Course) -> CaseLine:
    """Put how an application stands into a line."""
    following = course.next
    code = following.step.code if following is not None else ""
    return CaseLine(
        application.id,
        application.name,
        application.organisation_name,
        course.stage,
        code_table("development_stage").known.get(course.stage, ""),
        code,
        code_table("development_step").known.get(code, ""),
        following.due if following is not None else None,
        following is not None and any(_is_late(each, following) for each in course.standings),
        following.blocks if following is not None else (),
        len(course.odd) + sum(is_odd(each) for each in course.standings),
    )


def is_odd(standing: Standing) -> bool:
    """Tell whether a step stands out of order."""
    return standing.state == GAP or bool(standing.odd)


def documents_of(standing: Standing) -> tuple[tuple[str, str, bool], ...]:
    """Give the documents of a step, those expected first: code, name, whether it is there."""
    there = frozenset[str]().union(*(each.documents for each in standing.done))
    names = code_table("development_document").known
    more = [code for code in names if code in there and code not in standing.step.documents]
    return tuple(
        (code, names.get(code, code), code in there) for code in (*standing.step.documents, *more)
    )


def _is_late(standing: Standing, following: Standing) -> bool:
    return standing.state == LATE and standing.step.stage <= following.step.stage


def _urgency(line: CaseLine) -> tuple[bool, bool, str, str]:
    due = line.due.day.isoformat() if line.due is not None else "9999"
    return not line.running, not line.late, due, line.name
