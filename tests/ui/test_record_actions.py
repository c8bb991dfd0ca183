"""What is done with a record from its list and its form: claims, finished projects, visits."""

import pytest

from jianxi_desktop.services import indicator_sets, records
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screen import Edited
from tests import factory


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


def made(office, key, **given):
    ledger = office.catalog[key]
    values = factory.values_for(office, ledger, only_required=True, **given)
    return records.save_record(office, ledger, values).id


@pytest.fixture
def unit(office):
    return made(office, "unit", name="中信重工")


@pytest.fixture
def project(office):
    need = made(office, "need", title="楼道照明", state="open")
    return made(office, "project", title="点亮楼道", state="open", need=need)


def values_of(office, project):
    return records.find_record(office, office.catalog["project"], project).values


@pytest.fixture
def listed(desk, project):
    """The list of projects, with the one project chosen."""
    desk.open_screen("list:project")
    desk.shown.view.selectRow(0)
    return desk.shown


def dialog_of(desk):
    return next(d for d in desk.window().findChildren(FieldsDialog) if d.isVisible())


def test_that_a_project_is_claimed_from_its_list(desk, listed, office, project, unit, qtbot):
    desk.commands.trigger("project.claim")
    dialog = dialog_of(desk)
    dialog.editor("claimant").show_value(unit)
    dialog.editor("promise").text.setPlainText("年底前装好")
    dialog.ask()

    assert values_of(office, project)["claimant"] == unit
    assert "已认领，对应的需求改为已对接" in desk.window().notices.text.text()
    assert "中信重工" in listed.table.line(0).texts
    assert not dialog.isVisible()


def test_that_the_dialog_says_what_is_missing(desk, listed, office, project):
    desk.commands.trigger("project.claim")
    dialog = dialog_of(desk)

    dialog.ask()

    assert "不能为空" in dialog.said("claimant")
    assert dialog.isVisible()
    assert values_of(office, project)["state"] == "open"
    dialog.reject()


def test_that_a_claimed_project_says_so_before_anything_is_asked(
    desk, listed, office, project, unit
):
    row = records.find_record(office, office.catalog["project"], project)
    records.save_record(
        office,
        office.catalog["project"],
        {"claimant": unit, "state": "claimed"},
        records.Seen(project, row.version),
    )

    desk.commands.trigger("project.claim")

    assert "已由“中信重工”认领" in desk.window().notices.text.text()
    assert desk.window().findChildren(FieldsDialog) == []


def test_that_a_project_is_claimed_and_finished_on_its_form(desk, office, project, unit):
    desk.open_screen("form", Edited("project", project))
    desk.commands.trigger("project.claim")
    dialog_of(desk).editor("claimant").show_value(unit)
    dialog_of(desk).ask()
    assert desk.shown.form.editor("state").combo.currentText() == "已认领"

    desk.commands.trigger("project.finish")
    dialog_of(desk).editor("satisfaction").show_value("satisfied")
    dialog_of(desk).ask()

    assert values_of(office, project)["state"] == "done"
    assert desk.shown.form.editor("satisfaction").combo.currentText() == "满意"
    desk.commands.trigger("record.undo")
    assert values_of(office, project)["state"] == "claimed"


def test_that_an_action_does_not_run_over_what_is_typed(desk, office, project):
    desk.open_screen("form", Edited("project", project))
    desk.shown.form.editor("title").line.setText("另一个名称")

    desk.commands.trigger("project.claim")

    assert "请先保存" in desk.window().notices.text.text()
    assert desk.window().findChildren(FieldsDialog) == []
    desk.shown.form.forget()


def test_that_actions_are_offered_where_they_belong_only(desk, office, project, member):
    desk.open_screen("list:project")
    desk.shown.view.clearSelection()
    desk.shown.view.setCurrentIndex(desk.shown.table.index(-1, -1))
    assert not desk.commands.is_on("project.claim")
    desk.open_screen("form", Edited("person", member))
    assert not desk.commands.is_on("project.claim")
    desk.open_screen("form", Edited("project"))
    assert not desk.commands.is_on("project.claim")
    desk.open_screen("form", Edited("project", project))
    assert desk.commands.is_on("project.claim")
    assert not desk.commands.is_on("booking.done")


def test_that_a_list_is_narrowed_to_one_state(desk, office, project):
    made(office, "project", title="旧项目", state="stopped")
    desk.open_screen("list:project")
    states = desk.shown.states
    assert desk.shown.count.text() == "共 2 条"

    states.setCurrentIndex(states.findText("待认领"))
    states.activated.emit(states.currentIndex())

    assert desk.shown.count.text() == "找到 1 条"
    assert desk.shown.table.line(0).texts[0] == "点亮楼道"
    desk.shown.clear_conditions()
    assert desk.shown.count.text() == "共 2 条"


def test_that_a_list_without_states_offers_none(desk):
    desk.open_screen("list:person")

    assert not desk.shown.states.isVisible()


def test_that_a_visit_is_ended_from_the_list_of_bookings(desk, office):
    booking = factory.record_of(office, "booking", state="confirmed", headcount=30)
    desk.open_screen("list:booking")
    desk.shown.view.selectRow(0)

    desk.commands.trigger("booking.done")
    dialog_of(desk).ask()

    found = records.find_record(office, office.catalog["booking"], booking).values
    assert (found["state"], found["present"]) == ("done", 30)


def test_that_the_shipped_sets_are_put_in_from_an_empty_list(desk, office):
    desk.open_screen("list:indicator_set")
    desk.commands.trigger("indicators.install")
    assert desk.shown.table.rowCount() == 3
    assert "已装入现成指标" in desk.window().notices.text.text()
    desk.commands.trigger("indicators.install")
    assert "没有改动" in desk.window().notices.text.text()


@pytest.mark.parametrize(
    ("command", "title"),
    [("indicators.version", "综合观摩（第2版）"), ("indicators.copy", "综合观摩副本（第1版）")],
)
def test_that_the_next_version_or_a_copy_is_opened_to_be_changed(desk, office, command, title):
    desk.open_screen("list:indicator_set")
    desk.commands.trigger("indicators.install")
    desk.shown.view.selectRow(0)
    desk.commands.trigger(command)
    assert desk.shown.form.editor("title").raw() == title
    assert title in desk.window().notices.text.text()
    desk.commands.trigger("record.undo")
    assert len(indicator_sets.list_sets(office)) == 3
