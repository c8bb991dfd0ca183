"""Vectors of (number, hash): what fits, what is missing, what is another history."""

import pytest

from jianxi_desktop.domain import vectors


def known(*chains):
    """Give a vector and the question for hashes of chains spelt like ``a: 3 x``."""
    ours, hashes = {}, {}
    for chain, count, branch in chains:
        ours[chain] = (count, f"{branch}{count}")
        hashes |= {(chain, seq): f"{branch}{seq}" for seq in range(1, count + 1)}
    return ours, lambda chain, seq: hashes.get((chain, seq))


OURS, HASHES = known(("a", 3, "x"), ("b", 2, "y"))


@pytest.mark.parametrize(
    ("base", "to", "verdict"),
    [
        ({"a": (3, "x3")}, {"a": (5, "x5")}, ("fresh", "", 0)),
        ({"a": (1, "x1")}, {"a": (5, "x5")}, ("fresh", "", 0)),
        ({}, {"c": (1, "z1")}, ("fresh", "", 0)),
        ({"a": (1, "x1")}, {"a": (3, "x3")}, ("known", "", 0)),
        ({}, {}, ("known", "", 0)),
        ({"a": (4, "x4")}, {"a": (5, "x5")}, ("gap", "a", 4)),
        ({"c": (1, "z1")}, {"c": (2, "z2")}, ("gap", "c", 1)),
        ({"a": (3, "o3")}, {"a": (5, "o5")}, ("fork", "a", 3)),
        ({}, {"a": (2, "o2")}, ("fork", "a", 2)),
        ({"c": (1, "z1")}, {"c": (2, "z2"), "b": (2, "o2")}, ("fork", "b", 2)),
    ],
)
def test_that_a_package_is_compared_by_number_and_hash(base, to, verdict):
    assert vectors.compare(OURS, base, to, HASHES) == verdict


def test_that_a_fork_is_seen_in_what_the_sender_knows_and_does_not_send():
    verdict = vectors.compare(OURS, {}, {"c": (1, "z1")}, HASHES, knows={"b": (1, "o1")})
    assert verdict == ("fork", "b", 1)


def test_that_we_are_an_old_copy_if_somebody_knows_more_of_our_own_chain():
    verdict = vectors.compare(OURS, {}, {"c": (1, "z1")}, HASHES, knows={"b": (3, "y3")}, own="b")
    assert verdict == ("fork", "b", 3)


def test_that_a_sender_who_knows_more_than_we_is_no_fork():
    verdict = vectors.compare(OURS, {}, {"c": (1, "z1")}, HASHES, knows={"b": (9, "y9")})
    assert verdict.kind == "fresh"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("a", 4, "x3", "x4"), "fresh"),
        (("a", 4, "o3", "o4"), "fork"),
        (("a", 2, "x1", "x2"), "known"),
        (("a", 2, "x1", "o2"), "fork"),
        (("a", 5, "x4", "x5"), "gap"),
        (("c", 7, None, "z7"), "fresh"),
        (("c", 7, "z6", "z7"), "gap"),
    ],
)
def test_that_each_change_is_asked_about_in_turn(change, kind):
    assert vectors.step(OURS, *change, HASHES) == kind


def test_that_a_parcel_begins_at_what_was_acknowledged():
    parcel = vectors.parcel(OURS, {"a": (1, "x1"), "b": (2, "y2")}, HASHES)
    assert parcel == ({"a": (1, "x1")}, {"a": (3, "x3")}, ())


def test_that_a_parcel_sends_nothing_of_a_chain_the_receiver_knows_better():
    assert vectors.parcel(OURS, {"a": (9, "x9"), "b": (2, "y2")}, HASHES).to == {}


def test_that_a_chain_of_which_another_history_was_acknowledged_is_sent_whole():
    parcel = vectors.parcel(OURS, {"a": (9, "x9"), "b": (2, "o2")}, HASHES)
    assert parcel == ({}, {"b": (2, "y2")}, ("b",))


def test_that_one_package_for_several_begins_where_the_last_of_them_is():
    acks = [{"a": (3, "x3"), "b": (1, "y1")}, {"a": (2, "x2")}]
    assert vectors.lowest(acks) == {"a": (2, "x2")}
    assert vectors.lowest([]) == {}


def test_that_an_old_receipt_takes_nothing_away():
    acks = {"one": {"a": (3, "x3")}}
    assert vectors.standing(acks, "one", [], {"a": (2, "x2"), "b": (1, "y1")}) == {
        "one": {"a": (3, "x3"), "b": (1, "y1")}
    }


def test_that_a_database_put_back_counts_for_itself_alone():
    acks = {"one": {"a": (3, "x3")}}
    found = vectors.standing(acks, "two", ["one"], {"a": (1, "x1")})
    assert found == {"two": {"a": (1, "x1")}}


def test_that_two_copies_both_count():
    acks = {"one": {"a": (3, "x3")}}
    found = vectors.standing(acks, "two", ["nought"], {"a": (1, "x1")})
    assert vectors.lowest(found.values()) == {"a": (1, "x1")}


@pytest.mark.parametrize(
    ("lacking", "held"),
    [
        ([], {"a": (3, "x3"), "b": (2, "y2")}),
        ([("a", 3), ("a", 2)], {"a": (1, "x1"), "b": (2, "y2")}),
        ([("a", 1)], {"b": (2, "y2")}),
        ([("c", 1), ("b", 9)], {"a": (3, "x3"), "b": (2, "y2")}),
    ],
)
def test_that_nothing_is_acknowledged_that_was_got_veiled(lacking, held):
    assert vectors.whole(OURS, lacking, HASHES) == held


def test_that_what_a_sender_says_he_lacks_we_lack_too():
    facts = {"author_below_sender": True, "receiver_below_sender": True, "before": None}
    assert vectors.is_lacking(veiled=True, told=True, **facts)
    assert not vectors.is_lacking(veiled=False, told=True, **facts)


@pytest.mark.parametrize(
    ("veiled", "author", "receiver", "before", "lacking"),
    [
        (True, False, False, None, True),  # a community passes on the street's change
        (False, False, False, None, False),  # of which it saw everything
        (True, True, False, None, False),  # the street sends its own: veiled is what is erased
        (True, False, True, None, False),  # the district sends down what is not ours to read
        (True, False, False, True, True),
        (True, True, False, True, False),  # and now the street itself
        (True, False, False, False, False),  # we had it whole
    ],
)
def test_that_a_change_lacks_something_until_who_sees_all_of_it_sends_it(
    veiled, author, receiver, before, lacking
):
    found = vectors.is_lacking(
        veiled=veiled,
        author_below_sender=author,
        receiver_below_sender=receiver,
        before=before,
    )
    assert found == lacking
