"""Pages as people write them, and the two passes of printing both sides by hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.print_order import backs, fronts, ordered, read_pages, write_pages
from jianxi_desktop.errors import InputError


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1-3,5", (0, 1, 2, 4)),
        ("１－３，５", (0, 1, 2, 4)),
        ("第1至3页、第5页", (0, 1, 2, 4)),
        ("第1页到第3页和第5页", (0, 1, 2, 4)),
        ("1.3.5", (0, 2, 4)),
        (" 2 - 4 ; 9", (1, 2, 3, 8)),
        ("8-", (7, 8)),
        ("-2", (0, 1)),
        ("3-1", (2, 1, 0)),
        ("5,1,5", (4, 0)),
    ],
)
def test_that_pages_are_read_as_people_write_them(text, pages):
    assert read_pages(text, 9) == pages


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请写要打印的页码"),
        ("，", "请写要打印的页码"),
        ("10", "没有第 10 页，一共 9 页"),
        ("0", "没有第 0 页"),
        ("2-40", "没有第 40 页"),
        ("一", "“一”不是页码"),
        ("-", "不是页码"),
        ("9" * 5000, "不是页码"),
    ],
)
def test_that_what_is_no_page_is_named(text, said):
    with pytest.raises(InputError) as refused:
        read_pages(text, 9)
    assert said in refused.value.user_message


@pytest.mark.parametrize(
    ("text", "copies", "sides", "said"),
    [
        ("1-9", 1, 1, "共 9 页，用纸 9 张。"),
        ("1-9", 2, 2, "每份 9 页，2 份，用纸 10 张。"),
        ("1-3,7", 1, 2, "印第 1-3,7 页，共 4 页，用纸 2 张。"),
        ("5-2", 1, 1, "从第 5 页倒着印到第 2 页，共 4 页，用纸 4 张。"),
    ],
)
def test_that_it_is_said_what_will_be_printed(text, copies, sides, said):
    assert ordered(9, read_pages(text, 9), copies, sides) == said


@settings(max_examples=40, deadline=None)
@given(pages=st.lists(st.integers(0, 40), min_size=1, max_size=12, unique=True))
def test_that_what_is_written_reads_back(pages):
    assert read_pages(write_pages(pages), 41) == tuple(pages)


@settings(max_examples=40, deadline=None)
@given(number=st.integers(1, 9), copies=st.integers(1, 3), from_last=st.booleans())
def test_that_each_back_stands_behind_its_front(number, copies, from_last):
    """Every sheet comes out with the page on its back that follows the one on its front."""
    pages = list(range(number))
    front = list(fronts(pages, copies))
    behind = list(backs(pages, copies, from_last=from_last))
    stack = front[::-1] if from_last else front
    sheets = list(zip(stack, behind + [None] * (len(stack) - len(behind)), strict=True))

    assert len(behind) <= len(front) == copies * -(-number // 2)
    for one, other in sheets:
        assert other == (one + 1 if one + 1 < number else None)
