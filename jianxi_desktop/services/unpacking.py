"""Takes a checked package of changes in: whose they are, what they are to us, what they may write.

Every refusal here leaves the transaction undone, and so the database as it was.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Never, cast
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db import engines, history, machine, peers, replica, shipping, transfer, wants
from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db.fold_columns import MalformedError
from jianxi_desktop.db.folding import Folder, Incoming, Outcome
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import blocks, calendar, vectors
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.registers import Dot
from jianxi_desktop.domain.vectors import Mark, Vector
from jianxi_desktop.services import entitlements
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.owners import Owners
from jianxi_desktop.sync import certificates, changes, checkpoints, records
from jianxi_desktop.sync.canonical import JsonObject
from jianxi_desktop.sync.changes import WireChange
from jianxi_desktop.sync.checkpoints import Checkpoint
from jianxi_desktop.sync.reading import Package
from jianxi_desktop.sync.refusals import refusal

if TYPE_CHECKING:
    from jianxi_desktop.services.entitlements import Entitlements

_DAY = 24 * 3_600_000


@dataclass
class Taken:
    """What taking a package in did.

    Attributes:
        outcome: Rows by ledger.
        changes: Changes that were not here.
        known: Changes that were.
        completed: Known changes of which more can be read now.
        blobs: Contents of attachments that were not here.
        ahead: The sender's clock is more than a day before ours.
        cut: The sender's record of who looked and exported has become shorter.
    """

    outcome: Outcome = field(default_factory=Outcome)
    changes: int = 0
    known: int = 0
    completed: int = 0
    blobs: int = 0
    ahead: bool = False
    cut: bool = False

    def by_ledger(self) -> dict[str, int]:
        """Count the rows that came or changed, by ledger key."""
        parts = (self.outcome.new, self.outcome.changed, self.outcome.removed)
        return dict(sum(parts, Counter()))


class Taker:
    """Takes one package in, inside one transaction."""

    def __init__(self, office: Office, change: Change, found: Package) -> None:
        self._office = office
        self._change = change
        self._connection = change.connection
        self._found = found
        self._facts = found.manifest
        self._entitled: Entitlements = entitlements.entitlements(change.connection)
        self._chains = shipping.chains(change.connection)
        self._known_hash = shipping.known_hash(change.connection, self._chains)
        self._at: dict[str, Mark] = shipping.ends(self._chains)
        self._begun = dict(self._at)
        self._seqs = {chain.partition("/")[0]: mark[0] for chain, mark in self._at.items()}
        self._folder = Folder(change, office.catalog)
        self._numbers = {chain: row.number for chain, row in self._chains.items()}
        self._clock: dict[str, int] = {}
        self._signed: dict[str, tuple[Checkpoint, str]] = {}
        self._named: set[str] = set()
        self._base = vector_of(self._facts.get("base"))
        self._holds = vector_of(self._facts.get("acks"))
        self._to = vector_of(found.closing.get("to"))
        self.taken = Taken()

    def take(self, progress: Progress) -> Taken:
        """Take everything in.

        Raises:
            PackageRefusedError: With the reason.
        """
        self._compare()
        engines.give_room(self._connection)
        total = self._found.counts.get("writes", 0)
        done = 0
        for record in self._found.records():
            if record.kind == records.CHANGE:
                done += self._take_change(record.body)
                progress(min(done, total), total)
            else:
                self._take_other(record)
        self._finish()
        return self.taken

    def _compare(self) -> None:
        """Refuse what does not fit to what is known here."""
        verdict = vectors.compare(self._at, self._base, self._to, self._known_hash, self._holds)
        if verdict.kind not in ("gap", "fork"):
            return
        # Who sends us what came after us under our own name knows another history of ours.
        ours = self._numbers.get(verdict.chain) == history.own_replica(self._connection)
        code = "package_fork_here" if ours else f"package_{verdict.kind}"
        self._refuse(code, verdict.chain, verdict.seq)

    def _refuse(self, code: str, chain: str, seq: int) -> Never:
        raise refusal(code, f"at change {seq}", details=[f"{self._name(chain)}：第{seq}号变更"])

    def _name(self, chain: str) -> str:
        row = self._chains.get(chain)
        return row.name if row is not None else self._found.sender.name

    def _take_change(self, body: bytes) -> int:
        wire = changes.open_change(body)
        if wire.chain not in self._numbers:
            self._begin_chain(wire)
        kind = vectors.step(self._at, wire.chain, wire.seq, wire.prev, wire.hash, self._known_hash)
        if kind == "gap":
            raise refusal(
                "package_gap", f"chain lacks {wire.seq}", details=[self._name(wire.chain)]
            )
        if kind == "fork":
            ours = self._numbers[wire.chain] == history.own_replica(self._connection)
            self._refuse("package_fork_here" if ours else "package_fork", wire.chain, wire.seq)
        incoming = self._incoming(wire, body)
        before = None if kind == "fresh" else self._lacks(incoming)
        try:
            if kind == "fresh":
                self._require_not_ours(wire)
                self._folder.take(incoming)
                self._at[wire.chain] = (wire.seq, wire.hash)
                self._clock[wire.chain] = wire.hlc
                self.taken.changes += 1
            elif self._folder.complete(incoming):
                self.taken.completed += 1
            else:
                self.taken.known += 1
                return wire.writes
        except MalformedError as error:
            raise refusal("package_content", str(error)) from error
        self._keep_lacking(incoming, before=before)
        self._named |= wants.digests_in(wire.sections)
        return wire.writes

    def _lacks(self, change: Incoming) -> bool:
        return shipping.is_lacking(self._connection, change.chain, change.seq)

    def _keep_lacking(self, change: Incoming, *, before: bool | None) -> None:
        """Keep whether something is veiled that the sender could not see either."""
        sender, own = self._found.sender.unit, self._office.unit.code
        lacks = vectors.is_lacking(
            veiled=blocks.is_veiled(change.sections) and self._folder.is_veiled(change),
            author_below_sender=covers(sender, change.unit),
            receiver_below_sender=covers(sender, own),
            before=before,
        )
        if lacks or before:
            shipping.note_lacking(self._connection, change.chain, change.seq, lacks=lacks)

    def _require_not_ours(self, wire: WireChange) -> None:
        """Go on under a new name where a package knows more of our own chain than we do."""
        if self._numbers[wire.chain] == history.own_replica(self._connection):
            facts = facts_of_office.facts_of(self._connection)
            assert facts is not None  # noqa: S101 - the office is open
            replica.begin_anew(self._connection, facts, machine.machine_id())

    def _begin_chain(self, wire: WireChange) -> None:
        unit = wire.scope.partition("/")[2]
        places = cast("dict[str, dict[str, str]]", self._facts.get("places") or {})
        name = str(places.get(wire.replica, {}).get("name") or self._found.sender.name)[:100]
        self._numbers[wire.chain] = shipping.add_chain(
            self._connection, wire.replica, wire.scope, unit, name, ""
        )

    def _incoming(self, wire: WireChange, body: bytes) -> Incoming:
        return Incoming(
            self._numbers[wire.chain],
            wire.scope.partition("/")[2],
            wire.seq,
            wire.first,
            wire.hlc,
            None if wire.account is None else UUID(wire.account),
            wire.action,
            wire.undoes,
            wire.schema,
            wire.note,
            None if wire.prev is None else bytes.fromhex(wire.prev),
            bytes.fromhex(wire.hash),
            wire.writes,
            wire.sections,
            changes.sections_of(body),
        )

    def _take_other(self, record: records.Record) -> None:
        if record.kind == records.CERTIFICATE:
            statement = certificates.read(record.body)
            at = datetime.now(UTC).isoformat(timespec="seconds")
            if entitlements.take_statement(self._connection, statement, at=at):
                self._entitled = entitlements.entitlements(self._connection)
        elif record.kind == records.BLOB:
            digest = record.body[:32].hex()
            if self._is_wanted(digest):
                self.taken.blobs += wants.keep(self._connection, digest, record.body[32:])
        elif record.kind == records.CHECKPOINT:
            self._take_checkpoint(checkpoints.open_checkpoint(record.body))

    def _is_wanted(self, digest: str) -> bool:
        ledger = self._office.catalog["attachment"]
        return digest in self._named or bool(wants.named(self._connection, ledger, [digest]))

    def _take_checkpoint(self, signed: Checkpoint) -> None:
        """Make sure that whoever signed a chain may have written it."""
        if self._begun.get(signed.chain, (0, ""))[0] >= signed.seq:
            return  # all of it was here, and was looked at then
        today = calendar.today().isoformat()
        withdrawn = self._entitled.withdrawn(signed.key)
        if withdrawn is not None and not withdrawn.covers(signed.chain, signed.seq, signed.hash):
            raise refusal("package_withdrawn_inside", "a chain of a withdrawn key")
        scope = self._entitled.scope_of(signed.key, today)
        unit = signed.chain.rpartition("/")[2]
        if scope is None or not covers(scope, unit):
            raise refusal("package_not_certified", "a chain of an uncertified key")
        row = self._chains.get(signed.chain)
        if row is not None and row.key and row.key != _key_id(signed.key):
            raise refusal("package_not_certified", "a chain of another key")
        self._signed[signed.chain] = (signed, scope)

    def _finish(self) -> None:
        grown = {chain for chain, mark in self._at.items() if self._begun.get(chain) != mark}
        if grown - self._signed.keys():
            raise refusal("package_malformed", "a chain without its checkpoint")
        outcome = self._folder.gather()
        owners = self._owners()
        if owners is not None:
            owners.require_met(outcome, self._folder.begun)
        self._folder.finish()
        if owners is not None:
            owners.require_written(outcome)
            owners.require_met(outcome)
        self.taken.outcome = outcome
        self._keep_ends(grown)
        self._keep_names()
        told = self._told()
        self.taken.cut = peers.is_cut(self._connection, told)
        peers.take(self._connection, told)

    def _owners(self) -> Owners | None:
        """Give who looks at whose rows they are; what comes from above was looked at there."""
        sender, own = self._found.sender.unit, self._office.unit.code
        if covers(sender, own) and not covers(own, sender):
            return None
        scopes = {self._numbers[chain]: scope for chain, (_signed, scope) in self._signed.items()}
        return Owners(self._office, self._connection, scopes, self._was_here)

    def _was_here(self, dot: Dot) -> bool:
        """Tell whether a change was here before this package."""
        return dot.seq <= self._seqs.get(dot.replica, 0)

    def _keep_ends(self, grown: Iterable[str]) -> None:
        latest = 0
        for chain in grown:
            signed, _scope = self._signed[chain]
            number, hlc = self._numbers[chain], self._clock[chain]
            key = _key_id(signed.key)
            shipping.set_end(self._connection, number, signed.seq, signed.hash, hlc, key)
            shipping.keep_checkpoint(
                self._connection,
                number,
                {
                    "seq": signed.seq,
                    "hash": bytes.fromhex(signed.hash),
                    "key": signed.key,
                    "signature": bytes.fromhex(signed.signature),
                },
            )
            latest = max(latest, hlc)
        shipping.heed_clock(self._connection, latest)
        now = int(datetime.now(UTC).timestamp() * 1000)
        self.taken.ahead = (latest >> 16) - now > _DAY

    def _keep_names(self) -> None:
        told = cast("dict[str, str]", self._facts.get("accounts") or {})
        names = {UUID(one): name[:50] for one, name in told.items()}
        shipping.keep_authors(self._connection, names, self._found.sender.unit)

    def _told(self) -> peers.Told:
        facts = self._facts
        return peers.Told(
            self._found.sender.key_id,
            self._found.sender.unit,
            self._found.header.replica,
            cast("list[str]", facts.get("past") or []),
            self._holds,
            cast("list[str]", facts.get("wants") or []),
            self._found.header.number,
            cast("list[Any]", facts.get("audit") or []),
        )


def vector_of(told: object) -> Vector:
    """Read a vector out of a checked manifest."""
    if not isinstance(told, dict):
        return {}
    return {
        str(chain): (int(mark[0]), str(mark[1]))
        for chain, mark in told.items()
        if isinstance(mark, list) and len(mark) == 2 and mark[0]
    }


def covers(scope: str, unit: str) -> bool:
    """Tell whether a unit stands in the subtree of another, by codes of any year, or is it."""
    return unit.startswith(scope) or facts_of_office.organisation_id(
        unit
    ) == facts_of_office.organisation_id(scope)


def _key_id(sign_key: str) -> str:
    from jianxi_desktop.sync.keys import key_id

    return key_id(sign_key)


def note(change: Change, found: Package, state: str, facts: JsonObject) -> None:
    """Remember the package: what it was and what became of it."""
    header = found.header
    noted = {
        "id": header.id,
        "direction": "in",
        "number": header.number,
        "unit": found.sender.unit,
        "sha256": header.contents_sha256,
        "state": state,
        "handled_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": found.sender.key_id,
        "created": header.created,
        "part": header.part,
        "full_one": found.manifest.get("kind") == "full",
        **facts,
    }
    transfer.note_package(change.connection, noted)


def is_known(change: Change, package: str) -> bool:
    """Tell whether a package was taken in before."""
    table = transfer.package_table()
    query = select(table.c.state).where(table.c.id == UUID(package))
    return change.connection.execute(query).scalar() == "merged"
