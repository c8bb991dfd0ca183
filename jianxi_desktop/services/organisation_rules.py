"""What is asked and written whenever an organisation is saved: its superior, its dated line.

The rules stand in ``save_rules``. What is refused names everything that is in the way at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import transfers
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_ending import end_all
from jianxi_desktop.services.organisation_lines import mend_days, note_lines
from jianxi_desktop.services.structure import Row, Structure

_NAMED = 5
_COUNTED = {"members": "名党员", "organisations": "个下级党组织"}


@dataclass(frozen=True)
class InTheWay:
    """Something that keeps an organisation from being dissolved.

    Attributes:
        what: ``members`` or ``organisations``.
        count: How many.
        names: The first of them.
        text: All of it in words, with what to do.
    """

    what: str
    count: int
    names: tuple[str, ...]
    text: str


def what_is_in_the_way(
    connection: Connection, catalog: Catalog, structure: Structure, one: UUID, on: date
) -> tuple[InTheWay, ...]:
    """Give the members and organisations that an organisation has on a day or later."""
    found = []
    people = {row["person"] for row in transfers.members_of(connection, catalog, one, on)}
    if people:
        known = lookup.existing(connection, catalog["person"], "id", list(people)[:_NAMED])
        names = tuple(str(row["name"]) for row in known)
        told = f"{len(people)}名党员（{_some(names, len(people))}）"
        text = f"{told}：先合并到其他支部，或转移党员"
        found.append(InTheWay("members", len(people), names, text))
    if children := structure.children(one, on):
        names = tuple(str(row["name"]) for row in children[:_NAMED])
        told = f"{len(children)}个下级党组织（{_some(names, len(children))}）"
        text = f"{told}：先改隶到其他党组织，或先撤销它们"
        found.append(InTheWay("organisations", len(children), names, text))
    return tuple(found)


def require_nothing_in_the_way(
    connection: Connection, catalog: Catalog, structure: Structure, one: UUID, on: date
) -> None:
    """Make sure that an organisation can be dissolved.

    Raises:
        InputError: It has members or organisations below; the details name all of them.
    """
    found = what_is_in_the_way(connection, catalog, structure, one, on)
    if found:
        day = show_day(on.isoformat())
        told = "、".join(f"{each.count}{_COUNTED[each.what]}" for each in found)
        raise InputError(
            f"{len(found)} kinds of things in the way of dissolving",
            user_message=f"不能撤销“{structure.name(one)}”，什么都没有改动：{day}它还有{told}。"
            "请先合并到其他支部，或转移党员、改隶下级，再撤销。",
            code="in_the_way",
            details=[each.text for each in found],
        )


def refuse(reasons: Iterable[str], code: str = "not_allowed_there") -> None:
    """Refuse for every reason at once, if there is one.

    Raises:
        InputError: There is.
    """
    if told := list(dict.fromkeys(reasons)):
        several = f"不能这样变动，什么都没有改动。原因有{len(told)}条，请逐条处理："
        raise InputError(
            f"{len(told)} reasons against a change of structure",
            user_message=several if len(told) > 1 else told[0],
            code=code,
            details=told if len(told) > 1 else (),
        )


def keep_structure(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Check where a saved organisation stands, and write the dated line of what was changed.

    Raises:
        InputError: It may not stand there, or members or organisations keep it from ending.
    """
    catalog, connection = office.catalog, change.connection
    found = lookup.existing(connection, catalog["organisation"], "id", [record_id])
    if not found:
        return
    row, today = found[0], calendar.today()
    changed = {key for key in _WATCHED if before is None or before[key] != row[key]}
    if changed & {"parent", "kind", "form"} or "dissolved_on" in changed:
        structure = Structure.read(connection, catalog)
        if changed & {"parent", "kind", "form"}:
            refuse(against_standing(structure, row, before, today))
        if row["dissolved_on"] is not None and "dissolved_on" in changed:
            last = calendar.first_day(row["dissolved_on"])
            require_nothing_in_the_way(connection, catalog, structure, record_id, last)
    note_lines(change, catalog, row, before)
    if before is not None:
        transfers.follow(change, catalog, before, row, today)
        mend_days(change, catalog, row, before)
        if row["dissolved_on"] is not None and before["dissolved_on"] is None:
            end_all(change, catalog, record_id, calendar.first_day(row["dissolved_on"]))


def _some(names: Sequence[str], count: int) -> str:
    return "、".join(names) + ("等" if count > len(names) else "")


_WATCHED = ("name", "parent", "kind", "form", "established_on", "dissolved_on")


def against_standing(
    structure: Structure, row: Row, before: Row | None, today: date
) -> Iterator[str]:
    """Say what speaks against an organisation standing where it is to stand today."""
    above = row["parent"]
    if above is None and (before is None or before["parent"] is None):
        return  # a roster or another office may bring one whose superior is not told yet
    if row["dissolved_on"] is not None and above in structure.rows:
        today = min(today, calendar.first_day(row["dissolved_on"]))
        ended = structure.rows[above]["dissolved_on"]
        if ended is not None and ended <= today.isoformat():
            return  # both are history
    yield from structure.against(row, above, today)
    if row["form"] == rules.GROUP and structure.children(row["id"], today):
        forms = code_table("organisation_form").known
        yield f"“{row['name']}”还有下级党组织，不能是{forms.get(rules.GROUP)}。"


def keep_territory(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Check that a saved territory lies in one that may hold it, and not in itself.

    Raises:
        InputError: It does not.
    """
    catalog, connection = office.catalog, change.connection
    found = lookup.existing(connection, catalog["territory"], "id", [record_id])
    if not found or found[0]["parent"] is None:
        return
    row = found[0]
    if before is not None and all(before[key] == row[key] for key in ("parent", "kind")):
        return
    refuse(against_lying(connection, catalog, row))


def against_lying(connection: Connection, catalog: Catalog, row: Row) -> Iterator[str]:
    """Say what speaks against a territory lying in the one it is to lie in."""
    ledger, above, seen = catalog["territory"], row["parent"], {row["id"]}
    upper = lookup.existing(connection, ledger, "id", [above]) if above != row["id"] else []
    if upper and not rules.may_lie_in(row["kind"], upper[0]["kind"], calendar.today()):
        kinds = code_table("territory_kind").known
        told = f"{kinds.get(row['kind'])}不能划在{kinds.get(upper[0]['kind'])}之下"
        yield f"“{row['name']}”：{told}，请改选上级区域。"
    while above is not None and above not in seen:
        seen.add(above)
        rows = lookup.existing(connection, ledger, "id", [above])
        above = rows[0]["parent"] if rows else None
    if above == row["id"]:
        yield f"“{row['name']}”不能划在它自己或它的下级区域之下，请改选上级区域。"
