import openpyxl
import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services import history, records
from jianxi_desktop.services.observation_problems import problems_of
from tests import factory
from tests.scored import communities_of, scored_round, write_down
from tests.ui.looks import cut, settle

GAPS = "版面内容偏旧；需求清单更新不及时。"


@pytest.fixture
def held(district):
    """A round of four communities of two streets, compared with one before."""
    communities_of(district, 4)
    scored_round(district, {"甲": [70, 80, 90, 60]}, period="2026H1", title="上一轮")
    round_id = scored_round(
        district, {"甲": [80, 90, 70, None], "乙": [82, 90, 70, None]}, title="这一轮"
    )
    write_down(district, round_id, GAPS, "", visited_on="2026-11-18")
    return round_id


@pytest.fixture
def screen(open_window, district, held, visit):
    return visit(open_window(district), "observation_results", held)


def cells(screen):
    rows = range(screen.ranking.rows.rowCount())
    return [screen.ranking.rows.line(row).cells for row in rows]


def test_that_a_community_is_shown_its_own_score_and_no_place_among_one(bench, visit):
    screen = visit(bench, "observation_results")

    assert screen.rounds.currentText() == "2026年下半年各街道交叉观摩"  # the newest with scores
    assert cells(screen)[0][:2] == ("—", "武汉路社区党委")
    assert "只有它一个" in screen.detail.place.text()
    assert screen.bars.bars[0].told.startswith("武汉路社区党委 ")


def test_that_the_ranking_tells_place_score_grade_and_change(screen):
    assert screen.count.text() == "共 4 个，已打分 3 个"
    first, second, third, last = cells(screen)
    assert first == (
        "1", "1", "第2社区党委", "郑州路街道", "90", "先进（拟）", "+10 ↑1"
    )  # fmt: skip
    assert second[4:] == ("81", "达标（拟）", "+11 ↑1")
    assert third[4:] == ("70", "达标（拟）", "-20 ↓2")
    assert last == ("—", "—", "第4社区党委", "郑州路街道", "未打分", "—", "")


def test_that_a_bar_leads_to_its_row_and_the_row_to_its_parts(screen, qtbot):
    qtbot.mouseClick(screen.bars, Qt.MouseButton.LeftButton, pos=screen.bars.rect_of(2).center())

    assert screen.ranking.currentIndex().row() == screen.bars.current == 2
    assert screen.detail.name.text() == "第3社区党委"
    assert screen.detail.compared.text() == "本轮 70 第3名；上轮 90 第1名；本轮平均 80.33"
    assert screen.detail.methods.text().count("；") == 3


def test_that_a_street_alone_is_shown_with_the_ranks_of_all(screen):
    screen.streets.setCurrentIndex(2)
    screen.streets.activated.emit(2)

    assert [line[:3] for line in cells(screen)] == [
        ("1", "1", "第2社区党委"),
        ("—", "—", "第4社区党委"),
    ]
    assert len(screen.bars.bars) == 1


def test_that_gaps_become_problems_in_one_step_as_edited(screen, district, held, watch_model):
    screen.desk.commands.trigger("results.problems")
    dialog = screen.dialog
    rows = watch_model(dialog.rows)
    assert [rows.index(n, 1).data() for n in (0, 1)] == ["版面内容偏旧", "需求清单更新不及时"]
    rows.setData(rows.index(1, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    rows.setData(rows.index(0, 1), "宣传栏版面内容偏旧")
    rows.setData(rows.index(0, 2), "王芳")
    rows.setData(rows.index(0, 3), "2027.1.5")
    assert dialog.make.text() == "登记 1 个问题"
    dialog.make.click()

    (found,) = problems_of(district, held)
    assert (found.title, found.duty_person, found.due_on) == (
        "宣传栏版面内容偏旧",
        "王芳",
        "2027-01-05",
    )
    assert not dialog.isVisible()
    history.undo_last(district)
    assert problems_of(district, held) == ()


def test_that_a_problem_can_be_added_where_nothing_was_written_down(screen, district, held):
    screen.desk.commands.trigger("results.problems")
    dialog = screen.dialog
    dialog.none.click()
    assert not dialog.make.isEnabled()
    dialog.places.setCurrentText("第3社区党委")
    dialog.places.activated.emit(2)
    assert "第3社区党委最弱的几项" in dialog.weakest.text()
    dialog.more.click()
    place = dialog.table.currentIndex().row()
    dialog.rows.setData(dialog.rows.index(place, 1), "共建项目缺少群众评价")
    dialog.make.click()

    assert [(each.name, each.title) for each in problems_of(district, held)] == [
        ("第3社区党委", "共建项目缺少群众评价")
    ]


def test_that_the_dialog_stays_open_and_says_every_reason(screen, district):
    screen.desk.commands.trigger("results.problems")
    dialog = screen.dialog
    before = factory.dump(district)
    dialog.rows.setData(dialog.rows.index(0, 1), "")
    dialog.rows.setData(dialog.rows.index(1, 3), "明年")
    dialog.make.click()

    assert dialog.isVisible()
    assert "不能为空" in dialog.problem.text()
    assert "第2条（第1社区党委）" in dialog.problem.text()
    assert factory.dump(district) == before
    dialog.reject()


def test_that_grades_are_adopted_and_shown_as_such(screen):
    screen.desk.commands.trigger("results.grades")

    assert [line[5] for line in cells(screen)] == ["先进", "达标", "达标", "—"]
    assert "新增 3 个" in screen.desk.window().notices.text.text()


def test_that_the_ranking_is_saved_as_a_workbook(screen, answer, tmp_path):
    path = tmp_path / "排名.xlsx"
    screen.pickers = answer(path)
    screen.desk.commands.trigger("list.export")

    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert [row[2] for row in rows[1:3]] == ["第2社区党委", "第1社区党委"]


def test_that_a_row_opens_the_visit(screen):
    screen.desk.commands.trigger("record.open")

    assert screen.desk.shown.key == "form"


def test_that_a_sheet_without_scores_is_one_key_away(screen):
    assert not screen.detail.enter.isVisible()
    screen.ranking.selectRow(3)
    assert screen.detail.enter.isVisible()
    screen.detail.enter.click()

    assert screen.desk.shown.key == "observation_entry"
    assert screen.desk.shown.sheet.isVisible()


def test_that_an_office_without_rounds_is_told_what_to_do(open_window, office, visit):
    screen = visit(open_window(office), "observation_results")

    assert screen.empty.isVisible()
    assert not screen.desk.commands.is_on("results.problems")


def test_that_the_tree_narrows_the_ranking(screen):
    bench = screen.desk
    ids = {each.name: each.id for each in records.organisation_tree(bench.office)}
    bench.choose_organisation(ids["第3社区党委"], "第3社区党委")
    assert screen.detail.name.text() == "第3社区党委"
    bench.choose_organisation(ids["湖北路街道党工委"], "湖北路街道党工委")
    assert [line[2] for line in cells(screen)] == ["第1社区党委", "第3社区党委"]
    bench.choose_organisation(bench.office.unit.organisation)
    assert len(cells(screen)) == 4


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=str)
def test_that_nothing_of_page_and_dialog_is_cut(screen, size):
    window = screen.window()
    window.resize(*size)
    screen.desk.commands.trigger("results.problems")
    settle()
    assert cut(window) == []
    assert screen.dialog.height() <= size[1]
    screen.dialog.reject()
