"""One wrong byte anywhere — database, backup, keyring — is noticed."""

import random
import shutil

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from jianxi_desktop.db import checking, keyring
from jianxi_desktop.db.copying import opened_copy, prove
from jianxi_desktop.db.store import Store
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import backups

SEED = 20_261_125
REFUSED = (EnvironmentFailure, sqlcipher.DatabaseError)
PAGE, SEAL, IV = 4096, 64, 16  # a page: its bytes, the random start of its cipher, its seal


def places_in(size, count):
    """Give places in every page: its first and last byte, random start, seal, and anywhere."""
    chance = random.Random(SEED)
    fixed = [0, 15, 16, 99, PAGE - SEAL - IV, PAGE - SEAL - 1, PAGE - SEAL, PAGE - 1]
    pages = range(size // PAGE)
    every = [page * PAGE + fixed[page % len(fixed)] for page in pages]
    head = [each for each in fixed if each < PAGE]
    return sorted({*every, *head, *(chance.randrange(size) for _ in range(count))})


def flipped(data, place, chance):
    spoilt = bytearray(data)
    spoilt[place] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


@pytest.fixture
def closed(office, member):
    """A database that is closed, with its key."""
    key = office.store.key()
    office.close()
    return office.path, key


def is_noticed(path, key):
    store = Store(path, key)
    try:
        return not all(check.ok for check in checking.page_checks(store, path))
    except EnvironmentFailure:
        return True
    finally:
        store.close()


def test_that_a_wrong_byte_of_any_page_is_noticed(closed, tmp_path):
    path, key = closed
    data, chance = path.read_bytes(), random.Random(SEED)
    assert not is_noticed(path, key)
    for place in places_in(len(data), 60):
        copy = tmp_path / "copy.jxdb"
        copy.write_bytes(flipped(data, place, chance))
        assert is_noticed(copy, key), place
        for beside in tmp_path.glob("copy.jxdb*"):
            beside.unlink(missing_ok=True)  # SQLite may take its own away meanwhile


@pytest.mark.parametrize("change", ["shorter", "longer", "swapped", "zeroed"])
def test_that_pages_cut_off_added_or_exchanged_are_noticed(closed, tmp_path, change):
    path, key = closed
    data = path.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    if change == "shorter":
        pages.pop()
    elif change == "longer":
        pages.append(bytes(PAGE))
    elif change == "swapped":
        pages[3], pages[4] = pages[4], pages[3]
    else:
        pages[5] = bytes(PAGE)
    copy = tmp_path / "copy.jxdb"
    copy.write_bytes(b"".join(pages))
    assert is_noticed(copy, key)


def test_that_a_wrong_byte_anywhere_in_a_backup_is_noticed(office, member):
    made = backups.backup(office).backup
    chance = random.Random(SEED)
    for file in (made.file, made.file.with_name(made.file.name + ".json")):
        data = file.read_bytes()
        for place in places_in(len(data), 30) if len(data) > PAGE else range(len(data)):
            file.write_bytes(flipped(data, place, chance))
            (found,) = backups.list_backups(office.path) or [made]
            assert not checking.is_whole(found), (file.suffix, place)
        file.write_bytes(data)
    assert checking.is_whole(made)


def test_that_a_backup_without_its_note_is_still_looked_through(office, member, tmp_path):
    made = backups.backup(office).backup
    key, chance = office.store.key(), random.Random(SEED)
    data, copy = made.file.read_bytes(), tmp_path / "copy.jxdb"
    for place in places_in(len(data), 10)[::4]:
        copy.write_bytes(flipped(data, place, chance))
        with pytest.raises(REFUSED), opened_copy(copy, key) as driver:
            prove(driver)


def test_that_a_wrong_byte_anywhere_in_a_keyring_is_noticed(office, tmp_path):
    ring = tmp_path / "copy.keys"
    shutil.copy(keyring.keyring_path(office.path), ring)
    data, chance = ring.read_bytes(), random.Random(SEED)
    for place in range(len(data)):
        ring.write_bytes(flipped(data, place, chance))
        with pytest.raises(EnvironmentFailure):
            keyring.users(ring)
