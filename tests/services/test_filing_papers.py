"""A filed return on paper and as a workbook; the list of who has sent nothing."""

from datetime import date

import openpyxl
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.render import render_page
from jianxi_desktop.services import filing, filing_papers, papers
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.return_board import board
from tests.pdf_text import text_of

TODAY = date(2026, 8, 1)


@pytest.fixture
def overridden(office, branch):
    """A monthly return with one figure that was set by hand, handed in."""
    begun = filing.open_filing(office, "R3", "2026-06")
    filing.set_figure(office, begun.id, f"{branch.hex}/party_lecture_times", "4", "记录还没有录入")
    filing.complete(office, begun.id, responsible="周建国", prepared_by="王芳")
    filing.submit(office, begun.id, explanation="记录正在补录")
    return begun.id


def cells_of(path):
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]


def test_that_the_workbook_shows_both_numbers_and_the_reason(office, overridden, tmp_path):
    path = tmp_path / "报表.xlsx"
    filing_papers.save_filing(office, overridden, path)
    told = " ".join(cells_of(path))
    assert "记录还没有录入" in told
    assert "4" in told.split()


def test_that_the_paper_has_the_official_heading_and_says_what_was_set(office, overridden):
    document = filing_papers.print_filing(office, overridden, today=TODAY)
    text = text_of(document.pdf)
    fields = ("填报单位（盖章）：", "负责人（签名）：周建国", "填表人（签名）：王芳", "报出时间：")
    assert all(each in text for each in fields)
    assert "4*" in text
    assert "计算数0，调整原因：记录还没有录入" in text
    assert document.missing == ()
    assert render_page(document.pdf, 0, 40.0).width > 0


def test_that_it_is_a_printout_like_the_others(office, overridden):
    document = papers.print_paper(
        office, filing_papers.KEY, wanted=Wanted(record=overridden), today=TODAY
    )
    assert document.title == "三会一课、主题党日执行情况统计表（2026年6月）"
    with pytest.raises(InputError):
        papers.print_paper(office, filing_papers.KEY, today=TODAY)


def test_that_a_return_that_is_a_list_is_printed_too(district):
    begun = filing.open_filing(district, "R0", "2026Q2")
    filing.set_figure(district, begun.id, "A07", "9", "名册正在补录")
    document = filing_papers.print_filing(district, begun.id, today=TODAY)
    assert "计算数0，调整原因：名册正在补录" in text_of(document.pdf)


def test_that_who_has_sent_nothing_is_listed(office, overridden, tmp_path):
    found = board(office, "2026-06", today=TODAY)
    path = tmp_path / "催报.xlsx"
    assert filing_papers.save_missing(office, found, path) == len(found.missing) > 3
    told = cells_of(path)
    assert "三会一课、主题党日执行情况统计表" not in told
    assert "党组织和党员基本情况" in told
    document = filing_papers.print_missing(office, found.end, today=TODAY)
    assert "未报" in text_of(document.pdf)
