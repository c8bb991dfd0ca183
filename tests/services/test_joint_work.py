"""Joint building of a year, the lecture halls of a month, who came to the places: counted."""

from datetime import date

import openpyxl
import pytest

from jianxi_desktop.services import (
    booking_figures,
    joint_papers,
    joint_work,
    lecture_hall,
    matching,
    papers,
    plain_table,
    records,
    training_figures,
)
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.drawn import Wanted
from tests import factory
from tests.pdf_text import text_of

DAY = date(2026, 11, 20)


@pytest.fixture(params=["file", "server"])
def either(request):
    """An office on either kind of database."""
    return request.getfixturevalue(f"office_on_{request.param}")


def made(office, key, **given):
    values = factory.values_for(office, office.catalog[key], only_required=True, **given)
    return records.save_record(office, office.catalog[key], values).id


def own(office):
    return office.unit.organisation


def committee(office):
    return made(
        office,
        "organisation",
        name="武汉路社区区域党委",
        kind="regional",
        form="regional_committee",
        parent=own(office),
        established_on="2018-01-01",
        dissolved_on=None,
    )


def held(office, kind, day, whose, **given):
    return made(office, "activity", kind=kind, held_on=day, organisation=whose, **given)


def overview(office):
    found = {each.organisation: each for each in joint_work.overviews(office, today=DAY)}
    return found[own(office)]


def kinds_due(office):
    mine = {"project", "need", "contract"}
    items = attention(office, DAY).items
    return [(each.kind, each.due_on) for each in items if each.kind in mine]


def test_that_units_members_and_meetings_of_a_year_are_told(either):
    office = either
    regional = committee(office)
    school, clinic = (made(office, "unit", name=name) for name in ("涧西小学", "卫生服务中心"))
    for unit, whose, role in (
        (school, regional, "joint_meeting"),
        (school, own(office), "co_builder"),
        (clinic, own(office), "co_builder"),
    ):
        made(office, "organisation_unit", organisation=whose, unit=unit, role=role, until=None)
    seat = {"organisation": regional, "part_time": True, "from_unit": school, "name": "王芳"}
    made(office, "post_holding", **seat, ends_on=None)
    made(office, "post_holding", **(seat | {"name": "李雷"}), ends_on="2020-01-01")
    held(office, "joint_meeting", "2026-03-10", regional)
    held(office, "joint_meeting", "2025-09-10", regional)
    held(office, "joint_meeting", "2026-12-10", regional)

    found = overview(office)

    assert [(each.name, each.member) for each in found.partners] == [
        ("卫生服务中心", ""),
        ("涧西小学", "王芳"),
    ]
    assert "联席会成员" in found.partners[1].roles
    assert "共驻共建" in found.partners[1].roles
    assert (found.part_time, [each.name for each in found.unseated]) == (1, ["卫生服务中心"])
    assert (found.joint.show(), found.joint.next_due) == ("1/2", date(2026, 12, 31))
    assert [each.held_on for each in found.meetings] == ["2026-12-10", "2026-03-10"]
    assert found.tripartite.wanted == 0


def test_that_three_parties_meet_where_there_is_property(office):
    made(office, "unit", name="东方物业", kind="property", organisation=own(office), closed_on=None)
    held(office, "tripartite_meeting", "2026-02-01", own(office))

    found = overview(office)

    assert found.property_units == (1, 0)
    assert (found.tripartite.show(), found.tripartite.state) == ("1/4", "error")


@pytest.mark.parametrize(
    ("ends", "told", "state"),
    [
        (None, False, "running"),
        ("2027-03-01", False, "running"),
        ("2026-12-31", False, "ending"),
        ("2026-11", False, "ending"),
        ("2026-10-31", False, "ended"),
        ("2026-10-31", True, "over"),
    ],
)
def test_that_a_contract_ends_and_is_then_to_be_judged(ends, told, state):
    assert joint_work.contract_state(ends, told=told, day=DAY) == state


def test_that_what_is_due_of_joint_building_stands_on_the_one_list(office):
    regional = committee(office)
    need = made(office, "need", title="书法教师", state="open", due_on="2026-11-25")
    made(office, "need", title="已满足的", state="met", due_on="2026-11-25")
    made(office, "project", title="书法班", state="open", due_on="2026-11-01")
    contract = {"title": "为老服务", "ends_on": "2026-12-31", "organisation": own(office)}
    made(office, "service_contract", **contract)
    held(office, "joint_meeting", "2026-03-10", regional)

    assert kinds_due(office) == [
        ("project", "2026-11-01"),
        ("need", "2026-11-25"),
        ("contract", "2026-12-31"),
    ]
    assert ("joint_meeting", "2026-12-31") in [
        (each.kind, each.due_on) for each in attention(office, date(2026, 12, 5)).items
    ]
    made(office, "project", title="书法教师", state="claimed", need=need, due_on=None)
    assert ("need", "2026-11-25") not in kinds_due(office)


