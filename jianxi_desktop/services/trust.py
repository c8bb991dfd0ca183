"""Which offices this one trusts: cards exchanged, fingerprints compared, trust given and withdrawn.

Trust is per unit and dated. At the district it is at once the district's certificate, by which
every other office that trusts the district knows the key too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.db import trust as rows
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import entitlements as rules
from jianxi_desktop.services.card_paper import read_card_file
from jianxi_desktop.services.entitlements import Entitlements, Withdrawal, entitlements
from jianxi_desktop.services.key_renewal import renew_keys
from jianxi_desktop.services.known_offices import (
    TrustedOffice,
    describe,
    superiors,
    trusted_offices,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import every_key_in, keys_in, own_cards
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync import certificates, keys
from jianxi_desktop.sync.certificates import Certificate, Revocation
from jianxi_desktop.sync.keys import Card, write_card

__all__ = [
    "Card",
    "CardLook",
    "Standing",
    "card_text",
    "certify",
    "compare_fingerprint",
    "every_key_in",
    "keys_in",
    "look",
    "look_at_card",
    "office_card",
    "renew_keys",
    "save_card",
    "superiors",
    "trust",
    "trust_card",
    "trusted_offices",
    "withdraw",
    "withdrawn",
]

_UNIT_DIGITS = (6, 9, 12)


class Standing(StrEnum):
    """What a card is to us before anybody decides about it."""

    NEW = "new"
    OWN = "own"
    TRUSTED = "trusted"
    CERTIFIED = "certified"
    SUCCESSOR = "successor"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class CardLook:
    """A card that somebody brought, and what is known of it.

    Attributes:
        card: The card.
        standing: What it is to us.
        before: The trusted card whose key signed this one, where it is a successor.
        withdrawal: How trust in it, or in the key it takes the place of, was taken back.
        others: Cards of the same unit that are trusted already: another PC, or an older key.
        root: Trusting it means trusting whomever it certifies.
        final: The key was withdrawn for good, and no person here can trust it again.
    """

    card: Card
    standing: Standing
    before: Card | None = None
    withdrawal: Withdrawal | None = None
    others: tuple[Card, ...] = ()
    root: bool = False
    final: bool = False


@needs(Right.VIEW)
def office_card(office: Office) -> Card:
    """Give this office's public card: what others need to lock packages for it."""
    with office.store.read() as connection:
        return own_cards(connection)[0]


def card_text(card: Card) -> str:
    """Give a card as the text of its file."""
    return write_card(card).decode()


@needs(Right.VIEW)
def save_card(office: Office, folder: Path) -> Path:
    """Write this office's public card into a folder, for the other office to trust.

    Raises:
        EnvironmentFailure: The folder cannot be written.
    """
    return keys.save_card(folder, office_card(office))


def look_at_card(path: Path) -> Card:
    """Read a card out of its file, or out of a scan or a photograph of its paper.

    Raises:
        InputError: There is no card in the file.
        EnvironmentFailure: The file cannot be read.
    """
    return read_card_file(path)


@needs(Right.VIEW)
def look(office: Office, path: Path) -> CardLook:
    """Read a card and say what is known of it, before anybody decides.

    Raises:
        InputError: There is no card in the file.
        EnvironmentFailure: The file cannot be read.
    """
    card = look_at_card(path)
    with office.store.read() as connection:
        return _look(entitlements(connection), card)


def compare_fingerprint(card: Card, groups: Sequence[str]) -> None:
    """Compare what was heard by telephone, group by group, with a card's fingerprint.

    Args:
        card: The card.
        groups: Five groups of five digits, as they were typed.

    Raises:
        InputError: A group is missing or differs; ``details`` has its number.
    """
    typed = [_digits(group) for group in groups]
    for number, right in enumerate(card.fingerprint.split(), start=1):
        said = typed[number - 1] if number <= len(typed) else ""
        if len(said) != len(right):
            told = f"第 {number} 组要填 {len(right)} 位数字，请再听一遍填全。"
        elif said != right:
            told = (
                f"第 {number} 组与名片不一致。请再念一遍核对；仍不一致就不要信任这张名片，"
                "请对方重新导出。"
            )
        else:
            continue
        raise InputError(
            f"fingerprint differs in group {number}",
            user_message=told,
            code="fingerprint_differs",
            details=(str(number),),
        )


