"""A form is filled without a mouse: Enter and the arrows lead on, initials find, lists offer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Edited
from tests import factory

NUMBER = "99010119850312123" + check_character("99010119850312123")
OTHER = "99010119900704124" + check_character("99010119900704124")
KEY = Qt.Key


@pytest.fixture
def form(open_members, office, member, qtbot):
    desk = open_members(office)
    desk.open_screen("form", Edited("person"))
    with qtbot.waitActive(desk.window()):
        desk.window().activateWindow()
    desk.shown.form.focus_first()
    yield desk.shown.form
    desk.shown.form.forget()


@pytest.fixture
def press(qtbot):
    """Press a key where the keys are."""

    def pressed(key, *modifiers):
        qtbot.keyClick(_with_keys(), key, *modifiers)

    return pressed


@pytest.fixture
def write(qtbot):
    """Type where the keys are."""

    def written(text):
        for letter in text:
            qtbot.keyClicks(_with_keys(), letter)

    return written


def _with_keys():
    """Give what a key goes to: a list that is open, else what has the focus."""
    return QApplication.activePopupWidget() or QApplication.focusWidget()


def at(form):
    """Name the field that has the keys."""
    focus = QApplication.focusWidget()
    return next((k for k, row in form._rows.items() if row.editor.focusProxy() is focus), None)


def test_that_enter_leads_through_the_form_to_what_saves_it(form, press, qtbot):
    went = [at(form)]
    while went[-1] not in ("lost_on", None):
        press(KEY.Key_Return)
        went.append(at(form))
    assert went == [field.key for field in form.ledger.form_fields][:-1]
    press(KEY.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert at(form) == "note"
    press(KEY.Key_Return)
    assert form.raw()["note"] == "\n"  # a text of several lines keeps its Enter
    form.keys._step(form.editor("note").text, 1)
    assert QApplication.focusWidget() is form.window().workbench.shown.bar.save


def test_that_shift_enter_and_the_arrows_lead_back_and_to_the_next_line(form, press):
    for _ in range(3):
        press(KEY.Key_Return)
    assert at(form) == "born_on"
    press(KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert at(form) == "sex"
    press(KEY.Key_Up)
    assert at(form) == "name"
    press(KEY.Key_Return)
    press(KEY.Key_Down)
    assert at(form) == "born_on"  # below the number, not beside it
    press(KEY.Key_Down)
    press(KEY.Key_Down)
    assert at(form) == "group"


def test_that_a_field_is_checked_when_it_is_left_also_one_left_empty(form, press, write):
    press(KEY.Key_Tab)
    assert form.said("name") == ""  # nothing is typed yet
    write("990101198503121234")
    press(KEY.Key_Return)
    assert "校验码" in form.said("id_number")
    assert "不能为空" in form.said("name")
    assert form.said("phone") == ""


def test_that_a_whole_number_fills_sex_and_day_at_once_and_a_better_one_again(form, press, write):
    press(KEY.Key_Return)
    write(NUMBER)
    assert (form.raw()["sex"], form.raw()["born_on"]) == ("1", "1985-03-12")
    form.editor("id_number").line.clear()
    write(OTHER)
    assert (form.raw()["sex"], form.raw()["born_on"]) == ("2", "1990-07-04")
    form.editor("born_on").line.setText("1990-07-05")
    form.editor("born_on").left.emit()
    form.editor("id_number").line.clear()
    write(NUMBER)
    assert form.raw()["born_on"] == "1990-07-05"  # what a person wrote stays
    assert "与身份证号码不一致" in form.said("born_on")


def test_that_an_old_number_of_fifteen_places_is_written_whole(form, press, write):
    press(KEY.Key_Return)
    write("990101850312123")
    press(KEY.Key_Return)
    assert form.raw()["id_number"] == NUMBER
    assert (form.raw()["sex"], form.raw()["born_on"]) == ("1", "1985-03-12")


def test_that_a_choice_and_a_link_are_found_by_initials(form, press, write, branch):
    form.editor("ethnic_group").setFocus()
    write("hz")
    assert form.editor("ethnic_group").offering.texts[:2] == ["汉族", "回族"]
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert form.raw()["ethnic_group"] == "03"
    form.editor("branch").setFocus()
    write("dywg")
    press(KEY.Key_Return)
    assert form.raw()["branch"] == branch
    assert at(form) == "branch"
    press(KEY.Key_Return)
    assert at(form) == "group"


def test_that_a_key_that_goes_on_changes_no_choice(form, press):
    form.editor("sex").setFocus()
    press(KEY.Key_Up)
    assert (at(form), form.raw()["sex"]) == ("name", "")


def test_that_a_text_that_was_used_before_is_offered_by_its_initials(form, press, write, office):
    factory.record_of(office, "person", 7, address="河南省洛阳市涧西区武汉路9号", name="甲")
    editor = form.editor("address")
    editor.setFocus()
    write("hnsly")
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert form.raw()["address"] == "河南省洛阳市涧西区武汉路9号"
    press(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert form.raw()["address"] == "hnsly"  # what was typed comes back
    press(KEY.Key_Return)
    assert at(form) == "household"


def test_that_people_called_alike_are_told_apart(open_members, office, branch, qtbot):
    for number, day in ((1, "1950-01-02"), (2, "1960-02-03")):
        factory.record_of(office, "person", number, name="王同名", born_on=day, branch=branch)
    desk = open_members(office)
    desk.open_screen("form", Edited("contact_log"))
    editor = desk.shown.form.editor("person")
    editor.setFocus()
    qtbot.keyClicks(editor.line, "wtm")
    assert [each.split("，")[0] for each in editor.offering.texts] == ["王同名"] * 2
    assert "1950-01-02" in editor.offering.texts[0]
    editor.line.editingFinished.emit()
    editor.offering.hide()
    desk.shown.form.forget()


def test_that_a_row_below_is_filled_and_saved_by_keys(open_members, office, member, qtbot):
    desk = open_members(office)
    desk.open_screen("form", Edited("person", member))
    desk.shown.below.show_kind("contact_log")
    part = next(p for p in desk.shown.parts if p.ledger.key == "contact_log")
    part.add.click()
    dialog = part.findChild(DetailDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    dialog.form.editor("contacted_on").line.setText("2026-06-01")
    dialog.form.editor("kind").show_value(
        next(iter(dialog.form.ledger.fields["kind"].options.labels))
    )
    qtbot.keyClick(
        dialog.form.editor("contacted_on").line, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert part.table.rowCount() == 1


def test_that_a_second_press_does_nothing_on_the_page_that_comes_back(qtbot):
    host, done = QWidget(), []
    qtbot.addWidget(host)
    keys = "Ctrl+Return"
    commands = Commands(
        host,
        [
            Command("form.save", "保存", shortcut=keys),
            Command("election.finish", "完成换届", shortcut=keys),
        ],
    )
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()

    def go_back():
        done.append("saved")
        commands.hand_to({"election.finish": lambda: done.append("finished")})

    commands.hand_to({"form.save": go_back})
    for _time in range(2):
        qtbot.keyClick(host, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done == ["saved"]
    commands.trigger("election.finish")  # what is chosen otherwise is meant
    assert done == ["saved", "finished"]


def test_that_enter_leads_through_the_fields_of_a_dialog_to_what_goes_on(
    open_members, office, qtbot
):
    desk = open_members(office)
    fields = [office.catalog["contact_log"].fields[key] for key in ("contacted_on", "contacted_by")]
    dialog = FieldsDialog(desk, desk, Words("登记联系", "谁？", "登记", "先不办"), fields, {})
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    for key in ("contacted_on", "contacted_by"):
        assert dialog.focusWidget() is dialog.editor(key).focusProxy()
        qtbot.keyClick(dialog.focusWidget(), KEY.Key_Return)
    assert dialog.focusWidget() is dialog.go
    dialog.reject()
