"""Packages of changes that are signed and locked as they should be, whatever is inside."""

import zlib
from dataclasses import replace
from hashlib import sha256

from jianxi_desktop.sync import canonical, header, locking
from jianxi_desktop.sync.header import Header
from jianxi_desktop.sync.records import (
    BLOB,
    CERTIFICATE,
    CHANGE,
    CHECKPOINT,
    END,
    MANIFEST,
    Record,
)
from tests.sync.authors import Author, told

COUNTED = {CHANGE: "changes", BLOB: "blobs", CERTIFICATE: "certificates", CHECKPOINT: "checkpoints"}


def framed(kind, body):
    return bytes((kind,)) + len(body).to_bytes(4, "big") + body


def counts_of(records):
    """Count records as their writer does; what is no change counts no writes."""
    counts = dict.fromkeys((*COUNTED.values(), "writes"), 0)
    for kind, body in records:
        if kind in COUNTED:
            counts[COUNTED[kind]] += 1
        if kind == CHANGE:
            counts["writes"] += writes_of(body)
    return counts


def writes_of(body):
    try:
        return int(canonical.parse(body)[0]["writes"])
    except (ValueError, TypeError, LookupError):
        return 0


class Forge:
    """Puts records together, locks and signs them.

    Attributes:
        author: Whose chain the records are of.
        facts: Of the manifest.
    """

    def __init__(self, sender, receiver, author=None):
        self.sender, self.receiver = sender, receiver
        self.author = author or Author(sender)
        self.facts = told()
        self.outside = Header(
            id="0" * 31 + "1",
            number=1,
            kind="changes",
            replica=self.author.replica,
            sender_key=sender.card.sign_key,
            to=(receiver.card.key_id,),
            created="2026-11-20T08:30:00Z",
            schema="1",
            contents_size=1,
            contents_sha256="0" * 64,
            raw_size=1,
            min_reader=2,
        )

    def manifest(self, **outside):
        first = {"outside": self.outside.binding() | outside, "facts": self.facts}
        return framed(MANIFEST, canonical.spell(first))

    def plain(self, records, *, to=None, first=None, **end):
        """Spell a whole stream; what is not given is as it has to be."""
        records = list(records)
        before = (self.manifest() if first is None else first) + b"".join(
            framed(*each) for each in records
        )
        closing = {"to": self.author.vector if to is None else to}
        last = {
            "counts": counts_of(records),
            "closing": closing,
            "sha256": sha256(before).hexdigest(),
        }
        return before + framed(END, canonical.spell(last | end))

    def lock(self, plain, *, packed=None, recipients=None):
        packed = zlib.compress(plain, 1) if packed is None else packed
        return locking.lock(packed, recipients or [self.receiver.card.recipient])

    def package(self, plain, *, locked=None, packed=None, recipients=None, fields=None, **outside):
        """Give the bytes of a file around a stream."""
        if locked is None:
            locked = self.lock(plain, packed=packed, recipients=recipients)
        given = {
            "contents_size": len(locked),
            "contents_sha256": sha256(locked).hexdigest(),
            "raw_size": len(plain),
        }
        made = replace(self.outside, **(given | outside))
        return self.signed(made.fields() | (fields or {}), locked)

    def signed(self, fields, locked, *, keys=None):
        spelled = canonical.spell(fields)
        start = header.MAGIC + len(spelled).to_bytes(4, "big") + spelled
        return start + (keys or self.sender).sign(b"jxpkg-v1\0" + start) + locked


def small(author, rows_each=2):
    """Give the records of a small package, each kind among them."""
    return list(author.records(2, rows_each))


def unrolled(records):
    return [Record(*each) for each in records]
