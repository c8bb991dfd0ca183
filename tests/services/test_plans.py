"""Work plans: how far they are, what is overdue, what is handed down and reported back."""

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import (
    history,
    package,
    papers,
    plan_deeds,
    plan_papers,
    plans,
    records,
    trust,
)
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.records import Seen
from tests import factory

DAY = date(2026, 11, 20)


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def plan(office):
    values = {"title": "2026年试点工作台账", "kind": "pilot", "period": "2026", "idea": "先建后提"}
    return save(office, "work_plan", organisation=office.unit.organisation, **values)


def item(office, plan, n, **values):
    given = {"position": n, "content": f"第{n}件事", "state": "running", **values}
    return save(office, "work_plan_item", work_plan=plan, **given)


def shown(office, item):
    return plans.item_of(office, item, day=DAY)


def seen(office, item):
    found = shown(office, item)
    return Seen(found.id, found.version)


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return "".join("".join(each.get_textpage().get_text_range().split()) for each in pdf)


def test_that_a_plan_says_how_far_it_is(office, plan):
    item(office, plan, 1, state="done", due_on="2026-05-01", done_on="2026-06-01", evidence="照片")
    item(office, plan, 2, due_on="2026-10-31")
    item(office, plan, 3, due_on="2026-12-10")
    (row,) = plans.list_plans(office, day=DAY)
    assert (row.tally.total, row.tally.done, row.tally.overdue, row.tally.soon) == (3, 1, 1, 1)
    sheet = plans.plan_of(office, plan, day=DAY)
    assert [each.standing for each in sheet.items] == ["done", "overdue", "soon"]
    assert (sheet.items[1].days_late, sheet.plan.idea, sheet.plan.own) == (20, "先建后提", True)


def test_that_what_is_overdue_in_all_plans_comes_longest_first(office, plan, branch):
    other = {"title": "支部台账", "kind": "annual", "organisation": branch}
    late = item(office, save(office, "work_plan", **other), 1, due_on="2026-09-01")
    item(office, plan, 1, due_on="2026-11-19")
    item(office, plan, 2, due_on="2026-11-20")
    item(office, plan, 3, due_on="2026-01-01", state="stopped")
    found = plans.overdue_items(office, day=DAY)
    assert [each.days_late for each in found] == [80, 1]
    assert found[0].id == late
    assert [each.days_late for each in plans.overdue_items(office, branch, day=DAY)] == [80]
    text = text_of(plan_papers.print_overdue(office, None, today=DAY))
    assert "支部台账" in text
    assert text.index("80") < text.index("第1件事2026年试点")


def test_that_the_overdue_list_is_a_workbook_too(office, plan, tmp_path):
    item(office, plan, 1, due_on="2026-11-19", duty_person="李𠮷")
    assert plan_papers.save_overdue(office, None, tmp_path / "逾期.xlsx", today=DAY) == 1
    sheet = openpyxl.load_workbook(tmp_path / "逾期.xlsx").active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"第1件事", "李𠮷", "2026年11月19日"} <= set(cells)


def test_that_an_item_is_finished_with_evidence_only(office, plan):
    one = item(office, plan, 1, due_on="2026-12-01")
    with pytest.raises(InputError) as refused:
        plan_deeds.finish_item(office, seen(office, one), on="2026-11-20", evidence=" ")
    assert refused.value.code == "no_evidence"
    with pytest.raises(InputError):
        plan_deeds.move_item(office, seen(office, one), "done")
    plan_deeds.finish_item(office, seen(office, one), on="2026-11-18", evidence="验收单")
    found = shown(office, one)
    assert (found.state, found.done_on, found.evidence) == ("done", "2026-11-18", "验收单")
    plan_deeds.move_item(office, seen(office, one), "running")
    assert shown(office, one).done_on == ""


def test_that_a_plan_is_closed_when_nothing_is_open(office, plan):
    one = item(office, plan, 1)
    item(office, plan, 2, state="stopped")
    found = plans.plan_of(office, plan, day=DAY).plan
    with pytest.raises(InputError) as refused:
        plan_deeds.close_plan(office, Seen(plan, found.version), on="2026-11-20")
    assert "第1件事" in refused.value.user_message
    plan_deeds.finish_item(office, seen(office, one), on="2026-11-18", evidence="验收单")
    plan_deeds.close_plan(office, Seen(plan, found.version), on="2026-11-20")
    assert plans.list_plans(office, day=DAY) == ()
    (row,) = plans.list_plans(office, ended=True, day=DAY)
    assert row.closed_on == "2026-11-20"


