"""Takes a package of the first kind in: rows whole, written again by us (``services.merging``)."""

from typing import TYPE_CHECKING

from jianxi_desktop.db import transfer
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import history, unpacking
from jianxi_desktop.services.merging import Merger
from jianxi_desktop.services.office import Office
from jianxi_desktop.sync.reading import Package

if TYPE_CHECKING:
    from jianxi_desktop.services.package import Merged


def take(
    office: Office, found: Package, merged: "Merged", *, trial: bool, progress: Progress
) -> "Merged":
    """Take its rows in, as an action that can be undone and done again; see ``take_package``."""
    total = sum(found.counts.values())
    if _met_before(office, merged, total, trial=trial):
        return merged
    with office.change("merge") as change:
        change.journal.detail["package"] = found.header.id
        merger = Merger(office.catalog, change)
        done = 0
        for part in found.parts():
            taken = merger.take(part)
            done += taken.rows
            merged.applied += taken.applied
            merged.skipped += taken.skipped
            merged.conflicts += taken.conflicts
            title = office.catalog[part.table].title
            merged.by_ledger[title] = merged.by_ledger.get(title, 0) + taken.applied
            progress(done, total)
        unpacking.note(change, found, "merged", {"records": total})
        if trial:
            change.give_up()
        else:
            merged.touched = frozenset(change.touched)
    return merged


def _met_before(office: Office, merged: "Merged", total: int, *, trial: bool) -> bool:
    """Tell whether a package was merged already; one whose merge was undone is merged again."""
    with office.store.read() as connection:
        known = transfer.package_known(connection, merged.receipt)
    if known is None or known["state"] not in ("merged", "undone"):
        return False
    if known["state"] != "undone":
        merged.duplicate, merged.skipped = True, total
    elif trial:
        merged.applied = total
    elif (again := history.merge_again(office, merged.receipt)) is not None:
        merged.applied, merged.touched = again.records, again.touched
    return True
