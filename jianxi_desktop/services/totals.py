"""Sums at the foot of a list, over all that its query finds, read or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Totals:
    """What a query finds, added up.

    Attributes:
        count: How many records.
        sums: The sum of each field that was asked for, as lists show its values; empty where no
            record has one.
    """

    count: int
    sums: Mapping[str, str]


def summed_fields(fields: Iterable[Field[Any]]) -> tuple[Field[Any], ...]:
    """Give those of some fields that can be added up: amounts, numbers of people, hours."""
    return tuple(field for field in fields if field.summed and not field.masked)


@needs(Right.VIEW)
def totals_of(office: Office, ledger: Ledger, keys: Iterable[str], query: Query) -> Totals:
    """Count the records of a query and add up some of their fields.

    Raises:
        UsageError: There is no such field.
    """
    asked = tuple(keys)
    with office.store.read() as connection:
        count, added = office.lister(ledger).summed(connection, query, asked)
    fields = ledger.all_fields
    sums = {key: fields[key].show(each) for key, each in zip(asked, added, strict=True)}
    return Totals(count, sums)
