"""Follows the records of a package of changes: strictly when one is read, loosely when written.

Each chain goes on, change by change, from where the package says it begins to where its last
record says it ends, and its end is signed. Nothing is kept but where each chain stands.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Protocol

from jianxi_desktop.sync import canonical, certificates, changes, checkpoints
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.changes import WireChange
from jianxi_desktop.sync.facts import CHAINS_LIMIT, End, check_facts, vector_of
from jianxi_desktop.sync.records import (
    BLOB,
    BLOB_LIMIT,
    CERTIFICATE,
    CHANGE,
    CHECKPOINT,
    END,
    MANIFEST,
    Record,
    object_of,
)
from jianxi_desktop.sync.refusals import refusal

# Longest body of each kind.
LIMITS = {
    MANIFEST: 8 << 20,
    CHANGE: changes.CHANGE_LIMIT,
    BLOB: 32 + BLOB_LIMIT,
    CERTIFICATE: certificates.TEXT_LIMIT,
    CHECKPOINT: 4_096,
    END: 8 << 20,
}
_MANIFEST_VALUES = 400_000
_BLOBS_LIMIT = 100_000
_COUNTED = {
    CHANGE: "changes",
    BLOB: "blobs",
    CERTIFICATE: "certificates",
    CHECKPOINT: "checkpoints",
}


class RecordsCheck(Protocol):
    """Follows the records of one kind of package.

    Attributes:
        counts: What there is, by its name.
        closing: What the last record says besides.
    """

    counts: dict[str, int]
    closing: JsonObject

    def take(self, kind: int, body: bytes, before: str) -> None:
        """Check one record; ``before`` is the digest of all before the last."""

    @property
    def manifest(self) -> JsonObject:
        """The first record."""


class Chains:
    """Where each chain stands while its changes go by."""

    def __init__(self, base: dict[str, End]) -> None:
        self._ends: dict[str, End | None] = {**base}
        self._clocks: dict[str, int] = {}
        self._signed: dict[str, End] = {}

    def go_on(self, change: WireChange) -> None:
        """Take the next change of a chain.

        Raises:
            PackageRefusedError: It is not the next one.
        """
        chain = change.chain
        end = self._ends.get(chain)
        follows = (
            change.prev is None
            if end is None
            else (change.seq, change.prev) == (end[0] + 1, end[1])
        )
        if not follows:
            raise refusal("package_chain_broken", "not the next of its chain")
        if change.hlc <= self._clocks.get(chain, -1):
            raise refusal("package_chain_broken", "a clock that goes back")
        if len(self._clocks) > CHAINS_LIMIT:
            raise refusal("package_malformed", "too many chains")
        self._ends[chain], self._clocks[chain] = (change.seq, change.hash), change.hlc

    def sign(self, checkpoint: checkpoints.Checkpoint) -> None:
        """Take a signature over where a chain stands now.

        Raises:
            PackageRefusedError: The chain has no change here, or stands elsewhere.
        """
        end = (checkpoint.seq, checkpoint.hash)
        if checkpoint.chain not in self._clocks or self._ends[checkpoint.chain] != end:
            raise refusal("package_checkpoint_wrong", "not over where the chain stands")
        if self._signed.get(checkpoint.chain) == end:
            raise refusal("package_checkpoint_wrong", "signed twice")
        self._signed[checkpoint.chain] = end

    def end(self, to: dict[str, End]) -> None:
        """Confirm the ends of all chains that had changes.

        Raises:
            PackageRefusedError: They are others, or one is not signed.
        """
        ends = {chain: self._ends[chain] for chain in self._clocks}
        if ends != to:
            raise refusal("package_chain_broken", "chains do not end where it says")
        if self._signed != to:
            raise refusal("package_checkpoint_wrong", "the end of a chain is not signed")


class _Blobs:
    """The contents seen so far, each of which travels once."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def take(self, body: bytes) -> None:
        digest = body[:32]
        if hashlib.sha256(memoryview(body)[32:]).digest() != digest or len(body) <= 32:
            raise refusal("package_blob_wrong", "another digest")
        if digest in self._seen or len(self._seen) >= _BLOBS_LIMIT:
            raise refusal("package_blob_wrong", "twice, or too many")
        self._seen.add(digest)


