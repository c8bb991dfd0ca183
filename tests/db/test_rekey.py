"""Replacing the key of a database: whole at every moment, and nothing left of the old key."""

import random
import shutil
import subprocess
import sys
import time

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from jianxi_desktop.db import keyring, keyring_renewal, keyring_users, rekey, search, system
from jianxi_desktop.db.store import Store, bring_up_to_date
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure
from tests.db.rings import PASSWORD, POLICY

ROWS = 600


@pytest.fixture
def database(path, made):
    """A database with rows, gaps, and an index that keeps no text."""
    file = path.with_name("office.jxdb")
    store = Store(file, made[0])
    bring_up_to_date(store)
    with store.writing() as connection:
        rows = [{"key": f"k{n}", "value": f"金丝雀{n}" * 200} for n in range(ROWS)]
        connection.execute(system.setting.insert(), rows)
        connection.execute(text(*search.create_statements("sample", "sqlite")))
        words = [{"n": n, "t": f"wort{n}"} for n in range(1, ROWS)]
        connection.execute(text("INSERT INTO sample_search(rowid, t) VALUES (:n, :t)"), words)
        connection.execute(text("DELETE FROM setting WHERE key LIKE '%3'"))
    store.close()
    return file


def unlocked(path, password=PASSWORD):
    return keyring.unlock(path, "王芳", password, policy=POLICY)


def content(database, key):
    """Everything that a key gives to read, the index included."""
    store, index = Store(database, key), "sample_search"
    with store.read() as connection:
        rows = connection.execute(text("SELECT count(*), sum(length(value)) FROM setting")).one()
        found = connection.execute(text(f"SELECT rowid FROM {index} WHERE {index} MATCH 'wort57*'"))
        serials = [row[0] for row in found]
        sound = connection.execute(text("PRAGMA integrity_check")).scalar()
        pages = connection.execute(text("PRAGMA cipher_integrity_check")).all()
    store.close()
    return tuple(rows), serials, sound, pages


def code_of(work):
    with pytest.raises(EnvironmentFailure) as refused:
        work()
    return refused.value.code


def test_that_a_fresh_key_opens_the_same_content_and_the_old_one_nothing(path, database, made):
    before = content(database, made[0])
    new = rekey.replace_key(database, made[0])
    assert content(database, new) == before
    assert unlocked(path) == keyring.Unlocked(keyring.user_named(path, None), new)
    assert not rekey.opens_with(database, made[0])


def test_that_the_printed_recovery_key_goes_on_to_open(path, database, made):
    new = rekey.replace_key(database, made[0])
    assert keyring.unlock_with_recovery(path, made[1], policy=POLICY).key == new


def test_that_no_page_stays_as_it_was_and_no_log_is_left(database, made):
    before = database.read_bytes()
    rekey.replace_key(database, made[0])
    after = database.read_bytes()
    pages = range(0, len(before), 4096)
    assert not [at for at in pages if before[at : at + 4096] == after[at : at + 4096]]
    assert {each.name for each in database.parent.iterdir()} == {"office.jxdb", "office.jxdb.keys"}


def test_that_the_keyring_of_one_who_left_does_not_open_the_database(path, database, made):
    keyring_users.add_user(path, "李雷", made[0], "another one", policy=POLICY)
    kept = shutil.copy(path, path.with_name("kept.keys"))
    leaving = keyring.user_named(path, "李雷").id
    rekey.replace_key(database, made[0], leaving)
    old = keyring.unlock(kept, "李雷", "another one", policy=POLICY)
    assert code_of(lambda: rekey.settle(database, old)) == "keyring_unfit"
    assert [user.label for user in keyring.users(path)] == ["王芳"]
    assert rekey.settle(database, unlocked(path)) == unlocked(path).key


def test_that_a_database_others_have_open_keeps_its_key(path, database, made):
    ring, store = path.read_bytes(), Store(database, made[0])
    with store.read() as connection:
        connection.execute(text("SELECT count(*) FROM setting")).scalar()
        assert code_of(lambda: rekey.replace_key(database, made[0])) == "in_use"
    assert path.read_bytes() == ring
    store.close()


def test_that_a_stop_before_the_database_is_written_is_made_good(path, database, made):
    before = content(database, made[0])
    coming = keyring_renewal.prepare(path, made[0])
    assert unlocked(path).coming == coming
    assert rekey.settle(database, unlocked(path)) == coming
    assert (content(database, coming), unlocked(path).coming) == (before, None)


def test_that_a_stop_after_the_database_is_written_is_made_good(path, database, made):
    coming = keyring_renewal.prepare(path, made[0])
    with rekey._alone(database, made[0]) as connection:
        rekey._re_encrypt(connection, coming)
    both = unlocked(path)
    assert (both.key, both.coming) == (made[0], coming)
    assert rekey.settle(database, both) == coming
    assert unlocked(path) == keyring.Unlocked(both.user, coming)


