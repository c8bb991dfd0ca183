"""Papers that are drawn by a hand of their own, and what each must be told to be made.

The lists of ledgers are in ``papers``; whatever is no list is named here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import (
    arrival_papers,
    attention_paper,
    birthdays,
    booking_figures,
    checklists,
    development_papers,
    district_page,
    district_return,
    dues_papers,
    filing_papers,
    golden_jubilee,
    joint_papers,
    lecture_hall,
    meeting_papers,
    movement_papers,
    observation_outing,
    observation_papers,
    organisation_chart,
    plan_papers,
    receipt_paper,
    slips,
    study_hours,
    symposium_papers,
    term_papers,
    training_figures,
)
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office


class Asks(StrEnum):
    """What a person chooses before a paper can be made."""

    QUERY = "query"  # records of a ledger
    ROUND = "round"  # an observation round
    ORGANISATION = "organisation"  # who stands on top, and the day
    MONTH = "month"  # whose, and which month
    RECORD = "record"  # one record of its ledger


@dataclass(frozen=True)
class Wanted:
    """What a drawn paper is to be about; it takes what it asks for and leaves the rest.

    Attributes:
        organisation: The organisation on top; default the office's own.
        as_of: The day it is to hold for, or one of the month; default today.
        record: The record it is about.
        round: The observation round it is about; default the newest.
        forms: Numbers of the checklists that are wanted; none: all of the round.
        copies: How many of each checklist.
        double_sided: Whether each checklist begins a sheet of its own when both sides are used.
        reveal: Leave to print the numbers in it in full.
        period: The month, quarter or year it is about; empty: the month of ``as_of``.
        people: Only these people; none: all that it is about.
        columns: Keys of the columns of a list, in their order; none: those of its ledger.
    """

    organisation: UUID | None = None
    as_of: date | None = None
    record: UUID | None = None
    round: UUID | None = None
    forms: tuple[str, ...] = ()
    copies: int = 1
    double_sided: bool = False
    reveal: Reveal | None = None
    period: str = ""
    people: tuple[UUID, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A paper that is no list.

    Attributes:
        key: Its name on the command line.
        title: What people call it.
        ledger: The ledger it is mostly about.
        asks: What has to be chosen.
        make: Makes it.
        numbers: Gives the ledger and the records whose numbers stand masked in it, where they may
            be asked for in full.
    """

    key: str
    title: str
    ledger: str
    asks: Asks
    make: Callable[[Office, Wanted, date, Progress], Document]
    numbers: Callable[[Office, Wanted], tuple[str, Query]] | None = None


