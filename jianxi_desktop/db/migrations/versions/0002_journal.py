"""The journal, the accounts, and which chain of changes this database writes.

Why: every change is kept with who, when and why, and sealed; several people share one database.
Chains take the place of replicas, so that one database may write several scopes. The rows that
stand here already keep their dots; the journal begins after them. The way back forgets it.
"""

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid

revision = "0002"
down_revision = "0001"

_JOURNAL = ("sync_change", "sync_touch", "sync_head", "draft", "account")


def upgrade() -> None:
    """Make the tables, and turn replicas into chains."""
    _replace_chains(_chains(), "number, replica, '', unit, name, seq, 0, NULL")
    op.add_column("office", sa.Column("replica", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("office", sa.Column("machine", sa.String(64)))
    op.execute("UPDATE sync_replica SET scope = 'org/' || unit")
    op.execute(
        "INSERT INTO sync_replica (number, replica, scope, unit, name, seq, hlc) "
        "SELECT (SELECT max(number) + 1 FROM sync_replica), r.replica, 'audit/' || o.unit, "
        "o.unit, o.name, 0, 0 FROM office o JOIN sync_replica r ON r.number = o.replica"
    )
    op.create_table(
        "sync_change",
        sa.Column("replica", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("account", Guid()),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("undoes", sa.BigInteger()),
        sa.Column("app_schema", sa.String(12), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("prev", sa.LargeBinary(32)),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("writes", sa.Integer(), nullable=False),
        sa.Column("block", sa.LargeBinary()),
    )
    op.create_table("sync_touch", *_row_columns(), *_dot_columns())
    op.create_table(
        "sync_head",
        *_row_columns(),
        sa.Column("grp", sa.String(40), primary_key=True),
        *_dot_columns(),
    )
    _create_accounts()


def downgrade() -> None:
    """Drop what was added; chains become replicas again."""
    for name in _JOURNAL:
        op.drop_table(name)
    with op.batch_alter_table("office") as office:
        office.drop_column("machine")
        office.drop_column("replica")
    op.execute("DELETE FROM sync_replica WHERE scope LIKE 'audit/%'")
    _replace_chains(_replicas(), "number, replica, unit, name, seq")


def _replace_chains(columns: list[sa.Column[object] | sa.UniqueConstraint], taken: str) -> None:
    op.create_table("sync_replica_new", *columns)
    op.execute(f"INSERT INTO sync_replica_new SELECT {taken} FROM sync_replica")  # noqa: S608 - ours
    op.drop_table("sync_replica")
    op.rename_table("sync_replica_new", "sync_replica")


def _chains() -> list[sa.Column[object] | sa.UniqueConstraint]:
    return [
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("replica", Guid(), nullable=False),
        sa.Column("scope", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32)),
        sa.UniqueConstraint("replica", "scope"),
    ]


def _replicas() -> list[sa.Column[object] | sa.UniqueConstraint]:
    return [
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("replica", Guid(), nullable=False, unique=True),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    ]


def _row_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("serial", sa.Integer(), primary_key=True, autoincrement=False),
    ]


def _dot_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("replica", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
    ]


def _create_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", Guid(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False, unique=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("organisation", Guid()),
        sa.Column("rights", sa.String(200), nullable=False),
        sa.Column("created_on", sa.String(10), nullable=False),
        sa.Column("disabled_on", sa.String(10)),
        sa.Column("disabled_why", sa.String(200)),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account", Guid(), nullable=False),
        sa.Column("ledger", sa.String(40), nullable=False),
        sa.Column("record", Guid()),
        sa.Column("version", sa.Integer()),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.String(25), nullable=False),
    )
