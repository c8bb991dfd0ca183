"""A database that was silently copied: two files of one replica, on two PCs that look alike."""

import os
import shutil
from contextlib import contextmanager

from sqlalchemy import select

from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.write import table_of
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import package, records


@contextmanager
def at(home):
    """Be at the PC with this state folder."""
    before = os.environ["JIANXI_HOME"]
    os.environ["JIANXI_HOME"] = str(home)
    try:
        yield
    finally:
        os.environ["JIANXI_HOME"] = before


def clone(office, folder):
    """Copy an open office's database and what its PC remembers; give it open, and its PC."""
    office.store.tidy()
    folder.mkdir()
    path = folder / office.path.name
    for suffix in ("", ".keys"):
        shutil.copy(f"{office.path}{suffix}", f"{path}{suffix}")
    home = folder / "home"
    shutil.copytree(os.environ["JIANXI_HOME"], home)
    with at(home):
        return offices.open_with_key(path, office.store.key(), offices.ADMINISTRATOR), home


def save(office, person, **values):
    """Change a member through the forms' service."""
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, person)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, values, seen)


def shown(office, person):
    """Give what a member's record shows."""
    return records.find_record(office, office.catalog["person"], person).values


def rows(office, *keys):
    """Give every row of some ledgers without what is counted here only."""
    local = ("serial", "version", "replica", "seq")
    with office.store.read() as connection:
        return {
            key: sorted(
                (
                    tuple((name, value) for name, value in row.items() if name not in local)
                    for row in connection.execute(select(table_of(office.catalog[key]))).mappings()
                ),
                key=lambda row: dict(row)["id"],
            )
            for key in keys
        }


def send(sender, receiver, drive, **how):
    """Write a package for an office and merge it there."""
    return package.merge_package(receiver, pack(sender, receiver, drive, **how))


def pack(sender, receiver, drive, **how):
    """Write a package for an office, each into a folder of its own: copies name theirs alike."""
    folder = drive / new_id().hex
    folder.mkdir()
    return package.write_package(sender, folder, to=receiver.unit.code, **how).file
