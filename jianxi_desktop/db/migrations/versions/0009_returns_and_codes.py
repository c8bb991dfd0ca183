"""Scores and forms of a round, filed returns, entries of code tables.

Why: a round trip on paper ends in scores; a district changes code tables by itself.
The way back drops it.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0009"
down_revision = "0008"

ADDED: tables.Fields = {
    "observation_round": (
        ("ends_on", sa.String(10), False),
        ("participants", sa.Text(), False),
        ("summary", sa.Text(), False),
    ),
    "observation_criterion": (("rule", sa.String(24), False),),
}
RECORDS: tables.Fields = {
    "observation_score": (
        ("visit", Guid(), True),
        ("criterion", Guid(), True),
        ("scorer", sa.String(50), True),
        ("points", sa.Integer(), True),
        ("remark", sa.String(200), False),
    ),
    "printed_form": (
        ("form_number", sa.String(40), True),
        ("title", sa.String(80), True),
        ("organisation", Guid(), False),
        ("pages", sa.Integer(), False),
        ("state", sa.String(24), True),
        ("printed_on", sa.String(10), False),
        ("handed_to", sa.String(50), False),
        ("returned_on", sa.String(10), False),
        ("entered_on", sa.String(10), False),
        ("note", sa.String(200), False),
    ),
    "return_filing": (
        ("organisation", Guid(), True),
        ("code", sa.String(12), True),
        ("title", sa.String(80), True),
        ("period", sa.String(20), True),
        ("as_of", sa.String(10), True),
        ("state", sa.String(24), True),
        ("due_on", sa.String(10), False),
        ("submitted_on", sa.String(10), False),
        ("prepared_by", sa.String(50), False),
        ("responsible", sa.String(50), False),
        ("answer", sa.Text(), False),
    ),
    "return_value": (
        ("filing", Guid(), True),
        ("figure", sa.String(20), True),
        ("given", sa.String(40), True),
        ("reason", sa.Text(), True),
        ("set_by", sa.String(50), False),
    ),
    "code_item": (
        ("table_key", sa.String(24), True),
        ("code", sa.String(24), True),
        ("label", sa.String(60), True),
        ("aliases", sa.String(200), False),
        ("position", sa.Integer(), False),
        ("valid_from", sa.String(10), False),
        ("valid_to", sa.String(10), False),
        ("source", sa.String(120), False),
    ),
}
SEARCHED = (
    "observation_score",
    "printed_form",
    "return_filing",
    "return_value",
    "code_item",
)


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)
