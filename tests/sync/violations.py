"""What no change may look like, as edits of one that is right in every other way.

Each violation takes the parsed head and sections of a change with a section of every kind and
edits them in place; what comes out is sealed, signed and locked anew, so that nothing but the one
wrong thing can be the reason why it is refused.
"""

import random

SECTION = {"new": 0, "set": 1, "erase": 2}
LONG = "长" * 65_537
WRONG = (
    None,
    True,
    1.5,
    -1,
    2**53,
    2**64,
    "",
    "x",
    "\x00",
    LONG,
    [],
    {},
    [[]],
    {"": 1},
    "0" * 63,
    "G" * 64,
    "A" * 64,
    "../../etc/passwd",
    "1; DROP TABLE person",
)


def leaf(sections, kind, at=0):
    return sections[SECTION[kind]][3][at]


def heads(chance, head, _sections):
    """A field of the head that is not of its kind."""
    key = chance.choice(sorted(set(head) - {"hash", "note", "account", "undoes", "prev"}))
    head[key] = chance.choice([each for each in WRONG if not fits_head(key, each)])


def fits_head(key, value):
    return key in ("action", "schema") and value == "x"


def optional(chance, head, _sections):
    key = chance.choice(("account", "undoes"))
    head[key] = chance.choice([each for each in WRONG if each is not None])


def note(chance, head, _sections):
    head["note"] = chance.choice(
        [
            *(each for each in WRONG if each is not None),
            "[]",
            '["00",null,{}]',
            '["' + "0" * 32 + '",1,{}]',
            '["' + "0" * 32 + '",null,[]]',
            '["' + "0" * 32 + '",null,{"a":1.5}]',
            '["' + "0" * 32 + '", null, {}]',
            "[" * 20_000,
        ]
    )


def fewer(chance, head, _sections):
    del head[chance.choice(sorted(set(head) - {"hash"}))]


def more(_chance, head, _sections):
    head["more"] = 1


def first(_chance, head, _sections):
    head["first"] = head["seq"] + 1


def clock(chance, head, _sections):
    head["hlc"] = chance.choice(
        [0, [], [1], [1, 2, 3], [1 << 48, 0], [1, 1 << 16], [-1, 0], [True, 0], ["1", 0]]
    )


def count(chance, head, _sections):
    head["writes"] = chance.choice([head["writes"] + 1, 0, 2_001, -1, True])


def section(chance, _head, sections):
    """A section of another shape."""
    at = chance.randrange(len(sections))
    sections[at] = chance.choice([*WRONG, sections[at][:3], [*sections[at], 1]])


def ledger(chance, _head, sections):
    chance.choice(sections)[0] = chance.choice(
        [None, 1, "", "Person", "../person", "a" * 64, "人", [], "per son"]
    )


def kind(chance, _head, sections):
    chance.choice(sections)[1] = chance.choice([None, 1, "", "move", [], {}, "NEW", True])


def columns(chance, _head, sections):
    given = sections[0][2]
    sections[0][2] = chance.choice(
        [
            given[:-1],
            [*given, "more"],
            [*given[:-1], given[0]],
            [*given[:-1], 1],
            [*given[:-1], None],
            [*given[:-1], "No"],
            [*given[:-1], []],
            "name",
            {},
            None,
        ]
    )


def other_columns(chance, _head, sections):
    sections[chance.choice((1, 2))][2] = chance.choice([["name"], None, {}, "x", [1]])


def leaves(chance, _head, sections):
    """Leaves that are none."""
    at = chance.randrange(len(sections))
    sections[at][3] = chance.choice(
        [
            [],
            {},
            None,
            "x",
            1,
            {"n": 1},
            {"n": 0, "sha256": "0" * 64},
            {"n": 2_001, "sha256": "0" * 64},
            {"n": True, "sha256": "0" * 64},
            {"n": 1, "sha256": "0" * 63},
            {"n": 1, "sha256": "0" * 64, "more": 1},
            {"n": "1", "sha256": "0" * 64},
        ]
    )


