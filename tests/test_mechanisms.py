"""docs/mechanisms.md: the 30 mechanisms of the work, and what of the program carries each."""

import re
from pathlib import Path

import pytest

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.papers import printouts
from jianxi_desktop.services.returns import return_definitions
from jianxi_desktop.ui.screens.every import SCREENS

PAGE = (Path(__file__).parents[1] / "docs" / "mechanisms.md").read_text(encoding="utf-8")
SCREEN_KEYS = {kind.key for kind in SCREENS}
PAPER_KEYS = {printout.key for printout in printouts(CATALOG)}
RETURN_CODES = {code for code, _title in return_definitions()}


def rows():
    """Read the table: number, mechanism, then the keys of each column."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 6 and cells[0].isdecimal():
            keys = [re.findall(r"`([^`]+)`", cell) for cell in cells[2:]]
            yield int(cells[0]), cells[1], *keys


ROWS = list(rows())
EVERY = pytest.mark.parametrize(
    ("number", "mechanism", "screens", "ledgers", "papers", "returns"),
    ROWS,
    ids=[f"{row[0]:02}" for row in ROWS],
)


def test_that_all_thirty_are_there_in_order():
    assert [row[0] for row in ROWS] == list(range(1, 31))


@EVERY
def test_that_a_mechanism_has_a_screen_a_ledger_a_paper_and_a_return(
    number, mechanism, screens, ledgers, papers, returns
):
    assert screens
    assert ledgers
    assert papers
    assert f"RM.M{number:02}" in returns
    lists = {f"list:{ledger.key}" for ledger in CATALOG if ledger.area}
    assert set(screens) <= lists | SCREEN_KEYS
    assert {CATALOG[key].key for key in ledgers} == set(ledgers)
    assert set(papers) <= PAPER_KEYS
    assert {code.partition(".")[0] for code in returns} <= RETURN_CODES


def test_that_every_ledger_of_the_work_carries_a_mechanism_or_is_named_as_beside_them():
    """What is part of the job and not of the 30: members' own year, forms, returns, codes."""
    beside = {
        "member_movement",
        "contact_log",
        "dues_record",
        "dues_standard",
        "service_registration",
        "service_entry",
        "return_filing",
        "return_value",
        "attachment",
        "code_item",
        "told_apart",
        "issued_definition",
    }
    carried = {key for row in ROWS for key in row[3]}
    assert carried | beside == {ledger.key for ledger in CATALOG}
    assert not carried & beside
