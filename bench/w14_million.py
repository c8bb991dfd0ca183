"""W14: one list of a million members: opened, gone through, put in order, narrowed.

``ours`` goes through the services, ``raw`` asks the same encrypted database with the driver alone
and does no more than read; ``window`` does the same on the real page, off screen, until it is
painted, and tells the memory it took and the longest time the window did not answer."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

from common import Figures, main, percentile
from data import PASSWORD
from many import many

PAGE = 64
_COLUMNS = "serial, id, version, name, sex, ethnic_group, id_number, born_on, education, phone"


_spent: list[float] = []  # CPU seconds of each step, with what the driver does in it


def _ms(work: Callable[[], object]) -> float:
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    _spent.append(time.process_time() - cpu)
    return 1000 * (time.perf_counter() - begun)


def _pages(count: int) -> list[int]:
    """Give the first rows of pages all over a list, far from each other."""
    return [part * 7919 * PAGE % (count - PAGE) for part in range(60)]


def ours(_scale: str) -> Figures:
    """As a list asks: the first page, then the vector, then pages where somebody looks."""
    from jianxi_desktop.ledgers import CATALOG
    from jianxi_desktop.schema.query import Filter, Query
    from jianxi_desktop.services.office import open_office
    from jianxi_desktop.services.records import list_rows, list_serials
    from jianxi_desktop.services.totals import totals_of

    ledger, told = CATALOG["person"], {}
    begun = time.perf_counter()
    office = open_office(many(), PASSWORD)
    told["open_ms"] = 1000 * (time.perf_counter() - begun)

    def first(query: Query) -> None:
        list_rows(office, ledger, ledger.listing, list_serials(office, ledger, query, PAGE))

    told["first_ms"] = _ms(lambda: first(Query()))
    told["vector_ms"] = _ms(lambda: list_serials(office, ledger, Query()))
    told["vector_cpu_s"] = _spent[-1]
    serials = list_serials(office, ledger, Query())
    told["end_ms"] = _ms(lambda: list_rows(office, ledger, ledger.listing, serials[-PAGE:]))
    pages = [
        _ms(lambda at=at: list_rows(office, ledger, ledger.listing, serials[at : at + PAGE]))
        for at in _pages(len(serials))
    ]
    told["page_p95_ms"] = percentile(pages, 0.95)
    for key in ("name", "born_on", "joined_on", "branch"):
        query = Query(order=key)
        told[f"{key}_first_ms"] = _ms(lambda query=query: first(query))
        told[f"{key}_vector_ms"] = _ms(lambda query=query: list_serials(office, ledger, query))
        told[f"{key}_cpu_s"] = _spent[-1]
    narrowed = Query(filters=(Filter("education", "10"), Filter("born_on", "1990", "from")))
    told["filter_first_ms"] = _ms(lambda: first(narrowed))
    told["filter_vector_ms"] = _ms(lambda: list_serials(office, ledger, narrowed))
    told["totals_ms"] = _ms(lambda: totals_of(office, ledger, (), narrowed))
    told["wall_s"] = (told["vector_ms"] + told["name_vector_ms"]) / 1000
    told["cpu_s"] = told["vector_cpu_s"] + told["name_cpu_s"]
    office.close()
    return told


def raw(_scale: str) -> Figures:
    """The driver alone, with the statements one would write by hand."""
    from jianxi_desktop.db import keyring
    from jianxi_desktop.db.store import Store

    path, told = many(), {}
    key = keyring.unlock(keyring.keyring_path(path), None, PASSWORD).key
    connection = Store(path, key).engine.raw_connection().driver_connection

    def ask(text: str, *given: object) -> list[tuple[object, ...]]:
        return connection.execute(text, given).fetchall()

    live = "removed_on IS NULL"
    page = f"SELECT {_COLUMNS} FROM person WHERE {live} ORDER BY"
    every = f"SELECT serial FROM person WHERE {live} ORDER BY"
    told["first_ms"] = _ms(lambda: ask(f"{page} serial LIMIT {PAGE}"))
    told["vector_ms"] = _ms(lambda: ask(f"{every} serial"))
    told["vector_cpu_s"] = _spent[-1]
    told["end_ms"] = _ms(lambda: ask(f"{page} serial DESC LIMIT {PAGE}"))
    serials = [row[0] for row in ask(f"{every} serial")]
    marks = ",".join("?" * PAGE)
    some = f"SELECT {_COLUMNS} FROM person WHERE serial IN ({marks})"
    pages = [_ms(lambda at=at: ask(some, *serials[at : at + PAGE])) for at in _pages(len(serials))]
    told["page_p95_ms"] = percentile(pages, 0.95)
    for key in ("name", "born_on"):
        told[f"{key}_first_ms"] = _ms(lambda key=key: ask(f"{page} {key}, serial LIMIT {PAGE}"))
        told[f"{key}_vector_ms"] = _ms(lambda key=key: ask(f"{every} {key}, serial"))
        told[f"{key}_cpu_s"] = _spent[-1]
    narrowed = f"FROM person WHERE {live} AND education = '10' AND born_on >= '1990'"
    told["filter_vector_ms"] = _ms(lambda: ask(f"SELECT serial {narrowed} ORDER BY serial"))
    told["wall_s"] = (told["vector_ms"] + told["name_vector_ms"]) / 1000
    told["cpu_s"] = told["vector_cpu_s"] + told["name_cpu_s"]
    return told


def window(_scale: str) -> Figures:
    """The page of the program, 1366 × 768."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from paint import Page
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from jianxi_desktop.ui.screens.home import HomeScreen

    HomeScreen.opened = HomeScreen.refresh = lambda *_given: None  # what is due is measured by W13
    before = _rss()
    begun = time.perf_counter()
    page = Page(many(), PASSWORD)
    told: Figures = {"shown_ms": 1000 * (time.perf_counter() - begun), "rss_mb": _rss() - before}
    view, table = page._view, page._table
    told["end_key_ms"] = _ms(
        lambda: _key(page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    )
    _key(page, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    held = [_ms(lambda: _key(page, Qt.Key.Key_PageDown)) for _ in range(100)]
    told["pgdn_p50_ms"], told["pgdn_p95_ms"] = percentile(held, 0.5), percentile(held, 0.95)
    jumps = [1000 * page.jump(part / 41) for part in range(1, 41)]
    told["jump_p95_ms"] = percentile(jumps, 0.95)
    told["pick_all_ms"] = _ms(
        lambda: QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    )
    assert view.picked.count == table.rowCount()
    view.picked.clear()
    for key in ("name", "born_on"):
        place = [field.key for field in table.fields].index(key)
        told[f"{key}_ms"], told[f"{key}_whole_ms"], told[f"{key}_gap_ms"] = page.turn(place)
    told["word_ms"] = 1000 * page.type("zhang")
    told["wall_s"] = (told["shown_ms"] + told["name_whole_ms"]) / 1000
    told["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    page.close()
    return told


def _key(page, key, held=None) -> None:
    """Press a key and wait until the line one stands on is read and painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    view, table = page._view, page._table
    QTest.keyClick(view, key, held or Qt.KeyboardModifier.NoModifier)
    page._wait(lambda: table.line(view.top_row()) is not None)
    view.viewport().repaint()


def _rss() -> float:
    """Give the memory that is held now, in MB."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main("W14-million", {"raw": raw, "ours": ours, "window": window}, "raw", "district")
