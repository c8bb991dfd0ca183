"""What conflicts are called: by an identity that is the same in every office, and in words."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import conflicts, history
from jianxi_desktop.domain.registers import REMOVED
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger

UNKNOWN = "（未到）"
_REMOVAL = {"removed_on": "移除日期", "removed_why": "移除原因"}


class Named(NamedTuple):
    """A conflict's name, taken apart.

    Attributes:
        kind: Which kind of conflict.
        ledger: Key of the ledger.
        row: The record, or the older one of two.
        group: Key of the group of fields; of a double the other record, 32 hexadecimal digits.
    """

    kind: str
    ledger: str
    row: UUID
    group: str

    @property
    def text(self) -> str:
        """The name as it is given out."""
        return f"{self.kind}:{self.ledger}:{self.row.hex}:{self.group}"

    @property
    def other(self) -> UUID:
        """The other record of a double."""
        return UUID(hex=self.group)


def read_name(text: str, catalog: Catalog, kinds: Collection[str]) -> Named:
    """Take a conflict's name apart.

    Raises:
        InputError: It is none.
    """
    try:
        kind, key, row, group = text.strip().split(":")
        named = Named(kind, key, UUID(hex=row), group)
    except ValueError:
        raise _unknown() from None
    ledger = next((each for each in catalog if each.key == key), None)
    if kind not in kinds or ledger is None:
        raise _unknown()
    if kind == "double":
        _require_two(named)
        named = named._replace(group=named.other.hex)
    elif group not in groups_of(ledger):
        raise _unknown()
    return named


def _require_two(named: Named) -> None:
    try:
        other = named.other
    except ValueError:
        raise _unknown() from None
    if other == named.row:
        raise _unknown()


def _unknown() -> InputError:
    return InputError(
        "no such conflict",
        user_message="没有这个编号的待核对项，请从“待核对”清单（conflicts）里取编号。",
        code="no_such_conflict",
    )


def groups_of(ledger: Ledger) -> set[str]:
    """Give the keys of a ledger's groups of fields."""
    return {ledger.group_of(key) for key in ledger.fields} | {REMOVED}


def columns_of(ledger: Ledger, group: str) -> tuple[str, ...]:
    """Give the columns of a group, in the order of the ledger."""
    if group in ledger.fields and not ledger.together:
        return (group,)
    return tuple(key for key in (*ledger.fields, *_REMOVAL) if ledger.group_of(key) == group)


def captions_of(ledger: Ledger, columns: Iterable[str]) -> tuple[str, ...]:
    """Give what columns are called."""
    return tuple(_REMOVAL.get(key) or ledger.fields[key].caption for key in columns)


def what(ledger: Ledger, named: Named) -> str:
    """Say in words which fields a conflict is about."""
    if named.kind == "removal":
        return "移除还是保留"
    return "、".join(captions_of(ledger, columns_of(ledger, named.group)))


def record_names(
    connection: Connection, catalog: Catalog, ledger: Ledger, rows: Collection[UUID]
) -> dict[UUID, str]:
    """Give what rows are called: by the record they belong to and by themselves."""
    caption = ledger.fields[ledger.caption.key]
    alone = any(each.companion is ledger for each in catalog)
    found = {}
    for one, (value, owner) in conflicts.names(connection, catalog, ledger, rows).items():
        text = str(value or "") if isinstance(caption, Link) else caption.show(value)
        parts = [owner] if alone and owner else [each for each in (owner, text) if each]
        found[one] = " · ".join(parts) or UNKNOWN
    return found


class Speller:
    """Puts values of the journal into words as people may see them."""

    def __init__(self, connection: Connection, catalog: Catalog, ledger: Ledger) -> None:
        self._connection, self._catalog, self._ledger = connection, catalog, ledger
        self._called: dict[str, str] = {}

    def learn(self, values: Iterable[Mapping[str, Any]]) -> None:
        """Look up what the records are called that some values link to."""
        wanted: dict[str, set[UUID]] = {}
        for each in values:
            for key, value in each.items():
                field = self._ledger.fields.get(key)
                if isinstance(field, Link) and value:
                    wanted.setdefault(field.target, set()).add(UUID(hex=str(value)))
        for target, ids in wanted.items():
            found = history.captions(self._connection, self._catalog, target, ids)
            self._called |= {one.hex: name for one, name in found.items()}

    def text(self, key: str, value: Any) -> str:
        """Give one value; numbers are masked, links by name."""
        if value is None or value == "":
            return ""
        field = self._ledger.fields.get(key)
        if field is None:
            return str(value)
        if isinstance(field, Link):
            return self._called.get(str(value), UNKNOWN)
        if field.masked:
            return field.mask(value)
        return field.show(value)
