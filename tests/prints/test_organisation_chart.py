"""The organisation chart: everybody is on it, nothing overlaps, all of it can be read on A3."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints.chart_boxes import SMALLEST, Style
from jianxi_desktop.prints.chart_layout import Node
from jianxi_desktop.prints.chart_page import A3, Chart
from jianxi_desktop.prints.organisation_chart import draw_organisation_chart

LONG = "洛阳市某某精密机械科技股份有限公司中共第一联合党支部委员会（驻区共建单位）"


def branch(number, groups, name="第{}网格党支部"):
    below = tuple(
        Node(f"第{at}楼栋党小组", Style.GROUP, "楼栋党小组", (("党员 9",),), 9)
        for at in range(1, groups + 1)
    )
    facts = (("书记 马𫘧骏",), (f"小组 {groups}", "党员 34"))
    return Node(name.format(number), Style.BRANCH, "网格党支部", facts, 34, below)


def community(number, branches=3, groups=1, **more):
    below = tuple(branch(f"{number}-{at}", groups) for at in range(1, branches + 1))
    facts = (("书记 李𠮷",), (f"支部 {branches}", f"小组 {branches * groups}", "党员 133"))
    return Node(f"试验{number}社区党委", Style.COMMITTEE, "社区党委", facts, 133, below, **more)


def street(number, communities, **more):
    below = tuple(community(f"{number}之{at}", **more) for at in range(1, communities + 1))
    return Node(f"试验路{number}街道党工委", Style.COMMITTEE, "街道党工委", (), 0, below)


def district(streets, communities, **more):
    below = tuple(street(at, communities, **more) for at in range(1, streets + 1))
    return Node("试验区委", Style.COMMITTEE, "党委", (), 9467, below)


ASIDE = (
    Node("试验社区区域党委", Style.REGIONAL, "区域党（工）委"),
    Node("嘉园物业党支部", Style.PROPERTY, "红色物业党支部"),
    Node(LONG, Style.PARTNER, "共建单位党支部"),
)
TREES = {
    "alone": Node("试验社区党支部", Style.BRANCH, "社区党支部"),
    "community": community(1, branches=4, groups=2, beside=ASIDE),
    "crowded community": community(1, branches=40, groups=3, beside=ASIDE * 3),
    "flat": Node("试验党委", Style.COMMITTEE, below=tuple(branch(n, 0) for n in range(60))),
    "long names": Node(LONG, Style.COMMITTEE, below=tuple(branch(n, 2, LONG) for n in range(9))),
    "street": street(1, 9, beside=ASIDE),
    "district": district(11, 7),
    "district with sides": district(11, 5, beside=(*ASIDE, Node("万达商圈党委", Style.NEW_FIELD))),
    "city": district(4, 5, branches=16),
    "wide": district(30, 2),
}  # fmt: skip
EVERY = pytest.mark.parametrize("tree", TREES)


def draw(tree):
    pdf = BytesIO()
    chart = Chart(TREES[tree], "2026年11月20日", "试验区", printed_on="2026年11月25日")
    return pdf, draw_organisation_chart(pdf, chart)


def names_in(node):
    yield node.name
    for each in (*node.below, *node.beside):
        yield from names_in(each)


@EVERY
def test_that_everybody_is_on_the_chart_with_a_whole_name(tree, page_texts):
    pdf, result = draw(tree)
    text = "".join(page_texts(pdf))
    assert [name for name in names_in(TREES[tree]) if name not in text] == []
    assert (result.missing, result.cut) == ((), 0)
    assert result.pages == len(page_texts(pdf))


@EVERY
def test_that_every_page_is_a3_lying_and_nothing_stands_outside(tree, tool, words):
    pdf, _result = draw(tree)
    assert "1190.55 x 841.89 pts (A3)" in tool("pdfinfo", pdf)
    for word in words(pdf):
        assert word.left >= A3.left - 1
        assert word.right <= A3.right + 1
        assert 20 <= word.top < word.bottom <= A3.height - 20


@EVERY
def test_that_no_two_words_stand_on_one_another(tree, words):
    pdf, _result = draw(tree)
    by_page = {}
    for word in words(pdf):
        by_page.setdefault(word.page, []).append(word)
    for found in by_page.values():
        found.sort(key=lambda word: word.top)
        for at, one in enumerate(found):
            # A font's own height is half as much again as what its letters fill.
            own = (one.bottom - one.top) * 0.33
            for other in found[at + 1 :]:
                if other.top > one.bottom - own:
                    break
                across = min(one.right, other.right) - max(one.left, other.left)
                assert across < 0.5, (one, other)


@EVERY
def test_that_boxes_of_a_page_do_not_overlap_and_stay_on_it(tree, boxes):
    pages = boxes(draw(tree)[0])
    assert all(pages)
    for page in pages:
        for at, one in enumerate(page):
            assert one.left >= A3.left - 1
            assert one.right <= A3.right + 1
            assert one.bottom >= A3.bottom
            for other in page[at + 1 :]:
                assert one.is_apart(other), (one, other)


@EVERY
def test_that_nothing_is_set_too_small_to_read(tree, sizes):
    assert min(size for size, _text in sizes(draw(tree)[0])) >= SMALLEST


def test_that_a_district_has_an_overview_and_a_page_for_each_street(page_texts):
    pdf, result = draw("district")
    first, *others = page_texts(pdf)
    assert result.pages == 12
    assert "试验区委组织架构图（总览）" in first
    assert "支部3小组3党员133" in first
    assert "网格党支部" not in first.replace("网格党支部231个", "")
    for number, page in enumerate(others, 1):
        assert page.count("网格党支部") >= 21
        assert f"试验路{number}街道党工委组织架构图" in page
        assert "上级：试验区委" in page


def test_that_committees_without_anybody_below_share_a_column(page_texts):
    streets = tuple(street(at, 5) for at in range(1, 12))
    others = tuple(Node(f"区直{at}党委", Style.COMMITTEE) for at in "甲乙丙丁")
    top = Node("试验区委", Style.COMMITTEE, below=(*streets, *others))
    pdf = BytesIO()
    result = draw_organisation_chart(pdf, Chart(top, "2026年11月20日"))
    first = page_texts(pdf)[0]
    assert result.pages == 12
    assert "直属党组织（4个）" in first
    assert "区直丁党委" in first


def test_that_the_totals_count_what_the_head_has_below(page_texts):
    first, second = page_texts(draw("district")[0])[:2]
    assert (
        "合计：街道党工委11个，社区党委77个，网格党支部231个，楼栋党小组231个，党员9,467人。"
        in first
    )
    assert "合计：社区党委7个，网格党支部21个，楼栋党小组21个" in second


def test_that_a_community_fits_one_page_in_large_letters(sizes):
    pdf, result = draw("community")
    assert result.pages == 1
    assert min(size for size, text in sizes(pdf) if re.fullmatch("第.*网格党支部", text)) >= 12


def test_that_the_legend_explains_the_shapes_that_occur_and_no_others(page_texts):
    with_sides = page_texts(draw("street")[0])[0]
    without = page_texts(draw("alone")[0])[0]
    for said in ("区域党（工）委", "红色物业", "共建单位、社会组织", "虚线为依托、挂靠"):
        assert said in with_sides
        assert said not in without


def test_that_a_column_longer_than_a_page_goes_on_under_its_name(page_texts):
    long = Node("试验党委", Style.COMMITTEE, "", (), 0, (branch(1, 300),))
    pdf = BytesIO()
    result = draw_organisation_chart(pdf, Chart(long, "2026年11月20日"))
    texts = page_texts(pdf)
    assert result.pages == len(texts) > 1 or "第1网格党支部（续）" in texts[0]
    assert len(re.findall("第[0-9]+楼栋党小组", "".join(texts))) == 300


def test_that_the_same_chart_is_the_same_file():
    assert draw("district")[0].getvalue() == draw("district")[0].getvalue()
