"""What happens to members: movements, contact, development, dues, records.

Why: a member's year is kept beside the member, not in tables of its own office.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0004"
down_revision = "0003"

RECORDS: tables.Fields = {
    "member_movement": (
        ("person", Guid(), True),
        ("kind", sa.String(24), True),
        ("moved_on", sa.String(10), True),
        ("handled_by", sa.String(100), False),
        ("from_place", sa.String(100), False),
        ("to_place", sa.String(100), False),
        ("letter_number", sa.String(40), False),
        ("letter_on", sa.String(10), False),
        ("valid_days", sa.Integer(), False),
        ("dues_paid_to", sa.String(10), False),
        ("receipt_on", sa.String(10), False),
        ("lost_reason", sa.String(24), False),
        ("reason", sa.Text(), False),
    ),
    "contact_log": (
        ("person", Guid(), True),
        ("kind", sa.String(24), True),
        ("contacted_on", sa.String(10), True),
        ("contacted_by", sa.String(50), False),
        ("content", sa.Text(), False),
        ("result", sa.Text(), False),
    ),
    "development_case": (
        ("person", Guid(), True),
        ("organisation", Guid(), True),
        ("applied_on", sa.String(10), True),
        ("stage", sa.String(24), True),
        ("activist_on", sa.String(10), False),
        ("candidate_on", sa.String(10), False),
        ("joined_on", sa.String(10), False),
        ("full_on", sa.String(10), False),
        ("contacts", sa.String(60), False),
        ("introducers", sa.String(60), False),
        ("form_number", sa.String(40), False),
        ("stopped_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "development_step": (
        ("development_case", Guid(), True),
        ("step", sa.String(24), True),
        ("done_on", sa.String(10), False),
        ("handled_by", sa.String(60), False),
        ("document", sa.String(100), False),
        ("note", sa.Text(), False),
    ),
    "dues_record": (
        ("person", Guid(), True),
        ("month", sa.String(10), True),
        ("base", sa.BigInteger(), False),
        ("amount", sa.BigInteger(), True),
        ("paid_on", sa.String(10), False),
        ("method", sa.String(24), False),
        ("receipt", sa.String(40), False),
        ("note", sa.String(100), False),
    ),
    "member_record": (
        ("person", Guid(), True),
        ("kind", sa.String(24), True),
        ("recorded_on", sa.String(10), True),
        ("title", sa.String(100), True),
        ("result", sa.String(40), False),
        ("hours", sa.Integer(), False),
        ("issuer", sa.String(80), False),
        ("document", sa.String(60), False),
        ("content", sa.Text(), False),
    ),
}
SEARCHED = (
    "member_movement",
    "development_case",
    "development_step",
    "member_record",
)


def upgrade() -> None:
    """Make the tables."""
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
