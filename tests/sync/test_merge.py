import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.sync.merge import Decision, Dot, Version, decide, fold

REPLICAS = st.sampled_from(["a" * 32, "b" * 32])
VALUES = st.tuples(st.integers(0, 2))
VERSIONS = st.builds(Version, st.builds(Dot, REPLICAS, st.integers(1, 4)), VALUES)
IDS = st.sampled_from("uvwxyz")
OFFICES = st.dictionaries(IDS, VERSIONS, max_size=6)


def version(replica, seq, value="x"):
    return Version(Dot(replica, seq), (value,))


def package_of(replica):
    """A snapshot of one office: every row of it was last written there."""
    return st.dictionaries(
        IDS, st.builds(Version, st.builds(Dot, st.just(replica), st.integers(1, 4)), VALUES)
    )


def taken(local, package):
    """Take a package as the simple case does: what is new or newer is written."""
    found = list(fold(local, package.items()))
    writes = {
        record: theirs
        for record, theirs, decision in found
        if decision in (Decision.NEW, Decision.NEWER)
    }
    conflicts = {record for record, _, decision in found if decision is Decision.CONFLICT}
    return local | writes, conflicts


@pytest.mark.parametrize(
    ("ours", "theirs", "decision"),
    [
        (None, version("a", 1), Decision.NEW),
        (version("a", 1), version("a", 2, "y"), Decision.NEWER),
        (version("a", 2), version("a", 2), Decision.SAME),
        (version("a", 2), version("a", 1, "y"), Decision.OLDER),
        (version("a", 1), version("b", 9), Decision.SAME),
        (version("a", 1), version("b", 9, "y"), Decision.CONFLICT),
        (version("a", 9), version("b", 1, "y"), Decision.CONFLICT),
    ],
)
def test_that_a_row_is_decided_by_its_dot(ours, theirs, decision):
    assert decide(ours, theirs) is decision


@given(OFFICES, OFFICES)
def test_that_every_row_gets_one_decision_in_order(local, package):
    found = list(fold(local, package.items()))
    assert [(record, theirs) for record, theirs, _ in found] == list(package.items())


@given(OFFICES, OFFICES)
def test_that_taking_a_package_twice_writes_nothing_more(local, package):
    once, conflicts = taken(local, package)
    assert taken(once, package) == (once, conflicts)


@given(package_of("a" * 32), package_of("b" * 32))
def test_that_the_order_of_two_offices_packages_does_not_matter(one, other):
    first, conflicts = taken(taken({}, one)[0], other)
    second, again = taken(taken({}, other)[0], one)
    assert conflicts == again
    assert first.keys() == second.keys()
    shown = {record: found.values for record, found in first.items() if record not in conflicts}
    assert shown == {record: second[record].values for record in shown}


@given(OFFICES, OFFICES)
def test_that_nothing_local_is_lost_without_a_newer_write_of_its_writer(local, package):
    after, _ = taken(local, package)
    for record, ours in local.items():
        now = after[record]
        assert now == ours or (now.dot.replica == ours.dot.replica and now.dot.seq > ours.dot.seq)


@given(OFFICES, OFFICES)
def test_that_differing_values_of_two_writers_are_always_put_to_a_person(local, package):
    _, conflicts = taken(local, package)
    for record in local.keys() & package.keys():
        ours, theirs = local[record], package[record]
        differ = ours.dot.replica != theirs.dot.replica and ours.values != theirs.values
        assert (record in conflicts) is differ
