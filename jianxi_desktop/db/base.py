"""Base of all records, and the column that carries its field."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import Any, TypeVar, dataclass_transform, overload

from sqlalchemy import BigInteger, Boolean, Dialect, Integer, LargeBinary, String, inspect
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    Field,
    IdentityNumber,
    Link,
    LongText,
    Money,
    Phone,
    Text,
    Whole,
    YesNo,
)
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points, Several

T = TypeVar("T")


class Guid(TypeDecorator[uuid.UUID]):
    """A UUID kept in 16 bytes; PostgreSQL has a type of its own for it."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the type of the database at hand."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Give the database its form."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> uuid.UUID | None:
        """Give the program a UUID."""
        if value is None or dialect.name == "postgresql":
            return value  # type: ignore[no-any-return]  # PostgreSQL's own type gives UUIDs
        return uuid.UUID(bytes=value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Override: without the detours of a decorated type; lists read identities by the page."""
        if dialect.name == "postgresql":
            return super().result_processor(dialect, coltype)
        return _read_identity


def _read_identity(value: bytes | None) -> uuid.UUID | None:
    return None if value is None else uuid.UUID(bytes=value)


@compiles(String, "postgresql")
@compiles(SqlText, "postgresql")
def _text_on_server(*_told: object, **_more: object) -> str:
    """Order and compare text on the server as a file does, by code point, days and codes too.

    Lengths are the fields' business; a limit in the schema would make a migration of each change.
    """
    return 'TEXT COLLATE "C"'


@singledispatch
def _sql_type(field: Field[Any]) -> TypeEngine[Any]:
    raise TypeError(f"no column type for {type(field).__name__}")


@_sql_type.register
def _(field: Text) -> TypeEngine[Any]:
    return String(field.length)


@_sql_type.register
def _(_field: LongText) -> TypeEngine[Any]:
    return SqlText()


@_sql_type.register
def _(_field: IdentityNumber) -> TypeEngine[Any]:
    return String(18)


@_sql_type.register
def _(_field: Phone) -> TypeEngine[Any]:
    return String(30)


@_sql_type.register
def _(_field: Day) -> TypeEngine[Any]:
    return String(10)


@_sql_type.register
def _(_field: Whole) -> TypeEngine[Any]:
    return Integer()


@_sql_type.register
def _(_field: Money) -> TypeEngine[Any]:
    return BigInteger()


@_sql_type.register
def _(_field: YesNo) -> TypeEngine[Any]:
    return Boolean()


@_sql_type.register
def _(_field: Choice) -> TypeEngine[Any]:
    return String(24)


@_sql_type.register
def _(_field: Several) -> TypeEngine[Any]:
    return String(240)


@_sql_type.register
def _(_field: Clock) -> TypeEngine[Any]:
    return String(5)


@_sql_type.register
def _(_field: Points) -> TypeEngine[Any]:
    return Integer()


@_sql_type.register
def _(_field: CreditCode) -> TypeEngine[Any]:
    return String(18)


@_sql_type.register
def _(_field: Link) -> TypeEngine[Any]:
    return Guid()


@overload
def column(field: Field[T]) -> Mapped[T]: ...
@overload
def column(field: Field[T], *, default: None) -> Mapped[T | None]: ...
def column(field: Field[Any], **options: Any) -> Any:
    """Declare a mapped column whose ``info`` carries ``field``.

    A field without ``default`` must be given; ``default=None`` makes it optional, and then the
    annotation must say ``| None``. Links are soft (no foreign key): what they point at may arrive
    with a later package.
    """
    indexed = isinstance(field, Link | IdentityNumber)
    return mapped_column(_sql_type(field), info={"field": field}, index=indexed, **options)


@dataclass_transform(kw_only_default=True, field_specifiers=(column, mapped_column))
class Record(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """A row that people keep.

    Attributes:
        serial: This database's own number of the row; never leaves it.
        id: Identity that survives merging (UUIDv7, or UUIDv5 of what it stands for).
        version: Counts saves; an update must name the version it was shown.
        replica: Number of the replica that last wrote the row; see ``sync_replica``.
        seq: That replica's count of changes when it did. Together they are the row's dot.
        removed_on: Day the row was taken out; rows are never deleted.
        removed_why: Why it was taken out.
    """

    __abstract__ = True

    serial: Mapped[int] = mapped_column(Integer, primary_key=True, init=False)
    id: Mapped[uuid.UUID] = mapped_column(Guid(), unique=True, default_factory=new_id)
    version: Mapped[int] = mapped_column(Integer, default=1)
    replica: Mapped[int] = mapped_column(Integer, default=0)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    removed_on: Mapped[str | None] = mapped_column(String(10), default=None)
    removed_why: Mapped[str | None] = mapped_column(String(200), default=None)


JOURNAL_COLUMNS = ("version", "replica", "seq", "removed_on", "removed_why")


def fields_of(record: type[Record]) -> Mapping[str, Field[Any]]:
    """Read the declared fields off a record class, in declaration order."""
    return {
        attribute.key: replace(
            attribute.columns[0].info["field"],
            key=attribute.key,
            required=not attribute.columns[0].nullable,
        )
        for attribute in inspect(record).column_attrs
        if "field" in attribute.columns[0].info
    }
