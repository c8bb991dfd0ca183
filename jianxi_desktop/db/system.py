"""Tables the program keeps about itself: the office, its replicas, packages, trusted offices."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from jianxi_desktop.db.base import Guid, Record

office = Table(
    "office",
    Record.metadata,
    Column("id", Integer, primary_key=True),
    Column("database_id", Guid(), nullable=False),
    Column("unit", String(12), nullable=False),
    Column("level", String(12), nullable=False),
    Column("name", String(100), nullable=False),
    Column("organisation", Guid()),
    Column("territory", Guid()),
    Column("created_on", String(10), nullable=False),
    comment="One row: whose database this is.",
)

replica = Table(
    "sync_replica",
    Record.metadata,
    Column("number", Integer, primary_key=True),
    Column("replica", Guid(), nullable=False, unique=True),
    Column("unit", String(12), nullable=False),
    Column("name", String(100), nullable=False),
    Column("seq", BigInteger, nullable=False),
    comment="Incarnations of databases known here; number 1 is this one.",
)

package = Table(
    "sync_package",
    Record.metadata,
    Column("id", Guid(), primary_key=True),
    Column("direction", String(4), nullable=False),
    Column("number", Integer, nullable=False),
    Column("unit", String(12), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("records", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("handled_at", String(25), nullable=False),
    comment="Packages written and read.",
)

trusted = Table(
    "trusted_office",
    Record.metadata,
    Column("fingerprint", String(80), primary_key=True),
    Column("unit", String(12), nullable=False),
    Column("name", String(100), nullable=False),
    Column("card", Text, nullable=False),
    Column("trusted_on", String(10), nullable=False),
    comment="Public key cards of offices whose packages are taken.",
)

setting = Table(
    "setting",
    Record.metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    comment="What belongs to this database and has no table of its own.",
)

OWN_REPLICA = 1
