"""After an upgrade: fold what packages brought and the program did not know until now.

A newer program's changes are kept and passed on as they came, whatever of them is understood.
"""

import hashlib
import logging

from sqlalchemy import Connection

from jianxi_desktop.db import office as facts_of_office
from jianxi_desktop.db import unlearned
from jianxi_desktop.db.fold_columns import MalformedError
from jianxi_desktop.db.folding import Folder
from jianxi_desktop.db.unlearned import Chain
from jianxi_desktop.domain import calendar
from jianxi_desktop.services import entitlements
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.owners import Owners
from jianxi_desktop.services.unpacking import covers
from jianxi_desktop.sync.refusals import PackageRefusedError

log = logging.getLogger(__name__)

_TRIED = "learned_catalog"


def learn(office: Office) -> int:
    """Fold the changes of which only a part was known; give how many are known whole now.

    To be called on opening. It looks once for each set of ledgers and fields that a program knows.
    """
    with office.store.read() as connection:
        waiting = unlearned.chains(connection)
        tried = facts_of_office.setting(connection, _TRIED)
    now = _known(office)
    if not waiting or tried == now:
        return 0
    learned = sum(_learn(office, chain) for chain in waiting)
    with office.store.writing() as connection:
        facts_of_office.keep_setting(connection, _TRIED, now)
    return learned


def _learn(office: Office, chain: Chain) -> int:
    """Fold the changes of one chain; one that may not write what it wrote stays as it was."""
    try:
        with office.change("take") as change:
            folder = Folder(change, office.catalog)
            whole = [
                each.seq
                for each in unlearned.changes(change.connection, chain)
                if folder.fold_again(each)
            ]
            outcome = folder.gather()
            owners = _owners(office, change.connection, chain)
            if owners is not None:
                owners.require_met(outcome, folder.begun)
            folder.finish()
            if owners is not None:
                owners.require_written(outcome)
                owners.require_met(outcome)
            unlearned.forget(change.connection, chain.number, whole)
    except (PackageRefusedError, MalformedError) as failure:
        log.warning("changes kept as they are: %s", getattr(failure, "code", "malformed"))
        return 0
    return len(whole)


def _owners(office: Office, connection: Connection, chain: Chain) -> Owners | None:
    """Give who looks at whose rows they are; what comes from above was looked at there."""
    own = office.unit.code
    if covers(chain.unit, own) and not covers(own, chain.unit):
        return None
    known = entitlements.entitlements(connection)
    scope = known.scope_of(chain.key, calendar.today().isoformat()) if chain.key else None
    kept = set(chain.seqs)
    return Owners(
        office,
        connection,
        {chain.number: scope or chain.unit},
        lambda dot: dot.replica != chain.replica or dot.seq not in kept,
    )


def _known(office: Office) -> str:
    """Name what this program knows: every ledger with its fields."""
    names = [f"{ledger.key}.{key}" for ledger in office.catalog for key in ledger.fields]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
