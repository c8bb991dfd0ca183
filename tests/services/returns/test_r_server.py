"""A server counts the returns as a file does."""

import importlib
from pathlib import Path

from jianxi_desktop.db.write import insert_rows
from tests.services.returns import test_r_demo
from tests.services.returns.books import Book
from tests.services.returns.demo_sql import SQL


def cases_of(code):
    """Give the cases of a return's own tests."""
    name = f"test_{code.lower()}"
    assert Path(__file__).with_name(f"{name}.py").exists()
    return importlib.import_module(f"tests.services.returns.{name}").CASES


def totals(office, code):
    """Count a return of the records that its tests are made of, those that do not count too."""
    book = Book(office, code, test_r_demo.PERIODS[code][0].replace("2026", "2018"))
    for case in cases_of(code):
        values = case.values(book)
        rows = [values | change for change in ({}, *case.without, *case.also)]
        with office.change("create") as change:
            insert_rows(change, office.catalog[case.ledger], rows)
    return book.line()


def test_that_a_server_counts_as_a_file_does(office_on_file, office_on_server):
    for code in SQL:
        found = totals(office_on_file, code)
        assert any(found.values())
        assert totals(office_on_server, code) == found, code
