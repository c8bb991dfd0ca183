"""Records: what saving, changing and removing refuses, and the tree people look at."""

import pytest

from jianxi_desktop.errors import ConflictError, FieldError, InputError, UsageError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from tests import factory


@pytest.fixture
def people(office):
    return office.catalog["person"]


def seen(office, ledger, record_id):
    found = records.find_record(office, ledger, record_id)
    return records.Seen(found.id, found.version, found.companion)


def test_that_sex_and_birthday_come_from_the_number(people):
    checked = records.check_values(people, {"name": "李𠮷", "id_number": "99010119650312002x"})
    assert (checked.values["sex"], checked.values["born_on"]) == ("2", "1965-03-12")
    assert checked.values["id_number"] == "99010119650312002X"
    assert checked.refused == ()


def test_that_all_that_is_wrong_is_said_at_once(people):
    raw = {"name": "", "id_number": "123", "phone": "12", "born_on": "1985-13", "sex": "难"}
    checked = records.check_values(people, raw)
    assert {issue.field for issue in checked.refused} == set(raw)
    assert all(issue.text for issue in checked.refused)


def test_that_what_does_not_agree_is_a_warning(people, branch):
    raw = {
        "name": "王芳",
        "id_number": "99010119650312002X",
        "sex": "男",
        "born_on": "1965-04",
        "branch": str(branch),
        "joined_on": "1980-01",
        "full_on": "1979",
    }
    checked = records.check_values(people, raw)
    assert checked.refused == ()
    found = {(issue.field, issue.code) for issue in checked.issues}
    assert found == {
        ("id_number", "region"),
        ("sex", "mismatch"),
        ("born_on", "mismatch"),
        ("full_on", "order"),
        ("joined_on", "too_young"),
    }
    assert (checked.values["sex"], checked.values["born_on"]) == ("1", "1965-04")


def test_that_a_person_cannot_be_saved_without_a_branch(office, people):
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        records.save_record(office, people, {"name": "王芳"})
    assert "所在党支部" in refused.value.user_message
    assert factory.dump(office) == before


def test_that_a_required_value_cannot_be_emptied(office, people, member):
    with pytest.raises(InputError) as refused:
        records.save_record(office, people, {"name": None}, seen(office, people, member))
    assert refused.value.code == "required"


def test_that_a_membership_that_ended_is_not_begun_again_by_halves(office, people, member):
    records.save_record(office, people, {"until": "2026-01-01"}, seen(office, people, member))
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        records.save_record(office, people, {"post": "书记"}, seen(office, people, member))
    assert refused.value.code == "required"
    assert factory.dump(office) == before


def test_that_who_left_can_come_back(office, people, member, branch):
    records.save_record(office, people, {"until": "2026-01-01"}, seen(office, people, member))
    values = {"branch": branch, "status": "full", "since": "2026-02-01"}
    records.save_record(office, people, values, seen(office, people, member))
    found = records.find_record(office, people, member)
    assert (found.values["branch"], found.values["since"]) == (branch, "2026-02-01")
    membership = office.catalog["membership"]
    assert records.count_rows(office, membership, Query()) == 2


def test_that_a_form_opened_before_someone_elses_save_is_refused(office, people, member):
    opened = seen(office, people, member)
    records.save_record(office, people, {"post": "委员"}, opened)
    before = factory.dump(office)
    with pytest.raises(ConflictError):
        records.save_record(office, people, {"post": "书记"}, opened)
    assert factory.dump(office) == before


def test_that_a_removal_needs_a_reason(office, people, member):
    for reason in ("", "   "):
        with pytest.raises(InputError) as refused:
            records.remove_record(office, people, member, 1, reason)
        assert refused.value.code == "no_reason"


def test_that_an_organisation_with_members_stays(office, member, branch):
    ledger = office.catalog["organisation"]
    with pytest.raises(InputError) as refused:
        records.remove_record(office, ledger, branch, 1, "撤销")
    assert refused.value.code == "in_use"
    assert "1条组织关系" in refused.value.user_message


def test_that_the_membership_goes_and_comes_back_with_the_person(office, people, member):
    membership = office.catalog["membership"]
    touched = records.remove_record(office, people, member, 1, "重复登记")
    assert touched == {"person", "membership"}
    assert records.count_rows(office, membership, Query()) == 0
    records.restore_record(office, people, member)
    assert records.count_rows(office, membership, Query()) == 1


def test_that_one_person_is_at_one_activity_once(office, member, branch):
    values = {
        "topic": "党课",
        "kind": "party_lecture",
        "held_on": "2026-11",
        "organisation": branch,
    }
    activity = records.save_record(office, office.catalog["activity"], values).id
    ledger = office.catalog["attendance"]
    mark = {"activity": activity, "person": member, "state": "present"}
    saved = records.save_record(office, ledger, mark)
    with pytest.raises(InputError) as refused:
        records.save_record(office, ledger, {**mark, "state": "leave"})
    assert refused.value.code == "exists"
    records.remove_record(office, ledger, saved.id, 1, "记错了")
    again = records.save_record(office, ledger, {**mark, "state": "leave"})
    assert again.id == saved.id
    assert records.find_record(office, ledger, saved.id).values["state"] == "leave"


def test_that_the_tree_begins_with_the_office_and_counts_members(office, member, branch):
    group = factory.branch_of(office, "第一楼栋党小组", parent=branch, form="group")
    nodes = records.organisation_tree(office)
    assert nodes[0].id == office.unit.organisation
    assert [(n.id, n.parent, n.members) for n in nodes[1:]] == [
        (branch, office.unit.organisation, 1),
        (group, branch, 0),
    ]


def test_that_a_filter_is_read_like_a_field(office, people):
    assert records.parse_filter(office, people, "sex", "女").value == "2"
    assert records.parse_filter(office, people, "born_on", "").way == "empty"
    with pytest.raises(FieldError):
        records.parse_filter(office, people, "born_on", "1985-13")
    with pytest.raises(UsageError):
        records.parse_filter(office, people, "nothing", "1")


def test_that_who_attended_can_be_removed_and_the_attendance_still_names_her(
    office, people, member, branch
):
    activities, attendance = office.catalog["activity"], office.catalog["attendance"]
    facts = {"topic": "党课", "kind": "party_lecture", "held_on": "2026-03-01"}
    activity = records.save_record(office, activities, {**facts, "organisation": branch}).id
    mark = {"activity": activity, "person": member, "state": "present"}
    records.save_record(office, attendance, mark)
    found = records.find_record(office, people, member)
    records.remove_record(office, people, member, found.version, "重复登记")
    serials = records.list_serials(office, attendance, Query())
    columns = (attendance.record.person,)
    assert records.list_rows(office, attendance, columns, serials)[0].cells == ("李𠮷",)
