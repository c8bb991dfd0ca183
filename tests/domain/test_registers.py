"""The merge rule: what a row is, whatever the order its writes came in."""

import itertools

import pytest

from jianxi_desktop.domain.registers import EVERY, REMOVED, Dot, Write, fold

COLUMNS = ("name", "phone", "born", "sex", "removed_on", "removed_why")
TOGETHER = {"born": "birth", "sex": "birth", "removed_on": REMOVED, "removed_why": REMOVED}
A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def row_of(*writes, later=None):
    return fold(writes, lambda column: TOGETHER.get(column, column), COLUMNS, later)


def new(replica=A, seq=1, hlc=1, **values):
    return Write(Dot(replica, seq), hlc, "new", {"name": "甲", **values}, {})


def put(replica, seq, hlc, bases, **values):
    seen = {group: frozenset(dots) for group, dots in bases.items()}
    return Write(Dot(replica, seq), hlc, "set", values, seen)


def gone(replica, seq, hlc, saw):
    dots = frozenset(saw)
    bases = {REMOVED: frozenset({Dot(A, 1)}), EVERY: dots}
    return Write(
        Dot(replica, seq), hlc, "set", {"removed_on": "2026-11-30", "removed_why": "误登"}, bases
    )


FIRST = [Dot(A, 1)]


def test_that_edits_of_different_fields_both_stay():
    row = row_of(
        new(), put(A, 2, 5, {"name": FIRST}, name="乙"), put(B, 1, 4, {"phone": FIRST}, phone="1")
    )
    assert (row.values["name"], row.values["phone"]) == ("乙", "1")
    assert not row.conflicts


def test_that_edits_of_one_field_wait_for_a_person_and_the_later_is_shown():
    row = row_of(
        new(), put(A, 2, 5, {"name": FIRST}, name="乙"), put(B, 1, 9, {"name": FIRST}, name="丙")
    )
    assert row.values["name"] == "丙"
    assert [each.values["name"] for each in row.heads["name"]] == ["丙", "乙"]
    assert row.conflicts == {"name"}


def test_that_the_same_value_twice_is_no_question():
    row = row_of(
        new(), put(A, 2, 5, {"name": FIRST}, name="乙"), put(B, 1, 9, {"name": FIRST}, name="乙")
    )
    assert not row.conflicts
    assert len(row.heads["name"]) == 2


def test_that_a_resolution_that_names_both_ends_it():
    both = [Dot(A, 2), Dot(B, 1)]
    row = row_of(
        new(),
        put(A, 2, 5, {"name": FIRST}, name="乙"),
        put(B, 1, 9, {"name": FIRST}, name="丙"),
        put(C, 1, 3, {"name": both}, name="丁"),
    )
    assert row.values["name"] == "丁"
    assert not row.conflicts


def test_that_fields_which_go_together_are_never_mixed():
    row = row_of(
        new(born="1970", sex="1"),
        put(A, 2, 5, {"birth": FIRST}, born="1971"),
        put(B, 1, 9, {"birth": FIRST}, sex="2"),
    )
    assert (row.values["born"], row.values["sex"]) == ("1970", "2")
    assert row.heads["birth"][1].values == {"born": "1971", "sex": "1"}
    assert row.conflicts == {"birth"}


def test_that_a_removal_which_saw_everything_removes():
    row = row_of(
        new(), put(A, 2, 5, {"name": FIRST}, name="乙"), gone(B, 1, 9, [Dot(A, 1), Dot(A, 2)])
    )
    assert row.values["removed_on"] == "2026-11-30"
    assert not row.conflicts


def test_that_an_edit_which_the_removal_did_not_see_keeps_the_row():
    row = row_of(new(), put(A, 2, 5, {"name": FIRST}, name="乙"), gone(B, 1, 9, [Dot(A, 1)]))
    assert row.values["removed_on"] is None
    assert row.values["removed_why"] is None
    assert row.conflicts == {REMOVED}
    assert row.heads[REMOVED][0].values["removed_why"] == "误登"


def test_that_an_edit_which_saw_the_removal_is_no_question():
    after = put(A, 2, 12, {"name": FIRST, REMOVED: [Dot(B, 1)]}, name="乙")
    row = row_of(new(), gone(B, 1, 9, [Dot(A, 1)]), after)
    assert row.values["removed_on"] == "2026-11-30"
    assert not row.conflicts


def test_that_two_removals_are_one():
    row = row_of(new(), gone(A, 2, 4, FIRST), gone(B, 1, 9, FIRST))
    assert row.values["removed_on"]
    assert not row.conflicts - {REMOVED}
    assert not row.conflicts


