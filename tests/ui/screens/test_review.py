"""The page of what a merge left to people: side by side, ended with one key, on to the next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import conflicts, records
from jianxi_desktop.ui.screen import Edited
from tests import factory
from tests.services.carrying import exchange
from tests.services.test_conflicts import edit, value


@pytest.fixture
def people(office, district, branch):
    """Three people whom two offices gave other names; and one that was removed and changed."""
    made = [factory.record_of(office, "person", n, branch=branch, name="李某") for n in range(1, 5)]
    exchange(office, district)
    for n, one in enumerate(made[:3]):
        edit(office, one, name="赵钱孙"[n] + "甲", phone="13800000001")
        edit(district, one, name="赵钱孙"[n] + "乙")
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, made[3])
    records.remove_record(office, ledger, made[3], found.version, "重复登记")
    edit(district, made[3], phone="13900001111")
    exchange(office, district)
    return made


@pytest.fixture
def bench(open_window, office, people):
    return open_window(office)


@pytest.fixture
def screen(bench, visit):
    return visit(bench, "review")


def press(screen, key):
    QTest.keyClick(screen.table, key)


def listed(screen):
    rows = screen.table.rows
    return [rows.line(row).cells for row in range(rows.rowCount())]


def test_that_versions_stand_side_by_side_with_who_when_and_where(screen):
    assert listed(screen) == [
        ("赵乙", "姓名", "党员台账"),
        ("钱乙", "姓名", "党员台账"),
        ("孙乙", "姓名", "党员台账"),
        ("李某", "一边移除，一边修改", "党员台账"),
    ]
    assert screen.pane.card.title.text() == "赵乙"
    told = screen.pane.card.text()
    for part in (
        "1　涧西区填的",
        "2　武汉路社区填的",
        "管理员 · 本机",
        "赵甲",
        "赵乙",
        "现在显示的",
    ):
        assert part in told
    assert screen.pane.history.rows.rowCount() >= 3
    assert screen.kinds.itemText(1) == "两边填的不一样（3）"


def test_that_one_key_ends_one_and_the_next_is_shown(screen, office, people):
    press(screen, Qt.Key.Key_2)
    assert value(office, people[0], "name") == "赵甲"
    assert [cells[0] for cells in listed(screen)] == ["钱乙", "孙乙", "李某"]
    assert screen.pane.card.title.text() == "钱乙"

    press(screen, Qt.Key.Key_Return)
    assert value(office, people[1], "name") == "钱乙"
    press(screen, Qt.Key.Key_7)  # there are two versions only
    press(screen, Qt.Key.Key_K)  # nothing was removed
    assert [cells[0] for cells in listed(screen)] == ["孙乙", "李某"]

    press(screen, Qt.Key.Key_Down)
    press(screen, Qt.Key.Key_D)
    assert [cells[0] for cells in listed(screen)] == ["孙乙"]
    press(screen, Qt.Key.Key_1)
    assert not screen.table.isVisible()
    assert conflicts.count(office) == 0


def test_that_a_button_of_a_version_does_the_same_and_undo_comes_with_the_notice(
    screen, bench, office, people
):
    screen.pane.card.buttons[1].click()
    assert value(office, people[0], "name") == "赵甲"
    assert "“赵乙”的姓名已定下" in bench.window().notices.text.text()
    bench.commands.trigger("record.undo")
    assert value(office, people[0], "name") == "赵乙"


def test_that_words_and_kinds_narrow_the_list(screen):
    screen.words.setText("孙")
    assert [cells[0] for cells in listed(screen)] == ["孙乙"]
    screen.words.clear()
    screen.kinds.setCurrentIndex(screen.kinds.findData("removal"))
    assert [cells[0] for cells in listed(screen)] == ["李某"]
    assert set(screen.pane.offered()) == {"keep", "remove", "open"}


def dialog_of(screen):
    return next(each for each in screen.findChildren(QDialog) if each.isVisible())


def test_that_many_are_ended_alike_after_a_look(screen, office, people):
    press(screen, Qt.Key.Key_B)
    dialog = dialog_of(screen)
    dialog.ways.setCurrentIndex(dialog.ways.findText("都采用武汉路社区填的（3 条）"))
    rows = dialog.table.rows
    assert rows.line(0).cells == ("赵乙", "姓名", "赵乙", "赵甲")
    assert dialog.take.text() == "采用（3 条）"
    dialog.take.click()
    assert [value(office, one, "name") for one in people[:3]] == ["赵甲", "钱甲", "孙甲"]
    assert [cells[0] for cells in listed(screen)] == ["李某"]


def test_that_another_value_is_typed_and_a_wrong_one_is_said(screen, bench, office, people):
    press(screen, Qt.Key.Key_E)
    dialog = dialog_of(screen)
    dialog.editors["name"].line.setText("赵丙")
    dialog.save.click()
    assert value(office, people[0], "name") == "赵丙"
    press(screen, Qt.Key.Key_E)
    dialog = dialog_of(screen)
    dialog.editors["name"].line.setText("钱9")
    dialog.save.click()
    assert "姓名" in bench.window().notices.text.text()
    assert value(office, people[1], "name") == "钱乙"


def test_that_two_of_one_number_are_told_apart_or_made_one(open_window, office, branch, visit):
    people = office.catalog["person"]
    for number in map(factory.identity_number, (1, 2)):
        row = {"name": "王芳", "id_number": number, "branch": branch, "status": "full"}
        records.save_record(office, people, row)
        with office.change("create") as change:
            insert_rows(change, people, [{"name": "王芳", "id_number": number}])
    bench = open_window(office)
    screen = visit(bench, "review")
    assert [cells[:2] for cells in listed(screen)] == [("王芳", "可能重复登记")] * 2
    assert {"merge", "apart", "compare"} <= set(screen.pane.offered())
    press(screen, Qt.Key.Key_N)
    assert len(listed(screen)) == 1
    bench.commands.trigger("record.undo")
    assert len(listed(screen)) == 2
    press(screen, Qt.Key.Key_N)
    press(screen, Qt.Key.Key_M)
    assert listed(screen) == []
    assert records.count_rows(office, people, Query()) == 3


def test_that_nothing_to_do_is_said(open_window, office, visit):
    screen = visit(open_window(office), "review")
    labels = [label.text() for label in screen.findChildren(type(screen.count))]
    assert "没有需要核对的" in labels
    assert not screen.table.isVisible()


def test_that_who_may_only_look_decides_nothing(open_window, office, people, branch, visit):
    viewer = factory.limited(office, office.unit.organisation, Role.VIEWER)
    screen = visit(open_window(viewer), "review")
    press(screen, Qt.Key.Key_2)
    assert not any(button.isEnabled() for button in screen.pane.card.buttons)
    assert [cells[0] for cells in listed(screen)] == ["赵乙", "钱乙", "孙乙"]


def test_that_a_form_says_which_of_its_fields_wait_and_leads_there(bench, people, visit):
    form = visit(bench, "form", Edited("person", people[1]))
    assert "姓名" in form.review.words()
    form.review.button.click()
    assert bench.shown.key == "review"
    assert bench.shown.pane.card.title.text() == "钱乙"
