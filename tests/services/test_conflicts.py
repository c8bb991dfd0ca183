"""What two offices say differently: both sides are listed, a choice ends it everywhere."""

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import conflicts, history, records, resolving
from tests import factory
from tests.services.carrying import carry, exchange

NUMBERS = (factory.identity_number(3), factory.identity_number(4))


@pytest.fixture
def both(office, district, member):
    """The community and the district, which know the same person."""
    carry(office, district)
    carry(district, office)
    return office, district


def edit(office, one, key="person", **values):
    ledger = office.catalog[key]
    found = records.find_record(office, ledger, one)
    seen = records.Seen(found.id, found.version, found.companion)
    return records.save_record(office, ledger, values, seen)


def value(office, one, field, key="person"):
    return records.find_record(office, office.catalog[key], one).values[field]


def lines(office, kind=""):
    return conflicts.list_conflicts(office, kind=kind, with_doubles=False).lines


@pytest.fixture
def renamed(both, member):
    """Both have given the person another name, and know it of each other."""
    office, district = both
    edit(office, member, name="李吉")
    edit(district, member, name="李佶")
    exchange(office, district)
    return office, district


def test_that_both_values_are_listed_with_who_when_and_where(renamed, member):
    for one, other in (renamed, renamed[::-1]):
        (line,) = lines(one)
        assert (line.kind, line.ledger, line.title, line.record, line.what) == (
            "value",
            "person",
            "党员台账",
            member,
            "姓名",
        )
        assert line.name == value(one, member, "name")
        found = conflicts.find_conflict(one, line.id)
        assert found.captions == ("姓名",)
        assert [each.texts for each in found.versions] == [("李佶",), ("李吉",)]
        assert [each.shown for each in found.versions] == [True, False]
        by_unit = {each.unit: each for each in found.versions}
        mine, theirs = by_unit[one.unit.name], by_unit[other.unit.name]
        assert (mine.ours, mine.place, mine.who) == (True, "本机", one.user)
        assert (theirs.ours, theirs.who) == (False, other.user)
        assert None not in (mine.when, theirs.when)
    assert lines(renamed[0])[0].id == lines(renamed[1])[0].id


@pytest.mark.parametrize(("keep", "kept"), [("ours", "李吉"), ("theirs", "李佶"), (1, "李吉")])
def test_that_a_choice_ends_it_everywhere(renamed, member, keep, kept):
    office, district = renamed
    (line,) = lines(office)

    saved = resolving.resolve(office, line.id, keep)

    assert (saved.id, saved.touched) == (member, {"person"})
    assert (lines(office), value(office, member, "name")) == ((), kept)
    carry(office, district)
    assert (lines(district), value(district, member, "name")) == ((), kept)
    assert history.history_of(district, district.catalog["person"], member)[0].action == "处理冲突"


def test_that_a_typed_value_ends_it_and_a_wrong_one_is_refused(renamed, member):
    office, district = renamed
    (line,) = lines(district)
    before = factory.dump(district)
    with pytest.raises(InputError) as refused:
        resolving.resolve(district, line.id, {"name": "李9"})
    assert "姓名" in refused.value.user_message
    assert factory.dump(district) == before

    resolving.resolve(district, line.id, "李喆")
    carry(district, office)

    assert [value(each, member, "name") for each in renamed] == ["李喆", "李喆"]
    assert lines(office) == ()


def test_that_what_is_settled_is_not_settled_again(renamed):
    (line,) = lines(renamed[0])
    resolving.resolve(renamed[0], line.id, "shown")
    for call in (resolving.resolve, lambda *given: conflicts.find_conflict(*given[:2])):
        with pytest.raises(ConflictError) as settled:
            call(renamed[0], line.id, "shown")
        assert settled.value.code == "settled"


def test_that_an_undone_choice_brings_back_what_was_shown(renamed, member):
    office, district = renamed
    (line,) = lines(office)
    resolving.resolve(office, line.id, "ours")
    done = history.undo_last(office)
    assert done.title == "处理冲突"
    assert value(office, member, "name") == "李佶"
    told = repr(history.history_of(office, office.catalog["person"], member))
    assert all(name in told for name in ("李吉", "李佶"))
    carry(office, district)
    assert value(district, member, "name") == "李佶"