def _checklists(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return checklists.print_checklists(
        office,
        wanted.round,
        wanted.forms or None,
        copies=wanted.copies,
        double_sided=wanted.double_sided,
        today=today,
        progress=progress,
    )


def _chart(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return organisation_chart.chart(
        office, wanted.organisation, wanted.as_of or today, today=today, progress=progress
    )


def _birthday_list(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return birthdays.birthday_list(
        office, wanted.as_of or today, wanted.organisation, today=today, progress=progress
    )


def _birthday_cards(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return birthdays.birthday_cards(
        office, wanted.as_of or today, wanted.organisation, today=today, progress=progress
    )


def _development(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    del progress  # a page or two
    return development_papers.progress_table(
        office, wanted.organisation, wanted.as_of or today, today=today
    )


def _return(code: str) -> Callable[[Office, Wanted, date, Progress], Document]:
    def make(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        day = wanted.as_of or today
        return district_page.print_return(
            office, code, day, wanted.organisation, today=today, progress=progress
        )

    return make


def _filing(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return filing_papers.print_filing(office, wanted.record, today=today, progress=progress)


def _missing(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    del progress  # a page or two
    return filing_papers.print_missing(office, wanted.as_of or today, today=today)


def _arrivals(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    del progress  # a page or two
    return arrival_papers.print_board(office, wanted.as_of or today, today=today)


def _receipt(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    del progress  # a page
    package = receipt_paper.of_record(wanted.record)
    return receipt_paper.receipt_paper(office, package, today=today)


def _meetings(
    make: Callable[..., Document],
) -> Callable[[Office, Wanted, date, Progress], Document]:
    def made(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        day = wanted.as_of or today
        return make(office, day, wanted.organisation, today=today, progress=progress)

    return made


def _attention(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return attention_paper.print_attention(
        office, wanted.as_of or today, wanted.organisation, today=today, progress=progress
    )


def _overdue(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    del progress  # a few pages
    return plan_papers.print_overdue(office, wanted.organisation, today=wanted.as_of or today)


def _of_record(
    make: Callable[..., Document],
) -> Callable[[Office, Wanted, date, Progress], Document]:
    def made(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        del progress  # a few pages
        return make(office, wanted.record, today=today)

    return made


def _dues(
    make: Callable[[Office, dues_papers.Asked, Progress], Document],
) -> Callable[[Office, Wanted, date, Progress], Document]:
    def made(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        period = dues_papers.period_for(wanted.period, wanted.as_of or today)
        asked = dues_papers.Asked(wanted.organisation, period, wanted.people, today)
        return make(office, asked, progress)

    return made


def _terms(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return term_papers.print_due(
        office, wanted.as_of or today, wanted.organisation, today=today, progress=progress
    )


def _slip(key: str) -> Callable[[Office, Wanted, date, Progress], Document]:
    def make(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        del progress  # one page or two
        return slips.print_slip(office, key, wanted.record, today=today, reveal=wanted.reveal)

    return make


def _numbers(kind: slips.SlipKind) -> Callable[[Office, Wanted], tuple[str, Query]] | None:
    if not kind.numbers:
        return None
    return lambda office, wanted: slips.numbers_of(office, kind.key, wanted.record)


def _register(key: str) -> Callable[[Office, Wanted, date, Progress], Document]:
    def make(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        day = wanted.as_of or today
        return movement_papers.print_register(
            office, key, day, wanted.organisation, today=today, progress=progress
        )

    return make


def _route(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
    return observation_outing.route_book(
        office,
        observation_papers.chosen_round(office, wanted.round),
        reveal=wanted.reveal,
        today=today,
        progress=progress,
    )


def _phones_on_route(office: Office, wanted: Wanted) -> tuple[str, Query]:
    round_id = observation_papers.chosen_round(office, wanted.round)
    return "organisation", observation_outing.visited_query(office, round_id)


_OfDay = Callable[..., Document]


def _of_day(make: _OfDay) -> Callable[[Office, Wanted, date, Progress], Document]:
    """Let a paper be made that asks for a day, or one of a month, and whose it is to be."""

    def made(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        day, whose = wanted.as_of or today, wanted.organisation
        return make(office, day, whose, today=today, progress=progress)

    return made


_DATED: tuple[tuple[str, str, str, Asks, _OfDay], ...] = (
    *((*each[:2], "activity", Asks.ORGANISATION, each[2]) for each in meeting_papers.PAPERS),
    *((*each[:2], "member_record", Asks.ORGANISATION, each[2]) for each in study_hours.PAPERS),
    *((*each[:2], "membership", Asks.ORGANISATION, each[2]) for each in golden_jubilee.PAPERS),
    *((*each[:2], "project", Asks.ORGANISATION, each[2]) for each in joint_papers.PAPERS),
    *((*each[:2], "activity", Asks.ORGANISATION, each[2]) for each in training_figures.PAPERS),
    *((*each[:2], "activity", Asks.MONTH, each[2]) for each in lecture_hall.PAPERS),
    *((*each[:2], "booking", Asks.MONTH, each[2]) for each in booking_figures.PAPERS),
)


def _of_round(
    paper: observation_papers.RoundPaper,
) -> Callable[[Office, Wanted, date, Progress], Document]:
    def make(office: Office, wanted: Wanted, today: date, progress: Progress) -> Document:
        return paper.make(office, wanted.round, today=today, progress=progress)

    return make


DRAWN = {
    each.key: each
    for each in (
        Drawn(checklists.KEY, checklists.TITLE, "observation_round", Asks.ROUND, _checklists),
        Drawn(
            observation_outing.ROUTE,
            observation_outing.ROUTE_TITLE,
            "observation_round",
            Asks.ROUND,
            _route,
            _phones_on_route,
        ),
        *(
            Drawn(each.key, each.title, "observation_round", Asks.ROUND, _of_round(each))
            for each in observation_papers.ROUND_PAPERS
        ),
        Drawn(
            attention_paper.KEY,
            attention_paper.TITLE,
            "organisation",
            Asks.ORGANISATION,
            _attention,
        ),
        Drawn(organisation_chart.KEY, "组织架构图", "organisation", Asks.ORGANISATION, _chart),
        *(
            Drawn(
                f"{district_page.PRINTED}{code}",
                title,
                "organisation",
                Asks.ORGANISATION,
                _return(code),
            )
            for code, title in district_return.TITLES.items()
        ),
        Drawn(filing_papers.KEY, filing_papers.TITLE, "return_filing", Asks.RECORD, _filing),
        Drawn(
            filing_papers.MISSING,
            filing_papers.MISSING_TITLE,
            "return_filing",
            Asks.MONTH,
            _missing,
        ),
        Drawn(arrival_papers.KEY, arrival_papers.TITLE, "territory", Asks.MONTH, _arrivals),
        Drawn(term_papers.DUE, term_papers.DUE_TITLE, "leadership_term", Asks.ORGANISATION, _terms),
        Drawn(receipt_paper.KEY, receipt_paper.TITLE, "territory", Asks.RECORD, _receipt),
        *(
            Drawn(key, title, "activity", Asks.RECORD, _of_record(make))
            for key, title, make in symposium_papers.PAPERS
        ),
        Drawn(
            plan_papers.PLAN,
            plan_papers.PLAN_TITLE,
            "work_plan",
            Asks.RECORD,
            _of_record(plan_papers.print_plan),
        ),
        Drawn(
            plan_papers.OVERDUE,
            plan_papers.OVERDUE_TITLE,
            "work_plan_item",
            Asks.ORGANISATION,
            _overdue,
        ),
        Drawn(birthdays.LIST, birthdays.LIST_TITLE, "membership", Asks.MONTH, _birthday_list),
        *(
            Drawn(key, title, ledger, asks, _of_day(make))
            for key, title, ledger, asks, make in _DATED
        ),
        Drawn(birthdays.CARD, birthdays.CARD_TITLE, "membership", Asks.MONTH, _birthday_cards),
        Drawn(
            development_papers.PROGRESS,
            development_papers.PROGRESS_TITLE,
            "development_case",
            Asks.ORGANISATION,
            _development,
        ),
        *(
            Drawn(key, dues_papers.TITLES[key], "dues_record", Asks.MONTH, _dues(make))
            for key, make in dues_papers.PAPERS.items()
        ),
        *(
            Drawn(each.key, each.title, "member_movement", Asks.ORGANISATION, _register(each.key))
            for each in movement_papers.REGISTERS.values()
        ),
        *(
            Drawn(each.key, each.title, each.ledger, Asks.RECORD, _slip(each.key), _numbers(each))
            for each in slips.SLIPS.values()
        ),
    )
}
