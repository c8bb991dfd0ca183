"""A printed return: all of it on paper, wide ones shared out over sheets, long ones over pages."""

from dataclasses import dataclass, replace
from io import BytesIO

import pytest

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.prints.return_table import Line, ReturnSpec, draw_return


@dataclass(frozen=True)
class Head:
    text: str
    below: tuple["Head", ...] = ()
    width: float = 3


def group(text, *below):
    return Head(text, tuple(Head(each) for each in below))


def spec_of(groups=2, rows=3, **given):
    """Make a return with so many groups of four columns."""
    heading = tuple(
        group(f"第{n}组", *(f"{n:02}组{m}栏" for m in range(1, 5))) for n in range(1, groups + 1)
    )
    lines = tuple(
        Line(f"第{n}支部", 1, total=False, cells=tuple(f"{n}{m:02}" for m in range(groups * 4)))
        for n in range(1, rows + 1)
    )
    spec = ReturnSpec(
        "三会一课统计表", "R3", "武汉路社区", "2026年6月", "次", "党组织", heading, lines
    )
    return replace(spec, **given)


def drawn(spec):
    stream = BytesIO()
    return draw_return(stream, spec), stream


def test_that_heading_rows_and_signatures_are_on_paper(page_texts):
    result, pdf = drawn(spec_of(signed=("周建国", "王芳", "2026年7月3日")))
    (text,) = page_texts(pdf)
    assert (result.pages, result.missing, result.cut) == (1, (), 0)
    for said in (
        "三会一课统计表",
        "填报单位（盖章）：武汉路社区",
        "负责人（签名）：周建国",
        "填表人（签名）：王芳",
        "报出时间：2026年7月3日",
        "计量单位：次",
        "第1组",
        "02组4栏",
        "第3支部",
        "307",
        "第1页共1页",
    ):
        assert said in text


def test_that_a_day_that_is_not_known_is_left_to_be_written(page_texts):
    (text,) = page_texts(drawn(spec_of())[1])
    assert "报出时间：年月日" in text


def test_that_a_wide_return_goes_over_sheets_and_no_group_is_torn(page_texts):
    result, pdf = drawn(spec_of(groups=12))
    texts = page_texts(pdf)
    assert result.pages == len(texts) > 1
    assert "（一）" in texts[0]
    for number in range(1, 13):
        sheets = [text for text in texts if f"{number:02}组1栏" in text]
        assert len(sheets) == 1
        assert f"{number:02}组4栏" in sheets[0]
    assert all("第1支部" in text for text in texts)


def test_that_a_long_return_repeats_its_heading(page_texts):
    result, pdf = drawn(spec_of(rows=70))
    texts = page_texts(pdf)
    assert result.pages > 2
    assert all("01组1栏" in text and "填报单位（盖章）" in text for text in texts)
    assert "第70支部" in texts[-1]
    assert f"第2页共{result.pages}页" in texts[1]


def test_that_notes_stand_below_once_even_where_a_page_is_full(page_texts):
    note = "说明：口径见填报说明。"
    for rows in (3, 18, 19, 20, 21):
        texts = page_texts(drawn(spec_of(rows=rows, notes=(note, "* 经调整的数字")))[1])
        assert "".join(texts).count(note) == 1
        assert "经调整的数字" in texts[-1]


def test_that_deep_heads_and_long_labels_fit():
    deep = (Head("三会一课", (group("支部党员大会", "次数", "应到人次"), Head("到会率"))),)
    line = Line("武汉路街道武汉路社区第一网格第二党支部", 3, total=True, cells=("1", "2", "3"))
    result, _pdf = drawn(replace(spec_of(), heading=deep, rows=(line,)))
    assert result.cut == 0


def test_that_captions_of_many_words_are_whole(page_texts):
    long = "按不低于上年度当地社会平均工资水平确定报酬的社区全日制专职工作人员数"
    heads = (*(group(f"{long}{n}", f"{long}甲{n}", f"{long}乙{n}") for n in range(8)),)
    cells = tuple("1" for _ in range(16))
    lines = (Line(f"补充资料：{long}（个、填在U栏）", 1, total=False, cells=cells),)
    result, pdf = drawn(replace(spec_of(), heading=heads, rows=lines))
    assert result.cut == 0
    assert f"{long}乙7" in "".join(page_texts(pdf))


def test_that_it_stops_when_asked():
    def stop(_done, _total):
        raise StoppedError("stopped", user_message="已停止。", code="stopped")

    with pytest.raises(StoppedError):
        draw_return(BytesIO(), spec_of(), stop)
