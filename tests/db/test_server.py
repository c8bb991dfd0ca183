"""The district's server: what it may fail of, what goes round the journal, seats side by side."""

import os
import socket
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from jianxi_desktop.db import server, system
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.server_failures import name_of
from jianxi_desktop.db.store import Store, version_of
from jianxi_desktop.domain.deeds import Deed
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services import records, verify
from tests.postgres import OWNER, PASSWORD

CANARY = "张三丰金丝雀"


def store_at(address, password=PASSWORD):
    return Store.on_server(server.connect(read_address(address), password), address)


def refusal_of(address, password=PASSWORD):
    """Give the code of a refusal, once nothing secret is in what a log would show of it."""
    store = store_at(address, password)
    with pytest.raises(EnvironmentFailure) as refused:
        version_of(store)
    store.close()
    shown = ""
    error = refused.value
    while error is not None:
        shown += f"{error} {error!r}"
        error = error.__cause__ or error.__context__
    assert OWNER not in shown
    assert str(password) not in shown
    assert refused.value.user_message
    return refused.value.code


def test_that_a_wrong_password_is_told(postgres):
    assert refusal_of(postgres.address("postgres", OWNER), "falsches Wort") == "wrong_password"


def test_that_an_unknown_user_looks_like_a_wrong_password(postgres):
    assert refusal_of(postgres.address("postgres", "nobody")) == "wrong_password"


def test_that_a_database_that_is_not_there_is_told(postgres):
    assert refusal_of(postgres.address("nowhere", OWNER)) == "no_such_database"


@pytest.mark.parametrize(
    "place", ["localhost:1/office", "/office?host=/nowhere", "127.0.0.1:1/office"]
)
def test_that_a_server_that_does_not_answer_is_told(place):
    assert refusal_of(f"postgresql+psycopg://{OWNER}@{place}") == "server_unreachable"


def test_that_tls_is_checked_against_the_given_root(postgres, tmp_path):
    known = {"sslmode": "verify-full", "sslrootcert": postgres.certificate}
    store = store_at(postgres.address_on_loopback("postgres", OWNER, **known))
    assert version_of(store) is None
    with store.read() as connection:
        assert connection.connection.driver_connection.pgconn.ssl_in_use
    store.close()


def test_that_a_network_that_is_lost_is_noticed_soon(postgres):
    store = store_at(postgres.address_on_loopback("postgres", OWNER))
    with store.read() as connection:
        number = os.dup(connection.connection.driver_connection.fileno())
    with socket.socket(fileno=number) as wire:
        names = ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT")
        asked = [getattr(socket, name) for name in names]
        told = [wire.getsockopt(socket.IPPROTO_TCP, option) for option in asked]
    store.close()

    assert told == [60, 10, 3, 30_000]


def test_that_another_root_or_another_name_is_refused(postgres, other_root):
    other = {"sslmode": "verify-full", "sslrootcert": other_root}
    assert refusal_of(postgres.address_on_loopback("postgres", OWNER, **other)) == "tls_refused"
    known = {"sslmode": "verify-full", "sslrootcert": postgres.certificate}
    address = postgres.address_on_loopback("postgres", OWNER, **known)
    assert refusal_of(address.replace("localhost", "127.0.0.1")) == "tls_refused"


def test_that_a_server_that_wants_the_password_itself_does_not_get_it(postgres):
    assert refusal_of(postgres.address_on_loopback("refused", OWNER)) == "unsafe_login"


def test_that_too_many_connections_are_told(postgres):
    postgres.run("CREATE ROLE narrow LOGIN CONNECTION LIMIT 0 PASSWORD 'correct-horse-1921'")
    assert refusal_of(postgres.address("postgres", "narrow")) == "too_many_connections"


def test_that_surroundings_do_not_lead_elsewhere(postgres, monkeypatch):
    for name, value in (("HOSTADDR", "203.0.113.9"), ("SSLMODE", "disable"), ("SERVICE", "x")):
        monkeypatch.setenv(f"PG{name}", value)
    monkeypatch.delenv("PGSERVICE")
    known = {"sslmode": "verify-full", "sslrootcert": postgres.certificate}
    store = store_at(postgres.address_on_loopback("postgres", OWNER, **known))
    assert version_of(store) is None
    store.close()


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("42501", "server_denied"),
        ("53100", "disk_full"),
        ("53300", "too_many_connections"),
        ("57014", "in_use"),
        ("55P03", "in_use"),
        ("40P01", "in_use"),
        ("25006", "read_only"),
        ("08006", "server_gone"),
        ("57P01", "server_gone"),
        ("57P03", "server_starting"),
        ("58030", "io_error"),
        ("XX001", "damaged"),
    ],
)
def test_that_each_state_has_its_own_words(state, code):
    failure = name_of(state, CANARY, at_the_door=False)
    assert failure.code == code
    assert CANARY not in str(failure) + failure.user_message


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('用户 "a" Password 认证失败', "wrong_password"),
        ('数据库 "a" 不存在', "no_such_database"),
        ("对不起, 已经有太多的客户", "too_many_connections"),
        ('不允许角色"a" 进行登录', "account_disabled"),
        ('no pg_hba.conf entry for host "1.2.3.4"', "not_admitted"),
        ("the database system is starting up", "server_starting"),
    ],
)
def test_that_a_server_that_speaks_chinese_is_understood(said, code):
    whole = f'connection failed: connection to server on socket "/ssl/x" failed: FATAL:  {said}'
    assert name_of(None, whole, at_the_door=True).code == code


