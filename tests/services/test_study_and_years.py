"""Hours of study of a year, and years in the Party: who has them, who lacks how many."""

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import attendance, birthdays, golden_jubilee, records, study_hours
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.study_hours import show_hours
from tests.postgres import EITHER_PLACE

DAY = date(2026, 11, 20)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def person(office, branch):
    """Register a member of the branch."""

    def named(name, **more):
        return save(office, "person", name=name, branch=branch, status="full", **more)

    return named


def train(office, person, day, hours, title="春训"):
    given = {"recorded_on": day, "title": title, "hours": hours * 100}
    save(office, "member_record", person=person, kind="training", **given)


def hours_of(office, name, year=2026):
    found = study_hours.study_year(office, year, day=DAY)
    (member,) = [each for each in found.members if each.name == name]
    return member


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return "".join(each.get_textpage().get_text_range() for each in pdf).replace("\r\n", "")


def test_that_training_and_meetings_add_up_and_the_same_once(office, branch, person):
    member = person("甲")
    train(office, member, "2026-03-05", 16)
    train(office, member, "2025-12-31", 40)
    given = {"kind": "party_lecture", "organisation": branch, "hours": 250}
    for topic, day in (("党课一", "2026-06-20"), ("春训", "2026-03-05"), ("将来的", "2026-12-05")):
        lecture = save(office, "activity", topic=topic, held_on=day, **given)
        version = records.find_record(office, office.catalog["activity"], lecture).version
        attendance.record_attendance(office, lecture, version, {member: ("present", None)})
    found = hours_of(office, "甲")
    assert (found.training, found.meetings, found.total) == (1600, 250, 1850)
    assert (found.wanted, show_hours(found.lacking)) == (3200, "13.5")


def test_that_more_is_wanted_of_those_in_a_committee(office, branch, person):
    linked, named = person("书记"), person("委员")
    given = {"organisation": branch, "starts_on": "2025-01-01"}
    save(office, "post_holding", name="书记", post="secretary", person=linked, **given)
    save(office, "post_holding", name="委员", post="member", **given)
    person("甲")
    train(office, named, "2026-03-05", 40)
    train(office, linked, "2026-03-05", 56)
    found = {each.name: each.lacking for each in study_hours.study_year(office, 2026).members}
    assert found == {"书记": 0, "委员": 1600, "甲": 3200}
    (due,) = [each for each in attention(office, DAY).items if each.kind == "study_hours"]
    assert "有2名党员2026年学时不足" in due.text
    assert due.unverified


def test_that_hours_go_on_paper_with_the_doubt_about_their_rule(office, person, tmp_path):
    train(office, person("甲"), "2026-03-05", 32)
    person("乙")
    paper = text_of(study_hours.print_hours(office, DAY, today=DAY))
    assert "56学时（依据待核实）" in paper
    lacking = text_of(study_hours.print_lacking(office, DAY, today=DAY))
    assert "乙" in lacking
    assert "甲" not in lacking
    path = tmp_path / "hours.xlsx"
    study_hours.save_hours(office, study_hours.study_year(office, 2026, day=DAY), path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[1][1:] == ("甲", "第一网格党支部", "党员", "32", "0", "32", "32", None)


def test_that_many_names_leave_with_a_reason_only(office, person, tmp_path):
    for n in range(51):
        person(f"党员{n}")
    found = study_hours.study_year(office, 2026, day=DAY)
    with pytest.raises(InputError) as refused:
        study_hours.save_hours(office, found, tmp_path / "hours.xlsx")
    assert refused.value.code == "reason_needed"
    assert study_hours.save_hours(office, found, tmp_path / "hours.xlsx", "上报") == 51


FEAST = date(2027, 7, 1)


def long_since(office, day=FEAST):
    return golden_jubilee.jubilees(office, day).members


def test_that_fifty_years_count_from_becoming_full(office, person):
    person("刚满", joined_on="1976-07-01", full_on="1977-07-01")
    person("差一天", joined_on="1976-07-02", full_on="1977-07-02")
    person("老党员", joined_on="1960-01-01", full_on="1961")
    person("没登记", joined_on="1960-01-01")
    found = golden_jubilee.jubilees(office, FEAST)
    assert [(each.name, each.years, each.fresh) for each in found.members] == [
        ("老党员", 66, False),
        ("刚满", 50, True),
    ]
    assert found.unknown == 1
    assert "待核实" in found.rule


def test_that_who_is_gone_or_has_the_medal_is_told_apart(office, person):
    honoured = person("有章", joined_on="1960-01-01", full_on="1961-01-01")
    given = {"recorded_on": "2021-07-01", "title": "“光荣在党50年”纪念章"}
    save(office, "member_record", person=honoured, kind="award", **given)
    person("没有章", joined_on="1961-01-01", full_on="1962-01-01")
    assert [each.honoured_on for each in long_since(office)] == ["2021-07-01", ""]
    paper = text_of(golden_jubilee.print_jubilees(office, FEAST, today=DAY))
    assert "2021年7月1日已发" in paper
    assert "没有发放记录" in paper
    found = attention(office, date(2027, 6, 1)).items
    (due,) = [each for each in found if each.kind == "golden_jubilee"]
    assert (due.due_on, "有1名党员党龄满50年" in due.text) == ("2027-07-01", True)


def test_that_birthdays_of_the_coming_week_are_due_also_over_a_month_s_end(office, person):
    person("今天", joined_on="1990-11-28")
    person("下月", joined_on="2001-12-03")
    person("过了", joined_on="1990-11-27")
    person("太远", joined_on="1990-12-20")
    person("只知月", joined_on="1990-12")
    person("今年", joined_on="2026-11-29")
    items = attention(office, date(2026, 11, 28)).items
    told = [each.text for each in items if each.kind == "political_birthday"]
    assert told == [
        "今天11月28日政治生日（入党36周年）",
        "下月12月3日政治生日（入党25周年）",
    ]


def test_that_birthdays_are_written_as_a_workbook(office, person, tmp_path):
    person("甲", joined_on="1990-11-28")
    month = birthdays.political_birthdays(office, 2026, 11)
    path = tmp_path / "birthdays.xlsx"
    assert birthdays.save_birthdays(office, month, path) == 1
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[1][1] == "甲"
    assert rows[1][5] == "36周年"
