"""Which keys are trusted here, and what the district certified or revoked, as rows.

What they mean is for ``services/entitlements`` to say; nothing here reads a card.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from jianxi_desktop.db import system


def trusted_cards(connection: Connection) -> list[str]:
    """Give the cards of the offices trusted here, as text."""
    rows = connection.execute(select(system.trusted.c.card).order_by(system.trusted.c.unit))
    return [str(row[0]) for row in rows]


def trust(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Keep a card; False when it was kept already."""
    known = select(system.trusted).where(system.trusted.c.fingerprint == facts["fingerprint"])
    if connection.execute(known).first() is not None:
        return False
    connection.execute(insert(system.trusted).values(dict(facts)))
    return True
