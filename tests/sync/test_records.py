"""The stream of records: whatever goes in comes out, however it is cut on the way."""

import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.errors import InputError
from jianxi_desktop.sync.records import BLOB, END, MANIFEST, PADDING, Cutter, Packer, Record

kinds = st.sampled_from([2, 4, BLOB, 8, 10, 77])
bodies = (
    st.binary(max_size=300)
    | st.integers(0, 70_000).map(bytes)
    | st.tuples(st.randoms(use_true_random=False), st.integers(0, 140_000)).map(
        lambda drawn: drawn[0].randbytes(drawn[1])
    )
)
many = st.lists(st.builds(Record, kinds, bodies), max_size=6)


def packed_of(records, sizes):
    """Pack records, read in pieces of the sizes given, over and over."""
    packer = Packer({"facts": 1}, iter(records), lambda: {"counts": len(records)})
    pieces, turn = [], 0
    while piece := packer.read(sizes[turn % len(sizes)]):
        pieces.append(piece)
        turn += 1
    return b"".join(pieces), packer.raw_size


def cut(packed, raw_size, sizes):
    found, turn, at = [], 0, 0
    cutter = Cutter(raw_size, lambda kind, body, _before: found.append(Record(kind, body)))
    while at < len(packed):
        size = sizes[turn % len(sizes)]
        cutter.feed(packed[at : at + size])
        at, turn = at + size, turn + 1
    cutter.close()
    return found


@settings(max_examples=50, deadline=None)
@given(many, st.lists(st.integers(1, 9_000), min_size=1, max_size=5))
def test_that_records_come_out_as_they_went_in(records, sizes):
    packed, raw_size = packed_of(records, sizes)
    plain = zlib.decompress(packed)
    assert len(plain) == raw_size
    found = cut(packed, raw_size, sizes)
    assert (found[0].kind, found[-1].kind) == (MANIFEST, END)
    assert [each for each in found[1:-1] if each.kind != PADDING] == records


@settings(max_examples=60, deadline=None)
@given(many, st.integers(0, 2**40), st.integers(0, 7))
def test_that_a_stream_with_a_bit_wrong_never_gives_other_records(records, where, bit):
    """The digest of the stream itself is enough for what is not signed anyhow."""
    packed, raw_size = packed_of(records, [8_192])
    at = where % len(packed)
    damaged = packed[:at] + bytes((packed[at] ^ 1 << bit,)) + packed[at + 1 :]
    try:
        found = cut(damaged, raw_size, [8_192])
    except InputError:
        return
    # A bit that means nothing: in the fill of a stored block, or the level in the stream's head.
    assert found == cut(packed, raw_size, [8_192])
