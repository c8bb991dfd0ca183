"""Photos and documents of an activity.

Why: an activity's photos are added on its own page and found there again.
The way back drops which activity they are of; the photos stay.
"""

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0014"
down_revision = "0013"

ADDED: tables.Fields = {"attachment": (("activity", Guid(), False),)}


def upgrade() -> None:
    """Add the field."""
    tables.add_fields(ADDED)


def downgrade() -> None:
    """Drop it."""
    tables.drop_fields(ADDED)
