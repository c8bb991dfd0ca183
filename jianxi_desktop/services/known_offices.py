"""The offices known here: whose packages are taken, since when, how far their word goes."""

from dataclasses import dataclass
from enum import StrEnum

from jianxi_desktop.db import trust as rows
from jianxi_desktop.db.trust import Taken
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.entitlements import Entitlements, Withdrawal, entitlements
from jianxi_desktop.services.key_renewal import stopped_chains
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync.keys import Card


class State(StrEnum):
    """What has become of the trust in a key."""

    VALID = "valid"
    REPLACED = "replaced"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


STATE_NAMES = {
    State.VALID: "有效",
    State.REPLACED: "已更换密钥",
    State.EXPIRED: "授权已到期",
    State.WITHDRAWN: "已撤销",
}


@dataclass(frozen=True)
class TrustedOffice:
    """An office that is known, and how far its word goes.

    Attributes:
        card: Its card.
        scope: Unit code of the subtree it may write.
        since: Day, ISO.
        by: Name of the office that certified it; empty where a person here compared fingerprints.
        state: What has become of the trust.
        until: Last day of its certificate.
        withdrawal: When and why the trust was taken back.
        last: The last package of this key that was taken here.
    """

    card: Card
    scope: str
    since: str
    by: str
    state: State
    until: str | None = None
    withdrawal: Withdrawal | None = None
    last: Taken | None = None


@needs(Right.VIEW)
def trusted_offices(office: Office) -> list[Card]:
    """List the offices whose packages are taken now, by unit."""
    with office.store.read() as connection:
        known = entitlements(connection)
    return sorted(known.current(calendar.today().isoformat()), key=_by_unit)


@needs(Right.VIEW)
def known_offices(office: Office) -> list[TrustedOffice]:
    """List every office that is or was trusted, those that are trusted now first."""
    with office.store.read() as connection:
        known, last = entitlements(connection), rows.last_taken(connection)
    mine = {card.sign_key for card in known.own}
    found = [describe(known, card, last) for card in known.cards() if card.sign_key not in mine]
    return sorted(found, key=lambda each: (each.state is not State.VALID, *_by_unit(each.card)))


@needs(Right.VIEW)
def own_withdrawal(office: Office) -> Withdrawal | None:
    """Tell whether the district has revoked the key of this very PC.

    Also one it had before, as long as something that was written under it is not taken any more.
    """
    with office.store.read() as connection:
        known = entitlements(connection)
        stopped = stopped_chains(connection, known)
    keys = [known.own[0].sign_key, *(each.key for each in stopped)]
    return next((gone for key in keys if (gone := known.withdrawn(key))), None)


@needs(Right.VIEW)
def superiors(office: Office) -> list[Card]:
    """List the trusted offices above this one, the district first.

    They go by the code that its territory has now: a community that came to another street hands
    its packages there, whatever code it was founded with. An office that nobody here trusted by
    fingerprint, but the district certified, is one as soon as it has sent a package: until then it
    may not know of us, and everything would be written for it again and again.
    """
    territories = office.lister(office.catalog["territory"])
    with office.store.read() as connection:
        own = territories.find(connection, office.unit.territory)
        known, last = entitlements(connection), rows.last_taken(connection)
    code = own.values["code"] or office.unit.code
    above = [
        card
        for card in known.current(calendar.today().isoformat())
        if card.unit in (code[:6], code[:9])
        and len(card.unit) < len(code)
        and (card.sign_key in known.trusted or card.key_id in last)
    ]
    return sorted(above, key=lambda card: (len(card.unit), *_by_unit(card)))


def describe(known: Entitlements, card: Card, last: dict[str, Taken]) -> TrustedOffice:
    """Say what has become of the trust in a card.

    Args:
        known: What is known of keys.
        card: The card.
        last: The last package taken of each key, by its short name.
    """
    key, today = card.sign_key, calendar.today().isoformat()
    here, certificate = known.trusted.get(key), known.certified.get(key)
    gone, scope = known.withdrawn(key), known.scope_of(key, today)
    if gone is not None:
        state = State.WITHDRAWN
    elif known.replaced(key) is not None:
        state = State.REPLACED
    else:
        state = State.VALID if scope is not None else State.EXPIRED
    issuer = None if certificate is None else known.card_of(certificate.issuer)
    return TrustedOffice(
        card,
        scope or (certificate.scope if certificate else card.unit),
        here.since if here else certificate.issued_on if certificate else "",
        "" if here or issuer is None else issuer.name,
        state,
        certificate.valid_until if certificate else None,
        gone,
        last.get(card.key_id),
    )


def _by_unit(card: Card) -> tuple[str, str, str]:
    return card.unit, card.created, card.key_id
