"""A day among the ledgers, through the real window: a lecture, a room, a project."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import attendance, history, records
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens.bookings_week import Cell

PATIENCE = 30_000
TODAY = calendar.today()


class Walk:
    """What a community worker does, one step after another."""

    def __init__(self, qtbot, desk, office):
        self.qtbot, self.desk, self.office = qtbot, desk, office

    def until(self, holds):
        """Wait for what the worker thread brings."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

    def visit(self, key, argument=None):
        """Open a page."""
        self.desk.open_screen(key, argument)
        return self.desk.shown

    def count(self, key, within=None):
        """Count the records of a ledger."""
        return records.count_rows(self.office, self.office.catalog[key], Query(within=within))

    def listed(self, key):
        """Open a list and give it when its lines are there."""
        screen = self.visit(f"list:{key}")
        said = self.count(key, self.desk.within)
        self.until(lambda: screen.count.text() == f"共 {said} 条")
        return screen

    def texts(self, screen):
        """Give the words of the lines that a list shows."""
        screen.table.need(0, 63)
        last = screen.table.rowCount() - 1
        self.until(lambda: last < 0 or screen.table.line(min(last, 63)) is not None)
        lines = (screen.table.line(row) for row in range(min(last, 63) + 1))
        return [line.texts for line in lines]

    def line(self, screen, name):
        """Give the words of the line that begins with a name."""
        return next(texts for texts in self.texts(screen) if texts[0] == name)

    def new(self, screen):
        """Press 新增 of a list; give the form."""
        self.desk.commands.trigger("record.new")
        self.until(lambda: self.desk.shown is not screen)
        return self.desk.shown.form

    def type(self, form, **typed):
        """Type texts into a form, and leave each field."""
        for key, text in typed.items():
            editor = form.editor(key)
            line = getattr(editor, "line", None) or editor.combo.lineEdit()
            line.setText(text)
            line.textEdited.emit(text)
            line.editingFinished.emit()

    def pick(self, form, key, words):
        """Find another record by typing, and take the first that is found."""
        editor = form.editor(key)
        editor.line.setFocus()
        editor.line.setText(words)  # QTest types nothing but ASCII
        editor.line.textEdited.emit(words)
        self.until(lambda: bool(editor._found))
        editor._take(0)

    def pick_first(self, form, key):
        """Pick the first of the choices of a field."""
        form.editor(key).combo.setCurrentIndex(1)

    def save(self):
        """Save with Ctrl+S and wait until it is saved."""
        form = self.desk.shown.form
        self.desk.commands.trigger("record.save")
        self.until(lambda: form.seen is not None and not self.desk.shown.dirty)
        return form.seen.id

    def save_and_return(self):
        """Save with Ctrl+Enter and wait for the page before."""
        form = self.desk.shown
        self.desk.commands.trigger("record.save_back")
        self.until(lambda: self.desk.shown is not form)

    def walk_to(self, form):
        """Go down the tree with the keys, to the first organisation of a form."""
        tree = self.desk.tree
        self.until(lambda: tree.model.index(0, 0).isValid())
        self.desk.commands.trigger("window.tree")
        nodes = {node.id: node for node in tree.nodes()}
        wanted = next(node for node in nodes.values() if node.form == form)
        tree.view.setCurrentIndex(tree.model.index(0, 0))
        for _ in range(20):
            if self.desk.within == wanted.id:
                return wanted
            self.qtbot.keyClick(tree.view, Qt.Key.Key_Right)
        raise AssertionError("the tree does not lead there")


@pytest.fixture
def walk(qtbot, open_window, demo):
    desk = open_window(demo)
    desk.open_screen("list:person")
    made = Walk(qtbot, desk, demo)
    made.until(lambda: desk.shown is not None and desk.shown.count.text().startswith("共 "))
    return made


@pytest.mark.job("登记一次宣讲和到会的人")
def test_that_a_lecture_of_a_building_group_is_written_down_with_who_was_there(walk, qtbot):
    """The tree to a group → a lecturer and a course → the lecture → its attendance → the list."""
    group = walk.walk_to("group")
    members = walk.count("person", group.id)
    assert 0 < members < walk.count("person")

    form = walk.new(walk.listed("lecturer"))
    walk.type(form, name="欧阳修竹", category="草根能人")
    assert form.editor("organisation").raw() == group.id
    walk.save_and_return()
    form = walk.new(walk.listed("course"))
    walk.type(form, name="感党恩、听党话、跟党走", hours="1.5")
    walk.pick(form, "lecturer", "oyxz")
    walk.save_and_return()

    before = walk.count("activity", group.id)
    form = walk.new(walk.listed("activity"))
    walk.type(
        form,
        topic="楼院里的三新讲习",
        kind="三新讲习",
        held_on=TODAY.isoformat(),
        starts_at="下午3点半",
        modes="楼院讲、流动讲",
        public_present="35人",
    )
    walk.pick(form, "course", "感党恩")
    walk.pick(form, "lecturer", "欧阳")
    lecture = walk.save()
    below = walk.desk.shown.below
    panel = walk.desk.shown.parts[0]
    walk.until(lambda: panel.table.rowCount() == members)
    panel.table.mark(0, "leave")
    panel.all_present.click()
    walk.save()
    walk.until(lambda: below.tabs.tabText(0) == f"出席名单 {members}")

    found = records.find_record(walk.office, walk.office.catalog["activity"], lecture).values
    assert (found["expected"], found["present"], found["on_leave"]) == (members, members - 1, 1)
    assert (found["public_present"], found["starts_at"]) == (35, "15:30")
    assert found["modes"] == "courtyard;mobile"
    assert len(attendance.attendance_of(walk.office, lecture)) == members
    walk.until(lambda: form.editor("present").raw() == str(members - 1))
    lines = walk.texts(walk.listed("activity"))
    assert len(lines) == before + 1 == walk.count("activity", group.id)
    line = next(texts for texts in lines if texts[2] == "楼院里的三新讲习")
    assert line[1] == "三新讲习"
    assert line[-1] == str(members - 1)


