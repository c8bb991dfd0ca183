"""Canonical JSON: one value, one spelling, so that hashes and signatures mean something.

UTF-8, keys sorted, no spaces, no floats. Reading accepts exactly what writing would have written.
"""

import json
from typing import Never, TypeAlias

JsonScalar: TypeAlias = str | int | bool | None
JsonValue: TypeAlias = "JsonScalar | list[JsonValue] | dict[str, JsonValue]"
JsonObject: TypeAlias = dict[str, "JsonValue"]

DEPTH_LIMIT = 8
TEXT_LIMIT = 65_536
WHOLE_LIMIT = 2**53


class NotCanonicalError(ValueError):
    """A value or a text that canonical JSON does not have."""


def encode(value: object) -> bytes:
    """Spell a value in its one canonical way.

    Raises:
        NotCanonicalError: A float, bytes, too large a number, too long or too deep.
    """
    check(value)
    return spell(value)


def decode(text: bytes) -> JsonValue:
    """Read a value, refusing every other spelling of it.

    Raises:
        NotCanonicalError: Not JSON at all, or not spelled as ``encode`` would.
    """
    value = parse(text)
    check(value)
    if spell(value) != text:
        raise NotCanonicalError("not the canonical spelling")
    return value


def decode_object(text: bytes) -> JsonObject:
    """Read a value that has to be an object.

    Raises:
        NotCanonicalError: Also when it is no object.
    """
    value = decode(text)
    if not isinstance(value, dict):
        raise NotCanonicalError("not an object")
    return value


def spell(value: object) -> bytes:
    """Spell a value that was checked before; ``encode`` checks it, too."""
    try:
        return _ENCODER.encode(value).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotCanonicalError("a value that JSON does not have") from error


def parse(text: bytes) -> JsonValue:
    """Read JSON without floats, repeated keys or bad UTF-8; limits and spelling are not checked."""
    try:
        value: JsonValue = _DECODER.decode(text.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("not JSON without floats") from error
    return value


def check(value: object, depth: int = 0) -> None:
    """Refuse what lies beyond the limits, at any depth."""
    if isinstance(value, dict | list | tuple):
        if depth >= DEPTH_LIMIT:
            raise NotCanonicalError("nested too deeply")
        if isinstance(value, dict):
            _check_keys(value)
        for each in value.values() if isinstance(value, dict) else value:
            check(each, depth + 1)
    else:
        check_scalar(value)


def check_scalar(value: object) -> None:
    """Refuse anything but a text, a whole number, yes, no or nothing, each within its limit."""
    if isinstance(value, str):
        if len(value) > TEXT_LIMIT:
            raise NotCanonicalError("a text too long")
    elif isinstance(value, int):
        if not -WHOLE_LIMIT < value < WHOLE_LIMIT:
            raise NotCanonicalError("a number too large")
    elif value is not None:
        raise NotCanonicalError(f"a value of type {type(value).__name__}")


def _check_keys(value: dict[object, object]) -> None:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonicalError("a key that is not text")
        check_scalar(key)


def _refuse_float(_: str) -> Never:
    raise NotCanonicalError("a float")


def _without_repeats(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotCanonicalError("a key twice")
    return made


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)
_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_repeats, parse_float=_refuse_float, parse_constant=_refuse_float
)
