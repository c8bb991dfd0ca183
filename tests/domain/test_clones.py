"""Three thousand silent copies: each is noticed at its first meeting, and mending loses nothing.

By numbers alone more than half would be taken for old acquaintances; the hash tells them apart.
"""

import random

from jianxi_desktop.domain.registers import Dot, Write, fold
from jianxi_desktop.domain.vectors import compare, step

RUNS = 3_000
CHAIN = "a" * 32 + "/org/410305008001"
COLUMNS = ("name", "phone", "address", "removed_on", "removed_why")


class File:
    """One file of the database: its changes, each a write of one field over what stood there."""

    def __init__(self, changes=(), replica="a" * 32):
        self.changes = list(changes)
        self.replica = replica

    def write(self, chance, mark):
        field = chance.choice(COLUMNS[:3])
        heads = [change for change in self.changes if field in change.values][-1:]
        seen = frozenset(change.dot for change in heads)
        dot = Dot(self.replica, len(self.changes) + 1)
        kind = "set" if self.changes else "new"
        value = {field: f"{mark}{dot.seq}"} if self.changes else dict.fromkeys(COLUMNS[:3], "0")
        self.changes.append(Write(dot, chance.randrange(1 << 40), kind, value, {field: seen}))

    def hash(self, seq):
        return str(hash(tuple((c.dot, c.hlc, *c.values.items()) for c in self.changes[:seq])))

    @property
    def end(self):
        return len(self.changes), self.hash(len(self.changes))

    def known(self, _chain, seq):
        return self.hash(seq) if 1 <= seq <= len(self.changes) else None


def stories():
    for seed in range(RUNS):
        chance = random.Random(seed)
        first = File()
        for _ in range(chance.randint(1, 8)):
            first.write(chance, "同")
        other = File(first.changes)
        common = len(first.changes)
        for file, mark in ((first, "甲"), (other, "乙")):
            for _ in range(chance.randint(1, 6)):
                file.write(chance, mark)
        yield chance, first, other, common


def meets(receiver, sender, base):
    """What a receiver that knows one file says to a package of the other."""
    ours = {CHAIN: receiver.end}
    begin = {CHAIN: (base, sender.hash(base))} if base else {}
    to = {CHAIN: sender.end}
    verdict = compare(ours, begin, to, receiver.known, to)
    if verdict.kind in ("fork", "gap"):
        return verdict.kind
    for seq in range(base + 1, sender.end[0] + 1):
        prev = sender.hash(seq - 1) if seq > 1 else None
        kind = step(ours, CHAIN, seq, prev, sender.hash(seq), receiver.known)
        if kind in ("fork", "gap"):
            return kind
    return "taken"


def test_that_every_copy_is_noticed_at_its_first_meeting():
    by_number = 0
    for chance, first, other, common in stories():
        sender, receiver = chance.sample((first, other), 2)
        base = chance.randint(0, common)
        assert meets(receiver, sender, base) == "fork"
        by_number += sender.end[0] <= receiver.end[0]
    assert by_number > 500  # as many would have passed for packages that bring nothing new


def mended(file, agreed):
    """The file's changes behind the agreed point under a new name, as ``db.mending`` makes them."""
    new = "b" * 32

    def named(dot):
        return Dot(new, dot.seq - agreed) if dot.seq > agreed else dot

    return file.changes[:agreed], [
        change._replace(
            dot=named(change.dot),
            bases={key: frozenset(map(named, dots)) for key, dots in change.bases.items()},
        )
        for change in file.changes[agreed:]
    ]


def test_that_mending_keeps_every_value_of_both_files():
    for chance, first, other, common in stories():
        agreed = chance.randint(0, common)
        kept, again = mended(other, agreed)
        together = fold([*first.changes, *again], lambda column: column, COLUMNS)
        for file in (first, other):
            last = {field: change for change in file.changes for field in change.values}
            for field, change in last.items():
                if change.dot.seq > common:  # nobody else can have seen it and written over it
                    values = {version.values[field] for version in together.heads[field]}
                    assert change.values[field] in values
        equal = fold([*kept, *again], lambda column: column, COLUMNS)
        assert equal.values == fold(other.changes, lambda column: column, COLUMNS).values
        assert not equal.conflicts