def test_that_an_unfinished_replacement_waits_while_others_have_the_database(path, database, made):
    coming = keyring_renewal.prepare(path, made[0])
    store = Store(database, made[0])
    with store.read() as connection:
        connection.execute(text("SELECT count(*) FROM setting")).scalar()
        assert rekey.settle(database, unlocked(path)) == made[0]
    store.close()
    assert rekey.settle(database, unlocked(path)) == coming


def test_that_users_wait_while_the_keyring_is_between_two_keys(path, made):
    coming = keyring_renewal.prepare(path, made[0])
    for key in (made[0], coming):
        code = code_of(lambda: keyring_users.add_user(path, "x", key, "another one"))  # noqa: B023
        assert code == "rekey_pending"


def test_that_a_coming_key_put_in_by_somebody_without_the_key_is_noticed(path, made):
    import json

    from tests.db.test_keyring import respell

    keyring_renewal.prepare(path, made[0])
    fields = json.loads(path.read_bytes())
    wrapped = fields["users"][0]["wrapped"]
    respell(path, lambda fields: fields["users"][0].update(coming=wrapped))
    assert code_of(lambda: unlocked(path)) == "keyring_damaged"


@pytest.mark.parametrize("limit", [200_000, 1_000_000])
def test_that_a_full_disk_leaves_the_old_key_and_the_whole_content(path, database, made, limit):
    """The limit on the size of a file stands in for the disk: SQLCipher says the same of both."""
    before, ring = content(database, made[0]), path.read_bytes()
    script = f"""
import resource, signal
from pathlib import Path
from jianxi_desktop.db import rekey
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    rekey.replace_key(Path({str(database)!r}), bytes.fromhex({made[0].hex()!r}))
except Exception as failure:
    print(failure.code)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "rekey_failed", ended.stderr
    assert (content(database, made[0]), path.read_bytes()) == (before, ring)


def test_that_a_process_killed_at_any_moment_leaves_a_database_its_password_opens(
    path, database, made
):
    """The child replaces the key again and again until it is killed; twelve moments, one seed."""
    before, moments = content(database, made[0]), random.Random(1921)
    script = (
        "import sys; from pathlib import Path; from tests.db.test_rekey import replace_for_ever; "
        "replace_for_ever(Path(sys.argv[1]))"
    )
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", script, str(database)], stdout=subprocess.PIPE
        )
        child.stdout.readline()
        time.sleep(moments.uniform(0, 0.12))
        child.kill()
        child.wait()
        child.stdout.close()
        key = rekey.settle(database, unlocked(path))
        assert content(database, key) == before
        assert unlocked(path).coming is None
    assert unlocked(path).key != made[0]


def replace_for_ever(database):
    """Run in a child: replace the key until somebody kills it."""
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    while True:
        given = unlocked(keyring.keyring_path(database))
        rekey.replace_key(database, rekey.settle(database, given))


def test_that_a_database_that_is_gone_is_not_made_anew(path, made):
    gone = path.with_name("gone.jxdb")
    assert code_of(lambda: rekey.opens_with(gone, made[0])) == "cannot_open"
    assert not gone.exists()


def test_that_the_version_of_the_cipher_has_what_the_lock_relies_on(database, made):
    """Exclusive use is asked for before the first access: then SQLite makes no shared memory."""
    with rekey._alone(database, made[0]):
        assert not database.with_name(database.name + "-shm").exists()
        with pytest.raises(EnvironmentFailure):
            rekey.opens_with(database, made[0])
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)


def test_that_a_deed_after_the_replacement_is_written_under_the_fresh_key(database, made):
    new = rekey.replace_key(database, made[0])
    store = Store(database, new)
    with store.change(Deed("change")) as change:
        change.connection.execute(system.setting.insert().values(key="later", value="x"))
    store.close()
    assert content(database, new)[0][0] == ROWS - ROWS // 10 + 1


def test_that_no_key_is_told_by_a_failure_or_the_log(path, database, made, caplog):
    with pytest.raises(EnvironmentFailure) as refused:
        rekey.settle(database, keyring.Unlocked(None, bytes(range(32)), bytes(range(1, 33))))
    with pytest.raises(EnvironmentFailure) as full:
        rekey._re_encrypt(_FullDisk(), made[0])
    told = [refused.value, refused.value.__cause__, full.value, full.value.__cause__]
    said = caplog.text + " ".join(f"{each!r}" for each in told)
    for key in (made[0], bytes(range(32)), bytes(range(1, 33))):
        assert key.hex() not in said
        assert repr(key)[2:-1] not in said


class _FullDisk:
    """A connection that fails as SQLCipher does when the disk is full."""

    def execute(self, _statement):
        raise sqlcipher.OperationalError("An error occurred with PRAGMA key or rekey.")
