"""The store: what happens when the file, the key or the disk is not as it should be."""

import os
import shutil
import subprocess
import threading

import pytest

from jianxi_desktop.db import system
from jianxi_desktop.db.store import Store, bring_up_to_date, version_of
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import records

KEY = bytes(range(32))
CANARY = "张三丰金丝雀"


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "store.jxdb", KEY)
    bring_up_to_date(opened)
    yield opened
    opened.close()


def keep(opened, value, key="canary"):
    with opened.change(Deed("change")) as change:
        change.connection.execute(system.setting.insert().values(key=key, value=value))


def kept(opened):
    with opened.read() as connection:
        return [tuple(row) for row in connection.execute(system.setting.select())]


def whole(path):
    """Everything in the folder, to compare."""
    return {each.name: each.read_bytes() for each in path.parent.iterdir() if each.is_file()}


def refusal_of(work):
    with pytest.raises(EnvironmentFailure) as refused:
        work()
    assert refused.value.user_message
    return refused.value.code


def test_that_what_was_written_is_read_back(store):
    keep(store, CANARY)
    assert kept(store) == [("canary", CANARY)]


def test_that_nothing_is_written_when_the_work_fails(store):
    with pytest.raises(ZeroDivisionError), store.change(Deed("change")) as change:
        _write_and_fail(change)
    assert kept(store) == []


def _write_and_fail(change):
    change.connection.execute(system.setting.insert().values(key="a", value="b"))
    raise ZeroDivisionError


def test_that_a_trial_leaves_nothing(store):
    with store.change(Deed("change")) as change:
        change.connection.execute(system.setting.insert().values(key="a", value="b"))
        change.give_up()
    assert kept(store) == []


def test_that_reading_cannot_write(store):
    with store.read() as connection:
        connection.execute(system.setting.insert().values(key="a", value="b"))
    assert kept(store) == []


def test_that_the_wrong_key_opens_nothing(store):
    keep(store, CANARY)
    store.close()
    before = whole(store.path)
    other = Store(store.path, bytes(32))
    assert refusal_of(lambda: kept(other)) == "wrong_key"
    other.close()
    assert whole(store.path) == before


@pytest.mark.parametrize("first_page", [0, 1])
def test_that_a_damaged_file_is_refused(store, first_page):
    for n in range(60):
        keep(store, CANARY * 50, key=str(n))
    store.close()
    data = bytearray(store.path.read_bytes())
    for place in range(first_page * 4096, len(data), 4096):
        data[place + 99 : place + 163] = bytes(64)
    store.path.write_bytes(data)
    other = Store(store.path, KEY)
    assert refusal_of(lambda: kept(other)) in {"wrong_key", "damaged", "io_error"}
    other.close()
    assert store.path.read_bytes() == bytes(data)


