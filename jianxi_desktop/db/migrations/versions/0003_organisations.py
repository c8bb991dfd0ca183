"""Organisations change, have terms and posts; territories change and have pilots.

Why: changes of who stands under whom are dated facts, and counts are asked for as of any day.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0003"
down_revision = "0002"

ADDED: tables.Fields = {
    "territory": (
        ("pilot_since", sa.String(10), False),
        ("pilot_until", sa.String(10), False),
        ("households", sa.Integer(), False),
        ("established_on", sa.String(10), False),
        ("abolished_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "organisation": (),
}
RECORDS: tables.Fields = {
    "territory_change": (
        ("territory", Guid(), True),
        ("kind", sa.String(24), True),
        ("changed_on", sa.String(10), True),
        ("document", sa.String(60), False),
        ("old_name", sa.String(60), False),
        ("new_name", sa.String(60), False),
        ("old_code", sa.String(12), False),
        ("new_code", sa.String(12), False),
        ("old_parent", sa.String(60), False),
        ("new_parent", sa.String(60), False),
        ("note", sa.Text(), False),
    ),
    "organisation_change": (
        ("organisation", Guid(), True),
        ("kind", sa.String(24), True),
        ("changed_on", sa.String(10), True),
        ("document", sa.String(60), False),
        ("old_name", sa.String(100), False),
        ("new_name", sa.String(100), False),
        ("old_parent", Guid(), False),
        ("new_parent", Guid(), False),
        ("old_form", sa.String(24), False),
        ("new_form", sa.String(24), False),
        ("into", Guid(), False),
        ("reason", sa.Text(), False),
    ),
    "leadership_term": (
        ("organisation", Guid(), True),
        ("name", sa.String(40), True),
        ("starts_on", sa.String(10), True),
        ("years", sa.Integer(), False),
        ("due_on", sa.String(10), False),
        ("extended_until", sa.String(10), False),
        ("ended_on", sa.String(10), False),
        ("entitled", sa.Integer(), False),
        ("attended", sa.Integer(), False),
        ("valid_votes", sa.Integer(), False),
        ("with_congress", sa.Boolean(), False),
        ("document", sa.String(60), False),
        ("note", sa.Text(), False),
    ),
    "post_holding": (
        ("organisation", Guid(), True),
        ("name", sa.String(50), True),
        ("post", sa.String(24), True),
        ("person", Guid(), False),
        ("term", Guid(), False),
        ("part_time", sa.Boolean(), False),
        ("from_unit", Guid(), False),
        ("unit_post", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("starts_on", sa.String(10), False),
        ("ends_on", sa.String(10), False),
        ("document", sa.String(60), False),
        ("duties", sa.Text(), False),
    ),
}
SEARCHED = (
    "territory_change",
    "organisation_change",
    "leadership_term",
    "post_holding",
)


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)
