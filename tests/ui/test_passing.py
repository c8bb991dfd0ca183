"""Results come in the order of asking, but for what had to wait."""

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.ui.passing import Passing


def test_that_what_only_reads_is_told_while_what_was_asked_before_waits():
    passing = Passing()
    passing.begin("save", 1)

    assert not passing.must_wait("read", 2)


def test_that_nothing_asked_later_is_told_before_what_goes_on():
    passing = Passing()
    passing.begin("save", 1)
    passing.go_on("save")

    assert passing.must_wait("read", 2)
    assert not passing.must_wait("earlier", 0)
    assert passing.end("save")
    assert not passing.must_wait("read", 2)
    assert not passing.end("read")


@given(st.permutations(range(6)), st.integers(0, 6))
def test_that_what_waited_is_told_in_the_order_of_asking(ending, gone_on):
    passing, told, kept = Passing(), [], []
    saves = [f"save {number}" for number in range(6)]
    for number, save in enumerate(saves):
        passing.begin(save, number)
    for save in saves[:gone_on]:
        passing.go_on(save)

    for number in ending:
        kept.append(number)
        while ready := [each for each in kept if not passing.must_wait(saves[each], each)]:
            kept.remove(ready[0])
            passing.end(saves[ready[0]])
            told.append(ready[0])

    assert told == list(range(6))
    assert len(passing) == 0
