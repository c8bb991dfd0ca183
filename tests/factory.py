"""Values and records of invented people, for any kind of field and any ledger."""

import dataclasses
import itertools
import re
import uuid
from datetime import date, timedelta
from functools import singledispatch

from sqlalchemy import inspect, select, table, text

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.domain import credit_code
from jianxi_desktop.domain.accounts import Account
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.domain.rule_tables import ISSUED, text_of
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.codes import EVERY_TABLE, tables
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    IdentityNumber,
    Link,
    LongText,
    Money,
    Name,
    Phone,
    Text,
    Whole,
    YesNo,
)
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points, Several
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import records

_SHEETS = itertools.count(1)
# What only the steps of the return page write.
_UNFILED = {
    "state": "draft",
    **dict.fromkeys(("completed_on", "submitted_on", "decided_on"), "2026-11-20"),
    **dict.fromkeys(("completed_by", "submitted_by", "decided_by"), "王芳"),
    "answer": "已核对",
}
NAMES = ("李𠮷", "㐂美丽", "张𬭎", "马𫘧骏", "买买提·吐尔逊", "单雄信", "王芳", "欧阳修竹")


def identity_number(serial, born=date(1965, 3, 12)):
    """Make a valid number with a region code that was never given out."""
    first17 = f"9901{1 + serial // 1000:02}{born:%Y%m%d}{serial % 1000:03}"
    return first17 + check_character(first17)


@singledispatch
def value_of(field, n):
    """Give the n-th valid value of a field, as it is kept."""
    raise TypeError(type(field).__name__)


@value_of.register
def _(field: Text, n):
    if (field.key, field.caption) == ("code", "代码"):  # a community's begins with its own
        return f"410305008001-{n}"
    return f"{field.caption}𠮷{n}号"[-field.length :]


