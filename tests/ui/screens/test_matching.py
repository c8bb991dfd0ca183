"""The page of the three lists: narrowed, gone to from elsewhere, stopped, taken out as a file."""

import openpyxl
import pytest

from jianxi_desktop.services import projects, records
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from tests import factory


def made(office, key, **given):
    values = factory.values_for(office, office.catalog[key], only_required=True, **given)
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def need(office):
    home = {"organisation": office.unit.organisation, "state": "open"}
    made(office, "need", title="书法教师", kind="talent", **home)
    return made(office, "need", title="助餐窗口", kind="service", due_on="2026-01-31", **home)


@pytest.fixture
def project(office, need):
    unit = made(office, "unit", name="中信重工")
    return made(
        office,
        "project",
        title="午间助餐",
        need=need,
        claimant=unit,
        claimed_on="2026-01-05",
        state="claimed",
        due_on="2026-01-31",
        organisation=office.unit.organisation,
    )


@pytest.fixture
def screen(open_window, office, need, visit):
    return visit(open_window(office), "matching")


def titles(table):
    return [table.rows.line(row).cells[0] for row in range(table.rows.rowCount())]


def narrow(box, name, side):
    box.setCurrentText(name)
    side._narrow()


def test_that_needs_are_narrowed_by_state_and_words(screen):
    assert titles(screen.needs.needs) == ["助餐窗口", "书法教师"]
    assert screen.needs.needs.rows.line(0).cells[-1] == "逾期·待对接"

    narrow(screen.needs.which, "逾期", screen.needs)
    assert titles(screen.needs.needs) == ["助餐窗口"]

    narrow(screen.needs.which, "全部", screen.needs)
    screen.needs.words.setText("书法")
    assert titles(screen.needs.needs) == ["书法教师"]
    assert screen.figures.text_of("late_needs") == "1"


def test_that_a_need_nothing_fits_says_what_to_do(screen):
    assert "发布项目征集认领" in screen.needs.none.text()
    assert not screen.desk.commands.is_on("matching.match")
    assert screen.desk.commands.is_on("matching.publish")

    screen.desk.commands.trigger("matching.publish")
    dialog = screen.findChild(FieldsDialog)
    dialog.ask()

    assert screen.lists.counts()["unclaimed"] == 1
    assert not screen.on_needs
    assert titles(screen.projects.table) == ["助餐窗口"]


def test_that_a_reminder_leads_to_its_need_and_to_its_project(screen, need, project, visit):
    bench = screen.desk
    screen = visit(bench, "matching", str(need))
    assert (screen.on_needs, screen.needs.need.id) == (True, need)
    assert "已对接成项目“午间助餐”（已认领，中信重工认领）" in screen.needs.told.text()

    screen = visit(bench, "matching", project)
    assert (screen.on_needs, screen.projects.current.id) == (False, project)
    assert "需求：助餐窗口" in screen.projects.told.text()


def test_that_a_project_is_stopped_with_a_reason(screen, need, project, office, visit):
    screen = visit(screen.desk, "matching", project)
    screen.desk.commands.trigger("project.stop")
    dialog = screen.window().findChild(FieldsDialog)
    dialog.ask()
    assert "不能为空" in dialog.said("reason")

    dialog.editor("reason").show_value("食堂停业")
    dialog.ask()

    found = records.find_record(office, office.catalog["need"], need).values
    assert found["state"] == "open"
    assert "项目已终止" in screen.window().notices.text.text()
    assert not screen.desk.commands.is_on("project.finish")


def test_that_what_is_open_or_late_is_saved_as_a_file(screen, project, answer, tmp_path):
    screen.desk.changed(frozenset({"project"}))
    path = tmp_path / "清单.xlsx"
    screen.pickers = answer(path)
    screen.desk.commands.trigger("list.export")

    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert [row[:2] for row in rows[1:]] == [
        ("需求", "助餐窗口"),
        ("需求", "书法教师"),
        ("项目", "午间助餐"),
    ]
    assert rows[1][-1] == "逾期，已对接"
    assert rows[3][-1] == "逾期，已认领"


def test_that_a_project_that_is_done_waits_for_what_people_say(screen, project, office, visit):
    projects.finish_project(office, project, on="2026-01-30", result="每天四十份")
    screen = visit(screen.desk, "matching", project)
    assert screen.projects.table.rows.line(0).cells[-1] == "待评价"
    assert not screen.desk.commands.is_on("project.finish")

    screen.desk.commands.trigger("project.rate")
    dialog = screen.window().findChild(FieldsDialog)
    dialog.editor("satisfaction").show_value("satisfied")
    dialog.ask()

    assert screen.projects.table.rows.line(0).cells[-1] == "满意"
    assert "群众评价已登记。" in screen.window().notices.text.text()
    assert screen.figures.text_of("unrated") == "0"
