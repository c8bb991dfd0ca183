"""Scores from workbooks: what is read, what is refused with its row; it is all or nothing."""

from datetime import date

import pytest
import xlsxwriter
from openpyxl import load_workbook

from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import history
from jianxi_desktop.services.entry_stock import EntryGiven
from jianxi_desktop.services.observation_entry import add_scores, open_entry
from jianxi_desktop.services.score_template import write_template
from jianxi_desktop.services.score_workbook import take_scores
from tests import factory
from tests.services.observation_books import (
    LI,
    WANG,
    full_marks,
    lines_by_item,
    plan,
    sheet_of,
    write_book,
)

LONG = ("表号", "打分人", "序号", "观摩内容", "得分", "备注")


@pytest.fixture
def book(tmp_path):
    return tmp_path / "scores.xlsx"


def refused(office, path, **given):
    with pytest.raises(InputError) as told:
        take_scores(office, path, **given)
    return told.value


def fill(path, **given):
    """Fill cells of a template, by what the caption of the column begins with."""
    workbook = load_workbook(path)
    sheet = workbook.active
    for row in range(2, sheet.max_row + 1):
        for cell in sheet[1]:
            for start, said in given.items():
                if str(cell.value).startswith(start.lstrip("_") + (" " if start[0] == "_" else "")):
                    sheet.cell(row, cell.column).value = said
    workbook.save(path)


def captions(path):
    return [cell.value for cell in load_workbook(path).active[1]]


def test_that_a_template_filled_in_is_read_back(office, book):
    round_id, number = plan(office, "venue", inspectors=f"{WANG}、{LI}")
    assert write_template(office, round_id, book) == 2
    fill(book, _1="7.5", _4="3", _6="是", _10="B", 亮点="有品牌", 观摩日期=date(2026, 11, 20))
    taken = take_scores(office, book)
    assert (taken.created, taken.updated, taken.unchanged, taken.forms) == (8, 0, 0, (number,))
    entry = open_entry(office, number)
    lines = entry.sheet.lines
    assert entry.of(WANG).points == entry.of(LI).points
    assert entry.of(LI).points == {
        lines[0].id: 750,
        lines[3].id: 900,  # 3 off 12, as the paper asks
        lines[5].id: 800,
        lines[9].id: 396,
    }
    assert (entry.highlights, entry.visited_on, entry.state) == ("有品牌", "2026-11-20", "entered")


def test_that_a_template_has_what_is_known_and_changes_nothing_when_read(office, book):
    round_id, number = plan(office, "venue")
    said = [(str(n), mark) for n, mark in ((1, "7.5"), (4, "-2"), (6, "否"), (10, "C#"))]
    add_scores(office, number, said, EntryGiven(WANG, {}, visited_on="2026-11-20"))
    before = open_entry(office, number)
    write_template(office, round_id, book)
    taken = take_scores(office, book)
    assert (taken.created, taken.updated, taken.unchanged) == (0, 0, 4)
    assert open_entry(office, number) == before


def test_that_captions_say_number_words_and_score(office, book):
    round_id, _number = plan(office, "quick")
    write_template(office, round_id, book, scorer=WANG)
    shown = captions(book)
    assert shown[:4] == ["表号", "被观摩党组织", "打分人", "1 阵地整洁、标识规范（A、B、C、C#）"]
    assert shown[10] == "8 最需要帮助的一件事（只写情况）"


def test_that_what_is_written_at_a_line_without_score_is_kept(office, book):
    round_id, number = plan(office, "quick")
    write_template(office, round_id, book, scorer=WANG)
    fill(book, _7="夜间课堂")
    take_scores(office, book)
    entry = open_entry(office, number)
    line = lines_by_item(entry.sheet)["最值得推广的一点"]
    assert entry.of(WANG).remarks == {line.id: "夜间课堂"}


