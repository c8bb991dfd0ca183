"""Which offices this one trusts: cards exchanged, fingerprints compared, keys renewed."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import trust as rows
from jianxi_desktop.db.journal import note_event
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.units import KEYS
from jianxi_desktop.sync import keys
from jianxi_desktop.sync.keys import Card, OfficeKeys, read_card, write_card

RETIRED_KEYS = "retired_office_keys"


@needs(Right.VIEW)
def office_card(office: Office) -> Card:
    """Give this office's public card: what others need to lock packages for it."""
    with office.store.read() as connection:
        return keys_in(connection).card


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
    """Read a card, to compare its fingerprint by telephone before trusting it.

    Raises:
        InputError: The file is no card.
    """
    return keys.load_card(path)


@needs(Right.KEYS, whole=True)
def trust_card(office: Office, path: Path) -> Card:
    """Trust the office of a card from now on; its fingerprint was compared by telephone.

    Raises:
        InputError: The file is no card, or it is our own.
    """
    card = look_at_card(path)
    if card.sign_key == office_card(office).sign_key:
        raise InputError(
            "own card",
            user_message="这是本单位自己的名片，不需要信任。请选择对方单位的名片文件。",
            code="own_card",
        )
    facts = {
        "fingerprint": card.fingerprint,
        "unit": card.unit,
        "name": card.name,
        "card": write_card(card).decode(),
        "trusted_on": calendar.today().isoformat(),
    }
    with office.store.writing() as connection:
        if rows.trust(connection, facts):
            detail = {"unit": card.unit, "fingerprint": card.fingerprint}
            note_event(connection, "trust", office.account.id, None, detail)
    return card


@needs(Right.KEYS, whole=True)
def renew_keys(office: Office) -> Card:
    """Make new keys; the old ones are kept to open packages that were locked for them.

    The other offices must be given the new card.
    """
    unit = office.unit
    with office.store.writing() as connection:
        before = keys_in(connection)
        fresh = OfficeKeys.new(
            unit=unit.code, name=unit.name, created=datetime.now(UTC), before=before
        )
        kept = facts_of_office.setting(connection, RETIRED_KEYS) or "[]"
        retired = [before.secrets(), *json.loads(kept)]
        facts_of_office.keep_setting(connection, RETIRED_KEYS, json.dumps(retired))
        facts_of_office.keep_setting(connection, KEYS, json.dumps(fresh.secrets()))
        detail = {"fingerprint": fresh.card.fingerprint}
        note_event(connection, "renew_keys", office.account.id, None, detail)
    return fresh.card


@needs(Right.VIEW)
def trusted_offices(office: Office) -> list[Card]:
    """List the offices whose packages are taken."""
    with office.store.read() as connection:
        return [read_card(text.encode()) for text in rows.trusted_cards(connection)]


@needs(Right.VIEW)
def superiors(office: Office) -> list[Card]:
    """List the trusted offices above this one, the district first.

    They go by the code that its territory has now: a community that came to another street hands
    its packages there, whatever code it was founded with.
    """
    territories = office.lister(office.catalog["territory"])
    with office.store.read() as connection:
        own = territories.find(connection, office.unit.territory)
    code = own.values["code"] or office.unit.code
    above = [card for card in trusted_offices(office) if card.unit in (code[:6], code[:9])]
    return sorted(
        (card for card in above if len(card.unit) < len(code)), key=lambda card: len(card.unit)
    )


def keys_in(connection: Connection) -> OfficeKeys:
    """Give the keys of the office; never to be shown."""
    text = facts_of_office.setting(connection, KEYS)
    return OfficeKeys.from_secrets(json.loads(text or "{}"))


def every_key_in(connection: Connection) -> list[OfficeKeys]:
    """Give the keys of the office, the newest first: the retired ones still open old packages."""
    kept = facts_of_office.setting(connection, RETIRED_KEYS) or "[]"
    retired = [OfficeKeys.from_secrets(each) for each in json.loads(kept)]
    return [keys_in(connection), *retired]
