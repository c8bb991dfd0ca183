"""Indicator sets, routes, second looks, bands of grades, scanned pages.

Why: an observation round goes from its plan to paper and back.
The way back drops it; an item of more than 120 letters is cut there.
"""

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0010"
down_revision = "0009"

ADDED: tables.Fields = {
    "observation_round": (
        ("indicator_set", Guid(), False),
        ("scheme", sa.String(24), False),
        ("drop_extremes", sa.Boolean(), False),
        ("double_entry", sa.Boolean(), False),
    ),
    "observation_visit": (
        ("planned_on", sa.String(10), False),
        ("starts_at", sa.String(5), False),
        ("ends_at", sa.String(5), False),
        ("inspected_by", Guid(), False),
        ("inspectors", sa.String(200), False),
    ),
    "observation_criterion": (
        ("dimension", sa.String(24), False),
        ("evidence", sa.Text(), False),
        ("weight", sa.Integer(), False),
        ("walk", sa.Integer(), False),
    ),
    "printed_form": (
        ("checked_on", sa.String(10), False),
        ("copies", sa.Integer(), False),
        ("problems", sa.Integer(), False),
    ),
    "attachment": (
        ("visit", Guid(), False),
        ("page", sa.Integer(), False),
    ),
}
RECORDS: tables.Fields = {
    "indicator_set": (
        ("title", sa.String(80), True),
        ("edition", sa.Integer(), True),
        ("state", sa.String(24), True),
        ("made_on", sa.String(10), False),
        ("replaces", Guid(), False),
        ("source", sa.String(160), False),
        ("purpose", sa.Text(), False),
    ),
    "indicator": (
        ("indicator_set", Guid(), True),
        ("method", sa.String(24), True),
        ("position", sa.Integer(), True),
        ("item", sa.String(200), True),
        ("guidance", sa.Text(), False),
        ("evidence", sa.Text(), False),
        ("most", sa.Integer(), True),
        ("rule", sa.String(24), True),
        ("weight", sa.Integer(), False),
        ("dimension", sa.String(24), False),
        ("walk", sa.Integer(), False),
    ),
    "problem_review": (
        ("problem", Guid(), True),
        ("visit", Guid(), True),
        ("position", sa.Integer(), True),
        ("outcome", sa.String(24), False),
        ("looked_on", sa.String(10), False),
        ("remark", sa.String(200), False),
    ),
    "grade_band": (
        ("scheme", sa.String(24), True),
        ("position", sa.Integer(), True),
        ("grade", sa.String(24), True),
        ("basis", sa.String(24), True),
        ("limit", sa.Integer(), True),
        ("valid_from", sa.String(10), False),
        ("valid_to", sa.String(10), False),
        ("source", sa.String(160), False),
    ),
}
SEARCHED = ("indicator_set", "indicator")


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)
    _set_length(200)
    op.create_table(
        "entry_draft",
        sa.Column("account", Guid(), primary_key=True),
        sa.Column("visit", Guid(), primary_key=True),
        sa.Column("scorer", sa.String(50), primary_key=True),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.String(25), nullable=False),
    )
    op.create_table(
        "attachment_content",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("attachment_content")
    op.drop_table("entry_draft")
    op.execute("UPDATE observation_criterion SET item = substr(item, 1, 120)")
    _set_length(120)
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)


def _set_length(most: int) -> None:
    with op.batch_alter_table("observation_criterion") as criterion:
        criterion.alter_column("item", existing_nullable=False, type_=sa.String(most))
