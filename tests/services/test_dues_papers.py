"""Papers of dues: what is on the notice board, in the year's register, on receipts."""

from datetime import date

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import dues_entry, papers
from jianxi_desktop.services.drawn import Wanted
from tests.pdf_text import text_of
from tests.services.returns.books import Book

DAY = date(2026, 11, 20)


@pytest.fixture
def book(office):
    """A branch with one who pays, one who is let off, and one who owes."""
    made = Book(office, "R11", "2026Q3")
    made.home = made.branch("甲支部")
    made.paid, made.free, made.owing = (made.member(made.home, name) for name in "李赵𠮷")
    for person, reduced in ((made.paid, None), (made.free, 0), (made.owing, None)):
        made.insert(
            "dues_standard",
            person=person,
            since="2026-01",
            category="wage",
            base=800_050,
            reduced_to=reduced,
        )
    for month in ("2026-09", "2026-10"):
        made.insert(
            "dues_record", person=made.paid, month=month, amount=12_001, paid_on="2026-10-08"
        )
    dues_entry.add_gift(office, made.paid, {"amount": 100_000, "paid_on": "2026-10-09"})
    return made


def paper(book, key, period, **wanted):
    ends = {"2026-10": date(2026, 10, 31), "2026": date(2026, 12, 31)}.get(period, DAY)
    about = Wanted(organisation=book.home, as_of=ends, period=period, **wanted)
    return papers.print_paper(book.office, key, wanted=about, today=DAY)


def test_that_the_notice_board_says_nothing_of_pay(book):
    text = text_of(paper(book, "dues.posting", "2026-10").pdf)
    assert "2026年10月党费收缴公示表" in text
    assert "应缴240.02元，实缴120.01元，自愿多缴1,000.00元" in text
    assert "免缴" in text
    assert "8,000" not in text


def test_that_the_register_of_a_year_has_its_columns(book):
    document = paper(book, "dues.book", "2026-10")
    text = text_of(document.pdf)
    for said in ("2026年党费收缴台账表", "月工资收入", "执行标准", "按月工资1.5%", "8,000.50"):
        assert said in text
    assert "欠缴2个月" in text
    assert document.missing == ()


def test_that_arrears_name_months_and_amounts(book):
    text = text_of(paper(book, "dues.owing", "").pdf)
    assert "2026年9月、10月240.02" in text
    assert "李" not in text.split("欠缴金额")[1].split("只列在")[0]


def test_that_receipts_are_numbered_and_written_in_capitals(book):
    dues_entry.number_receipts(book.office, book.home, "2026", day=DAY)
    text = text_of(paper(book, "dues.receipts", "2026").pdf)
    assert text.count("人民币壹仟贰佰肆拾元零贰分") == 1
    assert text.count("№2026-0001") == 2  # the stub and the receipt
    assert "2026年9月、10月" in text
    none = paper(book, "dues.receipts", "2026-10", people=(book.owing,))
    assert "没有要打印的收据" in text_of(none.pdf)


def test_that_a_branch_without_members_is_said_in_words(book):
    empty = book.branch("乙支部")
    with pytest.raises(InputError) as refused:
        papers.print_paper(
            book.office, "dues.posting", wanted=Wanted(organisation=empty, as_of=DAY), today=DAY
        )
    assert "没有要缴党费的党员" in refused.value.user_message
