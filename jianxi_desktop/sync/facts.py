"""What the sender of changes says to receivers only: where they begin, and what it holds itself.

A vector is where chains end, ``{"<replica>/org/<unit>": [number, hash]}``. Facts not known here
are passed over, so that later programs may say more.
"""

import re
from collections.abc import Mapping
from typing import Any

from jianxi_desktop.sync import canonical
from jianxi_desktop.sync.canonical import JsonObject, JsonValue
from jianxi_desktop.sync.refusals import PackageRefusedError, refusal

CHAINS_LIMIT = 20_000
WANTS_LIMIT = 60_000

_CHAIN = re.compile(r"[0-9a-f]{32}/org/[0-9A-Za-z]{1,12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")
_SHORT = re.compile(r"[^\x00-\x1f\x7f]{1,100}")
_UNIT = re.compile(r"[0-9A-Za-z]{1,12}")
_KIND = re.compile(r"full|increment")

End = tuple[int, str]


def check_facts(facts: JsonObject) -> None:
    """Check what stands behind ``facts`` in the first record.

    Raises:
        PackageRefusedError: A fact is missing or has another shape.
    """
    for key, shape in {"app": _SHORT, "unit": _UNIT, "kind": _KIND}.items():
        _text(facts.get(key), shape, key)
    for key in ("base", "acks"):
        vector_of(facts, key)
    for key, shape, most in (("past", _ID, CHAINS_LIMIT), ("wants", _HASH, WANTS_LIMIT)):
        for value in _list(facts.get(key), key, most):
            _text(value, shape, key)
    _check_names(facts)
    if facts.get("audit", "") is not None:
        _end(facts.get("audit"), "audit")


def vector_of(fields: Mapping[str, JsonValue], key: str) -> dict[str, End]:
    """Read a vector.

    Raises:
        PackageRefusedError: It is none.
    """
    vector = _object(fields.get(key), key)
    if len(vector) > CHAINS_LIMIT:
        raise malformed(key)
    return {_text(chain, _CHAIN, key): _end(end, key) for chain, end in vector.items()}


def malformed(key: str) -> PackageRefusedError:
    """Make the refusal of a fact by its key; what stands in it is not said."""
    return refusal("package_malformed", f"fact {key}")


def _check_names(facts: JsonObject) -> None:
    for account, name in _object(facts.get("accounts"), "accounts").items():
        _text(account, _ID, "accounts")
        _text(name, _SHORT, "accounts")
    for replica, place in _object(facts.get("places"), "places").items():
        _text(replica, _ID, "places")
        inside = _object(place, "places")
        if set(inside) != {"unit", "name"}:
            raise malformed("places")
        _text(inside["unit"], _UNIT, "places")
        _text(inside["name"], _SHORT, "places")


def _end(value: Any, key: str) -> End:
    end = _list(value, key, 2)
    if len(end) != 2 or type(end[0]) is not int or not 0 < end[0] < canonical.WHOLE_LIMIT:
        raise malformed(key)
    return end[0], _text(end[1], _HASH, key)


def _text(value: Any, shape: re.Pattern[str], key: str) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise malformed(key)
    return value


def _list(value: Any, key: str, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise malformed(key)
    return value


def _object(value: Any, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise malformed(key)
    return value
