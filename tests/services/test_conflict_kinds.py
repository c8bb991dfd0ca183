"""Removed here and changed there, moves that make a circle, many at once, limited accounts."""

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import conflict_batches, conflicts, history, records, resolving
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.services.carrying import carry, exchange
from tests.services.test_conflicts import edit, lines, value


@pytest.fixture
def both(office, district, member):
    """The community and the district, which know the same person."""
    exchange(office, district)
    return office, district


def remove(office, one, key="person", reason="重复登记"):
    ledger = office.catalog[key]
    found = records.find_record(office, ledger, one)
    records.remove_record(office, ledger, one, found.version, reason)


def is_there(office, one, key="person"):
    try:
        records.find_record(office, office.catalog[key], one)
    except ConflictError:
        return False
    return True


@pytest.fixture
def torn(both, member):
    """The community has removed the person while the district changed her telephone."""
    office, district = both
    remove(office, member)
    edit(district, member, phone="13900001111")
    exchange(office, district)
    return both


def test_that_a_removal_and_a_change_wait_with_the_record_in_sight(torn, member):
    for one in torn:
        (line,) = lines(one, "removal")
        assert is_there(one, member)
        found = conflicts.find_conflict(one, line.id)
        assert found.captions == ("手机号码",)
        kept, gone = found.versions
        assert (kept.key, kept.texts, kept.unit) == ("keep", ("139****1111",), "涧西区")
        assert (gone.key, gone.texts, gone.unit) == ("remove", ("138****1234",), "武汉路社区")
        assert gone.reason == "重复登记"
        assert "" in conflicts.fields_in_conflict(one, one.catalog["person"], member)


@pytest.mark.parametrize(("keep", "there"), [("keep", True), ("remove", False)])
def test_that_a_decision_about_a_removal_travels(torn, member, keep, there):
    office, district = torn
    conflict_id = lines(district)[0].id
    resolving.resolve(district, conflict_id, keep)
    carry(district, office)
    for one in torn:
        assert lines(one) == ()
        assert is_there(one, member) is there
        if there:  # in his branch, too
            assert value(one, member, "branch") is not None


def test_that_what_others_hang_on_is_not_removed(both, branch, member):
    office, district = both
    district_branch = factory.branch_of(district, "机关党支部")
    exchange(office, district)
    remove(district, district_branch, "organisation")
    edit(office, district_branch, "organisation", short_name="机关")
    exchange(office, district)
    edit(office, member, branch=district_branch)
    (line,) = lines(office, "removal")
    with pytest.raises(InputError) as refused:
        resolving.resolve(office, line.id, "remove")
    assert refused.value.code == "in_use"
    assert lines(office, "removal") == (line,)


@pytest.fixture
def circle(both):
    """Two places of which either was put into the other, in two offices."""
    office, district = both
    venue = office.catalog["venue"]
    made = [
        records.save_record(
            office,
            venue,
            {"name": name, "kind": "square", "organisation": office.unit.organisation},
        ).id
        for name in ("广场", "驿站")
    ]
    exchange(office, district)
    edit(office, made[0], "venue", parent=made[1])
    edit(district, made[1], "venue", parent=made[0])
    exchange(office, district)
    return made


def parents(office, made):
    return [value(office, one, "parent", "venue") for one in made]


def test_that_a_circle_waits_where_it_was_broken(both, circle):
    office, district = both
    second = circle[1]
    assert parents(office, circle) == parents(district, circle) == [second, None]
    for one in both:
        (line,) = lines(one)
        assert (line.kind, line.record, line.name) == ("cycle", second, "驿站")
        found = conflicts.find_conflict(one, line.id)
        assert [each.texts for each in found.versions] == [("（没有上级）",), ("广场",)]
        assert (found.versions[0].shown, found.versions[1].unit) == (True, "涧西区")
        assert "“驿站” → “广场” → “驿站”" in found.remarks[0]


def test_that_leaving_it_where_it_was_ends_a_circle(both, circle):
    office, district = both
    resolving.resolve(office, lines(office)[0].id, "shown")
    carry(office, district)
    for one in both:
        assert lines(one) == ()
        assert parents(one, circle) == [circle[1], None]


def test_that_the_move_can_be_had_once_the_other_is_taken_back(both, circle):
    office, district = both
    (line,) = lines(district)
    before = factory.dump(district)
    with pytest.raises(InputError) as refused:
        resolving.resolve(district, line.id, 1)
    assert refused.value.code == "circle"
    assert factory.dump(district) == before
    edit(district, circle[0], "venue", parent=None)
    resolving.resolve(district, line.id, 1)
    exchange(office, district)
    for one in both:
        assert lines(one) == ()
        assert parents(one, circle) == [None, circle[0]]


