"""Lectures, trainings and reports: lecturers, courses, showcases.

Why: the lecture halls' and the symposia's figures come from what was held.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0005"
down_revision = "0004"

ADDED: tables.Fields = {
    "activity": (
        ("starts_at", sa.String(5), False),
        ("course", Guid(), False),
        ("lecturer", Guid(), False),
        ("modes", sa.String(240), False),
        ("training_forms", sa.String(240), False),
        ("training_contents", sa.String(240), False),
        ("hours", sa.Integer(), False),
        ("campaign", sa.String(24), False),
    ),
}
RECORDS: tables.Fields = {
    "activity_report": (
        ("activity", Guid(), True),
        ("organisation", Guid(), True),
        ("kind", sa.String(24), True),
        ("position", sa.Integer(), True),
        ("speaker", sa.String(50), False),
        ("progress", sa.Text(), False),
        ("problems", sa.Text(), False),
        ("tasks", sa.Text(), False),
        ("due_on", sa.String(10), False),
        ("grade", sa.String(24), False),
    ),
    "lecturer": (
        ("name", sa.String(50), True),
        ("category", sa.String(24), True),
        ("organisation", Guid(), False),
        ("workplace", sa.String(100), False),
        ("field_of_work", sa.String(80), False),
        ("phone", sa.String(30), False),
        ("appointed_on", sa.String(10), False),
        ("left_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "course": (
        ("name", sa.String(80), True),
        ("organisation", Guid(), False),
        ("lecturer", Guid(), False),
        ("theme", sa.String(80), False),
        ("hours", sa.Integer(), False),
        ("opened_on", sa.String(10), False),
        ("closed_on", sa.String(10), False),
        ("outline", sa.Text(), False),
    ),
    "showcase": (
        ("name", sa.String(80), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), False),
        ("idea", sa.Text(), False),
        ("person", sa.String(50), False),
        ("started_on", sa.String(10), False),
        ("ended_on", sa.String(10), False),
        ("activities", sa.Text(), False),
        ("results", sa.Text(), False),
        ("plays", sa.Integer(), False),
        ("satisfaction", sa.String(24), False),
    ),
}
SEARCHED = (
    "lecturer",
    "course",
    "showcase",
)


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)
