"""What was delivered, and codes read over the telephone, in the window of the sender."""

import pytest

from jianxi_desktop.services import desk, package, receipts
from jianxi_desktop.ui.screens.receipt_dialog import ReceiptDialog
from tests.services.desk_senders import befriend, send, venue_of


@pytest.fixture
def sent(office, district, tmp_path):
    """A package on its way from the community to the district."""
    befriend(office, district, tmp_path)
    venue_of(office, "阵地")
    (tmp_path / "drive").mkdir()
    return send(office, tmp_path / "drive")


@pytest.fixture
def dialog(open_window, office, sent, visit):
    """Open the dialog of receipts."""

    def show():
        page = visit(open_window(office), "package")
        page.desk.commands.trigger("package.receipt")
        return page.findChild(ReceiptDialog)

    return show


def test_that_a_code_read_to_us_says_which_package_was_taken(dialog, district, sent, qtbot):
    (taken,) = desk.take_folder(district, sent).packages
    shown = dialog()
    assert shown.told.text() == "涧西区还没有回执"
    qtbot.keyClicks(shown.code, receipts.receipt_of(district, taken.file.id).code.lower())
    shown.check()
    assert shown.answer.text.text().startswith("对得上：涧西区对第 1 号数据包")
    assert "已合并" in shown.answer.text.text()
    shown.code.setText("0000-0000")
    shown.check()
    assert "都对不上" in shown.answer.text.text()


def test_that_what_came_back_says_how_far_it_was_delivered(dialog, office, district, sent):
    desk.take_folder(district, sent)
    down = package.write_package(district, sent.parent, to=office.unit.code).file
    package.merge_package(office, down)
    assert dialog().told.text().startswith("已送达涧西区到第 1 号（")


def test_that_only_an_upper_office_is_led_to_the_desk(open_window, district, office, visit):
    page = visit(open_window(district), "package")
    page.desk.commands.trigger("package.desk")
    assert page.desk.shown.key == "arrivals"
    assert not visit(open_window(office), "package").desk.commands.is_on("package.desk")
