"""Damages packages of changes in all the ways that drives, people and thieves do.

Each family gives the bytes of a file that no reader may take. Those of strangers and of drives
damage the file; those of a hostile or broken sender are signed as they should be.
"""

import copy
import json
import random
import zlib
from collections.abc import Iterator
from hashlib import sha256

from jianxi_desktop.sync import canonical, header
from jianxi_desktop.sync.records import CHANGE, CHECKPOINT, END, MANIFEST, Record
from tests.sync import edits, violations
from tests.sync.authors import Author, blob, edit, erasure, rows
from tests.sync.factory import office
from tests.sync.forging import Forge, framed


class Damager:
    """Makes damaged packages, every one of another kind and seed.

    Attributes:
        receiver: Who is to refuse them.
        trusted: The cards it trusts.
    """

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.sender = office("410305001", "南山社区党委")
        self.receiver = office("410305", "涧西区委组织部")
        self.stranger = office("410302", "别的单位")
        self.trusted = [self.sender.card]
        self._build()
        self.families = [
            *([self.bytes_of_the_file] * 4),
            *([self.violation] * 6),
            *([self.spelling] * 2),
            *([self.value_without_seal] * 2),
            *([self.order] * 2),
            *([self.bytes_inside] * 2),
            *(self.stream, self.locked, self.outside, self.replayed, self.wrong_keys),
            *(self.checkpoint, self.facts, self.end, self.contents, self.bomb),
        ]

    def good(self):
        """Give a package that is as it should be."""
        return self.forge.package(self.forge.plain(self.records))

    def packages(self, count) -> Iterator[tuple[str, bytes]]:
        """Give family and bytes of so many damaged packages."""
        made = 0
        while made < count:
            if made % 400 == 0:
                self._build()
            family = self.chance.choice(self.families)
            data = family()
            if data is not None and data not in self.whole:
                made += 1
                yield family.__name__, data

    def _build(self):
        """Write new packages to damage: two of the sender, each from the beginning."""
        self.author = Author(self.sender, replica=f"{self.chance.getrandbits(128):032x}")
        self.forge = Forge(self.sender, self.receiver, self.author)
        start = Author(self.sender, self.author.replica)
        every = rows(3, self.chance.randrange(1000)) + edit() + erasure(1)
        self.records = [self.author.record(every, **self._who()) for _ in range(2)]
        self.records.append(blob(self.chance.randbytes(self.chance.randrange(1, 400))))
        self.records.append(self.author.record(edit(), **self._who()))
        self.records.append(self.author.checkpoint())
        self.other = Forge(self.sender, self.receiver, start)
        theirs = [start.record(rows(2, 7)), start.checkpoint()]
        self.plains = [self.forge.plain(self.records), self.other.plain(theirs)]
        self.whole = [self.forge.package(self.plains[0]), self.other.package(self.plains[1])]

    def _who(self):
        return {"account": self.chance.choice([None, "12" * 16]), "undoes": None}

    # ---------------------------------------------------------------- drives and people

    def bytes_of_the_file(self):
        return edits.mutated(*self.whole, self.chance)

    # ---------------------------------------------------------------- strangers

    def wrong_keys(self):
        """Signed, addressed or locked by or to somebody else."""
        fields = header.split(self.whole[0]).fields
        locked = header.split(self.whole[0]).contents
        theirs = self.stranger.card
        other = self.forge.lock(self.plains[0], recipients=[theirs.recipient])
        right = {"ct_size": len(other), "ct_sha256": sha256(other).hexdigest()}
        as_theirs = {"from": {**fields["from"], "key": theirs.sign_key}}
        return self.chance.choice(
            [
                lambda: self.forge.signed(fields, locked, keys=self.stranger),
                lambda: self.forge.signed(fields | as_theirs, locked, keys=self.stranger),
                lambda: self.forge.signed(fields | as_theirs, locked),
                lambda: self.forge.signed(fields | {"to": [theirs.key_id]}, locked),
                lambda: self.forge.signed(fields | right, other),
                lambda: self.forge.signed(fields | right | {"to": [theirs.key_id]}, other),
            ]
        )()

    def replayed(self):
        """Contents that were sent, under an outside that was not."""
        fields = header.split(self.whole[0]).fields
        locked = header.split(self.whole[0]).contents
        given = {
            "id": f"{self.chance.getrandbits(128):032x}",
            "no": self.chance.randrange(2, 999_999),
            "created": "2026-12-01T08:30:00Z",
            "schema": "0099",
            "part": 2,
            "from": {**fields["from"], "replica": "99" * 16},
        }
        key = self.chance.choice(sorted(given))
        return self.forge.signed(fields | {key: given[key], "of": 2}, locked)

    # ---------------------------------------------------------------- under a valid signature

    def outside(self):
        """A header with a field that cannot be."""
        fields = header.split(self.whole[0]).fields
        key = self.chance.choice(sorted(fields))
        wrong = self.chance.choice([each for each in violations.WRONG if each != "x"])
        if key in ("v", "suite", "part", "of", "min_reader", "no") and wrong is True:
            wrong = 0
        changed = {name: each for name, each in fields.items() if name != key}
        if self.chance.random() < 0.8:
            changed[key] = wrong
        return self.forge.signed(changed, header.split(self.whole[0]).contents)

    def locked(self):
        """Damage in the locked part."""
        whole, other = (header.split(each).contents for each in self.whole)
        damaged = edits.mutated(whole, other, self.chance)
        if damaged in (whole, other) or not damaged:
            return None
        return self.forge.package(self.plains[0], locked=damaged)

    def stream(self):
        """Damage in the compressed stream."""
        whole, other = (zlib.compress(each, 1) for each in self.plains)
        damaged = edits.mutated(whole, other, self.chance)
        with_same_meaning = edits.inflated(damaged) in self.plains
        return None if with_same_meaning else self.forge.package(self.plains[0], packed=damaged)

    def bytes_inside(self):
        """Damage in the records."""
        damaged = edits.mutated(*self.plains, self.chance)
        return None if damaged in self.plains else self.forge.package(damaged)

    def order(self):
        """Records lost, twice, in another order, of another type."""
        records, chance = list(self.records), self.chance
        at, to = chance.randrange(len(records)), chance.randrange(len(records))
        body = records[at].body
        way = chance.choice(["lost", "twice", "moved", "type", "none", "first", "last"])
        if way == "lost":
            del records[at]
        elif way == "twice":
            records.insert(to, records[at])
        elif way == "moved":
            records.insert(to, records.pop(at))
        elif way == "type":
            records[at] = Record(chance.choice([0, 2, 4, 6, 8, 10, 12, 254]), body)
        elif way == "none":
            records = []
        else:
            inserted = Record(MANIFEST if way == "first" else END, chance.choice([b"{}", body]))
            records.insert(to, inserted)
        if edits.means_the_same(records, self.records):
            return None
        return self.forge.package(self.forge.plain(records))

    def value_without_seal(self):
        """A change in which something stands otherwise than its author sealed it."""
        records, at = list(self.records), self.chance.choice((0, 1, 3))
        parsed = json.loads(records[at].body)
        edits.edit_somewhere(parsed, self.chance)
        body = canonical.spell(parsed)
        if body == records[at].body:
            return None
        records[at] = Record(CHANGE, body)
        return self.forge.package(self.forge.plain(records))

    def violation(self):
        """A change of another shape, sealed and signed as it stands."""
        violate = self.violated = self.chance.choice(violations.ALL)
        return self._with_last(lambda head, sections: violate(self.chance, head, sections), violate)

    def _with_last(self, violate, named):
        """Put a change that violates a rule in the place of the last, everything else right."""
        head, sections = copy.deepcopy(json.loads(self.records[0].body))
        last = json.loads(self.records[1].body)[0]
        head |= {key: last[key] + 1 for key in ("seq", "first")}
        head |= {"prev": last["hash"], "hlc": [last["hlc"][0], last["hlc"][1] + 1]}
        violate(head, sections)
        if named not in (violations.count, violations.heads) and "writes" in head:
            head["writes"] = edits.count(sections)
        head["hash"] = edits.seal(head, sections)
        return self._closed([*self.records[:2]], canonical.spell([head, sections]), head)

    def _closed(self, before, body, head):
        """Sign where the chain then stands, and close the package."""
        seq = head.get("seq")
        seq = seq if type(seq) is int and 0 < seq < 2**53 else 3
        end = [seq, head.get("hash", "0" * 64)]
        text = b"jxcheckpoint-v1\0" + canonical.spell([self.author.chain, *end])
        fields = {
            "chain": self.author.chain,
            "seq": end[0],
            "hash": end[1],
            "key": self.sender.card.sign_key,
            "signature": self.sender.sign(text).hex(),
        }
        signed = Record(CHECKPOINT, canonical.spell(fields))
        records = [*before, Record(CHANGE, body), signed]
        return self.forge.package(self.forge.plain(records, to={self.author.chain: end}))

    def spelling(self):
        """A change as it should be, spelled in another way."""
        at = self.chance.choice((0, 1, 3))
        text = self.records[at].body.decode()
        head = json.loads(text)[0]
        spelled = self.chance.choice(
            [
                text + " ",
                " " + text,
                text.replace(",", ", ", 1),
                text.replace('"account"', '"\\u0061ccount"', 1),
                text.replace('"seq":', '"seq":1,"seq":', 1),
                text.replace('"undoes":null', '"undoes":null,"undoes":null', 1),
                text.replace(f'"seq":{head["seq"]}', f'"seq":{head["seq"]}.0', 1),
                text.replace(f'"seq":{head["seq"]}', f'"seq":{head["seq"]}e0', 1),
                text.replace('"undoes":null', '"undoes":NaN', 1),
                text.replace('"undoes":null', '"undoes":-0', 1),
                text.replace('"undoes":null', '"undoes":' + "9" * 5_000, 1),
                text.replace("王", "\\u738b", 1),
                text.replace("[{", '[{"a":1,', 1),
                text[:-1],
                text + "]",
                "\ufeff" + text,
                "[" * 100_000,
                "{" * 100_000,
                '[{"a":' * 30_000,
                "[" + "[]," * 140_000 + "[]]",
                "",
                "null",
                "[]",
                "[{},[]]",
            ]
        )
        if spelled == text:
            return None
        records = list(self.records)
        records[at] = Record(CHANGE, spelled.encode())
        return self.forge.package(self.forge.plain(records))

    def checkpoint(self):
        """A checkpoint that vouches for nothing."""
        fields = json.loads(self.records[-1].body)
        key = self.chance.choice(sorted(fields))
        wrong = self.chance.choice([*violations.WRONG, 2, "1" * 64, "1" * 128])
        way = self.chance.choice(["field", "fewer", "more", "other key", "earlier"])
        if way == "field":
            fields[key] = wrong
        elif way == "fewer":
            del fields[key]
        elif way == "more":
            fields["more"] = 1
        elif way == "earlier":
            head = json.loads(self.records[0].body)[0]
            fields |= {"seq": head["seq"], "hash": head["hash"]}
            self._sign(fields, self.sender)
        else:
            self._sign(fields, self.stranger)
        body = canonical.spell(fields)
        if body == self.records[-1].body:
            return None
        return self.forge.package(self.forge.plain([*self.records[:-1], Record(CHECKPOINT, body)]))

    def _sign(self, fields, keys):
        text = canonical.spell([fields["chain"], fields["seq"], fields["hash"]])
        fields["signature"] = keys.sign(b"jxcheckpoint-v1\0" + text).hex()

    def facts(self):
        """Facts that are missing or cannot be, or that say another beginning."""
        forge, chance = Forge(self.sender, self.receiver, self.author), self.chance
        key = chance.choice(sorted(set(forge.facts)))
        wrong = chance.choice(
            [each for each in violations.WRONG if each not in ([], {}, None) or key == "unit"]
        )
        head = json.loads(self.records[0].body)[0]
        usual = ["field", "fewer", "base", "not the base", "deep"]
        way = "wide" if chance.random() < 0.02 else chance.choice(usual)
        if way == "field":
            if key == "app" and isinstance(wrong, str) and 0 < len(wrong) <= 100 and wrong != "\0":
                return None
            if key == "unit" and wrong == "x":
                return None
            forge.facts[key] = wrong
        elif way == "fewer":
            del forge.facts[key]
        elif way == "base":
            end = chance.choice(
                [[1, "0" * 64], [1, head["hash"]], [0, "0" * 64], [2**53, "0" * 64]]
            )
            forge.facts["base"] = {self.author.chain: end}
        elif way == "not the base":
            forge.facts["base"] = {chance.choice(["", "x", "../..", "a" * 32]): [1, "0" * 64]}
        elif way == "deep":
            forge.facts["acks"] = json.loads("[" * 500 + "]" * 500)
        else:
            forge.facts["wants"] = ["0" * 64] * 60_001
        return forge.package(forge.plain(self.records))

    def end(self):
        """A last record that does not confirm what came."""
        chain, to = self.author.chain, self.author.end
        counts = json.loads(edits.last(self.plains[0]))["counts"]
        given = self.chance.choice(
            [
                {"to": {}},
                {"to": {chain: [to[0] + 1, to[1]]}},
                {"to": {chain: [to[0], "0" * 64]}},
                {"to": {chain: to, "ab" * 16 + "/org/1": [1, "0" * 64]}},
                {"to": {chain: [True, to[1]]}},
                {"to": {chain: to[0]}},
                {"to": []},
                {"sha256": "0" * 64},
                {"sha256": None},
                {"more": 1},
                {"counts": {}},
                {"counts": counts | {"changes": 1}},
                {"counts": counts | {"more": 1}},
                {"counts": counts | {"blobs": True}},
                {"closing": None},
                {"closing": {}},
                {"closing": []},
            ]
        )
        return self.forge.package(self.forge.plain(self.records, **given))

    def contents(self):
        """Contents that are not what their digest says, certificates that are none."""
        records, chance = list(self.records), self.chance
        content = bytearray(records[2].body)
        wrong = chance.choice(
            [
                Record(6, b""),
                Record(6, sha256(b"").digest()),
                Record(6, bytes(content[:-1])),
                Record(6, bytes(content) + b"x"),
                Record(6, bytes(32) + bytes(content[32:])),
                Record(8, b""),
                Record(8, b"{}"),
                Record(8, b"\xff"),
                Record(8, canonical.spell({"format": "jianxi-certificate", "v": 1})),
                Record(8, canonical.spell({"format": "jianxi-certificate", "v": 99})),
                Record(8, canonical.spell({"format": "jianxi-revocation", "v": 1, "ends": []})),
                Record(8, b"[" * 60_000),
                Record(8, b"x" * 65_537),
                Record(10, b"x" * 5_000),
                Record(14, b""),
            ]
        )
        records.insert(chance.randrange(3), wrong)
        return self.forge.package(self.forge.plain(records))

    def bomb(self):
        """What would become large, deep or long."""
        chance = self.chance
        size = chance.choice([1 << 18, 1 << 20])
        heavy = self.forge.manifest() + framed(77, bytes(size))
        many = self.forge.manifest() + framed(77, b"") * 5_000
        return chance.choice(
            [
                lambda: self.forge.package(heavy, raw_size=len(heavy)),
                lambda: self.forge.package(heavy, raw_size=100_000),
                lambda: self.forge.package(heavy, raw_size=1 << 30),
                lambda: self.forge.package(many),
                lambda: self.forge.package(self.forge.manifest() + b"\x02\xff\xff\xff\xff"),
                lambda: self.forge.package(self.plains[0], raw_size=len(self.plains[0]) + 1),
                lambda: self.forge.package(self.plains[0], raw_size=len(self.plains[0]) - 1),
                lambda: self.forge.package(self.plains[0], recipients=_many(self)),
            ]
        )()


def _many(damager):
    return [damager.receiver.card.recipient, damager.stranger.card.recipient]
