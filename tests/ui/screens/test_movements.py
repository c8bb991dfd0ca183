"""The page of movements: who has to be looked after, and each deed done with one dialog."""

from datetime import date

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import movement_deeds, movement_letters, records
from jianxi_desktop.services.movement_deeds import Told
from jianxi_desktop.services.movement_letters import Letter
from jianxi_desktop.ui.screen import Moving

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(calendar, "today", lambda: DAY)


@pytest.fixture
def screen(open_window, office, member):
    desk = open_window(office)
    desk.open_screen("movements")
    return desk.screen_of("movements")


def do(screen, key, **typed):
    screen.desk.commands.trigger(f"movement.{key}")
    dialog = screen.asking.dialog
    for field, value in typed.items():
        editor = dialog.editor(field)
        editor.put_back(value)
        editor.changed.emit()
    dialog.ask()
    return dialog


def texts(table):
    model = table.rows
    return [model.line(row).cells for row in range(model.rowCount())]


def status_of(office, member):
    return records.find_record(office, office.catalog["person"], member).values["status"]


def test_that_a_letter_is_sent_and_its_receipt_ends_the_relation(screen, office, member):
    dialog = do(screen, "letter", person=member, to_place="西工区某党委", valid_days="120")
    assert "李𠮷　第一网格党支部" in dialog.told.text()
    assert "超过最长90天" in dialog.told.text()
    ((name, _branch, to, number, *_rest),) = texts(screen.tables[0])
    assert (name, to, number) == ("李𠮷", "西工区某党委", "2026-001")
    assert status_of(office, member) == "full"
    refused = do(screen, "receipt", receipt_on="2026-11-19")
    assert "不能早于那一天" in refused.problem.text()
    refused.reject()
    do(screen, "receipt")
    assert not texts(screen.tables[0])
    assert "没有在途的介绍信" in screen.empty.text()
    assert screen.figures.text_of("letters") == "0"


def test_that_a_member_comes_from_the_list_and_is_done_something_about(screen, office, member):
    screen.desk.open_screen("movements", Moving(member))
    assert "李𠮷" in screen.whom.text.text()
    screen.menu.close()
    do(screen, "flow_out", moved_on="2026-02-01", to_place="浙江省杭州市")
    assert screen.tabs.currentIndex() == 1
    (row,) = texts(screen.tables[1])
    assert row[-1] == "该联系、宜转接"
    do(screen, "contact", content="电话联系，一切都好")
    (row,) = texts(screen.tables[1])
    assert (row[6], row[-1]) == ("2026-11-20", "宜转接")
    do(screen, "back")
    assert not texts(screen.tables[1])


def test_that_a_lost_member_is_suspended_only_when_somebody_does_it(screen, office, member):
    movement_deeds.lose_contact(office, member, Told("2026-03-01", rest={"lost_reason": "1"}))
    screen.refresh(frozenset({"member_movement"}))
    screen.tabs.setCurrentIndex(2)
    (row,) = texts(screen.tables[2])
    assert row[-1].startswith("已满6个月")
    assert status_of(office, member) == "full"
    do(screen, "suspend", document="涧党组〔2026〕8号")
    assert status_of(office, member) == "suspended"
    assert not screen.desk.commands.is_on("movement.suspend")
    do(screen, "restore", document="涧党组〔2026〕9号")
    assert status_of(office, member) == "full"


def test_that_the_balance_names_for_whom_it_does_not_close(screen, office, member, branch):
    screen.tabs.setCurrentIndex(5)
    assert "两边一致" in screen.balance.said.text.text()
    given = {"name": "王芳", "branch": branch, "status": "full", "since": "2026-05-01"}
    made = records.save_record(office, office.catalog["person"], given | {"joined_on": "1999"})
    screen.desk.changed(made.touched)
    assert "相差+1" in screen.balance.said.text.text()
    assert texts(screen.balance.odd)[0][0] == "王芳"
    screen.balance.odd.setFocus()
    assert screen.balance.person == made.id


def test_that_who_reports_serves_and_gets_a_card(screen, office):
    do(screen, "sign_on", name="王芳", workplace="中信重工", duty="政策宣讲员")
    assert screen.tabs.currentIndex() == 4
    do(screen, "serve", content="为老人理发", hours="2")
    (row,) = texts(screen.tables[4])
    assert (row[0], row[3], row[6], row[7]) == ("王芳", "2026-001", "1次", "2")
    twice = do(screen, "sign_on", name="王芳", workplace="中信重工")
    assert "已在这里报到" in twice.problem.text()
    twice.reject()
    do(screen, "sign_off")
    assert not screen.desk.commands.is_on("movement.serve")


def test_that_words_narrow_all_lists_and_the_letter_can_be_printed(screen, office, member, branch):
    given = {"name": "王芳", "branch": branch, "status": "full"}
    other = records.save_record(office, office.catalog["person"], given).id
    for who in (member, other):
        movement_letters.send_letter(office, who, Letter("2026-11-01", "某党委"))
    screen.refresh(frozenset({"member_movement"}))
    screen.words.setText("李𠮷")
    assert [row[0] for row in texts(screen.tables[0])] == ["李𠮷"]
    screen.desk.commands.trigger("list.print")
    assert screen.desk.shown.key == "print"
