"""What a pen put into a box is seen; what was printed there is not; doubt is said."""

import random
from itertools import product

import pytest

from jianxi_desktop.scans.boxes import look_at
from jianxi_desktop.scans.codes import find_codes
from jianxi_desktop.scans.layout import State
from jianxi_desktop.scans.straight import straighten
from tests.scans import pens

PENS = list(enumerate(pens.PENS))


def states(page, blank, layout, **way):
    """Scan a page and give the states of its boxes."""
    scanned = pens.scan(page, random.Random(5), **way)
    upright = straighten(scanned, find_codes(scanned)[0], layout)
    return [look.state for look in look_at(upright, blank, layout)]


def places(layout, group):
    return [at for at, box in enumerate(layout.boxes) if box.group == group]


def test_that_an_unmarked_page_has_empty_boxes(blank, layout):
    assert set(states(blank, blank, layout, noise=14.0)) == {State.EMPTY}


@pytest.mark.parametrize(("number", "pen"), PENS)
@pytest.mark.parametrize("kind", pens.KINDS)
def test_that_what_is_marked_is_read_or_asked_about_and_nothing_else(
    blank, layout, marker, kind, number, pen
):
    hand = marker(number)
    marked = [places(layout, group)[group % 4] for group in range(14)]
    for at in marked:
        hand.mark(layout.boxes[at], kind, pen)
    read = states(hand.page, blank, layout)
    assert {state for at, state in enumerate(read) if at not in marked} == {State.EMPTY}
    assert State.EMPTY not in {read[at] for at in marked}
    # Crosses are also what people strike out with.
    least = 0 if kind == "cross" else 7
    assert sum(read[at] is State.MARKED for at in marked) >= least


@pytest.mark.parametrize(
    ("kind", "back"), list(product(["fill", "hatch", "tick"], pens.TAKEN_BACK))
)
def test_that_what_is_struck_out_is_never_taken_for_an_answer(blank, layout, marker, kind, back):
    for number, pen in PENS[::2]:
        hand = marker(number)
        for group in range(14):
            box = layout.boxes[places(layout, group)[2]]
            hand.mark(box, kind, pen)
            hand.take_back(box, back, pen)
        read = states(hand.page, blank, layout)
        for group in range(14):
            assert read[places(layout, group)[2]] is not State.MARKED, (pen, group)


def test_that_what_was_rubbed_out_is_not_read_as_marked(blank, layout, marker):
    hand = marker()
    for box in layout.boxes:
        hand.smudge(box)
    assert State.MARKED not in states(hand.page, blank, layout)


def test_that_boxes_on_a_page_of_something_else_are_unsure(blank, layout):
    other = blank[::-1, ::-1].copy()
    assert {look.state for look in look_at(other, blank, layout)} <= {State.UNSURE, State.EMPTY}
