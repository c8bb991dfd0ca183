"""The home page: pressing things first, one click to where they are done, gone when they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import records
from jianxi_desktop.services.records import Seen
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens import home as home_page
from jianxi_desktop.ui.screens.home_list import HomeList
from jianxi_desktop.ui.screens.home_nodes import BY_KIND, BY_UNIT, arrange
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.screens.pickers import Pickers
from tests import factory

TODAY = calendar.today()


def day(offset):
    return (TODAY + timedelta(days=offset)).isoformat()


def problem(office, offset, title, organisation):
    values = {"title": title, "organisation": organisation, "due_on": day(offset)}
    values |= {"source": "joint_meeting", "found_on": "2020-01-01"}
    return records.save_record(office, office.catalog["problem"], values).id


@pytest.fixture
def problems(office):
    """Four problems of two branches, one under each heading."""
    first, second = factory.branch_of(office), factory.branch_of(office, "第二网格党支部")
    given = ((-3, "井盖缺失", first), (0, "路灯不亮", second))
    given += ((5, "楼道堆物", first), (12, "墙皮脱落", second))
    return [problem(office, *each) for each in given]


@pytest.fixture
def home(open_window, office, problems):
    page = open_window(office).shown
    page.kinds.choose("problem")
    return page


def shown(page):
    """Give the words of all lines, headings too, from top to bottom."""
    found = []

    def walk(parent):
        for row in range(page.list.nodes.rowCount(parent)):
            index = page.list.nodes.index(row, 0, parent)
            found.append(index.data())
            walk(index)

    walk(page.list.rootIndex())
    return found


def at(page, word):
    """Go to the thing that says a word."""
    index = next(each for each in page.list.nodes.items() if word in each.data())
    page.list.setCurrentIndex(index)
    return index


def test_that_the_most_pressing_comes_first_with_its_count_beside_the_page(home):
    assert shown(home) == [
        "已逾期　1 件",
        "问题“井盖缺失”要整改销号",
        "今天　1 件",
        "问题“路灯不亮”要整改销号",
        "7天内　1 件",
        "问题“楼道堆物”要整改销号",
        "以后　1 件",
        "问题“墙皮脱落”要整改销号",
    ]
    late = at(home, "井盖")
    cells = [late.siblingAtColumn(n).data() for n in range(1, 5)]
    assert (cells[0], cells[1], cells[3]) == ("问题整改", "第一网格党支部", "逾期3天")
    counts = home.found.counts()
    assert home.counts.text_of("overdue") == str(counts["overdue"])
    button = home.window().findChild(QPushButton, "go:home")
    assert button.text() == f"首页　{counts['overdue']}"


def test_that_a_count_leads_to_its_heading(home, qtbot):
    for band, caption in (("later", "以后"), ("overdue", "已逾期")):
        qtbot.mouseClick(home.counts.buttons[band], Qt.MouseButton.LeftButton)
        at = home.list.currentIndex()
        assert at.data().startswith(caption)
        assert home.list.isExpanded(at)


def test_that_enter_opens_the_record_and_what_is_done_is_gone(home, office, problems, qtbot):
    at(home, "井盖")
    qtbot.keyClick(home.list, Qt.Key.Key_Return)

    form = home.desk.shown
    assert (form.key, form.way_back().id) == ("form", problems[0])
    form.form.editor("closed_on").line.setText(TODAY.isoformat())
    form.form.editor("result").show_value("已修好")
    home.desk.commands.trigger("record.save_back")

    assert home.desk.shown is home, home.window().notices.text.text()
    assert "井盖" not in "".join(shown(home))
    assert home.counts.text_of("overdue") == str(home.found.counts()["overdue"])


def test_that_one_click_opens_a_thing_and_folds_a_heading(home, problems, qtbot):
    heading = home.list.nodes.index(0, 0)
    assert home.list.isExpanded(heading)
    home.list.clicked.emit(heading)
    assert not home.list.isExpanded(heading)
    home._load()
    assert not home.list.isExpanded(home.list.nodes.index(0, 0))

    home.list.clicked.emit(at(home, "路灯"))
    assert home.desk.shown.way_back().id == problems[1]


def test_that_typing_searches_and_a_search_without_result_says_how_to_go_on(home, qtbot):
    home.list.setFocus()
    qtbot.keyClicks(home.list, "j")
    assert home.search.text() == "j"
    home.search.setText("路灯 第二网格")
    assert [each for each in shown(home) if "问题" in each] == ["问题“路灯不亮”要整改销号"]

    home.search.setText("没有这回事")

    (more,) = home.pages.currentWidget().findChildren(QPushButton)
    assert more.text() == "显示全部事项"
    more.click()
    assert home.search.text() == ""
    assert home.kinds.chosen == ""


def test_that_what_was_typed_while_it_was_read_is_looked_for(home):
    read = home_page._look_up(home.desk.office, None, home._asked())
    home.search.setText("路灯")
    home._take(read)
    assert [each for each in shown(home) if "问题" in each] == ["问题“路灯不亮”要整改销号"]


def test_that_things_are_grouped_by_unit_or_kind(home):
    choose(home.grouping, BY_UNIT)
    assert shown(home)[:3] == [
        "已逾期　1 件",
        "第一网格党支部　1 件：问题整改 1",
        "问题“井盖缺失”要整改销号",
    ]
    choose(home.grouping, BY_KIND)
    assert shown(home)[1] == "问题整改　1 件"


def test_that_the_page_follows_the_tree_and_the_count_stays_the_offices(home, office):
    before = home.window().findChild(QPushButton, "go:home").text()

    home.desk.choose_organisation(factory.branch_of(office, "第二网格党支部"), "第二网格党支部")

    assert [each for each in shown(home) if "问题" in each] == [
        "问题“路灯不亮”要整改销号",
        "问题“墙皮脱落”要整改销号",
    ]
    assert home._titled.text().startswith("第二网格党支部　")
    assert home.window().findChild(QPushButton, "go:home").text() == before


def test_that_what_is_written_elsewhere_is_counted_when_the_page_is_shown(home, office, problems):
    home.desk.open_screen("list:venue")
    ledger = office.catalog["problem"]
    version = records.find_record(office, ledger, problems[0]).version
    done = {"closed_on": TODAY.isoformat(), "result": "已修好"}
    records.save_record(office, ledger, done, Seen(problems[0], version))
    home.desk.changed(frozenset({"problem"}))
    assert home._later.isActive()

    home.desk.open_screen("home")

    assert not home._later.isActive()
    assert "井盖" not in "".join(shown(home))


def test_that_an_office_without_anything_due_is_told_how_to_begin(open_window, office, monkeypatch):
    from jianxi_desktop.ui.screens import home as module

    found = module.attention(office)
    monkeypatch.setattr(module, "attention", lambda *_given: found.narrowed(words="没有这回事"))
    page = open_window(office).shown

    (first,) = page.pages.currentWidget().findChildren(QPushButton)
    first.click()
    assert page.desk.shown.key == "import"


@pytest.fixture
def answered(home, tmp_path):
    """Answer the question for a file."""
    path = tmp_path / "到期.ics"
    home.calendar._pickers = Pickers(save=lambda *asked: asked[-1](path))
    return path


def test_that_the_calendar_holds_what_is_listed(home, answered):
    home.desk.commands.trigger("home.calendar")

    events = Calendar.from_ical(answered.read_bytes()).walk("VEVENT")
    assert sorted(str(each["summary"]) for each in events) == [
        "已逾期：问题“井盖缺失”要整改销号",
        "问题“墙皮脱落”要整改销号",
        "问题“楼道堆物”要整改销号",
        "问题“路灯不亮”要整改销号",
    ]
    assert "4 个日程" in home.window().notices.text.text()
    home.desk.commands.trigger("home.calendar_plain")
    assert "井盖" not in answered.read_text(encoding="utf-8")


def test_that_many_things_leave_with_a_reason_only(home, answered, office, monkeypatch):
    monkeypatch.setattr("jianxi_desktop.services.leaving.MANY_PEOPLE", 3)

    home.desk.commands.trigger("home.calendar")

    assert not answered.exists()
    dialog = home.findChild(ReasonDialog)
    dialog.reason.setCurrentText("放到手机日历")
    dialog.accept()
    assert answered.exists()


def test_that_the_model_is_a_good_one(home, watch_model):
    nodes = watch_model(home.list.nodes)
    for grouping in (BY_UNIT, BY_KIND):
        choose(home.grouping, grouping)
    home.desk.commands.trigger("home.fold")
    home.desk.commands.trigger("home.unfold")
    QApplication.processEvents()
    assert nodes.rowCount() == 4


def test_that_hundreds_of_things_are_folded_to_their_units(qtbot, qapp, home):
    found = home.found
    items = [each for each in found.items if each.kind == "problem"]
    many = [items[0]._replace(text=f"问题{n}") for n in range(60)]
    view = HomeList()
    qtbot.addWidget(view)

    view.show_nodes(arrange(replace(found, items=tuple(many)), BY_UNIT), BY_UNIT)

    heading = view.nodes.index(0, 0)
    assert view.isExpanded(heading)
    assert not view.isExpanded(view.nodes.index(0, 0, heading))


def test_that_every_kind_of_thing_leads_to_where_it_is_done(open_window, demo):
    """One thing of each kind and page: a page that cannot be opened with it says so at once."""
    page = open_window(demo).shown
    desk, notices = page.desk, page.window().notices
    nodes = [page.list.nodes.node(index) for index in page.list.nodes.items()]
    one_of_each = {(node.item.kind, node.item.screen): node for node in nodes}

    for (kind, screen), node in one_of_each.items():
        page._open(node)
        assert desk.shown.key == (screen or "form"), kind
        assert not notices.isVisible(), (kind, notices.text.text())
        desk.open_screen("home")
    assert len(one_of_each) >= 10
