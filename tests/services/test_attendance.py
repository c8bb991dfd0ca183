"""Attendance: who is listed, what is kept, what it counts."""

import pytest

from jianxi_desktop.db import pairs
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.attendance import attendance_of, record_attendance
from tests import factory


@pytest.fixture
def people(office, branch):
    """Four members of the branch and one of another."""
    ledger = office.catalog["person"]
    other = factory.branch_of(office, "第二网格党支部")
    return [
        records.save_record(
            office,
            ledger,
            {"name": name, "branch": other if name == "外人" else branch, "status": "full"},
        ).id
        for name in ("甲", "乙", "李𠮷", "丁", "外人")
    ]


@pytest.fixture
def activity(office, branch, people):
    values = {
        "topic": "党课",
        "kind": "party_lecture",
        "held_on": "2026-11",
        "organisation": branch,
    }
    return records.save_record(office, office.catalog["activity"], values)


def found(office, activity):
    return records.find_record(office, office.catalog["activity"], activity.id)


def mark(office, activity, **marks):
    known = {each.name: each.person for each in attendance_of(office, activity.id)}
    given = {known[name]: (state, None) for name, state in marks.items()}
    version = found(office, activity).version
    return record_attendance(office, activity.id, version, given)


def test_that_the_members_of_the_branch_are_listed(office, activity):
    listed = attendance_of(office, activity.id)
    assert [each.name for each in listed] == ["甲", "乙", "李𠮷", "丁"]
    assert {each.state for each in listed} == {None}


def test_that_marks_are_kept_and_counted(office, activity):
    saved = mark(office, activity, 甲="present", 乙="leave", 李𠮷="present", 丁="exempt")
    assert {"activity", "attendance"} == saved.touched
    values = found(office, activity).values
    assert (values["expected"], values["present"], values["on_leave"]) == (3, 2, 1)
    states = {each.name: each.state for each in attendance_of(office, activity.id)}
    assert states == {"甲": "present", "乙": "leave", "李𠮷": "present", "丁": "exempt"}


def test_that_a_mark_can_be_corrected_without_a_second_row(office, activity):
    mark(office, activity, 甲="present", 乙="present")
    mark(office, activity, 乙="absent")
    values = found(office, activity).values
    assert (values["expected"], values["present"]) == (2, 1)
    assert records.count_rows(office, office.catalog["attendance"], Query()) == 2


def test_that_a_mark_taken_out_can_be_made_again(office, activity):
    mark(office, activity, 甲="present")
    ledger = office.catalog["attendance"]
    serials = records.list_serials(office, ledger, Query())
    row = records.list_rows(office, ledger, ledger.listing, serials)[0]
    records.remove_record(office, ledger, row.id, row.version, "记错了")
    mark(office, activity, 甲="leave")
    assert attendance_of(office, activity.id)[0].state == "leave"
    assert found(office, activity).values["on_leave"] == 1


def test_that_who_moved_away_since_is_still_listed(office, activity, people):
    mark(office, activity, 甲="present")
    ledger = office.catalog["person"]
    person = records.find_record(office, ledger, people[0])
    other = factory.branch_of(office, "第二网格党支部")
    seen = records.Seen(person.id, person.version, person.companion)
    records.save_record(office, ledger, {"branch": other}, seen)
    listed = {each.name: each.state for each in attendance_of(office, activity.id)}
    assert listed == {"甲": "present", "乙": None, "李𠮷": None, "丁": None}


def test_that_marks_on_an_activity_changed_since_are_refused(office, activity, people):
    version = found(office, activity).version
    mark(office, activity, 甲="present")
    before = factory.dump(office)
    with pytest.raises(ConflictError):
        record_attendance(office, activity.id, version, {people[1]: ("leave", "病假")})
    assert factory.dump(office) == before


def test_that_a_form_and_its_marks_are_saved_as_one_or_not_at_all(office, activity, people):
    before = found(office, activity)
    marks = dict.fromkeys(people, ("present", None))
    with pytest.raises(InputError):
        record_attendance(office, activity.id, before.version, marks, {"topic": None})
    assert found(office, activity) == before
    record_attendance(office, activity.id, before.version, marks, {"topic": "主题党日"})
    after = found(office, activity)
    assert (after.values["topic"], after.values["present"]) == ("主题党日", len(people))
    assert after.version == before.version + 1


def test_that_a_roster_of_attendance_makes_the_rows_that_marks_make(office, activity, tmp_path):
    import xlsxwriter

    from jianxi_desktop.services import roster

    path = tmp_path / "attendance.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("活动", "姓名", "出席情况"))
        sheet.write_row(1, 0, ("党课", "甲", "出席"))
    ledger = office.catalog["attendance"]
    assert roster.import_roster(office, ledger, path).created == 1
    mark(office, activity, 甲="leave")
    assert records.count_rows(office, ledger, Query()) == 1
    row = attendance_of(office, activity.id)[0]
    serials = records.list_serials(office, ledger, Query())
    kept = records.list_rows(office, ledger, ledger.listing, serials)[0]
    assert row.state == "leave"
    assert kept.id == pairs.pair_id(ledger, {"activity": activity.id, "person": row.person})
