import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.sync.canonical import (
    DEPTH_LIMIT,
    TEXT_LIMIT,
    WHOLE_LIMIT,
    NotCanonicalError,
    decode,
    decode_object,
    encode,
)

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
SCALARS = st.none() | st.booleans() | TEXTS | st.integers(1 - WHOLE_LIMIT, WHOLE_LIMIT - 1)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
).filter(lambda value: depth(value) <= DEPTH_LIMIT)


def depth(value):
    if not isinstance(value, list | dict):
        return 0
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(depth, inner), default=0)


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(VALUES)
def test_that_what_was_spelled_is_read_back(value):
    assert decode(encode(value)) == value


@given(st.dictionaries(TEXTS, SCALARS, max_size=5))
def test_that_the_order_of_keys_does_not_matter(value):
    assert encode(dict(reversed(value.items()))) == encode(value)


@given(VALUES)
def test_that_no_other_spelling_is_read(value):
    other = json.dumps(value, indent=1).encode()
    if other != encode(value):
        with pytest.raises(NotCanonicalError):
            decode(other)


@given(st.binary(max_size=60))
def test_that_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(NotCanonicalError):
        assert encode(decode(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"1.0",
        b"1e3",
        b"NaN",
        b"-Infinity",
        b"-0",
        b"01",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b"[1, 2]",
        b" 1",
        b"1\n",
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\xff"',
        b"\xef\xbb\xbf1",
        b"9007199254740992",
        b"9" * 5_000,
        b"[" * 100_000,
        b"[" * 9 + b"]" * 9,
    ],
)
def test_that_it_is_refused(text):
    with pytest.raises(NotCanonicalError):
        decode(text)


@pytest.mark.parametrize(
    "value",
    [1.5, b"x", {1: 2}, {"a": {1, 2}}, WHOLE_LIMIT, -WHOLE_LIMIT, "x" * (TEXT_LIMIT + 1), "\ud800"],
)
def test_that_a_value_json_does_not_have_is_not_spelled(value):
    with pytest.raises(NotCanonicalError):
        encode(value)


def test_that_eight_levels_are_allowed_and_nine_are_not():
    assert decode(encode(nested(DEPTH_LIMIT))) == nested(DEPTH_LIMIT)
    with pytest.raises(NotCanonicalError):
        encode(nested(DEPTH_LIMIT + 1))


def test_that_an_object_is_asked_for():
    with pytest.raises(NotCanonicalError):
        decode_object(b"[]")
