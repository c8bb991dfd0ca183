"""Users of a server's database: each account is a login role there, and stays one with it."""

import itertools

import pytest

from jianxi_desktop.db.address import read_address
from jianxi_desktop.domain.rights import Right, Role
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import accounts, district, records
from tests.postgres import OWNER, PASSWORD

SECOND = "梧桐絮 早班铃声 1978"
THIRD = "铁皮饼干盒 蓝墨水 算盘"
_NUMBERS = itertools.count(1)


def code_of(work):
    with pytest.raises(JianxiError) as refused:
        work()
    assert refused.value.user_message
    return refused.value.code


def opened(office, user, password=SECOND):
    return district.open_on_server(read_address(office.store.address).of(user), password)


@pytest.fixture
def name():
    """A name that no role of the server has yet; roles outlive the tests' databases."""
    return f"李雷{next(_NUMBERS)}"


@pytest.fixture
def several(office_on_server, name):
    """An office with an editor beside the owner."""
    accounts.add_user(office_on_server, name, SECOND, Role.EDITOR)
    return office_on_server


def test_that_an_added_user_logs_in_and_saves(several, name):
    again = opened(several, name)
    assert (again.user, again.account.role) == (name, Role.EDITOR)
    saved = records.save_record(again, again.catalog["venue"], {"name": "甲", "kind": "square"})
    assert saved.version == 1
    again.close()
    assert accounts.user_named(several, name).can_open


def test_that_an_added_administrator_adds_further_users(several, name):
    accounts.change_user(several, name, role=Role.ADMINISTRATOR)
    again = opened(several, name)
    accounts.add_user(again, f"{name}二", THIRD, Role.VIEWER)
    again.close()
    opened(several, f"{name}二", THIRD).close()


def test_that_a_user_is_disabled_at_once_and_comes_back_with_a_new_password(several, name):
    assert accounts.disable_user(several, name, "调离")
    assert code_of(lambda: opened(several, name)) == "account_disabled"
    assert not accounts.user_named(several, name).can_open
    accounts.set_password(several, name, THIRD)
    opened(several, name, THIRD).close()


def test_that_a_user_keeps_the_password_under_a_new_name(several, name):
    accounts.change_user(several, name, new_name=f"{name}新")
    assert code_of(lambda: opened(several, name)) == "wrong_password"
    opened(several, f"{name}新").close()


def test_that_ones_own_password_asks_for_the_old_one_and_work_goes_on(several, name):
    office = opened(several, name)
    wrong = code_of(lambda: accounts.set_password(office, name, THIRD, old="falsch"))
    assert wrong == "wrong_password"
    accounts.set_password(office, name, THIRD, old=SECOND)
    office.store.engine.dispose()  # new connections are made with the new password
    assert records.count_rows(office, office.catalog["venue"], records.Query()) == 0
    office.close()
    opened(several, name, THIRD).close()


def test_that_a_viewer_who_may_pack_writes_what_that_needs(several, name):
    accounts.change_user(several, name, role=Role.VIEWER, grants=["pack"])
    office = opened(several, name)
    assert Right.PACK in office.account.rights
    with office.store.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = value")
    office.close()


def test_that_the_owner_stays_what_he_is(several, name):
    accounts.change_user(several, name, role=Role.ADMINISTRATOR)
    office = opened(several, name)
    assert code_of(lambda: accounts.disable_user(office, OWNER, "调离")) == "not_a_seat"
    assert code_of(lambda: accounts.change_user(office, OWNER, new_name="甲")) == "not_a_seat"
    office.close()
    opened(several, OWNER, PASSWORD).close()


@pytest.mark.parametrize("work", [accounts.rekey, accounts.new_recovery_key])
def test_that_what_is_done_with_a_file_is_refused(office_on_server, work):
    assert code_of(lambda: work(office_on_server)) == "on_server"


def test_that_a_weak_password_makes_no_user(office_on_server, name):
    add = accounts.add_user
    assert code_of(lambda: add(office_on_server, name, "luoyang123", Role.EDITOR))
    assert len(accounts.list_users(office_on_server)) == 1
    assert code_of(lambda: opened(office_on_server, name, "luoyang123")) == "wrong_password"
