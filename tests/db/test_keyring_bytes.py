"""Whatever stands in a keyring's place is refused as a failure of the surroundings."""

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.db import keyring
from jianxi_desktop.errors import EnvironmentFailure
from tests.db.rings import PASSWORD, POLICY

RELEASED = (Path(__file__).parents[1] / "data" / "keyring_version_1.keys").read_bytes()
QUICKLY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)


def refused(path, content, *codes):
    """Tell whether a file is refused as it should be; no other failure is let through."""
    path.write_bytes(content)
    try:
        keyring.unlock(path, "王芳", PASSWORD, policy=POLICY)
    except EnvironmentFailure as failure:
        return failure.code.startswith(("keyring_", *codes))
    return False


@QUICKLY
@given(st.binary(max_size=4000))
def test_that_any_bytes_are_refused(tmp_path, content):
    assert refused(tmp_path / "a.keys", content)


@QUICKLY
@given(PLAIN)
def test_that_any_json_is_refused(tmp_path, value):
    assert refused(tmp_path / "a.keys", json.dumps(value).encode())


@QUICKLY
@given(st.integers(0, len(RELEASED) - 1), st.integers(1, 255))
def test_that_any_changed_byte_is_refused(tmp_path, place, flip):
    changed = bytearray(RELEASED)
    changed[place] ^= flip
    assert refused(tmp_path / "a.keys", bytes(changed))


@QUICKLY
@given(st.data())
def test_that_any_changed_field_is_refused(tmp_path, data):
    """The checksum is made right, as by somebody who knows the format.

    What the lock on an identity vouches for cannot be told from a wrong password once it is edited.
    """
    from tests.db.test_keyring import respell

    path = tmp_path / "a.keys"
    path.write_bytes(RELEASED)

    def change(fields):
        inside = data.draw(st.sampled_from([fields, *fields["users"], fields["recovery"]]))
        key = data.draw(st.sampled_from([*sorted(inside), "coming", "sealed_as", "coming_mac"]))
        if key != "check":
            old = inside.get(key)
            inside[key] = data.draw(PLAIN.filter(lambda value: value != old))

    before = json.loads(RELEASED)
    respell(path, change)
    if json.loads(path.read_bytes()) != before:
        content = path.read_bytes()
        assert refused(path, content, "wrong_password") or "王芳" not in content.decode()
