"""Understanding blanks of all shapes: headings, examples, totals, labels, sheets."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.blank_beside import rooms_of
from tests.sheets import blanks


def made(path, lines, *, merges=(), boxed=(), name="表"):
    """Write lines of texts; rows in ``boxed`` get lines around the cells of the widest row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value
    for area in merges:
        sheet.merge_cells(area)
    width = max(map(len, lines))
    for row in boxed:
        for column in range(1, width + 1):
            sheet.cell(row, column).border = blanks.BOX
    book.save(path)
    return path


def captions(blank):
    return [
        f"{each.group}/{each.caption}" if each.group else each.caption for each in blank.columns
    ]


def test_that_a_heading_stands_below_titles_and_labels(tmp_path):
    lines = [
        ["河南省洛阳市涧西区流动党员情况登记表"], ["填报单位：", None, None, "填报时间："], [],
        ["序号", "姓名", "性别", "联系方式"],
    ]  # fmt: skip
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, merges=["A1:D1"], boxed=range(4, 9)))
    assert (blank.title, blank.header_row, blank.first_row, blank.free_rows) == (
        lines[0][0],
        4,
        5,
        4,
    )
    assert captions(blank) == ["序号", "姓名", "性别", "联系方式"]


def test_that_three_lines_of_merged_heads_are_read(tmp_path):
    lines = [
        ["序号", "基本情况", None, None, "家庭成员", None],
        [None, "姓名", "出生", None, "称谓", "姓名"],
        [None, None, "年", "月", None, None],
    ]
    merges = ["A1:A3", "B1:D1", "B2:B3", "C2:D2", "E1:F1", "E2:E3", "F2:F3"]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, merges=merges, boxed=range(1, 6)))
    assert captions(blank) == [
        "序号", "基本情况/姓名", "基本情况 出生/年", "基本情况 出生/月",
        "家庭成员/称谓", "家庭成员/姓名",
    ]  # fmt: skip
    assert (blank.header_row, blank.first_row, blank.free_rows) == (3, 4, 2)


def test_that_titles_labels_and_sentences_right_above_are_no_groups(tmp_path):
    lines = [
        ["报名信息表（同一岗位以姓氏笔画为序）"], ["支部：一", None, "应到：9", "实到：8"],
        ["发出选票9张，其中有效8张，无效1张。", None, None, "年月日"],
        ["序号", "姓名", "序号", "姓名"],
    ]  # fmt: skip
    path = made(tmp_path / "a.xlsx", lines, merges=["A1:C1", "A3:C3"], boxed=range(1, 8))
    assert captions(blanks.looked(path)) == ["序号", "姓名", "序号", "姓名"]
    del lines[1:3]
    path = made(tmp_path / "b.xlsx", lines, merges=["A1:C1"], boxed=range(1, 8))
    assert captions(blanks.looked(path)) == ["序号", "姓名", "序号", "姓名"]


def test_that_captions_may_explain_themselves_in_brackets(tmp_path):
    lines = [["姓名", "是否党员（1：是；2：否）", "入党时间（如：1985.03）"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines))
    assert captions(blank) == lines[0]


def test_that_two_lines_without_merges_are_read(tmp_path):
    lines = [["序号", "姓名", "家庭成员", None, None, "备注"], [None, None, "称谓", "姓名", "单位"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 6)))
    assert captions(blank) == [
        "序号",
        "姓名",
        "家庭成员/称谓",
        "家庭成员/姓名",
        "家庭成员/单位",
        "备注",
    ]


def test_that_a_line_of_column_numbers_belongs_to_the_heading(tmp_path):
    lines = [["项目", "总数", "女", "少数民族"], ["甲", 1, 2, 3]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 5)))
    assert (blank.header_row, blank.first_row, blank.free_rows) == (2, 3, 2)
    out, _told = blanks.filled(
        tmp_path / "a.xlsx", [[blanks.text("张三")]], [1], first_row=3, number_column=0
    )
    assert openpyxl.load_workbook(out)["表"]["A3"].value == 1


