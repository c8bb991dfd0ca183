"""The board of organised life on an office's own records."""

from datetime import date
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import attendance, meeting_board, meeting_papers, records
from jianxi_desktop.services.attention import attention
from jianxi_desktop.services.meeting_look import look
from tests import factory
from tests.postgres import EITHER_PLACE

DAY = date(2026, 11, 20)


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


@pytest.fixture
def hold(office, branch):
    """Hold a meeting of the branch, or of another organisation."""

    def on(kind, day, organisation=branch, **more):
        given = {"topic": f"会议{day}", "kind": kind, "held_on": day, **more}
        return save(office, "activity", organisation=organisation, **given)

    return on


@pytest.fixture
def people(office, branch):
    """Four full members, one on probation, one under watch, in the branch."""
    statuses = {"甲": "full", "乙": "full", "丙": "full", "丁": "full", "预": "probationary"}
    found = {
        name: save(office, "person", name=name, branch=branch, status=status)
        for name, status in {**statuses, "察": "full"}.items()
    }
    save(
        office,
        "member_record",
        person=found["察"],
        kind="punishment",
        recorded_on="2026-03-01",
        title="留党察看一年",
    )
    return found


def line(office, branch, kind, year=2026, day=DAY):
    return meeting_board.board(office, year, day=day).line(branch, kind)


def test_that_a_branch_has_a_line_for_each_kind_it_is_to_hold(office, branch, hold):
    hold("theme_day", "2026-10-05")
    hold("theme_day", "2026-11")
    hold("theme_day", "2026-12-05")
    found = line(office, branch, "theme_day")
    assert found.months[8:] == ("missing", "done", "done", "planned")
    assert (found.owed, found.done, found.missing) == (12, 2, 9)
    labels = [label for _kind, label in meeting_board.board(office, 2026, day=DAY).kinds]
    assert labels == [
        *("支部党员大会", "支部委员会", "党小组会", "党课", "主题党日"),
        *("组织生活会", "民主评议党员", "谈心谈话"),
    ]


def test_that_only_a_branch_with_a_committee_owes_meetings_of_it(office, branch):
    assert line(office, branch, "committee_meeting").owed == 0
    for name, post in (("甲", "secretary"), ("乙", "organisation_member"), ("丙", "member")):
        given = {"name": name, "post": post, "starts_on": "2026-04-10"}
        save(office, "post_holding", organisation=branch, **given)
    found = line(office, branch, "committee_meeting")
    assert found.owed == 9
    assert found.months[2:5] == ("", "missing", "missing")


def test_that_one_group_does_not_make_up_for_another(office, branch, hold):
    groups = [
        save(
            office, "organisation", name=f"{n}党小组", form="group", kind="building", parent=branch
        )
        for n in ("第一", "第二")
    ]
    for day in ("2026-09-01", "2026-09-02"):
        hold("group_meeting", day, groups[0])
    hold("group_meeting", "2026-10-01", groups[0])
    hold("group_meeting", "2026-10-02", groups[1])
    found = line(office, branch, "group_meeting")
    assert found.months[8:10] == ("missing", "done")
    assert found.held[8:10] == (2, 2)


def test_that_who_was_set_up_in_the_year_owes_from_then_on(office, branch):
    ledger = office.catalog["organisation"]
    found = records.find_record(office, ledger, branch)
    seen = records.Seen(branch, found.version, found.companion)
    records.save_record(office, ledger, {**found.values, "established_on": "2026-09-15"}, seen)
    assert line(office, branch, "theme_day").owed == 3
    assert line(office, branch, "general_meeting").owed == 1
    assert line(office, branch, "appraisal").owed == 0


def test_that_the_secretary_of_a_committee_teaches_wherever_he_does(office, branch, hold):
    top = office.unit.organisation
    save(office, "post_holding", organisation=top, name="周书记", post="secretary")
    assert line(office, top, "party_lecture").due == 1
    hold("party_lecture", "2026-06-28", speaker="周书记")
    assert line(office, top, "party_lecture").done == 1
    assert line(office, branch, "party_lecture").done == 1


def test_that_talks_are_counted_by_people(office, branch, people):
    save(office, "post_holding", organisation=branch, name="甲", post="secretary")
    for name in ("乙", "丙"):
        given = {"kind": "talk", "contacted_on": "2026-05-06", "contacted_by": "甲"}
        save(office, "contact_log", person=people[name], **given)
    found = line(office, branch, "talk")
    assert (found.done, found.owed, found.held[4]) == (2, 10, 2)
    assert "班子成员与党员2/5，还没有谈：丁、预、察" in found.told


