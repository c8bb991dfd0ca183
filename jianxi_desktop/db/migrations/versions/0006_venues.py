"""Venues have rooms for many uses, bookings, a menu, expenditure.

Why: bases are booked in four ways and reported by visits.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0006"
down_revision = "0005"

ADDED: tables.Fields = {
    "venue": (
        ("office_before", sa.Integer(), False),
        ("service_before", sa.Integer(), False),
        ("uses", sa.String(240), False),
        ("base_type", sa.String(24), False),
        ("provider", Guid(), False),
        ("panels", sa.String(240), False),
        ("capacity", sa.Integer(), False),
        ("bookable", sa.Boolean(), False),
        ("opinions", sa.Text(), False),
        ("closed_on", sa.String(10), False),
    ),
}
RECORDS: tables.Fields = {
    "booking": (
        ("venue", Guid(), True),
        ("held_on", sa.String(10), True),
        ("starts_at", sa.String(5), False),
        ("ends_at", sa.String(5), False),
        ("visitor", sa.String(100), True),
        ("channel", sa.String(24), True),
        ("state", sa.String(24), True),
        ("purpose", sa.String(120), False),
        ("menu_item", Guid(), False),
        ("activity", Guid(), False),
        ("headcount", sa.Integer(), False),
        ("present", sa.Integer(), False),
        ("contact", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("asked_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "menu_item": (
        ("venue", Guid(), True),
        ("title", sa.String(100), True),
        ("content", sa.Text(), False),
        ("minutes", sa.Integer(), False),
        ("most", sa.Integer(), False),
        ("leads", sa.String(60), False),
        ("closed", sa.Boolean(), False),
    ),
    "expenditure": (
        ("venue", Guid(), True),
        ("title", sa.String(100), True),
        ("amount", sa.BigInteger(), True),
        ("spent_on", sa.String(10), True),
        ("purpose", sa.String(24), False),
        ("source", sa.String(24), False),
        ("document", sa.String(60), False),
        ("note", sa.Text(), False),
    ),
}
SEARCHED = (
    "booking",
    "menu_item",
    "expenditure",
)


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)
