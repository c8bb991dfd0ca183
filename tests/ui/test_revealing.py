"""Full numbers are shown for half a minute, to those who may, with a reason that is kept."""

import dataclasses

import openpyxl
import pytest

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import audit, records
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.revealing import STAYS
from jianxi_desktop.ui.screen import Edited


@pytest.fixture
def desk(open_members, office, member):
    """A workbench on a community with one member."""
    return open_members(office)


def reveal(desk, reason="核对本人身份"):
    """Ask for the numbers as a person does."""
    desk.commands.trigger("record.reveal")
    dialog = desk.shown.findChild(ReasonDialog)
    dialog.reason.setCurrentText(reason)
    dialog.accept()


def phone(desk):
    return desk.shown.form.editor("phone").line


def test_that_a_form_shows_numbers_for_half_a_minute_and_hides_them_again(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    assert phone(desk).text() == "138****1234"

    reveal(desk)

    assert phone(desk).text() == "13800001234"
    assert desk.shown.form.editor("id_number").line.text() == "99010119650312002X"
    assert not desk.shown.form.dirty
    assert desk.shown.numbers.timer.interval() == STAYS == 30_000
    desk.shown.numbers.timer.timeout.emit()
    assert phone(desk).text() == "138****1234"
    event = audit.list_events(office, limit=1)[0]
    assert (event.action, event.reason, event.detail["count"]) == ("reveal", "核对本人身份", 1)


def test_that_a_number_typed_over_the_shown_one_stays_and_is_saved(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    reveal(desk)
    phone(desk).setText("13900005678")

    desk.shown.numbers.timer.timeout.emit()
    assert phone(desk).text() == "13900005678"
    desk.shown.save()

    found = records.find_record(office, office.catalog["person"], member)
    assert found.values["phone"] == "139****5678"
    assert phone(desk).text() == "139****5678"


def test_that_saving_something_else_keeps_the_numbers(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    reveal(desk)
    desk.shown.form.editor("name").line.setText("李改名")

    desk.shown.save()
    reveal(desk)

    assert phone(desk).text() == "13800001234"


def test_that_a_form_locked_with_its_numbers_shown_keeps_them_masked(desk, member):
    desk.open_screen("form", Edited("person", member))
    reveal(desk)
    desk.shown.form.editor("name").line.setText("李改名")

    (draft,) = desk.drafts()

    assert draft.base["phone"] == draft.typed["phone"] == "138****1234"
    desk.shown.form.forget()


def test_that_a_list_shows_the_numbers_of_the_chosen_lines(desk, office, branch):
    values = {"name": "赵二", "branch": branch, "status": "full", "phone": "13700009999"}
    desk.changed(records.save_record(office, office.catalog["person"], values).touched)
    table, view = desk.shown.table, desk.shown.view
    view.selectRow(0)

    reveal(desk)

    assert "99010119650312002X" in table.line(0).texts
    assert not any("13700009999" in text.replace(" ", "") for text in table.line(1).texts)
    desk.shown.numbers.timer.timeout.emit()
    assert "990101********002X" in table.line(0).texts


def test_that_who_may_not_is_not_asked(open_members, office, member):
    account = dataclasses.replace(office.account, role=Role.EDITOR, rights=rights_of(Role.EDITOR))
    office.account = account
    desk = open_members(office)
    desk.shown.view.selectRow(0)

    desk.commands.trigger("record.reveal")

    assert desk.shown.findChild(ReasonDialog) is None
    assert "没有“查看完整号码”的权限" in desk.commands.action("record.reveal").toolTip()


def test_that_full_numbers_are_exported_with_a_reason_only(desk, office, tmp_path):
    screen, path = desk.shown, tmp_path / "full.xlsx"
    screen.columns.show(("name", "id_number"))
    screen.numbers.ask_export(screen._query(), path)
    assert not path.exists()

    dialog = screen.findChild(ReasonDialog)
    dialog.reason.setCurrentText("上报区委组织部")
    dialog.accept()

    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("姓名", "身份证号码")
    assert "99010119650312002X" in {row[1] for row in rows}
    event = audit.list_events(office, limit=1)[0]
    assert (event.action, event.reason) == ("export", "上报区委组织部")
    assert "没有加密" in desk.window().notices.text.text()
