"""Erasing is for a lawful request only, says what it does, and leaves nothing on the screen."""

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import audit, records
from jianxi_desktop.ui.erasing import EraseDialog
from jianxi_desktop.ui.screen import Edited

REQUEST = "洛涧个保〔2026〕1号"


@pytest.fixture
def desk(open_window, office, member):
    """A workbench on a community with one member, whose form is open."""
    bench = open_window(office)
    bench.open_screen("form", Edited("person", member))
    return bench


def ask(desk):
    desk.commands.trigger("record.erase")
    return desk.shown.findChild(EraseDialog)


def erase(desk, request=REQUEST):
    dialog = ask(desk)
    dialog.request.setText(request)
    dialog.erase.click()


def test_that_a_record_is_erased_from_its_form_and_the_list_is_shown(desk, office):
    desk.shown.form.editor("name").line.setText("李改名")  # what is typed goes too

    erase(desk)

    assert desk.shown.key == "list:person"
    assert desk.shown.table.rowCount() == 0
    assert "共 2 条、操作记录里的 2 处" in desk.window().notices.text.text()
    event = audit.list_events(office, limit=1)[0]
    assert (event.action, event.reason) == ("erase", REQUEST)


def test_that_a_removed_record_is_erased_from_the_list_of_those(desk, office, member):
    people = office.catalog["person"]
    found = records.find_record(office, people, member)
    records.remove_record(office, people, member, found.version, "已转出")
    desk.open_screen("list:person")
    assert not desk.commands.is_on("record.erase")
    desk.commands.trigger("list.removed")
    desk.shown.view.selectRow(0)

    erase(desk)

    assert desk.shown.table.line(0).texts[0].startswith("（已依法删除")
    assert records.count_rows(office, people, Query(words="李", removed=True)) == 0


@pytest.mark.parametrize("request_typed", ["", "  无  "])
def test_that_it_needs_a_request(desk, office, request_typed):
    dialog = ask(desk)
    dialog.request.setText(request_typed)

    assert not dialog.erase.isEnabled()
    dialog.reject()
    assert records.count_rows(office, office.catalog["person"], Query()) == 1


def test_that_it_says_it_is_final_and_what_is_not_reached(desk):
    said = "".join(label.text() for label in ask(desk).findChildren(QLabel))

    for word in ("收不回来", "备份里还有", "其他单位", "李𠮷"):
        assert word in said


def test_that_an_editor_cannot_erase(open_window, office, member):
    role = Role.EDITOR
    office.account = dataclasses.replace(office.account, role=role, rights=rights_of(role))
    desk = open_window(office)
    desk.open_screen("form", Edited("person", member))

    assert not desk.commands.is_on("record.erase")
