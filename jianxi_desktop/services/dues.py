"""Dues (党费) of a branch, month by month: who owes what, what was paid, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection

from jianxi_desktop.db import dues as stored
from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.dues import Payer
from jianxi_desktop.db.figures import members_by_branch
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar, dues_rules
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.organisation import BRANCH, GROUP
from jianxi_desktop.domain.periods import period_begin
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import scope
from jianxi_desktop.services.dues_months import SHORT, UNKNOWN, UNPAID, Known, Member, member_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_YEAR_BEFORE = 12  # months in which a payment may have named the base


@dataclass(frozen=True)
class Branch:
    """A branch whose dues can be looked at, or a group of one.

    Attributes:
        id: Identity.
        name: Its name.
        group: Whether it is a group; it stands after its branch.
    """

    id: UUID
    name: str
    group: bool = False


@dataclass(frozen=True)
class Sheet:
    """The dues of a branch, or of a group of it; money in cents.

    Attributes:
        organisation: Whose dues they are: the branch, or the group.
        branch: The branch.
        name: The name of whose they are.
        period: ``2026-09``, ``2026Q3`` or ``2026``.
        months: The months of the period.
        members: Its members, in the order of the roster.
        day: The day it was read for.
        rounding: How dues are rounded, in words.
    """

    organisation: UUID
    branch: UUID
    name: str
    period: str
    months: tuple[str, ...]
    members: tuple[Member, ...]
    day: date
    rounding: str

    def count(self, *states: str) -> int:
        """Count the members with a month in one of some states."""
        return sum(bool(each.in_state(*states)) for each in self.members)

    @property
    def due(self) -> int:
        """What all owe."""
        return sum(each.due for each in self.members)

    @property
    def paid(self) -> int:
        """What all paid, without gifts."""
        return sum(each.paid for each in self.members)

    @property
    def missing(self) -> int:
        """What is still to be paid."""
        return sum(each.missing for each in self.members)

    @property
    def gifts(self) -> int:
        """What was given beyond what is owed."""
        return sum(gift.amount for each in self.members for gift in each.gifts)


@dataclass(frozen=True)
class Arrears:
    """What one member has not paid for months that are over.

    Attributes:
        person: Identity.
        name: Name.
        branch: The branch.
        branch_name: Its name.
        months: The months, ISO, in order.
        cents: How much, where it is known.
        unknown: Whether the amount of some is not known.
        doubt: What is odd, in Chinese; empty: nothing.
    """

    person: UUID
    name: str
    branch: UUID
    branch_name: str
    months: tuple[str, ...]
    cents: int
    unknown: bool
    doubt: str


@needs(Right.VIEW)
def branches(office: Office, within: UUID | None = None) -> list[Branch]:
    """List what has members at or below an organisation today, each branch before its groups."""
    today = calendar.today()
    with office.store.read() as connection:
        known = {row["id"]: row for row in tree.organisations(connection, office.catalog)}
        counts = members_by_branch(connection, office.catalog, today)
    above = {each: row["parent"] for each, row in known.items()}
    there = {
        each: row
        for each, row in known.items()
        if (row["dissolved_on"] or "9999") > today.isoformat()
        and is_below(each, office.top if within is None else within, above)
        and is_below(each, office.top, above)
    }
    groups: dict[UUID | None, list[Branch]] = {}
    found: list[Branch] = []
    for each, row in there.items():
        if row["form"] == GROUP:
            of = row["parent"] if row["parent"] in there else None
            groups.setdefault(of, []).append(Branch(each, str(row["name"]), group=True))
        elif row["form"] == BRANCH or counts.get(each):
            found.append(Branch(each, str(row["name"])))
    with_groups = [part for each in found for part in (each, *groups.get(each.id, ()))]
    return with_groups or groups.get(None, [])


@needs(Right.VIEW)
def sheet(office: Office, branch: UUID, period: str, day: date | None = None) -> Sheet:
    """Read the dues of a branch, or of a group, for a month, a quarter or a year.

    Who belongs to the branch at the end of a month, or today where that is to come, owes for it
    from the month of joining, or of coming here, on.

    Raises:
        InputError: It is no period, or the branch is not this person's to see.
    """
    on = day or calendar.today()
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [branch])
        return read_sheet(connection, office.catalog, branch, period, on)


@needs(Right.VIEW)
def arrears(
    office: Office, within: UUID | None = None, *, back: int = 12, day: date | None = None
) -> list[Arrears]:
    """List who has not paid for months that are over, the most months first.

    Only branches that keep their dues here are asked, from the first month they did.

    Args:
        office: The open database.
        within: Whose members; default all this person may see.
        back: How many months are looked back.
        day: Today.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    on = day or calendar.today()
    top = office.top if within is None else within
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [top])
        names = {row["id"]: row["name"] for row in tree.organisations(connection, office.catalog)}
        found = read_arrears(connection, office.catalog, top, back, on)
    told = (_told(each, str(names.get(each.branch, ""))) for each in found)
    return sorted((each for each in told if each.months), key=_by_months)


