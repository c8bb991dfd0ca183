"""One condition of a list as SQL: what a column must be, hold, begin with or be empty of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, and_, bindparam, not_, or_
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from jianxi_desktop.domain import calendar, spans
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.kinds import MARK, Several, codes_in
from jianxi_desktop.schema.query import Filter

BY_PART = frozenset({"contains", "from", "to", "during"})  # ways that tell a value bit by bit


def condition(
    column: ColumnElement[Any], field: Field[Any] | None, wanted: Filter
) -> ColumnElement[bool]:
    """Say in SQL what a filter asks of a column."""
    if wanted.way in ("empty", "given"):
        return column.is_(None) if wanted.way == "empty" else column.is_not(None)
    if wanted.way == "among":
        given = [value for value in wanted.value if value is not None]
        nothing = (column.is_(None),) if None in wanted.value else ()
        return or_(column.in_(given), *nothing)
    if wanted.way == "contains":
        # A server tells capitals from small letters where a file does not.
        words = column if isinstance(column.type, String) else cast_to(column, String)
        return words.icontains(wanted.value, autoescape=True)
    if wanted.way in ("from", "to"):
        return _within(column, wanted)
    if wanted.way == "during":
        first, last = spans.bounds(wanted.value, calendar.today())
        ends = (Filter(wanted.field, first, "from"), Filter(wanted.field, last, "to"))
        return and_(*(_within(column, end) for end in ends))
    if wanted.way == "not":
        same = condition(column, field, Filter(wanted.field, wanted.value))
        return or_(column.is_(None), not_(same))
    if isinstance(field, Several):
        return _holds_all(column, codes_in(wanted.value))
    alike: ColumnElement[bool] = column == wanted.value
    return alike


def picked(column: ColumnElement[Any], serials: Sequence[int]) -> ColumnElement[bool]:
    """Say that a number is one of many: they go as one value, however many hundred thousand."""
    return _Picked(column, bindparam(None, tuple(serials), _Numbers()))


class _Numbers(TypeDecorator[tuple[int, ...]]):
    """Whole numbers in one text, which the database takes apart."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write them as the database reads a list."""
        listed = ",".join(map(str, value))
        return f"{{{listed}}}" if dialect.name == "postgresql" else f"[{listed}]"


class _Picked(FunctionElement[Any]):
    """The clause "this number is among these"."""

    inherit_cache = True


@compiles(_Picked)
def _on_file(element: _Picked, compiler: SQLCompiler, **more: Any) -> str:
    column, numbers = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - compiled clauses


@compiles(_Picked, "postgresql")
def _on_server(element: _Picked, compiler: SQLCompiler, **more: Any) -> str:
    column, numbers = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY(CAST({numbers} AS bigint[]))"


def _within(column: ColumnElement[Any], wanted: Filter) -> ColumnElement[bool]:
    begun: ColumnElement[bool] = column >= wanted.value
    ended: ColumnElement[bool] = column <= wanted.value
    if wanted.way == "from":
        return begun
    if isinstance(column.type, String):
        # A month or year that is fully known begins with the limit: 2018 holds 2018-07-01.
        return or_(ended, column.startswith(wanted.value, autoescape=True))
    return ended


def _holds_all(column: ColumnElement[Any], codes: Sequence[str]) -> ColumnElement[bool]:
    """Say that each of some codes is among those that a row has."""
    marked = MARK + column + MARK
    return and_(*(marked.contains(f"{MARK}{code}{MARK}", autoescape=True) for code in codes))