def one_leaf(chance, _head, sections):
    """A leaf of another shape."""
    given = chance.choice(sections)[3]
    at = chance.randrange(len(given))
    given[at] = chance.choice([*WRONG, given[at][:-1], [*given[at], None], given[at][:2]])


def salt(chance, _head, sections):
    chosen = chance.choice(chance.choice(sections)[3])
    chosen[chance.randrange(2)] = chance.choice([*WRONG, "0" * 31, "0" * 33, "F" * 32])


def value(chance, _head, sections):
    """A value of a row that is not plain."""
    chosen = leaf(sections, "new")
    chosen[chance.randrange(2, len(chosen))] = chance.choice(
        [1.5, 2**53, -(2**53), 2**64, [], {}, ["x"], {"a": 1}, LONG, 1e300]
    )


def pair(chance, _head, sections):
    chosen = leaf(sections, "set")
    chosen[2][chance.choice(["name", "Name", "", "a" * 64])] = chance.choice(
        [
            None,
            1,
            "x",
            [],
            [1],
            [1, 2, 3],
            [1.5, 1],
            [1, [2]],
            [{}, 1],
            [2**53, 1],
            {"0": 1, "1": 2},
        ]
    )


def field(chance, _head, sections):
    chosen = leaf(sections, "set")
    chosen[2][chance.choice(["Name", "", "a" * 64, "名", "a b", "\n"])] = [1, 2]


def pairs(chance, _head, sections):
    leaf(sections, "set")[chance.choice((2, 3))] = chance.choice([None, [], 1, "x", [[1, 2]]])


def bases(chance, _head, sections):
    chosen = leaf(sections, "set")
    chosen[3][chance.choice(["name", "*"])] = chance.choice(
        [
            None,
            1,
            "x",
            {},
            [1],
            [[]],
            [["ab" * 16]],
            [["ab" * 16, 0]],
            [["ab" * 16, -1]],
            [["ab" * 16, 2**53]],
            [["ab" * 16, True]],
            [["ab" * 16, "1"]],
            [["ab" * 15, 1]],
            [["AB" * 16, 1]],
            [[1, 1]],
            [[None, 1]],
            [[[], 1]],
            [["ab" * 16, 1, 2]],
            [{"replica": "ab" * 16}],
        ]
    )


def group(chance, _head, sections):
    leaf(sections, "set")[3][chance.choice(["", "a" * 65, "名", "a b", "\n"])] = [["ab" * 16, 1]]


def left(chance, _head, sections):
    leaf(sections, "erase")[2] = chance.choice(
        [None, [], 1, "x", {"Name": 1}, {"name": []}, {"name": 1.5}, {"name": {}}, {"name": 2**53}]
    )


def twice(chance, _head, sections):
    """One ledger and kind in two sections."""
    sections.append([*sections[chance.randrange(len(sections))]])


def hashed(chance, _head, sections):
    """The hash of a leaf that is none."""
    chance.choice(sections)[3].append(chance.choice(["0" * 63, "0" * 65, "F" * 64, "g" * 64, ""]))


def many(_chance, _head, sections):
    """More leaves than a change has."""
    sections[0][3] = ["0" * 64] * 2_001


def heavy(_chance, _head, sections):
    """More bytes than a change of several leaves has."""
    row = sections[0][3][0]
    sections[0][3] = [[*row[:2], "x" * 60_000, *row[3:]] for _ in range(6)]


def deep(_chance, _head, sections):
    inside = []
    for _ in range(200):
        inside = [inside]
    leaf(sections, "set")[2]["name"] = [1, inside]


ALL = (
    *(heads, optional, note, fewer, more, first, clock, count, section, ledger, kind, columns),
    *(other_columns, leaves, one_leaf, salt, value, pair, field, pairs, bases, group, left, twice),
    *(hashed, many, heavy, deep),
)


def chosen(seed):
    """Give a violation and the chance it is done by."""
    chance = random.Random(seed)
    return chance.choice(ALL), chance
