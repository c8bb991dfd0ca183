"""Packages that were damaged, and packages that were signed but are wrong inside."""

import random
import zlib
from dataclasses import replace
from hashlib import sha256

import pytest

from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.sync import canonical, header, locking, records, snapshots
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.package import read_package, write_snapshot
from tests.sync.factory import facts, parts

MUTATIONS = 2_400


def mutated(whole, other, chance):
    """Damage a package in one of the ways that drives, programs and people do."""
    at, length = chance.randrange(len(whole)), chance.randrange(1, 600)
    noise = chance.randbytes(chance.randrange(1, 40))
    return chance.choice(
        [
            lambda: whole[:at] + bytes((whole[at] ^ 1 << chance.randrange(8),)) + whole[at + 1 :],
            lambda: whole[:at],
            lambda: whole[:at] + bytes(length) + whole[at + length :],
            lambda: whole[:at] + noise + whole[at:],
            lambda: whole[:at] + whole[at + length :],
            lambda: whole + noise,
            lambda: whole[:at] + other[at:],
            lambda: whole[:at] + other[chance.randrange(len(other)) :],
            lambda: whole[:at].replace(b"\n", b"\r\n") + whole[at:],
        ]
    )()


def test_that_no_damaged_package_is_taken(tmp_path, package_bytes, community, district):
    path = tmp_path / "damaged.jxp"
    written = write_snapshot(tmp_path, facts(2), community, [district.card], parts(31))
    other, chance, codes = written.path.read_bytes(), random.Random(5), set()
    for _ in range(MUTATIONS):
        damaged = mutated(package_bytes, other, chance)
        if damaged in (package_bytes, other):
            continue
        path.write_bytes(damaged)
        with pytest.raises(JianxiError) as refused:
            read_package(path, district, [community.card])
        codes.add(refused.value.code)
    assert {"package_truncated", "package_signature_wrong", "package_contents_damaged"} <= codes


def record(kind, body):
    return bytes((kind,)) + len(body).to_bytes(4, "big") + body


def manifest(**changes):
    return {"outside": bare().binding() | changes, "facts": {}}


def bare(**changes):
    given = {
        "id": "0" * 32,
        "number": 1,
        "kind": "snapshot",
        "replica": "ab" * 16,
        "sender_key": "",
        "to": (),
        "created": "2026-11-20T08:30:00Z",
        "schema": "1",
        "contents_size": 1,
        "contents_sha256": "0" * 64,
        "raw_size": 1,
    }
    return Header(**(given | changes))


class Forge:
    """Makes packages that are signed and locked as they should be, whatever is inside."""

    def __init__(self, path, sender, receiver):
        self.path, self.sender, self.receiver = path, sender, receiver
        self.outside = bare(sender_key=sender.card.sign_key, to=(receiver.card.key_id,))

    def first(self, **changes):
        first = {"outside": self.outside.binding() | changes, "facts": {}}
        return record(1, canonical.encode(first))

    def end(self, before, **changes):
        fields = {"counts": {}, "sha256": sha256(before).hexdigest()} | changes
        return record(255, canonical.encode(fields))

    def closed(self, before, **changes):
        return before + self.end(before, **changes)

    def write(self, plain, *, packed=None, recipients=None, locked=None, **changes):
        packed = zlib.compress(plain) if packed is None else packed
        recipients = recipients or [self.receiver.card.recipient]
        locked = locking.lock(packed, recipients) if locked is None else locked
        outside = replace(
            self.outside,
            contents_size=len(locked),
            contents_sha256=sha256(locked).hexdigest(),
            raw_size=len(plain),
        )
        outside = replace(outside, **changes)
        return self.sign(outside.fields(), locked)

    def sign(self, fields, locked):
        spelled = canonical.spell(fields)
        framed = header.MAGIC + len(spelled).to_bytes(4, "big") + spelled
        signature = self.sender.sign(b"jxpkg-v1\0" + framed)
        self.path.write_bytes(framed + signature + locked)

    def read(self):
        return read_package(self.path, self.receiver, [self.sender.card])

    def refused(self):
        with pytest.raises(InputError) as refused:
            self.read()
        return refused.value.code


@pytest.fixture
def forge(tmp_path, community, district):
    return Forge(tmp_path / "forged.jxp", community, district)


def part(**changes):
    given = {"table": "person", "columns": ["id"], "rows": [["1"]]}
    return record(4, canonical.spell(given | changes))


def test_that_the_forge_makes_what_is_read(forge):
    forge.write(forge.closed(forge.first() + part(), counts={"person": 1}))
    assert forge.read().counts == {"person": 1}


def test_that_an_unknown_odd_record_is_passed_over(forge):
    forge.write(forge.closed(forge.first() + record(77, b"later") + part(), counts={"person": 1}))
    assert [list(each.rows) for each in forge.read().parts()] == [[["1"]]]