def test_that_what_was_removed_and_brought_back_meanwhile_is_asked():
    back = put(A, 3, 11, {REMOVED: [Dot(A, 2)]}, removed_on=None, removed_why=None)
    row = row_of(new(), gone(A, 2, 4, FIRST), back, gone(B, 1, 9, FIRST))
    assert row.values["removed_on"] is None
    assert row.conflicts == {REMOVED}


def test_that_an_erasure_leaves_nothing_whatever_else_is_known():
    left = {"name": "（已删除）"}
    row = row_of(
        new(), put(B, 1, 99, {"name": FIRST}, name="乙"), Write(Dot(A, 2), 5, "erase", left, {})
    )
    assert row.erased
    assert row.values == left


def test_that_what_every_office_begins_with_is_covered_by_anything():
    seeds = [
        Write(Dot(each, 1), n, "seed", {"name": str(n)}, {}) for n, each in enumerate((A, B), 1)
    ]
    assert row_of(*seeds).values["name"] == "2"
    row = row_of(
        *seeds, put(A, 2, 5, {"birth": []}, born="1970"), put(A, 3, 6, {"name": []}, name="乙")
    )
    assert (row.values["name"], row.values["born"], row.conflicts) == ("乙", "1970", frozenset())


def test_that_what_every_office_begins_with_is_gone_everywhere_once_it_is_removed():
    seeds = [Write(Dot(each, 1), n, "seed", {"name": "甲"}, {}) for n, each in enumerate((A, B), 1)]
    row = row_of(*seeds, gone(A, 2, 9, FIRST))
    assert row.values["removed_on"] == "2026-11-30"
    assert not row.conflicts


def test_that_values_which_say_whose_turn_it_is_are_no_question():
    def later(ours, theirs):
        return theirs["name"] > ours["name"] if "name" in ours else None

    writes = [
        new(),
        put(A, 2, 9, {"name": FIRST}, name="1"),
        put(B, 1, 5, {"name": FIRST}, name="2"),
    ]
    row = row_of(*writes, later=later)
    assert (row.values["name"], row.conflicts) == ("2", frozenset())


def copied(write):
    return write._replace(copied=True)


def test_that_a_copy_yields_to_what_it_is_a_copy_of_and_to_any_edit():
    first = copied(new(B, 1, 7, name="旧"))
    later = copied(put(B, 2, 9, {"phone": [Dot(A, 5)]}, phone="2"))
    row = row_of(first, later)
    assert (row.values["name"], row.values["phone"], row.conflicts) == ("旧", "2", frozenset())
    row = row_of(first, later, put(B, 3, 10, {"name": [Dot(A, 5)]}, name="区"))
    assert (row.values["name"], row.values["phone"], row.conflicts) == ("区", "2", frozenset())
    edited = put(A, 2, 3, {"phone": FIRST}, phone="3")
    row = row_of(first, later, new(name="甲"), edited)
    assert (row.values["name"], row.values["phone"], row.conflicts) == ("甲", "3", frozenset())


def test_that_a_group_is_whole_where_what_it_stood_on_never_came():
    first = copied(new(B, 1, 7, born="1960", sex="1"))
    row = row_of(first, put(B, 2, 9, {"birth": [Dot(A, 5)]}, born="1961"))
    assert (row.values["born"], row.values["sex"]) == ("1961", "1")


def test_that_copies_of_what_goes_by_turns_count_as_what_they_copy():
    def later(ours, theirs):
        return theirs["name"] > ours["name"] if "name" in ours else None

    row = row_of(new(name="1"), copied(put(B, 2, 2, {"name": FIRST}, name="2")), later=later)
    assert row.values["name"] == "2"


def test_that_writes_which_name_each_other_end():
    one = put(A, 2, 5, {"birth": [Dot(B, 1)]}, born="1")
    other = put(B, 1, 6, {"birth": [Dot(A, 2)]}, born="2")
    assert row_of(new(), one, other, put(C, 1, 7, {"birth": [Dot(B, 1)]}, born="3"))


WRITES = [
    new(phone="0"),
    put(A, 2, 5, {"name": FIRST}, name="乙"),
    put(B, 1, 9, {"name": FIRST}, name="丙"),
    put(B, 2, 10, {"phone": FIRST}, phone="1"),
    put(C, 1, 11, {"name": [Dot(A, 2)]}, name="丁"),
    gone(C, 2, 12, [Dot(A, 1), Dot(C, 1)]),
    copied(new(C, 3, 13, name="戊")),
]


@pytest.mark.parametrize("size", range(1, len(WRITES) + 1))
def test_that_the_order_makes_no_difference_for_any_part_of_them(size):
    for part in itertools.combinations(WRITES, size):
        assert len({str(sorted_row(row_of(*order))) for order in itertools.permutations(part)}) == 1


def sorted_row(row):
    heads = {group: [each.write.dot for each in versions] for group, versions in row.heads.items()}
    return sorted(row.values.items(), key=str), sorted(heads.items()), sorted(row.conflicts)
