"""Slips of one record: what stands in the record stands on the paper."""

import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import audit, papers, records
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.slips import SLIPS, print_slip, slips_of
from tests import factory

DAY = date(2026, 11, 25)
EVERY = pytest.mark.parametrize("key", SLIPS)


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return "".join(re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pdf)


def printed(office, key, record):
    return text_of(print_slip(office, key, record, today=DAY))


@pytest.fixture
def problem(office, branch):
    return save(
        office,
        "problem",
        title="书画室长期上锁",
        organisation=branch,
        source="observation",
        found_on="2026-11-12",
        duty_person="李𠮷",
        measure="钥匙交服务台统一保管",
        due_on="2026-12-12",
        closed_on="2026-12-15",
        result="书画室每天开放",
        confirmed_by="周建国",
    )


@pytest.fixture
def symposium(office, branch):
    activity = save(
        office,
        "activity",
        topic="第六次双月座谈会",
        kind="symposium",
        held_on="2026-11-18",
        starts_at="09:30",
        organisation=office.unit.organisation,
        place="三楼会议室",
        host="周建国",
    )
    for position, name in ((2, "第二网格党支部"), (1, "第一网格党支部")):
        save(
            office,
            "activity_report",
            activity=activity,
            organisation=factory.branch_of(office, name),
            kind="symposium",
            position=position,
            speaker=f"单雄信{position}",
            problems="党小组长年龄偏大",
            tasks="补齐三个楼栋的党小组长",
            due_on="2026-12-20",
        )
    return activity


@EVERY
def test_that_every_slip_of_a_full_record_is_drawn(office, key):
    record = factory.record_of(office, SLIPS[key].ledger, 1)
    document = papers.print_paper(office, key, wanted=Wanted(record=record), today=DAY)
    assert document.title == SLIPS[key].title
    assert document.missing == ()
    assert "打印：管理员" in text_of(document)


@EVERY
def test_that_every_slip_of_a_bare_record_leaves_room_to_write(office, key):
    ledger = office.catalog[SLIPS[key].ledger]
    values = factory.values_for(office, ledger, 1, only_required=True)
    record = records.save_record(office, ledger, values).id
    document = print_slip(office, key, record, today=DAY)
    assert document.pages <= (2 if key.endswith((".sheet", ".course")) else 1)
    assert "None" not in text_of(document)


@EVERY
def test_that_a_slip_without_a_record_is_refused(office, key):
    with pytest.raises(InputError) as refused:
        papers.print_paper(office, key)
    assert refused.value.code == "no_record"
    with pytest.raises(ConflictError) as gone:
        print_slip(office, key, factory.any_id())
    assert gone.value.code == "gone"


def test_that_the_notice_names_the_problem_and_who_puts_it_right(office, problem):
    text = printed(office, "problem.notice", problem)
    for said in (
        "问题整改通知单",
        "整改单位第一网格党支部责任人李𠮷",
        "问题来源观摩",
        "发现日期2026年11月12日整改时限2026年12月12日",
        "书画室长期上锁",
        "钥匙交服务台统一保管",
        "签发单位（盖章）",
    ):
        assert said in text


def test_that_the_closing_slip_says_how_late_it_is(office, problem):
    text = printed(office, "problem.closing", problem)
    assert "销号日期2026年12月15日是否按期超期3天" in text
    assert "书画室每天开放" in text
    assert "登记的验收人：周建国" in text


def test_that_the_sign_in_sheet_lists_who_is_expected(office, branch, member):
    activity = save(
        office,
        "activity",
        topic="主题党日",
        kind="theme_day",
        held_on="2026-11-05",
        organisation=branch,
    )
    text = printed(office, "activity.sign_in", activity)
    assert "时间2026年11月5日" in text
    assert "1李𠮷" in text
    assert "应到1人" in text
    assert "序号姓名签名序号姓名签名" in text


def test_that_organisations_sign_in_where_they_report(office, symposium, member):
    text = printed(office, "activity.sign_in", symposium)
    assert "应到2个单位" in text
    assert "1第一网格党支部单雄信12第二网格党支部单雄信2" in text
    assert "李𠮷" not in text


def test_that_the_order_of_reports_follows_their_position(office, symposium):
    text = printed(office, "activity.report_order", symposium)
    assert "1第一网格党支部单雄信12第二网格党支部单雄信2" in text
    assert "时间2026年11月18日09:30地点三楼会议室" in text


def test_that_the_notice_of_a_meeting_names_time_place_and_who_is_wanted(office, symposium):
    text = printed(office, "activity.notice", symposium)
    assert "定于2026年11月18日召开“第六次双月座谈会”" in text
    assert "一、时间：2026年11月18日09:30。二、地点：三楼会议室。三、主持：周建国。" in text
    assert "四、参加单位和人员：第一网格党支部、第二网格党支部。" in text
    assert text.index("武汉路社区党委2026年11月25日") > 0


