"""Contents of attachments as packages carry them: which a change names, which are not here yet.

The ledger of attachments says what there is; the contents travel after it. A record whose content
has not arrived is whole otherwise, and its fingerprint stands in the list of what is wanted.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select

from jianxi_desktop.db import attachment_content, system
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.schema.ledger import Ledger

MOST_BYTES: Final = 20 << 20  # of one content; sync-and-safety.md, 13
LEDGER: Final = "attachment"
KEPT_AT: Final = (
    "本数据库"  # how a record begins that says where: its content is in databases and travels
)
_AT_ONCE = 500


def digests_named(leaves: Iterable[Leaf]) -> set[str]:
    """Give the fingerprints of the contents that writes name: those written, not those replaced.

    Erased and veiled leaves name none.
    """
    return {
        leaf.new["sha256"] for leaf in leaves if leaf.ledger == LEDGER and leaf.new.get("sha256")
    }


def digests_in(sections: Iterable[Sequence[Any]]) -> set[str]:
    """Give the fingerprints that the unpacked sections of a change name; see ``digests_named``."""
    return digests_named(blocks.leaves_in(each for each in sections if each[0] == LEDGER))


def missing(connection: Connection, ledger: Ledger, limit: int) -> list[str]:
    """List contents that live records say are kept and that are not here, newest record first.

    Records that name a place on a shelf or another disk want nothing: nobody has a content of
    those to send.

    Args:
        connection: The database.
        ledger: The ledger of attachments.
        limit: How many at most.
    """
    table = table_of(ledger)
    here = select(system.attachment_content.c.sha256)
    query = (
        select(table.c.sha256)
        .where(
            table.c.sha256.is_not(None),
            table.c.kept_at.startswith(KEPT_AT),
            table.c.removed_on.is_(None),
            table.c.sha256.not_in(here),
        )
        .order_by(table.c.serial.desc())
        .limit(limit)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def present(connection: Connection, digests: Collection[str]) -> set[str]:
    """Give those of some contents that are here."""
    column = system.attachment_content.c.sha256
    return _among(connection, column, digests)


def named(connection: Connection, ledger: Ledger, digests: Collection[str]) -> set[str]:
    """Give those of some contents that a record of attachments names, removed or not.

    Nothing else has a place in this database, whoever sent it.
    """
    return _among(connection, table_of(ledger).c.sha256, digests)


def records_naming(connection: Connection, ledger: Ledger, digest: str) -> list[UUID]:
    """Give the records of attachments that name a content."""
    table = table_of(ledger)
    query = select(table.c.id).where(table.c.sha256 == digest)
    return list(connection.execute(query).scalars())


def content(connection: Connection, digest: str) -> bytes | None:
    """Give a content; ``None`` when it is not here."""
    return attachment_content.find(connection, digest)


def keep(connection: Connection, digest: str, content: bytes) -> bool:
    """Keep a content that arrived; give whether it is new here.

    Args:
        connection: A write transaction.
        digest: Its SHA-256, 64 hexadecimal digits.
        content: At most ``MOST_BYTES``.

    Raises:
        EnvironmentFailure: It is not what its fingerprint says, or too large; nothing is kept.
    """
    if len(content) > MOST_BYTES or hashlib.sha256(content).hexdigest() != digest:
        raise EnvironmentFailure(
            "content of an attachment does not fit its fingerprint",
            user_message="数据包里有一份附件的内容与它的指纹不符，没有收下。请对方重新生成数据包。",
            code="content_damaged",
        )
    if present(connection, [digest]):
        return False
    table = system.attachment_content
    connection.execute(insert(table).values(sha256=digest, content=content))
    return True


def _among(
    connection: Connection, column: ColumnElement[str], digests: Collection[str]
) -> set[str]:
    asked, found = sorted(digests), set[str]()
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        found.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return found
