"""Two records of one person: compared, merged and taken apart again, in the window."""

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.duplicates_dialog import DuplicatesDialog
from jianxi_desktop.ui.merge_dialog import MergeDialog
from tests import factory
from tests.ui.looks import cut


@pytest.fixture
def twins(office, branch):
    """Two records of one person, each with something of its own, and what hangs on the second."""
    ledger = office.catalog["person"]
    same = {"name": "李𠮷", "branch": branch, "status": "full", "born_on": "1965-03-12"}
    first = records.save_record(office, ledger, {**same, "address": "黄河路1号"}).id
    second = records.save_record(
        office, ledger, {**same, "address": "黄河路2号", "school": "洛阳师范"}
    ).id
    factory.record_of(office, "contact_log", 1, person=second)
    return first, second


@pytest.fixture
def desk(twins, open_window, office):
    return open_window(office)


@pytest.fixture
def people(twins, desk):
    """The list of people."""
    desk.open_screen("list:person")
    return desk.screen_of("list:person")


def select(people, *rows):
    """Select whole lines, as with Ctrl and the mouse."""
    flags = QItemSelectionModel.SelectionFlag
    model = people.view.selectionModel()
    model.clear()
    for row in rows:
        model.select(people.table.index(row, 0), flags.Select | flags.Rows)


def open_one(parent, kind):
    """Give the dialog of a kind that is open."""
    return next(each for each in parent.findChildren(kind) if each.isVisible())


def compare(desk, people):
    select(people, 0, 1)
    desk.commands.trigger("person.merge")
    return open_one(people, MergeDialog)


def values(office, one):
    ledger = office.catalog["person"]
    return records.find_record(office, ledger, one).values


def live(office):
    return records.count_rows(office, office.catalog["person"], Query())


def test_that_merging_waits_for_two_selected_records(desk, people):
    select(people, 0)
    assert not desk.commands.is_on("person.merge")

    assert not people.merging.button.isVisible()

    select(people, 0, 1)

    assert desk.commands.is_on("person.merge")
    assert people.merging.button.isVisible()


def test_that_other_ledgers_have_nothing_to_merge(desk, people):
    desk.open_screen("list:organisation")

    assert not desk.commands.is_on("person.merge")
    assert not desk.commands.is_on("person.duplicates")


def test_that_both_are_shown_side_by_side_with_what_moves(desk, people):
    dialog = compare(desk, people)

    assert set(dialog.takes) == {"address", "school"}
    assert [button.text() for button in dialog.takes["address"]] == ["黄河路1号", "黄河路2号"]
    words = "\n".join(label.text() for label in dialog.findChildren(type(dialog.problem)))
    assert "联系走访台账" in words
    assert "1 条，移到留下的" in words


def test_that_what_one_record_does_not_say_is_taken_from_the_other(desk, people):
    dialog = compare(desk, people)
    nothing, school = dialog.takes["school"]

    assert school.isChecked()
    assert not nothing.isEnabled()


def test_that_the_chosen_values_stay_and_everything_moves(desk, office, people, twins):
    dialog = compare(desk, people)
    dialog.takes["address"][1].click()

    dialog.merge.click()

    assert live(office) == 1
    kept = values(office, twins[0])
    assert (kept["address"], kept["school"]) == ("黄河路2号", "洛阳师范")
    said = desk.window().notices.text.text()
    assert "已合并为一条“李𠮷”" in said
    assert "联系走访台账 1 条" in said
    assert people.count.text() == "共 1 条"


def test_that_the_other_one_can_stay_instead(desk, office, people, twins):
    dialog = compare(desk, people)

    dialog.swap.click()
    dialog.merge.click()

    assert values(office, twins[1])["address"] == "黄河路2号"
    assert live(office) == 1


def test_that_merging_is_taken_back_from_the_notice(desk, office, people, twins):
    before = factory.dump(office)
    compare(desk, people).merge.click()

    desk.window().notices.action.click()

    assert "两条记录都回来了" in desk.window().notices.text.text()
    assert live(office) == 2
    after = factory.dump(office)
    assert [row[7:] for row in after["contact_log"]] == [row[7:] for row in before["contact_log"]]


def test_that_a_record_that_went_is_parted_again_later(desk, office, people, twins):
    compare(desk, people).merge.click()
    factory.record_of(office, "person", 5)
    desk.changed(frozenset({"person"}))

    desk.commands.trigger("list.removed")
    select(people, 0)
    people.view.setCurrentIndex(people.table.index(0, 0))
    desk.commands.trigger("person.unmerge")

    assert live(office) == 3


def test_that_likely_doubles_are_listed_compared_and_gone_when_merged(desk, office, people):
    desk.commands.trigger("person.duplicates")
    doubles = open_one(people, DuplicatesDialog)
    assert "共 1 对" in doubles.told.text()
    assert doubles.table.rows.line(0).cells[:2] == ("姓名和出生日期相同", "李𠮷")

    doubles.compare.click()
    open_one(doubles, MergeDialog).merge.click()

    assert "没有发现" in doubles.told.text()
    assert not doubles.compare.isEnabled()
    assert live(office) == 1


def test_that_the_import_page_leads_to_the_doubles_too(desk, people):
    desk.open_screen("import")
    screen = desk.screen_of("import")

    desk.commands.trigger("person.duplicates")

    assert open_one(screen, DuplicatesDialog).table.rows.rowCount() == 1


@pytest.mark.parametrize("size", [(1280, 800), (911, 512)], ids=str)
def test_that_nothing_of_the_comparison_is_cut(desk, people, size):
    desk.window().resize(*size)

    dialog = compare(desk, people)
    for _ in range(4):
        QApplication.processEvents()

    assert cut(dialog) == []
    assert (dialog.width(), dialog.height()) <= size


def test_that_leaving_the_comparison_changes_nothing(desk, office, people):
    before = factory.dump(office)

    compare(desk, people).reject()

    assert factory.dump(office) == before