def test_that_the_long_layout_is_read_with_merged_cells(office, book):
    _round, number = plan(office, "venue")
    rows = [("2026年下半年打分明细", "", "", "", "", ""), LONG]
    rows += [(number, WANG, 1, "外观与标识", 7, "门头旧"), ("", "", "", "开放时间", "是", "")]
    rows += [("", "", "", "功能室使用", "扣２", ""), ("合计", "", "", "", 17, "")]
    write_book(book, rows, merged=("A1:F1", "A3:A5", "B3:B5"))
    taken = take_scores(office, book)
    entry = open_entry(office, number)
    lines = lines_by_item(entry.sheet)
    assert (taken.created, taken.skipped) == (3, 2)
    assert entry.of(WANG).points == {
        lines["外观与标识"].id: 700,
        lines["开放时间"].id: 800,
        lines["功能室使用"].id: 1000,
    }
    assert entry.of(WANG).remarks == {lines["外观与标识"].id: "门头旧"}


@pytest.mark.parametrize("score", [7, 7.0, "7", "７", " 7分 ", "7.0", "'7", 6.999999999999])
def test_that_a_score_is_read_however_it_is_typed(office, book, score):
    _round, number = plan(office)
    row = (number.lower(), WANG, "听1", "", score, "")
    take_scores(office, write_book(book, [LONG, row]))
    assert list(open_entry(office, number).of(WANG).points.values()) == [700]


def test_that_every_reason_is_told_with_its_row_and_nothing_is_kept(office, book):
    _round, number = plan(office)
    rows = [
        LONG,
        (number, WANG, 1, "", 4, ""),
        (number, WANG, 1, "", 3, ""),
        (number, WANG, 99, "", 3, ""),
        ("GMN-2026H2-410305008001-777", WANG, 2, "", 3, ""),
        (number, "", 2, "", 3, ""),
        (number, WANG, 2, "", "8.55", ""),
        ("", WANG, 2, "", 3, ""),
        (number, WANG, "", "没有这一项", 3, ""),
        (number, LI, 3, "", "", "只有说明"),
        (number, "王1", 3, "", 3, ""),
    ]
    before = factory.dump(office)
    told = refused(office, write_book(book, rows))
    assert told.code == "rows"
    assert [int(each[1 : each.index("行")]) for each in told.details] == [*range(3, 12)]
    assert "第2行" in told.details[0]
    assert factory.dump(office) == before


def test_that_one_scorer_is_named_for_rows_that_name_none(office, book):
    _round, number = plan(office)
    write_book(book, [("表号", "序号", "得分"), (number, 1, 4)])
    assert refused(office, book).details == ("第2行：打分人不能为空，请在这一行写明打分人。",)
    take_scores(office, book, scorer=LI)
    assert open_entry(office, number).scorers[0].name == LI


def test_that_a_trial_counts_and_keeps_nothing(office, book):
    _round, number = plan(office)
    write_book(book, [LONG, (number, WANG, 1, "", 4, "")])
    before = factory.dump(office)
    taken = take_scores(office, book, trial=True)
    assert (taken.created, taken.touched) == (1, frozenset())
    assert factory.dump(office) == before


def test_that_blanks_leave_what_stands_and_one_undo_takes_all_back(office, book):
    round_id, number = plan(office)
    add_scores(office, number, [("1", "4"), ("2", "5")], EntryGiven(WANG, {}, gaps="没有灯"))
    before = open_entry(office, number)
    write_template(office, round_id, book)
    fill(book, _1=5, _2=None, 差距="台账不全")
    taken = take_scores(office, book)
    assert (taken.updated, taken.unchanged) == (1, 0)
    entry = open_entry(office, number)
    assert sorted(entry.of(WANG).points.values()) == [500, 500]
    assert entry.gaps == "没有灯\n台账不全"
    history.undo_last(office)
    assert open_entry(office, number).of(WANG) == before.of(WANG)


def test_that_the_same_form_and_scorer_twice_is_refused(office, book):
    round_id, number = plan(office)
    write_template(office, round_id, book, scorer=WANG)
    fill(book, _1=5)
    workbook = load_workbook(book)
    workbook.active.append([cell.value for cell in workbook.active[2]])
    workbook.save(book)
    told = refused(office, book)
    assert "第3行" in told.user_message
    assert "第2行已经有" in told.user_message
    assert open_entry(office, number).scorers == ()


def test_that_a_column_of_another_round_is_refused(office, book):
    round_id, number = plan(office, "venue")
    plan(office, "quick")
    write_template(office, round_id, book, scorer=WANG)
    fill(book, _1=5)
    workbook = load_workbook(book)
    workbook.active["D1"] = "1 党建文化广场（10分）"
    workbook.save(book)
    assert "不是同一项" in refused(office, book).user_message
    assert open_entry(office, number).scorers == ()


