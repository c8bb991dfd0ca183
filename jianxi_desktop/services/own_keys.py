"""The keys of this office, kept inside its encrypted database; see docs/adr/0023."""

import json

from sqlalchemy import Connection

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.sync.keys import Card, OfficeKeys, read_card, write_card

KEYS = "office_keys"
RETIRED_KEYS = "retired_office_keys"
CARDS = "office_cards"  # the public half, for those who may not see the keys


def keys_in(connection: Connection) -> OfficeKeys:
    """Give the keys of the office; never to be shown."""
    text = facts_of_office.setting(connection, KEYS)
    return OfficeKeys.from_secrets(json.loads(text or "{}"))


def every_key_in(connection: Connection) -> list[OfficeKeys]:
    """Give the keys of the office, the newest first: the retired ones still open old packages."""
    kept = facts_of_office.setting(connection, RETIRED_KEYS) or "[]"
    retired = [OfficeKeys.from_secrets(each) for each in json.loads(kept)]
    return [keys_in(connection), *retired]


def own_cards(connection: Connection) -> list[Card]:
    """Give the cards of the office, the newest first."""
    kept = facts_of_office.setting(connection, CARDS)
    if kept is None:  # a database of an earlier version
        return [keys.card for keys in every_key_in(connection)]
    return [read_card(text.encode()) for text in json.loads(kept)]


def lay_keys(connection: Connection, fresh: OfficeKeys) -> None:
    """Use fresh keys from now on; those before are kept, to open what was locked for them."""
    before = [] if facts_of_office.setting(connection, KEYS) is None else every_key_in(connection)
    cards = [write_card(each.card).decode() for each in (fresh, *before)]
    facts_of_office.keep_setting(connection, KEYS, json.dumps(fresh.secrets()))
    if before:
        retired = json.dumps([each.secrets() for each in before])
        facts_of_office.keep_setting(connection, RETIRED_KEYS, retired)
    facts_of_office.keep_setting(connection, CARDS, json.dumps(cards))