@value_of.register
def _(field: Name, n):
    return NAMES[n % len(NAMES)] + "甲乙丙丁戊己庚辛壬癸"[n // len(NAMES) % 10]


@value_of.register
def _(field: LongText, n):
    return f"{field.caption}第{n}段\n第二行：=1+1，“引号”"


@value_of.register
def _(field: IdentityNumber, n):
    return identity_number(n, date(1950, 1, 1) + timedelta(days=97 * n))


@value_of.register
def _(field: Phone, n):
    return f"139{n:08}"


@value_of.register
def _(field: Day, n):
    return ("1985", "1985-03", "1985-03-12", "2026-11-20")[n % 4]


@value_of.register
def _(field: Whole, n):
    return n % (field.most + 1)


@value_of.register
def _(field: Money, n):
    return 100 * n + 5


@value_of.register
def _(field: YesNo, n):
    return n % 2 == 0


@value_of.register
def _(field: Choice, n):
    codes = list(field.options.labels)
    if field.table == EVERY_TABLE:  # a community adds to the open tables only
        codes = [code for code in codes if tables()[code].local]
    return codes[n % len(codes)]


@value_of.register
def _(field: Several, n):
    codes = list(field.options.labels)
    return ";".join(codes[n % len(codes) :][:2])


@value_of.register
def _(field: Clock, n):
    return f"{8 + n % 12:02}:30"


@value_of.register
def _(field: Points, n):
    return 100 * (n + 5) + 25 * (n % 4)


@value_of.register
def _(field: CreditCode, n):
    first17 = f"9941030{n % 10}MA{n:07}"
    return first17 + credit_code.check_character(first17)


@value_of.register
def _(field: Link, n):
    return None


def other_value(field, value):
    """Give a valid value of a field that is not the one that stands."""
    return next(each for each in (value_of(field, n) for n in range(7, 13)) if each != value)


def values_for(office, ledger, n=0, *, only_required=False, **given):
    """Fill every field of a ledger's form; required links get a record to point at."""
    values = {}
    for key, field in ledger.all_fields.items():
        if key in given or (ledger.companion is not None and key in ("since", "until")):
            continue
        if ledger.ended is not None and key == ledger.ended.key:
            continue
        if isinstance(field, Link):
            if field.required:
                open_place = {"bookable": True, "closed_on": None} if key == "venue" else {}
                values[key] = record_of(office, field.target, n, **open_place)
        elif field.required or not only_required:
            values[key] = value_of(field, n)
    return agreeing(values, n) | given


def agreeing(values, n):
    """Let the fields of one record say the same: a number and a birthday, the times of a day."""
    if number := values.get("id_number"):
        values["born_on"] = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        values["sex"] = "1" if int(number[16]) % 2 else "2"
    _standing(values, n)
    if values.get("planned_on"):  # a stop of a route is planned for one day
        values["planned_on"] = f"2026-12-{1 + n % 28:02}"
    if "inspectors" in values:  # and no two have one sheet of paper
        values["form_number"] = f"GMS-{next(_SHEETS)}"
    if values.get("ends_at"):
        values["ends_at"] = f"{9 + n % 12:02}:45"
        if "channel" in values:  # who books a place knows the day
            values["held_on"] = f"2026-11-{1 + n % 28:02}"
    return values


def _standing(values, n):
    """Let a record with a state be one that others may stand beside and that may be changed."""
    if {"channel", "state"} <= set(values):  # a booking that holds a place needs a free one
        values["state"] = "cancelled"
    if {"edition", "state"} <= set(values):  # a set in use takes no indicators any more
        values["state"] = "draft"
    if {"kind", "name", "content"} <= set(values):  # a definition is one that can be read
        name = ISSUED[n % len(ISSUED)][0]
        values |= {"kind": "rules", "name": name, "content": text_of(name).strip()}
    if {"code", "period", "state"} <= set(values):  # a return is registered once, and is a draft
        values |= {**_UNFILED, "code": f"T{next(_SHEETS)}"}


def record_of(office, key, n=0, **given):
    """Make a record of a ledger and what it needs; organisations are the office's own branch."""
    ledger = CATALOG[key]
    if key == "organisation" and not given:
        return branch_of(office)
    return records.save_record(office, ledger, values_for(office, ledger, n, **given)).id


def branch_of(office, name="第一网格党支部", parent=None, form="branch"):
    """Find or make an organisation below the office's own."""
    ledger = CATALOG["organisation"]
    for found, caption in records.list_choices(office, "organisation", limit=10_000):
        if caption == name:
            return found
    values = {
        "name": name,
        "form": form,
        "kind": "building" if form == "group" else "grid",
        "parent": parent or office.unit.organisation,
    }
    return records.save_record(office, ledger, values).id


def rows_of(office, ledger, query=None, *, reveal=True):
    """Read every row of a ledger as dicts of what the list shows, in order."""
    query = query or Query()
    columns = [a for s in ledger.form for a in s.fields]
    serials = records.list_serials(office, ledger, query)
    leave_to_read = leave(office, ledger, query=query) if reveal else None
    rows = records.list_rows(office, ledger, columns, serials, reveal=leave_to_read)
    return [dict(zip([a.key for a in columns], row.cells, strict=True)) for row in rows]


def leave(office, ledger, *ids, query=None):
    """Give leave to read numbers, past the journal, for tests that compare what stands in it."""
    found = None if ids else query or Query()
    return Reveal(office.account.id, ledger.key, "核对", frozenset(ids), found)


def limited(office, organisation, role=Role.EDITOR, *adjusted):
    """Give the same office as somebody sees it who is limited to an organisation."""
    account = Account(new_id(), "录入员", role, rights_of(role, adjusted), organisation)
    return dataclasses.replace(office, account=account, listers={})


def dump(office):
    """Give all that stands in the database, table by table, to compare before and after."""
    with office.store.read() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(connection.execute(select(text("*")).select_from(table(name))), key=repr)
            for name in names
            if not re.search("_search(_|$)", name)
        }


def any_id(n=1):
    """Give an identity nobody has."""
    return uuid.UUID(int=n)


def numbered(start=0):
    """Count."""
    return itertools.count(start)


def deed_of_somebody(action):
    """Give a deed of somebody this office does not know."""
    return Deed(action, any_id(77))
