import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import blocks
from jianxi_desktop.errors import InputError
from jianxi_desktop.sync import canonical, checkpoints
from jianxi_desktop.sync.canonical import NotCanonicalError
from jianxi_desktop.sync.changes import (
    check_change,
    head_of,
    open_change,
    sections_of,
    spell_change,
)
from tests.sync.authors import Author, community_office, edit, erasure, removal, reseal, rows

AUTHOR = Author(community_office())
texts = st.text(max_size=20) | st.sampled_from(
    ["", '"', "\\", "],[", "\u2028", "\x7f", "𠮷", "\x00"]
)
values = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
names = st.text(string.ascii_lowercase + "_", min_size=1, max_size=8)
ids = st.integers(0, 2**128 - 1).map("{:032x}".format)


@st.composite
def sections(draw):
    """Sections of every kind, as the journal makes them."""
    made = []
    columns = draw(st.lists(names, max_size=4, unique=True))
    count = draw(st.integers(0, 4))
    if count:
        cells = [draw(st.lists(ids, min_size=count, max_size=count))]
        cells += [draw(st.lists(values, min_size=count, max_size=count)) for _ in columns]
        made.append((("person", "new", tuple(columns)), blocks.new_leaves(cells, count)))
    for row in draw(st.lists(ids, max_size=3)):
        pairs = draw(st.dictionaries(names, st.lists(values, min_size=2, max_size=2), max_size=3))
        seen = st.lists(st.tuples(ids, st.integers(1, 2**53 - 1)).map(list), max_size=2)
        bases = draw(st.dictionaries(names | st.just("*"), seen, max_size=3))
        made.append((("venue", "set", ()), [blocks.leaf_of(row, pairs, bases)]))
    for row in draw(st.lists(ids, max_size=2)):
        left = draw(st.dictionaries(names, values, max_size=2))
        made.append((("person", "erase", ()), [blocks.leaf_of(row, left)]))
    return made


@settings(max_examples=60, deadline=None)
@given(sections(), st.randoms(use_true_random=False))
def test_that_whatever_the_journal_writes_travels_unchanged(made, chance):
    change = AUTHOR.change(made)
    body = spell_change(change)
    assert check_change(body) == open_change(body) == change
    assert head_of(body) == change._replace(sections=[])
    spelled = sections_of(body)
    assert json.loads(spelled) == change.sections
    assert spell_change(change, spelled) == body == canonical.encode(json.loads(body))
    veiled = blocks.veil(change.sections, lambda *_leaf: chance.random() < 0.5)
    hidden = change._replace(sections=veiled)
    assert check_change(spell_change(hidden)) == hidden


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(values, min_size=3, max_size=3), min_size=1, max_size=5))
def test_that_rows_are_spelled_alike_by_column_and_one_by_one(given_rows):
    columns = list(zip(*given_rows, strict=True))
    assert blocks.spell_rows(columns) == [blocks.spell(row) for row in given_rows]


BODY = spell_change(AUTHOR.change(rows(3) + edit() + erasure(1)))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(BODY) - 1), st.integers(0, 7))
def test_that_no_bit_of_a_change_can_be_another(at, bit):
    damaged = BODY[:at] + bytes((BODY[at] ^ 1 << bit,)) + BODY[at + 1 :]
    with pytest.raises(InputError) as refused:
        check_change(damaged)
    assert refused.value.code in {"package_malformed", "package_seal_wrong"}


def test_that_a_change_without_leaves_travels():
    """A part of an action that was erased whole, or the note of a merge."""
    change = AUTHOR.change([])
    assert check_change(spell_change(change)) == change


def test_that_a_note_of_which_only_the_hash_is_left_travels():
    whole = AUTHOR.change(edit())
    digest = blocks.hashlib.sha256(whole.note.encode()).hexdigest()
    erased = whole._replace(note=digest)
    assert check_change(spell_change(erased)) == erased
    assert reseal(erased).hash == whole.hash


def test_that_an_erased_leaf_stands_as_its_hash():
    change = AUTHOR.change(rows(3) + removal())
    block = blocks.pack(change.sections)
    left, count = blocks.without(block, "person", frozenset({f"{1:032x}"}))
    erased = change._replace(sections=blocks.sections_of(left))
    assert count == 1
    body = spell_change(erased)
    assert check_change(body) == open_change(body)
    assert isinstance(open_change(body).sections[0][3][1], str)


def test_that_the_largest_change_of_a_journal_travels():
    whole = blocks.fitting([b"x" * 131] * 5_000, 0, 0)
    assert check_change(spell_change(AUTHOR.change(rows(min(whole, 2_000))))).writes > 1_500


def test_that_one_leaf_may_be_long_and_several_may_not():
    long = [None, *(["长" * 65_000] * 10)]
    cells = [[f"{0:032x}"], *[[each] for each in long]]
    columns = tuple(f"c{n}" for n in range(11))
    one = AUTHOR.change([(("note", "new", columns), blocks.new_leaves(cells, 1))])
    assert check_change(spell_change(one)) == one
    cells = [[f"{n:032x}" for n in range(2)], *[[each] * 2 for each in long]]
    two = AUTHOR.change([(("note", "new", columns), blocks.new_leaves(cells, 2))])
    with pytest.raises(InputError) as refused:
        check_change(spell_change(two))
    assert refused.value.code == "package_change_too_large"


def test_that_bodies_of_our_own_without_a_head_are_a_mistake():
    for body in (b"", b"[", b"[{}", b"[[],[]]", b"[1.5,[]]", b"\xff"):
        with pytest.raises(NotCanonicalError):
            head_of(body)


def test_that_a_checkpoint_is_read_as_it_was_signed(community, stranger):
    signed = checkpoints.sign(community, "ab" * 16 + "/org/410305001", 7, "cd" * 32)
    assert checkpoints.open_checkpoint(checkpoints.spell_checkpoint(signed)) == signed
    assert checkpoints.fits(signed)
    for other in (
        signed._replace(seq=8),
        signed._replace(hash="00" * 32),
        signed._replace(chain="ab" * 16 + "/org/410305002"),
        signed._replace(key=stranger.card.sign_key),
        signed._replace(signature="00" * 64),
    ):
        assert not checkpoints.fits(other)


def test_that_every_ledger_field_group_and_deed_can_travel():
    """What the program may write has to fit what a reader takes."""
    from jianxi_desktop.domain.deeds import ACTIONS
    from jianxi_desktop.ledgers import CATALOG

    for ledger in CATALOG:
        columns = (*ledger.fields, "removed_on", "removed_why")
        cells = [[f"{1:032x}"], *[[None]] * len(columns)]
        groups = {*map(ledger.group_of, columns), "*"}
        seen = {group: [["ab" * 16, 1]] for group in groups}
        pairs = {key: [None, "x"] for key in columns}
        made = [
            ((ledger.key, "new", columns), blocks.new_leaves(cells, 1)),
            ((ledger.key, "set", ()), [blocks.leaf_of(f"{1:032x}", pairs, seen)]),
        ]
        assert check_change(spell_change(AUTHOR.change(made))).writes == 2
    for action in ACTIONS:
        assert check_change(spell_change(AUTHOR.change([], action=action))).action == action
