"""A record stands at this office's organisations, never at one above it.

The organisations above are known here by name alone; what was written down under them would be
refused by those whose it is (``services.owners``). A field that may be left empty may name one.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.db.write import table_of
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Issue, Ledger, Values
from jianxi_desktop.services.office import Office

_GIVING = 6  # digits of a district's code; nobody stands above it here
_CODE, _TOLD = (
    "above_office",
    "记录要登记在本单位或下级党组织名下，不能登记在上级党组织名下，请改选。",
)


def above(office: Office, connection: Connection) -> frozenset[UUID]:
    """Give the organisations above the office's; none at a district."""
    table, found = table_of(office.catalog["organisation"]), set[UUID]()
    at: UUID | None = office.unit.organisation
    while len(office.unit.code) > _GIVING and at is not None and at not in found:
        found.add(at)
        at = connection.execute(select(table.c.parent).where(table.c.id == at)).scalar()
    if at is not None and len(office.unit.code) > _GIVING:
        found.add(at)
    return frozenset(found - {office.unit.organisation})


def field_of(ledger: Ledger) -> str | None:
    """Name the field that has to say where a record stands, its companion's included."""
    key = "parent" if ledger.key == "organisation" else organisation_field(ledger)
    field = None if key is None else ledger.all_fields.get(key)
    return key if field is not None and (field.required or key == "parent") else None


def row_issues(ledger: Ledger, values: Values, higher: frozenset[UUID]) -> Iterator[Issue]:
    """Say of a row of a roster that would be a new record whether it stands where it may."""
    key = field_of(ledger)
    if key is not None and values.get(key) in higher:
        yield Issue(key, _CODE, "error", _TOLD)


def require_own(office: Office, change: Change, ledger: Ledger, record_id: UUID) -> None:
    """Make sure that a record that was just made stands where it may.

    One that came from above, and is changed here, stays where it stands.

    Raises:
        InputError: It stands above this office.
    """
    key = field_of(ledger)
    if key is None or record_id == office.unit.organisation:
        return
    higher = above(office, change.connection)
    table, owner = table_of(ledger), "id"
    if key not in ledger.fields and ledger.companion is not None:
        table, owner = table_of(ledger.companion), ledger.companion.owner.key
    made = (table.c[owner] == record_id, table.c.version == 1, table.c.removed_on.is_(None))
    query = select(table.c[key]).where(*made)
    if higher and higher.intersection(change.connection.execute(query).scalars()):
        raise InputError(f"{ledger.key}: above this office", user_message=_TOLD, code=_CODE)
