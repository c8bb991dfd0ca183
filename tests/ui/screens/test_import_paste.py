"""A block of cells that was copied in a spreadsheet, pasted on the page or into a list."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Listed
from tests import factory
from tests.ui.screens.conftest import number_of


@pytest.fixture
def board(qapp):
    """The clipboard of the PC, empty."""
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


def block(*lines):
    """Give lines of cells as spreadsheets put them on the clipboard."""
    return "\r\n".join("\t".join(line) for line in lines) + "\r\n"


HEADED = block(
    ("姓名", "身份证号", "现住址"),
    ("李𠮷", number_of(1), '"甲街\n1号"'),
    ("王芳", number_of(2), ""),
)


def people(office):
    return factory.rows_of(office, office.catalog["person"])


def test_that_a_block_with_a_heading_line_is_read_like_a_file(desk, office, visit, board):
    screen = visit(desk, "import")
    board.setText(HEADED)

    desk.commands.trigger("list.paste")

    assert screen.result.figures.text_of("create") == "2"
    assert screen.place.name.text() == "粘贴的表格"
    assert people(office) == []
    desk.commands.trigger("import.run")
    assert {row["name"]: row["address"] for row in people(office)} == {
        "李𠮷": "甲街 1号",
        "王芳": None,
    }


def test_that_a_block_pasted_into_a_list_is_shown_for_its_ledger_first(desk, office, visit, board):
    visit(desk, "list:organisation")
    before = records.count_rows(office, office.catalog["organisation"], Query())
    board.setText(block(("党组织名称", "上级党组织"), ("第二网格党支部", "")))

    desk.commands.trigger("list.paste")

    assert desk.shown.key == "import"
    assert desk.shown.ledger.key == "organisation"
    assert desk.shown.result.isVisible()
    assert records.count_rows(office, office.catalog["organisation"], Query()) == before


def test_that_a_block_without_a_heading_line_takes_the_columns_of_the_list(
    desk, office, visit, board
):
    listed = visit(desk, "list:person")
    captions = [field.caption for field in listed.table.fields]
    cells = {"姓名": "李𠮷", "性别": "女"}
    board.setText(block([cells.get(caption, "") for caption in captions[:3]]))

    desk.commands.trigger("list.paste")
    screen = desk.shown

    assert "没有表头" in screen.message.text.text()
    rows = screen.result.columns.table.rows.rows
    assert {row.caption for row in rows} == set(captions[:3])
    assert screen.result.figures.text_of("create") == "1"
    desk.commands.trigger("import.run")
    assert [(row["name"], row["sex"]) for row in people(office)] == [("李𠮷", "2")]


@pytest.mark.parametrize("first", [(), ("姓名",)], ids=["bare", "headed"])
def test_that_a_single_column_of_names_is_a_block(desk, visit, board, first):
    visit(desk, "list:person")
    board.setText(block(*([each] for each in (*first, "李𠮷", "王芳"))))

    desk.commands.trigger("list.paste")

    rows = desk.shown.result.table.rows
    assert [rows.line(row).cells[3] for row in range(rows.rowCount())] == ["李𠮷", "王芳"]


def test_that_a_wider_block_names_the_columns_beyond_the_list(desk, visit, board):
    listed = visit(desk, "list:person")
    width = len(listed.table.fields)
    board.setText(block(["李𠮷", *[""] * (width - 1), "多出来的"]))

    desk.commands.trigger("list.paste")

    captions = [row.caption for row in desk.shown.result.columns.table.rows.rows]
    assert f"第{width + 1}列" in captions


def test_that_a_single_word_is_no_block(desk, visit, board):
    visit(desk, "list:person")
    board.setText("李𠮷")

    desk.commands.trigger("list.paste")

    assert desk.shown.key == "list:person"
    assert "剪贴板里没有表格" in desk.window().notices.text.text()


def test_that_a_copied_file_is_taken_as_if_it_was_dropped(desk, visit, board, roster):
    screen = visit(desk, "import")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(roster))])
    board.setMimeData(data)

    desk.commands.trigger("list.paste")

    assert screen.place.name.text() == roster.name
    assert screen.result.figures.text_of("create") == "10"


def test_that_the_hidden_numbers_of_our_own_list_are_not_taken_back(desk, office, visit, board):
    screen = visit(desk, "import")
    board.setText(block(("姓名", "身份证号"), ("李𠮷", "990101********002X")))

    desk.commands.trigger("list.paste")

    assert screen.result.figures.text_of("create") == "0"
    assert "遮盖" in screen.result.reasons.text()


def test_that_a_pasted_block_is_forgotten_once_another_ledger_is_wanted(desk, visit, board):
    screen = visit(desk, "import")
    board.setText(HEADED)
    desk.commands.trigger("list.paste")

    desk.open_screen("import", Listed("organisation"))

    assert not screen.brought.there
    assert screen.place.name.text().startswith("把名册文件拖到这里")


def test_that_the_rows_left_out_of_a_block_are_reported_too(desk, visit, board, answer, tmp_path):
    screen = visit(desk, "import")
    screen.pickers = answer(tmp_path / "问题.xlsx")
    board.setText(block(("姓名", "身份证号"), ("李𠮷", "123"), ("王芳", number_of(2))))
    desk.commands.trigger("list.paste")

    desk.commands.trigger("import.report")

    assert (tmp_path / "问题.xlsx").exists()
    assert "共 1 行" in desk.window().notices.text.text()


def test_that_the_key_pastes_into_a_list_but_not_into_its_search(
    member, open_window, office, visit, board, qtbot
):
    desk = open_window(office)
    listed = visit(desk, "list:person")
    with qtbot.waitActive(desk.window()):
        desk.window().activateWindow()
    key = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    board.setText("李𠮷\t女")
    listed.search.setFocus()
    qtbot.keyClick(desk.window().windowHandle(), *key)
    assert desk.shown.key == "list:person"
    assert "李𠮷" in listed.search.text()

    listed.search.clear()
    listed.view.setFocus()
    qtbot.keyClick(desk.window().windowHandle(), *key)

    assert desk.shown.key == "import"
