"""What offices know of each other's changes: heads that wait, acknowledgements, certificates.

Why: a package carries changes from now on, and a merge folds them. The way back drops what only
that needs; the records stay as they were folded.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0012"
down_revision = "0011"

_RECORDS: tables.Fields = {
    "issued_definition": (
        ("kind", sa.String(24), True),
        ("name", sa.String(40), True),
        ("title", sa.String(80), True),
        ("content", sa.Text(), True),
        ("issued_on", sa.String(10), False),
        ("source", sa.String(120), False),
    )
}
_SEARCHED = ("issued_definition",)
_ADDED: dict[str, tuple[tuple[str, sa.types.TypeEngine[Any]], ...]] = {
    "sync_replica": (("key", sa.String(16)),),
    "sync_package": (
        ("key", sa.String(16)),
        ("created", sa.String(25)),
        ("part", sa.Integer()),
        ("full_one", sa.Boolean()),
        ("reason", sa.String(40)),
        ("detail", sa.Text()),
    ),
    "trusted_office": (
        ("key_id", sa.String(16)),
        ("scope", sa.String(12)),
        ("withdrawn_on", sa.String(10)),
        ("withdrawn_why", sa.String(200)),
    ),
}


def upgrade() -> None:
    """Make the tables and add the columns."""
    for table, columns in _ADDED.items():
        for name, kind in columns:
            op.add_column(table, sa.Column(name, kind))
    op.execute("UPDATE trusted_office SET scope = unit")
    op.create_table(
        "sync_conflict",
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("serial", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("grp", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("found_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "sync_early",
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("record", Guid(), primary_key=True),
        *_dot(),
    )
    op.create_table("sync_unknown", *_dot())
    op.create_table("sync_lacking", *_dot())
    op.create_table(
        "sync_legacy",
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("serial", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("replica", Guid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "sync_checkpoint",
        *_dot(),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
    )
    op.create_table(
        "sync_author",
        sa.Column("id", Guid(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
    )
    _make_partners()
    tables.create_records(_RECORDS, _SEARCHED)


def _make_partners() -> None:
    op.create_table(
        "sync_partner",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("peer", Guid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.String(25), nullable=False),
        sa.Column("wants", sa.Text()),
        sa.Column("past", sa.Text()),
        sa.Column("audit", sa.Text()),
    )
    op.create_table(
        "sync_peer",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("peer", Guid(), primary_key=True),
        sa.Column("chain", sa.String(60), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64)),
        sa.Column("seen_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "sync_certificate",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("issuer", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(25), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(_RECORDS, _SEARCHED)
    for name in (
        "sync_certificate",
        "sync_peer",
        "sync_partner",
        "sync_author",
        "sync_checkpoint",
        "sync_legacy",
        "sync_lacking",
        "sync_unknown",
        "sync_early",
        "sync_conflict",
    ):
        op.drop_table(name)
    for table, columns in _ADDED.items():
        for name, _kind in columns:
            op.drop_column(table, name)


def _dot() -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column("replica", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
