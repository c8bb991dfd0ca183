"""Lists as somebody wants them again.

Why: conditions that are made every month are made once; they may hold a name, so they stand in the
encrypted database and not beside the window's size. The way back drops them.
"""

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "list_view",
        sa.Column("account", Guid(), primary_key=True),
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.String(25), nullable=False),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("list_view")
