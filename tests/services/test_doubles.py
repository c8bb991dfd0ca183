"""The same person or organisation entered twice: found, told apart for good, made one."""

import pytest

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import conflicts, history, person_merging, records, resolving
from tests import factory
from tests.postgres import EITHER_PLACE

ONE, TWO = "第一网格党支部", "第二网格党支部"
NUMBER = factory.identity_number(7)


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


def twice(office, **values):
    """Enter one person twice, as two offices do that do not know of each other."""
    branch = factory.branch_of(office, ONE)
    row = {"name": "王芳", "branch": branch, "status": "full", "id_number": NUMBER, "sex": "1"}
    first = save(office, "person", **row)
    with office.change("create") as change:
        people = office.catalog["person"]
        second = insert_rows(change, people, [{"name": "王芳", "id_number": NUMBER, **values}])[0]
    return first, second


def waiting(office):
    return [line for line in conflicts.list_conflicts(office).lines if line.kind == "double"]


@pytest.mark.parametrize("place", EITHER_PLACE)
def test_that_one_person_entered_twice_waits_and_is_made_one(request, place):
    office = request.getfixturevalue(f"office_{place}")
    first, second = twice(office, phone="13900001111")
    (line,) = waiting(office)
    assert (line.ledger, line.name, line.what) == ("person", "王芳", "登记了两次")
    assert {line.record, conflicts.find_conflict(office, line.id).versions[1].record} == {
        first,
        second,
    }

    saved = resolving.resolve(office, line.id, "merge")

    assert saved.id == line.record == first
    assert waiting(office) == []
    found = records.find_record(office, office.catalog["person"], first).values
    assert found["phone"] == "139****1111"
    history.undo_last(office)
    assert [each.id for each in waiting(office)] == [line.id]


def test_that_the_two_stand_side_by_side_with_what_differs(office):
    twice(office, phone="13900001111", born_on="1990-01-01")
    found = conflicts.find_conflict(office, waiting(office)[0].id)
    first, second = (dict(zip(found.captions, each.texts, strict=True)) for each in found.versions)
    assert (first["姓名"], second["姓名"]) == ("王芳", "王芳")
    assert (first["手机号码"], second["手机号码"]) == ("", "139****1111")
    assert (first["挂着的记录"], second["挂着的记录"]) == ("组织关系1条", "")
    assert NUMBER not in repr(found)
    assert [each.ours for each in found.versions] == [True, True]
    assert found.versions[0].who == office.user


def test_that_two_told_apart_are_not_asked_about_again_until_that_is_undone(office):
    twice(office)
    (line,) = waiting(office)

    resolving.resolve(office, line.id, "apart")

    assert waiting(office) == []
    assert person_merging.possible_duplicates(office) == []
    with pytest.raises(ConflictError) as settled:
        conflicts.find_conflict(office, line.id)
    assert settled.value.code == "settled"
    history.undo_last(office)
    assert [each.id for each in waiting(office)] == [line.id]


def test_that_a_branch_entered_twice_becomes_one_with_all_that_hangs_on_it(office):
    top = office.unit.organisation
    kept = factory.branch_of(office, ONE)
    gone = save(office, "organisation", name="一网格支部", form="branch", kind="grid", parent=top)
    for one in (kept, gone):
        seen = records.find_record(office, office.catalog["organisation"], one)
        given = {"code": "410305008001-7"}
        records.save_record(
            office, office.catalog["organisation"], given, records.Seen(one, seen.version)
        )
    person = save(office, "person", name="王芳", branch=gone, status="full")
    (line,) = waiting(office)
    assert (line.ledger, line.record) == ("organisation", kept)
    found = conflicts.find_conflict(office, line.id)
    assert any("1条" in remark for remark in found.remarks)

    resolving.resolve(office, line.id, "merge")

    assert waiting(office) == []
    values = records.find_record(office, office.catalog["person"], person).values
    assert values["branch"] == kept
    with pytest.raises(ConflictError):
        records.find_record(office, office.catalog["organisation"], gone)
    history.undo_last(office)
    values = records.find_record(office, office.catalog["person"], person).values
    assert values["branch"] == gone


def test_that_one_above_the_other_is_refused_and_changes_nothing(office):
    upper = factory.branch_of(office, ONE)
    group = factory.branch_of(office, "第一党小组", parent=upper, form="group")
    conflict_id = f"double:organisation:{upper.hex}:{group.hex}"
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        resolving.resolve(office, conflict_id, "merge")
    assert refused.value.code == "circle"
    assert factory.dump(office) == before


def test_that_two_persons_are_not_merged_among_many(office):
    twice(office)
    (line,) = waiting(office)
    with pytest.raises(InputError) as refused:
        resolving.resolve_many(office, {line.id: "merge"})
    assert refused.value.code == "one_by_one"
    assert resolving.resolve_many(office, {line.id: "apart"}).count == 1


def test_that_who_is_limited_sees_the_pairs_of_his_own_branch_only(office):
    twice(office)
    other = factory.branch_of(office, TWO)
    (line,) = waiting(office)
    stranger = factory.limited(office, other)
    assert waiting(stranger) == []
    with pytest.raises(InputError) as refused:
        conflicts.find_conflict(stranger, line.id)
    assert refused.value.code == "outside"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "double",
        "double:person:xx:yy",
        f"double:person:{'ab' * 16}:{'ab' * 16}",
        f"double:nothing:{'ab' * 16}:{'cd' * 16}",
        f"value:person:{'ab' * 16}:nothing",
        f"else:person:{'ab' * 16}:name",
    ],
)
def test_that_a_name_of_no_conflict_is_refused(office, wrong):
    with pytest.raises(InputError) as refused:
        conflicts.find_conflict(office, wrong)
    assert refused.value.code == "no_such_conflict"


def test_that_a_wrong_choice_says_what_can_be_chosen(office):
    twice(office)
    (line,) = waiting(office)
    with pytest.raises(InputError) as refused:
        resolving.resolve(office, line.id, "ours")
    assert "merge" in refused.value.user_message