class ChangesCheck:
    """Follows the records of a package of changes strictly.

    Attributes:
        counts: Changes, writes, blobs, certificates, checkpoints.
        closing: What the last record says: ``to``.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys((*_COUNTED.values(), "writes"), 0)
        self.closing: JsonObject = {}
        self._manifest: JsonObject | None = None
        self._ended = False
        self._chains = Chains({})
        self._blobs = _Blobs()

    def take(self, kind: int, body: bytes, before: str) -> None:
        """Check one record; ``before`` is the digest of all before the last.

        Raises:
            PackageRefusedError: It is not as it has to be.
        """
        if (kind == MANIFEST) is not (self._manifest is None) or self._ended:
            raise refusal("package_malformed", "records out of order")
        if kind == MANIFEST:
            self._begin(body)
        elif kind == END:
            self._end(body, before)
        elif kind in _COUNTED:
            self._count(kind, body)
        elif kind % 2 == 0:
            raise refusal("package_newer", f"record of type {kind}")

    @property
    def manifest(self) -> JsonObject:
        """The first record.

        Raises:
            PackageRefusedError: The first or the last record is missing.
        """
        if self._manifest is None or not self._ended:
            raise refusal("package_malformed", "no first or no last record")
        return self._manifest

    def _begin(self, body: bytes) -> None:
        if sum(map(body.count, (b",", b"[", b"{"))) > _MANIFEST_VALUES:
            raise refusal("package_malformed", "too many facts")
        self._manifest = object_of(body)
        facts = self._manifest.get("facts")
        if not isinstance(facts, dict):
            raise refusal("package_malformed", "no facts")
        check_facts(facts)
        self._chains = Chains(vector_of(facts, "base"))

    def _end(self, body: bytes, before: str) -> None:
        if sum(map(body.count, (b",", b"[", b"{"))) > _MANIFEST_VALUES:
            raise refusal("package_malformed", "too many ends")
        end = object_of(body)
        closing = end.get("closing")
        if not isinstance(closing, dict):
            raise refusal("package_malformed", "no closing")
        again = {"counts": self.counts, "closing": closing, "sha256": before}
        if canonical.spell(again) != body:
            raise refusal("package_end_wrong")
        self._chains.end(vector_of(closing, "to"))
        self.closing, self._ended = closing, True

    def _count(self, kind: int, body: bytes) -> None:
        self.counts[_COUNTED[kind]] += 1
        if kind == CHANGE:
            change = changes.check_change(body)
            self._chains.go_on(change)
            self.counts["writes"] += change.writes
        elif kind == BLOB:
            self._blobs.take(body)
        elif kind == CERTIFICATE:
            certificates.read(body)
        else:
            self._checkpoint(body)

    def _checkpoint(self, body: bytes) -> None:
        checkpoint = checkpoints.open_checkpoint(body)
        self._chains.sign(checkpoint)
        if not checkpoints.fits(checkpoint):
            raise refusal("package_checkpoint_wrong", "the signature does not fit")


class Outgoing:
    """Follows records of our own, so that none leaves that every receiver would refuse.

    Leaves are not looked at again: the journal spelled and sealed them.

    Attributes:
        counts: As of ``ChangesCheck``.
    """

    def __init__(self, facts: JsonObject) -> None:
        check_facts(facts)
        self.counts = dict.fromkeys((*_COUNTED.values(), "writes"), 0)
        self._chains = Chains(vector_of(facts, "base"))
        self._blobs = _Blobs()

    def follow(self, records: Iterable[Record]) -> Iterator[Record]:
        """Give the records on, each looked at.

        Raises:
            PackageRefusedError: A record that no reader takes; a mistake of the caller.
        """
        for record in records:
            kind, body = record
            if kind not in _COUNTED or len(body) > LIMITS[kind]:
                raise refusal("package_beyond_limit", f"record of type {kind}")
            self.counts[_COUNTED[kind]] += 1
            if kind == CHANGE:
                change = changes.head_of(body)
                self._chains.go_on(change)
                self.counts["writes"] += change.writes
            elif kind == CHECKPOINT:
                self._chains.sign(checkpoints.open_checkpoint(body))
            elif kind == BLOB:
                self._blobs.take(body)
            else:
                certificates.read(body)
            yield record

    def end(self, closing: JsonObject) -> JsonObject:
        """Give what the last record says besides the digest.

        Raises:
            PackageRefusedError: The chains end elsewhere; a mistake of the caller.
        """
        self._chains.end(vector_of(closing, "to"))
        return {"counts": {**self.counts}, "closing": closing}
