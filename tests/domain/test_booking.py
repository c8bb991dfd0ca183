"""Times of one day: what meets, what is left."""

import pytest

from jianxi_desktop.domain.booking import Span, free_spans, span_of


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (("09:00", "10:00"), ("10:00", "11:00"), False),
        (("09:00", "10:01"), ("10:00", "11:00"), True),
        ((None, None), ("10:00", "11:00"), True),
        (("10:00", None), ("08:00", "10:00"), False),
        (("10:00", None), ("20:00", "21:00"), True),
    ],
)
def test_that_two_bookings_meet_only_where_a_minute_is_common(one, other, meet):
    assert span_of(*one).meets(span_of(*other)) is meet
    assert span_of(*other).meets(span_of(*one)) is meet


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], [("08:00", "21:00")]),
        ([(None, None)], []),
        ([("09:00", "10:00")], [("08:00", "09:00"), ("10:00", "21:00")]),
        ([("09:00", "12:00"), ("10:00", "11:00")], [("08:00", "09:00"), ("12:00", "21:00")]),
        ([("07:00", "08:30"), ("20:00", "22:00")], [("08:30", "20:00")]),
        ([("06:00", "07:00"), ("21:30", "22:00")], [("08:00", "21:00")]),
    ],
)
def test_that_the_rest_of_the_opening_hours_is_free(taken, free):
    assert list(free_spans(span_of(*each) for each in taken)) == free


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (span_of(None, None), "全天"),
        (span_of("09:00", None), "09:00起"),
        (Span("09:00", "10:30"), "09:00—10:30"),
    ],
)
def test_that_a_time_is_said_in_words(span, said):
    assert span.show() == said
