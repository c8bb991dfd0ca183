"""The tree at the left: walked, searched, narrowed by, dragged in."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from jianxi_desktop.services import records, trees
from jianxi_desktop.services.trees import TERRITORIES


@pytest.fixture
def tree(bench):
    return bench.tree


@pytest.fixture
def made(office):
    """A small tree: two branches with groups, a regional committee, a dissolved branch."""
    top = office.unit.organisation

    def add(name, form, kind, parent, **more):
        values = {"name": name, "form": form, "kind": kind, "parent": parent, **more}
        return records.save_record(office, office.catalog["organisation"], values).id

    ids = {"top": top}
    for n, word in enumerate(("东苑", "西苑"), start=1):
        ids[word] = add(f"{word}网格党支部", "branch", "grid", top, secretary="欧阳修竹")
        ids[f"{word}组"] = add(f"{word}{n}号楼党小组", "group", "building", ids[word])
    ids["区域"] = add("武汉路区域党委", "regional_committee", "regional", top)
    ids["撤销"] = add("老网格党支部", "branch", "grid", top, dissolved_on="2020-01-01")
    for n in range(10):
        add(f"第{n}网格党支部", "branch", "grid", top)
    return ids


@pytest.fixture
def small(open_window, office, made):
    return open_window(office).tree


def names(tree):
    """Give what is seen, from top to bottom."""
    index, found = tree.model.index(0, 0), []
    while index.isValid():
        found.append(index.data())
        index = tree.view.indexBelow(index)
    return found


def choose(tree, node_id):
    tree.view.setCurrentIndex(tree.model.find(node_id))


def test_that_the_model_keeps_its_word_to_qt(small, watch_model, made):
    watch_model(small.model)

    small.view.expandAll()
    small.search.setText("东苑")
    small.search.clear()
    small.switch_to(TERRITORIES)
    small.switch_to("organisation")

    assert small.model.find(made["东苑组"]).isValid()


def test_that_counts_stand_beside_the_nodes_and_the_tooltip_says_all(tree, demo):
    top, model = tree.model.index(0, 0), tree.model
    counts = [top.siblingAtColumn(n).data() for n in (1, 2)]
    branches = sum(node.form == "branch" for node in trees.organisations(demo))

    assert counts == [str(branches), "168"]
    assert model.headerData(2, Qt.Orientation.Horizontal) == "党员"
    assert f"党支部 {branches}" in top.data(Qt.ItemDataRole.ToolTipRole)
    assert "党小组 " in top.data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("words", ["东苑", "dywg", "欧阳修竹", "oyxz"])
def test_that_a_search_opens_what_it_finds(small, words):
    small.search.setText(words)

    assert any("东苑网格" in name for name in names(small))
    assert not any("第3网格" in name for name in names(small))


def test_that_enter_in_the_search_goes_to_the_first_that_was_found(small, made, qtbot):
    small.search.setText("西苑2号")
    qtbot.keyClick(small.search, Qt.Key.Key_Return)

    assert small.model.node(small.view.currentIndex()).id == made["西苑组"]
    assert small._desk.within == made["西苑组"]
    small.search.clear()
    assert small.model.node(small.view.currentIndex()).id == made["西苑组"]


def test_that_a_search_for_nothing_known_says_so(small):
    small.search.setText("没有这个")

    assert small.nothing.isVisible()
    assert names(small) == []


def test_that_dissolved_ones_are_hidden_until_they_are_wanted(small, made):
    commands = small._desk.commands
    assert not small.model.find(made["撤销"]).isValid()

    commands.action("tree.ended").trigger()
    assert small.model.find(made["撤销"]).data() == "老网格党支部（已撤销）"
    commands.action("tree.regional").trigger()

    assert not small.model.find(made["区域"]).isValid()


def test_that_a_letter_typed_over_the_tree_is_searched_for(small, qtbot):
    qtbot.keyClick(small.view, Qt.Key.Key_X)

    assert small.search.text() == "x"


def test_that_what_was_open_is_open_after_a_reload_and_the_next_start(
    small, made, office, open_window
):
    assert "西苑2号楼党小组" not in names(small)
    small.view.expand(small.model.find(made["西苑"]))

    small.reload()
    assert "西苑2号楼党小组" in names(small)

    small._keep_open()
    assert "西苑2号楼党小组" in names(open_window(office).tree)


def test_that_the_names_have_room_on_a_small_screen(tree):
    tree.view.expandAll()
    tree.view.resize(190, 500)

    assert tree.view.isColumnHidden(1)
    assert not tree.view.isColumnHidden(2)
    assert tree.view.columnWidth(0) > 100


def test_that_a_node_dragged_onto_another_asks_and_stays(small, made, monkeypatch):
    asked = []
    small.model.dropped.connect(lambda *both: asked.append(both))
    data = small.model.mimeData([small.model.find(made["东苑组"])])
    onto, action = small.model.find(made["西苑"]), Qt.DropAction.MoveAction

    assert small.model.canDropMimeData(data, action, -1, -1, onto)
    small.model.dropMimeData(data, action, -1, -1, onto)

    assert asked == [(made["东苑组"], made["西苑"])]
    assert small.model.node(small.model.find(made["东苑组"])).parent == made["东苑"]


def test_that_a_drop_with_the_mouse_asks_about_what_lies_under_it(small, made):
    asked = []
    small.model.dropped.connect(lambda *both: asked.append(both))
    small.view.expandAll()
    data = small.model.mimeData([small.model.find(made["东苑组"])])
    where = small.view.visualRect(small.model.find(made["西苑"])).center()
    given = (where, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton)
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(small.view.viewport(), QDragEnterEvent(*given, plain))
    QApplication.sendEvent(small.view.viewport(), QDragMoveEvent(*given, plain))
    drop = QDropEvent(QPointF(where), *given[1:], plain)

    QApplication.sendEvent(small.view.viewport(), drop)

    assert asked == [(made["东苑组"], made["西苑"])]
    assert small.model.find(made["东苑组"]).isValid()


@pytest.mark.parametrize(("moved", "onto"), [("东苑", "东苑"), ("东苑", "东苑组"), ("东苑", "top")])
def test_that_nothing_falls_onto_itself_or_what_stands_below(small, made, moved, onto):
    data = small.model.mimeData([small.model.find(made[moved])])
    where = small.model.find(made[onto])

    assert not small.model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, where)


def test_that_a_click_narrows_the_lists(small, made):
    rect = small.view.visualRect(small.model.find(made["东苑"]))
    QTest.mouseClick(small.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    assert small._desk.within == made["东苑"]
    assert small._desk.within_name == "东苑网格党支部"


def test_that_the_tree_can_show_the_territories(tree):
    tree.switch_to(TERRITORIES)

    assert tree.model.headerData(0, Qt.Orientation.Horizontal) == "区域"
    assert tree.model.rowCount() >= 1
