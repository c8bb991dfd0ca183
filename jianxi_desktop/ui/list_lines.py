"""Lines of a list, read and put into words on the worker: painting only paints."""

from array import array  # noqa: TC003 - named in annotations that tools read at run time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.schema.query import Query, Reveal
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office

T = TypeVar("T")
PAGE: Final = 64
_AT_ONCE: Final = 1_000  # lines read at once to be made something of


class Line(NamedTuple):
    """One record as the list shows it."""

    serial: int
    id: UUID
    version: int
    texts: tuple[str, ...]


def _lines(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    serials: Sequence[int],
) -> list[Line | None]:
    """Read a page and make its texts here, on the worker: painting only paints."""
    shows = [str if field.masked else field.show for field in fields]
    found = {
        row.serial: Line(row.serial, row.id, row.version, _texts(shows, row.cells))
        for row in records.list_rows(office, ledger, attributes, serials)
    }
    return [found.get(serial) for serial in serials]


def full_lines(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    serials: Sequence[int],
    leave: Reveal,
) -> list[Line]:
    """Read lines with their numbers in full, by leave that was given."""
    shows = [field.show for field in fields]
    return [
        Line(row.serial, row.id, row.version, _texts(shows, row.cells))
        for row in records.list_rows(office, ledger, attributes, serials, reveal=leave)
    ]


def _texts(shows: Sequence[Callable[[Any], str]], cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple(
        "" if cell is None else show(cell) for show, cell in zip(shows, cells, strict=True)
    )


def read_first(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    query: Query,
) -> "tuple[array[int], list[Line | None]]":
    """Read the beginning of a list: its first serials and their lines."""
    serials = records.list_serials(office, ledger, query, PAGE)
    return serials, _lines(office, ledger, attributes, fields, serials)


def read_again(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    query: Query,
    page: int,
    keep: frozenset[int],
) -> "tuple[array[int], dict[int, list[Line | None]], list[int]]":
    """Read a list whole with the pages looked at; and the rows of what is to be kept."""
    serials = records.list_serials(office, ledger, query)
    pages = {
        number: _lines(office, ledger, attributes, fields, part)
        for number in (page, page + 1)
        if (part := serials[number * PAGE : (number + 1) * PAGE])
    }
    kept = [row for row, serial in enumerate(serials) if serial in keep] if keep else []
    return serials, pages, kept


def make_of_lines(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    serials: Sequence[int],
    full: Mapping[UUID, tuple[str, ...]],
    make: Callable[[list[Line]], T],
) -> T:
    """Read lines, numbers in full where they are shown so, and make something of them."""
    lines: list[Line] = []
    for start in range(0, len(serials), _AT_ONCE):
        part = serials[start : start + _AT_ONCE]
        found = _lines(office, ledger, attributes, fields, part)
        lines += [ln._replace(texts=full.get(ln.id, ln.texts)) for ln in found if ln is not None]
    return make(lines)


def read_pages(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    fields: Sequence[Field[Any]],
    wanted: Sequence[tuple[int, Sequence[int]]],
) -> dict[int, list[Line | None]]:
    """Read pages of a list, each given by its serials."""
    return {page: _lines(office, ledger, attributes, fields, serials) for page, serials in wanted}