def test_that_a_task_for_several_units_is_one_action(office, plan, branch):
    other = factory.branch_of(office, "第二网格党支部")
    values = {"content": "摸清党员底数", "due_on": "2026-12-15"}
    with pytest.raises(InputError):
        plan_deeds.hand_down(office, plan, values, [])
    made = plan_deeds.hand_down(office, plan, values, [branch, other])
    sheet = plans.plan_of(office, plan, day=DAY)
    assert [(each.position, each.duty_name, each.handed) for each in sheet.items] == [
        (1, "第一网格党支部", True),
        (2, "第二网格党支部", True),
    ]
    assert len(made.items) == 2
    history.undo_last(office)
    assert plans.plan_of(office, plan, day=DAY).items == ()


def test_that_who_answers_for_a_branch_reports_its_task_and_no_other(office, plan, branch):
    other = factory.branch_of(office, "第二网格党支部")
    mine = item(office, plan, 1, duty_organisation=branch)
    theirs = item(office, plan, 2, duty_organisation=other)
    limited = factory.limited(office, branch)
    (task,) = plans.handed_to_us(limited, day=DAY)
    assert (task.id, task.giver_name) == (mine, "武汉路社区党委")
    told = {"state": "running", "feedback": "已走访三十户", "reported_on": "2026-11-19"}
    plan_deeds.report_task(limited, Seen(task.id, task.version), told)
    assert shown(office, mine).feedback == "已走访三十户"
    with pytest.raises(ConflictError):
        plans.item_of(limited, theirs, day=DAY)
    with pytest.raises(InputError):
        plan_deeds.report_task(limited, seen(office, theirs), told)


def test_that_a_task_goes_down_and_comes_back_in_packages(office, district, drive):
    trust.trust_card(office, trust.save_card(district, drive))
    trust.trust_card(district, trust.save_card(office, drive))
    package.merge_package(district, package.write_package(office, drive).file)
    own, unit = district.unit.organisation, office.unit.organisation
    made = save(district, "work_plan", title="交办台账", kind="symposium", organisation=own)
    values = {"content": "补齐楼栋党小组长", "due_on": "2026-12-10"}
    (task,) = plan_deeds.hand_down(district, made, values, [unit]).items
    down = package.write_package(district, drive, to=office.unit.code)
    package.merge_package(office, down.file)
    (found,) = plans.handed_to_us(office, day=DAY)
    assert (found.id, found.content, found.giver) == (task, "补齐楼栋党小组长", own)
    due = [each for each in attention(office, DAY).items if each.record == task]
    assert [each.kind for each in due] == []  # 20 days off: not yet within its 15 days
    due = attention(office, date(2026, 12, 1)).items
    assert [(each.kind, each.organisation) for each in due if each.record == task] == [
        ("task", unit)
    ]
    told = {"state": "done", "feedback": "三个楼栋都已补齐", "evidence": "任职文件"}
    plan_deeds.report_task(office, Seen(found.id, found.version), told)
    package.merge_package(district, package.write_package(office, drive).file)
    (back,) = plans.plan_of(district, made, day=DAY).items
    assert (back.state, back.feedback, back.evidence) == ("done", "三个楼栋都已补齐", "任职文件")
    assert back.reported_on
    assert back.done_on


def test_that_a_plan_and_a_task_go_on_paper(office, plan, branch):
    one = item(office, plan, 1, measure="逐户走访", duty_organisation=branch, due_on="2026-11-01")
    text = text_of(
        papers.print_paper(office, plan_papers.PLAN, wanted=Wanted(record=plan), today=DAY)
    )
    assert all(word in text for word in ("先建后提", "逐户走访", "逾期19天", "逾期未完成1项"))
    with pytest.raises(InputError):
        papers.print_paper(office, plan_papers.PLAN, today=DAY)
    wanted = Wanted(record=one)
    text = text_of(papers.print_paper(office, "work_plan_item.task", wanted=wanted, today=DAY))
    assert "第一网格党支部" in text
    assert "办理结果" in text
