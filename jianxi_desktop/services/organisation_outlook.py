"""What stands in the way of a change of structure, what follows from it, what is odd already.

Nothing here writes; warnings never keep anybody from anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, terms
from jianxi_desktop.db.figures import statuses_below
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.committee import odd_about
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.term_rules import (
    LAST_MONTH,
    OVER,
    SOON,
    due_day,
    is_too_long,
    latest_extension,
    state_of,
)
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_rules import InTheWay, what_is_in_the_way
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.structure import Row, Structure


@dataclass(frozen=True)
class Remark:
    """Something odd about an organisation: a stable code and the words."""

    code: str
    text: str


@dataclass(frozen=True)
class Consequence:
    """What moving an organisation means.

    Attributes:
        name: Its name.
        members: Members in it and below it.
        organisations: Organisations below it.
        old_line: Its superiors now, the topmost first.
        new_line: Its superiors then.
        refused: Why it cannot be; empty: it can.
        warnings: What would be odd afterwards.
    """

    name: str
    members: int
    organisations: int
    old_line: tuple[str, ...]
    new_line: tuple[str, ...]
    refused: tuple[str, ...]
    warnings: tuple[str, ...]


@needs(Right.VIEW)
def in_the_way(office: Office, organisation: UUID, on: date | None = None) -> tuple[InTheWay, ...]:
    """Give what keeps an organisation from being dissolved on a day, by default today."""
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [organisation])
        structure = Structure.read(connection, office.catalog)
        day = on or calendar.today()
        return what_is_in_the_way(connection, office.catalog, structure, organisation, day)


@needs(Right.VIEW)
def consequence_of_move(
    office: Office, organisation: UUID, parent: UUID, on: date | None = None
) -> Consequence:
    """Say what moving an organisation under another one means, before anybody does it.

    Raises:
        ConflictError: One of them is gone.
    """
    day, ledger = on or calendar.today(), office.catalog["organisation"]
    with office.store.read() as connection:
        scope.require_inside(office, connection, ledger, [organisation, parent])
        structure = Structure.read(connection, office.catalog)
        row, other = _there(structure, organisation), _there(structure, parent)
        below = structure.below(organisation)
        refused = list(structure.against(row, parent, day))
        if row["parent"] == parent:
            refused.append(f"“{row['name']}”已经在“{other['name']}”之下。")
        counts = statuses_below(connection, office.catalog, organisation, day)
        left = set(structure.line(organisation)) - {parent, *structure.line(parent)}
        losing = dict.fromkeys(left, -1)
        gaining = {parent: 1} | dict.fromkeys(structure.line(parent), 1)
        for one in structure.line(organisation):
            gaining.pop(one, None)
        return Consequence(
            str(row["name"]),
            sum(counts.values()),
            len([one for one in below if _stands(structure.rows[one], day)]),
            structure.names_above(row["parent"]),
            structure.names_above(parent),
            tuple(refused),
            tuple(_sizes_after(office, connection, structure, losing | gaining, counts, day)),
        )


@needs(Right.VIEW)
def warnings_of(office: Office, organisation: UUID, on: date | None = None) -> tuple[Remark, ...]:
    """Say what is odd about an organisation on a day: size, posts, term, superior.

    Raises:
        ConflictError: It is gone.
    """
    day = on or calendar.today()
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [organisation])
        structure = Structure.read(connection, office.catalog)
        row = _there(structure, organisation)
        if not _stands(row, day):
            return ()
        counts = statuses_below(connection, office.catalog, organisation, day)
        return (
            *_standing(office, structure, row, day),
            *(Remark("size", text) for text in _sizes(row, counts, day)),
            *_posts(office, connection, row, counts, day),
            *_terms(office, connection, row, day),
        )


def _there(structure: Structure, one: UUID) -> Row:
    if one not in structure.rows:
        raise ConflictError(
            "no such organisation",
            user_message="这个党组织不存在或已移除，请刷新后再试。",
            code="gone",
        )
    return structure.rows[one]


def _stands(row: Row, day: date) -> bool:
    ended = row["dissolved_on"]
    return (row["established_on"] or "") <= day.isoformat() and (
        ended is None or ended > day.isoformat()
    )


def _standing(office: Office, structure: Structure, row: Row, day: date) -> Iterator[Remark]:
    above = structure.line(row["id"])
    own = office.unit.organisation
    if row["parent"] is not None or row["id"] != own:
        for text in structure.against(row, row["parent"], day):
            yield Remark("parent", text)
    if row["id"] in {structure.parents.get(one) for one in above}:
        yield Remark("circle", f"“{row['name']}”的上级关系成了循环，请改正上级党组织。")


def _sizes(row: Row, counts: Mapping[str, int], day: date) -> Iterator[str]:
    """Compare the members of an organisation with the limits of its form."""
    numbers = {"members": sum(counts.values()), "full_members": counts.get("full", 0)}
    words = {"members": "党员", "full_members": "正式党员"}
    if row["kind"] == "regional":
        return
    for rule, number in numbers.items():
        wanted = rules.limit(rule, row["form"], day)
        if wanted.least is not None and number < wanted.least:
            yield f"“{row['name']}”有{words[rule]}{number}名，一般不少于{wanted.least}名。"
        if wanted.most is not None and number > wanted.most:
            yield f"“{row['name']}”有{words[rule]}{number}名，一般不超过{wanted.most}名。"


def _sizes_after(
    office: Office,
    connection: Connection,
    structure: Structure,
    signs: Mapping[UUID, int],
    moving: Mapping[str, int],
    day: date,
) -> Iterator[str]:
    """Say whose size would be odd after a move, and is not so now."""
    for one, sign in signs.items():
        if one not in structure.rows:
            continue
        row = structure.rows[one]
        now = statuses_below(connection, office.catalog, one, day)
        keys = {*now, *moving}
        after = {key: now.get(key, 0) + sign * moving.get(key, 0) for key in keys}
        if not list(_sizes(row, now, day)):
            yield from (f"改隶后{text}" for text in _sizes(row, after, day))


def _posts(
    office: Office, connection: Connection, row: Row, counts: Mapping[str, int], day: date
) -> Iterator[Remark]:
    posts = _open_posts(office, connection, row["id"], day)
    known = lookup.existing(connection, office.catalog["organisation"], "id", [row["id"]])
    named = any(each["secretary"] for each in known)
    full = counts.get("full", 0)
    for each in odd_about(row["form"], posts, full, day, secretary_named=named):
        yield Remark(each.code, f"“{row['name']}”{each.text}")


def _open_posts(office: Office, connection: Connection, one: UUID, day: date) -> list[str]:
    limit = day.isoformat()
    rows = lookup.existing(connection, office.catalog["post_holding"], "organisation", [one])
    return [
        row["post"]
        for row in rows
        if (row["starts_on"] or "") <= limit
        and (row["ends_on"] is None or row["ends_on"] > limit)
        and not row["part_time"]
    ]


def _terms(office: Office, connection: Connection, row: Row, day: date) -> Iterator[Remark]:
    """Say when the term that runs is over, or soon."""
    term = terms.running_of(connection, office.catalog, row["id"], day)
    if term is None:
        return
    planned = due_day(term["starts_on"], term["years"], term["due_on"], row["kind"], row["form"])
    found = state_of(term["starts_on"], planned, term["extended_until"], day)
    if found.state == OVER:
        text = f"本届班子已于{show_day(found.due_on)}到届，请及时换届或报批延期。"
        yield Remark("term_over", text)
    elif found.state in (SOON, LAST_MONTH):
        yield Remark("term_due", f"本届班子{show_day(found.due_on)}到届，请准备换届。")
    if is_too_long(planned, term["extended_until"], day):
        latest = show_day(latest_extension(planned, day))
        yield Remark("term_too_long", f"本届班子延期超过了规定，最迟延到{latest}。")
