"""Authors of changes: chains as the journal writes them, and packages of them."""

import json
import os
import zlib
from hashlib import sha256
from uuid import UUID

from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.seals import seal
from jianxi_desktop.sync import checkpoints
from jianxi_desktop.sync.changes import WireChange, spell_change
from jianxi_desktop.sync.records import BLOB, CHANGE, CHECKPOINT, Record
from tests.sync.factory import facts, office

NAMES = ("𠮷田", "㐂", "王芳", "欧阳", '"\\\n', "")
COLUMNS = ("name", "born_on", "party", "points", "remark")


def rows(count, start=0):
    """Spell rows written whole."""
    ids = [f"{n:032x}" for n in range(start, start + count)]
    cells = (
        ids,
        [NAMES[n % 6] for n in range(count)],
        [f"19{n % 90 + 10}-01-01" for n in range(count)],
        [n % 2 == 0 for n in range(count)],
        [n * 100 for n in range(count)],
        [None] * count,
    )
    return [(("person", "new", COLUMNS), blocks.new_leaves(cells, count))]


def edit(row=0, seen=("cd" * 16, 1)):
    """Spell fields that were set."""
    pairs = {"name": ["王芳", "王方"], "remark": [None, "更正"]}
    bases = {"name": [list(seen)], "remark": [list(seen)]}
    return [(("person", "set", ()), [blocks.leaf_of(f"{row:032x}", pairs, bases)])]


def removal(row=0, seen=("cd" * 16, 1)):
    """Spell a removal, which names everything it saw."""
    pairs = {"removed_on": [None, "2026-11-20"], "removed_why": [None, "重复"]}
    leaf = blocks.leaf_of(f"{row:032x}", pairs, {"removed": [list(seen)], "*": [list(seen)]})
    return [(("person", "set", ()), [leaf])]


def erasure(row=0):
    """Spell the note of an erasure."""
    return [(("person", "erase", ()), [blocks.leaf_of(f"{row:032x}", {"name": "已删除"})])]


def reseal(change):
    """Give a change the hash that fits what it says now."""
    values = {
        **change._asdict(),
        "account": UUID(change.account) if change.account else None,
        "app_schema": change.schema,
        "prev": bytes.fromhex(change.prev) if change.prev else None,
    }
    seals = blocks.seals_in(change.sections)
    return change._replace(hash=seal(change.replica, change.scope, values, seals).hex())


class Author:
    """One database and the PC it is on."""

    def __init__(self, keys, replica="ab" * 16):
        self.keys, self.replica = keys, replica
        self.scope = f"org/{keys.card.unit}"
        self.seq, self.hash, self.clock = 0, None, 1_760_000_000_000 << 16

    @property
    def chain(self):
        return f"{self.replica}/{self.scope}"

    @property
    def end(self):
        return [self.seq, self.hash]

    @property
    def vector(self):
        return {self.chain: self.end} if self.seq else {}

    def change(self, sections, **other):
        """Write the next change of the chain."""
        block = blocks.Block()
        for head, leaves in sections:
            block.add(head, leaves)
        self.clock += 7
        given = {
            "replica": self.replica,
            "scope": self.scope,
            "seq": self.seq + 1,
            "first": self.seq + 1,
            "hlc": self.clock,
            "account": "12" * 16,
            "action": "change",
            "undoes": None,
            "schema": "0002",
            "note": json.dumps(
                ["00" * 16, "更正", {"count": 1}], ensure_ascii=False, separators=(",", ":")
            ),
            "prev": self.hash,
            "hash": "",
            "writes": block.writes,
            "sections": json.loads(zlib.decompress(block.pack())),
        }
        made = reseal(WireChange(**(given | other)))
        self.seq, self.hash = made.seq, made.hash
        return made

    def record(self, sections, **other):
        return Record(CHANGE, spell_change(self.change(sections, **other)))

    def checkpoint(self):
        signed = checkpoints.sign(self.keys, self.chain, self.seq, self.hash)
        return Record(CHECKPOINT, checkpoints.spell_checkpoint(signed))

    def records(self, count=3, rows_each=5):
        """Give some changes of every kind, a photo, and the checkpoint."""
        for n in range(count):
            yield self.record(rows(rows_each, n * rows_each))
        yield self.record(edit() + erasure(1))
        yield blob(os.urandom(500))
        yield self.record(removal(2))
        yield self.checkpoint()


def blob(content):
    return Record(BLOB, sha256(content).digest() + content)


def told(**other):
    """Give what the sender of changes says to receivers."""
    given = {
        "app": "0.1.0",
        "unit": "410305001",
        "kind": "increment",
        "base": {},
        "acks": {},
        "past": [],
        "wants": [],
        "accounts": {"12" * 16: "王芳"},
        "places": {"ab" * 16: {"unit": "410305001", "name": "南山社区党委"}},
        "audit": None,
    }
    return given | other


def changes_facts(number=1, *, manifest=None, **other):
    return facts(number, manifest=told() if manifest is None else manifest, **other)


def community_office():
    return office("410305001", "南山社区党委")
