"""Checklists as everybody reads them: what is on the sheet of a visit, in the order of the paper.

Printing, entry, workbooks, scans and results all take it from here, so that the third line on the
paper is the third line everywhere.
"""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.scoring import PLAIN, Scale
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office

METHODS = ("listen", "look", "check", "rate")
_LAST = 1_000
# What stands for a problem that was removed after its sheet was printed: the box stays in place.
_GONE = {"title": "（问题已移除）", "due_on": "", "found_on": ""}


@dataclass(frozen=True)
class SheetLine:
    """One criterion as it stands on the paper.

    Attributes:
        id: The criterion.
        number: Its number on the paper, from 1, running through all pages.
        method: ``listen``, ``look``, ``check`` or ``rate``.
        item: What is looked at.
        guidance: What makes it good.
        evidence: What is to be shown.
        scale: What may be given.
        weight: Its weight in percent.
        dimension: Code of one of the five dimensions; empty: none.
        position: Its place within its method, as the ledger has it; not on the paper.
    """

    id: UUID
    number: int
    method: str
    item: str
    guidance: str
    evidence: str
    scale: Scale
    weight: int
    dimension: str
    position: int = 0


@dataclass(frozen=True)
class LookedAt:
    """An open problem that the visit looks at again.

    Attributes:
        review: The row of ``problem_review``; ``None``: the sheet is not printed yet.
        problem: The problem.
        title: What it is.
        due_on: By when it was to be put right, as an ISO day; empty: not set.
        found_on: When it was found.
    """

    review: UUID | None
    problem: UUID
    title: str
    due_on: str
    found_on: str


@dataclass(frozen=True)
class Round:
    """What all sheets of a round share.

    Attributes:
        id: The round.
        title: Its title.
        step: Code of its step.
        period: Its half-year as shown, such as 2026年下半年.
        leader: Who leads it.
        set_title: Title of the indicator set; empty: made without one.
        scheme: Code of the scheme of grades; empty: the usual one.
        drop_extremes: Whether one highest and one lowest scorer are left out.
        double_entry: Whether sheets are to be entered twice.
        lines: The criteria in the order of the paper.
    """

    id: UUID
    title: str
    step: str
    period: str
    leader: str
    set_title: str
    scheme: str
    drop_extremes: bool
    double_entry: bool
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True)
class Sheet:
    """The checklist of one visit.

    Attributes:
        round: What it shares with the others of its round.
        visit: The visit.
        version: The visit's version.
        form_number: Number on the paper.
        position: Its place on the route.
        organisation: Who is visited.
        name: That organisation's name.
        street: The name of the organisation above it.
        inspectors: Who inspects, by name.
        planned_on: Planned ISO day; empty: none.
        starts_at: Planned hour of arrival; empty: none.
        visited_on: ISO day of the visit; empty: not yet.
        problems: Open problems to look at again, in the order of the paper.
    """

    round: Round
    visit: UUID
    version: int
    form_number: str
    position: int
    organisation: UUID
    name: str
    street: str
    inspectors: tuple[str, ...]
    planned_on: str
    starts_at: str
    visited_on: str
    problems: tuple[LookedAt, ...]

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """The criteria in the order of the paper."""
        return self.round.lines


def read_round(office: Office, connection: Connection, round_id: UUID) -> Round:
    """Read what the sheets of a round share.

    Raises:
        ConflictError: The round is gone.
    """
    facts = office.lister(office.catalog["observation_round"]).find(connection, round_id).values
    chosen = facts["indicator_set"]
    sets = office.lister(office.catalog["indicator_set"])
    return Round(
        id=round_id,
        title=facts["title"],
        step=facts["step"],
        period=facts["period"],
        leader=facts["leader"] or "",
        set_title=(chosen and sets.caption(connection, chosen)) or "",
        scheme=facts["scheme"] or "",
        drop_extremes=bool(facts["drop_extremes"]),
        double_entry=bool(facts["double_entry"]),
        lines=_lines(office, connection, round_id),
    )


def sheets_of(office: Office, connection: Connection, round_id: UUID) -> list[Sheet]:
    """Read the sheets of a round in the order of its route, as far as this person may see them.

    Raises:
        ConflictError: The round is gone.
    """
    about = read_round(office, connection, round_id)
    visits = _visits(office, connection, Query(filters=(Filter("round", round_id),)))
    return _sheets(office, connection, {round_id: about}, visits)


def find_sheet(office: Office, connection: Connection, form_number: str) -> Sheet:
    """Read the sheet with a number; that of a scanned code is taken from its text.

    Raises:
        InputError: No visit that this person may see has the number.
    """
    number = tidy_number(form_number)
    sheets = sheets_with(office, connection, "form_number", [number])
    if not sheets:
        raise InputError(
            "no such form",
            user_message=(
                f"没有表号为“{hide_numbers(number)[:40]}”的检查表，请核对纸上左上角的表号后重输。"
            ),
            code="no_form",
        )
    return sheets[0]


def sheets_with(
    office: Office, connection: Connection, key: str, values: Collection[Any]
) -> list[Sheet]:
    """Read the sheets of the visits whose field ``key`` has one of the values, of any rounds.

    Those that this person may not see are left out.
    """
    ledger = office.catalog["observation_visit"]
    rows = lookup.existing(connection, ledger, key, values)
    hidden = scope.outside(office, connection, {ledger.key: [row["id"] for row in rows]})
    visits = sorted(
        (row for row in rows if row["id"] not in hidden),
        key=lambda row: (row["position"], row["serial"]),
    )
    rounds = {
        each: read_round(office, connection, each)
        for each in dict.fromkeys(row["round"] for row in visits)
    }
    return _sheets(office, connection, rounds, visits)


