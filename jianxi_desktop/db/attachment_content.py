"""Pictures of scanned pages by their fingerprint: rows of ``attachment_content``."""

import hashlib

from sqlalchemy import Connection, insert, select

from jianxi_desktop.db.system import attachment_content


def keep(connection: Connection, content: bytes) -> str:
    """Keep a content, once however often it is given; give its SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    table = attachment_content
    known = connection.execute(select(table.c.sha256).where(table.c.sha256 == digest)).first()
    if known is None:
        connection.execute(insert(table).values(sha256=digest, content=content))
    return digest


def find(connection: Connection, digest: str) -> bytes | None:
    """Give a content; ``None`` when it is not kept in this database."""
    table = attachment_content
    query = select(table.c.content).where(table.c.sha256 == digest)
    found = connection.execute(query).scalar()
    return None if found is None else bytes(found)
