"""Slips: title, framed cells and places to sign; nothing outside the page, nothing cut."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.slip import Area, Cell, Grid, Heading, Line, Slip
from jianxi_desktop.prints.slip_layout import draw_slips
from jianxi_desktop.prints.style import FORMAL
from jianxi_desktop.prints.table import Column

LONG = "整改措施要写清做什么、谁来做、什么时候做完，能看得见、查得着，群众说了算。"
COLUMNS = (Column("序号", 3, Align.CENTER), Column("姓名", 8), Column("签名", 10))


def rows(number):
    return tuple((str(at), f"马𫘧骏{at}", "") for at in range(1, number + 1))


SLIPS = {
    "notice": Slip(
        "问题整改通知单",
        (
            Line((Cell("整改单位", "武汉路社区第一网格党支部"), Cell("责任人", "李𠮷"))),
            Area("存在问题", LONG),
            Area("整改要求", LONG * 3, "（盖章）　　　　年　　月　　日"),
        ),
        number="编号：　　　号",
        notes=("一式两份。",),
    ),
    "long text": Slip("问题销号单", (Area("整改结果", LONG * 150, "（盖章）"), Area("意见"))),
    "long names": Slip(
        "洛阳市涧西区武汉路街道武汉路社区基层党建工作双月座谈会汇报顺序和发言提纲登记表",
        (Line((Cell("承办单位党组织名称", LONG * 2), Cell("负责人", "㐂" * 50))),),
    ),
    "sign in": Slip(
        "签到册",
        (Line((Cell("活动主题", "主题党日"),)), Grid(COLUMNS, rows(60), spare=4)),
        notes=("本人签名。",),
    ),
    "empty": Slip("登记单", (Line((Cell("名称"), Cell("日期"))), Area("内容"))),
}
EVERY = pytest.mark.parametrize("name", SLIPS)


def draw(name):
    pdf = BytesIO()
    slip = SLIPS[name]
    return pdf, draw_slips(pdf, slip.title, [slip])


def texts_of(slip):
    yield slip.title
    for part in slip.parts:
        if isinstance(part, Line):
            for cell in part.cells:
                yield from (cell.label, cell.text)
        elif isinstance(part, Area):
            yield from (part.label, part.signed)
        elif isinstance(part, Grid):
            yield from (text for row in part.rows for text in row)


@EVERY
def test_that_all_of_a_slip_is_on_paper(name, page_texts):
    pdf, result = draw(name)
    text = "".join(page_texts(pdf))
    wanted = [re.sub(r"\s", "", each) for each in texts_of(SLIPS[name])]
    assert [each for each in wanted if each not in text] == []
    assert (result.missing, result.cut) == ((), 0)


@EVERY
def test_that_a_slip_keeps_the_margins_of_official_papers(name, tool, words):
    pdf, _result = draw(name)
    assert "595.28 x 841.89 pts (A4)" in tool("pdfinfo", pdf)
    for word in words(pdf):
        assert word.left >= FORMAL.left - 1
        assert word.right <= FORMAL.right + 1
        assert word.top >= FORMAL.height - FORMAL.top - 4
        assert word.bottom <= FORMAL.height - 25


@EVERY
def test_that_no_two_words_of_a_slip_stand_on_one_another(name, words):
    pdf, _result = draw(name)
    found = words(pdf)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            own = (one.bottom - one.top) * 0.35
            apart = other.top > one.bottom - own or one.top > other.bottom - own
            across = min(one.right, other.right) - max(one.left, other.left)
            assert one.page != other.page or apart or across < 0.5, (one, other)


@pytest.mark.parametrize("name", ["notice", "empty", "long names"])
def test_that_a_slip_is_one_page(name):
    assert draw(name)[1].pages == 1


def test_that_long_text_goes_on_and_is_signed_at_its_end(page_texts):
    pdf, result = draw("long text")
    first, *_others, last = page_texts(pdf)
    assert result.pages >= 3
    assert "".join(page_texts(pdf)).count("群众说了算。") == 150
    assert "整改结果（续）" in last
    assert "（盖章）" in last
    assert "（盖章）" not in first


def test_that_a_long_sign_in_sheet_repeats_its_heading(page_texts):
    pdf, result = draw("sign in")
    assert result.pages > 1
    for page in page_texts(pdf):
        assert "序号姓名签名" in page
        assert "签到册" in page


@pytest.mark.parametrize(("known", "spare", "pages"), [(18, 8, 1), (18, 0, 1), (26, 4, 2)])
def test_that_rows_to_fill_in_make_no_page_of_their_own(known, spare, pages):
    slip = Slip("签到册", (Grid(COLUMNS, rows(known), spare), Line((Cell("实到"),))))
    assert draw_slips(BytesIO(), slip.title, [slip]).pages == pages


def test_that_an_area_leaves_room_for_the_table_below_it():
    parts = (Heading("备注"), Area("备注"), Heading("班子成员"), Grid(COLUMNS, rows(1), height=24))
    slip = Slip("登记表", (*[Line((Cell("名称"),))] * 12, *parts))
    assert draw_slips(BytesIO(), slip.title, [slip]).pages == 1


def test_that_areas_fill_the_page(words):
    pdf, _result = draw("notice")
    note = next(word for word in words(pdf) if word.text == "一式两份。")
    assert note.bottom > FORMAL.height - FORMAL.bottom - 80
