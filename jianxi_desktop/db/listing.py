"""Read the rows that lists, papers and returns show: tuples, never objects.

A list is a vector of serials and pages of rows. The vector is cheap (one integer a record) and
makes every place of a long list reachable at once; a page is read when it is looked at.
"""

from array import array  # noqa: TC003 - named in annotations that tools read at run time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from jianxi_desktop.db import search
from jianxi_desktop.db import words as by_words
from jianxi_desktop.db.captions import caption_column
from jianxi_desktop.db.conditions import BY_PART, condition, picked
from jianxi_desktop.db.serials import read_serials
from jianxi_desktop.db.tree import inside, organisation_field, subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.errors import ConflictError, InputError, UsageError
from jianxi_desktop.schema.fields import Field, Link, Text
from jianxi_desktop.schema.ledger import Attr, Catalog, Ledger
from jianxi_desktop.schema.query import Filter, Query, Reveal, Row

_STREAM = 2_000


@dataclass(frozen=True)
class Found:
    """A record as a form shows it.

    Attributes:
        id: Identity.
        version: What an update must name.
        values: Field values by key; of the companion's current row too.
        companion: Identity and version of that row, if there is one.
    """

    id: UUID
    version: int
    values: dict[str, Any]
    companion: tuple[UUID, int] | None = None


