"""Minutes of each kind of meeting: its own headings, filled in as far as things are known."""

import re
from io import BytesIO

import pypdfium2
import pytest

from jianxi_desktop.services import attendance, records
from jianxi_desktop.services.slips import print_slip


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


def printed(office, key, record):
    with pypdfium2.PdfDocument(BytesIO(print_slip(office, key, record).pdf)) as pdf:
        return "".join(re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in pdf)


@pytest.fixture
def meeting(office, branch):
    """A meeting of a kind, with who was there."""

    def of_kind(kind, **more):
        given = {"topic": "十月的会", "held_on": "2026-10-20", "host": "周建国", **more}
        record = save(office, "activity", kind=kind, organisation=branch, **given)
        people = [
            save(office, "person", name=name, branch=branch, status="full")
            for name in ("单雄信", "李𠮷", "马𫘧骏")
        ]
        states = (("present", None), ("leave", "外出就医"), ("exempt", None))
        marks = dict(zip(people, states, strict=True))
        version = records.find_record(office, office.catalog["activity"], record).version
        attendance.record_attendance(office, record, version, marks)
        return record

    return of_kind


@pytest.mark.parametrize(
    ("kind", "title", "headings"),
    [
        (
            "general_meeting",
            "支部党员大会会议记录",
            ("会议议程", "表决方式", "弃权", "决议"),
        ),
        ("committee_meeting", "支部委员会会议记录", ("出席委员单雄信", "分工落实", "完成时限")),
        ("group_meeting", "党小组会会议记录", ("参加人员单雄信", "党员意见建议")),
        ("party_lecture", "党课记录", ("授课提纲", "讨论和体会", "学时")),
        ("theme_day", "主题党日活动记录", ("集中学习", "交纳党费", "重温入党誓词")),
        ("organisation_life", "组织生活会会议记录", ("会前准备", "自我批评要点", "整改事项")),
        ("appraisal", "民主评议党员会议记录", ("个人自评", "民主测评", "组织评定", "基本合格")),
    ],
)
def test_that_each_kind_has_its_own_headings(office, meeting, kind, title, headings):
    text = printed(office, "activity.minutes", meeting(kind, content="学文件、议实事"))
    for said in (title, *headings, "学文件、议实事", "李𠮷（请假，外出就医）", "签字"):
        assert said in text


def test_that_the_minutes_say_how_the_vote_went(office, branch, meeting):
    short = printed(office, "activity.minutes", meeting("general_meeting"))
    assert "到会的有表决权党员没有过半数" in short
    given = {"topic": "表决", "held_on": "2026-10-20", "organisation": branch}
    votes = {"entitled": 30, "entitled_present": 20, "agreed": 15}
    record = save(office, "activity", kind="general_meeting", **given, **votes)
    told = printed(office, "activity.minutes", record)
    assert "有表决权30人，赞成15票，没有超过半数，没有通过" in told


def test_that_a_talk_has_a_record_to_sign(office, branch):
    person = save(office, "person", name="单雄信", branch=branch, status="full")
    given = {"contacted_on": "2026-10-20", "contacted_by": "周建国", "pair": "committee_member"}
    talk = save(office, "contact_log", person=person, kind="talk", content="谈打算", **given)
    text = printed(office, "contact_log.talk", talk)
    for said in ("谈心谈话记录表", "谈话人周建国", "谈话对象单雄信", "第一网格党支部", "谈打算"):
        assert said in text
