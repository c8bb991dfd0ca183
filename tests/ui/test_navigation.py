"""The rail folds its areas, and forty places are still two keys away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from jianxi_desktop import settings
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.ui.navigation import AREAS, symbol_of
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.screens import every as screens


@pytest.fixture
def rail(bench):
    return bench.rail


def seen(rail):
    """Give the keys of the places that are not folded away."""
    buttons = rail.findChildren(QPushButton)
    keys = [b.objectName() for b in buttons if b.isVisibleTo(rail)]
    return [key.removeprefix("go:") for key in keys if key.startswith("go:")]


def head_of(rail, area):
    return rail.findChild(QPushButton, f"area:{area}")


def test_that_only_the_area_one_is_in_is_unfolded(bench, rail):
    mine = [place.key for place in bench.places if place.area == "党员"]
    assert seen(rail) == ["home", *mine]

    bench.open_screen("list:venue")

    there = [place.key for place in bench.places if place.area == "阵地"]
    assert seen(rail) == ["home", *there]


def test_that_what_a_person_unfolded_stays_so_also_next_time(bench, rail, open_window, demo):
    head_of(rail, "共建").click()
    bench.open_screen("list:venue")
    assert rail.is_open("共建")
    assert not rail.is_open("党员")

    again = open_window(demo)

    assert again.rail.is_open("共建")
    head_of(again.rail, "共建").click()
    assert not again.rail.is_open("共建")
    again.leave(lambda: None)


def test_that_the_area_one_is_in_can_be_folded_too(bench, rail):
    head_of(rail, "党员").click()

    assert seen(rail) == ["home"]
    bench.open_screen("list:person")
    assert rail.is_open("党员")


def test_that_the_arrow_keys_go_along_the_rail_and_fold_it(bench, rail, qtbot):
    head = head_of(rail, "党员")
    head.setFocus()
    first = next(place for place in bench.places if place.area == "党员")

    qtbot.keyClick(head, Qt.Key.Key_Down)
    assert rail.focusWidget().objectName() == f"go:{first.key}"
    qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Left)

    assert rail.focusWidget() is head
    assert not rail.is_open("党员")
    qtbot.keyClick(head, Qt.Key.Key_Down)
    assert rail.focusWidget() is head_of(rail, "组织生活")
    qtbot.keyClick(rail.focusWidget(), Qt.Key.Key_Right)
    assert rail.is_open("组织生活")


def test_that_every_place_stands_in_the_menu(bench):
    (go,) = [each for each in bench.window().menuBar().actions() if each.text() == "前往"]
    home, *areas = go.menu().actions()
    menus = [action.menu() for action in areas]

    listed = [home.text(), *(a.text() for menu in menus for a in menu.actions())]
    assert listed == [p.title for p in bench.places]


def test_that_every_area_is_ordered_and_every_ledger_has_a_drawing_of_its_own():
    listed = [ledger for ledger in CATALOG if ledger.area]
    symbols = [symbol_of(ledger.key) for ledger in listed]

    assert {ledger.area for ledger in listed} | {s.area for s in screens.SCREENS} <= {"", *AREAS}
    assert len(set(symbols)) == len(symbols)
    for name in symbols:
        assert settings.resource("icons", f"{name}.svg").exists(), name


def test_that_a_record_is_marked_at_its_own_ledger(bench, rail):
    bench.open_screen("form", Edited("venue"))

    assert rail.is_open("阵地")
    assert rail.findChild(QPushButton, "go:list:venue").isChecked()
    bench.open_screen("list:person")
    assert rail.findChild(QPushButton, "go:list:person").isChecked()