@pytest.mark.parametrize("kind", [0, 2, 6, 8, 10, 254])
def test_that_an_unknown_even_record_asks_for_a_newer_program(forge, kind):
    forge.write(forge.closed(forge.first() + record(kind, b"{}")))
    assert forge.refused() == "package_newer"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"[" * 50_000,
        b'{"columns":["id"],"rows":[["1"]],"table":"person"} ',
        b'{"columns":["id"],"rows":[["\\u0031"]],"table":"person"}',
        b'{"table":"person","columns":["id"],"rows":[["1"]]}',
        b'{"columns":["id"],"rows":[[1.5]],"table":"person"}',
        b'{"columns":["id"],"rows":[[NaN]],"table":"person"}',
        b'{"columns":["id"],"rows":[[9007199254740992]],"table":"person"}',
        b'{"columns":["id"],"rows":[["1","2"]],"table":"person"}',
        b'{"columns":["id"],"rows":[[["1"]]],"table":"person"}',
        b'{"columns":["id"],"rows":[[{}]],"table":"person"}',
        b'{"columns":["id"],"rows":["1"],"table":"person"}',
        b'{"columns":["id"],"rows":[{"id":1}],"table":"person"}',
        b'{"columns":["id"],"rows":{},"table":"person"}',
        b'{"columns":[],"rows":[],"table":"person"}',
        b'{"columns":["id","id"],"rows":[],"table":"person"}',
        b'{"columns":[1],"rows":[],"table":"person"}',
        b'{"columns":["id"],"rows":[],"table":"../person"}',
        b'{"columns":["id"],"rows":[],"table":7}',
        b'{"columns":["id"],"more":1,"rows":[],"table":"person"}',
        b'{"columns":["id"],"columns":["id"],"rows":[],"table":"person"}',
        b'{"columns":["id"],"rows":[' + b'["1"],' * 2_000 + b'["1"]],"table":"person"}',
        b'{"columns":["id"],"rows":[["' + b"x" * 65_537 + b'"]],"table":"person"}',
    ],
)
def test_that_a_signed_but_malformed_part_is_refused(forge, body):
    forge.write(forge.closed(forge.first() + record(4, body), counts={"person": 1}))
    assert forge.refused() == "package_malformed"


def test_that_records_in_any_other_order_are_refused(forge):
    first, body = forge.first(), part()
    for plain in (
        b"",
        first,
        body,
        first + body,
        forge.closed(b""),
        forge.closed(body, counts={"person": 1}),
        forge.closed(first + first),
        forge.closed(first) + body,
        forge.closed(forge.closed(first)),
        forge.closed(first) + b"\0",
        forge.closed(first) + record(77, b""),
        forge.closed(first + body),
        forge.closed(first + body, counts={"person": 2}),
        forge.closed(first, sha256="0" * 64),
        forge.closed(first, more=1),
        forge.closed(first + part() + part(columns=["no"]), counts={"person": 2}),
        first[:3],
        first[:-1],
        first + b"\x04\xff\xff\xff\xff",
        first + b"\x04\x00\x00\x00\x09x",
    ):
        forge.write(plain or b"x", packed=zlib.compress(plain))
        assert forge.refused() == "package_malformed", plain[:80]


def test_that_a_stream_of_another_length_than_announced_is_refused(forge):
    plain = forge.closed(forge.first())
    packed = zlib.compress(plain)
    for size, stream in (
        (len(plain) - 1, packed),
        (len(plain) + 1, packed),
        (len(plain), packed[:-1]),
        (len(plain), packed[:-4]),
        (len(plain), packed + b"x"),
        (len(plain), zlib.compress(plain + b"x")),
        (len(plain), packed + packed),
        (len(plain), b"not deflated"),
        (len(plain), b""),
    ):
        forge.write(plain, packed=stream, raw_size=size)
        assert forge.refused() in {"package_malformed", "package_bomb"}


def test_that_a_stream_is_read_to_its_end_wherever_its_pieces_are_cut():
    """The inflater is fed 64 KiB at a time; the last bytes may lie in a piece of their own."""
    outside = record(1, canonical.encode({"outside": {}, "facts": {}}))
    seen = set()
    for size in range(65_380, 65_420):
        before = outside + record(77, bytes(size))
        plain = before + record(
            255, canonical.encode({"counts": {}, "sha256": sha256(before).hexdigest()})
        )
        packed = zlib.compress(plain, 0)
        seen.add(len(packed))
        assert snapshots.check_records(packed, len(plain)).counts == {}
        with pytest.raises(InputError):
            snapshots.check_records(packed[:-1], len(plain))
    assert set(range(65_535, 65_542)) <= seen


def test_that_a_record_beyond_the_limit_is_refused(forge):
    before = forge.first() + record(77, bytes(records.RECORD_LIMIT + 1))
    plain = before + forge.end(before)
    with pytest.raises(InputError, match="a record beyond the limit"):
        snapshots.check_records(zlib.compress(plain, 0), len(plain))


def test_that_contents_longer_than_the_header_says_are_refused(forge):
    plain = forge.closed(forge.first())
    locked = locking.lock(zlib.compress(plain), [forge.receiver.card.recipient])
    forge.write(plain, locked=locked, contents_size=len(locked) - 1)
    assert forge.refused() == "package_contents_damaged"


