"""Sets of indicators: the ready ones put in, the next version of one made, one copied.

A set that a round has used stays as it was; whoever wants it otherwise makes its next version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.observation import (
    plain_title,
    ready_sets,
    title_of_edition,
)
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.ready_indicators import (
    IN_USE,
    INDICATOR,
    SET,
    install_missing,
    ready_id,
    ready_rows,
)
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]
DRAFT, RETIRED = "draft", "retired"
# What a round takes over of each indicator.
COPIED = (
    "method",
    "position",
    "item",
    "guidance",
    "evidence",
    "most",
    "rule",
    "weight",
    "dimension",
    "walk",
)


@dataclass(frozen=True)
class SetChoice:
    """A set as it is offered for a round.

    Attributes:
        id: The set.
        title: Its title with its version.
        purpose: What it is for.
        state: ``draft`` or ``in_use``.
        indicators: How many lines it has.
        most: The points of its lines together.
    """

    id: UUID
    title: str
    purpose: str
    state: str
    indicators: int
    most: int


@needs(Right.VIEW)
def list_sets(office: Office) -> list[SetChoice]:
    """List the sets a round may take, the usual one first.

    Where there are none yet, these are the ones that are shipped: planning puts them in.
    """
    with office.store.read() as connection:
        rows = _every_set(office, connection)
        usual = usual_set(office, connection)
        offered = [row for row in rows if row["state"] != RETIRED]
        lines = lookup.existing(
            connection, office.catalog[INDICATOR], SET, [row["id"] for row in offered]
        )
    if not rows:
        shipped = ready_rows(calendar.today())
        offered, lines = list(shipped[SET]), list(shipped[INDICATOR])
    of_set: dict[UUID, list[Row]] = {}
    for line in lines:
        of_set.setdefault(line[SET], []).append(line)
    choices = [
        SetChoice(
            id=row["id"],
            title=row["title"],
            purpose=row["purpose"] or "",
            state=row["state"],
            indicators=len(of_set.get(row["id"], [])),
            most=sum(line["most"] for line in of_set.get(row["id"], [])),
        )
        for row in offered
    ]
    return sorted(choices, key=lambda each: each.id != usual)


@needs(Right.EDIT)
def install_ready(office: Office, today: date | None = None) -> frozenset[str]:
    """Put in those of the shipped sets that are missing; give the ledgers written."""
    scope.require_writable(office, office.catalog[SET])
    with office.change("install_sets") as change:
        install_missing(office, change, today or calendar.today())
        return frozenset(change.touched)


@needs(Right.EDIT)
def new_version(office: Office, set_id: UUID, today: date | None = None) -> Saved:
    """Make the next version of a set, as a draft with all its indicators.

    Raises:
        InputError: The set is gone.
    """
    return _copied(office, set_id, "new_edition", today)


@needs(Right.EDIT)
def copy_set(
    office: Office, set_id: UUID, title: str | None = None, today: date | None = None
) -> Saved:
    """Copy a set with all its indicators, as a draft that goes its own way.

    Raises:
        InputError: The set is gone, or the title is none.
    """
    return _copied(office, set_id, "copy_set", today, title)


def choose_set(office: Office, change: Change, wanted: UUID | str | None, day: date) -> UUID:
    """Give the set a round is to take; where it is one of the shipped and missing, they are put in.

    Args:
        office: The office.
        change: The transaction.
        wanted: Its identity, its title, or its title without the version: the newest; ``None``:
            the usual one.
        day: The day on which shipped sets are to be valid.

    Raises:
        InputError: There is none of that title.
    """
    for attempt in range(2):
        found = (
            usual_set(office, change.connection)
            if wanted is None
            else _named(_every_set(office, change.connection), str(wanted))
        )
        if found is not None:
            return found
        if attempt == 0:
            install_missing(office, change, day)
    raise InputError(
        "no such set of indicators",
        user_message=(
            f"没有名为“{hide_numbers(str(wanted))[:40]}”的指标集，请用 list indicator_set 查看，"
            "或在“观摩指标集”里新增。"
        ),
        code="no_set",
    )


def usual_set(office: Office, connection: Connection) -> UUID | None:
    """Give the set a round takes when none is named: the comprehensive one, in its newest version.

    A version that is in use goes before a draft that somebody is still writing.
    """
    root = ready_id(ready_sets(calendar.today())[0].key)
    rows = {row["id"]: row for row in _every_set(office, connection)}
    line = [row for row in rows.values() if _goes_back_to(row, root, rows)]
    for state in (IN_USE, DRAFT):
        if found := [row for row in line if row["state"] == state]:
            newest: UUID = _newest(found)["id"]
            return newest
    return None


def take_indicators(office: Office, change: Change, set_id: UUID) -> list[dict[str, Any]]:
    """Give what a round takes over of a set, which is frozen from then on.

    Raises:
        InputError: The set is gone, retired, or has no indicators.
    """
    sets = office.catalog[SET]
    row = _require_set(office, change.connection, set_id)
    if row["state"] == RETIRED:
        raise InputError(
            "the set is retired",
            user_message=f"指标集“{row['title']}”已停用，请换一套，或先把它改为“使用中”。",
            code="retired_set",
        )
    lines = indicators_of(office, change.connection, set_id)
    if not lines:
        raise InputError(
            "the set has no indicators",
            user_message=f"指标集“{row['title']}”还没有指标，请先填写指标，再新建观摩。",
            code="empty_set",
        )
    if row["state"] == DRAFT:
        update_rows(change, sets, [Edit(set_id, {"state": IN_USE})])
    return [{key: line[key] for key in COPIED} for line in lines]


def indicators_of(office: Office, connection: Connection, set_id: UUID) -> list[Row]:
    """Read the indicators of a set in the order they were entered."""
    rows = lookup.existing(connection, office.catalog[INDICATOR], "indicator_set", [set_id])
    return sorted(rows, key=lambda row: row["serial"])


def _copied(
    office: Office, set_id: UUID, action: str, today: date | None, title: str | None = None
) -> Saved:
    sets = office.catalog[SET]
    scope.require_writable(office, sets)
    day = (today or calendar.today()).isoformat()
    with office.change(action) as change:
        row = _require_set(office, change.connection, set_id)
        every = _every_set(office, change.connection)
        values = {"state": DRAFT, "made_on": day, "source": row["source"]}
        values |= {"purpose": row["purpose"]}
        if action == "new_edition":
            edition = 1 + max(_family(row, every))
            values |= {"replaces": set_id, "edition": edition}
            values |= {"title": title_of_edition(row["title"], edition)}
        else:
            named = None if title is None else str(sets.fields["title"].parse(title))
            values |= {"edition": 1, "title": _free_title(named, row, every)}
        made = insert_rows(change, sets, [values])[0]
        lines = indicators_of(office, change.connection, set_id)
        insert_rows(
            change,
            office.catalog[INDICATOR],
            [{"indicator_set": made, **{key: line[key] for key in COPIED}} for line in lines],
        )
        return Saved(made, 1, frozenset(change.touched))


def _named(rows: Iterable[Row], text: str) -> UUID | None:
    every = list(rows)
    for named in (
        [row for row in every if text in (str(row["id"]), row["title"])],
        [row for row in every if plain_title(row["title"]) == text and row["state"] != RETIRED],
    ):
        if named:
            found: UUID = _newest(named)["id"]
            return found
    return None


def _family(row: Row, every: Iterable[Row]) -> list[int]:
    """Give the editions of all versions of a set."""
    name = plain_title(row["title"])
    return [each["edition"] for each in every if plain_title(each["title"]) == name]


def _free_title(title: str | None, row: Row, every: Iterable[Row]) -> str:
    """Give the title of a copy that no other set has."""
    taken = {plain_title(each["title"]) for each in every}
    if title:
        if plain_title(title) in taken:
            raise InputError(
                "a set of that title exists",
                user_message=f"已经有名为“{title}”的指标集，请换一个名称。",
                code="exists",
            )
        return title
    name, number = f"{plain_title(row['title'])}副本", 1
    while f"{name}{number if number > 1 else ''}" in taken:
        number += 1
    return title_of_edition(f"{name}{number if number > 1 else ''}", 1)


def _require_set(office: Office, connection: Connection, set_id: UUID) -> Row:
    for row in lookup.existing(connection, office.catalog[SET], "id", [set_id]):
        return row
    raise InputError(
        "no such set of indicators",
        user_message="这套指标不存在或已被移除，请刷新后重选。",
        code="no_set",
    )


def _every_set(office: Office, connection: Connection) -> list[Row]:
    states = (DRAFT, IN_USE, RETIRED)
    rows = lookup.existing(connection, office.catalog[SET], "state", states)
    return sorted(rows, key=lambda row: row["serial"])


def _newest(rows: Iterable[Row]) -> Row:
    return max(rows, key=lambda row: (row["edition"], row["serial"]))


def _goes_back_to(row: Row, root: UUID, rows: Mapping[UUID, Row]) -> bool:
    seen: set[UUID] = set()
    at: Row | None = row
    while at is not None and at["id"] not in seen:
        seen.add(at["id"])
        if root in (at["id"], at["replaces"]):
            return True
        at = rows.get(at["replaces"])
    return False
