"""Records that look alike and are not one.

Why: two offices enter the same person, and two people of one name; who looked at them is not asked
again. The way back drops the decisions.
"""

import sqlalchemy as sa

from jianxi_desktop.db.migrations import tables

revision = "0013"
down_revision = "0012"

RECORDS: tables.Fields = {
    "told_apart": (
        ("about", sa.String(40), True),
        ("first", sa.String(32), True),
        ("second", sa.String(32), True),
    ),
}


def upgrade() -> None:
    """Make the table."""
    tables.create_records(RECORDS, ())


def downgrade() -> None:
    """Drop it."""
    tables.drop_records(RECORDS, ())