def test_that_a_bomb_is_refused_before_it_goes_off(forge):
    bomb = zlib.compress(bytes(50 << 20), 9)
    forge.write(b"x", packed=bomb, raw_size=50 << 20)
    assert forge.refused() == "package_bomb"
    forge.write(b"x", packed=bomb, raw_size=1_000)
    assert forge.refused() == "package_malformed"


def test_that_the_inside_has_to_say_what_the_outside_says(forge):
    for changes in (
        {"id": "1" * 32},
        {"no": 2},
        {"from": {"replica": "ab" * 16, "key": "11" * 32}},
        {"to": ["0" * 16]},
        {"created": "2026-11-21T00:00:00Z"},
        {"more": 1},
    ):
        forge.write(forge.closed(forge.first(**changes)))
        assert forge.refused() == "package_mismatch"


def test_that_contents_of_another_sender_cannot_be_signed_as_ones_own(
    tmp_path, package_bytes, community, district, stranger
):
    forge = Forge(tmp_path / "forged.jxp", stranger, district)
    envelope = header.split(package_bytes)
    stolen = envelope.fields | {"from": {"replica": "ab" * 16, "key": stranger.card.sign_key}}
    forge.sign(stolen, envelope.contents)
    assert forge.refused() == "package_mismatch"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"v": 2}, "package_newer"),
        ({"v": True}, "package_malformed"),
        ({"suite": 9}, "package_newer"),
        ({"min_reader": 3}, "package_newer"),
        ({"kind": "later"}, "package_newer"),
        ({"kind": ["changes"]}, "package_newer"),
        ({"kind": "changes"}, "package_malformed"),
        ({"of": 2}, "package_newer"),
        ({"part": 0}, "package_malformed"),
        ({"no": 0}, "package_malformed"),
        ({"no": "1"}, "package_malformed"),
        ({"id": "x"}, "package_malformed"),
        ({"to": []}, "package_malformed"),
        ({"to": ["0" * 16] * 21}, "package_malformed"),
        ({"to": "0" * 16}, "package_malformed"),
        ({"to": [1]}, "package_malformed"),
        ({"from": []}, "package_header_damaged"),
        ({"created": "yesterday"}, "package_malformed"),
        ({"schema": ""}, "package_malformed"),
        ({"more": 1}, "package_malformed"),
        ({"raw_size": (1 << 30) + 1}, "package_too_large"),
        ({"raw_size": -1}, "package_malformed"),
        ({"ct_sha256": None}, "package_malformed"),
        ({"ct_size": 10**9}, "package_too_large"),
        ({"ct_size": 10**8}, "package_truncated"),
    ],
)
def test_that_a_signed_but_wrong_header_is_refused(forge, changes, code):
    forge.write(forge.closed(forge.first()))
    envelope = header.split(forge.path.read_bytes())
    forge.sign(envelope.fields | changes, envelope.contents)
    assert forge.refused() == code


def test_that_a_header_without_one_of_its_fields_is_refused(forge):
    forge.write(forge.closed(forge.first()))
    envelope = header.split(forge.path.read_bytes())
    for key in envelope.fields:
        fewer = {name: value for name, value in envelope.fields.items() if name != key}
        forge.sign(fewer, envelope.contents)
        assert forge.refused() in {"package_malformed", "package_newer", "package_header_damaged"}


def test_that_other_locks_than_those_of_the_receivers_are_refused(forge, stranger):
    import pyrage

    plain = forge.closed(forge.first())
    packed = zlib.compress(plain)
    ours, theirs = forge.receiver.card.recipient, stranger.card.recipient
    right = locking.lock(packed, [ours])
    for locked in (
        locking.lock(packed, [ours, theirs]),
        pyrage.passphrase.encrypt(packed, "password"),
        right.replace(b"age-encryption.org/v1", b"age-encryption.org/v2", 1),
        right.replace(b"-> X25519", b"-> x25519", 1),
        right.replace(b"\n", b"\r\n", 5),
        b"",
        b"age-encryption.org/v1\n",
        b"age-encryption.org/v1\n" + b"-> X25519 " * 10_000,
    ):
        forge.write(plain, locked=locked or b"x")
        assert forge.refused() == "package_malformed"


def test_that_damage_under_a_valid_signature_is_refused_by_the_lock(forge):
    plain = forge.closed(forge.first())
    locked = locking.lock(zlib.compress(plain), [forge.receiver.card.recipient])
    for damaged in (
        locked[:-1],
        locked[:-1] + b"\0",
        locked + b"\0",
        locked[: locked.index(b"---") + 48],
    ):
        forge.write(plain, locked=damaged)
        assert forge.refused() == "package_key_wrong"


def test_that_no_signed_contents_with_a_byte_wrong_are_taken(forge):
    """The signature is right each time, so the records have to see it themselves."""
    plain, chance = forge.closed(forge.first() + part() * 3, counts={"person": 3}), random.Random(9)
    for _ in range(600):
        damaged = mutated(plain, plain[::-1], chance)
        if damaged == plain:
            continue
        forge.write(damaged or b"x", packed=zlib.compress(damaged, 1))
        assert forge.refused() in {
            "package_malformed",
            "package_mismatch",
            "package_newer",
            "package_bomb",
        }