def tidy_number(text: str) -> str:
    """Give the number in what was typed or scanned: ``number#copy:page/pages~layout`` too."""
    plain = unicodedata.normalize("NFKC", text).partition("#")[0].partition(":")[0]
    return "".join(plain.split()).upper()


def _lines(office: Office, connection: Connection, round_id: UUID) -> tuple[SheetLine, ...]:
    rows = lookup.existing(connection, office.catalog["observation_criterion"], "round", [round_id])
    ordered = sorted(rows, key=_paper_order)
    return tuple(
        SheetLine(
            id=row["id"],
            number=number,
            method=row["method"],
            item=row["item"],
            guidance=row["guidance"] or "",
            evidence=row["evidence"] or "",
            scale=Scale(row["most"], row["rule"] or PLAIN),
            weight=100 if row["weight"] is None else row["weight"],
            dimension=row["dimension"] or "",
            position=row["position"],
        )
        for number, row in enumerate(ordered, 1)
    )


def _paper_order(row: Mapping[str, Any]) -> tuple[int, int, int, int]:
    walk = _LAST if row["walk"] is None else row["walk"]
    method = METHODS.index(row["method"]) if row["method"] in METHODS else len(METHODS)
    return walk, method, row["position"], row["serial"]


def _visits(office: Office, connection: Connection, query: Query) -> list[Mapping[str, Any]]:
    """Read visits whole, by their place on the route, as far as this person may see them."""
    ledger = office.catalog["observation_visit"]
    seen = office.lister(ledger).stream(connection, (ledger.record.position,), query)
    return sorted(
        lookup.existing(connection, ledger, "id", [row.id for row in seen]),
        key=lambda row: (row["position"], row["serial"]),
    )


def _sheets(
    office: Office,
    connection: Connection,
    rounds: Mapping[UUID, Round],
    visits: Collection[Mapping[str, Any]],
) -> list[Sheet]:
    organisations = office.catalog["organisation"]
    visited = {row["organisation"] for row in visits}
    known = {row["id"]: row for row in lookup.existing(connection, organisations, "id", visited)}
    above = {row["parent"] for row in known.values() if row["parent"]}
    streets = {row["id"]: row for row in lookup.existing(connection, organisations, "id", above)}
    problems = _problems(office, connection, visits)
    return [
        Sheet(
            round=rounds[row["round"]],
            visit=row["id"],
            version=row["version"],
            form_number=row["form_number"],
            position=row["position"],
            organisation=row["organisation"],
            name=known.get(row["organisation"], {}).get("name", "（未到）"),
            street=streets.get(known.get(row["organisation"], {}).get("parent"), {}).get(
                "name", ""
            ),
            inspectors=tuple(
                each.strip() for each in (row["inspectors"] or "").split("、") if each.strip()
            ),
            planned_on=row["planned_on"] or "",
            starts_at=row["starts_at"] or "",
            visited_on=row["visited_on"] or "",
            problems=problems.get(row["id"], ()),
        )
        for row in visits
    ]


def _problems(
    office: Office, connection: Connection, visits: Collection[Mapping[str, Any]]
) -> dict[UUID, tuple[LookedAt, ...]]:
    """Give the problems on each sheet: those it was printed with, else what is open now.

    What the same visit found is not looked at again by it.
    """
    catalog = office.catalog
    numbers = [row["form_number"] for row in visits]
    printed = {
        row["form_number"]
        for row in lookup.existing(connection, catalog["printed_form"], "form_number", numbers)
        if row["state"] != "void"
    }
    reviews = lookup.existing(
        connection, catalog["problem_review"], "visit", [row["id"] for row in visits]
    )
    open_now = lookup.existing(
        connection, catalog["problem"], "organisation", {row["organisation"] for row in visits}
    )
    ids = [row["problem"] for row in reviews]
    known = {row["id"]: row for row in lookup.existing(connection, catalog["problem"], "id", ids)}
    found: dict[UUID, tuple[LookedAt, ...]] = {}
    for visit in visits:
        mine = sorted(
            (row for row in reviews if row["visit"] == visit["id"]),
            key=lambda row: (row["position"], row["serial"]),
        )
        if mine or visit["form_number"] in printed:
            found[visit["id"]] = tuple(
                _looked_at(known.get(row["problem"], _GONE), row) for row in mine
            )
            continue
        still_open = (
            row
            for row in open_now
            if row["organisation"] == visit["organisation"]
            and row["closed_on"] is None
            and row["source"] == "observation"
            and row["visit"] != visit["id"]
        )
        by_day = sorted(still_open, key=lambda row: (row["found_on"], row["serial"]))
        found[visit["id"]] = tuple(_looked_at(row) for row in by_day)
    return found


def _looked_at(row: Mapping[str, Any], review: Mapping[str, Any] | None = None) -> LookedAt:
    return LookedAt(
        review=review["id"] if review else None,
        problem=review["problem"] if review else row["id"],
        title=row["title"],
        due_on=row["due_on"] or "",
        found_on=row["found_on"] or "",
    )
