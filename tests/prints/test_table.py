"""Printed tables."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.page import LANDSCAPE, PORTRAIT
from jianxi_desktop.prints.table import Column, TableSpec, draw_table

COLUMNS = (
    Column("序号", 3, Align.CENTER),
    Column("姓名", 5),
    Column("公民身份号码", 9),
    Column("所在党支部", 12),
    Column("备注", 8),
)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    for at in range(1, count + 1):
        remark = "长期外出，由支部委员每季度联系一次并作记录" if at % 7 == 0 else ""
        yield str(at), f"甲𠮷{at}", f"990101********{at:04d}", f"第{at}网格党支部", remark


def spec(count: int, **changes: object) -> TableSpec:
    facts = {"title": "党员花名册", "columns": COLUMNS, "rows": rows(count), "unit": "试验社区党委"}
    return TableSpec(**{**facts, **changes})


def printed(table: TableSpec) -> BytesIO:
    pdf = BytesIO()
    draw_table(pdf, table)
    return pdf


def test_that_every_row_is_printed_once_in_order(page_texts):
    text = "".join(page_texts(printed(spec(120))))
    places = [text.index(f"********{at:04d}") for at in range(1, 121)]
    assert places == sorted(places)
    assert all(text.count(f"甲𠮷{at}990101") == 1 for at in range(1, 121))


def test_that_header_title_and_page_numbers_stand_on_every_page(page_texts):
    pdf = BytesIO()
    result = draw_table(pdf, spec(120, form_number="HMC-2018-7"))
    texts = page_texts(pdf)
    assert result.pages == len(texts) > 3
    assert result.form_numbers == ("HMC-2018-7",)
    for number, text in enumerate(texts, 1):
        assert "序号姓名公民身份号码所在党支部备注" in text
        assert "党员花名册" in text
        assert "表号：HMC-2018-7" in text
        assert f"第{number}页共{len(texts)}页" in text


def test_that_the_four_fields_of_a_return_stand_once(page_texts):
    texts = page_texts(printed(spec(120, subtitle="截至2018年6月30日")))
    for said in ("填报单位（盖章）：试验社区党委", "负责人（签名）", "填表人（签名）", "报出时间"):
        assert said in texts[0]
        assert said not in "".join(texts[1:])
    assert "截至2018年6月30日共120条" in texts[0]


def test_that_an_empty_table_still_prints_a_page_that_says_so(page_texts):
    pdf = BytesIO()
    result = draw_table(pdf, spec(0))
    assert result.pages == 1
    assert "无记录" in page_texts(pdf)[0]
    assert "第1页共1页" in page_texts(pdf)[0]


@pytest.mark.parametrize("landscape", [True, False])
def test_that_text_stays_in_its_column(landscape: bool, words):
    paper = LANDSCAPE if landscape else PORTRAIT
    table = spec(40, landscape=landscape)
    scale = (paper.right - paper.left) / sum(column.width for column in COLUMNS)
    name_ends = paper.left + 8 * scale
    number_ends = paper.left + 17 * scale
    found = words(printed(table))
    for word in found:
        assert paper.left - 0.5 <= word.left
        assert word.right <= paper.right + 0.5
        assert word.bottom < paper.height - 20
    assert all(word.right < name_ends for word in found if word.text.startswith("甲𠮷"))
    assert all(word.right < number_ends for word in found if "****" in word.text)


def test_that_a_very_long_cell_is_cut_with_a_notice(page_texts):
    pdf = BytesIO()
    long = ("1", "甲", "990101********0001", "支部", "问题" * 2000)
    result = draw_table(pdf, spec(0, rows=[long, *rows(3)]))
    assert result.cut == 1
    assert "1处文字过长" in "".join(page_texts(pdf))


def test_that_a_note_and_a_watermark_are_printed(page_texts):
    texts = page_texts(printed(spec(60, note="说明：号码已隐去中间各位。", watermark="内部资料")))
    assert "号码已隐去中间各位" in texts[-1]
    assert all("内部资料" in text for text in texts)


def test_that_every_font_of_a_table_is_embedded(tool):
    lines = tool("pdffonts", printed(spec(3))).splitlines()[2:]
    assert lines
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in lines)


def test_that_two_thousand_rows_are_printed_and_progress_is_told(page_texts):
    told: list[tuple[int, int]] = []
    pdf = BytesIO()
    result = draw_table(pdf, spec(2000), lambda *now: told.append(now))
    assert told[0] == (50, 2000)
    assert told[-1] == (2000, 2000)
    texts = page_texts(pdf)
    assert len(texts) == result.pages
    assert sum(text.count("990101****") for text in texts) == 2000
