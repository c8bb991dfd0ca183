"""Users of one database: added, changed, disabled; their passwords and the database's keys."""

import shutil

import pytest
from sqlalchemy import text

from jianxi_desktop.db import agreement, keyring, keyring_renewal, keyring_users
from jianxi_desktop.domain.rights import Right, Role
from jianxi_desktop.errors import EnvironmentFailure, InputError, JianxiError
from jianxi_desktop.services import accounts
from jianxi_desktop.services import office as offices
from tests.conftest import PASSWORD

SECOND = "梧桐絮 早班铃声 1978"
THIRD = "铁皮饼干盒 蓝墨水 算盘"


@pytest.fixture
def several(office):
    """An office with an editor beside the administrator."""
    accounts.add_user(office, "李雷", SECOND, Role.EDITOR)
    return office


def code_of(work):
    with pytest.raises(JianxiError) as refused:
        work()
    assert refused.value.user_message
    return refused.value.code


def opened(office, user, password=SECOND):
    return offices.open_office(office.path, password, user=user)


def events(office):
    """The events of the journal with their detail, oldest first."""
    from jianxi_desktop.db.journal import read_note

    with office.store.read() as connection:
        rows = connection.execute(text("SELECT action, note FROM sync_change ORDER BY hlc")).all()
    return [(action, *read_note(note)) for action, note in rows]


def test_that_an_added_user_opens_with_his_own_password_and_rights(several):
    again = opened(several, "李雷")
    assert (again.user, again.account.role) == ("李雷", Role.EDITOR)
    assert Right.ACCOUNTS not in again.account.rights
    again.close()
    user = accounts.user_named(several, "李雷")
    assert (user.can_open, user.disabled_on) == (True, None)


def test_that_rights_beside_the_role_are_given_and_taken(office):
    accounts.add_user(
        office, "李雷", SECOND, Role.EDITOR, grants=["reveal", "合并数据包"], withheld=["export"]
    )
    user = accounts.user_named(office, "李雷")
    assert (set(user.granted), user.withheld) == ({"reveal", "merge"}, ("export",))
    again = opened(office, "李雷")
    assert {Right.REVEAL, Right.MERGE} <= again.account.rights
    assert Right.EXPORT not in again.account.rights
    again.close()


@pytest.mark.parametrize("right", ["accounts", "keys", "erase", "nonsense"])
def test_that_what_goes_with_the_role_alone_cannot_be_granted(office, right):
    code = code_of(lambda: accounts.add_user(office, "李", SECOND, Role.EDITOR, grants=[right]))
    assert code == "no_such_right"
    assert len(accounts.list_users(office)) == 1


@pytest.mark.parametrize(
    ("name", "password", "role", "code"),
    [
        ("管理员", SECOND, Role.VIEWER, "user_exists"),
        ("", SECOND, Role.VIEWER, "bad_name"),
        ("李\u202e雷", SECOND, Role.VIEWER, "bad_name"),
        ("很" * 21, SECOND, Role.VIEWER, "bad_name"),
        ("李雷", "short", Role.VIEWER, "password_too_short"),
        ("李雷", "lilei19850312", Role.VIEWER, "password_weak"),
    ],
)
def test_that_an_account_that_cannot_be_is_refused_and_nothing_is_written(
    office, name, password, role, code
):
    ring = keyring.keyring_path(office.path)
    before = ring.read_bytes()
    assert code_of(lambda: accounts.add_user(office, name, password, role)) == code
    assert (len(accounts.list_users(office)), ring.read_bytes()) == (1, before)


def test_that_a_keyring_that_cannot_be_written_leaves_no_account(office):
    keyring.keyring_path(office.path).with_name(office.path.name + ".keys.new").mkdir()
    code = code_of(lambda: accounts.add_user(office, "李雷", SECOND, Role.EDITOR))
    assert code == "keyring_unwritable"
    assert [user.name for user in accounts.list_users(office)] == ["管理员"]


def test_that_an_administrator_is_not_limited_to_a_subtree(office, branch):
    def limit():
        accounts.add_user(office, "李雷", SECOND, Role.ADMINISTRATOR, organisation=branch)

    assert code_of(limit) == "administrator_limited"


def test_that_only_administrators_manage_users(several):
    editor = opened(several, "李雷")
    for work in (
        lambda: accounts.list_users(editor),
        lambda: accounts.add_user(editor, "韩梅梅", THIRD, Role.VIEWER),
        lambda: accounts.change_user(editor, "李雷", role=Role.ADMINISTRATOR),
        lambda: accounts.disable_user(editor, "管理员", "调离"),
        lambda: accounts.set_password(editor, "管理员", THIRD),
        lambda: accounts.rekey(editor),
        lambda: accounts.new_recovery_key(editor),
    ):
        assert code_of(work) == "not_allowed"
    editor.close()


