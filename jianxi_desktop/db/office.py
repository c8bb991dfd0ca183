"""Whose database this is: its office, its replica, its seeds, its settings."""

import platform
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from jianxi_desktop.db import system
from jianxi_desktop.db.ids import code_id, new_id
from jianxi_desktop.domain.divisions import places, unit_of_code

SEED = {"replica": 0, "seq": 0}  # the dot of rows that every office makes alike


def territory_id(code: str) -> uuid.UUID:
    """Give the identity of the territory that a code of any year means, the same everywhere."""
    return code_id("territory", unit_of_code(code))


def organisation_id(code: str) -> uuid.UUID:
    """Give the identity of the organisation that stands for a territory, by a code of any year."""
    return code_id("organisation", unit_of_code(code))


def found(connection: Connection, facts: Mapping[str, Any]) -> None:
    """Write the one office row, and the chains of this database: its records, its audit."""
    connection.execute(insert(system.office).values(id=1, replica=1, **facts))
    add_chains(connection, facts)


def put_on_top(connection: Connection, name: str, organisation: uuid.UUID) -> None:
    """Let the office stand for a larger place than its code says: ten districts to measure with."""
    connection.execute(update(system.office).values(name=name, organisation=organisation))


def add_chains(connection: Connection, facts: Mapping[str, Any]) -> int:
    """Begin the chains of a new replica; give the number of the one that records go to.

    A chain is named after the PC, so that a history can say where something was done.
    """
    last = connection.execute(select(func.max(system.replica.c.number))).scalar() or 0
    replica, unit, name = new_id(), facts["unit"], platform.node()[:100] or facts["name"]
    chain = {"replica": replica, "unit": unit, "name": name, "seq": 0, "hlc": 0}
    rows = [
        {"number": last + place, "scope": f"{kind}/{unit}", **chain}
        for place, kind in enumerate(("org", "audit"), start=1)
    ]
    connection.execute(insert(system.replica), rows)
    return int(last) + 1


def facts_of(connection: Connection) -> Mapping[str, Any] | None:
    """Read the office row; none means the database was never founded."""
    row = connection.execute(select(system.office)).mappings().first()
    return None if row is None else dict(row)


def setting(connection: Connection, key: str) -> str | None:
    """Read a value that belongs to this database."""
    found_value = select(system.setting.c.value).where(system.setting.c.key == key)
    return connection.execute(found_value).scalar()


def keep_setting(connection: Connection, key: str, value: str) -> None:
    """Write a value that belongs to this database."""
    connection.execute(delete(system.setting).where(system.setting.c.key == key))
    connection.execute(insert(system.setting).values(key=key, value=value))


def territory_seeds(level: str, code: str, on: date | None = None) -> Iterable[dict[str, Any]]:
    """Give the territories an office needs: its line of superiors, and all below it.

    They are as the list of a day has them, by default the newest.
    """
    wanted = {code, code[:9], code[:6]}
    for place in places(on):
        if place.code in wanted or (level != "community" and place.code.startswith(code)):
            yield {
                **SEED,
                "id": territory_id(place.code),
                "name": place.name,
                "kind": place.kind,
                "code": place.code,
                "parent": territory_id(place.parent) if place.parent else None,
            }


def organisation_seeds(level: str, code: str, on: date | None = None) -> Iterable[dict[str, Any]]:
    """Give the committees above an office, and the streets' of a district, as all name them."""
    for place in places(on):
        above = place.code in {code[:9], code[:6]} - {code}
        below = level == "district" and place.kind == "street"
        if (above or below) and place.kind != "community":
            district = place.kind == "district"
            yield {
                **SEED,
                "id": organisation_id(place.code),
                "name": "涧西区委" if district else f"{place.name}党工委",
                "form": "party_committee" if district else "working_committee",
                "kind": place.kind,
                "parent": organisation_id(place.parent) if place.parent else None,
                "code": place.code,
                "territory": territory_id(place.code),
            }
