"""Rows written before the journal was, or brought by packages of old, get a change of their own.

From schema 0012 on a row's dot names a change that this database has (or 0/0 for seeds). What a
merge of old brought points from now on at our own change that has the leaf; what the journal never
saw is written into it whole, in an action ``adopt``. ``sync_legacy`` keeps the dots of before.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.store import Store
from jianxi_desktop.schema.ledger import Catalog


class Adopted(NamedTuple):
    """What was done.

    Attributes:
        repointed: Rows whose dot names our own merge now.
        written: Rows that were written into the journal whole.
        changes: Changes of the action ``adopt``.
    """

    repointed: int
    written: int
    changes: int


def is_due(connection: Connection) -> bool:
    """Tell whether rows are left whose dot names no change; costs a look."""
    raise NotImplementedError


def adopt(store: Store, catalog: Catalog, account: UUID | None = None) -> Adopted:
    """Give every such row a change, in one transaction; called again it finds nothing to do.

    To be called once the database is at schema 0012, before anything else writes.
    """
    raise NotImplementedError
