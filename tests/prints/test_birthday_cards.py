"""Political birthday cards: four on a sheet, to be cut apart, nothing over the cut."""

from io import BytesIO

import pytest

from jianxi_desktop.prints.birthday_cards import Card, draw_cards

A4_LYING = (841.89, 595.28)


def card(number, **more):
    facts = {
        "name": f"马𫘧骏{number}",
        "occasion": "1996年7月1日，您光荣加入中国共产党，到今天已经整整30年。在您的政治生日"
        "到来之际，支部全体同志向您表示热烈祝贺！",
        "greeting": "多年来您扎根岗位、热心邻里，群众都看在眼里。",
        "years": 30,
        "sender": "武汉路社区第一网格党支部",
        "day": "2026年7月1日",
    }
    return Card(**{**facts, **more})


def draw(number, **more):
    pdf = BytesIO()
    cards = [card(at, **more) for at in range(1, number + 1)]
    return pdf, draw_cards(pdf, cards, "管理员　2026年6月25日 09:00")


@pytest.mark.parametrize(("number", "pages"), [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_that_every_member_gets_one_card(number, pages, page_texts):
    pdf, result = draw(number)
    text = "".join(page_texts(pdf))
    assert (result.pages, result.missing, result.cut) == (pages, (), 0)
    assert text.count("同志：") == number
    for at in range(1, number + 1):
        assert f"马𫘧骏{at}同志：" in text
    assert text.count("政治生日贺卡") == number
    assert text.count("30周年") == number


def test_that_a_month_without_birthdays_says_so(page_texts):
    pdf, result = draw(0)
    assert result.pages == 1
    assert "这个月没有" in page_texts(pdf)[0]


def test_that_a_sheet_is_a4_lying_and_says_who_printed_it(tool, page_texts):
    pdf, _result = draw(4)
    assert "841.89 x 595.28 pts (A4)" in tool("pdfinfo", pdf)
    assert "打印：管理员2026年6月25日09:00第1页共1页" in page_texts(pdf)[0]


def test_that_words_stay_on_their_card_and_off_each_other(words):
    long = {
        "name": "买买提·吐尔逊·阿卜杜热合曼" * 2,
        "sender": "洛阳市涧西区武汉路街道武汉路社区第一网格党支部委员会（联合）" * 2,
        "greeting": "感谢您为社区和身边群众做的每一件实事。" * 4,
    }
    pdf, result = draw(4, **long)
    assert result.cut == 0
    found = [word for word in words(pdf) if "管理员" not in word.text]
    middle, line = A4_LYING[0] / 2, A4_LYING[1] / 2
    for word in found:
        assert word.right < middle - 20 or word.left > middle + 20
        assert word.bottom < line - 15 or word.top > line + 15
        assert 40 < word.left < word.right < A4_LYING[0] - 40
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            own = (one.bottom - one.top) * 0.33
            if other.top > one.bottom - own or one.top > other.bottom - own:
                continue
            assert min(one.right, other.right) - max(one.left, other.left) < 0.5, (one, other)
