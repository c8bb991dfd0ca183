"""Where somebody was in a list when the window was locked, and the way back to it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.schema.query import Query

if TYPE_CHECKING:
    from jianxi_desktop.schema.ledger import Ledger
    from jianxi_desktop.ui.list_view import LedgerView


@dataclass(frozen=True)
class ListLook:
    """A list as it is looked at; of its records the identity of one.

    Attributes:
        query: Its words, conditions and order; the organisation is the tree's.
        columns: Keys of the columns of a kept list; none: those the person chose.
        record: The record one stands on, if one does.
        row: Where it stood.
        column: Key of the column one stands in.
        top: What the list was scrolled to.
        across: The same sideways.
    """

    query: Query
    columns: tuple[str, ...] = ()
    record: UUID | None = None
    row: int = -1
    column: str = ""
    top: int = 0
    across: int = 0


def look_of(
    view: "LedgerView", ledger: "Ledger", query: Query, columns: tuple[str, ...]
) -> ListLook:
    """Give what is looked at; numbers that were looked for are not kept while it is locked."""
    words = query.words if hide_numbers(query.words) == query.words else ""
    fields = ledger.all_fields
    filters = tuple(
        each
        for each in query.filters
        if not any(key in fields and fields[key].masked for key in each.fields)
    )
    kept = replace(query, words=words, filters=filters, within=None)
    index, table = view.currentIndex(), view.table
    line = table.line(index.row()) if index.isValid() else None
    return ListLook(
        kept,
        columns,
        None if line is None else line.id,
        index.row(),
        table.fields[index.column()].key if index.isValid() else "",
        view.verticalScrollBar().value(),
        view.horizontalScrollBar().value(),
    )


def come_back(view: "LedgerView", look: ListLook, asked: Query) -> None:
    """Stand where one stood and scroll to where it was, once what is asked for is there."""
    table = view.table

    def restore(count: int) -> None:
        table.counted.disconnect(restore)
        if table.query != asked:
            return
        if look.record is not None and look.row < count:
            table.with_lines([look.row], stand)
        view.lie_at(look.top, look.across)

    def stand() -> None:
        row = table.row_of(look.record) if look.record is not None else -1
        if row >= 0 and table.shown == asked and not view.currentIndex().isValid():
            keys = [field.key for field in table.fields]
            column = keys.index(look.column) if look.column in keys else 0
            view.setCurrentIndex(table.index(row, column))
            view.lie_at(look.top, look.across)

    table.counted.connect(restore)
