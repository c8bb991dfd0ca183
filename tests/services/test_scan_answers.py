"""What marks mean: every score that circles can say is read back, and no doubt becomes a score."""

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.bubbles import OUTCOMES, circles_for, circles_of
from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.prints.form_marks import MarkBox
from jianxi_desktop.scans.boxes import Look
from jianxi_desktop.scans.layout import State
from jianxi_desktop.services.scan_answers import DOUBTS, Place, answers_of, joined

RULES = st.sampled_from(("plain", "deduct", "grades", "yes_no"))
SCALES = st.builds(Scale, st.integers(1, 30), RULES)
MARKED, EMPTY = Look(State.MARKED, 0.8, 0), Look(State.EMPTY, 0.0, 0)
UNSURE = Look(State.UNSURE, 0.06, 0)


def looked(scale, chosen):
    """Give the boxes of line 4, those that are chosen marked."""
    return [
        (
            MarkBox(4, 0, circles.part, value, 400.0 + 12 * at, 500.0, 9.0, 9.0, round=True),
            MARKED if chosen.get(circles.part) == value else EMPTY,
        )
        for circles in circles_of(scale)
        for at, value in enumerate(circles.values)
    ]


def line_of(scale, boxes):
    return answers_of(2, boxes, {4: scale}).lines[4]


@given(SCALES, st.data())
def test_that_every_score_that_circles_say_is_read_back(scale, data):
    points = data.draw(st.integers(0, scale.most * 2)) * 50
    chosen = circles_for(scale, points)
    if chosen is None or (scale.most > 10 and not scale.marks and "tens" not in chosen):
        return
    read = line_of(scale, looked(scale, chosen))
    assert (read.points, read.doubt) == (points, "")


@given(SCALES, st.data())
def test_that_one_box_in_doubt_puts_the_whole_line_in_doubt(scale, data):
    chosen = circles_for(scale, scale.most * 100)
    boxes = looked(scale, chosen)
    at = data.draw(st.integers(0, len(boxes) - 1))
    boxes[at] = (boxes[at][0], UNSURE)
    read = line_of(scale, boxes)
    assert (read.points, read.doubt) == (None, "unsure")


def test_that_ones_without_tens_are_asked_about():
    scale = Scale(15)
    assert line_of(scale, looked(scale, {"ones": "5"})).doubt == "part"
    assert line_of(scale, looked(scale, {"tens": "0", "ones": "5"})).points == 500


def test_that_doubts_have_words_and_places():
    scale = Scale(8)
    two = looked(scale, {"ones": "3"})
    two[5] = (two[5][0], MARKED)
    cases = {
        "empty": looked(scale, {}),
        "twice": two,
        "part": looked(scale, {"half": ".5"}),
        "range": looked(scale, {"ones": "8", "half": ".5"}),
    }
    for doubt, boxes in cases.items():
        read = line_of(scale, boxes)
        assert (read.points, read.doubt) == (None, doubt)
        assert DOUBTS[read.doubt]
        assert isinstance(read.place, Place)
        assert 0 < read.place.left < read.place.right < 1
        assert 0 < read.place.top < read.place.bottom < 1


def outcomes(*marked):
    boxes = [
        MarkBox(0, 1, "outcome", code, 400.0 + 40 * at, 300.0, 11.0, 11.0, round=False)
        for at, code in enumerate(OUTCOMES)
    ]
    looks = (MARKED if at in marked else EMPTY for at in range(len(boxes)))
    return answers_of(2, zip(boxes, looks, strict=True), {})


def test_that_what_became_of_a_problem_is_read_only_when_one_box_says_it():
    assert outcomes(1).outcomes[1].code == OUTCOMES[1]
    assert outcomes().outcomes[1].doubt == "empty"
    assert outcomes(0, 2).outcomes[1].doubt == "twice"


def test_that_two_scans_that_differ_are_asked_about_and_equal_ones_are_not():
    scale = Scale(8)
    one, other = (answers_of(2, looked(scale, {"ones": digit}), {4: scale}) for digit in ("3", "5"))
    assert joined(one, one) == one
    assert joined(one, other).lines[4].doubt == "differs"
    assert joined(outcomes(0), outcomes(1)).outcomes[1].doubt == "differs"
