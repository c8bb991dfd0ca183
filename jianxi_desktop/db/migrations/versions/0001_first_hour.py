"""The records of the first hour: organisations, members, activities, venues, observation.

Why: the first schema. The way back drops every table; nothing was there before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from jianxi_desktop.db.base import Guid
from jianxi_desktop.db.search import create_statements

revision = "0001"
down_revision = None

# Fields of each record table, in order; True stands for a value that must be given.
RECORDS: dict[str, list[tuple[str, sa.types.TypeEngine[Any], bool]]] = {
    "organisation": [
        ("name", sa.String(100), True),
        ("form", sa.String(24), True),
        ("kind", sa.String(24), True),
        ("parent", Guid(), False),
        ("short_name", sa.String(40), False),
        ("code", sa.String(30), False),
        ("territory", Guid(), False),
        ("unit_situation", sa.String(24), False),
        ("unit_category", sa.String(24), False),
        ("established_on", sa.String(10), False),
        ("approval", sa.String(60), False),
        ("dissolved_on", sa.String(10), False),
        ("secretary", sa.String(50), False),
        ("contact", sa.String(50), False),
        ("phone", sa.String(30), False),
        ("address", sa.String(120), False),
        ("note", sa.Text(), False),
    ],
    "territory": [
        ("name", sa.String(60), True),
        ("kind", sa.String(24), True),
        ("code", sa.String(12), False),
        ("parent", Guid(), False),
        ("pilot", sa.Boolean(), False),
    ],
    "person": [
        ("name", sa.String(50), True),
        ("sex", sa.String(24), False),
        ("ethnic_group", sa.String(24), False),
        ("id_number", sa.String(18), False),
        ("born_on", sa.String(10), False),
        ("education", sa.String(24), False),
        ("degree", sa.String(30), False),
        ("school", sa.String(80), False),
        ("major", sa.String(60), False),
        ("native_place", sa.String(60), False),
        ("phone", sa.String(30), False),
        ("landline", sa.String(30), False),
        ("address", sa.String(150), False),
        ("household", sa.String(150), False),
        ("workplace", sa.String(100), False),
        ("job", sa.String(50), False),
        ("technical_post", sa.String(50), False),
        ("social_stratum", sa.String(50), False),
        ("migrant_worker", sa.Boolean(), False),
        ("note", sa.Text(), False),
    ],
    "membership": [
        ("person", Guid(), True),
        ("branch", Guid(), True),
        ("group", Guid(), False),
        ("status", sa.String(24), True),
        ("joined_on", sa.String(10), False),
        ("full_on", sa.String(10), False),
        ("post", sa.String(30), False),
        ("floating", sa.Boolean(), False),
        ("joint_unit", sa.String(80), False),
        ("archive_unit", sa.String(80), False),
        ("lost_reason", sa.String(24), False),
        ("lost_on", sa.String(10), False),
        ("since", sa.String(10), False),
        ("until", sa.String(10), False),
    ],
    "activity": [
        ("topic", sa.String(120), True),
        ("kind", sa.String(24), True),
        ("held_on", sa.String(10), True),
        ("organisation", Guid(), True),
        ("place", sa.String(80), False),
        ("venue", Guid(), False),
        ("host", sa.String(50), False),
        ("speaker", sa.String(50), False),
        ("recorder", sa.String(50), False),
        ("expected", sa.Integer(), False),
        ("present", sa.Integer(), False),
        ("on_leave", sa.Integer(), False),
        ("public_present", sa.Integer(), False),
        ("content", sa.Text(), False),
        ("resolution", sa.Text(), False),
    ],
    "attendance": [
        ("activity", Guid(), True),
        ("person", Guid(), True),
        ("state", sa.String(24), True),
        ("reason", sa.String(80), False),
    ],
    "venue": [
        ("name", sa.String(80), True),
        ("kind", sa.String(24), True),
        ("organisation", Guid(), False),
        ("parent", Guid(), False),
        ("address", sa.String(120), False),
        ("office_area", sa.Integer(), False),
        ("service_area", sa.Integer(), False),
        ("opened_on", sa.String(10), False),
        ("phone", sa.String(30), False),
        ("note", sa.Text(), False),
    ],
    "observation_round": [
        ("title", sa.String(80), True),
        ("step", sa.String(24), True),
        ("period", sa.String(20), True),
        ("leader", sa.String(50), False),
        ("starts_on", sa.String(10), False),
        ("note", sa.Text(), False),
    ],
    "observation_visit": [
        ("round", Guid(), True),
        ("organisation", Guid(), True),
        ("position", sa.Integer(), True),
        ("form_number", sa.String(40), True),
        ("visited_on", sa.String(10), False),
        ("highlights", sa.Text(), False),
        ("gaps", sa.Text(), False),
    ],
    "observation_criterion": [
        ("round", Guid(), True),
        ("method", sa.String(24), True),
        ("position", sa.Integer(), True),
        ("item", sa.String(120), True),
        ("guidance", sa.Text(), False),
        ("most", sa.Integer(), True),
    ],
}
INDEXED = (
    ("organisation", "parent"),
    ("organisation", "territory"),
    ("territory", "parent"),
    ("person", "id_number"),
    ("membership", "person"),
    ("membership", "branch"),
    ("membership", "group"),
    ("activity", "organisation"),
    ("activity", "venue"),
    ("attendance", "activity"),
    ("attendance", "person"),
    ("venue", "organisation"),
    ("venue", "parent"),
    ("observation_visit", "round"),
    ("observation_visit", "organisation"),
    ("observation_criterion", "round"),
)
SEARCHED = (
    "organisation",
    "territory",
    "person",
    "activity",
    "venue",
    "observation_round",
    "observation_visit",
    "observation_criterion",
)
SYSTEM: dict[str, list[sa.Column[Any]]] = {
    "office": [
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("database_id", Guid(), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("level", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("organisation", Guid()),
        sa.Column("territory", Guid()),
        sa.Column("created_on", sa.String(10), nullable=False),
    ],
    "sync_replica": [
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("replica", Guid(), nullable=False, unique=True),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    ],
    "sync_package": [
        sa.Column("id", Guid(), primary_key=True),
        sa.Column("direction", sa.String(4), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("handled_at", sa.String(25), nullable=False),
    ],
    "trusted_office": [
        sa.Column("fingerprint", sa.String(80), primary_key=True),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("trusted_on", sa.String(10), nullable=False),
    ],
    "setting": [
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    ],
}


def _journal() -> list[sa.Column[Any]]:
    return [
        sa.Column("serial", sa.Integer(), primary_key=True),
        sa.Column("id", Guid(), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replica", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("removed_on", sa.String(10)),
        sa.Column("removed_why", sa.String(200)),
    ]


def upgrade() -> None:
    """Make the tables, their indexes and their search indexes."""
    for name, fields in RECORDS.items():
        columns = [sa.Column(key, kind, nullable=not given) for key, kind, given in fields]
        op.create_table(name, *_journal(), *columns)
    for name, key in INDEXED:
        op.create_index(f"ix_{name}_{key}", name, [key])
    live = sa.text("removed_on IS NULL")
    op.create_index(
        "ix_person_live", "person", ["serial"], sqlite_where=live, postgresql_where=live
    )
    for name, system_columns in SYSTEM.items():
        op.create_table(name, *system_columns)
    for name in SEARCHED:
        for statement in create_statements(name, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Drop everything."""
    for name in SEARCHED:
        op.execute(f"DROP TABLE {name}_search")
    for name in (*RECORDS, *SYSTEM):
        op.drop_table(name)
