"""What goes into a package: chains of changes behind what the receiver holds, veiled below us."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from jianxi_desktop import __version__
from jianxi_desktop.db import history, mending, moves, peers, shipping, transfer, wants
from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.db.reach import Reach
from jianxi_desktop.db.shipping import ChainRow
from jianxi_desktop.domain import blocks, vectors
from jianxi_desktop.domain.deeds import COPYING
from jianxi_desktop.domain.vectors import Mark, Vector
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import entitlements, trust
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.veiling import Eyes
from jianxi_desktop.sync import changes, checkpoints, records
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.changes import WireChange
from jianxi_desktop.sync.keys import Card, OfficeKeys
from jianxi_desktop.sync.records import Record

PART_LIMIT = 200 << 20  # raw bytes at which a part ends; sync-and-safety.md, 13
_MOST_WANTED = 1_000


@dataclass
class Load:
    """What is to be sent.

    Attributes:
        chains: Of which something is sent, by name.
        base: Where the receiver stands; a chain that is not named begins with its first change.
        full: Everything is sent, whatever the receiver holds.
        veil: Whose eyes it is for, where not all of it is.
    """

    chains: dict[str, ChainRow]
    base: dict[str, Mark]
    full: bool
    veil: Reach | None = None
    facts: JsonObject = field(default_factory=dict)


def load_for(
    office: Office, connection: Connection, receivers: Sequence[Card], *, full: bool
) -> Load:
    """Find what some receivers lack.

    Raises:
        InputError: One of them holds another history of a chain than we do.
    """
    known = shipping.chains(connection)
    held = vectors.lowest([peers.acknowledged(connection, card.key_id) for card in receivers])
    chains, veil = _chains_for(office, connection, receivers[0], known)
    every = {chain: row for chain, row in chains.items() if row.hash}
    ends = shipping.whole(connection, known)
    every = {chain: _up_to(row, ends[chain]) for chain, row in every.items() if chain in ends}
    every = _vouched_for(connection, every)
    ours = shipping.ends(every)
    parcel = vectors.parcel(ours, held, shipping.known_hash(connection, known))
    if parcel.forked:
        raise _forked(receivers[0])
    base = {} if full else dict(parcel.base)
    sent = every if full else {chain: every[chain] for chain in parcel.to}
    if veil is not None and not full and held:
        full = moves.moved_in(connection, office.catalog, veil, sent, base)
        if full:
            base, sent = {}, every
    return Load(sent, base, full or not held, veil)


def _chains_for(
    office: Office, connection: Connection, receiver: Card, known: Mapping[str, ChainRow]
) -> tuple[dict[str, ChainRow], Reach | None]:
    """Give the chains that concern a receiver, and what of them is veiled.

    Upwards goes what was written here and below, and back to its author what he has lost; to a PC
    of the same unit everything; downwards what concerns that subtree, of all who may write it or
    have made what has come into it since.
    """
    own = Reach(connection, office.catalog, office.unit.code)
    if receiver.unit == office.unit.code:
        return dict(known), None
    if _is_above(own, receiver.unit):
        theirs = organisation_id(receiver.unit)  # what they wrote and may have lost
        return {
            chain: row
            for chain, row in known.items()
            if row.number in own.below or organisation_id(row.unit) == theirs
        }, None
    reach = Reach(connection, office.catalog, receiver.unit)
    wanted = reach.below | reach.above | own.above | reach.authors()
    return {chain: row for chain, row in known.items() if row.number in wanted}, reach


def _vouched_for(connection: Connection, every: dict[str, ChainRow]) -> dict[str, ChainRow]:
    """Leave out chains of a withdrawn key that go beyond what is taken of them.

    We took more of them before we knew; whoever knows already would refuse the whole package.
    """
    known = entitlements.entitlements(connection)
    return {
        chain: row
        for chain, row in every.items()
        if row.key is None or known.travels(row.key, chain, row.mark)
    }


def _up_to(row: ChainRow, mark: Mark) -> ChainRow:
    return row._replace(seq=mark[0], hash=mark[1])


def _is_above(own: Reach, unit: str) -> bool:
    return own.unit.startswith(unit) or organisation_id(unit) in own.line()


class Sending:
    """Gives the records of one sending, part after part."""

    def __init__(
        self,
        office: Office,
        connection: Connection,
        load: Load,
        receivers: Sequence[Card],
        limit: int = PART_LIMIT,
    ) -> None:
        self._office = office
        self._connection = connection
        self._load = load
        self._receivers = receivers
        self._limit = limit
        self._keys = {keys.card.key_id: keys for keys in trust.every_key_in(connection)}
        self._current = trust.keys_in(connection)
        self._rows = self._every_row()
        self._next = next(self._rows, None)
        self._at: dict[str, Mark] = dict(load.base)
        self._ends: dict[str, Mark] = {}
        self._eyes = None if load.veil is None else Eyes(office, connection, load.veil)
        self._ours: Eyes | None = None
        self._sent: set[str] = set()
        self.changes = 0
        self.writes = 0
        self.parts = 0

    def more(self) -> bool:
        """Tell whether another part is needed; the first one always is."""
        return self.parts == 0 or self._next is not None

    def facts(self) -> JsonObject:
        """Give what the next part says of itself."""
        known = shipping.chains(self._connection)
        own = history.own_replica(self._connection)
        forked = mending.shared(self._connection)
        ours = [row for row in self._own(known) if row.replica not in forked]
        places = {
            row.replica: {"unit": row.unit, "name": row.name}
            for chain, row in known.items()
            if self._load.veil is None or chain in self._load.chains
        }
        audit = transfer.audit_end(self._connection)
        whole = shipping.whole(self._connection, known)
        facts: dict[str, Any] = {
            "app": __version__,
            "unit": self._office.unit.code,
            "kind": "full" if self._load.full and self.parts == 0 else "increment",
            "base": {chain: list(mark) for chain, mark in self._at.items() if mark[0]},
            "acks": {chain: list(mark) for chain, mark in whole.items()},
            "past": [row.replica for row in ours if row.number != own],
            "wants": wants.missing(
                self._connection, self._office.catalog["attachment"], _MOST_WANTED
            ),
            "accounts": shipping.authors(self._connection, self._units_shown()),
            "places": places,
            "audit": list(audit),
        }
        return facts

    def _units_shown(self) -> frozenset[str] | None:
        """Give the units whose people a receiver below may know by name; ``None``: all."""
        if self._load.veil is None:
            return None
        return frozenset(row.unit for row in self._load.chains.values())

    def _own(self, known: Mapping[str, ChainRow]) -> list[ChainRow]:
        """Give the chains that this database has written itself, under any name."""
        own = history.own_replica(self._connection)
        return [
            row
            for row in known.values()
            if row.number == own or (row.hash and (row.key is None or row.key in self._keys))
        ]

    def records(self) -> Iterator[Record]:
        """Give the records of the next part."""
        self.parts += 1
        self._ends = {}
        size = 0
        if self.parts == 1:
            yield from self._statements()
            for record in self._contents(peers.wanted(self._connection, self._key_ids())):
                size += len(record.body)
                yield record
        while self._next is not None:
            chain, row = self._next
            for record in self._change(chain, row):
                size += len(record.body)
                yield record
            self._next = next(self._rows, None)
            if size >= self._limit and self._may_end(chain):
                break
        for name in self._ends:
            yield self._checkpoint(name)

    def closing(self) -> JsonObject:
        """Give what the last record of the part says."""
        self._at |= self._ends
        return {"to": {chain: list(mark) for chain, mark in self._ends.items()}}

    def _key_ids(self) -> list[str]:
        return [card.key_id for card in self._receivers]

    def _every_row(self) -> Iterator[tuple[str, RowMapping]]:
        for chain, row in self._load.chains.items():
            after = self._load.base.get(chain, (0, ""))[0]
            for change in shipping.changes(self._connection, row.number, after, row.seq):
                yield chain, change

    def _may_end(self, chain: str) -> bool:
        """Tell whether a part may end here: of another's chain only where it was signed."""
        if self._next is None or self._next[0] != chain:
            return True
        return self._signer(self._load.chains[chain]) is not None

    def _signer(self, row: ChainRow) -> OfficeKeys | None:
        """Give our keys where a chain is ours to sign."""
        if row.number == history.own_replica(self._connection) or row.key is None:
            return self._keys.get(row.key or "", self._current)
        return self._keys.get(row.key)

    def _statements(self) -> Iterator[Record]:
        keys = [self._current.card.sign_key, *self._others_keys()]
        for unit in dict.fromkeys(card.unit for card in self._receivers):
            for body in entitlements.statements_for(self._connection, unit, keys):
                yield Record(records.CERTIFICATE, body)

    def _others_keys(self) -> list[str]:
        """Give the keys that vouch for the chains of others that are sent."""
        kept = [
            shipping.checkpoint_of(self._connection, row.number, row.seq)
            for row in self._load.chains.values()
        ]
        return [each["key"] for each in kept if each is not None]

    def _change(self, chain: str, row: RowMapping) -> Iterator[Record]:
        place = self._load.chains[chain]
        text = b"[]" if row["block"] is None else zlib.decompress(row["block"])
        named: set[str] = set()
        sections: Any = None
        copied = row["action"] in COPYING and place.unit == self._office.unit.code
        if copied or self._eyes is not None or b'"attachment"' in text:
            sections = blocks.sections_of(row["block"])
        if copied:  # what others wrote they send themselves, and we may not
            sections = self._own_eyes().veil(sections)
            text = blocks.spell(sections)
        if self._eyes is not None and place.number not in self._eyes.own:
            sections = self._eyes.veil(sections)
            text = blocks.spell(sections)
        if sections is not None:
            named = wants.digests_named(blocks.leaves_in(sections))
        wire = _wire(place, row)
        self._ends[chain] = (wire.seq, wire.hash)
        self.changes += 1
        self.writes += wire.writes
        yield Record(records.CHANGE, changes.spell_change(wire, text))
        yield from self._contents(sorted(named))

    def _own_eyes(self) -> Eyes:
        if self._ours is None:
            own = Reach(self._connection, self._office.catalog, self._office.unit.code)
            self._ours = Eyes(self._office, self._connection, own)
        return self._ours

    def _contents(self, digests: Sequence[str]) -> Iterator[Record]:
        """Give contents of attachments that are here, each once."""
        for digest in digests:
            if digest in self._sent:
                continue
            content = wants.content(self._connection, digest)
            if content is not None and self._may_see(digest):
                self._sent.add(digest)
                yield Record(records.BLOB, bytes.fromhex(digest) + content)

    def _may_see(self, digest: str) -> bool:
        if self._load.veil is None:
            return True
        ledger = self._office.catalog["attachment"]
        ids = wants.records_naming(self._connection, ledger, digest)
        return bool(self._load.veil.visible(ledger, ids))

    def _checkpoint(self, chain: str) -> Record:
        seq, digest = self._ends[chain]
        row = self._load.chains[chain]
        keys = self._signer(row)
        if keys is not None:
            signed = checkpoints.sign(keys, chain, seq, digest)
        else:
            kept = shipping.checkpoint_of(self._connection, row.number, seq)
            if kept is None:
                raise _unsigned()
            signed = checkpoints.Checkpoint(
                chain, seq, digest, kept["key"], bytes(kept["signature"]).hex()
            )
        return Record(records.CHECKPOINT, checkpoints.spell_checkpoint(signed))