class Lister:
    """Builds the queries of one ledger; holds no connection and may be kept.

    Args:
        catalog: All ledgers.
        ledger: The one.
        top: Organisation whose subtree the reader is limited to; all that stands outside is not
            there for whoever asks.
        may_reveal: Whether the reader may ever see numbers whole. Others may not sort by them or
            look for parts of them, for both would tell them digit by digit.
    """

    def __init__(
        self,
        catalog: Catalog,
        ledger: Ledger,
        top: UUID | None = None,
        *,
        may_reveal: bool = True,
    ) -> None:
        self._catalog = catalog
        self._ledger = ledger
        self._may_reveal = may_reveal
        self._table: Table = table_of(ledger)
        self._inside = None if top is None else inside(catalog, ledger, top)
        companion = ledger.companion
        self._beside: FromClause | None = (
            None if companion is None else table_of(companion).alias("c")
        )
        self._selects: dict[tuple[Field[Any], ...], Select[Any]] = {}

    def count(self, connection: Connection, query: Query) -> int:
        """Count the records of a query."""
        return self.summed(connection, query, ())[0]

    def summed(
        self, connection: Connection, query: Query, keys: Sequence[str]
    ) -> tuple[int, tuple[int | None, ...]]:
        """Count the records of a query and add up fields of theirs; ``None``: none is given."""
        wanted: list[Any] = [func.count(), *(func.sum(self._column(key)) for key in keys)]
        found = self._filtered(select(*wanted).select_from(self._source(query, *keys)), query)
        count, *sums = connection.execute(found).one()
        return int(count), tuple(None if each is None else int(each) for each in sums)

    def count_all(self, connection: Connection) -> int:
        """Count every row, removed ones too."""
        return int(connection.scalar(select(func.count()).select_from(self._table)) or 0)

    def serials(self, connection: Connection, query: Query, limit: int = -1) -> "array[int]":
        """Give the serials of a query's records in its order; the first ``limit`` of them."""
        found = select(self._table.c.serial).select_from(self._source(query))
        ordered = self._filtered(found, query).order_by(*self._order(query))
        return read_serials(connection, ordered, limit)

    def rows(
        self,
        connection: Connection,
        attributes: Sequence[Attr],
        serials: Sequence[int],
        *,
        reveal: Reveal | None = None,
    ) -> list[Row]:
        """Read rows by serial, in that order; masked fields are masked but where ``reveal`` allows.

        Links become the caption of what they point at; one that points at nothing known here
        becomes 未到.
        """
        fields = self._ledger.pick(attributes)
        found = self._selects.get(fields)
        if found is None:
            wanted = self._table.c.serial.in_(bindparam("serials", expanding=True))
            found = self._selects[fields] = self._limited(self._select(fields)).where(wanted)
        masks = [(place, f) for place, f in enumerate(fields) if f.masked]
        open_ones = self._revealed(connection, serials, reveal) if masks else frozenset()
        by_serial: dict[int, Row] = {}
        for line in connection.execute(found, {"serials": list(serials)}):
            cells = list(line[3:])
            if line[0] not in open_ones:
                for place, field in masks:
                    cells[place] = field.mask(cells[place])
            by_serial[line[0]] = Row(line[0], line[1], line[2], tuple(cells))
        return [by_serial[serial] for serial in serials if serial in by_serial]

    def stream(
        self,
        connection: Connection,
        attributes: Sequence[Attr],
        query: Query,
        *,
        reveal: Reveal | None = None,
    ) -> Iterator[Row]:
        """Read all rows of a query, a few thousand at a time."""
        serials = self.serials(connection, query)
        for start in range(0, len(serials), _STREAM):
            part = serials[start : start + _STREAM]
            yield from self.rows(connection, attributes, part, reveal=reveal)

    def find(
        self, connection: Connection, record_id: UUID, *, reveal: Reveal | None = None
    ) -> Found:
        """Read one record with its companion's current row; masked but where ``reveal`` allows.

        Raises:
            ConflictError: There is none, or it was removed.
        """
        table, beside = self._table, self._beside
        live = (table.c.id == record_id, table.c.removed_on.is_(None))
        row = connection.execute(self._limited(select(table).where(*live))).mappings().first()
        if row is None:
            raise ConflictError(
                f"{self._ledger.key}: no such record",
                user_message="这条记录不存在或已被移除，请刷新列表。",
                code="gone",
            )
        fields = self._ledger.all_fields
        if self._revealed(connection, [row["serial"]], reveal):
            masked = frozenset[str]()
        else:
            masked = frozenset(key for key, field in fields.items() if field.masked)
        values = {key: _shown(fields[key], row[key], masked) for key in self._ledger.fields}
        if beside is None or self._ledger.companion is None:
            return Found(record_id, row["version"], values)
        current = select(beside).where(
            self._current(beside), _owner(self._ledger, beside) == row["id"]
        )
        other = connection.execute(current).mappings().first()
        hidden = self._ledger.companion.owner.key
        for key in self._ledger.companion.fields:
            if key != hidden:
                values[key] = _shown(fields[key], other[key], masked) if other else None
        where = (other["id"], other["version"]) if other else None
        return Found(record_id, row["version"], values, where)

    def stored(
        self, connection: Connection, record_id: UUID, keys: Sequence[str]
    ) -> dict[str, Any]:
        """Read values of a record whole, to compare with and never to hand on; none where none."""
        table = self._table
        live = (table.c.id == record_id, table.c.removed_on.is_(None))
        asked = self._limited(select(*(table.c[key] for key in keys)).where(*live))
        return dict(connection.execute(asked).mappings().first() or {})

    def choices(self, connection: Connection, words: str, limit: int) -> list[tuple[UUID, str]]:
        """Give identity and caption of records that match, for choosing one."""
        caption = caption_column(self._catalog, self._ledger, self._table)
        query = Query(words=words)
        found: Select[Any] = select(self._table.c.id, caption).select_from(self._source(query))
        found = self._filtered(found, query).order_by(*self._order(query)).limit(limit)
        return [(row[0], row[1]) for row in connection.execute(found)]

    def matching(self, terms: BindParameter[Any]) -> Select[Any]:
        """Select the serials that the quick search finds by terms, in order; see ``finding``."""
        index = search.index_of(self._ledger)
        source = index.join(self._table, index.c.rowid == self._table.c.serial)
        found = select(self._table.c.serial).select_from(source).order_by(index.c.rowid)
        live = self._table.c.removed_on.is_(None)
        return self._limited(found.where(live, search.matches(self._ledger, terms)))

    def caption(self, connection: Connection, record_id: UUID) -> str | None:
        """Give what a record is called; removed ones still are."""
        caption = caption_column(self._catalog, self._ledger, self._table)
        query = self._limited(select(caption).where(self._table.c.id == record_id))
        row = connection.execute(query).first()
        return None if row is None else self._ledger.fields[self._ledger.caption.key].show(row[0])

    def require_field(self, key: str) -> None:
        """Make sure a field exists.

        Raises:
            UsageError: It does not; the message names those that do.
        """
        self._column(key)

    def _limited(self, found: Select[Any]) -> Select[Any]:
        """Leave out what stands outside the reader's subtree."""
        return found if self._inside is None else found.where(self._inside)

    def _revealed(
        self, connection: Connection, serials: Sequence[int], reveal: Reveal | None
    ) -> frozenset[int]:
        """Give the rows whose numbers may be read whole."""
        if reveal is None or reveal.ledger != self._ledger.key or not self._may_reveal:
            return frozenset()
        query, among = reveal.query, self._table.c.serial.in_(list(serials))
        if query is None:
            found = select(self._table.c.serial).where(self._table.c.id.in_(reveal.ids))
        else:
            found = self._filtered(
                select(self._table.c.serial).select_from(self._source(query)), query
            )
        return frozenset(row[0] for row in connection.execute(found.where(among)))

    def _source(self, query: Query, *more: str) -> FromClause:
        """Join the companion only when the query looks at it."""
        keys = {query.order, *more}.union(*(each.fields for each in query.filters))
        if query.within is not None:
            keys.add(organisation_field(self._ledger) or "")
        source: FromClause = self._table
        if self._match(query) is not None:
            index = search.index_of(self._ledger)
            source = index.join(self._table, index.c.rowid == self._table.c.serial)
        if any(key and key not in self._ledger.fields and key != "id" for key in keys):
            source = self._with_companion(source)
        order = self._ledger.all_fields.get(query.order)
        if isinstance(order, Link):
            source = source.outerjoin(
                self._target(order), self._target(order).c.id == self._column(order.key)
            )
        return source

    def _with_companion(self, source: FromClause) -> FromClause:
        beside = self._beside
        if beside is None:
            return source
        return source.outerjoin(
            beside, and_(_owner(self._ledger, beside) == self._table.c.id, self._current(beside))
        )

    def _current(self, beside: FromClause) -> ColumnElement[bool]:
        companion = self._ledger.companion
        if companion is None or companion.ended is None:
            return beside.c.removed_on.is_(None)
        return and_(beside.c[companion.ended.key].is_(None), beside.c.removed_on.is_(None))

    def _select(self, fields: Sequence[Field[Any]]) -> Select[Any]:
        columns: list[Any] = [self._table.c.serial, self._table.c.id, self._table.c.version]
        source: FromClause = self._table
        if any(field.key not in self._ledger.fields for field in fields):
            source = self._with_companion(source)
        for field in fields:
            own = self._column(field.key)
            if isinstance(field, Link):
                other = self._target(field)
                caption = caption_column(self._catalog, self._catalog[field.target], other)
                source = source.outerjoin(other, other.c.id == own)
                columns.append(func.coalesce(caption, _missing(own)).label(field.key))
            else:
                columns.append(own)
        return select(*columns).select_from(source)

    def _target(self, field: Link) -> FromClause:
        return table_of(self._catalog[field.target]).alias(f"to_{field.key}")

    def _column(self, key: str) -> ColumnElement[Any]:
        if key == "id" or key in self._ledger.fields:
            return self._table.c[key]
        fields = self._ledger.all_fields
        if self._beside is not None and key in fields:
            return self._beside.c[key]
        raise UsageError(
            f"{self._ledger.key} has no field {key!r}",
            user_message=f"“{self._ledger.title}”没有字段“{key}”，可用：{'、'.join(fields)}。",
            code="no_such_field",
        )

    def _filtered(self, found: Select[Any], query: Query) -> Select[Any]:
        removed_on = self._table.c.removed_on
        wanted = removed_on.is_not(None) if query.removed else removed_on.is_(None)
        found = self._limited(found.where(wanted))
        found = self._within(found, query.within)
        if query.only is not None:
            found = found.where(picked(self._table.c.serial, query.only))
        for each in query.filters:
            found = found.where(self._condition(each))
        match = self._match(query)
        if match is None and not by_words.are_in_index(self._ledger):
            match = by_words.found_by(
                self._catalog, self._ledger, self._table, query.words, guessing=self._may_reveal
            )
        return found if match is None else found.where(match)

    def _within(self, found: Select[Any], top: UUID | None) -> Select[Any]:
        """Narrow to an organisation and all below it, by a link of the row's own or its owner's."""
        if top is None:
            return found
        if key := organisation_field(self._ledger):
            below: ColumnElement[bool] = self._column(key).in_(subtree(self._catalog, top))
            if key == "branch" and "group" in self._ledger.all_fields:
                # Of a group: who is in it belongs to the branch above it.
                below = or_(below, self._column("group") == top)
            return found.where(below)
        condition = inside(self._catalog, self._ledger, top)
        return found if condition is None else found.where(condition)

    def _match(self, query: Query) -> Any:
        """Give what the index that is joined must match; ``None`` where none is joined."""
        if not by_words.are_in_index(self._ledger):
            return None
        return search.find(self._ledger, query.words, guessing=self._may_reveal)

    def _condition(self, wanted: Filter) -> ColumnElement[bool]:
        if wanted.way == "any":
            return or_(*(self._condition(each) for each in wanted.value))
        if wanted.way in BY_PART:
            self._require_open(wanted.field)
        field = self._ledger.all_fields.get(wanted.field)
        return condition(self._column(wanted.field), field, wanted)

    def _order(self, query: Query) -> tuple[Any, ...]:
        serial: ColumnElement[Any] = self._table.c.serial
        if not query.order:
            if self._match(query) is not None:
                serial = search.index_of(self._ledger).c.rowid
            return (serial.desc() if query.descending else serial,)
        field = self._ledger.all_fields.get(query.order)
        column = self._column(query.order)
        self._require_open(query.order)
        if isinstance(field, Link):
            target = self._catalog[field.target]
            column = caption_column(self._catalog, target, self._target(field))
        key = column.desc() if query.descending else column
        # What is empty comes last, but before the smallest number or day, as a file has it.
        last = isinstance(field, Text) or query.descending
        return (key.nulls_last() if last else key.nulls_first(), serial)

    def _require_open(self, key: str) -> None:
        """Refuse what would tell a masked number bit by bit to those who may not see it."""
        field = self._ledger.all_fields.get(key)
        if field is not None and field.masked and not self._may_reveal:
            raise _masked(key, field.caption)


def _masked(key: str, caption: str) -> InputError:
    told = f"“{caption}”对您是遮盖的，不能按它排序，也不能按其中一段筛选；可以输入完整号码查找。"
    return InputError(f"{key} is masked", user_message=told, code="masked_field")


def _shown(field: Field[Any], value: Any, masked: frozenset[str]) -> Any:
    return field.mask(value) if field.key in masked and value is not None else value


def _owner(ledger: Ledger, beside: FromClause) -> ColumnElement[Any]:
    assert ledger.companion is not None  # noqa: S101 - callers have looked
    column: ColumnElement[Any] = beside.c[ledger.companion.owner.key]
    return column


def _missing(own: ColumnElement[Any]) -> ColumnElement[Any]:
    """Say 未到 where a link points at a record that has not arrived yet."""
    return case((own.is_not(None), "（未到）"), else_=None)
