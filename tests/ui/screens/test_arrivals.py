"""The desk of packages in the window: found, tried, merged; who has reported; receipts."""

import shutil

import openpyxl
import pytest

from jianxi_desktop.services import receipts
from jianxi_desktop.ui.places import Places
from jianxi_desktop.ui.screens.arrivals_board import Brought
from jianxi_desktop.ui.screens.parts import choose
from tests.conftest import open_copy
from tests.services.desk_senders import COMMUNITIES, befriend, found, names, send, venue_of


@pytest.fixture(scope="module")
def stage(founded, tmp_path_factory):
    """A district that trusts two communities, and what they sent, to be copied."""
    folder = tmp_path_factory.mktemp("stage")
    (folder / "drive").mkdir()
    district = open_copy(founded, "district", folder)
    for place, code in enumerate(COMMUNITIES):
        office = found(folder, code)
        venue_of(office, f"阵地{place}", place)
        befriend(office, district, folder)
        send(office, folder / "drive")
        office.close()
    district.close()
    return folder


@pytest.fixture
def district(stage, tmp_path):
    opened = open_copy(stage, "district", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def drive(stage, tmp_path):
    """The packages, and one that is cut off."""
    place = shutil.copytree(stage / "drive", tmp_path / "drive")
    whole = sorted(place.rglob("*.jxp"))[0]
    (place / "cut.jxp").write_bytes(whole.read_bytes()[:-9])
    return place


@pytest.fixture
def screen(open_window, district, visit):
    return visit(open_window(district), "arrivals")


def states(screen):
    return [each.state for each in screen.take.packages]


def test_that_a_folder_is_tried_at_once_and_changes_nothing(screen, district, drive):
    screen.take.take([drive])
    assert sorted(states(screen)) == ["refused", "tried", "tried"]
    assert states(screen)[0] == "refused"
    assert "阵地0" not in names(district)
    assert screen.take.figures.text_of("packages") == "3"
    assert int(screen.take.figures.text_of("new")) > 0
    assert "按“全部合并”以前什么都没有改动" in screen.take.message.text.text()


def test_that_one_button_takes_all_in_and_the_board_follows(screen, district, drive):
    screen.take.take([drive])
    screen.desk.commands.trigger("arrivals.merge")
    assert sorted(states(screen)) == ["merged", "merged", "refused"]
    assert names(district) >= {"阵地0", "阵地1"}
    assert "已收下 2 个数据包，1 个收不了" in screen.take.message.text.text()
    screen.take.table.selectRow(0)
    assert "cut.jxp：" in screen.take.told.text()
    assert "请让对方重新生成" in screen.take.told.text()
    came = [each for each in screen.board.board.rows if each.number]
    assert [each.unit for each in came] == list(COMMUNITIES)
    screen.take.look_again()
    assert states(screen) == ["duplicate"] * 3  # what was cut off has come whole
    assert not screen.desk.commands.is_on("arrivals.trial")


def test_that_an_empty_folder_says_what_to_do(screen, tmp_path):
    (tmp_path / "nothing").mkdir()
    screen.take.take([tmp_path / "nothing"])
    assert "没有发给本单位的数据包" in screen.take.message.text.text()
    assert not screen.desk.commands.is_on("arrivals.merge")


def test_that_a_folder_is_picked(screen, answer, drive):
    screen.take.pickers = answer(drive)
    screen.desk.commands.trigger("arrivals.folder")
    assert len(screen.take.packages) == 3


def test_that_those_who_owe_stand_first_and_can_be_picked_out(screen, drive):
    screen.take.take([drive])
    screen.desk.commands.trigger("arrivals.merge")
    board = screen.board
    lines = [board.table.rows.line(row).cells[1] for row in range(len(board.rows))]
    assert lines[0] == "未登记名片"
    assert lines.index("迟报" if "迟报" in lines else "已报") == len(lines) - 2
    choose(board.only, "reported")
    assert {each.unit for each in board.rows} == set(COMMUNITIES)
    choose(board.only, "by_street")
    assert len(board.rows) == len(board.board.rows)


def test_that_the_last_package_of_an_office_is_looked_at_and_receipted(screen, district, drive):
    screen.take.take([drive])
    screen.desk.commands.trigger("arrivals.merge")
    screen.tabs.setCurrentWidget(screen.board)
    choose(screen.board.only, "reported")
    screen.board.table.selectRow(0)
    row = screen.board.current()
    screen.desk.commands.trigger("arrivals.brought")
    facts = screen.board.findChild(Brought).facts.text()
    receipt = receipts.receipt_of(district, row.package)
    assert receipt.code in facts
    assert "新增" in facts
    screen.desk.commands.trigger("arrivals.receipt")
    assert screen.desk.shown.key == "print"


def test_that_an_office_that_never_sent_has_nothing_to_show(screen):
    screen.tabs.setCurrentWidget(screen.board)
    screen.board.table.selectRow(0)
    screen.desk.commands.trigger("arrivals.brought")
    assert "还没有收到过" in screen.desk.window().notices.text.text()
    assert not screen.desk.commands.is_on("arrivals.receipt")


def test_that_the_board_goes_out_as_workbook_and_on_paper(screen, answer, tmp_path):
    screen.tabs.setCurrentWidget(screen.board)
    screen.board.pickers = answer(tmp_path / "board.xlsx")
    screen.desk.commands.trigger("arrivals.export")
    sheet = openpyxl.load_workbook(tmp_path / "board.xlsx").active
    assert sheet.max_row == len(screen.board.board.rows) + 1
    screen.desk.commands.trigger("arrivals.print")
    assert screen.desk.shown.key == "print"


def test_that_a_community_is_not_led_there(bench):
    assert "arrivals" not in {place.key for place in Places(bench, None).all}
