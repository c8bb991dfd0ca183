"""Tables the program keeps about itself: office, accounts, journal, packages, trusted offices."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

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
    Column("replica", Integer, nullable=False),
    Column("machine", String(64)),
    comment="One row: whose database this is, the chain it writes, the PC it was last opened on.",
)

replica = Table(
    "sync_replica",
    Record.metadata,
    Column("number", Integer, primary_key=True),
    Column("replica", Guid(), nullable=False),
    Column("scope", String(60), nullable=False),
    Column("unit", String(12), nullable=False),
    Column("name", String(100), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("hash", LargeBinary(32)),
    Column("key", String(16)),
    UniqueConstraint("replica", "scope"),
    comment="Chains of changes: one for each incarnation of a database and scope it writes.",
)

change = Table(
    "sync_change",
    Record.metadata,
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("account", Guid()),
    Column("action", String(40), nullable=False),
    Column("undoes", BigInteger),
    Column("app_schema", String(12), nullable=False),
    Column("note", Text),
    Column("prev", LargeBinary(32)),
    Column("hash", LargeBinary(32), nullable=False),
    Column("writes", Integer, nullable=False),
    Column("block", LargeBinary),
    comment="The journal: what was written, by whom, when, why; each seals the one before.",
)

touch = Table(
    "sync_touch",
    Record.metadata,
    Column("ledger", String(40), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    comment="Which changes wrote a row after the one its dot names.",
)

head = Table(
    "sync_head",
    Record.metadata,
    Column("ledger", String(40), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("grp", String(40), primary_key=True),
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    comment="Groups of fields whose last change is another than the row's dot.",
)

conflict = Table(
    "sync_conflict",
    Record.metadata,
    Column("ledger", String(40), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("grp", String(40), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("found_at", String(25), nullable=False),
    comment="Groups of fields that wait for a person: value, removal, cycle.",
)

early = Table(
    "sync_early",
    Record.metadata,
    Column("ledger", String(40), primary_key=True),
    Column("record", Guid(), primary_key=True),
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    comment="Changes of rows whose beginning has not come yet.",
)

unknown = Table(
    "sync_unknown",
    Record.metadata,
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    comment="Changes with ledgers or fields that this version does not know.",
)

lacking = Table(
    "sync_lacking",
    Record.metadata,
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    comment="Changes of which a sender who could not know better left something veiled.",
)

legacy = Table(
    "sync_legacy",
    Record.metadata,
    Column("ledger", String(40), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("replica", Guid(), nullable=False),
    Column("seq", BigInteger, nullable=False),
    comment="Whose how-manieth change a row last came from in a package of the first kind.",
)

checkpoint = Table(
    "sync_checkpoint",
    Record.metadata,
    Column("replica", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("key", String(64), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    comment="What a PC has signed of its chain; whoever passes the chain on passes this on.",
)

author = Table(
    "sync_author",
    Record.metadata,
    Column("id", Guid(), primary_key=True),
    Column("name", String(50), nullable=False),
    Column("unit", String(12), nullable=False),
    comment="Names of the accounts of other offices, for histories.",
)

partner = Table(
    "sync_partner",
    Record.metadata,
    Column("key", String(16), primary_key=True),
    Column("unit", String(12), nullable=False),
    Column("peer", Guid(), nullable=False),
    Column("number", Integer, nullable=False),
    Column("received_at", String(25), nullable=False),
    Column("wants", Text),
    Column("past", Text),
    Column("audit", Text),
    comment="The other PC as its last package showed it: which database, what it wants.",
)

peer = Table(
    "sync_peer",
    Record.metadata,
    Column("key", String(16), primary_key=True),
    Column("peer", Guid(), primary_key=True),
    Column("chain", String(60), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64)),
    Column("seen_at", String(25), nullable=False),
    comment="How far the database of another PC has said that it knows each chain.",
)

certificate = Table(
    "sync_certificate",
    Record.metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("key", String(16), nullable=False),
    Column("issuer", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("received_at", String(25), nullable=False),
    comment="What the district has certified of a key, or withdrawn.",
)

account = Table(
    "account",
    Record.metadata,
    Column("id", Guid(), primary_key=True),
    Column("name", String(50), nullable=False, unique=True),
    Column("role", String(12), nullable=False),
    Column("organisation", Guid()),
    Column("rights", String(200), nullable=False),
    Column("created_on", String(10), nullable=False),
    Column("disabled_on", String(10)),
    Column("disabled_why", String(200)),
    comment="Who works with this database, and what each may do.",
)

draft = Table(
    "draft",
    Record.metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Guid(), nullable=False),
    Column("ledger", String(40), nullable=False),
    Column("record", Guid()),
    Column("version", Integer),
    Column("typed", Text, nullable=False),
    Column("kept_at", String(25), nullable=False),
    comment="Forms that were locked before they were saved.",
)

entry_draft = Table(
    "entry_draft",
    Record.metadata,
    Column("account", Guid(), primary_key=True),
    Column("visit", Guid(), primary_key=True),
    Column("scorer", String(50), primary_key=True),
    Column("typed", Text, nullable=False),
    Column("kept_at", String(25), nullable=False),
    comment="Observation sheets that somebody has begun to enter.",
)

caption_choice = Table(
    "caption_choice",
    Record.metadata,
    Column("purpose", String(8), primary_key=True),
    Column("ledger", String(40), primary_key=True),
    Column("caption", String(120), primary_key=True),
    Column("field", String(80), nullable=False),
    Column("chosen_on", String(10), nullable=False),
    comment="What a caption of a workbook means, as a person decided; empty: it is left out.",
)

blank_choice = Table(
    "blank_choice",
    Record.metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("ledger", String(40), nullable=False),
    Column("typed", Text, nullable=False),
    Column("kept_at", String(25), nullable=False),
    comment="How a blank table from above was filled the last time, by its captions.",
)

list_view = Table(
    "list_view",
    Record.metadata,
    Column("account", Guid(), primary_key=True),
    Column("ledger", String(40), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("told", Text, nullable=False),
    Column("kept_at", String(25), nullable=False),
    comment="Lists as somebody wants them again: conditions, order and columns under a name.",
)

attachment_content = Table(
    "attachment_content",
    Record.metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    comment="Scanned pages by their fingerprint; what each is stands in the ledger of attachments.",
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
    Column("key", String(16)),
    Column("created", String(25)),
    Column("part", Integer),
    Column("full_one", Boolean),
    Column("reason", String(40)),
    Column("detail", Text),
    comment="Packages written and read: for or from which key, what became of them and why.",
)

trusted = Table(
    "trusted_office",
    Record.metadata,
    Column("fingerprint", String(80), primary_key=True),
    Column("unit", String(12), nullable=False),
    Column("name", String(100), nullable=False),
    Column("card", Text, nullable=False),
    Column("trusted_on", String(10), nullable=False),
    Column("key_id", String(16)),
    Column("scope", String(12)),
    Column("withdrawn_on", String(10)),
    Column("withdrawn_why", String(200)),
    comment="Public key cards of offices whose packages are taken.",
)

setting = Table(
    "setting",
    Record.metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
    comment="What belongs to this database and has no table of its own.",
)
