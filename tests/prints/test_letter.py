"""Letters: the lines and margins of official documents; nothing torn from what it belongs to."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints.letter import Annex, Letter, Paragraph
from jianxi_desktop.prints.letter_layout import draw_letters
from jianxi_desktop.prints.style import MILLIMETRE, OFFICIAL, PITCH
from jianxi_desktop.prints.table import Column

LONG = "坚持逐社观摩、整街推进、全面提升，把听看查评用足用好，找准差距、补齐短板。"
TABLE = Annex(
    "全区示范观摩排名表",
    (Column("名次", 4), Column("社区", 14)),
    tuple((str(at), f"第{at}社区党委㐂") for at in range(1, 72)),
    "并列的名次相同。",
)


def letter(*paragraphs, **given):
    facts = {
        "to": "各街道党工委：",
        "sender": "中共试验区委组织部",
        "day": "2026年11月30日",
        "printed_by": "管理员",
        **given,
    }
    return Letter("关于示范观摩情况的通报", paragraphs, **facts)


def draw(*letters):
    pdf = BytesIO()
    return pdf, draw_letters(pdf, "通报", letters)


def lines_of(words, page):
    """Give the lines of a page's text from top to bottom, each as its words joined."""
    found = {}
    for word in words:
        if word.page == page and word.bottom < OFFICIAL.height - OFFICIAL.bottom + 1:
            found.setdefault(round(word.bottom), []).append(word.text)
    return ["".join(found[at]) for at in sorted(found)]


def test_that_all_of_a_letter_is_on_paper(page_texts, tool):
    text = (Paragraph("一、总体情况", heading=True), Paragraph(LONG * 9), Paragraph("马𫘧骏、李𠮷"))
    pdf, result = draw(letter(*text, head="中共试验区委组织部", annexes=(TABLE,)))
    said = "".join(page_texts(pdf))
    for wanted in ("各街道党工委：", "一、总体情况", LONG * 9, "马𫘧骏、李𠮷", "附件：全区示范"):
        assert wanted in said
    assert re.search("中共试验区委组织部2026年11月30日", said)
    assert all(f"第{at}社区党委㐂" in said for at in range(1, 72))
    assert (result.missing, result.cut) == ((), 0)
    assert "No syntax" in tool("qpdf", pdf, "--check")


def test_that_a_page_has_22_lines_of_28_letters(words):
    pdf, _result = draw(letter(Paragraph("观" * 28 * 60)))
    lines = lines_of(words(pdf), 2)
    assert [len(line) for line in lines] == [28] * 22
    assert pytest.approx(225 / 22, abs=0.01) == PITCH / MILLIMETRE


@pytest.mark.parametrize("head", ["", "中共洛阳市涧西区委城市基层党建工作领导小组办公室"])
def test_that_a_letter_keeps_the_margins_of_the_style_sheet(words, head):
    pdf, result = draw(letter(*[Paragraph(LONG * 3)] * 9, head=head, annexes=(TABLE,)))
    assert result.cut == 0
    for word in words(pdf):
        if word.text not in head:
            assert word.left >= OFFICIAL.left - 1
            assert word.right <= OFFICIAL.right + 1


@pytest.mark.parametrize("lines", range(14, 24))
def test_that_no_page_ends_with_a_heading(lines, words):
    text = [Paragraph("观")] * lines
    pdf, _result = draw(letter(*text, Paragraph("一、亮点", heading=True), Paragraph(LONG)))
    assert lines_of(words(pdf), 1)[-1] != "一、亮点"


@pytest.mark.parametrize("lines", range(12, 24))
def test_that_no_page_has_the_signature_alone(lines, words):
    pdf, result = draw(letter(*[Paragraph("观")] * lines))
    last = lines_of(words(pdf), result.pages)
    assert last[-1] == "2026年11月30日"
    assert result.pages == 1 or "观" in last


def test_that_each_letter_counts_its_own_pages(page_texts):
    pdf, _result = draw(*[letter(*[Paragraph(LONG * 4)] * 5)] * 2)
    assert [re.findall(r"—(\d)—", page)[-1] for page in page_texts(pdf)] == ["1", "2"] * 2


def test_that_the_first_page_under_a_red_head_has_no_number(page_texts):
    pdf, _result = draw(letter(*[Paragraph(LONG * 4)] * 5, head="中共试验区委组织部"))
    assert ["—1—" in page for page in page_texts(pdf)] == [False, False]