def test_that_a_bug_stays_a_bug():
    assert name_of("42601", "syntax error", at_the_door=False) is None


def test_that_a_failure_never_names_the_values(office_on_server):
    store = office_on_server.store
    rows = [{"key": CANARY, "value": "a"}] * 2
    with pytest.raises(DBAPIError) as failed, store.writing() as connection:
        connection.execute(system.setting.insert(), rows)
    with pytest.raises(DBAPIError) as cast, store.read() as connection:
        connection.exec_driver_sql("SELECT %s::text::integer", (CANARY,))
    for error in (failed.value, failed.value.__cause__, cast.value, cast.value.__cause__):
        assert CANARY not in str(error) + repr(error)


def test_that_reading_cannot_write(office_on_server):
    with pytest.raises(EnvironmentFailure) as refused, office_on_server.store.read() as connection:
        connection.execute(system.setting.insert().values(key="a", value="b"))
    assert refused.value.code == "read_only"


def test_that_a_reader_sees_what_was_there_when_it_began(office_on_server):
    store, keep = office_on_server.store, system.setting.insert()
    with store.read() as connection:
        before = connection.execute(system.setting.select()).all()
        with store.writing() as other:
            other.execute(keep.values(key="a", value="b"))
        assert connection.execute(system.setting.select()).all() == before
    with store.read() as connection:
        assert len(connection.execute(system.setting.select()).all()) == len(before) + 1


def test_that_a_second_writer_waits_and_is_then_told(office_on_server, monkeypatch):
    store = office_on_server.store
    monkeypatch.setattr(server, "_OPTIONS", "-c lock_timeout=50")
    other = store_at(store.address)
    with store.writing(), pytest.raises(EnvironmentFailure) as refused, other.writing():
        pass
    other.close()
    assert refused.value.code == "in_use"


def test_that_seats_writing_at_once_lose_nothing(office_on_server):
    """Four seats save forty records: each has its own serial, and the chain has no gap."""
    office, failures = office_on_server, []
    venue = office.catalog["venue"]

    def work(seat):
        try:
            for n in range(10):
                values = {"name": f"第{seat}{n}号", "kind": "square"}
                records.save_record(office, venue, values)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)

    seats = [threading.Thread(target=work, args=(seat,)) for seat in range(4)]
    for seat in seats:
        seat.start()
    for seat in seats:
        seat.join(60)
    assert failures == []
    with office.store.read() as connection:
        own = system.change.c.replica == 1
        chain = select(system.change.c.seq).where(own).order_by(system.change.c.seq)
        seqs = connection.execute(chain).scalars().all()
        serials = connection.exec_driver_sql("SELECT serial FROM venue").scalars().all()
    assert sorted(serials) == list(range(1, 41))
    assert seqs == list(range(1, len(seqs) + 1))
    assert [check.rule for check in verify.verify(office) if not check.ok] == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO venue SELECT * FROM venue",
        "UPDATE organisation SET name = 'x'",
        "DELETE FROM organisation",
        "TRUNCATE organisation",
        "INSERT INTO sync_touch VALUES ('venue', 1, 1, 1)",
        "UPDATE sync_change SET action = 'x'",
        "DELETE FROM sync_change",
        "DELETE FROM sync_head",
    ],
)
def test_that_nothing_goes_round_the_journal(office_on_server, statement):
    store = office_on_server.store
    with pytest.raises(DBAPIError, match="JX001"), store.change(Deed("change")) as change:
        change.connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["organisation", "sync_change", "sync_touch"])
def test_that_not_even_the_journal_deletes(office_on_server, table):
    with (
        pytest.raises(DBAPIError, match="JX001"),
        office_on_server.store.writing() as connection,
        unlocked(connection, "journal"),
    ):
        connection.exec_driver_sql(f"DELETE FROM {table}")
