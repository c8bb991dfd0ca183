"""What the steps share in making tables of records: the columns of every record, its indexes.

A step names its own columns in full; what stands here is as it was when the step was written.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.search import create_statements

Fields = Mapping[str, tuple[tuple[str, sa.types.TypeEngine[Any], bool], ...]]


def create_records(tables: Fields, searched: Iterable[str]) -> None:
    """Make tables of records; a link gets an index, a searched table its search index.

    Args:
        tables: Name, type and whether a value must be given, of each field by table.
        searched: The tables that the quick search looks at.
    """
    for name, fields in tables.items():
        columns = [sa.Column(key, kind, nullable=not given) for key, kind, given in fields]
        op.create_table(name, *_columns(), *columns)
        _index(name, fields)
    for name in searched:
        for statement in create_statements(name, op.get_bind().dialect.name):
            op.execute(statement)


def drop_records(tables: Iterable[str], searched: Iterable[str]) -> None:
    """Drop what ``create_records`` made."""
    for name in searched:
        op.execute(f"DROP TABLE {name}_search")
    for name in tables:
        op.drop_table(name)


def add_fields(tables: Fields) -> None:
    """Add fields to tables that stand; none of them may be required."""
    for name, fields in tables.items():
        for key, kind, _given in fields:
            op.add_column(name, sa.Column(key, kind))
        _index(name, fields)


def drop_fields(tables: Fields) -> None:
    """Take back what ``add_fields`` added."""
    for name, fields in tables.items():
        for key, kind, _given in fields:
            if isinstance(kind, Guid):
                op.drop_index(f"ix_{name}_{key}", name)
            op.drop_column(name, key)


def _index(name: str, fields: Iterable[tuple[str, sa.types.TypeEngine[Any], bool]]) -> None:
    for key, kind, _given in fields:
        if isinstance(kind, Guid):
            op.create_index(f"ix_{name}_{key}", name, [key])


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("serial", sa.Integer(), primary_key=True),
        sa.Column("id", Guid(), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replica", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("removed_on", sa.String(10)),
        sa.Column("removed_why", sa.String(200)),
    ]
