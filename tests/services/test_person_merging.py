"""Two records of one person become one, with everything that hangs on them, and part again."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import history, person_links, person_merging, records
from jianxi_desktop.services.attendance import attendance_of, record_attendance
from tests import factory
from tests.postgres import EITHER_PLACE

ONE, TWO = "第一网格党支部", "第二网格党支部"


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def branches(office):
    return {name: factory.branch_of(office, name) for name in (ONE, TWO)}


@pytest.fixture
def add(office, branches):
    """Register a member."""

    def register(name="王芳", branch=ONE, **values):
        ledger = office.catalog["person"]
        if branch is None:  # an applicant, or one who left
            with office.change("create") as change:
                return insert_rows(change, ledger, [{"name": name, **values}])[0]
        place = {"branch": branches[branch], "status": "full"}
        return records.save_record(office, ledger, {"name": name, **place, **values}).id

    return register


def stored(office):
    """Every live record, without what counts along."""
    tables = factory.dump(office)
    rows = {ledger.key: tables[ledger.record.__tablename__] for ledger in office.catalog}
    return {key: [row[1:2] + row[7:] for row in rows[key] if row[5] is None] for key in rows}


def values(office, one):
    people = office.catalog["person"]
    return records.find_record(
        office, people, one, reveal=factory.leave(office, people, one)
    ).values


def change(office, key, one, **given):
    ledger = office.catalog[key]
    seen = records.find_record(office, ledger, one)
    mine = records.Seen(seen.id, seen.version, seen.companion)
    return records.save_record(office, ledger, given, mine)


def make(office, key, **given):
    return records.save_record(office, office.catalog[key], given).id


def live(office, key):
    return records.count_rows(office, office.catalog[key], Query())


def linked(office, one):
    with office.store.read() as connection:
        return {
            ledger.key: len(person_links.rows_of(connection, ledger, keys, one))
            for ledger, keys in person_links.linking(office.catalog)
        }


def test_that_everything_that_links_to_a_person_comes_along(office, branches, add):
    kept, gone = add(id_number=factory.identity_number(1)), add(branch=None, phone="13900001111")
    for ledger, keys in person_links.linking(office.catalog):
        if ledger.key not in ("membership", "attendance"):
            factory.record_of(office, ledger.key, 3, **dict.fromkeys(keys, gone))
    before = linked(office, gone)
    assert min(count for key, count in before.items() if key not in ("membership", "attendance"))
    done = person_merging.merge_persons(office, kept, gone)
    assert not any(linked(office, gone).values())
    after = linked(office, kept)
    assert {key: after[key] for key in before if key != "membership"} == {
        key: count for key, count in before.items() if key != "membership"
    }
    assert sum(done.moved.values()) == sum(before.values())
    assert values(office, kept)["phone"] == "13900001111"
    assert live(office, "person") == 1


def test_that_chosen_values_are_taken_and_others_stay(office, add):
    kept = add(phone="13900001111", address="黄河路1号", born_on="1965-03")
    gone = add(phone="13900002222", address="黄河路2号", born_on="1965-03-12", school="洛大")
    page = person_merging.person_pair(office, kept, gone)
    shown = {each.field: (each.kept, each.gone, each.takes) for each in page.differences}
    assert shown["address"] == ("黄河路1号", "黄河路2号", False)
    assert shown["school"] == ("", "洛大", True)
    assert shown["born_on"][2]
    assert "13900001111" not in repr(page)
    person_merging.merge_persons(office, kept, gone, take=["address"])
    found = values(office, kept)
    assert (found["phone"], found["address"]) == ("13900001111", "黄河路2号")
    assert (found["school"], found["born_on"]) == ("洛大", "1965-03-12")


def test_that_one_open_membership_stays(office, branches, add):
    cases = [
        (ONE, {}, ONE, {"joined_on": "1990-07-01"}, "同一个党支部"),
        (ONE, {"since": "2020-01-01"}, TWO, {"since": "2010-01-01"}, "2020年1月1日结束"),
        (ONE, {}, TWO, {}, "移除"),
        (None, {}, TWO, {}, ""),
    ]
    for mine, my_days, theirs, their_days, said in cases:
        kept, gone = add(branch=mine, **my_days), add(branch=theirs, **their_days)
        told = person_merging.person_pair(office, kept, gone).remarks
        done = person_merging.merge_persons(office, kept, gone)
        assert said in "".join(told)
        assert done.remarks == told
        membership = office.catalog["membership"]
        with office.store.read() as connection:
            rows = person_links.rows_of(connection, membership, ("person",), kept)
        held = [row for row in rows if row["until"] is None]
        assert [row["branch"] for row in held] == [branches[mine or theirs]]
        if "joined_on" in their_days:
            assert held[0]["joined_on"] == "1990-07-01"
        if my_days:
            assert sorted(row["until"] or "" for row in rows) == ["", "2020-01-01"]


def test_that_attendance_of_both_is_settled_without_loss(office, branches, add):
    kept, gone = add(), add()
    activities = [
        make(office, "activity", topic=f"党课{n}", kind="party_lecture", held_on="2026-11-05",
             organisation=branches[ONE])
        for n in range(3)
    ]  # fmt: skip
    marks = [
        {kept: ("absent", "不知道"), gone: ("present", None)},
        {kept: ("present", None), gone: ("leave", "出差")},
        {gone: ("leave", "住院")},
    ]
    for activity, given_marks in zip(activities, marks, strict=True):
        version = records.find_record(office, office.catalog["activity"], activity).version
        record_attendance(office, activity, version, given_marks)
    before = stored(office)
    done = person_merging.merge_persons(office, kept, gone)
    assert done.moved["出席名单"] == 1
    states = [
        [(one.person, one.state) for one in attendance_of(office, each) if one.state]
        for each in activities
    ]
    assert states == [[(kept, "present")], [(kept, "present")], [(kept, "leave")]]
    history.undo_last(office)
    assert stored(office) == before


def test_that_a_row_both_have_word_for_word_stays_once(office, add):
    kept, gone = add(), add()
    paid = {"month": "2026-10", "amount": 1000, "paid_on": "2026-10-08"}
    for one in (kept, gone):
        make(office, "dues_record", person=one, **paid)
    make(office, "dues_record", person=kept, **{**paid, "month": "2026-09"})
    make(office, "dues_record", person=gone, **{**paid, "month": "2026-09", "amount": 500})
    done = person_merging.merge_persons(office, kept, gone)
    assert live(office, "dues_record") == 3
    assert sorted(done.remarks)[-2:] == [
        "党费收缴台账：1条与保留的记录像是同一件事，合并后请核对",
        "党费收缴台账：1条两边完全相同，只留一条",
    ]


def test_that_a_trial_changes_nothing(office, add):
    kept, gone = add(), add(branch=TWO)
    before = factory.dump(office)
    tried = person_merging.merge_persons(office, kept, gone, trial=True)
    assert factory.dump(office) == before
    assert tried.touched == frozenset()
    done = person_merging.merge_persons(office, kept, gone)
    assert (done.moved, done.remarks) == (tried.moved, tried.remarks)
    assert {"person", "membership"} <= done.touched


def test_that_a_merging_is_taken_back_at_once_and_done_again(office, add):
    kept, gone = add(id_number=factory.identity_number(1)), add(branch=TWO, school="洛大")
    make(office, "dues_record", person=gone, month="2026-10", amount=1000)
    before = stored(office)
    person_merging.merge_persons(office, kept, gone)
    after = stored(office)
    assert history.undoable(office) == "合并两名党员"
    history.undo_last(office)
    assert stored(office) == before
    history.redo_last(office)
    assert stored(office) == after
    person_merging.unmerge(office, gone)
    assert stored(office) == before


def test_that_a_merging_is_taken_back_later_past_other_work(office, add):
    kept, gone = add(), add(branch=TWO, school="洛大")
    make(office, "dues_record", person=gone, month="2026-10", amount=1000)
    person_merging.merge_persons(office, kept, gone)
    change(office, "person", kept, address="黄河路1号")
    make(office, "dues_record", person=kept, month="2026-11", amount=1000)
    add("李丽")
    done = person_merging.unmerge(office, gone)
    assert done.title == "合并两名党员"
    assert values(office, gone)["school"] == "洛大"
    assert (values(office, kept)["school"], values(office, kept)["address"]) == (None, "黄河路1号")
    assert (linked(office, kept)["dues_record"], linked(office, gone)["dues_record"]) == (1, 1)
    with pytest.raises(InputError) as refused:
        person_merging.unmerge(office, gone)
    assert refused.value.code == "not_merged"
    history.undo_last(office)  # the last other action: 李丽 goes
    assert live(office, "person") == 2


def test_that_what_was_changed_since_stands_in_the_way_and_is_named(office, add):
    kept, gone = add(), add(branch=TWO, school="洛大")
    person_merging.merge_persons(office, kept, gone)
    change(office, "person", kept, school="河大")
    before = factory.dump(office)
    with pytest.raises(ConflictError) as refused:
        person_merging.unmerge(office, gone)
    assert refused.value.code == "depends"
    assert "又做过“修改”" in refused.value.details[0]
    assert factory.dump(office) == before


def test_that_a_record_is_not_merged_with_itself_nor_with_one_that_is_gone(office, add):
    kept, gone = add(), add()
    for pair, code in (((kept, kept), "same_record"), ((kept, factory.any_id()), "gone")):
        with pytest.raises((InputError, ConflictError)) as refused:
            person_merging.merge_persons(office, *pair)
        assert refused.value.code == code
    with pytest.raises(InputError) as refused:
        person_merging.merge_persons(office, kept, gone, take=["shoe_size"])
    assert refused.value.code == "no_such_field"
    with pytest.raises(InputError) as refused:
        person_merging.unmerge(office, gone)
    assert refused.value.code == "not_merged"


def test_that_somebody_limited_merges_nothing_of_others(office, branches, add):
    kept, gone, theirs = add(), add(), add(branch=TWO)
    outside = make(office, "activity", topic="党课", kind="party_lecture", held_on="2026-11-05",
                   organisation=branches[TWO])  # fmt: skip
    limited = factory.limited(office, branches[ONE])
    with pytest.raises(InputError) as refused:
        person_merging.merge_persons(limited, kept, theirs)
    assert refused.value.code == "outside"
    assert {pair.second.id for pair in person_merging.possible_duplicates(limited)} == {gone}
    make(office, "attendance", activity=outside, person=gone, state="present")
    assert person_merging.person_pair(limited, kept, gone).refused
    before = factory.dump(office)
    with pytest.raises(InputError):
        person_merging.merge_persons(limited, kept, gone)
    assert factory.dump(office) == before


def test_that_possible_doubles_are_named_with_the_reason(office, add):
    number = factory.identity_number(1)
    add("甲", id_number=number, born_on="1965-03-12")
    add("甲", born_on="1965-03-12", branch=TWO)
    add("乙", born_on="1970-05")
    add("乙", born_on="1970-05-06", branch=TWO)
    add("丙")
    add("丙", born_on="1980-01-01")
    add("丁", born_on="1980-01-01")
    add("丁", born_on="1980-01-02")
    add("戊", id_number=factory.identity_number(2), born_on="1965-03-12")
    add("戊", id_number=factory.identity_number(3), born_on="1965-03-12", branch=TWO)
    found = person_merging.possible_duplicates(office)
    assert [(pair.first.name, pair.reason) for pair in found] == [
        ("甲", "姓名和出生日期相同"),
        ("乙", "姓名相同，出生年月对得上"),
        ("丙", "同一个党支部里姓名相同，出生日期不全"),
    ]
    assert number not in repr(found)
    assert len(person_merging.possible_duplicates(office, 2)) == 2


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(st.sampled_from([None, "1990", "2005-07", "2020-01-01"]), min_size=2, max_size=2),
    places=st.lists(st.sampled_from([ONE, TWO, None]), min_size=2, max_size=2),
    take=st.sets(st.sampled_from(["phone", "address", "born_on"])),
)
def test_that_parting_gives_back_what_was_there(office, add, days, places, take):
    one, other = (
        add(branch=place, phone=f"1390000111{n}", **({"since": day} if place and day else {}))
        for n, (place, day) in enumerate(zip(places, days, strict=True))
    )
    before = stored(office)
    person_merging.merge_persons(office, one, other, take=take)
    with office.store.read() as connection:
        ledger = office.catalog["membership"]
        rows = person_links.rows_of(connection, ledger, ("person",), one)
    assert len([row for row in rows if row["until"] is None]) == bool(places[0] or places[1])
    person_merging.unmerge(office, other)
    assert stored(office) == before
