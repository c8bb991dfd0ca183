"""Lists that somebody wants again: conditions, words, order and columns under a name.

They are an account's own and stay in this database: no package carries them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, get_args
from uuid import UUID

from jianxi_desktop.db import list_views
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.spans import SPANS
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Query, Way
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

LONGEST_NAME: Final = 60
MOST: Final = 50  # lists of a ledger: a menu that nobody can read helps nobody


@dataclass(frozen=True)
class ListView:
    """A list that somebody keeps.

    Attributes:
        name: What it is called.
        query: Its words, conditions and order; the organisation is the tree's, now as then.
        columns: Keys of its columns, in their order; none: the columns stay as they are.
        usable: Whether this version of the program knows all that it asks for.
    """

    name: str
    query: Query = field(default_factory=Query)
    columns: tuple[str, ...] = ()
    usable: bool = True


@needs(Right.VIEW)
def kept(office: Office, ledger: Ledger) -> tuple[ListView, ...]:
    """Give the lists of a ledger that this account keeps, the oldest first."""
    with office.store.read() as connection:
        rows = list_views.of_ledger(connection, office.account.id, ledger.key)
    return tuple(_view(ledger, row["name"], row["told"]) for row in rows)


@needs(Right.VIEW)
def named(office: Office, ledger: Ledger, name: str) -> ListView:
    """Give the list of this account that has a name.

    Raises:
        UsageError: There is none, or this version does not know all that it asks for.
    """
    good, known = " ".join(name.split()), kept(office, ledger)
    for each in known:
        if each.name == good and each.usable:
            return each
    names = [each.name for each in known if each.usable]
    if good in {each.name for each in known}:
        said = f"常用列表“{good}”用到了这个版本没有的栏目，打不开。"
    else:
        said = f"{ledger.title}没有叫“{good}”的常用列表。"
    more = (
        f"这个账号存有：{'、'.join(names)}。" if names else "这个账号还没有存过，请先在窗口里存。"
    )
    raise UsageError(
        f"{ledger.key}: no such list",
        user_message=said + more,
        code="no_such_view",
        details=names,
    )


@needs(Right.VIEW)
def keep(office: Office, ledger: Ledger, view: ListView) -> None:
    """Keep a list under its name, in place of one that had it.

    Raises:
        InputError: The name is empty or too long, or there are too many.
    """
    name = _good_name(view.name)
    row = {
        "account": office.account.id,
        "ledger": ledger.key,
        "name": name,
        "told": json.dumps(_told(view), ensure_ascii=False),
        "kept_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with office.store.writing() as connection:
        known = list_views.of_ledger(connection, office.account.id, ledger.key)
        if len(known) >= MOST and name not in {each["name"] for each in known}:
            raise InputError(
                "too many lists kept",
                user_message=f"一本台账最多存 {MOST} 个常用列表，请先删掉不用的。",
                code="too_many",
            )
        list_views.keep(connection, row)


@needs(Right.VIEW)
def rename(office: Office, ledger: Ledger, name: str, new: str) -> str:
    """Give a list another name; give the name as it is kept.

    Raises:
        InputError: The name is empty, too long or another list's, or the list is gone.
    """
    good = _good_name(new)
    if good == name:
        return good
    with office.store.writing() as connection:
        known = list_views.of_ledger(connection, office.account.id, ledger.key)
        if good in {each["name"] for each in known}:
            raise InputError(
                "name is taken",
                user_message=f"已经有一个常用列表叫“{good}”，请换一个名称。",
                code="doubled",
            )
        if not list_views.rename(connection, office.account.id, ledger.key, name, good):
            raise InputError(
                "no such list",
                user_message=f"常用列表“{name}”已经不在了，请重新打开这一页。",
                code="gone",
            )
    return good


@needs(Right.VIEW)
def drop(office: Office, ledger: Ledger, name: str) -> None:
    """Forget a list; ``keep`` brings back what the caller still holds of it."""
    with office.store.writing() as connection:
        list_views.drop(connection, office.account.id, ledger.key, name)


def _good_name(name: str) -> str:
    good = " ".join(name.split())
    if not good:
        raise InputError("no name", user_message="请给这个列表起个名称。", code="no_name")
    if len(good) > LONGEST_NAME:
        raise InputError(
            "name too long", user_message=f"名称最多 {LONGEST_NAME} 个字。", code="too_long"
        )
    return good


def _told(view: ListView) -> dict[str, Any]:
    query = view.query
    return {
        "words": query.words,
        "filters": [_plain(each) for each in query.filters],
        "order": query.order,
        "descending": query.descending,
        "columns": list(view.columns),
    }


def _plain(wanted: Filter) -> dict[str, Any]:
    if wanted.way == "any":
        return {"way": "any", "of": [_plain(each) for each in wanted.value]}
    if wanted.way == "among":
        return {"field": wanted.field, "way": "among", "of": [_out(v) for v in wanted.value]}
    return {"field": wanted.field, "way": wanted.way, "value": _out(wanted.value)}


def _out(value: Any) -> Any:
    return {"id": value.hex} if isinstance(value, UUID) else value


def _view(ledger: Ledger, name: str, text: str) -> ListView:
    """Read what was kept; what another version kept and this one does not know is not usable."""
    try:
        told = json.loads(text)
        filters = tuple(_rich(each) for each in told["filters"])
        query = Query(
            words=str(told["words"]),
            filters=filters,
            order=str(told["order"]),
            descending=bool(told["descending"]),
        )
        columns = tuple(key for key in told["columns"] if key in ledger.all_fields)
    except (ValueError, KeyError, TypeError, AttributeError):
        return ListView(name, usable=False)
    asked = {query.order or ledger.caption.key}.union(*(each.fields for each in filters))
    return ListView(name, query, columns, usable=asked <= ledger.all_fields.keys())


def _rich(told: Mapping[str, Any]) -> Filter:
    way: Way = told["way"]
    if way not in get_args(Way) or (way == "during" and told["value"] not in SPANS):
        raise ValueError(way)
    if way == "any":
        return Filter("", tuple(_rich(each) for each in told["of"]), "any")
    if way == "among":
        return Filter(told["field"], tuple(_in(each) for each in told["of"]), "among")
    return Filter(told["field"], _in(told["value"]), way)


def _in(value: Any) -> Any:
    return UUID(value["id"]) if isinstance(value, dict) else value
