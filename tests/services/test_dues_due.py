"""What of dues calls for attention: arrears and the month by branch, reductions that end."""

from datetime import date

import pytest

from jianxi_desktop.services.attention import attention
from tests import factory
from tests.services.returns.books import Book

LATE_IN_THE_MONTH = date(2026, 11, 28)


@pytest.fixture
def book(office):
    made = Book(office, "R11", "2026Q3")
    made.home = made.branch("甲支部")
    return made


def told(book, day, kind="dues", office=None):
    found = attention(office or book.office, day)
    return [(each.text, each.due_on) for each in found.items if each.kind == kind]


def test_that_a_branch_is_told_once_of_its_arrears_and_of_the_month(book):
    people = [book.member(book.home, name) for name in ("王芳", "李雷", "韩梅")]
    other = book.member(book.branch("乙支部"), "赵一")
    for person in (*people, other):
        book.insert("dues_standard", person=person, since="2026-01", category="wage", base=300_000)
    for month in range(3, 12):
        book.insert("dues_record", person=people[0], month=f"2026-{month:02}", amount=1_500)
    for month in range(3, 9):
        book.insert("dues_record", person=people[1], month=f"2026-{month:02}", amount=1_500)
    assert told(book, date(2026, 11, 20)) == [
        (
            "甲支部有李雷、韩梅欠缴党费，共 10 个月，最早是2026年3月；补交超过6个月（依据待核实）",
            "2026-03-31",
        )
    ]
    items = attention(book.office, date(2026, 11, 20)).items
    (item,) = (each for each in items if each.kind == "dues")
    assert (item.screen, item.argument) == ("dues", f"{book.home.hex}:2026-03")
    assert item.unverified
    assert told(book, LATE_IN_THE_MONTH)[1] == (
        "甲支部2026年11月的党费还有李雷、韩梅没有缴",
        "2026-11-30",
    )
    narrow = factory.limited(book.office, book.home)
    assert len(told(book, LATE_IN_THE_MONTH, office=narrow)) == 2
    elsewhere = factory.limited(book.office, book.branch("丙支部"))
    assert told(book, LATE_IN_THE_MONTH, office=elsewhere) == []


def test_that_a_reduction_that_ends_is_told_until_it_is_followed(book):
    person = book.member(book.home, "王芳")
    relief = {"category": "wage", "base": 300_000, "reduced_to": 0, "until": "2026-11"}
    book.insert("dues_standard", person=person, since="2026-01", **relief)
    said = "王芳的党费减免到2026年11月为止，之后按规定缴或重新报批"
    assert told(book, date(2026, 10, 20), "dues_relief") == []
    for day in (date(2026, 11, 5), date(2026, 12, 20)):
        assert told(book, day, "dues_relief") == [(said, "2026-11-30")]
    assert told(book, date(2027, 2, 1), "dues_relief") == []
    book.insert("dues_standard", person=person, since="2026-12", category="wage", base=300_000)
    assert told(book, date(2026, 12, 20), "dues_relief") == []
