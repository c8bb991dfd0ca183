"""A symposium from its notice to the last task, through the real window."""

from datetime import timedelta

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import papers, plans
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.symposium_papers import OF_MEETING
from tests.pdf_text import text_of

PATIENCE = 60_000
TODAY = calendar.today()
DUE = (TODAY + timedelta(days=30)).isoformat()


def test_that_a_symposium_ends_in_tasks_that_are_done(qtbot, open_window, district):
    desk = open_window(district)

    def until(holds):
        qtbot.waitUntil(holds, timeout=PATIENCE)

    desk.open_screen("symposium")
    page = desk.screen_of("symposium")
    until(lambda: len(page.cards.slots) == 6)
    place = next(n for n, slot in enumerate(page.cards.slots) if slot.turn.holds(TODAY.isoformat()))
    page.cards.go(place)
    desk.commands.trigger("symposium.plan")
    new = page.deeds.dialog
    until(lambda: new.reporters.list.count() == 11)
    line = new.editor("topic").line
    line.setText(f"{line.text()}推动社区减负增效")
    new.editor("held_on").line.setText(TODAY.isoformat())
    new.ask()
    until(lambda: len(page.table.reports.reports) == 11)

    first = page.table.reports.reports[0].name
    page.table.select_known([page.table.reports.reports[1].id])
    desk.commands.trigger("symposium.up")
    until(lambda: page.table.reports.reports[1].name == first)
    page.table.select_known([page.table.reports.reports[0].id])
    page.panel.begin()
    for key, text in (
        ("progress", "台账清理过半"),
        ("problems", "报表仍有重复"),
        ("tasks", "1.取消重复报表；2.按季核查"),
        ("due_on", DUE),
    ):
        page.panel.editor(key).put_back(text)
    desk.commands.trigger("symposium.next")
    until(lambda: page.panel.report.position == 2)
    until(lambda: bool(page.table.reports.reports[0].tasks))

    speaking = page.table.reports.reports[0].name
    desk.commands.trigger("symposium.tasks")
    until(lambda: page.deeds.dialog is not new)
    tasks = page.deeds.dialog
    assert [row.name for row in tasks.rows.rows] == [speaking] * 2
    tasks.ask()
    until(lambda: page.cards.meeting is not None and page.cards.meeting.given == 2)

    wanted = Wanted(record=page.cards.meeting.id)
    printed = [
        text_of(papers.print_paper(district, key, wanted=wanted).pdf) for key, _name in OF_MEETING
    ]
    assert all("推动社区减负增效" in "".join(text.split()) for text in printed)
    assert "取消重复报表" in "".join(printed[3].split())

    desk.commands.trigger("symposium.plan_sheet")
    board = desk.screen_of("plans")
    until(lambda: board.sheet is not None and len(board.sheet.items) == 2)
    board.board.go_to(board.sheet.items[1].id)
    desk.commands.trigger("plans.finish")
    done = board.deeds.dialog
    done.editor("evidence").put_back("核查记录")
    done.ask()
    until(lambda: board.sheet.plan.tally.done == 1)
    (left,) = [each for each in board.sheet.items if each.state != "done"]
    assert (left.content, left.due_on, left.duty_name) == ("取消重复报表", DUE, speaking)
    assert plans.item_of(district, board.sheet.items[1].id).evidence == "核查记录"