@needs(Right.KEYS, whole=True)
def trust_card(office: Office, path: Path) -> Card:
    """Trust the office of a card from now on; its fingerprint was compared by telephone.

    Raises:
        InputError: The file is no card, it is our own, or its key was withdrawn for good.
    """
    return trust(office, look_at_card(path))


@needs(Right.KEYS, whole=True)
def trust(office: Office, card: Card) -> Card:
    """Trust a card that was looked at; at the district this certifies it.

    Raises:
        InputError: It is our own, or its key was withdrawn for good.
    """
    with office.store.writing() as connection:
        known = entitlements(connection)
        found = _look(known, card)
        if found.standing is Standing.OWN:
            raise InputError(
                "own card",
                user_message="这是本单位自己的名片，不需要信任。请选择对方单位的名片文件。",
                code="own_card",
            )
        if found.standing is Standing.WITHDRAWN:
            _take_back(connection, known, found)
        before = None if found.before is None else known.trusted.get(found.before.sign_key)
        scope = before.scope if before else card.unit
        if rows.trust(connection, _facts(card, scope)):
            rules.issue(connection, card, scope=scope)
            detail = {"unit": card.unit, "fingerprint": card.fingerprint}
            note_event(connection, "trust", office.account.id, None, detail)
    return card


@needs(Right.KEYS, whole=True)
def certify(
    office: Office, named: str, *, scope: str | None = None, valid_until: date | None = None
) -> Certificate:
    """Certify a trusted key of the district anew: for another subtree, or until a day.

    Args:
        office: The district's.
        named: The fingerprint, or the short name of the key.
        scope: Unit code of the subtree it may write; default its own unit.
        valid_until: Last day; default until it is revoked.

    Raises:
        InputError: We are no district's office, the key is not trusted or was withdrawn, the
            subtree is not of the district, or the day is past.
    """
    with office.store.writing() as connection:
        known = entitlements(connection)
        card = _named(known, named)
        if (gone := known.withdrawn(card.sign_key)) is not None:
            raise withdrawn(gone)
        scope = scope or card.unit
        if len(scope) not in _UNIT_DIGITS or not scope.isdigit():
            raise InputError(
                "no unit code",
                user_message="授权范围要写区划代码：6位区、9位街道或12位社区。",
                code="unknown_unit",
            )
        if valid_until is not None and valid_until < calendar.today():
            raise InputError(
                "certificate would have ended",
                user_message="有效期不能早于今天。请改一个日期，或不写（长期有效）。",
                code="day_is_past",
            )
        made = rules.issue(connection, card, scope=scope, valid_until=valid_until)
        if made is None:
            raise _not_district(office)
        detail = {"unit": card.unit, "fingerprint": card.fingerprint, "scope": scope}
        note_event(connection, "certify", office.account.id, None, detail)
    return made


@needs(Right.KEYS, whole=True)
def withdraw(office: Office, named: str, reason: str) -> TrustedOffice:
    """Trust a key no more: its packages are refused from now on, what came before stays.

    At the district this revokes it for every office, which learns it from the next package.

    Args:
        office: Ours.
        named: The fingerprint, or the short name of the key.
        reason: Why.

    Raises:
        InputError: No such key, our own, withdrawn already, or no reason.
    """
    why = " ".join(reason.split())
    if not why or len(why) > certificates.WHY_LIMIT or not why.isprintable():
        raise InputError(
            "a reason is needed",
            user_message=f"请写明撤销的原因（{certificates.WHY_LIMIT} 字以内），例如：电脑遗失。",
            code="reason_missing",
        )
    with office.store.writing() as connection:
        known = entitlements(connection)
        card = _named(known, named)
        if (gone := known.withdrawn(card.sign_key)) is not None:
            raise withdrawn(gone)
        ends = rows.ends_of(connection, card.sign_key)
        now = datetime.now(UTC)
        said = certificates.revoke(keys_in(connection), card.sign_key, at=now, why=why, ends=ends)
        rules.keep(connection, said, at=now.isoformat(timespec="seconds"))
        today = calendar.today().isoformat()
        facts = _facts(card, known.scope_of(card.sign_key, today) or card.unit)
        rows.withdraw(connection, facts | {"withdrawn_on": today, "withdrawn_why": why})
        detail = {"unit": card.unit, "fingerprint": card.fingerprint}
        note_event(connection, "withdraw", office.account.id, why, detail)
        return describe(entitlements(connection), card, rows.last_taken(connection))


