"""Units and what is built together: needs, resources, projects, problems, contracts.

Why: the three lists and who claims what are kept where they are worked on.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0007"
down_revision = "0006"

RECORDS: tables.Fields = {
    "unit": (
        ("name", sa.String(100), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), False),
        ("territory", Guid(), False),
        ("credit_code", sa.String(18), False),
        ("staff", sa.Integer(), False),
        ("members", sa.Integer(), False),
        ("coverage", sa.String(24), False),
        ("party_organisation", Guid(), False),
        ("address", sa.String(120), False),
        ("head", sa.String(50), False),
        ("contact", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("business", sa.String(80), False),
        ("opened_on", sa.String(10), False),
        ("closed_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "organisation_unit": (
        ("organisation", Guid(), True),
        ("unit", Guid(), True),
        ("role", sa.String(24), True),
        ("since", sa.String(10), False),
        ("until", sa.String(10), False),
        ("task", sa.Text(), False),
    ),
    "need": (
        ("title", sa.String(120), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), True),
        ("raised_by", sa.String(80), False),
        ("raised_on", sa.String(10), False),
        ("quantity", sa.Integer(), False),
        ("due_on", sa.String(10), False),
        ("state", sa.String(24), True),
        ("met_on", sa.String(10), False),
        ("detail", sa.Text(), False),
    ),
    "resource": (
        ("title", sa.String(120), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), True),
        ("provider", Guid(), False),
        ("quantity", sa.Integer(), True),
        ("measure", sa.String(10), False),
        ("open_hours", sa.String(80), False),
        ("contact", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("state", sa.String(24), True),
        ("shared_on", sa.String(10), False),
        ("withdrawn_on", sa.String(10), False),
        ("detail", sa.Text(), False),
    ),
    "project": (
        ("title", sa.String(120), True),
        ("organisation", Guid(), True),
        ("need", Guid(), False),
        ("resource", Guid(), False),
        ("published_on", sa.String(10), False),
        ("claimant", Guid(), False),
        ("claimed_on", sa.String(10), False),
        ("promise", sa.Text(), False),
        ("contact", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("due_on", sa.String(10), False),
        ("done_on", sa.String(10), False),
        ("state", sa.String(24), True),
        ("result", sa.Text(), False),
        ("satisfaction", sa.String(24), False),
    ),
    "problem": (
        ("title", sa.String(160), True),
        ("organisation", Guid(), True),
        ("source", sa.String(24), True),
        ("found_on", sa.String(10), True),
        ("duty_organisation", Guid(), False),
        ("duty_person", sa.String(50), False),
        ("partner", Guid(), False),
        ("measure", sa.Text(), False),
        ("due_on", sa.String(10), False),
        ("closed_on", sa.String(10), False),
        ("result", sa.Text(), False),
        ("confirmed_by", sa.String(50), False),
        ("visit", Guid(), False),
        ("activity", Guid(), False),
    ),
    "service_contract": (
        ("title", sa.String(120), True),
        ("organisation", Guid(), True),
        ("unit", Guid(), True),
        ("amount", sa.BigInteger(), False),
        ("source", sa.String(24), False),
        ("starts_on", sa.String(10), False),
        ("ends_on", sa.String(10), False),
        ("social_workers", sa.Integer(), False),
        ("served", sa.Integer(), False),
        ("activities", sa.Text(), False),
        ("evaluation", sa.Text(), False),
        ("satisfaction", sa.String(24), False),
    ),
}
SEARCHED = (
    "unit",
    "need",
    "resource",
    "project",
    "problem",
    "service_contract",
)


def upgrade() -> None:
    """Make the tables."""
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
