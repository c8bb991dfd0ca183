"""Check a whole database: pages, structure, journal, records, search, keyring, backups."""

from collections import Counter
from collections.abc import Iterable

from jianxi_desktop.db import chain, checking
from jianxi_desktop.db.checking import Check as Check
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import backups
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_TOLD = 3  # places that a detail names


@needs(Right.VIEW)
def verify(office: Office, progress: Progress = no_progress) -> list[Check]:
    """Look at everything once; the answers name rules, counts and places, nobody's data.

    A file whose pages are damaged is not looked into any further.
    """
    store = office.store
    in_file = store.path is not None
    checks = checking.page_checks(store, office.path, progress) if in_file else []
    if all(check.ok for check in checks):
        checks += _journal_checks(office, progress)
        checks += checking.search_checks(store, office.catalog, progress)
        if in_file:
            with store.read() as connection:
                checks += checking.keyring_checks(office.path, connection)
    if in_file:
        checks += checking.backup_checks(backups.list_backups(office.path), progress)
    return checks


def _journal_checks(office: Office, progress: Progress) -> list[Check]:
    with office.store.read() as connection:
        return [
            _told("journal", chain.broken_chains(connection, progress)),
            _told("records", chain.broken_rows(connection, office.catalog, progress)),
        ]


def _told(rule: str, broken: Iterable[chain.Broken]) -> Check:
    found = list(broken)
    kinds = "，".join(f"{kind} {count}" for kind, count in Counter(b.what for b in found).items())
    places = "；".join(f"{where[0]} {where[1]}" for _what, where in found[:_TOLD])
    return Check(rule, not found, f"{kinds}（{places}）" if found else "完好")
