"""The route book: a cover, a page a day, and all of the longest texts on them."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints.route_book import Day, RouteBook, Stop, draw_route_book
from jianxi_desktop.prints.style import FORMAL
from jianxi_desktop.prints.table import Column

NAME = "中国共产党试验市试验区武汉路街道上海市场中心步行街社区委员会𬭎㐂𠮷"
STREET = "武汉路街道上海市场片区联合党工委"
PROBLEM = "党群服务中心一楼大厅的意见箱长期没有打开，居民反映的事项没有登记、没有答复；" * 4
COLUMNS = (Column("天次", 4), Column("日期", 9), Column("检查人", 16))


def stop(number, *lines, name="第一社区党委"):
    hours = ("09:00", "至 09:40")
    return Stop(number, hours, name, STREET, ("书记：单雄信　电话：139****1111", *lines))


def book(*days, **given):
    facts = (("带队领导", "周建国"), ("参加人员", "各街道党工委书记、区委组织部有关股室" * 4))
    made = tuple(
        Day(f"第 {n} 天", (str(n), f"12月{n}日 周二", "欧阳𠮷、㐂美丽、马𫘧骏"), stops)
        for n, stops in enumerate(days, 1)
    )
    return RouteBook("2026年下半年全区示范观摩", facts, COLUMNS, made, **given)


BOOKS = {
    "usual": book(tuple(stop(n) for n in range(1, 9)), (stop(9),)),
    "long": book(
        tuple(
            stop(n, f"检查人：{'欧阳𠮷、㐂美丽、' * 12}", f"地址：{'武汉路' * 40}", name=NAME)
            for n in range(1, 9)
        ),
        (stop(9, f"未销号问题 6 项：{PROBLEM * 6}", name=NAME),),
    ),
    "many days": book(*[(stop(n),) for n in range(1, 41)]),
    "no hours": book((Stop(1, (), NAME, "", ()),)),
}
EVERY = pytest.mark.parametrize("name", BOOKS)


def draw(made):
    pdf = BytesIO()
    return pdf, draw_route_book(pdf, made)


@EVERY
def test_that_all_of_a_route_book_is_on_paper(name, page_texts):
    pdf, result = draw(BOOKS[name])
    text = "".join(page_texts(pdf)).replace(STREET, "")
    for day in BOOKS[name].days:
        for each in day.stops:
            assert re.sub(r"\s", "", each.name) in text
            assert [line for line in each.lines if re.sub(r"\s", "", line) not in text] == []
    assert (result.missing, result.cut) == ((), 0)


@EVERY
def test_that_a_route_book_keeps_its_margins(name, words):
    pdf, _result = draw(BOOKS[name])
    for word in words(pdf):
        assert word.left >= FORMAL.left - 1
        assert word.right <= FORMAL.right + 1
        assert word.bottom <= FORMAL.height - 25


@EVERY
def test_that_no_two_words_of_a_route_book_stand_on_one_another(name, words):
    pdf, _result = draw(BOOKS[name])
    found = words(pdf)
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            own = (one.bottom - one.top) * 0.35
            apart = other.top > one.bottom - own or one.top > other.bottom - own
            across = min(one.right, other.right) - max(one.left, other.left)
            assert one.page != other.page or apart or across < 0.5, (one, other)


def test_that_a_usual_day_of_eight_places_is_one_page():
    assert draw(BOOKS["usual"])[1].pages == 3


def test_that_a_day_that_needs_more_goes_on_and_says_so(page_texts):
    pages = page_texts(draw(BOOKS["long"])[0])
    assert "第1天（续）" in pages[2]


def test_that_many_days_go_on_behind_the_cover(page_texts):
    _cover, second, *days = page_texts(draw(BOOKS["many days"])[0])
    assert second.startswith("天次日期检查人")
    assert len(days) == 40


def test_that_a_page_with_room_has_lines_to_write_on(page_texts):
    assert "记事" in page_texts(draw(BOOKS["usual"])[0])[2]