def test_that_a_user_keeps_account_and_password_under_a_new_name(several):
    before = accounts.user_named(several, "李雷").id
    accounts.change_user(several, "李雷", new_name="李雷雷", role=Role.VIEWER)
    again = opened(several, "李雷雷")
    assert (again.account.id, again.account.role) == (before, Role.VIEWER)
    again.close()
    assert code_of(lambda: opened(several, "李雷")) == "user_unknown"


def test_that_a_name_is_found_by_the_keyrings_entry_and_put_right(several):
    """As after a stop between the table and the file."""
    with several.store.writing() as connection:
        connection.execute(text("UPDATE account SET name = '韩梅梅' WHERE name = '李雷'"))
    again = opened(several, "李雷")
    assert again.user == "韩梅梅"
    again.close()
    opened(several, "韩梅梅").close()


def test_that_ones_own_changes_hold_at_once(several):
    accounts.change_user(several, "李雷", role=Role.ADMINISTRATOR)
    accounts.change_user(several, "管理员", role=Role.VIEWER)
    assert several.account.role is Role.VIEWER
    assert code_of(lambda: accounts.list_users(several)) == "not_allowed"


def test_that_the_last_administrator_stays_one(several):
    def demote():
        accounts.change_user(several, "管理员", role=Role.EDITOR)

    assert code_of(demote) == "last_administrator"
    accounts.change_user(several, "李雷", role=Role.ADMINISTRATOR)
    other = opened(several, "李雷")
    several.close()
    accounts.disable_user(other, "管理员", "调离")
    assert code_of(lambda: accounts.change_user(other, "李雷", role=Role.EDITOR)) == (
        "last_administrator"
    )
    other.close()


def test_that_nobody_disables_himself_or_without_a_reason(several):
    assert code_of(lambda: accounts.disable_user(several, "管理员", "调离")) == "own_account"
    assert code_of(lambda: accounts.disable_user(several, "李雷", " ")) == "reason_needed"
    assert code_of(lambda: accounts.disable_user(several, "没有的人", "x")) == "no_such_user"


def test_that_who_left_opens_neither_with_his_keyring_nor_with_a_kept_copy(several):
    ring = keyring.keyring_path(several.path)
    kept = ring.read_bytes()
    assert accounts.disable_user(several, "李雷", "调离")
    user = accounts.user_named(several, "李雷")
    assert (user.can_open, user.disabled_why) == (False, "调离")
    several.close()
    assert code_of(lambda: opened(several, "李雷")) == "user_unknown"
    shutil.copy(ring, ring.with_name("new.keys"))
    ring.write_bytes(kept)
    assert code_of(lambda: opened(several, "李雷")) == "keyring_unfit"
    shutil.copy(ring.with_name("new.keys"), ring)
    opened(several, "管理员", PASSWORD).close()


def test_that_who_left_is_out_even_while_others_have_the_database_open(several):
    editor = opened(several, "李雷")
    with editor.store.read() as connection:
        connection.execute(text("SELECT count(*) FROM person")).scalar()
        assert not accounts.disable_user(several, "李雷", "调离")
    key = editor.store.key()
    assert code_of(lambda: opened(several, "李雷")) == "user_unknown"
    editor.close()
    several.close()
    again = opened(several, "管理员", PASSWORD)
    assert again.store.key() != key
    assert keyring.unlock(keyring.keyring_path(several.path), None, PASSWORD).coming is None
    again.close()


def test_that_a_stop_before_the_keyring_was_written_shuts_out_at_the_next_opening(several):
    """The account is disabled, the entry still there, the key still the old one."""
    key = several.store.key()
    with several.store.writing() as connection:
        connection.execute(text("UPDATE account SET disabled_on = '2026-11-01' WHERE name='李雷'"))
    assert code_of(lambda: opened(several, "李雷")) == "account_disabled"
    several.close()
    again = opened(several, "管理员", PASSWORD)
    assert again.store.key() != key
    assert [name for _id, name in offices.users_of(several.path)] == ["管理员"]
    again.close()


def test_that_a_stop_after_the_keyring_was_written_leaves_no_stray_user(several):
    ring, key = keyring.keyring_path(several.path), several.store.key()
    keyring_users.add_user(ring, "无账号", key, THIRD)
    assert code_of(lambda: opened(several, "无账号", THIRD)) == "account_disabled"
    opened(several, "管理员", PASSWORD).close()
    assert [name for _id, name in offices.users_of(several.path)] == ["管理员", "李雷"]


def test_that_who_comes_back_gets_the_account_with_a_new_password(several):
    before = accounts.user_named(several, "李雷").id
    accounts.disable_user(several, "李雷", "借调")
    accounts.set_password(several, "李雷", THIRD)
    again = opened(several, "李雷", THIRD)
    assert again.account.id == before
    again.close()
    assert code_of(lambda: opened(several, "李雷", SECOND)) == "wrong_password"