TWO_LINES = [["序号", "姓名", "家庭成员", None, None, "备注"], [None, None, "称谓", "姓名", "单位"]]


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        (TWO_LINES, 2),
        ([*TWO_LINES, ["甲", "乙", 1, 2, 3, 4]], 3),
        ([["项目", "总数", "女", "少数民族"], ["甲", 1, 2, 3]], 2),
    ],
)
def test_that_the_heading_ends_at_the_row_that_is_given(tmp_path, lines, own):
    path = made(tmp_path / "a.xlsx", lines, boxed=range(1, 8))
    proposed = blanks.looked(path)
    assert proposed.header_row == own
    assert blanks.looked(path, header_row=own) == proposed
    for row in range(1, own):
        given = blanks.looked(path, header_row=row)
        assert (given.header_row, given.first_row > row) == (row, True)
    assert captions(blanks.looked(path, header_row=1)) == [each for each in lines[0] if each]


def test_that_a_title_right_above_the_row_that_is_given_stays_a_title(tmp_path):
    lines = [["党费表", "2026年第三季度"], ["序号", "姓名", "性别", "民族"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(2, 6)), header_row=2)
    assert captions(blank) == lines[1]


@pytest.mark.parametrize(
    ("line", "sample"),
    [
        (["示例", "张三", "1985.03"], "张三"),
        (["例：", "张三", "1985.03"], "张三"),
        (["（必填）", "（必填）", "格式：1985.03"], "（必填）"),
    ],
)
def test_that_examples_and_hints_are_passed_over_and_told(tmp_path, line, sample):
    blank = blanks.looked(
        made(tmp_path / "a.xlsx", [["序号", "姓名", "出生年月"], line], boxed=range(1, 6))
    )
    assert (blank.first_row, blank.free_rows, blank.columns[1].sample) == (3, 3, sample)
    assert "第2行是示例或填写说明，原样留着" in blank.notes


def test_that_the_only_filled_row_is_told_as_a_likely_example(tmp_path):
    lines = [["姓名", "性别"], ["李小红", "女"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 5)))
    assert (blank.first_row, blank.free_rows, blank.example_row) == (3, 2, 2)
    assert "第2行已有内容（可能是示例），从第3行起填" in blank.notes


def test_that_filling_goes_on_below_rows_that_are_filled(tmp_path):
    lines = [["姓名", "性别"], ["张三", "男"], ["李四", "女"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 7)))
    assert (blank.first_row, blank.free_rows) == (4, 3)
    assert "表里已有2行内容，从第4行接着填" in blank.notes


def test_that_what_every_row_says_leaves_it_free(tmp_path):
    lines = [["序号", "区", "姓名", "性别"], *([each, "涧西区"] for each in range(1, 4))]
    path = made(tmp_path / "a.xlsx", lines, boxed=range(1, 5))
    blank = blanks.looked(path)
    assert (blank.first_row, blank.free_rows) == (2, 3)
    out, _told = blanks.filled(path, [[blanks.text("张三")]] * 5, [2], first_row=2)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [[cell.value for cell in row] for row in sheet["A2:C6"]] == [
        [each, "涧西区", "张三"] for each in range(1, 6)
    ]


def test_that_rows_numbered_under_any_caption_are_free(tmp_path):
    lines = [["排序", "姓名", "性别"], *([str(each)] for each in range(1, 4))]
    path = made(tmp_path / "a.xlsx", lines, boxed=range(1, 5))
    assert blanks.looked(path).free_rows == 3
    out, _told = blanks.filled(path, [[blanks.text("张三")]] * 5, [1], first_row=2)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == ["1", "2", "3", "4", "5"]


def test_that_numbers_go_on_from_filled_rows(tmp_path):
    lines = [["序号", "姓名", "性别"], [1, "张三", "男"], [2, "李四", "女"]]
    path = made(tmp_path / "a.xlsx", lines, boxed=range(1, 7))
    rows = [[blanks.text("王五")]] * 2
    out, _told = blanks.filled(path, rows, [1], first_row=4, number_column=0)
    sheet = openpyxl.load_workbook(out)["表"]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == [1, 2, 3, 4]


def test_that_totals_above_the_rows_are_passed_over(tmp_path):
    lines = [["姓名", "金额"], ["合计", "=SUM(B3:B5)"]]
    path = made(tmp_path / "a.xlsx", lines, boxed=range(1, 6))
    assert (blanks.looked(path).first_row, blanks.looked(path).free_rows) == (3, 3)
    rows = [[blanks.text("张三"), blanks.number(1)]] * 9
    out, _told = blanks.filled(path, rows, [0, 1], first_row=3)
    assert openpyxl.load_workbook(out)["表"]["B2"].value == "=SUM(B3:B11)"


