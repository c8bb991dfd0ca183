"""The sets of indicators that are shipped: as rows of their ledgers, the same in every office.

They are in use from the start, and so frozen: “综合观摩（第1版）” means the same wherever it
stands on paper, and packages bring no conflict about it. Whoever wants it otherwise makes the next
version. So a shipped set that is changed in a later program is a new one, with a key of its own.
"""

from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.db.ids import code_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.domain.observation import ready_sets
from jianxi_desktop.services.office import Office

SET, INDICATOR = "indicator_set", "indicator"
IN_USE = "in_use"
_BACK = {"removed_on": None, "removed_why": None}


def install_missing(office: Office, change: Change, day: date) -> None:
    """Put in the shipped sets that are not there; bring back those that were removed.

    They have the same identities in every office, so that the sets of two offices meet.
    """
    for key, rows in ready_rows(day).items():
        ledger = office.catalog[key]
        known = lookup.rows_of(change.connection, ledger, [row["id"] for row in rows])
        insert_rows(change, ledger, [row for row in rows if row["id"] not in known])
        removed = [row for row in known.values() if row["removed_on"] is not None]
        update_rows(change, ledger, [Edit(row["id"], _BACK) for row in removed])


def ready_rows(day: date) -> dict[str, list[dict[str, Any]]]:
    """Give the shipped sets and their indicators as rows, by ledger, the sets first."""
    shipped = ready_sets(day)
    sets = [
        {
            "id": ready_id(each.key),
            "title": each.title,
            "edition": 1,
            "state": IN_USE,
            "made_on": each.valid_from,
            "source": each.source,
            "purpose": each.purpose,
        }
        for each in shipped
    ]
    indicators = [
        {
            "id": code_id(INDICATOR, f"{each.key}/1/{line.method}/{line.position}"),
            "indicator_set": ready_id(each.key),
            **line._asdict(),
        }
        for each in shipped
        for line in each.indicators
    ]
    return {SET: sets, INDICATOR: indicators}


def ready_id(key: str) -> UUID:
    """Give the identity of a shipped set, the same everywhere."""
    return code_id(SET, f"{key}/1")
