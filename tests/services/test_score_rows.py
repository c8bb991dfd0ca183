"""Captions and names of lines: each names its own line, whatever it says."""

import contextlib
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.observation_marks import find_line, read_marks
from jianxi_desktop.services.observation_sheets import SheetLine
from jianxi_desktop.services.score_rows import Label, label_of, line_of, takes_off

LETTERS = "党建品牌0123456789 （）()“”、.分扣𠮷㐂ABａ"
ITEMS = st.lists(
    st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text.strip(" 、.") == text),
    min_size=1,
    max_size=9,
)


def lines(*items, rule="plain"):
    return tuple(
        SheetLine(uuid4(), n, "look", item, "", "", Scale(10, rule), 100, "", n)
        for n, item in enumerate(items, 1)
    )


@given(ITEMS)
def test_that_the_caption_of_a_template_names_its_line_alone(items):
    known = lines(*items)
    for line in known:
        label = label_of(f"{line.number} {line.item}（10分）")
        assert line_of(known, label) == line


@given(ITEMS, st.text(max_size=30))
def test_that_any_caption_names_a_line_or_is_refused_in_words(items, caption):
    known = lines(*items)
    found = None
    with contextlib.suppress(InputError):
        found = line_of(known, label_of(caption))
    assert found is None or found in known


@given(ITEMS, st.lists(st.tuples(st.text(max_size=6), st.text(max_size=6)), max_size=6))
def test_that_whatever_is_said_is_points_or_a_reason(items, said):
    known = lines(*items)
    marks = read_marks(known, said)
    assert len(marks.points) + len(marks.wrong) == len(said)
    assert all(0 <= given <= 1000 for given in marks.points.values())


@pytest.mark.parametrize("text", ["2", "２", "第2项", "2.", "look2", "看2", "看２", "品 牌"])
def test_that_a_line_is_named_in_many_ways(text):
    known = lines("阵地", "品牌", "讲习所")
    assert find_line(known, text) == known[1]


@pytest.mark.parametrize("text", ["0", "4", "look0", "look4", "听1", "", "牌", "-1", "1.5"])
def test_that_what_names_no_line_finds_none(text):
    assert find_line(lines("阵地", "品牌", "讲习所"), text) is None


def test_that_words_said_twice_need_their_number():
    known = lines("阵地", "品牌", "阵地")
    assert find_line(known, "阵地") is None
    assert line_of(known, Label("3", "阵地", sure=False)) == known[2]
    with pytest.raises(InputError):
        line_of(known, Label("2", "阵地", sure=False))


def test_that_a_number_that_only_counts_rows_does_not_mislead():
    known = lines("阵地", "品牌", "讲习所")
    assert line_of(known, Label("17", "品牌", sure=False)) == known[1]


def test_that_a_number_and_words_that_differ_are_refused():
    with pytest.raises(InputError):
        line_of(lines("阵地", "品牌"), label_of("1 品牌（10分）"))


@pytest.mark.parametrize(
    ("caption", "off"), [("1 阵地（扣分，最多扣10分）", True), ("1 阵地（10分）", False)]
)
def test_that_a_column_says_whether_points_are_taken_off(caption, off):
    (line,) = lines("阵地", rule="deduct")
    assert takes_off(line, label_of(caption)) is off
