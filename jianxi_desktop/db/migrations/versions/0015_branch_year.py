"""A branch's year: standards of dues, candidates, members who report where they live.

Why: votes, dues, letters and steps are kept with all that their forms ask for. The way back drops
them; what else stands in the records stays.
"""

import sqlalchemy as sa

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.migrations import tables

revision = "0015"
down_revision = "0014"

ADDED: tables.Fields = {
    "activity": (
        ("entitled", sa.Integer(), False),
        ("entitled_present", sa.Integer(), False),
        ("agreed", sa.Integer(), False),
    ),
    "contact_log": (("pair", sa.String(24), False),),
    "development_case": (("probation_until", sa.String(10), False),),
    "development_step": (
        ("documents", sa.String(240), False),
        ("entitled", sa.Integer(), False),
        ("present", sa.Integer(), False),
        ("agreed", sa.Integer(), False),
    ),
    "leadership_term": (
        ("extension_document", sa.String(60), False),
        ("seats", sa.Integer(), False),
        ("ballots_out", sa.Integer(), False),
        ("ballots_back", sa.Integer(), False),
        ("tellers", sa.String(80), False),
    ),
    "member_movement": (
        ("receipt_number", sa.String(40), False),
        ("ended_on", sa.String(10), False),
        ("contact", sa.String(100), False),
        ("exit_type", sa.String(24), False),
        ("document", sa.String(60), False),
    ),
    "work_plan_item": (
        ("activity_report", Guid(), False),
        ("reported_on", sa.String(10), False),
        ("feedback", sa.Text(), False),
    ),
}
RECORDS: tables.Fields = {
    "dues_standard": (
        ("person", Guid(), True),
        ("since", sa.String(10), True),
        ("category", sa.String(24), True),
        ("base", sa.BigInteger(), False),
        ("reduced_to", sa.BigInteger(), False),
        ("until", sa.String(10), False),
        ("reason", sa.String(100), False),
        ("approved_by", sa.String(100), False),
        ("approved_on", sa.String(10), False),
        ("document", sa.String(60), False),
    ),
    "election_candidate": (
        ("term", Guid(), True),
        ("position", sa.Integer(), True),
        ("name", sa.String(50), True),
        ("person", Guid(), False),
        ("post", sa.String(24), True),
        ("votes_for", sa.Integer(), False),
        ("votes_against", sa.Integer(), False),
        ("abstentions", sa.Integer(), False),
        ("elected", sa.Boolean(), False),
        ("note", sa.String(100), False),
    ),
    "service_registration": (
        ("name", sa.String(50), True),
        ("workplace", sa.String(100), True),
        ("organisation", Guid(), True),
        ("registered_on", sa.String(10), True),
        ("unit", Guid(), False),
        ("branch", sa.String(100), False),
        ("phone", sa.String(30), False),
        ("skills", sa.String(100), False),
        ("duty", sa.String(100), False),
        ("number", sa.String(40), False),
        ("ended_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ),
    "service_entry": (
        ("registration", Guid(), True),
        ("served_on", sa.String(10), True),
        ("content", sa.String(200), True),
        ("hours", sa.Integer(), False),
        ("place", sa.String(80), False),
        ("confirmed_by", sa.String(50), False),
    ),
}
SEARCHED = ("election_candidate", "service_registration", "service_entry")


def upgrade() -> None:
    """Make the tables and add the fields."""
    tables.add_fields(ADDED)
    tables.create_records(RECORDS, SEARCHED)


def downgrade() -> None:
    """Drop them."""
    tables.drop_records(RECORDS, SEARCHED)
    tables.drop_fields(ADDED)
