"""Columns that are drawn from data: reached by mouse and keys, said in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from jianxi_desktop.ui.charts import Column, ColumnChart, Series, scale_of
from jianxi_desktop.ui.theme import colour

SERIES = (Series("已开展", "ink-soft"), Series("计划", "ink-soft", hollow=True))


@pytest.fixture
def chart(qtbot):
    made = ColumnChart("各月活动", SERIES, "去年")
    qtbot.addWidget(made)
    made.resize(420, made.height())
    months = [Column(str(n), (n * 3, 0), f"{n}月{n * 3}次", n, n) for n in range(1, 12)]
    made.show_columns([*months, Column("12", (0, 5), "12月计划5次", None, 12, strong=True)])
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_a_column_is_opened_with_the_mouse(chart, qtbot):
    with qtbot.waitSignal(chart.opened) as told:
        qtbot.mouseClick(chart.bars[2], Qt.MouseButton.LeftButton)
    assert told.args == [3]


def test_that_keys_reach_every_column_and_tab_costs_one_stop(chart, qtbot):
    tabbed = [bar for bar in chart.bars if bar.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == [chart.bars[11]]  # the month that goes on now
    at = chart.bars[11]
    at.setFocus()
    for key, place in ((Qt.Key.Key_Left, 10), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1)):
        qtbot.keyClick(at, key)
        at = chart.bars[place]
        assert at.focusPolicy() & Qt.FocusPolicy.TabFocus, place
    with qtbot.waitSignal(chart.opened) as told:
        qtbot.keyClick(at, Qt.Key.Key_Return)
    assert told.args == [2]


def test_that_what_is_drawn_is_said(chart):
    assert "3月9次；4月12次" in chart.accessibleDescription()
    assert chart.bars[11].accessibleName() == chart.bars[11].toolTip() == "12月计划5次"


def test_that_a_higher_number_is_a_higher_column(chart):
    def inked(bar):
        picture, wanted = bar.grab().toImage(), QColor(colour("ink-soft")).rgb()
        x = picture.width() // 2
        return sum(picture.pixel(x, y) == wanted for y in range(picture.height()))

    heights = [inked(chart.bars[n]) for n in (0, 4, 9)]
    assert heights[0] < heights[1] < heights[2]


def test_that_other_columns_take_the_place_of_those_before(chart):
    chart.show_columns([Column("甲", (1, 0), "甲1次")])
    assert len(chart.bars) == 1
    chart.show_columns([])
    assert chart.bars == []
    assert not chart.grab().isNull()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**7))
def test_that_a_scale_holds_the_number_and_is_not_far_above(most):
    top = scale_of(most)
    assert most <= top <= max(most * 1.34, 8)
    assert most < 4 or (top / 4).is_integer()
