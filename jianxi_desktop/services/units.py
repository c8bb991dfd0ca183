"""The office a database belongs to, and what stands in its database from the first day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from jianxi_desktop.db import adoption
from jianxi_desktop.db import office as records
from jianxi_desktop.db.store import Change, Store
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain import calendar, divisions
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.own_keys import lay_keys
from jianxi_desktop.sync.keys import OfficeKeys

LEVELS = {6: "district", 9: "street", 12: "community"}


@dataclass(frozen=True)
class Unit:
    """The office a database belongs to.

    Attributes:
        code: Division code: 6 digits district, 9 street, 12 community.
        level: ``district``, ``street`` or ``community``.
        name: What it is called on papers.
        organisation: The Party organisation at the top of its subtree.
        territory: The territory it works for.
    """

    code: str
    level: str
    name: str
    organisation: uuid.UUID
    territory: uuid.UUID


def unit_named(code: str, level: str | None, name: str | None, *, on: date | None = None) -> Unit:
    """Find the office that a division code means in the list of a day, by default the newest.

    Raises:
        InputError: The code is not of this district, or is of another level.
    """
    known = {place.code: place for place in divisions.places(on)}
    if code not in known and not (name and len(code) in LEVELS and code.isdecimal()):
        raise _unknown(code, divisions.place_of(code, on))
    found_level = LEVELS[len(code)]
    if level is not None and level != found_level:
        raise InputError(
            "level does not fit code",
            user_message=f"代码“{code}”与级别不符：6位是区，9位是街道，12位是社区。",
            code="wrong_level",
        )
    return Unit(
        code,
        found_level,
        name or known[code].name,
        records.organisation_id(code),
        records.territory_id(code),
    )


def _unknown(code: str, now: divisions.Place | None) -> InputError:
    """Say what to do about a code that is not in the list; an old one has a newer."""
    told = "不在涧西区的代码表里。请核对代码；新设的社区请同时给出名称。"
    if now is not None:
        told = f"已改为“{now.code}”（{now.name}）。请用现在的代码。"
    return InputError(
        "unknown unit code",
        user_message=f"区划代码“{code[:12]}”{told}",
        code="unknown_unit",
    )


def write_founding(
    change: Change, unit: Unit, database_id: uuid.UUID, *, on: date | None = None
) -> None:
    """Write whose database this is, its keys, and the places it begins with: of a day's list."""
    facts: dict[str, Any] = {
        "database_id": database_id,
        "unit": unit.code,
        "level": unit.level,
        "name": unit.name,
        "organisation": unit.organisation,
        "territory": unit.territory,
        "created_on": calendar.today().isoformat(),
    }
    records.found(change.connection, facts)
    keys = OfficeKeys.new(unit=unit.code, name=unit.name, created=datetime.now(UTC))
    lay_keys(change.connection, keys)
    territories = list(records.territory_seeds(unit.level, unit.code, on))
    if unit.territory not in {row["id"] for row in territories}:
        territories.append(_own_territory(unit))
    insert_rows(change, CATALOG["territory"], territories)
    organisations = list(records.organisation_seeds(unit.level, unit.code, on))
    insert_rows(change, CATALOG["organisation"], [*organisations, _own_organisation(unit)])
    adoption.begin_adopted(change.connection)


def facts_of(store: Store) -> Mapping[str, Any]:
    """Read the office row of a database.

    Raises:
        EnvironmentFailure: It was never founded.
    """
    with store.read() as connection:
        facts = records.facts_of(connection)
    if facts is None:
        raise EnvironmentFailure(
            "database without office",
            user_message="这个数据库没有建立完整，请删除后重新建立，或用备份恢复。",
            code="not_founded",
        )
    return facts


def unit_of(store: Store) -> Unit:
    """Read whose database it is.

    Raises:
        EnvironmentFailure: It was never founded.
    """
    facts = facts_of(store)
    return Unit(
        facts["unit"], facts["level"], facts["name"], facts["organisation"], facts["territory"]
    )


def _own_territory(unit: Unit) -> dict[str, Any]:
    parent = {12: 9, 9: 6}.get(len(unit.code))
    above = records.territory_id(unit.code[:parent]) if parent else None
    return {
        "id": unit.territory,
        "name": unit.name,
        "kind": unit.level,
        "code": unit.code,
        "parent": above,
    }


def _own_organisation(unit: Unit) -> dict[str, Any]:
    parent = {12: 9, 9: 6}.get(len(unit.code))
    name = {"district": "涧西区委", "street": f"{unit.name}党工委"}
    form = "working_committee" if unit.level == "street" else "party_committee"
    return {
        "id": unit.organisation,
        "name": name.get(unit.level, f"{unit.name}党委"),
        "form": form,
        "kind": unit.level,
        "parent": records.organisation_id(unit.code[:parent]) if parent else None,
        "code": unit.code,
        "territory": unit.territory,
        # A street's and the district's own entry is the seed that every office makes alike.
        **({} if unit.level == "community" else records.SEED),
    }
