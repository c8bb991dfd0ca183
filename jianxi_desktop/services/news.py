"""What came with the packages of others, told to the person until it was looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import arrived
from jianxi_desktop.db.arrived import Range
from jianxi_desktop.domain import return_states
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_LOOKED_INTO = 200  # changes: a package of more is told by its ledgers alone
_WORDS = 6  # kinds of things that one line names
# What people call a record of a ledger, in the order in which it concerns them.
_CALLED: Mapping[str, str] = {
    "work_plan_item": "项任务",
    "return_filing": "份报表",
    "problem": "个问题",
    "observation_round": "个观摩方案",
    "observation_visit": "个观摩点",
    "indicator_set": "套指标集",
    "grade_band": "条定级标准",
    "code_item": "张代码表",
    "policy_document": "份文件",
    "territory_change": "处区划变动",
    "territory": "个区域",
    "work_plan": "份工作台账",
    "project": "个项目",
    "need": "条需求",
    "resource": "条资源",
    "problem_review": "次问题回头看",
    "organisation_change": "次组织变动",
    "organisation": "个党组织",
    "member_movement": "次组织关系转接",
    "person": "名党员",
    "activity": "场活动",
    "venue": "处阵地",
    "unit": "个驻区单位",
    "attachment": "个附件",
}
_RETURNS = {
    return_states.RETURNED: "份退回的报表",
    return_states.ACCEPTED: "份已接收的报表",
    return_states.LOCKED: "份已归档的报表",
}


@dataclass(frozen=True)
class Item:
    """One kind of thing that came.

    Attributes:
        ledger: Key of the ledger.
        number: How many.
        words: What people call it, with its number: ``3 项任务``.
    """

    ledger: str
    number: int
    words: str


@dataclass(frozen=True)
class News:
    """What one package brought.

    Attributes:
        package: Identity of the package, 32 hexadecimal digits.
        unit: Code of the sender.
        sender: Its name.
        number: Number of the package.
        at: When it was merged, ISO 8601 with zone.
        items: What came, what concerns people most first.
        conflicts: Conflicts it made.
        seen: Whether somebody looked at it.
    """

    package: str
    unit: str
    sender: str
    number: int
    at: str
    items: tuple[Item, ...]
    conflicts: int = 0
    seen: bool = False


@dataclass(frozen=True)
class NewRecord:
    """A record that a package wrote, to be opened.

    Attributes:
        ledger: Key of its ledger.
        id: The record.
        caption: What the ledger calls it.
        what: ``new`` or ``changed``.
    """

    ledger: str
    id: UUID
    caption: str
    what: str


def positions(connection: Connection) -> dict[int, int]:
    """Give how far each chain is known here; to be taken before a merge and given to ``note``."""
    return arrived.positions(connection)


def note(
    connection: Connection,
    catalog: Catalog,
    package: str,
    *,
    unit: str,
    sender: str,
    number: int,
    by_ledger: Mapping[str, int],
    before: Mapping[int, int],
    conflicts: int = 0,
) -> None:
    """Keep what a merge brought, inside the transaction of the merge.

    Args:
        connection: Of the merge.
        catalog: All ledgers.
        package: Identity of the package, 32 hexadecimal digits.
        unit: Code of the sender.
        sender: Its name.
        number: Number of the package.
        by_ledger: Records written by ledger key.
        before: What ``positions`` gave before the merge.
        conflicts: Conflicts it made.
    """
    ranges = arrived.since(connection, before)
    counts = {key: count for key, count in by_ledger.items() if count}
    if not counts and not conflicts:
        return
    facts = {
        "unit": unit,
        "sender": sender,
        "number": number,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "items": [
            [item.ledger, item.number, item.words]
            for item in _items(connection, catalog, counts, ranges)
        ],
        "ranges": [list(each) for each in ranges],
        "conflicts": conflicts,
        "seen": False,
    }
    arrived.keep(connection, package, facts)


@needs(Right.VIEW)
def list_news(office: Office, *, unseen: bool = True) -> list[News]:
    """List what came, the newest first; what was looked at already only if that is wanted."""
    with office.store.read() as connection:
        kept = arrived.kept(connection)
    return [_news(package, facts) for package, facts in kept if not (unseen and facts["seen"])]


@needs(Right.VIEW)
def records_of(office: Office, package: str, ledger: str, *, limit: int = 200) -> list[NewRecord]:
    """List the records of a ledger that a package wrote, as far as this person may see them."""
    described = office.catalog[ledger]
    with office.store.read() as connection:
        facts = dict(arrived.kept(connection)).get(package)
        if facts is None:
            return []
        ranges = [Range(*each) for each in facts["ranges"]]
        whole: dict[UUID, bool] = {}
        for row in arrived.rows_in(connection, ranges):
            if row.ledger == ledger:
                whole[row.id] = whole.get(row.id, False) or row.whole
        lister = office.lister(described)
        called = ((one, lister.caption(connection, one)) for one in whole)
        shown = islice(((one, name) for one, name in called if name is not None), limit)
        return [
            NewRecord(ledger, one, name, "new" if whole[one] else "changed") for one, name in shown
        ]


@needs(Right.VIEW)
def mark_seen(office: Office, package: str | None = None) -> None:
    """Tell that what a package brought was looked at; without one, everything."""
    with office.store.writing() as connection:
        for one, facts in arrived.kept(connection):
            if package in (None, one) and not facts["seen"]:
                arrived.keep(connection, one, facts | {"seen": True})


def in_words(news: News) -> str:
    """Put it into one line: ``涧西区来的：3 项任务、1 份退回的报表``."""
    said = "、".join(item.words for item in news.items[:_WORDS])
    if len(news.items) > _WORDS:
        said += "等"
    if news.conflicts:
        said += f"{'，' if said else ''}有 {news.conflicts:,} 处两边改得不同"
    return f"{news.sender}来的：{said}"


def together(several: Sequence[News]) -> str:
    """Put what several packages brought into one line, added up."""
    added: Counter[tuple[str, str]] = Counter()
    for news in several:
        for item in news.items:
            added[item.ledger, item.words.split(" ", 1)[-1]] += item.number
    ordered = sorted(added.items(), key=lambda each: _rank(each[0][0]))
    said = [f"{number:,} {words}" for (_ledger, words), number in ordered]
    return "、".join(said[:_WORDS]) + ("等" if len(said) > _WORDS else "")


def _news(package: str, facts: Mapping[str, Any]) -> News:
    return News(
        package,
        facts["unit"],
        facts["sender"],
        facts["number"],
        facts["at"],
        tuple(Item(*each) for each in facts["items"]),
        facts["conflicts"],
        facts["seen"],
    )


def _items(
    connection: Connection,
    catalog: Catalog,
    counts: Mapping[str, int],
    ranges: Sequence[Range],
) -> list[Item]:
    """Say what came, ledger by ledger; rows that belong to a record are told with it."""
    items: list[Item] = []
    special = counts.keys() & {"return_filing", "code_item"}
    ids: dict[str, list[UUID]] = {key: [] for key in special}
    if special and arrived.count_of(ranges) <= _LOOKED_INTO:
        for row in arrived.rows_in(connection, ranges):
            if row.ledger in special and row.id not in ids[row.ledger]:
                ids[row.ledger].append(row.id)
    for key in sorted(counts, key=lambda key: (_rank(key), key)):
        ledger = catalog[key]
        if not ledger.area and _owner(ledger) in counts:
            continue
        found = arrived.values_of
        if key == "return_filing" and ids[key]:
            states = Counter(row[0] for row in found(connection, ledger, ids[key], ["state"]))
            items += [_item(key, n, _RETURNS.get(state, "份报表")) for state, n in states.items()]
        elif key == "code_item" and ids[key]:
            tables = {row[0] for row in found(connection, ledger, ids[key], ["table_key"])}
            items.append(_item(key, len(tables), _CALLED[key]))
        else:
            items.append(_item(key, counts[key], _called(ledger)))
    return items


def _item(ledger: str, number: int, called: str) -> Item:
    return Item(ledger, number, f"{number:,} {called}")


def _called(ledger: Ledger) -> str:
    if ledger.key == "code_item":
        return "个代码"
    return _CALLED.get(ledger.key, f"条{ledger.title.removesuffix('台账')}")


def _owner(ledger: Ledger) -> str:
    field = None if ledger.owner is None else ledger.fields[ledger.owner.key]
    return field.target if isinstance(field, Link) else ""


def _rank(key: str) -> int:
    order = list(_CALLED)
    return order.index(key) if key in order else len(order)