def _wire(place: ChainRow, row: RowMapping) -> WireChange:
    return WireChange(
        place.replica,
        place.scope,
        row["seq"],
        row["first"],
        row["hlc"],
        None if row["account"] is None else row["account"].hex,
        row["action"],
        row["undoes"],
        row["app_schema"],
        row["note"],
        None if row["prev"] is None else bytes(row["prev"]).hex(),
        bytes(row["hash"]).hex(),
        row["writes"],
        [],
    )


def waiting(
    office: Office, connection: Connection, receivers: Sequence[Card]
) -> tuple[shipping.Waiting, Vector]:
    """Count what receivers have not acknowledged, and give what they have."""
    known = shipping.chains(connection)
    held = vectors.lowest([peers.acknowledged(connection, card.key_id) for card in receivers])
    chains, _veil = _chains_for(office, connection, receivers[0], known)
    every = {chain: row for chain, row in chains.items() if row.hash}
    return shipping.count_after(connection, every, held), held


def _forked(receiver: Card) -> InputError:
    return InputError(
        "a receiver holds another history of a chain",
        user_message=(
            f"{receiver.name}收到过的记录与本机不是同一份历史（数据库可能被复制到两台电脑上各自使用）。"
            "没有写出。请先用“处理分叉”修复，再写数据包。"
        ),
        code="package_fork",
    )


def _unsigned() -> InputError:
    return InputError(
        "a chain of another database without its signature",
        user_message="有一段从别的电脑收来的记录缺少签名，不能转交。请重新接收那台电脑的完整数据包。",
        code="package_unsigned",
    )