def test_that_a_task_says_from_which_meeting_it_comes(office, symposium):
    ledger = office.catalog["activity_report"]
    serials = records.list_serials(office, ledger, papers.EVERYTHING)
    report = records.list_rows(office, ledger, (ledger.caption,), serials[:1])[0].id
    text = printed(office, "activity_report.task", report)
    assert "交办会议第六次双月座谈会" in text
    assert "会议日期2026年11月18日交办单位武汉路社区党委" in text
    assert "补齐三个楼栋的党小组长" in text


def test_that_telephones_on_slips_are_masked(office):
    record = factory.record_of(office, "booking", 7)
    stored = factory.value_of(office.catalog["booking"].fields["phone"], 7)
    text = printed(office, "booking.slip", record)
    assert stored not in text
    assert "****" in text


def test_that_a_slip_of_somebody_elses_record_is_refused(office, branch, problem):
    other = factory.branch_of(office, "第二网格党支部")
    limited = factory.limited(office, other)
    with pytest.raises(ConflictError):
        print_slip(limited, "problem.notice", problem)
    assert "第一网格党支部" in printed(factory.limited(office, branch), "problem.notice", problem)


def test_that_a_printed_slip_is_noted_by_its_record(office, problem, tmp_path):
    document = print_slip(office, "problem.notice", problem)
    papers.save_pdf(office, document, tmp_path / "notice.pdf")
    noted = audit.list_events(office, limit=1)[0].detail
    assert (noted["paper"], noted["record"]) == ("problem.notice", problem.hex)


def test_that_slips_belong_to_the_ledger_they_are_named_after(catalog):
    for key, kind in SLIPS.items():
        assert key.startswith(f"{kind.ledger}.")
        assert kind in slips_of(kind.ledger)
        assert catalog[kind.ledger]


@pytest.mark.parametrize("key", [each.key for each in CATALOG])
def test_that_the_sheet_of_a_record_has_all_its_captions(office, key):
    ledger = office.catalog[key]
    text = printed(office, f"{key}.sheet", factory.record_of(office, key, 2))
    captions = {re.sub(r"\s", "", field.caption) for field in ledger.form_fields}
    assert sorted(caption for caption in captions if caption not in text) == []


def test_that_the_sheet_of_a_record_has_the_rows_that_belong_to_it(office, branch):
    for at in range(38):
        factory.record_of(office, "post_holding", at, organisation=branch, name=f"马𫘧骏第{at}")
    text = printed(office, "organisation.sheet", branch)
    assert "党组织基本情况表" in text
    assert "班子成员和兼职委员（最近36条，共38条）" in text
    assert "马𫘧骏第37" in text
    assert "马𫘧骏第1主" not in text


def test_that_the_sheet_of_a_member_masks_his_numbers(office, member):
    text = printed(office, "person.sheet", member)
    assert "李𠮷" in text
    assert "99010119650312002X" not in text
    assert "13800001234" not in text


@pytest.fixture
def of_kind(office):
    """Hold an activity of a kind, with a problem that came of it."""

    def held(kind, **given):
        own = {"organisation": office.unit.organisation, "held_on": "2026-11-18"}
        values = own | {"topic": "议一议", "kind": kind, "content": "逐项商议"} | given
        activity = save(office, "activity", **values)
        problem = {"source": "tripartite", "found_on": "2026-11-18", "due_on": "2026-12-10"}
        whose = {"organisation": office.unit.organisation, "activity": activity}
        save(office, "problem", title="门岗管理松散", **problem, **whose)
        return activity

    return held


def test_that_three_parties_and_their_problems_stand_in_the_minutes(office, of_kind):
    for name, kind in (("东方控股物业", "property"), ("银杏园业委会", "owners_committee")):
        save(office, "unit", name=name, kind=kind, organisation=office.unit.organisation)

    text = printed(office, "activity.minutes", of_kind("tripartite_meeting"))

    for said in (
        "三方联席会记录",
        "物业服务企业东方控股物业",
        "业主委员会银杏园业委会",
        "逐项商议",
        "门岗管理松散",
        "2026-12-10",
    ):
        assert said in text


def test_that_the_members_of_a_joint_meeting_are_listed_to_sign(office, of_kind):
    for name, role, until in (
        ("涧西小学", "joint_meeting", None),
        ("旧单位", "joint_meeting", "2020-01-01"),
        ("粮油站", "co_builder", None),
    ):
        unit = save(office, "unit", name=name, kind="school")
        whose = {"organisation": office.unit.organisation, "unit": unit}
        save(office, "organisation_unit", **whose, role=role, until=until)

    text = printed(office, "activity.minutes", of_kind("joint_meeting"))

    assert "区域党建联席会记录" in text
    assert "1涧西小学" in text
    assert "旧单位" not in text
    assert "粮油站" not in text


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("lecture", "“三新”讲习所活动记录表", "讲习方式室内讲、党员讲"),
        ("training", "集中培训记录表", "培训形式主题讲座"),
        ("study_trip", "外出学习登记表", "学习地点南京"),
    ],
)
def test_that_lectures_trainings_and_trips_have_forms_of_their_own(
    office, of_kind, kind, title, said
):
    given = {"modes": "indoor;member", "training_forms": "theme_talk", "place": "南京"}
    text = printed(office, "activity.minutes", of_kind(kind, **given))

    assert title in text
    assert said in text