def _look(known: Entitlements, card: Card) -> CardLook:
    key, root = card.sign_key, len(card.unit) == rules.DISTRICT_DIGITS
    others = tuple(
        each
        for each in known.current(calendar.today().isoformat())
        if each.unit == card.unit and each.sign_key != key
    )
    gone = known.withdrawn(key)
    if any(key == own.sign_key for own in known.own):
        return CardLook(card, Standing.OWN)
    if gone is not None:
        final = _is_final(known, gone)
        return CardLook(card, Standing.WITHDRAWN, None, gone, others, root, final)
    if key in known.trusted:
        return CardLook(card, Standing.TRUSTED, None, None, others, root)
    if key in known.certified:
        return CardLook(card, Standing.CERTIFIED, None, None, others, root)
    before = known.card_of(card.succeeds) if card.succeeds else None
    if before is None or before.unit != card.unit:
        return CardLook(card, Standing.NEW, None, None, others, root)
    if (gone := known.withdrawn(before.sign_key)) is not None:
        return CardLook(card, Standing.NEW, None, gone, others, root)  # a thief could sign it, too
    if known.replaced(before.sign_key) is not None:  # a key is changed once; who does it again?
        return CardLook(card, Standing.NEW, None, None, others, root)
    return CardLook(card, Standing.SUCCESSOR, before, None, others, root)


def _take_back(connection: Connection, known: Entitlements, found: CardLook) -> None:
    """Take back our own withdrawal; what the district revoked, or we as the district, stays so."""
    mine = {card.sign_key for card in known.own}
    if found.withdrawal is not None and found.final:
        raise withdrawn(found.withdrawal)
    rows.drop_statements(
        connection,
        [
            each.id
            for each in rules.read_statements(connection)
            if isinstance(each, Revocation)
            and each.key == found.card.sign_key
            and each.issuer in mine
        ],
    )


def _is_final(known: Entitlements, gone: Withdrawal) -> bool:
    """Tell whether the district took the trust back, or we did as the district."""
    mine = {card.sign_key for card in known.own}
    return gone.issuer not in mine | {""} or bool(mine & known.roots)


def _named(known: Entitlements, named: str) -> Card:
    """Find the card that a fingerprint or the short name of a key means."""
    digits, name = _digits(named), named.strip().lower()
    for card in known.cards():
        if digits == _digits(card.fingerprint) or name == card.key_id:
            if any(card.sign_key == own.sign_key for own in known.own):
                raise InputError(
                    "our own key",
                    user_message="这是本单位自己的密钥。要换掉它，请用“更换密钥”（keys new）。",
                    code="own_card",
                )
            return card
    raise InputError(
        "no such key",
        user_message="没有信任过这个指纹的单位。请对照“已经信任的单位”里的指纹，25 位数字写全。",
        code="unknown_key",
    )


def _facts(card: Card, scope: str) -> dict[str, Any]:
    return {
        "fingerprint": card.fingerprint,
        "unit": card.unit,
        "name": card.name,
        "card": card_text(card),
        "trusted_on": calendar.today().isoformat(),
        "key_id": card.key_id,
        "scope": scope,
    }


def withdrawn(gone: Withdrawal) -> InputError:
    """Make the failure that says that a key is trusted no more, and what to do."""
    return InputError(
        "key was withdrawn",
        user_message=(
            f"这套密钥已于 {calendar.show_day(gone.on)} 撤销（{gone.why}），不能再用。"
            "请对方更换密钥，重新导出名片，核对新的指纹后再信任。"
        ),
        code="key_withdrawn",
    )


def _not_district(office: Office) -> InputError:
    del office
    return InputError(
        "only a district certifies",
        user_message="只有区级单位能给本区范围内的密钥授权。请把名片交给区里登记。",
        code="not_district",
    )


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
