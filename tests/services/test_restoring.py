"""A backup in the place of the database: what comes back, what is refused, what is kept."""

import pytest

from jianxi_desktop.db import accounts, keyring, keyring_users
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import accounts as users
from jianxi_desktop.services import backups
from jianxi_desktop.services import office as offices
from tests.conftest import PASSWORD
from tests.services.kept_files import (
    add_venue,
    count,
    last_event,
    names_in,
    own_chain,
    spoil,
    whole,
)


def test_that_a_restore_brings_back_what_was_and_begins_a_new_replica(office):
    add_venue(office)
    made = backups.backup(office).backup
    before = own_chain(office)
    add_venue(office, "新时代文明实践站")
    office.close()
    restored = backups.restore_backup(office.path, made.file, PASSWORD)
    assert count(restored.office, "venue") == 1
    assert own_chain(restored.office)[1] != before[1]
    assert last_event(restored.office).action == "restore_backup"
    assert any("备份" in warning for warning in restored.office.warnings)
    add_venue(restored.office, "党建公园")
    restored.office.close()
    again = offices.open_office(office.path, PASSWORD)
    assert again.warnings == ()
    assert count(again, "venue") == 2
    again.close()


def test_that_what_stood_there_before_a_restore_is_kept_whole(office):
    made = backups.backup(office).backup
    add_venue(office)
    office.close()
    restored = backups.restore_backup(office.path, made.file, PASSWORD)
    restored.office.close()
    assert names_in(restored.kept) == [office.path.name, f"{office.path.name}.keys"]
    kept = offices.open_office(restored.kept / office.path.name, PASSWORD)
    assert count(kept, "venue") == 1
    kept.close()


@pytest.mark.parametrize("left", ["damaged", "gone", "no keyring"])
def test_that_a_database_that_cannot_be_opened_is_restored(office, left):
    add_venue(office)
    made = backups.backup(office).backup
    office.close()
    if left == "damaged":
        office.path.write_bytes(b"x" * 9_000)
    else:
        gone = office.path if left == "gone" else keyring.keyring_path(office.path)
        gone.unlink()
    restored = backups.restore_backup(office.path, made.file, PASSWORD)
    assert count(restored.office, "venue") == 1
    restored.office.close()


def refused_restore(office, file, password=PASSWORD, **more):
    before = whole(office.path.parent)
    with pytest.raises(JianxiError) as refused:
        backups.restore_backup(office.path, file, password, **more)
    assert refused.value.user_message
    assert whole(office.path.parent) == before
    return refused.value.code


def test_that_a_wrong_password_or_a_damaged_backup_restores_nothing(office):
    made = backups.backup(office).backup
    office.close()
    assert refused_restore(office, made.file, "wrong-horse-1921") == "wrong_password"
    assert refused_restore(office, made.file.with_name("no.jxdb")) == "no_such_file"
    spoil(made.file, made.bytes // 2)
    assert refused_restore(office, made.file) == "backup_damaged"
    (made.file.parent / f"{made.file.name}.json").unlink()
    assert refused_restore(office, made.file) == "backup_damaged"


def test_that_another_databases_backup_is_refused(office, district):
    made = backups.backup(district).backup
    office.close()
    assert refused_restore(office, made.file) == "foreign_backup"


def test_that_only_an_administrator_restores(office):
    ring = keyring.keyring_path(office.path)
    user = keyring_users.add_user(ring, "录入", office.store.key(), PASSWORD)
    with office.store.writing() as connection:
        accounts.add_account(connection, user.id, "录入", Role.EDITOR)
    made = backups.backup(office).backup
    office.close()
    assert refused_restore(office, made.file, user="录入") == "not_allowed"


def test_that_those_who_come_back_with_a_backup_are_named_before_and_after(office):
    for name in ("张三", "李四"):
        users.add_user(office, name, PASSWORD, Role.EDITOR)
    made = backups.backup(office).backup
    assert backups.returning(office.path, made.file) == ()
    users.disable_user(office, "张三", "调离")
    assert backups.returning(office.path, made.file) == ("张三",)
    office.close()
    restored = backups.restore_backup(office.path, made.file, PASSWORD, user=office.user)
    said = restored.office.warnings[-1]
    assert "张三" in said
    assert "李四" not in said
    restored.office.close()


def test_that_nobody_restores_while_others_have_it_open(office):
    made = backups.backup(office).backup
    assert refused_restore(office, made.file) == "in_use"


def test_that_a_copy_of_the_database_elsewhere_is_restored_into_an_empty_place(
    office, founded, tmp_path
):
    made = backups.backup(office).backup
    office.close()
    place = tmp_path / "new pc"
    place.mkdir()
    restored = backups.restore_backup(place / "office.jxdb", made.file, PASSWORD)
    assert restored.office.unit == office.unit
    restored.office.close()