@pytest.fixture
def many(both, branch):
    """Three people whom both offices gave another telephone."""
    office, district = both
    people = [factory.record_of(office, "person", n, branch=branch) for n in range(1, 4)]
    exchange(office, district)
    for n, one in enumerate(people):
        edit(office, one, phone=f"1380000000{n}")
        edit(district, one, phone=f"1390000000{n}")
    exchange(office, district)
    return people


def phones(office, people):
    leave = factory.leave(office, office.catalog["person"], *people)
    found = (
        records.find_record(office, office.catalog["person"], each, reveal=leave) for each in people
    )
    return [each.values["phone"][:3] for each in found]


def test_that_many_are_ended_alike_after_a_look_and_undone_as_one(both, many):
    office, district = both
    found = conflicts.find_many(office, [line.id for line in lines(office)])
    texts = {each.text: each for each in conflict_batches.choices(found)}
    assert texts.keys() == {"都采用现在显示的", "都采用涧西区填的", "都采用武汉路社区填的"}
    own = texts["都采用武汉路社区填的"]
    assert own.number == 3
    planned = list(conflict_batches.plan(found, own.key))
    assert {(each.old[:3], each.new[:3]) for each in planned} == {("139", "138")}

    done = resolving.resolve_many(office, {each.line.id: each.keep for each in planned})

    assert (done.count, done.touched) == (3, {"person"})
    assert phones(office, many) == ["138"] * 3
    history.undo_last(office)
    assert phones(office, many) == ["139"] * 3
    history.redo_last(office)
    carry(office, district)
    assert phones(district, many) == ["138"] * 3
    assert [lines(each) for each in both] == [(), ()]


def test_that_one_that_cannot_be_ended_keeps_all_of_them_open(both, many):
    office = both[0]
    kept = {line.id: 1 for line in lines(office)}
    kept[lines(office)[2].id] = 7
    before = factory.dump(office)
    with pytest.raises(InputError):
        resolving.resolve_many(office, kept)
    assert factory.dump(office) == before


def test_that_words_and_kinds_narrow_the_list(both, many, member):
    office, district = both
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    exchange(office, district)
    assert len(lines(office)) == 4
    page = conflicts.list_conflicts(office, words="李佶 姓名", with_doubles=False)
    assert [line.name for line in page.lines] == ["李佶"]
    assert page.counts == {"value": 1, "removal": 0, "cycle": 0, "double": 0}
    assert conflicts.list_conflicts(office, kind="removal").lines == ()
    assert conflicts.count(office) == 4


def test_that_a_limited_person_sees_and_ends_his_own_only(both, branch, member):
    office, district = both
    other = factory.branch_of(office, "第二网格党支部")
    theirs = factory.record_of(office, "person", 5, branch=other)
    exchange(office, district)
    for one in (member, theirs):
        edit(office, one, name="李吉")
        edit(district, one, name="李佶")
    exchange(office, district)
    limited = factory.limited(office, branch)
    (mine,) = lines(limited)
    assert (mine.record, conflicts.count(limited), conflicts.count(office)) == (member, 1, 2)
    outside = next(line for line in lines(office) if line.record == theirs)
    for call in (conflicts.find_conflict, lambda *given: resolving.resolve(*given, "shown")):
        with pytest.raises(InputError) as refused:
            call(limited, outside.id)
        assert refused.value.code == "outside"
    resolving.resolve(limited, mine.id, "ours")
    assert lines(limited) == ()


@pytest.mark.parametrize("place", EITHER_PLACE)
def test_that_it_is_the_same_on_a_server(request, district, place):
    office = request.getfixturevalue(f"office_{place}")
    member = factory.record_of(office, "person", 1, branch=factory.branch_of(office))
    exchange(office, district)
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    exchange(office, district)
    (line,) = lines(office)
    assert conflicts.find_conflict(office, line.id).versions[1].texts == ("李吉",)
    resolving.resolve(office, line.id, "ours")
    carry(office, district)
    assert (lines(district), value(district, member, "name")) == ((), "李吉")


def test_that_taking_what_is_shown_can_be_undone_once(both, member):
    office, district = both
    edit(office, member, phone="13900002222")
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    exchange(office, district)
    resolving.resolve(office, lines(office)[0].id, "shown")
    assert history.undoable(office) == "处理冲突"
    history.undo_last(office)
    assert value(office, member, "name") == "李佶"
    assert history.undoable(office) == "修改"
