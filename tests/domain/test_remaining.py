"""What is left is said when it is known, is about right, and does not jump about."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.remaining import Remaining

TOTAL = 10_000


def run(pace_at, takes_at_most=4_000.0):
    """Give at every half second what was said, and how long it really took from there."""
    remaining, now, done, said = Remaining(), 0.0, 0.0, []
    while done < TOTAL and now < takes_at_most:
        remaining.tell(now, int(done), TOTAL)
        said.append((now, remaining.words(now), remaining.seconds(now)))
        now += 0.5
        done += pace_at(now) * 0.5
    return [(words, seconds, now - at) for at, words, seconds in said]


@given(st.integers(20, 900))
@settings(max_examples=30)
def test_that_steady_work_is_told_rightly_once_it_is_told(seconds):
    said = run(lambda _now: TOTAL / seconds)

    assert all(not words for words, _left, _real in said[:6])
    known = [(left, real) for _words, left, real in said if left is not None]
    assert len(known) > len(said) * 0.5
    assert all(abs(left - real) <= 0.1 * real + 2 for left, real in known)


@given(st.integers(60, 400), st.integers(0, 1_000))
@settings(max_examples=30)
def test_that_uneven_work_is_told_in_words_that_seldom_go_up(seconds, seed):
    chance = random.Random(seed)
    said = [words for words, *_ in run(lambda _now: TOTAL / seconds * chance.uniform(0.3, 1.7))]

    spoken = [words for n, words in enumerate(said) if words and words != said[n - 1]]

    assert len(spoken) == len(set(spoken)), spoken


def test_that_work_in_two_parts_begins_anew_to_know():
    remaining = Remaining()
    for second in range(10):
        remaining.tell(float(second), second * 10, 100)
    assert remaining.words(9.0)

    remaining.tell(10.0, 0, 5_000)

    assert remaining.words(10.0) == ""


def test_that_nothing_is_said_where_nobody_knows_how_much_there_is():
    remaining = Remaining()
    for second in range(60):
        remaining.tell(float(second), second, 0)

    assert remaining.words(59.0) == ""


def test_that_words_are_coarse():
    remaining = Remaining()
    for second in range(31):
        remaining.tell(float(second), second, 100)

    assert remaining.words(30.0) == "约还要2分钟"
    assert remaining.words(75.0) == "约还要30秒"
    assert remaining.words(99.0) == "就要好了"
