"""The pages of joint building and of the lecture halls, on a community of invented people."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from jianxi_desktop.services import lecture_hall
from jianxi_desktop.ui.screens.parts import choose
from tests.ui.looks import settle


@pytest.fixture
def screen(bench, visit):
    shown = visit(bench, "joint_work")
    choose(shown.year, 2018)
    shown._load()
    return shown


def test_that_a_year_of_joint_building_stands_in_one_line(screen):
    line = screen.table.rows.line(0)

    assert line.cells[0].strip() == "武汉路社区党委"
    assert line.cells[4] == "✓ 3/2"
    assert "三方联席会应在2018年9月30日前召开，已经过了" in screen.told.text()
    assert "依据待核实" in screen.told.text()
    assert screen.details.tabText(1) == "今年的会议 5"
    assert screen.figures.text_of("partners") == str(screen.partners.rows.rowCount())


def test_that_a_meeting_and_a_member_are_begun_with_what_is_known(screen, visit):
    bench, one = screen.desk, screen.current
    bench.commands.trigger("joint.meeting")
    values = bench.shown.form.raw()
    assert values["organisation"] == one.committee
    assert values["kind"] == "joint_meeting"

    bench.go_back()
    screen = visit(bench, "joint_work")
    bench.commands.trigger("joint.member")
    values = bench.shown.form.raw()
    assert values["from_unit"] == screen.current.partners[0].id
    assert values["part_time"] is True


def test_that_the_buttons_are_in_sight_on_a_small_screen(screen):
    settle()
    (area,) = screen.findChildren(QScrollArea, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert area.verticalScrollBar().maximum() == 0


def test_that_only_those_with_something_to_do_are_kept(screen):
    screen.only.setChecked(True)
    assert screen.table.rows.rowCount() == 1
    choose(screen.year, 2016)
    screen._load()
    assert screen.figures.text_of("late") == "1"


def test_that_the_table_is_saved_as_a_file(screen, answer, tmp_path):
    screen.pickers = answer(tmp_path / "共建.xlsx")
    screen.desk.commands.trigger("list.export")

    [row] = openpyxl.load_workbook(tmp_path / "共建.xlsx").active.iter_rows(
        min_row=2, values_only=True
    )
    assert row[0].strip() == "武汉路社区党委"
    assert "共 1 行" in screen.window().notices.text.text()


def test_that_the_lectures_of_a_month_are_listed_and_counted(bench, visit, answer, tmp_path):
    shown = visit(bench, "lecture_hall", "2018-05")
    hall = lecture_hall.hall(bench.office, shown.first)

    assert shown.sessions.rows.rowCount() == len(hall.sessions) > 0
    assert shown.figures.text_of("times") == str(hall.whole.month[0])
    assert [shown.groups.tabText(place) for place in range(4)] == [
        "讲师类别",
        "课程",
        "讲习方式",
        "举办党组织",
    ]
    assert shown.groups.widget(2).rows.rowCount() == 12

    bench.commands.trigger("hall.after")
    assert shown.first.month == 6
    shown.pickers = answer(tmp_path / "讲习.xlsx")
    bench.commands.trigger("list.export")
    assert openpyxl.load_workbook(tmp_path / "讲习.xlsx").active.cell(2, 2).value == "合计"


def test_that_a_lecture_is_begun_in_the_month_that_is_shown(bench, visit):
    visit(bench, "lecture_hall", "2027-03")
    bench.commands.trigger("record.new")

    values = bench.shown.form.raw()
    assert (values["kind"], values["held_on"]) == ("lecture", "2027-03-01")
