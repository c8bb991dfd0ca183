"""From unlocking to a thing that is done: the home page with its worker thread, by keys alone."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.pickers import Pickers

TODAY = calendar.today()


@pytest.fixture
def late(demo):
    """A problem that is late by two days, with a word that no other has."""
    values = {"title": "喷泉池漏水", "organisation": demo.unit.organisation}
    values |= {"source": "residents", "found_on": "2020-01-01"}
    values["due_on"] = (TODAY - timedelta(days=2)).isoformat()
    return records.save_record(demo, demo.catalog["problem"], values).id


@pytest.mark.job("办结一件逾期的事")
def test_that_what_is_late_is_found_opened_settled_and_gone(
    open_window, demo, late, qtbot, tmp_path
):
    desk = open_window(demo)
    page = desk.shown
    assert page.key == "home"
    qtbot.waitUntil(lambda: page.found is not None)
    before = page.found.counts()["overdue"]
    assert desk.rail.findChild(QPushButton, "go:home").text().endswith(f"{before}")

    desk.commands.trigger("list.search")
    page.search.setText("喷泉池 问题整改")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    page.calendar._pickers = Pickers(save=lambda *asked: asked[-1](tmp_path / "到期.ics"))
    desk.commands.trigger("home.calendar")
    qtbot.waitUntil(lambda: "1 个日程" in desk.window().notices.text.text())
    (event,) = Calendar.from_ical((tmp_path / "到期.ics").read_bytes()).walk("VEVENT")
    assert "喷泉池漏水" in event["summary"]

    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    form = desk.shown
    assert form.key == "form"
    qtbot.waitUntil(lambda: form.form.editor("title").raw() == "喷泉池漏水")
    form.form.editor("closed_on").line.setText(TODAY.isoformat())
    desk.commands.trigger("record.save_back")

    qtbot.waitUntil(lambda: desk.shown is page)
    qtbot.waitUntil(lambda: page.found.counts()["overdue"] == before - 1)
    assert page.pages.currentIndex() == 3  # nothing says these words any more
    done = records.find_record(demo, demo.catalog["problem"], late).values
    assert done["closed_on"] == TODAY.isoformat()
