"""A branch's meeting from the board and back: begun in a red month, ticked, printed, green."""

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.slips import print_slip
from jianxi_desktop.ui.screens.parts import choose

YEAR = calendar.today().year - 1
MARCH = 2  # column


@pytest.fixture
def members(office, branch):
    """Three members, one of them on probation."""
    ledger = office.catalog["person"]
    for name, status in (("张一", "full"), ("王二", "full"), ("赵三", "probationary")):
        records.save_record(office, ledger, {"name": name, "branch": branch, "status": status})


@pytest.mark.job("登记一次会议")
def test_that_a_meeting_is_held_from_the_board_and_turns_it_green(
    open_window, office, branch, members, qtbot
):
    desk = open_window(office)
    desk.open_screen("meeting_board", f"{branch} {YEAR}")
    page = desk.shown
    qtbot.waitUntil(lambda: page.kind.count() > 1)
    choose(page.kind, "general_meeting")
    page.table.setCurrentIndex(page.table.rows.index(0, MARCH))
    assert page.table.currentIndex().data() == "✗"

    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.shown.key == "form")
    screen = desk.shown
    screen.form.editor("topic").put_back("支部党员大会：推荐表彰对象")
    screen.form.editor("held_on").put_back(f"{YEAR}-03-12")
    screen.save()
    qtbot.waitUntil(lambda: bool(screen.parts) and screen.parts[0].table.rowCount() == 3)
    panel = screen.parts[0]
    panel.view.setCurrentIndex(panel.table.index(0, 1))
    qtbot.keyClick(panel.view, Qt.Key.Key_2)
    qtbot.keyClick(panel.view, Qt.Key.Key_0)
    assert "到会 2" in panel.counts.text()
    screen.save()

    qtbot.waitUntil(lambda: screen.form.values.get("present") == 2)
    shown = screen.form.values
    assert (shown["expected"], shown["entitled"], shown["entitled_present"]) == (3, 2, 1)
    (meeting,) = [row for row in found(office) if row["topic"].endswith("表彰对象")]
    assert print_slip(office, "activity.minutes", meeting["id"]).pages == 1
    assert print_slip(office, "activity.sign_in", meeting["id"]).pages == 1

    desk.open_screen("meeting_board")
    qtbot.waitUntil(lambda: page.table.rows.index(0, MARCH).data() == "✓")
    assert page.counts.text_of("missing") == "3"


def found(office):
    """Read the activities as they are kept."""
    ledger = office.catalog["activity"]
    columns = (ledger.record.topic,)
    with office.store.read() as connection:
        rows = list(office.lister(ledger).stream(connection, columns, Query()))
    return [{"id": row.id, "topic": row.cells[0]} for row in rows]