def test_that_two_choices_at_once_are_again_a_conflict(renamed, member):
    office, district = renamed
    (line,) = lines(office)
    resolving.resolve(office, line.id, "李甲")
    resolving.resolve(district, line.id, "李乙")
    exchange(office, district)
    for each in renamed:
        (again,) = lines(each)
        found = conflicts.find_conflict(each, again.id)
        assert {version.texts[0] for version in found.versions} == {"李甲", "李乙"}


def test_that_the_same_choice_in_two_places_ends_it(renamed, member):
    office, district = renamed
    (line,) = lines(office)
    for each in renamed:
        resolving.resolve(each, line.id, "李甲")
    exchange(office, district)
    assert [lines(each) for each in renamed] == [(), ()]


def test_that_fields_that_go_together_are_settled_as_one_and_stay_masked(both, member):
    office, district = both
    edit(office, member, id_number=NUMBERS[0], born_on="1965-03-12")
    edit(district, member, id_number=NUMBERS[1], born_on="1965-03-12")
    exchange(office, district)
    (line,) = lines(district)
    assert line.what == "性别、身份证号码、出生日期"
    found = conflicts.find_conflict(district, line.id)
    texts = repr([(each.texts, found.remarks) for each in found.versions])
    assert not any(number in texts for number in NUMBERS)
    with pytest.raises(InputError) as refused:
        resolving.resolve(district, line.id, "1965-03-12")
    assert refused.value.code == "which_field"
    resolving.resolve(district, line.id, "theirs")
    leave = factory.leave(district, district.catalog["person"], member)
    row = records.find_record(district, district.catalog["person"], member, reveal=leave)
    assert row.values["id_number"] == NUMBERS[0]


def test_that_numbers_that_look_alike_behind_their_masks_are_told_to_differ(both, member):
    office, district = both
    edit(office, member, phone="13811111234")
    edit(district, member, phone="13822221234")
    exchange(office, district)
    (line,) = lines(office)
    found = conflicts.find_conflict(office, line.id)
    assert [each.texts for each in found.versions] == [("138****1234",)] * 2
    assert found.differs == (True,)
    assert "被星号遮住的部分不一样" in found.remarks[0]
    assert not any(number in repr(found) for number in ("13811111234", "13822221234"))
    assert not any("phone" in each.raw for each in found.versions)


def test_that_nothing_of_a_record_waits_that_both_have_removed(renamed, member):
    office, district = renamed
    people = office.catalog["person"]
    version = records.find_record(office, people, member).version
    records.remove_record(office, people, member, version, "重复登记")
    carry(office, district)
    for one in renamed:
        assert lines(one) == ()
        assert conflicts.count(one) == 0


def test_that_different_fields_do_not_wait(both, member):
    office, district = both
    edit(office, member, name="李吉")
    edit(district, member, phone="13900001111")
    exchange(office, district)
    assert [lines(each) for each in both] == [(), ()]


def test_that_a_form_knows_which_of_its_fields_wait(renamed, member):
    office = renamed[0]
    people = office.catalog["person"]
    assert conflicts.fields_in_conflict(office, people, member) == {"name": lines(office)[0].id}
    resolving.resolve(office, lines(office)[0].id, "shown")
    assert conflicts.fields_in_conflict(office, people, member) == {}


def test_that_a_branch_that_two_chose_for_one_person_waits_under_his_name(both, member):
    office, district = both
    other = factory.branch_of(office, "第二网格党支部")
    third = factory.branch_of(office, "第三网格党支部")
    exchange(office, district)
    edit(office, member, branch=other)
    edit(district, member, branch=third)
    exchange(office, district)
    (line,) = lines(office)
    assert (line.ledger, line.name, line.what) == ("membership", "李𠮷", "所在党支部")
    found = conflicts.find_conflict(office, line.id)
    assert {each.texts[0] for each in found.versions} == {"第二网格党支部", "第三网格党支部"}
    fields = conflicts.fields_in_conflict(office, office.catalog["person"], member)
    assert fields == {"branch": line.id}
    resolving.resolve(office, line.id, "ours")
    carry(office, district)
    assert value(district, member, "branch") == other
