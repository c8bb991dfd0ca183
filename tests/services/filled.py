"""Blanks as they come from above, and what they are filled with."""

from datetime import date
from io import BytesIO

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Side

from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from jianxi_desktop.services.fill import fill
from jianxi_desktop.services.fill_plan import plan_fill
from jianxi_desktop.services.revealing import reveal

DAY = date(2026, 11, 30)
THIN = Side(style="thin")


def write_blank(path, captions, *, title="党员信息采集表", samples=None, above=(), rows=3):
    """Write a blank as it comes from above: title, labelled cells, heading, bordered rows."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    if above:
        sheet.append(list(above))
    sheet.append(list(captions))
    head = sheet.max_row
    for row in range(head, head + rows + 1):
        for column in range(1, len(captions) + 1):
            cell = sheet.cell(row, column)
            cell.border = Border(THIN, THIN, THIN, THIN)
            if row > head and samples and column in samples:
                samples[column](cell)
    book.save(path)
    return path


def cells(path, first, count):
    """Give rows of the first sheet, from a row on."""
    sheet = load_workbook(path).active
    rows = sheet.iter_rows(min_row=first, max_row=first + count - 1, values_only=True)
    return [list(row) for row in rows]


def filled(office, path, query=None, *, captions=None, **more):
    """Fill a blank; give what was planned, the result and the rows."""
    plan = plan_fill(office, path, captions=captions)
    out = path.with_name(f"filled-{path.name}")
    wanted = query or Query(order="name")
    if more.pop("whole", False):
        more["reveal"] = reveal(office, "上报区委", ledger=plan.ledger, query=wanted)
    result = fill(office, plan, out, wanted, reason="上报区委", on=DAY, **more)
    return plan, result, cells(out, plan.blank.first_row, result.rows)


def people(office, *keys, query=None):
    """Give values of members as lists show them, by other means than filling."""
    ledger = office.catalog["person"]
    wanted = query or Query(order="name")
    serials = records.list_serials(office, ledger, wanted)
    attributes = [a for s in ledger.form for a in s.fields if a.key in keys]
    rows = records.list_rows(office, ledger, attributes, serials)
    found = []
    for row in rows:
        by_key = dict(zip((a.key for a in attributes), row.cells, strict=True))
        found.append(
            [
                ledger.all_fields[key].show(by_key[key])
                if isinstance(by_key[key], str)
                else by_key[key]
                for key in keys
            ]
        )
    return found


BRANCH = "武汉路社区第一网格党支部"


def in_branch(office, **more):
    """Ask for the members of one branch."""
    [(branch, _name)] = records.list_choices(office, "organisation", BRANCH)
    return Query(order="name", filters=(Filter("branch", branch),), **more)


def rows_of(office, key, keys, **wanted):
    """Give rows of a ledger as lists show them."""
    ledger = office.catalog[key]
    query = Query(filters=tuple(Filter(name, value) for name, value in wanted.items()))
    attributes = [a for s in ledger.form for a in s.fields if a.key in keys]
    attributes.sort(key=lambda a: keys.index(a.key))
    serials = records.list_serials(office, ledger, query)
    return records.list_rows(office, ledger, attributes, serials)


def lock(path, password):
    """Give a workbook a password that opens it."""
    plain = BytesIO(path.read_bytes())
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt(password, out)
    return path
