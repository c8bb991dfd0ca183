"""The list shows any place of a long result without ever waiting."""

from threading import Event

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.list_lines import PAGE
from jianxi_desktop.ui.list_parts import ListCount
from jianxi_desktop.ui.listing import WAITING, LedgerTable


@pytest.fixture
def people(jobs, demo, watch_model):
    ledger = demo.catalog["person"]
    return watch_model(LedgerTable(demo, jobs, ledger, ledger.listing))


def cell(table, row, key):
    column = [field.key for field in table.fields].index(key)
    return table.index(row, column).data()


def test_that_the_first_page_is_there_before_the_whole_is_counted(people, qtbot):
    counts = []
    people.counted.connect(counts.append)

    people.ask(Query())

    assert people.rowCount() == PAGE
    assert cell(people, 0, "name")
    assert counts == []
    qtbot.waitUntil(lambda: counts == [182])
    assert people.rowCount() == 182


def test_that_a_far_row_comes_when_it_is_looked_at(people, qtbot):
    with qtbot.waitSignal(people.counted):
        people.ask(Query())

    assert people.line(167) is None
    people.need(160, 167)

    assert people.line(167).texts[0]


def test_that_a_row_not_read_yet_shows_that_it_is_coming(demo, qtbot, watch_model):
    jobs = Jobs()
    ledger = demo.catalog["person"]
    table = watch_model(LedgerTable(demo, jobs, ledger, ledger.listing))
    with qtbot.waitSignal(table.counted):
        table.ask(Query())

    assert table.index(160, 0).data() == WAITING
    qtbot.waitUntil(lambda: table.index(160, 0).data() != WAITING)
    jobs.close()


def test_that_a_search_by_pinyin_narrows_the_list(people, qtbot):
    with qtbot.waitSignal(people.counted):
        people.ask(Query(words="wang"))

    assert 0 < people.rowCount() < 182
    assert all(cell(people, row, "name") for row in range(people.rowCount()))


def test_that_numbers_come_masked(people):
    people.ask(Query())

    assert "********" in cell(people, 0, "id_number")
    assert "****" in cell(people, 0, "phone")


def test_that_codes_are_shown_by_their_labels_and_links_by_their_captions(people):
    people.ask(Query())

    assert cell(people, 0, "sex") in {"男", "女"}
    assert cell(people, 0, "branch").endswith("党支部")


def test_that_the_order_and_the_conditions_are_the_databases(people, qtbot):
    with qtbot.waitSignal(people.counted):
        query = Query(filters=(Filter("sex", "2"),), order="born_on", descending=True)
        people.ask(query)
    people.need(0, people.rowCount() - 1)
    born = [cell(people, row, "born_on") for row in range(people.rowCount())]

    assert born == sorted(born, reverse=True)
    assert {cell(people, row, "sex") for row in range(people.rowCount())} == {"女"}


def test_that_a_question_asked_later_wins(demo, qtbot, watch_model):
    jobs = Jobs()
    ledger = demo.catalog["person"]
    table = watch_model(LedgerTable(demo, jobs, ledger, ledger.listing))
    with qtbot.waitSignal(table.counted):
        for words in ("z", "zz", "zzz", "zzzz"):
            table.ask(Query(words=words))

    assert table.rowCount() == 0
    jobs.close()


@pytest.fixture
def held_up(demo, qtbot, watch_model):
    """A list that is there, on a worker that does nothing else until it is let go."""
    jobs, go = Jobs(), Event()
    ledger = demo.catalog["person"]
    table = watch_model(LedgerTable(demo, jobs, ledger, ledger.listing))
    with qtbot.waitSignal(table.counted):
        table.ask(Query())
    jobs.run(go.wait, lambda _nothing: None)
    yield table, go
    go.set()
    jobs.close()


@pytest.mark.parametrize(
    ("asked", "words"),
    [(Query(order="born_on"), "正在排序…"), (Query(words="wang"), "正在查找…")],
)
def test_that_a_list_says_what_takes_long_and_that_its_lines_are_old(held_up, qtbot, asked, words):
    table, go = held_up
    count = ListCount(table)
    qtbot.addWidget(count)
    table.ask(asked)

    qtbot.waitUntil(lambda: count.text() == words)
    assert table.waiting.old
    assert table.rowCount() == 182

    go.set()
    qtbot.waitUntil(lambda: table.shown == asked)
    qtbot.waitUntil(lambda: table.waiting.words == "")
    assert not table.waiting.old


def test_that_a_list_that_cannot_be_read_says_no_longer_that_it_is(held_up, qtbot):
    table, go = held_up
    table.ask(Query(order="no such field"))
    qtbot.waitUntil(lambda: table.waiting.words != "")

    go.set()

    qtbot.waitUntil(lambda: table.waiting.words == "")


def test_that_going_back_to_all_reads_nothing_long_again(people, demo, qtbot):
    with qtbot.waitSignal(people.counted):
        people.ask(Query())
    people.ask(Query(words="wang"))
    counts = []
    people.counted.connect(counts.append)

    people.ask(Query())

    assert counts == [182]
    assert people.rowCount() == 182
    assert cell(people, 0, "name")


def test_that_a_reload_shows_what_was_added(jobs, demo, people, qtbot):
    with qtbot.waitSignal(people.counted):
        people.ask(Query())
    with demo.change("change") as change:
        insert_rows(change, demo.catalog["person"], [{"name": "龙𠮷"}])

    with qtbot.waitSignal(people.counted):
        people.reload()

    assert people.rowCount() == 183


def test_that_other_columns_are_shown_of_the_same_records(people, demo, qtbot):
    with qtbot.waitSignal(people.counted):
        people.ask(Query(words="wang"))
    found = people.rowCount()
    person = demo.catalog["person"].record

    people.show_columns((person.name, person.education))

    assert [people.headerData(n, Qt.Orientation.Horizontal) for n in range(2)] == ["姓名", "学历"]
    assert people.rowCount() == found
    assert len(people.line(0).texts) == 2
