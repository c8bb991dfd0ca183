"""Whose packages are taken, and which subtree each key may write: what the merge asks.

The roots are the district's keys that a person here trusted by fingerprint; a district's office is
a root to itself. A key is entitled because it was trusted here, or because a root certified it; the
later of the two statements counts. The key that an entitled one took the place of is entitled as it
is. A withdrawal, ours or a root's, is asked for separately: what the key wrote before stays, and
has to be merged under the scope it had.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from jianxi_desktop.db import trust as rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.divisions import DISTRICT
from jianxi_desktop.services.own_keys import keys_in, own_cards
from jianxi_desktop.sync import certificates
from jianxi_desktop.sync.certificates import Certificate, End, Revocation, Statement
from jianxi_desktop.sync.keys import Card, OfficeKeys, key_id, read_card

DISTRICT_DIGITS = len(DISTRICT)


@dataclass(frozen=True)
class Withdrawal:
    """Trust in a key that was taken back.

    Attributes:
        key: The sign key, hexadecimal.
        on: Day, ISO.
        why: The reason, in a person's words.
        ends: Last change of each of its chains that is still taken: number and hash, by chain key.
            A chain that is not here had nothing that was known: nothing of it is taken.
        issuer: Sign key of who took it back.
    """

    key: str
    on: str
    why: str
    ends: Mapping[str, End] = field(hash=False)
    issuer: str = ""

    def covers(self, chain: str, seq: int, digest: str) -> bool:
        """Tell whether a change was known when the trust was taken back.

        ``digest`` is only compared at the last one known: the chain binds those before it.
        """
        last, known = self.ends.get(chain, (0, ""))
        return seq < last or (seq, digest) == (last, known)


@dataclass(frozen=True)
class Trusted:
    """An office that was trusted here by fingerprint.

    Attributes:
        card: Its card.
        scope: Unit code of the subtree it may write.
        since: Day, ISO.
        withdrawn_on: Day on which the trust was taken back here.
        withdrawn_why: The reason.
    """

    card: Card
    scope: str
    since: str
    withdrawn_on: str | None = None
    withdrawn_why: str | None = None


class Entitlements:
    """What an office knows of keys, read once for a package.

    Attributes:
        own: Cards of this office, the newest first.
        trusted: What was trusted here, by sign key.
        certified: The newest certificate of each key that a root gave.
        roots: Sign keys whose certificates and revocations count.
    """

    def __init__(
        self, own: Sequence[Card], trusted: Sequence[Trusted], statements: Sequence[Statement]
    ) -> None:
        self.own = tuple(own)
        self.trusted = {each.card.sign_key: each for each in trusted}
        self._mine = {card.sign_key: card for card in own}
        self._reach = self._reach_of_roots()
        self.roots = frozenset(self._reach)
        self.certified = self._newest(each for each in statements if isinstance(each, Certificate))
        self._revoked = self._effective(e for e in statements if isinstance(e, Revocation))
        self._before = {card.sign_key: card.succeeds for card in self.cards() if card.succeeds}
        self._after = {old: new for new, old in self._before.items()}

    def scope_of(self, sign_key: str, on: str) -> str | None:
        """Give the unit code whose subtree a key may write; ``None``: none.

        Args:
            sign_key: Of a package's sender or of a checkpoint; our own keys write our own unit.
            on: Day on which the package is taken, ISO; a certificate may have ended before it.
        """
        if sign_key in self._mine:
            return self._mine[sign_key].unit
        seen = {sign_key}
        while (scope := self._own_scope(sign_key, on)) is None:
            # A first key that was changed before anybody saw it: its successor answers for it.
            sign_key = self._after.get(sign_key, "")
            if not sign_key or sign_key in seen or self.withdrawn(sign_key):
                return None
            seen.add(sign_key)
        return scope

    def card_of(self, sign_key: str) -> Card | None:
        """Give the card of a key that is or was trusted or certified, or is our own."""
        if sign_key in self._mine:
            return self._mine[sign_key]
        if sign_key in self.trusted:
            return self.trusted[sign_key].card
        certificate = self.certified.get(sign_key)
        return certificate.card if certificate else None

    def withdrawn(self, sign_key: str) -> Withdrawal | None:
        """Tell whether trust in a key was taken back."""
        found = self._revoked.get(sign_key)
        if found is not None:
            return Withdrawal(sign_key, found.at[:10], found.why, found.ends, found.issuer)
        here = self.trusted.get(sign_key)
        if here is not None and here.withdrawn_on is not None:
            return Withdrawal(sign_key, here.withdrawn_on, here.withdrawn_why or "", {})
        return None

    def travels(self, key: str, chain: str, mark: tuple[int, str]) -> bool:
        """Tell whether a chain may be passed on as far as it is known here.

        Args:
            key: Short name of the key that vouches for it.
            chain: Its key in packages.
            mark: Its last change here: number and hash.
        """
        found = next((card.sign_key for card in self.cards() if card.key_id == key), None)
        gone = None if found is None else self.withdrawn(found)
        return gone is None or gone.covers(chain, *mark)

    def cards(self) -> list[Card]:
        """Give every card known, those of withdrawn keys too, so that a refusal can name them."""
        certified = (each.card for each in self.certified.values())
        every = (*self.own, *(each.card for each in self.trusted.values()), *certified)
        return list({card.sign_key: card for card in reversed(every)}.values())[::-1]

    def replaced(self, sign_key: str) -> Card | None:
        """Give the card that took the place of a key, if one that is known did."""
        after = self._after.get(sign_key)
        return None if after is None else self.card_of(after)

    def current(self, on: str) -> list[Card]:
        """Give the cards of other offices whose packages are taken and who are written to."""
        return [
            card
            for card in self.cards()
            if card.sign_key not in self._mine
            and self.scope_of(card.sign_key, on) is not None
            and self.withdrawn(card.sign_key) is None
            and self.replaced(card.sign_key) is None
        ]

    def counts(self, statement: Statement) -> bool:
        """Tell whether a certificate or revocation means anything here."""
        if isinstance(statement, Certificate):
            reach = self._reach.get(statement.issuer)
            return reach is not None and statement.scope.startswith(reach)
        if statement.issuer in self._mine:
            return True
        # A root is trusted by a person and only by a person: no key may put out another one.
        return statement.issuer in self.roots and statement.key not in self.roots

    def _own_scope(self, sign_key: str, on: str) -> str | None:
        certificate, here = self.certified.get(sign_key), self.trusted.get(sign_key)
        if certificate is not None and (here is None or certificate.issued_on >= here.since):
            return certificate.scope if certificate.valid_on(on) else None
        return None if here is None else here.scope

    def _reach_of_roots(self) -> dict[str, str]:
        """Give the district that each root speaks for."""
        here = [each.card for each in self.trusted.values() if each.withdrawn_on is None]
        cards = (*here, *self.own)
        return {card.sign_key: card.unit for card in cards if len(card.unit) == DISTRICT_DIGITS}

    def _newest(self, given: Iterable[Certificate]) -> dict[str, Certificate]:
        found: dict[str, Certificate] = {}
        for each in given:
            before = found.get(each.key)
            if self.counts(each) and (before is None or _order(before) < _order(each)):
                found[each.key] = each
        return found

    def _effective(self, given: Iterable[Revocation]) -> dict[str, Revocation]:
        """Give for each key the revocation that takes the least for granted: the earliest."""
        found: dict[str, Revocation] = {}
        for each in given:
            before = found.get(each.key)
            if self.counts(each) and (
                before is None or (each.at, each.id) < (before.at, before.id)
            ):
                found[each.key] = each
        return found


def entitlements(connection: Connection) -> Entitlements:
    """Read what this office knows of keys."""
    trusted = [
        Trusted(
            read_card(row["card"].encode()),
            row["scope"] or row["unit"],
            row["trusted_on"],
            row["withdrawn_on"],
            row["withdrawn_why"],
        )
        for row in rows.trusted_rows(connection)
    ]
    return Entitlements(own_cards(connection), trusted, read_statements(connection))


def read_statements(connection: Connection) -> list[Statement]:
    """Give every certificate and revocation kept here."""
    return [certificates.read(text.encode()) for text in rows.statements(connection)]


def take_statement(connection: Connection, statement: Statement, *, at: str) -> bool:
    """Keep a certificate or revocation out of a package, before anything else of it is judged.

    Args:
        connection: Inside the transaction of the merge.
        statement: Out of a CERTIFICATE record, checked by ``certificates.read``.
        at: Moment of receiving, ISO.

    Returns:
        Whether it was new here; one whose issuer is no root is not kept.
    """
    if rows.is_kept(connection, statement.id) or not entitlements(connection).counts(statement):
        return False
    return keep(connection, statement, at=at)


def take_statements(connection: Connection, statements: Iterable[Statement], *, at: str) -> int:
    """Keep those of a package that mean something here; give how many were new."""
    known = entitlements(connection)
    return sum(keep(connection, each, at=at) for each in statements if known.counts(each))


def keep(connection: Connection, statement: Statement, *, at: str) -> bool:
    """Keep a statement that counts here; False when it is kept already."""
    return rows.keep_statement(
        connection,
        {
            "id": statement.id,
            "kind": statement.kind,
            "key": key_id(statement.key),
            "issuer": certificates.issuer_id(statement),
            "text": certificates.spell(statement).decode(),
            "received_at": at,
        },
    )


def statements_for(connection: Connection, unit: str, keys: Iterable[str]) -> list[bytes]:
    """Give the bodies of the CERTIFICATE records for a package to a unit.

    They are the certificates of these keys and of all whose subtree touches the receiver's, and
    every revocation of a root. What is outdated by a later one stays at home. The district first
    certifies whom it trusted before there were certificates.

    Args:
        connection: Inside the write transaction that notes the package.
        unit: Code of the receiver.
        keys: Sign keys of all who vouched for a chain in the package.
    """
    certify_trusted(connection)
    known, wanted = entitlements(connection), frozenset(keys)
    certified = [
        each for each in known.certified.values() if each.key in wanted or _touch(each.scope, unit)
    ]
    revoked = [
        each
        for each in read_statements(connection)
        if isinstance(each, Revocation) and each.issuer in known.roots and known.counts(each)
    ]
    said: list[Statement] = [*certified, *revoked]
    return sorted(map(certificates.spell, said))


def issue(
    connection: Connection,
    card: Card,
    *,
    scope: str | None = None,
    valid_until: date | None = None,
) -> Certificate | None:
    """Certify a card with our keys; ``None`` where we are no district's office, or not its own.

    Args:
        connection: A write transaction.
        card: Whose fingerprint was compared.
        scope: Unit code of the subtree it may write; default its own.
        valid_until: Last day; default until it is revoked.
    """
    keys = keys_in(connection)
    scope = scope or card.unit
    if len(keys.card.unit) != DISTRICT_DIGITS or not scope.startswith(keys.card.unit):
        return None
    made = certificates.certify(
        keys,
        card,
        scope=scope,
        issued_on=calendar.today(),
        serial=_next_serial(connection),
        valid_until=valid_until,
    )
    keep(connection, made, at=_now())
    return made


def certify_trusted(connection: Connection) -> None:
    """Certify whom the district trusted before there were certificates."""
    known = entitlements(connection)
    if not known.roots.intersection(card.sign_key for card in known.own):
        return
    for key, each in known.trusted.items():
        if key not in known.certified and known.withdrawn(key) is None:
            issue(connection, each.card, scope=each.scope)


def issue_anew(connection: Connection, before: OfficeKeys) -> None:
    """Say again with fresh keys what the district said with the ones before, and vouch for those.

    Who comes to trust the district later knows its fresh key only.
    """
    known, fresh = entitlements(connection), keys_in(connection)
    if len(fresh.card.unit) != DISTRICT_DIGITS:
        return
    mine = {card.sign_key for card in known.own}
    issue(connection, before.card)
    for each in known.certified.values():
        if each.issuer in mine and each.key != before.card.sign_key:
            until = None if each.valid_until is None else date.fromisoformat(each.valid_until)
            issue(connection, each.card, scope=each.scope, valid_until=until)
    for said in read_statements(connection):
        if isinstance(said, Revocation) and said.issuer == before.card.sign_key:
            at = datetime.fromisoformat(said.at)
            again = certificates.revoke(fresh, said.key, at=at, why=said.why, ends=said.ends)
            keep(connection, again, at=_now())


def _next_serial(connection: Connection) -> int:
    given = (e.serial for e in read_statements(connection) if isinstance(e, Certificate))
    return max(given, default=0) + 1


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _touch(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _order(certificate: Certificate) -> tuple[str, int, str]:
    return certificate.issued_on, certificate.serial, certificate.id
