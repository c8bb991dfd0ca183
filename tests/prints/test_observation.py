"""The observation checklist as a PDF."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from jianxi_desktop.prints.checklist import Criterion, Facts, OpenProblem, Part
from jianxi_desktop.prints.checklist_grid import EDGES
from jianxi_desktop.prints.observation import draw_checklists
from jianxi_desktop.prints.page import PORTRAIT

Make = Callable[..., object]
LONG = "社区党委、网格党支部、楼栋党小组三级组织健全，台账与实际一致（含流动党员），按期换届；" * 5


def printed(*forms: object) -> BytesIO:
    pdf = BytesIO()
    draw_checklists(pdf, forms)
    return pdf


def test_that_every_font_is_embedded(checklist: Make, tool):
    rows = tool("pdffonts", printed(checklist(inspectors=("乙㐂", "丙𫘧")))).splitlines()[2:]
    assert len(rows) >= 4
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert not any("Helvetica" in row for row in rows)


def test_that_the_file_is_sound(checklist: Make, tool):
    assert "No syntax" in tool("qpdf", printed(checklist(1), checklist(2)), "--check")


def test_that_names_and_criteria_come_out_as_text(checklist: Make, criteria, page_texts):
    form = checklist(leader="甲𠮷", inspectors=("乙㐂", "丙𬭎", "丁𫘧"))
    text = "".join(page_texts(printed(form)))
    for said in ("甲𠮷", "乙㐂、丙𬭎、丁𫘧", "试验第1社区", "城市基层党建工作观摩检查表"):
        assert said in text
    for criterion in criteria:
        assert criterion.item in text
        assert criterion.guidance in text
    for caption in ("亮点", "存在问题", "整改建议", "总分", "被观摩单位", "填写说明"):
        assert caption in text.replace("　", "")


def test_that_poppler_reads_rare_names_too(checklist: Make, tool):
    form = checklist(leader="甲𠮷", inspectors=("乙㐂", "丙𬭎", "丁𫘧"))
    text = tool("pdftotext", printed(form), "-")
    assert "甲𠮷" in text
    assert "乙㐂、丙𬭎、丁𫘧" in text


def test_that_text_is_read_in_the_order_of_the_form(checklist: Make, tool):
    text = re.sub(r"\s", "", tool("pdftotext", printed(checklist()), "-layout", "-"))
    captions = "表号 观摩轮次 检查人 序号 一、听 二、看 三、查 四、评 亮点 存在问题 整改建议 第1页"
    places = [text.index(caption) for caption in captions.split()]
    assert places == sorted(places)


def test_that_each_form_counts_its_own_pages(checklist: Make, page_texts):
    result = draw_checklists(pdf := BytesIO(), [checklist(1), checklist(2), checklist(3)])
    texts = page_texts(pdf)
    each = len(texts) // 3
    assert result.pages == len(texts)
    assert result.form_numbers[0] == "GMS-2018H1-990101001-001"
    for at, text in enumerate(texts):
        assert f"第{at % each + 1}页共{each}页" in text
        assert result.form_numbers[at // each] in text


def test_that_no_text_lies_outside_the_page(checklist: Make, words):
    for word in words(printed(checklist(visited="社" * 80, leader="甲" * 60, street="路" * 40))):
        assert word.left >= PORTRAIT.left - 0.5, word
        assert word.right <= PORTRAIT.right + 0.5, word
        assert 20 < word.top < word.bottom < PORTRAIT.height - 20, word


def test_that_long_criteria_stay_in_their_cells(checklist: Make, criteria, words):
    long = tuple(replace(each, item=LONG, guidance=LONG) for each in criteria)
    edges = EDGES
    seen = 0
    for word in words(printed(checklist(criteria=long))):
        if word.text in LONG and len(word.text) > 3:
            seen += 1
            cell = max(at for at, edge in enumerate(edges) if edge <= word.left + 0.5)
            assert word.right <= edges[cell + 1], word
            assert word.bottom < PORTRAIT.height - 60, word
    assert seen > 20


def test_that_rows_do_not_overlap_on_any_page(checklist: Make, words):
    many = tuple(
        Criterion(part, at, f"N{at}", LONG[: 20 + at * 7 % 180], Scale(3))
        for at, part in enumerate((part for part in Part for _ in range(12)), 1)
    )
    found = sorted(words(printed(checklist(criteria=many))), key=lambda word: (word.page, word.top))
    numbers = [word for word in found if re.fullmatch("N[0-9]+", word.text)]
    assert [word.text for word in numbers] == [f"N{at}" for at in range(1, 49)]
    for above, below in pairwise(numbers):
        assert above.page < below.page or above.bottom + 10 < below.top


def test_that_every_page_with_rows_repeats_the_header_and_no_heading_stands_last(
    checklist: Make, page_texts
):
    for count in range(10, 30):
        many = tuple(
            Criterion(part, at, f"内容{part}{at}", "要点", Scale(2))
            for part in Part
            for at in range(count // 4 + (part is Part.LISTEN) * (count % 4))
        )
        for text in page_texts(printed(checklist(criteria=many))):
            if "内容" in text.replace("观摩内容", ""):
                assert "序号观摩内容观摩要点、评分说明分值得分（写数字并涂圈）备注" in text
            for heading in re.finditer("[一二三四]、[听看查评]", text):
                assert re.search("内容[a-z]+", text[heading.end() :])


def test_that_a_way_of_observing_that_comes_again_is_continued(
    checklist: Make, criteria, page_texts
):
    again = replace(criteria[1], number=6, item="党建文化广场", scale=Scale(10), weight=50)
    text = "".join(page_texts(printed(checklist(criteria=(*criteria, again)))))
    assert "二、看看设施、看品牌（2项，共11分）" in text
    assert "五、看看设施、看品牌（续）（1项，共5分）" in text
    assert text.index("五、看") < text.index("党建文化广场")


def test_that_a_graded_criterion_has_boxes_to_tick(checklist: Make, criteria, words):
    graded = (*criteria[:-1], replace(criteria[-1], scale=Scale(4, "grades")))
    before = {word.text for word in words(printed(checklist()))}
    after = {word.text for word in words(printed(checklist(criteria=graded)))}
    assert {"A", "B", "C", "C#"} <= after - before


def test_that_a_character_no_font_has_is_noted_on_the_page(checklist: Make, page_texts):
    pdf = BytesIO()
    result = draw_checklists(pdf, [checklist(leader="甲\U00031350")])
    assert result.missing == ("U+31350",)
    text = page_texts(pdf)[0]
    assert "甲\U00031350" in text
    assert "字库中没有的字：U+31350" in text


def test_that_a_text_cut_off_is_noted_on_the_page(checklist: Make, page_texts):
    pdf = BytesIO()
    result = draw_checklists(pdf, [checklist(visited="社" * 200)])
    assert result.cut >= 1
    assert "文字过长" in page_texts(pdf)[0]


def test_that_the_grid_of_a_round_is_stored_once(checklist: Make):
    one = len(printed(checklist(1)).getvalue())
    ten = len(printed(*(checklist(number) for number in range(10))).getvalue())
    assert ten < one * 2


def test_that_metadata_name_the_form_and_nobody(checklist: Make, tool):
    about = tool("pdfinfo", printed(checklist(leader="甲某某")))
    assert "Title:           城市基层党建工作观摩检查表　2018年上半年全区示范观摩" in about
    assert "涧西党建工作台" in about
    assert "甲某某" not in about
    assert "Author" not in about


def test_that_repeated_form_numbers_are_refused(checklist: Make):
    with pytest.raises(InputError) as refused:
        printed(checklist(1), checklist(1))
    assert refused.value.code == "duplicate_form_number"


def test_that_blanks_without_number_and_names_can_be_printed(checklist: Make, page_texts):
    blank = checklist(form_number="", leader="", visited="", street="", step="")
    texts = page_texts(printed(blank, blank))
    assert "被观摩单位" in texts[0]
    assert "表号" not in "".join(texts)


def test_that_nothing_to_print_is_refused():
    with pytest.raises(InputError, match="no checklist"):
        printed()


def test_that_a_stopped_print_leaves_the_old_file(checklist: Make, tmp_path: Path):
    target = tmp_path / "检查表.pdf"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise JianxiError(f"stopped at {done} of {total}", user_message="已停止")

    with pytest.raises(JianxiError, match="stopped at 1 of 2"):
        draw_checklists(target, [checklist(1), checklist(2)], stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["检查表.pdf"]


def test_that_progress_is_told_after_each_form(checklist: Make):
    told: list[tuple[int, int]] = []
    draw_checklists(BytesIO(), [checklist(1), checklist(2)], lambda *now: told.append(now))
    assert told == [(1, 2), (2, 2)]


def test_that_a_folder_that_is_gone_is_told_in_chinese(checklist: Make, tmp_path: Path):
    with pytest.raises(EnvironmentFailure) as failure:
        draw_checklists(tmp_path / "gone" / "a.pdf", [checklist()])
    assert "a.pdf" in failure.value.user_message


def test_that_a_box_with_its_code_is_drawn_for_what_no_font_has(checklist: Make, tool):
    form = checklist(leader="甲\U00031350A\ue123", inspectors=("乙\U000323af",))
    assert "甲\U00031350A\ue123" in tool("pdftotext", printed(form), "-")
    assert "No syntax" in tool("qpdf", printed(form), "--check")
    assert "Type 3" in tool("pdffonts", printed(form))


def test_that_what_is_known_and_what_was_found_last_time_stands_on_the_form(
    checklist: Make, page_texts
):
    form = checklist(
        facts=Facts("甲㐂", "1,286", "12", "31", "91.5 分，第 3 名"),
        inspected_by="另一街道党工委",
        planned="2018年6月12日 9:40",
        set_title="综合观摩（第2版）",
        problems=(OpenProblem("会议记录不全", "2018年1月5日", "2018年3月1日"),),
    )
    texts = page_texts(printed(form))
    text = "".join(texts)
    for said in (
        "甲㐂",
        "1,286名",
        "网格党支部12个、党小组31个",
        "91.5分，第3名",
        "另一街道党工委",
    ):
        assert said in text
    for said in ("会议记录不全", "2018年1月5日发现", "限2018年3月1日", "另一街道党工委"):
        assert said in text
    assert "已整改整改中未整改" in text
    assert all("指标：综合观摩（第2版）" in each for each in texts)


def test_that_copies_are_told_apart_on_every_page(checklist: Make, page_texts):
    pdf = BytesIO()
    result = draw_checklists(pdf, [checklist(copy=copy, copies=2) for copy in (1, 2)])
    texts = page_texts(pdf)
    assert result.form_numbers == (checklist().form_number,)
    assert result.form_pages == {checklist().form_number: len(texts) // 2}
    assert ["第2份" in text for text in texts] == sorted("第2份" in text for text in texts)


def test_that_each_form_starts_on_a_sheet_of_its_own_when_both_sides_are_used(
    checklist: Make, criteria, page_texts
):
    many = tuple(replace(criteria[0], number=at) for at in range(1, 31))
    forms = [checklist(number, criteria=many) for number in (1, 2)]
    pdf = BytesIO()
    draw_checklists(pdf, forms, double_sided=True)
    texts = page_texts(pdf)
    each = len(page_texts(printed(forms[0])))
    assert each % 2 == 1
    assert texts[each] == ""
    assert [f"-{number:03d}" in texts[at] for number, at in ((1, 0), (2, each + 1))] == [True] * 2
    assert len(texts) == 2 * each + 1


def test_that_problems_beyond_a_page_go_on_in_whole_rows(checklist: Make, words, page_texts):
    problems = tuple(OpenProblem(f"问题{at}：" + LONG[:150]) for at in range(1, 31))
    pdf = printed(checklist(problems=problems))
    starts = [word for word in words(pdf) if re.match("问题[0-9]+：", word.text)]
    assert len(starts) == 30
    for above, below in pairwise(starts):
        assert above.page < below.page or above.bottom + 10 < below.top
    assert not any("文字过长" in text for text in page_texts(pdf))
