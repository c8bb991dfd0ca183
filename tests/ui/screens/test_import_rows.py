"""The rows of a preview: what changes, who they are, and how one finds among many."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.import_report import RosterReport, RowReport
from tests import factory
from tests.ui.looks import cut
from tests.ui.screens.conftest import number_of, person, write_sheet


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def screen(desk, visit):
    return visit(desk, "import")


@pytest.fixture
def known(office, branch):
    """Two members of one name and different days of birth; one has a number."""
    ledger = office.catalog["person"]
    given = {"name": "李𠮷", "branch": branch, "status": "full", "joined_on": "1990-07"}
    first = {**given, "born_on": "1965-03-12"}
    second = {**given, "born_on": "1965-03", "id_number": "99010119650312002X"}
    return [records.save_record(office, ledger, values).id for values in (first, second)]


def lines(screen):
    """Give the rows that are shown, as cells."""
    rows = screen.result.table.rows
    return [rows.line(row).cells for row in range(rows.rowCount())]


def people(office):
    return factory.rows_of(office, office.catalog["person"])


def people_count(office):
    return records.count_rows(office, office.catalog["person"], Query())


def test_that_a_changed_cell_shows_what_it_said_before(screen, desk, office, tmp_path):
    screen.take(write_sheet(tmp_path / "a.xlsx", [person(1, 学历="初中"), person(2)]))
    desk.commands.trigger("import.run")

    screen.take(write_sheet(tmp_path / "b.xlsx", [person(1, 学历="大专"), person(2)]))
    assert screen.result.figures.text_of("update") == "1"
    screen.result.figures.choose("update")

    (line,) = lines(screen)
    old, new = line[2].removeprefix("学历：").split("；")[0].split(" → ")
    assert old.startswith("初")
    assert "专" in new
    assert f"{old} → {new}" in line[3:]
    marked = screen.result.table.rows.line(0).states
    assert [line[place] for place, state in marked.items() if state == "changed"] == [
        f"{old} → {new}"
    ]
    assert screen.result.run.text() == "导入 1 条"


def test_that_each_kind_of_row_is_counted_and_shown_alone(screen, roster):
    screen.take(roster)
    figures = screen.result.figures

    assert figures.buttons["create"].text() == "新增 10"
    assert not figures.buttons["update"].isEnabled()
    figures.buttons["create"].click()
    assert {line[1] for line in lines(screen)} == {"新增"}
    assert len(lines(screen)) == 10
    figures.buttons["odd"].click()
    assert all(line[2] for line in lines(screen))


def test_that_lines_without_a_record_say_what_they_are(screen, tmp_path):
    rows = [person(1), ["合计", "共1人"], person(2)]
    screen.take(write_sheet(tmp_path / "a.xlsx", rows))

    screen.result.figures.choose("skip")

    assert [line[2] for line in lines(screen) if line[0] == "4"] == ["合计，不是记录"]


def test_that_a_row_is_found_by_name_or_number(screen, tmp_path):
    rows = [person(n, 姓名=f"王{'甲乙丙丁'[n]}") for n in range(4)]
    screen.take(write_sheet(tmp_path / "a.xlsx", rows))

    screen.result.figures.name.setText("丙")
    assert [line[3] for line in lines(screen)] == ["王丙"]
    screen.result.figures.name.setText("4")
    assert [line[3] for line in lines(screen)] == ["王乙"]
    screen.result.figures.name.setText("戊")
    assert lines(screen) == []
    assert "没有找到" in screen.result.reasons.text()
    assert screen.result.reasons.isVisible()

    screen.take(write_sheet(tmp_path / "b.xlsx", rows))
    assert len(lines(screen)) == 4


@pytest.fixture
def doubtful(tmp_path):
    """A roster whose first two rows may be about records that are there."""
    heads = ("姓名", "出生年月", "学历", "入党时间")
    rows = [
        ["李𠮷", "1965.03", "大专", "1990.07"],
        ["李𠮷", "1965.03", "初中", "1990.07"],
        ["王芳", "1970.01", "大专", "1991.07"],
    ]
    return write_sheet(tmp_path / "doubtful.xlsx", rows, heads)


def test_that_a_row_is_shown_beside_those_it_may_be(screen, known, doubtful):
    screen.take(doubtful)
    panel = screen.result.decide

    assert screen.result.figures.buttons["review"].isChecked()
    assert panel.isVisible()
    assert len(panel.same) == 2
    assert "李𠮷" in panel.text()
    assert "1965年3月12日" in panel.text()
    assert "99010119650312002X" not in panel.text()
    assert "002X" in panel.text()


def test_that_the_answer_is_taken_and_the_next_row_asks(screen, known, doubtful):
    screen.take(doubtful)

    screen.result.decide.same[0].click()

    assert [line[1] for line in lines(screen)] == ["同一个人", "待核对"]
    assert screen.result.table.currentIndex().row() == 1
    assert screen.result.run.text() == "导入 2 条"
    assert screen.result.figures.buttons["review"].text() == "待核对 2，已定 1"


def test_that_nothing_is_written_before_the_import_and_then_what_was_decided(
    screen, desk, office, known, doubtful
):
    screen.take(doubtful)
    screen.result.decide.same[0].click()
    screen.result.decide.other.click()
    before = people(office)
    assert {row["education"] for row in before} == {None}

    desk.commands.trigger("import.run")

    after = people(office)
    assert len(after) == 4
    assert sum(row["name"] == "李𠮷" for row in after) == 3
    assert sum(row["education"] is not None for row in after) == 3
    assert screen.result.figures.text_of("review") == "0"


def test_that_keys_answer_in_the_table(screen, qtbot, known, doubtful):
    screen.take(doubtful)
    table = screen.result.table
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_2)
    qtbot.keyClick(table, Qt.Key.Key_0)

    decisions = screen.brought.decisions
    assert [decisions[row].answer for row in sorted(decisions)] == ["same", "other"]
    assert decisions[min(decisions)].record in known


def test_that_a_row_can_wait_and_a_decision_be_taken_back(screen, desk, office, known, doubtful):
    screen.take(doubtful)
    screen.result.decide.leave.click()
    screen.result.decide.leave.click()
    assert [line[1] for line in lines(screen)] == ["这次不导入"] * 2
    screen.result.table.selectRow(0)
    assert "您定的是：这次不导入" in screen.result.decide.asked.text()

    screen.result.decide.back.click()
    assert [line[1] for line in lines(screen)] == ["待核对", "这次不导入"]
    desk.commands.trigger("import.run")

    assert people_count(office) == 3


def test_that_a_member_of_another_branch_keeps_it_where_that_is_chosen(
    screen, desk, office, branch, known, tmp_path
):
    factory.branch_of(office, "第二网格党支部")
    heads = ("姓名", "身份证号", "学历", "所在党支部")
    row = ["李𠮷", "99010119650312002X", "大专", "第二网格党支部"]
    screen.take(write_sheet(tmp_path / "a.xlsx", [row], heads))
    assert "党支部不动" in screen.result.decide.asked.text()

    screen.result.decide.same[0].click()
    desk.commands.trigger("import.run")

    kept = next(row for row in people(office) if row["id_number"])
    assert (kept["education"] is not None, kept["branch"]) == (True, "第一网格党支部")


def test_that_a_row_that_is_to_be_mended_asks_nothing(screen, known, tmp_path):
    heads = ("姓名", "身份证号", "所在党支部")
    row = ["李𠮷", "99010119650312002X", "没有这个支部"]
    screen.take(write_sheet(tmp_path / "a.xlsx", [row], heads))

    assert screen.result.figures.text_of("review") == "1"
    assert not screen.result.decide.isVisible()
    assert "还没有登记" in screen.result.reasons.text()


def test_that_another_file_forgets_what_was_decided(screen, known, doubtful, roster):
    screen.take(doubtful)
    screen.result.decide.other.click()

    screen.take(roster)

    assert screen.brought.decisions == {}


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (911, 512)], ids=str)
def test_that_nothing_of_a_preview_is_cut(screen, desk, known, doubtful, size):
    desk.window().resize(*size)

    screen.take(doubtful)

    for tab in (0, 1):
        screen.result.tabs.setCurrentIndex(tab)
        for _ in range(4):
            QApplication.processEvents()
        named = {screen.place.name.text(), screen.place.folder.text()}  # its middle is left out
        assert set(cut(desk.window())) <= named


def test_that_a_hundred_and_fifty_thousand_rows_are_looked_through_quickly(screen, qtbot):
    report = RosterReport("read", sheet="大表", header_row=1)
    report.columns.update({"姓名": "name", "身份证号": "id_number"})
    issue = (Issue("id_number", "checksum", "error", "校验码不对"),)
    for n in range(150_000):
        action = "refuse" if n % 1000 == 0 else "create"
        values = {"name": f"张{n}", "id_number": number_of(n % 1000)}
        told = issue if action == "refuse" else ()
        report.rows.append(RowReport("大表", n + 2, action, values, told))
    report.counts.update(create=149_850, refuse=150)

    begun = time.thread_time()  # what it works, not how long others let it wait
    screen._show_preview(report)
    screen.result.figures.choose("all")
    screen.result.table.scrollToBottom()
    QApplication.processEvents()
    taken = time.thread_time() - begun
    assert taken < 1.5

    assert screen.result.table.rows.rowCount() == 150_000
    assert screen.result.table.rows.line(149_999).cells[3] == "张149999"
    screen.result.figures.name.setText("张77777")
    qtbot.waitUntil(lambda: screen.result.table.rows.rowCount() == 1)