def test_that_sums_without_a_word_end_the_rows(tmp_path):
    lines = [["姓名", "金额"], [], [], [None, "=SUM(B2:B3)"]]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 5)))
    assert (blank.first_row, blank.free_rows) == (2, 2)


def test_that_a_form_of_one_person_a_page_is_told(tmp_path):
    lines = [
        ["姓名", None, "性别", None, "民族", None],
        ["籍贯", None, "学历", None, "职务", None],
        ["简历", None, None, None, None, None],
    ]
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 4)))
    assert any("一人一页" in note for note in blank.notes)
    plain = blanks.looked(made(tmp_path / "b.xlsx", [["姓名", "性别", "民族"]], boxed=range(1, 4)))
    assert not any("一人一页" in note for note in plain.notes)


def test_that_known_captions_decide_between_lines(tmp_path):
    lines = [["甲方", "乙方", "丙方", "丁方"], [], ["姓名", "性别", "民族"]]
    path = made(tmp_path / "a.xlsx", lines)
    assert blanks.looked(path).header_row == 1
    assert blanks.looked(path, known=("姓名", "性别", "民族")).header_row == 3
    assert captions(blanks.looked(path, header_row=3)) == ["姓名", "性别", "民族"]


def test_that_the_sheet_with_the_table_is_taken_and_the_others_named(tmp_path):
    path = made(tmp_path / "a.xlsx", [["填表说明"], ["一、如实填写", "见附件"]], name="说明")
    book = openpyxl.load_workbook(path)
    for name, state in (("花名册", "visible"), ("字典", "hidden")):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "性别", "民族", "学历"])
        sheet.sheet_state = state
    book.save(path)
    blank = blanks.looked(path)
    assert (blank.sheet, blank.sheets) == ("花名册", ("说明", "花名册"))
    assert blank.tables["花名册"] == blank.fingerprint
    assert set(blank.tables) <= {"说明", "花名册"}
    with pytest.raises(InputError) as told:
        blanks.looked(path, sheet="没有")
    assert told.value.code == "no_such_sheet"


def test_that_the_fingerprint_is_that_of_the_captions(tmp_path):
    first = made(tmp_path / "a.xlsx", [["姓名", "性别"]])
    second = made(tmp_path / "b.xlsx", [["名册"], [], ["姓 名*", "性别（必填）"]], name="别的")
    third = made(tmp_path / "c.xlsx", [["姓名", "民族"]])
    prints = [blanks.looked(each).fingerprint for each in (first, second, third)]
    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


def test_that_labels_have_their_place_beside_them(tmp_path):
    lines = [
        ["填报单位", None, "填表人：", None], ["姓名", "性别", "民族", "学历"], [], [],
        ["注：一式两份"], ["2018年  月  日", None, "联系电话：13800000000", "单位：万元"],
    ]  # fmt: skip
    blank = blanks.looked(made(tmp_path / "a.xlsx", lines, boxed=range(1, 5)))
    assert [(each.row, each.column, each.label, each.inside) for each in blank.fields_beside] == [
        (1, 1, "填报单位", False), (1, 3, "填表人", False), (6, 0, "日期", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("填报单位（盖章）：          填表人：       ", ["填报单位", "填表人"]),
        ("填 报 单 位：____________ 负 责 人：____", ["填报单位", "负责人"]),
        ("填报单位：天津路街道   填表人：", ["填表人"]),
        ("填报时间：   年   月   日", ["填报时间"]),
        ("（填报单位：      ）", ["填报单位"]),
        ("注：", []), ("说明：1、如实填写", []), ("单位：万元", []), ("年度报表", []), ("：", []),
    ],
)  # fmt: skip
def test_that_labels_are_told_from_texts(said, labels):
    assert [each.label for each in rooms_of(said)] == labels


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="填报单位人（）：:_＿ 　年月日2018\n注", max_size=30))
def test_that_rooms_lie_in_the_text_one_after_the_other(said):
    rooms = rooms_of(said)
    edges = [edge for each in rooms for edge in (each.start, each.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(said) for edge in edges)