def test_that_two_columns_of_one_line_are_told_apart_by_nobody(office, book):
    _round, number = plan(office)
    item = sheet_of(office, number).lines[0].item
    heading = ("表号", "打分人", f"1 {item}（5分）", f"1 {item}（5分）")
    write_book(book, [heading, (number, WANG, 4, 3)])
    assert "本行已经有" in refused(office, book).user_message


def test_that_the_form_of_another_organisation_is_refused(office, book):
    _round, number = plan(office)
    rows = [(*LONG, "党组织"), (number, WANG, 1, "", 4, "", "长安路社区党委")]
    assert "长安路社区党委" in refused(office, write_book(book, rows)).user_message
    rows[1] = (*rows[1][:-1], "武汉路社区")
    assert take_scores(office, write_book(book, rows)).created == 1


def test_that_columns_people_add_are_not_read_and_told(office, book):
    round_id, number = plan(office)
    write_template(office, round_id, book, scorer=WANG)
    fill(book, _1=5)
    workbook = load_workbook(book)
    at = workbook.active.max_column + 1
    workbook.active.cell(1, at, "总分")
    workbook.active.cell(2, at, "=SUM(D2:T2)")
    workbook.save(book)
    assert "总分" in "".join(take_scores(office, book).notes)
    assert list(open_entry(office, number).of(WANG).points.values()) == [500]


@pytest.mark.parametrize("rows", [[], [("表号", "党组织"), ("GMN-1", "武汉路社区")], [("a", "b")]])
def test_that_a_workbook_without_scores_is_refused_in_words(office, book, rows):
    assert refused(office, write_book(book, rows)).user_message


def test_that_a_file_that_is_no_workbook_is_refused(office, book):
    book.write_bytes(b"%PDF-1.7 nothing")
    assert refused(office, book).code == "pdf"


def test_that_a_formula_that_fails_is_no_score_and_something_is_said(office, book):
    _round, number = plan(office, "quick")
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("表号", "打分人", "2", "3"))
        sheet.write_row(1, 0, (number, WANG, "是"))
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    taken = take_scores(office, book)
    assert taken.created == 1
    assert "公式出错" in taken.notes[0]


def test_that_what_a_formula_comes_to_is_read(office, book):
    _round, number = plan(office)
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ("表号", "打分人", "序号", "得分"))
        sheet.write_row(1, 0, (number, WANG, 1))
        sheet.write_formula(1, 3, "=8.1-4", None, 8.1 - 4)
    take_scores(office, book)
    assert list(open_entry(office, number).of(WANG).points.values()) == [410]


def test_that_rows_of_empty_lines_between_are_passed_over(office, book):
    _round, number = plan(office)
    rows = [
        LONG,
        (None,) * 6,
        (number, WANG, 1, "", 4, ""),
        (None,) * 6,
        (number, WANG, 2, "", "", ""),
    ]
    taken = take_scores(office, write_book(book, rows))
    assert (taken.created, taken.empty) == (1, 1)


def test_that_two_days_of_one_visit_are_asked_about(office, book):
    _round, number = plan(office)
    heading = (*LONG, "观摩日期")
    rows = [heading, (number, WANG, 1, "", 4, "", "2026-11-20")]
    rows += [(number, LI, 1, "", 4, "", "2026.11.21")]
    assert "2026-11-20" in refused(office, write_book(book, rows)).user_message


def test_that_a_form_outside_somebodys_tree_is_none_for_him(office, book, branch):
    _round, number = plan(office)
    write_book(book, [LONG, (number, WANG, 1, "", 4, "")])
    outsider = factory.limited(office, branch, Role.EDITOR)
    assert "没有表号" in refused(outsider, book).user_message
    assert open_entry(office, number).scorers == ()


def test_that_a_template_of_a_full_round_holds_rare_characters_and_formulas_as_text(office, book):
    round_id, number = plan(office)
    add_scores(office, number, [("1", "4")], EntryGiven("𠮷㐂", {}))
    write_template(office, round_id, book)
    sheet = load_workbook(book).active
    assert sheet["C2"].value == "𠮷㐂"
    assert sheet["A2"].value == number
    assert full_marks(sheet_of(office, number))
