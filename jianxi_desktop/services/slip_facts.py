"""What a slip says of its record: values as people read them, links by name, numbers masked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.listing import Lister
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.prints.slip import Cell, Line
from jianxi_desktop.schema.fields import Day, Link
from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


class Told:
    """What a slip says of one record whose links are told by name already.

    Attributes:
        id: The record.
        ledger: Its ledger.
        values: Its values by field key.
    """

    def __init__(self, ledger: Ledger, record_id: UUID, values: Mapping[str, Any]) -> None:
        self.id = record_id
        self.ledger = ledger
        self.values = values

    def text(self, attribute: Attr) -> str:
        """Give a value as people read it; empty: it is not known."""
        field = self.ledger.all_fields[attribute.key]
        value = self.values.get(attribute.key)
        if value is None:
            return ""
        if isinstance(field, Link):
            return self._name(field.target, value)
        return show_day(value) if isinstance(field, Day) else field.show(value)

    def cell(self, attribute: Attr, label: str = "") -> Cell:
        """Give a value with its caption."""
        caption = label or self.ledger.all_fields[attribute.key].caption
        return Cell(caption, self.text(attribute))

    def line(self, *attributes: Attr) -> Line:
        """Give values side by side, each with its own caption."""
        return Line(tuple(self.cell(each) for each in attributes))

    def _name(self, target: str, value: Any) -> str:
        del target  # a list has looked it up
        return str(value)


@needs(Right.VIEW)
def told_rows(
    office: Office,
    connection: Connection,
    ledger_key: str,
    query: Query,
    reveal: Reveal | None = None,
) -> Iterator[Told]:
    """Read records whole, links by name; far faster than one by one.

    Numbers are masked but where ``reveal`` allows.
    """
    ledger = office.catalog[ledger_key]
    attributes = [getattr(ledger.record, key) for key in ledger.fields]
    for row in office.lister(ledger).stream(connection, attributes, query, reveal=reveal):
        yield Told(ledger, row.id, dict(zip(ledger.fields, row.cells, strict=True)))


class Facts(Told):
    """One record as a slip reads it, and the way to what it points at.

    Attributes:
        catalog: All ledgers.
    """

    def __init__(
        self,
        office: Office,
        connection: Connection,
        ledger_key: str,
        record_id: UUID,
        reveal: Reveal | None = None,
    ) -> None:
        """Read it; its numbers are masked but where ``reveal`` allows.

        Raises:
            ConflictError: There is no such record, or it is not this person's to see.
        """
        self._office = office
        self._connection = connection
        self.catalog = office.catalog
        ledger = office.catalog[ledger_key]
        super().__init__(
            ledger,
            record_id,
            office.lister(ledger).find(connection, record_id, reveal=reveal).values,
        )

    def linked(self, attribute: Attr, reveal: Reveal | None = None) -> "Facts | None":
        """Follow a link; ``None`` where there is none, or it leads out of what one may see."""
        field, value = self.ledger.all_fields[attribute.key], self.values.get(attribute.key)
        if not isinstance(field, Link) or value is None:
            return None
        try:
            return Facts(self._office, self._connection, field.target, value, reveal)
        except ConflictError:
            return None

    def rows(self, ledger_key: str, owner: Attr, *columns: Attr) -> list[tuple[str, ...]]:
        """Give the rows of another ledger that belong to this record, by the first column."""
        query = Query(filters=(Filter(owner.key, self.id),), order=columns[0].key)
        return list(self._stream(self.catalog[ledger_key], query, columns))

    def records(self, ledger_key: str, owner: Attr, order: Attr) -> "list[Facts]":
        """Give the records of another ledger that point at this one, each whole; few at a time."""
        query = Query(filters=(Filter(owner.key, self.id),), order=order.key)
        ledger = self.catalog[ledger_key]
        found = self._office.lister(ledger).stream(self._connection, (order,), query)
        ids = [row.id for row in found]
        return [Facts(self._office, self._connection, ledger_key, each) for each in ids]

    def newest(
        self, detail: Ledger, columns: Sequence[Attr], most: int
    ) -> tuple[list[tuple[str, ...]], int]:
        """Give the last rows of another ledger, and how many there are.

        They go by the first day among the columns, else by when they were entered.
        """
        days = (each.key for each in columns if isinstance(detail.all_fields[each.key], Day))
        query = Query(filters=(Filter(detail.owner.key, self.id),), order=next(days, ""))
        number = self._office.lister(detail).count(self._connection, query)
        rows = self._stream(detail, query, columns)
        return list(islice(rows, max(number - most, 0), None)), number

    def _stream(
        self, ledger: Ledger, query: Query, columns: Sequence[Attr]
    ) -> Iterator[tuple[str, ...]]:
        fields = ledger.pick(columns)
        for row in self._office.lister(ledger).stream(self._connection, columns, query):
            yield tuple(
                "" if cell is None else field.show(cell)
                for field, cell in zip(fields, row.cells, strict=True)
            )

    def _name(self, target: str, value: Any) -> str:
        ledger = self._office.catalog[target]
        # Organisations have a name for everybody: those above are named on every paper.
        everyones = Lister(self._office.catalog, ledger) if target == "organisation" else None
        found = (everyones or self._office.lister(ledger)).caption(self._connection, value)
        return found or ""
