"""A community worker's first hour, through the real window: from a roster to the district."""

import shutil
import subprocess

import openpyxl
import pytest
from PySide6.QtCore import QDate, Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import attendance, package, records, returns
from jianxi_desktop.services.trust import look_at_card
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens.package_trust import TrustDialog
from jianxi_desktop.ui.screens.pickers import Pickers
from tests import factory
from tests.sheets import rosters
from tests.ui.trusting import hear

PEOPLE = 60
WRONG = 25
PATIENCE = 30_000
TODAY = calendar.today()  # the day the window counts by


def picking(path):
    """Answer every question for a file or folder with one path."""
    return Pickers(
        open=lambda _parent, _title, _kinds, chosen: chosen(path),
        save=lambda _parent, _title, _kinds, _suggested, chosen: chosen(path),
        folder=lambda _parent, _title, chosen: chosen(path),
    )


class Hour:
    """What the worker does, one step after another."""

    def __init__(self, qtbot, desk, office, folder):
        self.qtbot, self.desk, self.office, self.folder = qtbot, desk, office, folder

    def until(self, holds):
        """Wait for what the worker thread brings."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

    def visit(self, key, argument=None):
        """Open a page."""
        self.desk.open_screen(key, argument)
        return self.desk.shown

    def people(self):
        """Read every member, whole."""
        return factory.rows_of(self.office, self.office.catalog["person"])

    def take_roster(self):
        """Look at the roster, let its branches be made, take the good rows in."""
        path = self.folder / "roster.xlsx"
        members, mistakes = rosters.spoil(rosters.people(PEOPLE + WRONG * 4), first_row=2)
        rosters.write_plain(path, rosters.NATIONAL, members)
        screen = self.visit("import")
        screen.take(path)
        self.until(lambda: screen.result.figures.text_of("refuse") == str(WRONG))
        assert self.people() == []
        screen.asked.make_missing.click()
        good = len(members) - WRONG
        self.until(lambda: screen.result.figures.text_of("create") == str(good))
        rows = screen.result.table.rows
        shown = {int(rows.line(row).cells[0]) for row in range(rows.rowCount())}
        assert shown == {mistake.row for mistake in mistakes}
        self.until(lambda: self.desk.commands.is_on("import.run"))
        self.desk.commands.trigger("import.run")
        self.until(lambda: "新增" in self.desk.window().notices.text.text())
        wrong = {mistake.row for mistake in mistakes}
        return [m for row, m in enumerate(members, start=2) if row not in wrong]

    def look_at_list(self, members):
        """See everybody in the list, and find the rare name by typing it."""
        screen = self.visit("list:person")
        self.until(lambda: screen.count.text() == f"共 {len(members)} 条")
        rare = next(member for member in members if "𠮷" in member.name)
        self.qtbot.keyClicks(screen.search, rare.phone)
        self.until(lambda: screen.count.text() == "找到 1 条")
        screen.search.setText(rare.name)
        self.until(lambda: screen.table.line(0) is not None)
        return rare

    def correct(self, member):
        """Open one record from the list and correct its telephone number."""
        screen = self.desk.shown
        self.until(lambda: screen.count.text() == "找到 1 条")
        self.qtbot.keyClick(screen.search, Qt.Key.Key_Return)
        self.qtbot.keyClick(screen.view, Qt.Key.Key_Return)
        self.until(lambda: self.desk.shown.key == "form")
        form = self.desk.shown.form
        self.until(lambda: form.editor("name").line.text() == member.name)
        form.editor("phone").line.setText("138 0000 1921")
        self.desk.shown.save()
        self.until(lambda: not form.dirty)
        numbers = {p["name"]: p["phone"] for p in self.people()}
        assert numbers[member.name] == "13800001921"

    def log_activity(self, branch, number):
        """Log an activity of a branch with everybody present but one."""
        form = self.visit("form", Edited("activity")).form
        form.editor("topic").line.setText("主题党日：走访（慰问）老党员")
        form.editor("kind").combo.setEditText("主题党日")
        form.editor("held_on").line.setText("2026.11.5")
        form.editor("organisation").show_value(branch)
        self.desk.shown.save()
        self.until(lambda: form.seen is not None and bool(self.desk.shown.parts))
        panel = self.desk.shown.parts[0]
        self.until(lambda: panel.table.rowCount() == number)
        panel.table.mark(0, "leave")
        panel.all_present.click()
        self.desk.shown.save()
        self.until(lambda: not self.desk.shown.dirty)
        states = [a.state for a in attendance.attendance_of(self.office, form.seen.id)]
        assert (states.count("present"), states.count("leave")) == (number - 1, 1)
        found = records.find_record(self.office, self.office.catalog["activity"], form.seen.id)
        assert (found.values["expected"], found.values["present"]) == (number, number - 1)

    def print_checklist(self):
        """Plan a round and save its checklist."""
        screen = self.visit("observation")
        self.desk.commands.trigger("observation.plan")
        self.qtbot.mouseClick(screen.dialog.make, Qt.MouseButton.LeftButton)
        self.until(lambda: self.desk.commands.is_on("observation.print"))
        self.desk.commands.trigger("observation.print")
        preview = self.desk.shown
        self.until(lambda: preview.document is not None and preview.pages.has_image(0))
        path = self.folder / "checklist.pdf"
        preview.pickers = picking(path)
        self.desk.commands.trigger("print.save")
        self.until(lambda: path.exists() and path.read_bytes() == preview.document.pdf)
        return path, preview.document

    def make_return(self):
        """Save the return as a workbook."""
        screen = self.visit("return")
        path = self.folder / "return.xlsx"
        screen.pickers = picking(path)
        screen.period.day.setDate(QDate(TODAY.year, TODAY.month, TODAY.day))
        self.until(lambda: screen.looked is not None and screen.looked.asked.day == TODAY)
        self.desk.commands.trigger("return.save")
        self.until(path.exists)
        self.until(lambda: "return.xlsx" in self.desk.window().notices.text.text())
        return path

    def trust(self, card):
        """Compare a fingerprint and trust the card."""
        screen = self.visit("package")
        screen.cards.look(card)
        self.until(lambda: screen.cards.findChild(TrustDialog) is not None)
        hear(screen.cards, look_at_card(card).fingerprint)
        self.until(lambda: len(package.trusted_offices(self.office)) == 1)
        return screen

    def write_package(self, drive):
        """Write the package onto the drive."""
        screen = self.visit("package")
        screen.exchange.place.choose_folder(drive)
        self.until(lambda: self.desk.commands.is_on("package.exchange"))
        self.desk.commands.trigger("package.exchange")
        self.until(lambda: "可以安全拔出U盘" in screen.exchange.result.text.text())
        (file,) = drive.rglob("*.jxp")
        return file

    def merge(self, file):
        """Look at a package and merge it."""
        screen = self.visit("package")
        screen.read.take(file)
        self.until(lambda: self.desk.commands.is_on("package.merge"))
        assert self.people() == []
        self.desk.commands.trigger("package.merge")
        self.until(lambda: "已合并" in screen.read.message.text.text())


def members_on(path):
    """Give the total of members of a return, from the workbook's own cells."""
    rows = list(openpyxl.load_workbook(path, data_only=True).worksheets[0].values)
    head = next(row for row in rows if "党员总数" in row)
    total = next(row for row in rows if isinstance(row[head.index("党员总数")], int))
    return total[head.index("党员总数")]