def test_that_lectures_count_once_they_were_recorded(either):
    office = either
    teacher = made(office, "lecturer", name="王芳", category="folk")
    course = made(office, "course", name="书画")
    given = {"lecturer": teacher, "course": course, "modes": "indoor;member"}
    for day, numbers in (
        ("2026-11-03", {"present": 10, "public_present": 15}),
        ("2026-11-10", {}),
        ("2026-11-28", {}),
        ("2026-05-03", {"present": 5}),
    ):
        held(office, "lecture", day, own(office), topic=f"讲习{day}", **given, **numbers)

    found = lecture_hall.hall(office, DAY, today=DAY)

    assert [each.state for each in found.sessions] == ["held", "unrecorded", "planned"]
    assert (found.whole.month, found.whole.year) == ((1, 10, 15), (2, 15, 15))
    by_title = {group.title: group.counts for group in found.groups}
    assert len(by_title["讲师类别"]) == 7
    assert len(by_title["讲习方式"]) == 12
    modes = {each.label: each.year[0] for each in by_title["讲习方式"]}
    assert (modes["室内讲"], modes["党员讲"], modes["楼院讲"]) == (2, 2, 0)
    assert [(each.label, each.month) for each in by_title["课程"]] == [("书画", (1, 10, 15))]


def test_that_the_course_table_hangs_out_what_is_planned(office):
    held(office, "lecture", "2026-11-28", own(office), topic="学包饺子", starts_at="09:30")
    wanted = Wanted(as_of=DAY)

    table = text_of(papers.print_paper(office, lecture_hall.TABLE, wanted=wanted, today=DAY).pdf)
    figures = text_of(
        papers.print_paper(office, lecture_hall.FIGURES, wanted=wanted, today=DAY).pdf
    )

    assert "11-28周六" in table
    assert "学包饺子" in table
    assert "2026年11月" in table
    assert "草根能人" in figures


def test_that_visits_are_counted_by_place_and_by_the_four_ways(office):
    venue = made(office, "venue", name="劳模工作室", bookable=True, closed_on=None)
    for day, channel, state, numbers in (
        ("2026-11-02", "wechat", "done", {"headcount": 20, "present": 18}),
        ("2026-03-02", "pc", "done", {"headcount": 12}),
        ("2026-11-05", "pc", "cancelled", {"headcount": 40}),
        ("2026-12-05", "pc", "booked", {"headcount": 40}),
    ):
        made(office, "booking", venue=venue, held_on=day, channel=channel, state=state, **numbers)

    table = booking_figures.figures(office, DAY)

    assert [each.caption for each in table.columns[-4:]] == [
        "电脑",
        "微信公众号",
        "热线电话",
        "线下预约",
    ]
    assert table.rows[1] == ("劳模工作室", "1", "18", "2", "30", "1", "1", "0", "0")


def test_that_trainings_are_counted_by_form_and_by_content(office):
    given = {"training_forms": "visit;exchange", "training_contents": "governance"}
    held(office, "training", "2026-03-02", own(office), present=20, hours=800, **given)
    held(office, "study_trip", "2026-06-02", own(office), present=10, hours=200)
    held(office, "training", "2026-12-02", own(office), present=99, hours=800, **given)

    lines = {line[:2]: line[2:] for line in training_figures.figures(office, DAY).rows}

    assert lines["全部", "合计"] == ("2", "30", "10", "6.0")
    assert lines["类型", "外出学习"] == ("1", "10", "2", "2.0")
    assert lines["培训形式", "现场观摩"] == ("1", "20", "8", "8.0")
    assert lines["培训形式", "理论考试"] == ("0", "0", "0", "")
    assert lines["培训内容", "没有写明"] == ("1", "10", "2", "2.0")
    paper = papers.print_paper(office, training_figures.KEY, wanted=Wanted(as_of=DAY), today=DAY)
    assert "培训统计表" in text_of(paper.pdf)


def test_that_the_table_of_joint_building_is_the_same_on_paper_and_in_a_workbook(office, tmp_path):
    committee(office)
    found = joint_work.overviews(office, today=DAY)
    table = joint_papers.work_table(office, found, DAY)
    path = tmp_path / "共建.xlsx"
    plain_table.save_table(office, table, path)

    [line] = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    paper = papers.print_paper(office, joint_papers.WORK, wanted=Wanted(as_of=DAY), today=DAY)
    said = text_of(paper.pdf)
    assert line[4] == "0/2"
    assert "0/2" in said
    assert "依据待核实" in said
    assert matching.lists(office, today=DAY).needs == ()
