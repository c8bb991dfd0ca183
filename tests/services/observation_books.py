"""Rounds of one sheet for the tests of entry, and workbooks of scores as people bring them."""

from openpyxl import Workbook

from jianxi_desktop.services import indicator_sets, observation, observation_entry
from jianxi_desktop.services.records import save_record

WANG, LI = "王芳", "李雷"


def plan(office, kind="comprehensive", **given):
    """Plan a round of one of the ready sets; give it and the number of its one form."""
    indicator_sets.install_ready(office)
    facts = {"step": "street_internal", "period": "2026H2", **given}
    chosen = indicator_sets.ready_id(kind)
    saved = observation.plan_round(office, indicator_set=chosen, **facts)
    return saved.id, observation.form_numbers(office, saved.id)[0]


def sheet_of(office, number):
    """Give what is on the paper of a form."""
    return observation_entry.open_entry(office, number).sheet


def full_marks(sheet):
    """Give every line that is scored its full score."""
    return {line.id: line.scale.most * 100 for line in sheet.lines if line.scale.rule != "unscored"}


def lines_by_item(sheet):
    """Give the lines by what they say."""
    return {line.item: line for line in sheet.lines}


def add_problem(office, title="宣传栏内容未更新", found_on="2026-05-10"):
    """Add an open problem of an earlier observation."""
    facts = {"title": title, "organisation": office.top, "source": "observation"}
    return save_record(office, office.catalog["problem"], {**facts, "found_on": found_on}).id


def write_book(path, rows, *, merged=()):
    """Write a workbook of these rows, with these ranges merged."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for each in merged:
        book.active.merge_cells(each)
    book.save(path)
    return path
