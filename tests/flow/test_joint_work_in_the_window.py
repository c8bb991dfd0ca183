"""A need meets a resource and becomes a claimed project; a place that is taken is not booked."""

from jianxi_desktop.services import records
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from tests import factory
from tests.pdf_text import text_of

PATIENCE = 60_000
DAY = "2026-12-08"


def made(office, key, **given):
    values = factory.values_for(office, office.catalog[key], only_required=True, **given)
    return records.save_record(office, office.catalog[key], values).id


def test_that_a_need_becomes_a_claimed_project_with_its_letter(qtbot, open_window, office):
    own = {"organisation": office.unit.organisation, "kind": "place"}
    school = made(office, "unit", name="涧西小学")
    need = made(office, "need", title="周末排练场地", state="open", due_on="2026-12-31", **own)
    made(
        office,
        "resource",
        title="涧西小学排练厅",
        provider=school,
        quantity=1,
        measure="间",
        state="offered",
        **own,
    )
    desk = open_window(office)
    desk.open_screen("matching")
    screen = desk.screen_of("matching")

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    until(lambda: screen.needs.fit is not None)
    assert "都提到“排练”" in screen.needs.fits.rows.line(0).cells[2]
    screen.needs.needs.activated.emit(screen.needs.needs.currentIndex())
    assert screen.window().focusWidget() is screen.needs.fits
    screen.needs.fits.activated.emit(screen.needs.fits.currentIndex())
    dialog = screen.findChild(FieldsDialog)
    dialog.editor("promise").text.setPlainText("每周六上午开放，专人值守")
    dialog.ask()
    until(lambda: screen.projects.current is not None)
    assert screen.projects.table.rows.line(0).cells[2] == "涧西小学"
    assert screen.figures.text_of("open") == "0"

    desk.commands.trigger("project.letter")
    preview = desk.screen_of("print")
    until(lambda: preview.document is not None)
    letter = text_of(preview.document.pdf)
    assert "共建项目认领书" in letter
    assert "每周六上午开放，专人值守" in letter

    desk.open_screen("matching", need)
    desk.commands.trigger("record.undo")
    until(lambda: screen.figures.text_of("open") == "1")


def test_that_a_booking_that_clashes_says_with_whom_and_what_is_free(qtbot, open_window, office):
    venue = made(
        office, "venue", name="党群服务中心", kind="service_centre", bookable=True, closed_on=None
    )
    room = made(office, "venue", name="书画室", kind="function_room", parent=venue, bookable=True)
    taken = {"venue": venue, "held_on": DAY, "starts_at": "09:00", "ends_at": "11:00"}
    made(office, "booking", visitor="老年书画社", channel="hotline", state="confirmed", **taken)
    desk = open_window(office)
    desk.open_screen("bookings", room)
    screen = desk.screen_of("bookings")
    qtbot.waitUntil(lambda: screen.venue == room, timeout=PATIENCE)
    desk.commands.trigger("record.new")
    page = desk.screen_of("form")
    qtbot.waitUntil(lambda: desk.shown is page, timeout=PATIENCE)
    values = {"visitor": "合唱队", "channel": "wechat", "held_on": DAY}
    for key, value in (values | {"starts_at": "10:00", "ends_at": "11:30"}).items():
        page.form.editor(key).show_value(value)
    desk.commands.trigger("record.save")

    said = "“党群服务中心”2026-12-08 09:00—11:00已由“老年书画社”预约"
    qtbot.waitUntil(lambda: said in page.form.said("starts_at"), timeout=PATIENCE)
    assert "当天还空着：08:00—09:00、11:00—21:00" in page.form.said("starts_at")