@pytest.mark.job("预约场地、接待")
def test_that_a_room_is_booked_received_and_shown_at_its_house(walk, qtbot):
    """The week of a room → a free hour → the booking → it is over → its list, its house."""
    before = walk.count("booking")
    rooms = walk.texts(walk.listed("venue"))
    assert any("三新讲习所" in texts[0] for texts in rooms)
    screen = walk.visit("bookings")
    walk.until(lambda: bool(screen.week._days))
    place = next(n for n in range(screen.venues.count()) if "讲习所" in screen.venues.itemText(n))
    screen.venues.setCurrentIndex(place)
    screen.venues.activated.emit(place)
    walk.desk.commands.trigger("booking.after")
    monday = TODAY - timedelta(days=TODAY.weekday()) + timedelta(days=7)
    walk.until(lambda: bool(screen.week._days) and screen.week._days[0].day == monday)
    room = screen.venue
    assert not screen.week._booked(Cell(3, 18))

    screen.week.setFocus()
    screen.week._go(Cell(3, 18))
    qtbot.keyClick(screen.week, Qt.Key.Key_Return)
    form = walk.desk.shown.form
    walk.until(lambda: form.editor("venue").line.text() != "…")
    walk.type(form, visitor="实验小学党支部", channel="热线电话", headcount="40")
    walk.save_and_return()
    walk.until(lambda: screen.week.current is not None)
    assert screen.week.current.visitor == "实验小学党支部"

    walk.desk.commands.trigger("booking.done")
    walk.until(lambda: walk.desk.window().findChild(FieldsDialog) is not None)
    dialog = walk.desk.window().findChild(FieldsDialog)
    walk.type(dialog, present="38")
    dialog.ask()
    walk.until(lambda: screen.week.current is not None and screen.week.current.state == "done")

    assert walk.count("booking") == before + 1
    lines = walk.texts(walk.listed("booking"))
    line = next(texts for texts in lines if texts[4] == "实验小学党支部")
    assert line[0] == (monday + timedelta(days=3)).isoformat()
    assert (line[1], line[-2], line[-1]) == ("18:00", "已接待", "38")
    shown = walk.visit("form", Edited("venue", room))
    walk.until(lambda: shown.below is not None)
    tabs = shown.below.tabs
    walk.until(lambda: "阵地预约 " in "".join(tabs.tabText(n) for n in range(tabs.count())))


@pytest.mark.job("发布、认领、完成一个项目")
def test_that_a_project_is_published_claimed_and_finished(walk, qtbot):
    """A unit, a need → a project that joins them → a claim → its list and count → undone."""
    community = walk.office.unit.name
    form = walk.new(walk.listed("unit"))
    walk.type(form, name="中信重工机械股份有限公司")
    walk.pick_first(form, "kind")
    walk.save_and_return()
    form = walk.new(walk.listed("need"))
    walk.type(form, title="三号院楼道照明", state="待对接")
    walk.pick_first(form, "kind")
    walk.pick(form, "organisation", community)
    walk.save_and_return()

    before = walk.count("project")
    form = walk.new(walk.listed("project"))
    walk.type(form, title="点亮三号院", state="待认领", due_on="2026年12月")
    walk.pick(form, "organisation", community)
    walk.pick(form, "need", "三号院")
    walk.save_and_return()
    screen = walk.listed("project")
    assert walk.count("project") == before + 1
    row = next(n for n, texts in enumerate(walk.texts(screen)) if texts[0] == "点亮三号院")
    screen.view.selectRow(row)

    walk.desk.commands.trigger("project.claim")
    walk.until(lambda: walk.desk.window().findChild(FieldsDialog) is not None)
    dialog = walk.desk.window().findChild(FieldsDialog)
    walk.pick(dialog, "claimant", "中信重工机械")
    dialog.editor("promise").text.setPlainText("十二月底前装好六个单元的灯")
    dialog.ask()
    walk.until(lambda: "已认领" in walk.desk.window().notices.text.text())

    walk.until(lambda: "已认领" in walk.texts(screen)[row])
    assert "中信重工机械股份有限公司" in walk.texts(screen)[row]
    screen = walk.listed("need")
    walk.until(lambda: walk.line(screen, "三号院楼道照明")[-1] == "已对接")
    assert history.undoable(walk.office) == "认领项目"
    walk.desk.commands.trigger("record.undo")
    walk.until(lambda: walk.line(screen, "三号院楼道照明")[-1] == "待对接")
