"""The search box in the real window: typed, gone through by keys, opened by Enter."""

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services import records
from jianxi_desktop.services.find_everywhere import find_everywhere
from jianxi_desktop.ui.command_pages import PAGES
from jianxi_desktop.ui.find_box import FindBox
from jianxi_desktop.ui.find_words import ALSO
from jianxi_desktop.ui.help_page import HelpDialog
from jianxi_desktop.ui.screen import Edited, Unit
from tests import factory
from tests.ui import looks


@pytest.fixture
def box(bench, qtbot):
    """The box, opened by its keys."""

    def opened(words="", command="window.find"):
        bench.commands.trigger(command)
        found = bench.window().findChildren(FindBox)[-1]
        qtbot.addWidget(found)
        if words:
            found.words.insert(words)
        return found

    return opened


def titles(box):
    return [line.title for line in box.model.lines]


def marked(box):
    return box.model.lines[box.found.currentIndex().row()]


def test_that_what_is_typed_is_found_in_groups_and_enter_opens_it(box, bench, demo, qtbot):
    name = find_everywhere(demo, "z")[0].hits[0].name
    opened = box()

    opened.words.insert(name)

    assert titles(opened)[:2] == ["党员台账", name]
    assert marked(opened).title == name
    qtbot.keyClick(opened.words, Qt.Key.Key_Return)
    assert bench.shown.key == "form"
    assert bench.shown.way_back().ledger == "person"


