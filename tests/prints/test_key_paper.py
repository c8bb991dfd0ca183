"""The paper with an office's card."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints.key_paper import KeyPaper, draw_key_paper

GROUPS = ("04512", "99310", "00007", "58213", "66041")
UNIT = "㐂𠮷社区党委"


def paper(unit=UNIT, card="{}" * 100, before=""):
    return KeyPaper(unit, "410305001001", "2026年11月20日", "2026年11月30日", GROUPS, card, before)


@pytest.fixture
def printed():
    pdf = BytesIO()
    result = draw_key_paper(pdf, paper(before="12345 " * 5))
    assert (result.pages, result.missing, result.cut) == (1, (), 0)
    return pdf


def test_that_the_fingerprint_can_be_read_out_in_order(printed, page_texts):
    text = re.sub(r"\s", "", "".join(page_texts(printed)))
    places = [text.index(f"第{at}组{group}") for at, group in enumerate(GROUPS, start=1)]
    assert places == sorted(places)


def test_that_the_paper_says_whose_it_is_and_what_to_do(printed, page_texts):
    text = re.sub(r"\s", "", "".join(page_texts(printed)))
    for said in (UNIT, "410305001001", "2026年11月20日", "2026年11月30日", "1234512345", "信任名片",
                 "平时联系的电话", "不要信任", "负责人", "核对方式", "没有秘密"):  # fmt: skip
        assert said in text


def test_that_it_is_one_page_with_its_fonts_in_it(printed, tool):
    rows = tool("pdffonts", printed).splitlines()[2:]
    assert len(rows) >= 3
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert "No syntax" in tool("qpdf", printed, "--check")


def test_that_a_long_name_is_set_smaller_and_not_cut():
    assert draw_key_paper(BytesIO(), paper("洛阳市涧西区" * 6)).cut == 0
