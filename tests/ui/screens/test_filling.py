import pytest
from openpyxl import load_workbook

from jianxi_desktop.domain.day_forms import DayForm
from jianxi_desktop.domain.number_forms import NumberForm
from jianxi_desktop.services import audit
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.filling_columns import CAPTION, EXAMPLE, LEFT, REMARK, SOURCE
from jianxi_desktop.ui.screens.parts import choose
from tests.services.filled import BRANCH, cells, write_blank
from tests.ui.looks import cut

HEADS = ("序号", "姓名", "性别", "身份证号", "出生年月", "所在党支部", "单位", "学工号")


@pytest.fixture
def blank(tmp_path):
    return write_blank(tmp_path / "采集表.xlsx", HEADS, above=("填报单位：",))


@pytest.fixture
def screen(bench, visit, tmp_path, answer):
    shown = visit(bench, "fill")
    shown.pickers = answer(tmp_path / "填好.xlsx")
    return shown


def lines(screen):
    """Give what the table says of each caption."""
    model = screen.table.rows
    return {
        model.index(row, CAPTION).data(): [
            model.index(row, place).data() for place in (SOURCE, EXAMPLE, REMARK)
        ]
        for row in range(model.rowCount())
    }


def narrow(bench, screen):
    """Choose one branch in the tree."""
    [branch] = [n for n in nodes(bench) if n.name == BRANCH]
    bench.choose_organisation(branch.id, branch.name)


def nodes(bench):
    from jianxi_desktop.services import records

    return records.organisation_tree(bench.office)


def test_that_a_blank_shows_what_goes_in_with_an_example(screen, blank, bench, qtbot):
    screen.take(blank)
    narrow(bench, screen)
    said = lines(screen)
    assert screen.ledgers.currentText() == "党员台账"
    assert said["所在党支部"] == ["所在党支部", BRANCH, ""]
    assert said["出生年月"][0] == "出生日期（只到年月）"
    assert said["学工号"] == [LEFT, "", "没有认出，留给您填"]
    assert "*" in said["身份证号"][1]
    assert screen.about.text().endswith("8 栏里能填 6 栏，2 栏留空；表格外面再填：填报单位。")
    assert screen.heading.value() == 3
    assert BRANCH in screen.rows.count.text()
    qtbot.waitUntil(lambda: cut(screen.body) == [])


def test_that_what_is_chosen_goes_in_and_is_there_the_next_time(screen, blank, bench, tmp_path):
    screen.take(blank)
    narrow(bench, screen)
    screen.table.choose("单位", "workplace")
    choose(screen.forms.numbers, NumberForm.SPACED)
    choose(screen.forms.days, DayForm.MONTH_WORDS)
    screen.forms.changed.emit()
    assert lines(screen)["单位"][2] == "您选的"
    bench.commands.trigger("fill.run")
    rows = cells(tmp_path / "填好.xlsx", 4, 2)
    assert rows[0][5] == BRANCH
    assert "年" in rows[0][4]
    assert rows[0][6]
    assert "学工号" in screen.message.text.text()
    assert "遮挡" in bench.window().notices.text.text()
    assert load_workbook(tmp_path / "填好.xlsx").active["A1"].value == "党员信息采集表"

    screen.take(blank)
    assert "上次的选择已套用" in screen.message.text.text()
    assert lines(screen)["单位"][2] == "照上次的选择"
    assert screen.forms.numbers.currentData() == NumberForm.SPACED
    assert screen.forms.days.currentData() == DayForm.MONTH_WORDS

    screen.forget.click()
    assert not screen.plan.remembered
    assert lines(screen)["单位"][0] == LEFT
    assert screen.forms.days.currentData() == DayForm.DOTS


def test_that_full_numbers_ask_for_a_reason(screen, blank, bench, tmp_path):
    screen.take(blank)
    narrow(bench, screen)
    bench.commands.trigger("fill.full")
    assert not (tmp_path / "填好.xlsx").exists()
    [dialog] = screen.findChildren(ReasonDialog)
    dialog.reason.setCurrentText("上报街道党工委")
    dialog.accept()
    assert len(cells(tmp_path / "填好.xlsx", 4, 1)[0][3]) == 18
    event = next(e for e in audit.list_events(bench.office) if e.action == "export")
    assert event.reason == "上报街道党工委"
    assert event.detail["blank"] == "党员信息采集表"


def test_that_many_people_ask_for_a_reason(screen, blank, bench, tmp_path):
    screen.take(blank)
    bench.commands.trigger("fill.run")
    [dialog] = screen.findChildren(ReasonDialog)
    dialog.reason.setCurrentText("核对名册")
    dialog.accept()
    assert (tmp_path / "填好.xlsx").exists()


def test_that_the_model_of_columns_keeps_the_rules_of_models(screen, blank, watch_model):
    model = watch_model(screen.table.rows)
    screen.take(blank)
    screen.table.choose("单位", "branch.secretary")
    assert lines(screen)["单位"][0] == "所在党支部 › 书记"
    screen.table.choose("单位", None)
    assert lines(screen)["单位"][::2] == [LEFT, "您说留空"]
    assert model.rowCount() == len(HEADS)


def test_that_only_those_who_are_members_now_go_in_unless_all_are_wanted(screen, blank, bench):
    screen.take(blank)
    members = nodes(bench)[0].members + sum(n.members for n in nodes(bench)[1:])
    assert f"全部 {members} 条" in screen.rows.count.text()
    screen.rows.whom.setCurrentIndex(screen.rows.whom.count() - 1)
    screen.rows.changed.emit()
    everybody = int(screen.rows.count.text().removesuffix(" 条").rsplit(" ", 1)[1])
    assert everybody > members


def test_that_another_ledger_and_other_rows_can_be_chosen(screen, blank, bench):
    screen.take(blank)
    everybody = screen.rows.count.text()
    screen.rows.search.setText("李")
    screen.rows.changed.emit()
    assert screen.rows.count.text() != everybody
    choose(screen.ledgers, "organisation")
    screen.ledgers.activated.emit(screen.ledgers.currentIndex())
    assert screen.plan.ledger.key == "organisation"
    assert lines(screen)["姓名"][0] == LEFT


def test_that_another_line_can_be_the_heading(screen, tmp_path):
    path = write_blank(tmp_path / "两个表头.xlsx", ("姓名", "性别"), above=("民族", "学历"))
    screen.take(path)
    other = 2 if screen.heading.value() == 3 else 3
    screen.heading.setValue(other)
    assert screen.plan.blank.header_row == other
    assert ("民族" in lines(screen)) is (other == 2)


def test_that_what_is_no_blank_is_told_and_nothing_is_offered(screen, tmp_path, bench):
    wrong = tmp_path / "说明.xlsx"
    wrong.write_bytes(b"PK\x03\x04 half a file")
    screen.take(wrong)
    assert screen.message.text.text()
    assert not screen.body.isVisible()
    assert not bench.commands.is_on("fill.run")


def test_that_a_list_hands_over_what_it_shows(bench, blank, tmp_path, answer):
    bench.open_screen("list:person")
    bench.shown.search.setText("李")
    shown = bench.shown.table.rowCount()
    bench.commands.trigger("list.fill")
    page = bench.shown
    page.take(blank)
    assert (page.key, page.plan.ledger.key) == ("fill", "person")
    assert page.rows.count.text() == f"要填的：名单里 {shown} 条"
    page.rows.listed.click()
    assert f"名单里 {shown} 条" not in page.rows.count.text()
