import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Listed
from jianxi_desktop.ui.screens.import_columns import CAPTION, REMARK, TAKEN
from jianxi_desktop.ui.screens.parts import choose
from tests.ui.screens.conftest import HEADS, person, write_sheet


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def screen(desk, visit):
    return visit(desk, "import")


def people(office):
    return records.count_rows(office, office.catalog["person"], Query())


def test_that_a_preview_shows_figures_and_changes_nothing(screen, office, roster):
    screen.take(roster)

    shown = {key: screen.result.figures.text_of(key) for key in ("create", "refuse", "review")}
    assert shown == {"create": "10", "refuse": "2", "review": "0"}
    assert screen.result.run.text() == "导入 10 条"
    assert "表头在第 2 行" in screen.result.where.text()
    assert people(office) == 0


def test_that_rows_left_out_come_first_with_all_their_reasons(screen, roster):
    screen.take(roster)
    rows = screen.result.table.rows

    assert [rows.line(row).cells[0] for row in range(rows.rowCount())] == ["13", "14"]
    assert "校验码" in rows.line(0).cells[2]
    assert screen.result.reasons.text().startswith("第 13 行：")
    screen.result.figures.buttons["all"].click()
    assert rows.rowCount() == 12


def test_that_the_columns_say_what_they_were_taken_for(screen, roster):
    screen.take(roster)
    model = screen.result.columns.table.rows
    lines = {
        model.index(row, CAPTION).data(): [model.index(row, n).data() for n in (TAKEN, REMARK)]
        for row in range(model.rowCount())
    }

    assert lines["身份证号"] == ["身份证号码", ""]
    assert lines["备用列"][0] == "（不收）"
    assert "没有认出" in lines["备用列"][1]


def test_that_importing_writes_the_good_rows_and_leads_to_the_list(screen, desk, office, roster):
    screen.take(roster)
    desk.commands.trigger("import.run")

    assert people(office) == 10
    bar = desk.window().notices
    assert "新增 10" in bar.text.text()
    assert bar.action.text() == "查看"
    assert "还有 2 行没有写入" in screen.message.text.text()
    bar.action.click()
    assert desk.shown.key == "list:person"


def test_that_the_same_file_is_not_imported_twice_by_accident(screen, desk, office, roster):
    screen.take(roster)
    desk.commands.trigger("import.run")
    assert not desk.commands.is_on("import.run")

    screen.take(roster)

    assert screen.result.figures.text_of("same") == "10"
    assert not desk.commands.is_on("import.run")


def test_that_unknown_branches_wait_until_they_may_be_made(screen, desk, office, tmp_path):
    path = write_sheet(tmp_path / "a.xlsx", [person(n, "第一网格党支部") for n in (1, 2)])
    screen.take(path)
    assert screen.result.figures.text_of("review") == "2"

    screen.asked.make_missing.click()
    assert screen.result.figures.text_of("create") == "2"
    desk.commands.trigger("import.run")

    assert "第一网格党支部" in [node.name for node in records.organisation_tree(office)]


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "0字节"), (b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04half", "损坏")]
)
def test_that_a_file_that_is_no_roster_is_refused_in_place(screen, desk, tmp_path, data, said):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(data)

    screen.take(path)

    assert said in screen.message.text.text()
    assert screen.again.isVisible()
    assert not screen.result.isVisible()
    assert not desk.commands.is_on("import.run")


def test_that_two_columns_of_one_name_are_asked_about(screen, tmp_path):
    heads = [*HEADS[:-1], "姓名"]
    screen.take(write_sheet(tmp_path / "a.xlsx", [person(1)], heads))

    assert screen.message.isVisible()
    assert screen.message.text.text().startswith("这份表要先由您定一下")


def test_that_a_mended_file_is_read_again(screen, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    screen.take(path)
    write_sheet(path, [person(1)])

    screen.again.click()

    assert screen.result.figures.text_of("create") == "1"
    assert not screen.message.isVisible()


def test_that_the_report_holds_the_rows_left_out(screen, desk, roster, answer, tmp_path):
    screen.pickers = answer(tmp_path / "问题.xlsx")
    screen.take(roster)

    desk.commands.trigger("import.report")

    sheet = openpyxl.load_workbook(tmp_path / "问题.xlsx").active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [13, 14]
    assert "共 2 行" in desk.window().notices.text.text()


def test_that_the_template_is_read_back_as_a_roster_without_people(screen, desk, answer, tmp_path):
    screen.pickers = answer(tmp_path / "模板.xlsx")

    desk.commands.trigger("import.template")
    screen.take(tmp_path / "模板.xlsx")

    assert screen.result.isVisible()
    assert screen.result.figures.text_of("create") == "0"


def test_that_a_list_hands_over_its_ledger(screen, desk):
    desk.open_screen("import", Listed("organisation"))

    assert screen.ledger.key == "organisation"
    assert not screen.asked.make_missing.isVisible()
    assert not screen.asked.homes.isVisible()


def test_that_a_list_does_not_find_the_file_of_another_ledger(screen, desk, roster):
    screen.take(roster)

    desk.open_screen("import", Listed("organisation"))

    assert not screen.result.isVisible()
    assert screen.place.name.text().startswith("把名册文件拖到这里")


def test_that_a_file_dropped_on_the_page_is_read(screen, qtbot, roster):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(roster))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(screen.place.rect().center())

    screen.place.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, buttons, keys))

    assert screen.place.name.text() == roster.name
    assert screen.result.figures.text_of("create") == "10"


def test_that_the_tree_chooses_where_members_without_a_branch_go(screen, desk, branch):
    desk.changed(frozenset({"organisation"}))

    desk.choose_organisation(branch)

    assert screen.asked.homes.currentData() == branch


def test_that_stopping_leaves_everything_as_it_was(screen, desk, office, roster):
    screen.take(roster)
    desk.jobs.started.connect(desk.jobs.stop)

    desk.commands.trigger("import.run")

    assert people(office) == 0
    assert "已停止" in desk.window().notices.text.text()
    assert desk.commands.is_on("import.run")


def test_that_members_without_a_branch_go_where_was_chosen(screen, desk, office, branch, roster):
    desk.changed(frozenset({"organisation"}))
    choose(screen.asked.homes, branch)
    screen.take(roster)
    desk.commands.trigger("import.run")

    members = {node.id: node.members for node in records.organisation_tree(office)}
    assert members[branch] == 10


def test_that_the_table_of_rows_is_a_sound_model(screen, roster, watch_model):
    watch_model(screen.result.table.rows)

    screen.take(roster)
    screen.result.figures.buttons["all"].click()
    screen.result.table.selectAll()

    assert screen.result.table.selected_text().count("\n") == 11
