"""What people decided about captions and blanks, so that nobody is asked twice.

Settings of this database, not records: they are neither journalled nor packed.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select

from jianxi_desktop.db import system

Purpose = Literal["import", "fill"]
_CAPTION = 120


def caption_choices(connection: Connection, purpose: Purpose, ledger: str) -> dict[str, str | None]:
    """Give the field of each caption that was decided; ``None`` where it is left out."""
    table = system.caption_choice
    found = select(table.c.caption, table.c.field).where(
        table.c.purpose == purpose, table.c.ledger == ledger
    )
    return {caption: field or None for caption, field in connection.execute(found)}


def keep_caption_choices(
    connection: Connection,
    purpose: Purpose,
    ledger: str,
    chosen: Mapping[str, str | None],
    day: date,
) -> None:
    """Keep what captions mean; what was decided about them before is replaced.

    Args:
        connection: A connection that writes.
        purpose: What the captions were read for.
        ledger: Key of the ledger.
        chosen: Field by plain caption; ``None`` leaves the column out.
        day: When it was decided.
    """
    table = system.caption_choice
    fitting = {each: field for each, field in chosen.items() if 0 < len(each) <= _CAPTION}
    if not fitting:
        return
    forget_caption_choices(connection, purpose, ledger, tuple(fitting))
    rows = [
        {
            "purpose": purpose,
            "ledger": ledger,
            "caption": caption,
            "field": field or "",
            "chosen_on": day.isoformat(),
        }
        for caption, field in fitting.items()
    ]
    connection.execute(insert(table), rows)


def forget_caption_choices(
    connection: Connection, purpose: Purpose, ledger: str, captions: tuple[str, ...] | None = None
) -> int:
    """Forget what was decided about some captions of a ledger, or about all; give how many."""
    table = system.caption_choice
    gone = delete(table).where(table.c.purpose == purpose, table.c.ledger == ledger)
    if captions is not None:
        gone = gone.where(table.c.caption.in_(captions))
    return connection.execute(gone).rowcount


def blank_choice(connection: Connection, fingerprint: str) -> dict[str, Any] | None:
    """Give how a blank was filled the last time, its ledger as ``ledger``; ``None``: never."""
    table = system.blank_choice
    found = select(table.c.ledger, table.c.typed).where(table.c.fingerprint == fingerprint)
    row = connection.execute(found).first()
    if row is None:
        return None
    return {**json.loads(row.typed), "ledger": row.ledger}


def last_blank(connection: Connection, tables: Mapping[str, str]) -> str | None:
    """Give the sheet of a file that was filled the last time; ``None``: none of them was.

    Args:
        connection: A connection.
        tables: The fingerprint of the table on each sheet.
    """
    table = system.blank_choice
    found = (
        select(table.c.fingerprint, table.c.typed)
        .where(table.c.fingerprint.in_(set(tables.values())))
        .order_by(table.c.kept_at.desc(), table.c.fingerprint)
    )
    for row in connection.execute(found):
        sheet = json.loads(row.typed).get("sheet")
        if tables.get(sheet) == row.fingerprint:
            return str(sheet)
    return None


def forget_blank_choice(connection: Connection, fingerprint: str) -> None:
    """Forget how a blank was filled."""
    table = system.blank_choice
    connection.execute(delete(table).where(table.c.fingerprint == fingerprint))


def keep_blank_choice(
    connection: Connection, fingerprint: str, ledger: str, chosen: Mapping[str, Any], at: datetime
) -> None:
    """Keep how a blank was filled, in place of the last time."""
    table = system.blank_choice
    connection.execute(delete(table).where(table.c.fingerprint == fingerprint))
    connection.execute(
        insert(table).values(
            fingerprint=fingerprint,
            ledger=ledger,
            typed=json.dumps(chosen, ensure_ascii=False, sort_keys=True),
            kept_at=at.isoformat(timespec="seconds"),
        )
    )
