"""Figures of filed returns, how far a return has gone, what was decided about captions and blanks.

Why: a submitted return keeps its figures as they were; what a person decided is not asked again.
The way back drops it; a figure that nobody set by hand is removed there, one that is named by more
than 20 letters is cut.
"""

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.migrations import tables

revision = "0011"
down_revision = "0010"

ADDED: tables.Fields = {
    "return_filing": (
        ("edition", sa.String(10), False),
        ("completed_on", sa.String(10), False),
        ("completed_by", sa.String(50), False),
        ("submitted_by", sa.String(50), False),
        ("decided_on", sa.String(10), False),
        ("decided_by", sa.String(50), False),
        ("explanation", sa.Text(), False),
    ),
    "return_value": (
        ("name", sa.String(200), False),
        ("calculated", sa.String(40), False),
    ),
}


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    with op.batch_alter_table("return_value") as value:
        value.alter_column("figure", existing_nullable=False, type_=sa.String(80))
        value.alter_column("given", existing_type=sa.String(40), nullable=True)
        value.alter_column("reason", existing_type=sa.Text(), nullable=True)
    op.create_table(
        "caption_choice",
        sa.Column("purpose", sa.String(8), primary_key=True),
        sa.Column("ledger", sa.String(40), primary_key=True),
        sa.Column("caption", sa.String(120), primary_key=True),
        sa.Column("field", sa.String(80), nullable=False),
        sa.Column("chosen_on", sa.String(10), nullable=False),
    )
    op.create_table(
        "blank_choice",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("ledger", sa.String(40), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.String(25), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("blank_choice")
    op.drop_table("caption_choice")
    op.execute("DELETE FROM return_value WHERE given IS NULL OR reason IS NULL")
    op.execute("UPDATE return_value SET figure = substr(figure, 1, 20)")
    with op.batch_alter_table("return_value") as value:
        value.alter_column("figure", existing_nullable=False, type_=sa.String(20))
        value.alter_column("given", existing_type=sa.String(40), nullable=False)
        value.alter_column("reason", existing_type=sa.Text(), nullable=False)
    tables.drop_fields(ADDED)