def total_of(office):
    """Count members as the return does."""
    result = returns.make_return(office, "R2", as_of=TODAY)
    return result.find("total/members").value


@pytest.mark.job("从花名册到报给区里的数据包")
def test_the_first_hour(qtbot, open_window, office, district, tmp_path):
    """roster.xlsx → list → form → activity → checklist.pdf → return.xlsx → package → district."""
    drive = tmp_path / "usb"
    drive.mkdir()
    hour = Hour(qtbot, open_window(office), office, tmp_path)

    members = hour.take_roster()
    hour.correct(hour.look_at_list(members))

    tree = {node.name: node for node in records.organisation_tree(office)}
    branch = tree["第1网格党支部"]
    of_branch = [member for member in members if member.branch == branch.name]
    hour.log_activity(branch.id, len(of_branch))

    path, document = hour.print_checklist()
    assert document.forms[0].startswith("GMN-")
    if tool := shutil.which("pdftotext"):
        command = [tool, "-layout", str(path), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        assert document.forms[0] in text
        assert "武汉路社区党委" in "".join(text.split())

    assert members_on(hour.make_return()) == len(members) == total_of(office)

    hour.trust(package.save_card(district, drive))
    file = hour.write_package(drive)

    above = Hour(qtbot, open_window(district), district, tmp_path)
    above.trust(package.save_card(office, drive))
    above.merge(file)

    assert above.people() == hour.people()
    assert total_of(district) == len(members)
    for key in ("person", "activity", "attendance", "observation_visit"):
        ledger = office.catalog[key]
        counts = [records.count_rows(each, ledger, Query()) for each in (office, district)]
        assert counts[0] == counts[1] > 0