@needs(Right.VIEW)
def paid_to(office: Office, person: UUID) -> str | None:
    """Give the last month (``2026-09``) somebody paid dues for; ``None``: nothing is recorded.

    Raises:
        InputError: The member is not this person's to see.
    """
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["person"], [person])
        return stored.paid_to(connection, office.catalog, person)


def read_sheet(
    connection: Connection, catalog: Catalog, organisation: UUID, period: str, on: date
) -> Sheet:
    """Read the dues of a branch or group inside a transaction; see ``sheet``."""
    months = months_of(period)
    rows = lookup.rows_of(connection, catalog["organisation"], [organisation])
    row = rows.get(organisation, {"form": BRANCH, "name": "", "parent": None})
    is_group = row["form"] == GROUP and row["parent"] is not None
    branch = row["parent"] if is_group else organisation
    here = table_of(catalog["membership"]).c.branch == branch
    known = _read(connection, catalog, here, months, on)
    there = [_payers(connection, catalog, here, month, on) for month in months]
    listed: dict[UUID, Payer] = {}
    for payers in there:
        listed |= payers
    members = tuple(
        member_of(each, months, [person in payers for payers in there], known)
        for person, each in listed.items()
        if not is_group or each.group == organisation
    )
    words = dues_rules.rounding_words(on)
    return Sheet(organisation, branch, str(row["name"]), period, tuple(months), members, on, words)


def read_arrears(
    connection: Connection, catalog: Catalog, top: UUID, back: int, on: date
) -> list[Member]:
    """Give the members of a day in branches that keep dues here, with their last months."""
    months = months_back(on, back)
    column = table_of(catalog["membership"]).c.branch
    below = column.in_(tree.subtree(catalog, top))
    known = _read(connection, catalog, below, months, on)
    payers = [
        each for each in stored.payers(connection, catalog, on, below) if each.branch in known.begun
    ]
    always = [True] * len(months)
    return [member_of(each, months, always, known) for each in payers]


def _read(
    connection: Connection,
    catalog: Catalog,
    where: ColumnElement[bool],
    months: Sequence[str],
    on: date,
) -> Known:
    people = stored.of_branches(catalog, where)
    begins = calendar.months_before(period_begin(months[0]), _YEAR_BEFORE)
    return Known(
        stored.standards(connection, catalog, people),
        stored.payments(connection, catalog, people, begins.isoformat()[:7], months[-1]),
        stored.begun(connection, catalog, where, on),
        on,
    )


def _payers(
    connection: Connection, catalog: Catalog, here: ColumnElement[bool], month: str, on: date
) -> Mapping[UUID, Payer]:
    day = period_end(month)
    payers = stored.payers(connection, catalog, min(day, max(on, day.replace(day=1))), here)
    return {each.person: each for each in payers}


def _by_months(each: Arrears) -> tuple[int, str, str]:
    return -len(each.months), each.branch_name, each.name


def _told(each: Member, name: str) -> Arrears:
    months = each.in_state(UNPAID, UNKNOWN, SHORT)
    return Arrears(
        each.person,
        each.name,
        each.branch,
        name,
        tuple(month.month for month in months),
        sum(month.missing for month in months),
        any(month.due is None for month in months),
        next((month.doubt for month in months if month.doubt), ""),
    )


def months_of(period: str) -> list[str]:
    """List the months of a month, a quarter or a year.

    Raises:
        InputError: It is no period.
    """
    begin, end = period_begin(period), period_end(period)
    return [f"{begin.year}-{month:02}" for month in range(begin.month, end.month + 1)]


def months_back(on: date, back: int) -> list[str]:
    """List the last months that are over on a day, and the one that runs."""
    first = on.year * 12 + on.month - 1 - back
    return [f"{at // 12}-{at % 12 + 1:02}" for at in range(first, first + back + 1)]


def is_below(one: UUID, top: UUID, above: Mapping[UUID, UUID | None]) -> bool:
    """Tell whether an organisation is another or stands below it."""
    at: UUID | None = one
    for _ in range(64):  # a circle that a merge may bring ends here
        if at is None or at == top:
            return at is not None
        at = above.get(at)
    return False
