"""Plans with deadlines, grades, targets, self-ratings, documents, inspections, attachments.

Why: what is promised has a day, a duty and a proof.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0008"
down_revision = "0007"

RECORDS: tables.Fields = {
    "work_plan": (
        ("title", sa.String(120), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), True),
        ("period", sa.String(20), False),
        ("basis", Guid(), False),
        ("idea", sa.Text(), False),
        ("adopted_on", sa.String(10), False),
        ("closed_on", sa.String(10), False),
    ),
    "work_plan_item": (
        ("work_plan", Guid(), True),
        ("position", sa.Integer(), True),
        ("content", sa.String(200), True),
        ("measure", sa.Text(), False),
        ("duty_organisation", Guid(), False),
        ("duty_person", sa.String(50), False),
        ("due_on", sa.String(10), False),
        ("state", sa.String(24), True),
        ("done_on", sa.String(10), False),
        ("evidence", sa.Text(), False),
    ),
    "organisation_rating": (
        ("organisation", Guid(), True),
        ("scheme", sa.String(24), True),
        ("period", sa.String(20), True),
        ("grade", sa.String(24), True),
        ("rated_on", sa.String(10), False),
        ("rated_by", sa.String(80), False),
        ("reason", sa.Text(), False),
        ("measure", sa.Text(), False),
    ),
    "target": (
        ("organisation", Guid(), True),
        ("year", sa.Integer(), True),
        ("level", sa.String(24), True),
        ("state", sa.String(24), True),
        ("declared_on", sa.String(10), False),
        ("awarded_on", sa.String(10), False),
        ("document", sa.String(60), False),
        ("measures", sa.Text(), False),
        ("results", sa.Text(), False),
    ),
    "self_rating": (
        ("organisation", Guid(), True),
        ("period", sa.String(20), True),
        ("rated_on", sa.String(10), False),
        ("rated_by", sa.String(50), False),
        ("summary", sa.Text(), False),
        ("measures", sa.Text(), False),
    ),
    "self_rating_line": (
        ("rating", Guid(), True),
        ("dimension", sa.String(24), True),
        ("position", sa.Integer(), True),
        ("item", sa.String(160), True),
        ("most", sa.Integer(), False),
        ("points", sa.Integer(), False),
        ("evidence", sa.Text(), False),
    ),
    "policy_document": (
        ("title", sa.String(160), True),
        ("number", sa.String(60), False),
        ("kind", sa.String(24), True),
        ("issuer", sa.String(100), True),
        ("level", sa.String(24), False),
        ("dated", sa.String(10), True),
        ("received_on", sa.String(10), False),
        ("parent", Guid(), False),
        ("points", sa.Text(), False),
        ("kept_at", sa.String(120), False),
    ),
    "inspection": (
        ("visited_on", sa.String(10), True),
        ("leader", sa.String(50), True),
        ("leader_post", sa.String(80), False),
        ("organisation", Guid(), True),
        ("place", sa.String(100), False),
        ("theme", sa.String(120), True),
        ("company", sa.String(120), False),
        ("findings", sa.Text(), False),
        ("instructions", sa.Text(), False),
        ("follow_up", sa.Text(), False),
    ),
    "attachment": (
        ("title", sa.String(120), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), False),
        ("about", sa.String(120), False),
        ("file_name", sa.String(160), False),
        ("size", sa.Integer(), False),
        ("sha256", sa.String(64), False),
        ("kept_at", sa.String(160), False),
        ("taken_on", sa.String(10), False),
    ),
}
SEARCHED = (
    "work_plan",
    "work_plan_item",
    "organisation_rating",
    "target",
    "self_rating",
    "self_rating_line",
    "policy_document",
    "inspection",
    "attachment",
)


def upgrade() -> None:
    """Make the tables."""
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