def test_that_a_new_meeting_knows_who_has_a_vote(office, branch, people, monkeypatch):
    monkeypatch.setattr(calendar, "today", lambda: DAY)
    given = meeting_board.new_meeting(office, branch, "general_meeting", 2026, 3)
    assert (given["entitled"], given["held_on"], given["kind"]) == (4, "2026-03", "general_meeting")
    assert given["organisation"] == branch
    today = meeting_board.new_meeting(office, branch, "theme_day", DAY.year)
    assert len(today["held_on"]) == len("2026-01-01")


def test_that_meetings_of_a_month_are_found_with_those_of_its_groups(office, branch, hold):
    first, other = hold("theme_day", "2026-10-05"), hold("theme_day", "2026-10-25")
    hold("theme_day", "2026-11-05")
    found = meeting_board.meetings_of(office, branch, "theme_day", 2026, 10)
    assert [each.id for each in found] == [first, other]
    assert len(meeting_board.meetings_of(office, branch, "theme_day", 2026)) == 3


def test_that_ticking_the_list_counts_the_votes(office, branch, people, hold):
    meeting = hold("general_meeting", "2026-10-20")
    marks = dict.fromkeys(people.values(), ("present", None))
    marks[people["丁"]] = ("exempt", None)
    version = records.find_record(office, office.catalog["activity"], meeting).version
    attendance.record_attendance(office, meeting, version, marks)
    values = records.find_record(office, office.catalog["activity"], meeting).values
    assert (values["expected"], values["present"]) == (5, 5)
    assert (values["entitled"], values["entitled_present"]) == (4, 3)
    following = hold("theme_day", "2026-11-05")
    listed = attendance.attendance_of(office, following)
    assert [each.name for each in listed if each.usual == "exempt"] == ["丁"]


def test_that_a_form_warns_of_a_vote_without_a_quorum(office, branch, people):
    values = {
        "kind": "general_meeting",
        "organisation": branch,
        "held_on": "2026-10-20",
        "entitled": 4,
        "entitled_present": 2,
        "agreed": 2,
    }
    with office.store.read() as connection:
        found = look(office, connection, values, None)
        assert [each.severity for each in found] == ["warning"] * 2
        assert "至少要到3人" in found[0].text
        (told,) = look(office, connection, {**values, "entitled": None}, None)
        assert "按名册有表决权的党员4人" in told.text
        assert look(office, connection, {**values, "kind": "theme_day"}, None) == ()


def test_that_what_lacks_is_among_what_is_due(office, branch, hold):
    hold("theme_day", "2026-10-05")
    found = attention(office, date(2026, 11, 28)).items
    told = {each.due_on: each for each in found if each.kind == "meeting"}
    assert "主题党日" in told["2026-11-30"].text
    assert told["2026-11-30"].organisation == branch
    assert told["2026-11-30"].screen == "meeting_board"
    assert "2026-10-31" not in told  # held, and no committee or group owes anything
    assert told["2026-09-30"].text == "第一网格党支部到9月30日没有记录：支部党员大会、党课"


def test_that_another_office_s_branch_is_not_shown(office, branch):
    own = factory.limited(office, branch)
    other = factory.branch_of(office, "第二网格党支部")
    with pytest.raises(InputError) as refused:
        meeting_board.board(own, 2026, other)
    assert refused.value.code == "no_organisation"
    assert [each.id for each in meeting_board.board(own, 2026).bodies] == [branch]


def test_that_the_board_goes_on_paper_and_into_a_workbook(office, branch, hold, tmp_path):
    hold("theme_day", "2026-10-05")
    document = meeting_papers.print_year(office, DAY, today=DAY)
    assert "1/12（缺9）" in text_of(document)
    months = meeting_papers.print_months(office, DAY, branch, today=DAY)
    assert "√" in text_of(months)
    path = tmp_path / "board.xlsx"
    lines = meeting_papers.save_board(office, meeting_board.board(office, 2026, day=DAY), path)
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert len(rows) == lines + 1
    (theme,) = [row for row in rows if row[1] == "主题党日"]
    assert (theme[12], theme[13], theme[15:18]) == ("√", "待开", (12, 1, 9))


def text_of(document):
    with pypdfium2.PdfDocument(BytesIO(document.pdf)) as pdf:
        return "".join(each.get_textpage().get_text_range() for each in pdf).replace("\r\n", "")
