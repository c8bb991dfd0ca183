"""Letters whose receipt is awaited, members away to be contacted, members lost from sight."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, Table, and_, func, or_, select

from jianxi_desktop.db import system, tree
from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.rule_tables import is_unverified, with_doubt
from jianxi_desktop.services.due.asked import Asked

SCREEN = "movements"


def letters(asked: Asked) -> Iterator[Due]:
    """Give the letters that left and whose receipt is not here."""
    table, person, held = _tables(asked)
    found = _of_members(
        asked,
        select(
            table.c.id,
            person.c.name,
            held.c.branch,
            table.c.letter_number,
            table.c.letter_on,
            table.c.moved_on,
            table.c.valid_days,
            table.c.to_place,
        ),
        (table, person, held),
        and_(
            table.c.kind == "transfer_out",
            or_(table.c.letter_on.is_not(None), table.c.letter_number.is_not(None)),
            table.c.receipt_on.is_(None),
        ),
    )
    for record, name, branch, number, letter_on, moved_on, days, to_place in found:
        until = rules.letter_until(letter_on or moved_on, days)
        where = f"去“{to_place}”的" if to_place else ""
        no = f"（{number}）" if number else ""
        text = f"{name}{where}组织关系介绍信{no}{show_day(until.isoformat())}到期，要收到回执"
        yield _due("letter", until.isoformat(), text, branch, record)


def away(asked: Asked) -> Iterator[Due]:
    """Give the members who live elsewhere or abroad, and whom the next contact is due with."""
    table, person, held = _tables(asked)
    last = _contacted(asked)
    found = _of_members(
        asked,
        select(
            table.c.id, person.c.name, held.c.branch, table.c.kind, table.c.moved_on, last.c.last
        ).outerjoin_from(table, last, last.c.person == table.c.person),
        (table, person, held),
        table.c.kind.in_(("flow_out", "abroad")),
    )
    for record, name, branch, kind, begun, contacted in found:
        due = rules.contact_due(kind, begun, contacted)
        row = rules.contact_rule(kind, asked.day)
        whose = "出国（境）党员" if kind == "abroad" else "流动党员"
        text = with_doubt(f"{whose}{name}要联系一次，联系后登记在“联系走访”", row)
        yield _due("mobile", due.isoformat(), text, branch, record, doubtful=is_unverified(row))


def looked_after(asked: Asked) -> Iterator[Due]:
    """Give the members of elsewhere who live here; they belong to no branch of the office.

    Whose they are is told by the branch whose life they take part in, as far as one is named, else
    by the office that wrote it down.
    """
    table, person, _held = _tables(asked)
    last, chain = _contacted(asked), system.replica
    found = (
        select(
            table.c.id, person.c.name, table.c.moved_on, last.c.last,
            table.c.to_place, table.c.handled_by, chain.c.unit,
        )
        .join(person, person.c.id == table.c.person)
        .outerjoin(last, last.c.person == table.c.person)
        .outerjoin(chain, chain.c.number == table.c.replica)
        .where(
            table.c.kind == "flow_in",
            table.c.ended_on.is_(None),
            table.c.removed_on.is_(None),
            person.c.removed_on.is_(None),
        )
    )  # fmt: skip
    whose = _Whose(asked)
    for record, name, begun, contacted, *told, unit in asked.connection.execute(found):
        one = whose.find(told, unit)
        if asked.top is not None and one not in whose.inside:
            continue
        due = rules.contact_due("flow_in", begun, contacted)
        row = rules.contact_rule("flow_in", asked.day)
        text = with_doubt(f"流入的党员{name}要联系一次，联系后登记在“联系走访”", row)
        yield _due("mobile", due.isoformat(), text, one, record, doubtful=is_unverified(row))


class _Whose:
    """Tells which organisation looks after somebody of whom no relation tells."""

    def __init__(self, asked: Asked) -> None:
        self._own = asked.office.unit.code
        self._named: dict[str, list[UUID]] = {}
        for row in tree.organisations(asked.connection, asked.office.catalog):
            self._named.setdefault(row["name"], []).append(row["id"])
        self._known = {one for named in self._named.values() for one in named}
        top = tree.subtree(asked.office.catalog, asked.whole)
        self.inside = {row[0] for row in asked.connection.execute(top)}

    def find(self, told: Iterable[str | None], unit: str | None) -> UUID | None:
        """Give it by names that were written down, or the code of the office that did.

        ``None``: the office itself, or nobody knows.
        """
        for name in told:
            named = self._named.get(name or "", [])
            if len(named) == 1:
                return named[0]
        if not unit or unit == self._own:
            return None
        one = organisation_id(unit)
        return one if one in self._known else None


def _contacted(asked: Asked) -> Subquery:
    """Select when each member was talked to last."""
    log = asked.table("contact_log")
    return (
        select(log.c.person, func.max(log.c.contacted_on).label("last"))
        .where(log.c.removed_on.is_(None), log.c.contacted_on <= asked.day.isoformat())
        .group_by(log.c.person)
        .subquery()
    )


def lost(asked: Asked) -> Iterator[Due]:
    """Give the members without contact, and those suspended for it, whose case is to be decided."""
    table, person, held = _tables(asked)
    of_lost = and_(
        table.c.kind == "suspended",
        held.c.status == "suspended",
        or_(table.c.lost_reason.is_not(None), held.c.lost_on.is_not(None)),
    )
    found = _of_members(
        asked,
        select(
            table.c.id,
            person.c.name,
            held.c.branch,
            table.c.kind,
            table.c.moved_on,
            held.c.status,
        ),
        (table, person, held),
        or_(table.c.kind == "lost", of_lost),
    )
    for record, name, branch, kind, begun, status in found:
        if kind == "lost" and status in rules.MEMBERS:
            due = rules.months_after(begun, "lost")
            text = f"失联党员{name}：满6个月仍找不到的，由组织研究是否停止党籍"
            yield _due("lost", due.isoformat(), _with_months(text, "lost", asked), branch, record)
        elif kind == "suspended":
            due = rules.months_after(begun, "removal")
            text = f"{name}已停止党籍：满24个月仍联系不上的，由组织研究是否按自行脱党除名"
            told = _with_months(text, "removal", asked)
            yield _due("lost", due.isoformat(), told, branch, record)


def _due(kind: str, on: str, text: str, branch: Any, record: Any, *, doubtful: bool = False) -> Due:
    return Due(kind, on, text, branch, "member_movement", record, SCREEN, unverified=doubtful)


def _with_months(text: str, rule: str, asked: Asked) -> str:
    """Say the months that a district's own table names."""
    row = rules.limit(rule, asked.day)
    usual = {"lost": "6个月", "removal": "24个月"}[rule]
    return with_doubt(text.replace(usual, f"{row['number']}个月"), row)


def _tables(asked: Asked) -> tuple[Table, Table, Table]:
    return asked.table("member_movement"), asked.table("person"), asked.table("membership")


def _of_members(
    asked: Asked,
    query: Select[Any],
    tables: tuple[Table, Table, Table],
    which: ColumnElement[bool],
) -> Iterator[Any]:
    """Give movements that have not ended, of members whose relation is open."""
    table, person, held = tables
    found = query.where(
        table.c.person == person.c.id,
        held.c.person == person.c.id,
        held.c.until.is_(None),
        held.c.removed_on.is_(None),
        person.c.removed_on.is_(None),
        table.c.removed_on.is_(None),
        table.c.ended_on.is_(None),
        which,
        asked.inside(held.c.branch),
    )
    return iter(asked.connection.execute(found))
