import os
import threading
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.db.ids import IdSource, code_id, new_id, new_ids

MOMENTS = st.lists(st.integers(0, (1 << 47) - 1), min_size=1, max_size=60)


def source_over(moments, entropy=os.urandom):
    """Make ids under a clock that shows the given milliseconds one after the other."""
    ticks = iter(moments)
    return IdSource(clock=lambda: next(ticks) * 1_000_000, entropy=entropy)


def test_that_an_id_is_a_version_7_uuid_of_the_rfc():
    made = new_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_that_the_first_48_bits_are_the_milliseconds():
    assert source_over([0x0123456789AB]).new_id().int >> 80 == 0x0123456789AB


@given(MOMENTS)
def test_that_ids_only_grow_whatever_the_clock_does(moments):
    source = source_over(moments)
    made = [source.new_id() for _ in moments]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, uuid.RFC_4122)}


@given(MOMENTS, st.integers(1, 50))
def test_that_bulk_and_single_ids_grow_together(moments, count):
    source = source_over(moments)
    made = [each for _ in moments for each in source.new_ids(count)]
    assert len(made) == count * len(moments)
    assert made == sorted(set(made))


def test_that_a_full_counter_goes_on_in_the_next_millisecond():
    source = source_over([5, 5, 5], entropy=lambda n: b"\xff" * n)
    first, many, last = source.new_id(), source.new_ids(1 << 4), source.new_id()
    source._counter = (1 << 74) - 1
    source._clock = lambda: 5_000_000
    before, after = source.new_id(), source.new_id()
    assert [first, *many, last, before, after] == sorted([first, *many, last, before, after])
    assert after.int >> 80 == 6


def test_that_no_ids_are_made_for_a_count_of_nothing():
    assert new_ids(0) == []


def test_that_a_clock_beyond_the_format_is_an_error_and_not_a_wrong_id():
    with pytest.raises(OverflowError):
        source_over([1 << 48]).new_id()


def test_that_threads_never_share_an_id():
    made, source = [], IdSource()

    def work():
        made.extend(source.new_id() for _ in range(2_000))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(set(made)) == 8_000


def test_that_a_source_started_anew_does_not_repeat_itself():
    source = IdSource(clock=lambda: 7_000_000)
    before = source.new_ids(10)
    source.start_anew()
    assert not set(before) & set(source.new_ids(10))


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_that_a_code_names_one_record_and_no_other(kind, code, other_kind, other_code):
    same = (kind, code) == (other_kind, other_code)
    assert (code_id(kind, code) == code_id(other_kind, other_code)) is same


def test_that_the_id_of_a_code_never_changes_between_releases():
    assert code_id("org", "410305001").version == 5
    assert str(code_id("org", "410305001")) == "0e0f87a6-b7f1-5813-a9ba-79eb51811abc"