def test_that_half_a_file_is_refused(store):
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data[: len(data) // 2 + 100])
    other = Store(store.path, KEY)
    assert refusal_of(lambda: version_of(other) and kept(other)) in {
        "wrong_key",
        "damaged",
        "io_error",
    }
    other.close()


def test_that_a_folder_is_no_database(tmp_path):
    other = Store(tmp_path, KEY)
    assert refusal_of(lambda: version_of(other)) == "cannot_open"


def test_that_a_folder_that_is_gone_is_named(tmp_path):
    other = Store(tmp_path / "usb" / "a.jxdb", KEY)
    assert refusal_of(lambda: version_of(other)) == "cannot_open"


def test_that_a_closed_store_has_forgotten_its_key(store):
    keep(store, CANARY)
    store.close()
    assert store.key() == b""
    assert refusal_of(lambda: kept(store)) == "closed"
    store.go_on_with(KEY)
    assert kept(store) == [("canary", CANARY)]


def test_that_no_key_stands_in_what_a_store_says_of_itself(store, caplog):
    other = Store(store.path, bytes(range(1, 33)))
    with pytest.raises(EnvironmentFailure) as refused:
        kept(other)
    chain = [refused.value, refused.value.__cause__, refused.value.__cause__.__cause__]
    said = " ".join(f"{each!r} {each}" for each in [*chain, store, store.engine]) + caplog.text
    for key in (KEY, bytes(range(1, 33))):
        assert key.hex() not in said
        assert repr(key)[2:-1] not in said


def test_that_a_second_writer_waits_and_is_then_told(store, monkeypatch):
    keep(store, CANARY)
    other = Store(store.path, KEY)
    with other.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with store.writing():
        assert refusal_of(lambda: keep(other, "x", key="b")) == "in_use"
        assert kept(other) == [("canary", CANARY)]
    other.close()
    assert kept(store) == [("canary", CANARY)]


def test_that_two_writers_take_turns(store):
    other = Store(store.path, KEY)
    started, failures = threading.Event(), []

    def second():
        started.set()
        try:
            keep(other, "2", key="second")
        except EnvironmentFailure as failure:
            failures.append(failure)

    worker = threading.Thread(target=second)
    with store.change(Deed("change")) as change:
        worker.start()
        started.wait(5)
        change.connection.execute(system.setting.insert().values(key="first", value="1"))
    worker.join(10)
    other.close()
    assert failures == []
    assert kept(store) == [("first", "1"), ("second", "2")]


def test_that_a_reader_sees_what_was_there_when_it_began(store):
    keep(store, "old")
    other = Store(store.path, KEY)
    with other.read() as connection:
        before = connection.execute(system.setting.select()).all()
        keep(store, "new", key="b")
        assert connection.execute(system.setting.select()).all() == before
    assert len(kept(other)) == 2
    other.close()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of eight megabytes; an empty database takes one and a half."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk: a full disk was NOT tried")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_that_a_read_only_disk_refuses_to_save(small_disk):
    store = Store(small_disk / "a.jxdb", KEY)
    bring_up_to_date(store)
    keep(store, CANARY)
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store.go_on_with(KEY)
    code = refusal_of(lambda: keep(store, "x", key="b"))
    store.close()
    store.go_on_with(KEY)
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert code in {"read_only", "cannot_open"}
    assert kept(store) == [("canary", CANARY)]
    store.close()


def test_that_a_read_only_file_refuses_to_save(store):
    keep(store, CANARY)
    store.close()
    store.path.chmod(0o444)
    if os.access(store.path, os.W_OK):
        pytest.skip("permissions do not bind the administrator: a read-only file was NOT tried")
    store.go_on_with(KEY)
    assert refusal_of(lambda: keep(store, "x", key="b")) == "read_only"
    store.path.chmod(0o644)
    assert kept(store) == [("canary", CANARY)]


def test_that_a_full_disk_changes_nothing_and_the_work_goes_on_after_it(small_disk):
    store = Store(small_disk / "a.jxdb", KEY)
    bring_up_to_date(store)
    keep(store, CANARY)
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        free = shutil.disk_usage(small_disk).free
        file.write(bytes(max(free - 40_000, 0)))
    assert refusal_of(lambda: keep(store, "x" * 500_000, key="big")) in {"disk_full", "io_error"}
    assert kept(store) == [("canary", CANARY)]
    filler.unlink()
    keep(store, "x" * 500_000, key="big")
    assert len(kept(store)) == 2
    store.close()


def test_that_an_office_is_founded_whole_or_not_at_all(small_disk):
    from jianxi_desktop.services.office import found_office

    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 100_000))
    path = small_disk / "office.jxdb"
    code = refusal_of(lambda: found_office(path, "410305", password="correct-horse-1921"))
    assert code in {"disk_full", "io_error", "keyring_unwritable"}
    assert [each.name for each in small_disk.iterdir()] == ["filler"]


def test_that_no_file_holds_what_was_saved(office, member):
    people = office.catalog["person"]
    found = records.find_record(office, people, member)
    records.save_record(
        office,
        people,
        {"note": CANARY, "address": CANARY},
        records.Seen(found.id, found.version, found.companion),
    )
    files = [each for each in office.path.parent.rglob("*") if each.is_file()]
    assert len(files) >= 3  # the database, its log, its keyring
    for file in files:
        data = file.read_bytes()
        for secret in (CANARY, "李𠮷", "99010119650312002", "13800001234"):
            assert secret.encode() not in data
            assert secret.encode("utf-16-le") not in data


def test_that_a_failure_never_names_the_values(office):
    keep(office.store, CANARY)
    with pytest.raises(Exception, match="UNIQUE") as failed:
        keep(office.store, CANARY)
    assert CANARY not in str(failed.value)
    assert CANARY not in repr(failed.value)


def test_that_the_log_of_a_failing_statement_names_no_values(office, caplog):
    with pytest.raises(Exception, match="syntax"), office.store.read() as connection:
        connection.exec_driver_sql("SELEC ?", (CANARY,))
    assert CANARY not in caplog.text
