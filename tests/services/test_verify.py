"""What ``verify`` says of a whole database, and of each thing that is wrong with one."""

import pytest

from jianxi_desktop.db import keyring, search
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.services import backups
from jianxi_desktop.services.verify import verify


def wrong(office):
    return {check.rule for check in verify(office) if not check.ok}


def rules(office):
    return [check.rule for check in verify(office)]


def test_that_a_whole_database_passes_every_check(demo):
    backups.backup(demo)
    assert wrong(demo) == set()
    assert {"page_seals", "structure", "journal", "records", "keyring", "accounts", "backups"} <= {
        *rules(demo)
    }
    assert "search_words:person" in rules(demo)


def test_that_a_detail_names_nobody(demo):
    told = " ".join(check.detail for check in verify(demo))
    with demo.store.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM person LIMIT 50").scalars()
        assert not any(name in told for name in names)


def edit(office, statement):
    """Write past every service, as somebody with another tool could."""
    with office.store.writing() as connection, unlocked(connection, "open"):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE person SET name = '李四'", "records"),
        ("DELETE FROM sync_change WHERE seq = 2", "journal"),
        ("UPDATE sync_change SET action = 'x' WHERE seq = 2", "journal"),
        ("DELETE FROM account", "accounts"),
    ],
)
def test_that_what_was_edited_past_the_journal_is_named(office, member, statement, rule):
    edit(office, statement)
    assert rule in wrong(office)


def test_that_an_index_that_lacks_a_row_or_holds_another_is_named(office, member):
    people = office.catalog["person"]
    with office.store.writing() as connection:
        serial = connection.exec_driver_sql("SELECT serial FROM person").scalar()
        search.put_again(connection, people, serial, {"name": "王芳"})
    assert wrong(office) == {"search_words:person"}
    with office.store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM person_search WHERE rowid = ?", (serial,))
    assert "search_rows:person" in wrong(office)


def test_that_a_damaged_page_is_named_and_nothing_is_looked_into_behind_it(office, member):
    office.store.engine.dispose()
    data = bytearray(office.path.read_bytes())
    data[4096 * 7 + 100] ^= 1
    office.path.write_bytes(bytes(data))
    assert "page_seals" in wrong(office)
    assert "journal" not in rules(office)


def test_that_a_keyring_of_another_database_or_none_is_named(office, district):
    ring = keyring.keyring_path(office.path)
    ring.write_bytes(keyring.keyring_path(district.path).read_bytes())
    assert {"keyring", "accounts"} <= wrong(office)
    ring.unlink()
    assert wrong(office) == {"keyring"}


def test_that_a_backup_without_its_keyring_is_named(office):
    made = backups.backup(office).backup
    keyring.keyring_path(made.file).unlink()
    (check,) = [check for check in verify(office) if not check.ok]
    assert check.rule == "backups"
    assert made.file.name in check.detail
