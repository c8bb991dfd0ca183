"""A form says all that is wrong beside the fields, and loses nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.services import records
from jianxi_desktop.ui.clash_dialog import ClashDialog
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.screen import Edited

NUMBER = "99010119850312123" + check_character("99010119850312123")


@pytest.fixture
def desk(open_members, office):
    return open_members(office)


@pytest.fixture
def form(quiet_desk, office, member, qapp):
    made = RecordForm(quiet_desk, office.catalog["person"])
    made.load(member)
    yield made
    made.deleteLater()


def leave(editor, text):
    """Type a value as a person does, and go on."""
    editor.line.setText(text)
    editor.line.textEdited.emit(text)
    editor.line.editingFinished.emit()


def test_that_a_day_that_differs_from_the_masked_number_is_pointed_at(form):
    assert form.editor("id_number").line.text() == "990101********002X"

    leave(form.editor("born_on"), "1965-03-13")

    assert "与身份证号码不一致" in form.said("born_on")
    form.save()
    assert not form.dirty


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("1985", "1985", ""),
        ("1985年3月", "1985-03", ""),
        ("1985.3.12", "1985-03-12", ""),
        ("1985-13-40", "1985-13-40", "不是真实存在的日期"),
    ],
)
def test_that_a_day_is_taken_as_people_write_it(form, typed, kept, said):
    leave(form.editor("joined_on"), typed)

    assert form.editor("joined_on").line.text() == kept
    assert said in form.said("joined_on")


def test_that_an_identity_number_is_explained_while_it_is_typed(form):
    editor = form.editor("id_number")

    editor.line.setText("990101")
    assert editor.note() == "已输入6位，共18位"
    editor.line.setText(NUMBER)
    assert editor.note() == "男，1985年3月12日出生"


def test_that_all_that_is_wrong_is_said_at_once(form):
    form.editor("name").line.setText("")
    form.editor("phone").line.setText("12")
    form.editor("id_number").line.setText("990101198503121234")

    form.save()

    assert "不能为空" in form.said("name")
    assert "11位手机号" in form.said("phone")
    assert "校验码" in form.said("id_number")
    assert form.editor("name").line.property("state") == "error"


def test_that_what_was_refused_is_not_said_any_more_once_it_is_saved(desk, member):
    desk.open_screen("form", Edited("person", member))
    form, notices = desk.shown.form, desk.window().notices
    leave(form.editor("phone"), "12")
    form.save()
    assert "还没有保存" in notices.text.text()
    leave(form.editor("phone"), "13800005678")
    form.save()
    assert notices.text.text() == "已保存“李𠮷”。"
    notices.close_one()
    assert not notices.isVisible()


def test_that_a_warning_lets_the_record_be_saved(form, office, member):
    form.editor("id_number").line.setText(NUMBER)
    form.editor("born_on").line.setText("1984-01-01")
    form.editor("sex").show_value("1")

    form.save()

    assert records.find_record(office, office.catalog["person"], member).values["born_on"] == (
        "1984-01-01"
    )
    assert "请核对" in form.said("born_on")
    assert form.editor("born_on").line.property("state") == "warning"


def test_that_a_choice_may_be_typed_and_a_wrong_one_is_refused(form):
    form.editor("ethnic_group").combo.setEditText("回族")
    form.editor("education").combo.setEditText("私塾")

    form.save()

    assert form.raw()["ethnic_group"] == "03"
    assert "不在选项里" in form.said("education")


def test_that_a_link_is_found_by_typing_and_shown_by_its_caption(form, office, branch):
    editor = form.editor("branch")
    assert editor.line.text() == "第一网格党支部"
    assert editor.raw() == branch

    editor.line.setText("dywg")
    editor.line.textEdited.emit("dywg")
    editor.line.editingFinished.emit()

    assert editor.line.text() == "第一网格党支部"
    assert editor.raw() == branch


def test_that_a_name_no_record_has_is_said(form):
    editor = form.editor("branch")
    editor.line.setText("没有的支部")
    editor.line.textEdited.emit("没有的支部")

    form.save()

    assert "没有找到" in form.said("branch")


def save_first(office, member, **values):
    """Save a record as somebody else does while a form stands open on it."""
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, member)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, values, seen)


def test_that_two_saves_of_one_record_are_put_together_field_by_field(form, office, member):
    save_first(office, member, name="李先到", education="21", workplace="涧西小学")
    form.editor("name").line.setText("李后到")
    form.editor("address").line.setText("武汉路9号")

    form.save()

    dialog = form.findChild(ClashDialog)
    chosen = {key: pair[0].isChecked() for key, pair in dialog.choices.items()}
    assert chosen == {"name": True, "education": False, "address": True, "workplace": False}
    dialog.save.click()
    now = records.find_record(office, office.catalog["person"], member).values
    assert (now["name"], now["address"]) == ("李后到", "武汉路9号")
    assert (now["education"], now["workplace"]) == ("21", "涧西小学")
    assert not form.dirty


def test_that_theirs_can_be_chosen_where_both_changed_a_field(form, office, member):
    save_first(office, member, name="李先到")
    form.editor("name").line.setText("李后到")
    form.save()
    dialog = form.findChild(ClashDialog)

    dialog.choices["name"][1].setChecked(True)
    dialog.save.click()

    now = records.find_record(office, office.catalog["person"], member).values
    assert now["name"] == form.editor("name").line.text() == "李先到"


def test_that_ones_own_changes_can_be_given_up_for_theirs(form, office, member):
    save_first(office, member, name="李先到")
    form.editor("name").line.setText("李后到")
    form.save()

    form.findChild(ClashDialog).drop.click()

    assert form.editor("name").line.text() == "李先到"
    assert not form.dirty


def test_that_a_second_press_saves_a_new_record_once(quiet_desk, office, qapp):
    made = RecordForm(quiet_desk, office.catalog["venue"])
    made.start_new({"organisation": office.top, "kind": "lecture_hall"})
    made.editor("name").line.setText("东苑讲习所")
    saved = []
    made.saved.connect(saved.append)
    made.saved.connect(lambda _saved: made.save())  # pressed before the record is shown again
    made.save()
    assert len(saved) == 1, quiet_desk.said
    made.load(saved[0].id)
    made.editor("name").line.setText("西苑讲习所")
    made.save()
    assert len(saved) == 2
    made.deleteLater()


def test_that_leaving_with_changes_asks_in_verbs_and_keeps_or_drops_them(desk, member, qtbot):
    desk.open_screen("form", Edited("person", member))
    screen = desk.shown
    screen.form.editor("name").line.setText("李改名")

    desk.open_screen("list:person")

    box = screen.findChild(QMessageBox, "question")
    assert desk.shown is screen
    assert [b.text() for b in box.buttons()] == ["保存", "放弃修改", "继续编辑"]
    box.buttons()[1].click()
    assert desk.shown.key == "list:person"


def test_that_saving_on_leaving_saves_and_leaves(desk, office, member):
    desk.open_screen("form", Edited("person", member))
    screen = desk.shown
    screen.form.editor("name").line.setText("李改名")

    desk.go_back()
    screen.findChild(QMessageBox, "question").buttons()[0].click()

    assert desk.shown.key == "list:person"
    assert records.find_record(office, office.catalog["person"], member).values["name"] == "李改名"
    assert desk.shown.table.line(0).texts[0] == "李改名"


def test_that_a_new_member_joins_the_organisation_chosen_in_the_tree(desk, branch, qtbot):
    desk.choose_organisation(branch)

    desk.open_screen("form", Edited("person"))

    assert desk.shown.form.editor("branch").raw() == branch


def test_that_a_membership_is_added_below_its_person(desk, member, branch, qtbot):
    desk.open_screen("form", Edited("person", member))
    part = desk.shown.parts[0]
    assert part.table.rowCount() == 1

    part.add.click()
    dialog = part.findChild(DetailDialog)
    dialog.form.editor("branch").show_value(branch)
    dialog.form.editor("until").line.setText("2020-01")
    dialog.form.editor("status").show_value("full")
    dialog.form.save()

    assert part.table.rowCount() == 2
    assert part.count.text() == "共 2 条"


def test_that_escape_goes_back_to_the_list(desk, member, qtbot):
    desk.open_screen("form", Edited("person", member))

    qtbot.keyClick(desk.shown, Qt.Key.Key_Escape)

    assert desk.shown.key == "list:person"


@pytest.fixture
def activity(quiet_desk, office, qapp):
    made = RecordForm(quiet_desk, office.catalog["activity"])
    made.start_new()
    yield made
    made.deleteLater()


def sections_of(form):
    """Give the titles of the groups that are shown."""
    return [box.section.title for box in form._sections if not box.isHidden()]


@pytest.mark.parametrize(
    ("kind", "more"),
    [("三新讲习", {"讲习"}), ("集中培训", {"培训"}), ("支部委员会", set()), ("", set())],
)
def test_that_groups_about_other_kinds_of_record_step_back(activity, kind, more):
    activity.editor("kind").combo.setEditText(kind)

    assert set(sections_of(activity)) - {"活动", "人员", "人数", "记录"} == more


def test_that_a_group_stays_while_something_stands_in_it(activity, office, branch):
    activity.editor("kind").combo.setEditText("支部党员大会")
    activity.editor("agreed").line.setText("8")

    activity.editor("kind").combo.setEditText("支部委员会")

    assert "表决" in sections_of(activity)
    values = {"topic": "支委会", "kind": "committee_meeting", "held_on": "2026-07-01", "agreed": 4}
    ledger = office.catalog["activity"]
    saved = records.save_record(office, ledger, {**values, "organisation": branch})
    activity.load(saved.id)
    assert "表决" in sections_of(activity)