def test_that_ones_own_password_asks_for_the_old_one(several):
    editor = opened(several, "李雷")
    for old in (None, "梧桐絮 晚班铃声 1978"):
        code = code_of(lambda: accounts.set_password(editor, "李雷", THIRD, old=old))  # noqa: B023
        assert code == "wrong_password"
    accounts.set_password(editor, "李雷", THIRD, old=SECOND)
    editor.close()
    opened(several, "李雷", THIRD).close()


def test_that_a_weak_password_changes_nothing(several):
    ring = keyring.keyring_path(several.path)
    before = ring.read_bytes()
    code = code_of(lambda: accounts.set_password(several, "李雷", "wuhanlushequ2024"))
    assert (code, ring.read_bytes()) == ("password_weak", before)


def test_that_rekeying_changes_the_key_and_nobodys_password(several):
    key = several.store.key()
    accounts.rekey(several)
    assert several.store.key() != key
    assert len(accounts.list_users(several)) == 2
    several.close()
    opened(several, "李雷").close()


def test_that_rekeying_is_refused_while_others_have_the_database_open(several):
    editor, key = opened(several, "李雷"), several.store.key()
    with editor.store.read() as connection:
        connection.execute(text("SELECT count(*) FROM person")).scalar()
        assert code_of(lambda: accounts.rekey(several)) == "in_use"
    editor.close()
    assert several.store.key() == key
    assert len(accounts.list_users(several)) == 2


def test_that_a_new_recovery_key_opens_and_the_old_paper_does_not(tmp_path):
    made = offices.lay_down(tmp_path / "a.jxdb", "410305008001", password=PASSWORD)
    kept = keyring.keyring_path(made.office.path).read_bytes()
    new = accounts.new_recovery_key(made.office)
    made.office.close()
    again = offices.unlock_with_recovery(made.office.path, new, SECOND)
    again.close()
    for ring in (None, kept):  # with today's keyring, and with a copy somebody kept
        if ring:
            keyring.keyring_path(made.office.path).write_bytes(ring)
        code = code_of(
            lambda: offices.unlock_with_recovery(made.office.path, made.recovery_key, THIRD)
        )
        assert code == ("keyring_unfit" if ring else "recovery_key_wrong")


def test_that_the_recovery_key_sets_the_password_of_a_chosen_user_and_enables_nobody(several):
    spelled = accounts.new_recovery_key(several)
    accounts.change_user(several, "李雷", role=Role.ADMINISTRATOR)
    offices.unlock_with_recovery(several.path, spelled, THIRD, user="李雷").close()
    opened(several, "李雷", THIRD).close()
    opened(several, "管理员", PASSWORD).close()
    accounts.disable_user(several, "李雷", "调离")

    def revive():
        offices.unlock_with_recovery(several.path, spelled, SECOND, user="李雷")

    assert code_of(revive) == "account_disabled"
    first = offices.unlock_with_recovery(several.path, spelled, SECOND)
    assert first.user == "管理员"
    first.close()


def test_that_each_deed_is_in_the_journal_by_identity_and_without_a_name(several):
    who = accounts.user_named(several, "李雷").id.hex
    accounts.change_user(several, "李雷", role=Role.VIEWER, new_name="李小雷")
    accounts.set_password(several, "李小雷", THIRD)
    accounts.disable_user(several, "李小雷", "调离")
    accounts.new_recovery_key(several)
    told = events(several)[-8:]
    assert [action for action, _reason, _detail in told[1:]] == [
        "account_add", "account_change", "password", "account_disable", "rekey", "recovery_key",
        "rekey",
    ]  # fmt: skip
    assert [detail["account"] for _a, _r, detail in told if detail.get("account")] == [who] * 4
    assert "雷" not in str([detail for _a, _r, detail in told])
    assert told[4][1] == "调离"


def test_that_users_wait_until_an_interrupted_replacement_is_done(several):
    keyring_renewal.prepare(keyring.keyring_path(several.path), several.store.key())
    code = code_of(lambda: accounts.add_user(several, "韩梅梅", THIRD, Role.VIEWER))
    assert code == "rekey_pending"
    several.close()
    again = opened(several, "管理员", PASSWORD)
    accounts.add_user(again, "韩梅梅", THIRD, Role.VIEWER)
    again.close()


def test_that_a_database_of_an_earlier_version_gets_its_accounts(several):
    with several.store.writing() as connection:
        connection.execute(text("DELETE FROM account"))
    opened(several, "管理员", PASSWORD).close()
    assert {user.name: user.role for user in accounts.list_users(several)} == {
        "管理员": Role.ADMINISTRATOR,
        "李雷": Role.EDITOR,
    }


def test_that_a_failed_replacement_leaves_the_store_open(several, monkeypatch):
    before = several.store.key()
    keyring.keyring_path(several.path).with_name(several.path.name + ".keys.new").mkdir()
    with pytest.raises(EnvironmentFailure):
        agreement.replace_key(several.store, several.path)
    assert several.store.key() == before
    with pytest.raises(InputError):
        accounts.user_named(several, "没有的人")