def test_that_the_keys_go_over_headings_and_groups(box, qtbot):
    opened = box("党")
    heads = [at for at, line in enumerate(opened.model.lines) if line.act is None]
    assert len(heads) > 2

    qtbot.keyClick(opened.words, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert opened.found.currentIndex().row() == heads[1] + 1
    qtbot.keyClick(opened.words, Qt.Key.Key_Up)
    assert opened.found.currentIndex().row() == heads[1] - 1
    qtbot.keyClick(opened.words, Qt.Key.Key_PageUp)
    assert opened.found.currentIndex().row() == 1
    qtbot.keyClick(opened.words, Qt.Key.Key_Up)
    assert opened.found.currentIndex().row() == 1


def test_that_more_opens_the_list_with_the_words(box, bench, demo, qtbot):
    opened = box("党员")
    at = titles(opened).index("更多…")
    line = opened.model.lines[at]
    assert line.facts.endswith(" 条")
    opened.found.setCurrentIndex(opened.model.index(at))

    qtbot.keyClick(opened.words, Qt.Key.Key_Return)

    assert bench.shown.key.startswith("list:")
    assert bench.shown.search.text() == "党员"


def test_that_an_organisation_opens_on_its_page(box, bench, demo, qtbot):
    branch = next(n for n in records.organisation_tree(demo) if n.form == "branch")
    opened = box(branch.name)
    assert marked(opened).title == branch.name

    qtbot.keyClick(opened.words, Qt.Key.Key_Return)

    assert bench.shown.key == "organisation"
    assert bench.shown.way_back() == Unit("organisation", branch.id)


def test_that_pages_commands_and_help_are_found_and_done(box, bench, qtbot):
    opened = box("dfsj")
    assert "党费收缴" in titles(opened)
    opened = box("锁定")
    assert marked(opened).keys == "Ctrl+L"
    locked = []
    bench.window().locking.connect(lambda: locked.append(True))
    qtbot.keyClick(opened.words, Qt.Key.Key_Return)
    assert locked == [True]

    opened = box("镜像不清楚")
    assert opened.told.text().startswith("没有找到")
    opened.words.setText("像台历")
    assert titles(opened) == ["说明书里写到", "打印：选打印机"]
    opened.words.setText("各本台账怎么用")
    assert marked(opened).title == "各本台账怎么用"
    qtbot.keyClick(opened.words, Qt.Key.Key_Return)
    assert bench.window().findChild(HelpDialog) is not None


def test_that_a_sign_asks_for_commands_only(box, bench):
    opened = box(command="window.palette")
    assert opened.words.text() == "> "
    for sign in (">", "》", "＞"):
        opened.words.setText(f"{sign}新增")
        assert titles(opened)[:2] == ["命令", "新增"]
    opened.words.setText(">")
    assert titles(opened)[0] == "命令"
    shown = {line.title for line in opened.model.lines}
    assert {place.title for place in bench.places} <= shown
    assert {c.text for c in bench.commands.all() if bench.commands.is_on(c.key)} <= shown


def test_that_what_was_opened_last_is_offered_until_the_office_is_closed(box, bench, demo, qtbot):
    ledger = demo.catalog["person"]
    rows = records.list_rows(
        demo, ledger, [ledger.caption], records.list_serials(demo, ledger, _ANY)
    )
    for row in rows[:2]:
        bench.open_screen("form", Edited("person", row.id))
    bench.open_screen("home")

    opened = box()

    assert titles(opened) == ["最近打开的", rows[1].cells[0], rows[0].cells[0]]
    qtbot.keyClick(opened.words, Qt.Key.Key_Return)
    assert bench.shown.way_back().id == rows[1].id


def test_that_enter_waits_for_what_is_typed_faster_than_it_is_found(box, bench, demo):
    name = find_everywhere(demo, "z")[0].hits[0].name
    opened = box()
    opened.words.blockSignals(True)
    opened.words.setText(name)  # typed, and nothing was found yet
    opened.words.blockSignals(False)

    opened.words.returnPressed.emit()
    assert opened.isVisible()
    opened._find(name)

    assert bench.shown.key == "form"


def test_that_the_field_at_the_top_opens_it_and_goes_with_the_office(bench, qtbot):
    window = bench.window()
    window.resize(911, 512)
    corner = window.menuBar().cornerWidget()
    button = corner.findChild(type(bench._finding.button))
    assert "Ctrl+K" in button.text()
    assert button.isVisible()
    assert looks.still_cut(corner) == []

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    opened = window.findChild(FindBox)
    opened.words.setText("党")
    assert opened.isVisible()
    assert looks.still_cut(opened) == looks.still_cut(window.menuBar()) == []
    window.clear_desk()
    assert not opened.isVisible()


def test_that_ctrl_and_enter_show_the_group_in_its_list(box, bench, qtbot):
    opened = box("党员")
    at = titles(opened).index("更多…")
    opened.found.setCurrentIndex(opened.model.index(at - 1))

    qtbot.keyClick(opened.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert bench.shown.key.startswith("list:")
    assert bench.shown.search.text() == "党员"


@pytest.mark.parametrize(
    ("typed", "line", "page"),
    [
        ("ljbf", "立即备份", "backup"),
        ("还原", "恢复这份备份", "backup"),
        ("添加党员", "新增：党员台账", "form"),
        ("党员名册", "打印：党员花名册", "print"),
        ("怎么筹备换届？", "筹备换届", "terms"),
    ],
)
def test_that_what_is_done_on_another_page_leads_there(box, bench, qtbot, typed, line, page):
    opened = box(typed)
    assert marked(opened).title == line

    qtbot.keyClick(opened.words, Qt.Key.Key_Return)

    assert bench.shown.key == page


def test_that_every_command_is_found_wherever_one_is(bench):
    heads = {command.key.split(".")[0] for command in bench.commands.all()}
    anywhere = {"record", "list", "window", "tree", "look", "help"}
    assert {head for head in heads if not head.startswith("go:")} == {*PAGES, *anywhere}
    assert all(bench.has_screen(page) for page in PAGES.values())
    keys = {command.key for command in bench.commands.all()}
    assert ALSO.keys() <= keys


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("990101199003070000", "可能抄错了一位"),
        ("76543210", "核对一下号码"),
        ("查无此人 也无此地", "去掉一个词"),
        ("qqqqzz", "zs 找张三"),
        ("天方夜谭", "生僻字也行"),
    ],
)
def test_that_where_nothing_is_found_it_is_said_what_to_try(box, typed, said):
    opened = box(typed)
    assert not opened.model.lines
    assert said in opened.told.text()
    assert looks.still_cut(opened) == []


def test_that_what_was_found_in_another_way_says_so_and_is_gone_through(box, demo, qtbot):
    hit = find_everywhere(demo, "z")[0].hits[0]
    opened = box(f"{hit.name} {hit.facts.split('　')[0]}")
    assert titles(opened)[:3] == [
        f"“{hit.facts.split('　')[0]}”和下级里的“{hit.name}”：",
        "党员台账",
        hit.name,
    ]
    assert marked(opened).title == hit.name
    qtbot.keyClick(opened.words, Qt.Key.Key_PageUp)
    assert marked(opened).title == hit.name


_ANY = factory.Query()
