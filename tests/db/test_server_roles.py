"""What viewers, editors and administrators may do on the server, whatever program they use."""

import itertools

import pytest

from jianxi_desktop.db import accounts, server, system
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.server_seats import Seats
from jianxi_desktop.db.store import Store, version_of
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import audit, district, drafts, list_views, records, trust
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.list_views import ListView
from tests.postgres import OWNER, PASSWORD

_NUMBERS = itertools.count(1)
_OTHER_PASSWORD = "another-horse-1949"


def open_as(office, name, password=PASSWORD):
    return district.open_on_server(read_address(office.store.address).of(name), password)


@pytest.fixture
def seat(office_on_server):
    """Make a login role with its account; give the office as it opens it."""
    opened = []

    def make(role, by=office_on_server):
        name = f"{role}甲{next(_NUMBERS)}"
        with by.store.writing() as connection:
            Seats(connection).add(name, role, PASSWORD)
            accounts.add_account(connection, new_id(), name, role)
        opened.append(open_as(office_on_server, name))
        return opened[-1]

    yield make
    for office in opened:
        office.close()


def refused(office, statement):
    """Say something as this seat; tell whether its grants refuse it."""
    with (
        pytest.raises(EnvironmentFailure) as failure,
        office.store.writing() as connection,
        unlocked(connection, "journal"),
    ):
        connection.exec_driver_sql(statement)
    return failure.value.code == "server_denied"


ADD_ACCOUNT = (
    "INSERT INTO account (id, name, role, rights, created_on) "
    "VALUES (gen_random_uuid(), 'x', 'administrator', '', '2026-11-25')"
)
NOBODY_MAY = (
    "DELETE FROM venue",
    "TRUNCATE venue",
    "DELETE FROM sync_change",
    "UPDATE alembic_version SET version_num = '9999'",
    "CREATE TABLE mine (x integer)",
    "ALTER TABLE venue DISABLE TRIGGER ALL",
    "DROP TABLE venue",
    "CREATE ROLE mine",
    "SET ROLE keeper",
)
NO_EDITOR_MAY = (
    ADD_ACCOUNT,
    "UPDATE account SET role = 'administrator'",
    "UPDATE sync_change SET note = NULL",
    "SELECT jianxi_add_seat('x', 'SCRAM-SHA-256$4096:a', 'administrator')",
)
NO_VIEWER_MAY = (
    "UPDATE venue SET note = NULL",
    "INSERT INTO venue SELECT * FROM venue",
    "INSERT INTO sync_change SELECT * FROM sync_change WHERE replica = 1",
    "UPDATE sync_replica SET scope = 'x'",
    "UPDATE setting SET value = ''",
    "INSERT INTO sync_touch VALUES ('venue', 1, 1, 1)",
)


@pytest.mark.parametrize("role", list(Role))
def test_that_every_role_is_held_to_its_grants(seat, role):
    office = seat(role)
    statements = [*NOBODY_MAY]
    statements += NO_EDITOR_MAY if role is not Role.ADMINISTRATOR else ()
    statements += NO_VIEWER_MAY if role is Role.VIEWER else ()
    assert [each for each in statements if not refused(office, each)] == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_that_whoever_writes_saves_and_takes_out(seat, role):
    office = seat(role)
    venue = office.catalog["venue"]
    saved = records.save_record(office, venue, {"name": "文化广场", "kind": "square"})
    seen = records.Seen(saved.id, saved.version, None)
    records.save_record(office, venue, {"name": "党建广场"}, seen)
    records.remove_record(office, venue, saved.id, saved.version + 1, "登记错误")
    with office.store.read() as connection:
        rows = connection.execute(system.change.select().order_by("seq")).mappings().all()
    assert [row["account"] for row in rows if row["replica"] == 1][-3:] == [office.account.id] * 3


def test_that_the_server_looks_at_what_an_editor_wrote_in_bulk(seat):
    office = seat(Role.EDITOR)
    venue = office.catalog["venue"]
    rows = [{"name": str(n), "kind": "service_centre"} for n in range(5_000)]
    with office.change("import") as change:
        insert_rows(change, venue, rows)
    with office.store.read() as connection:
        known = "SELECT reltuples FROM pg_class WHERE oid IN (%s::regclass, %s::regclass)"
        tables = ("public.venue", "public.venue_search")
        assert connection.exec_driver_sql(known, tables).scalars().all() == [5_000, 5_000]


def test_that_a_viewer_looks_and_that_it_looked_is_noted(seat, office_on_server):
    venue = office_on_server.catalog["venue"]
    records.save_record(office_on_server, venue, {"name": "广场", "kind": "square"})
    office = seat(Role.VIEWER)
    assert len(records.list_serials(office, venue, records.Query())) == 1
    audit.note(office, "print", None, form="list")
    with office.store.read() as connection:
        row = connection.execute(
            system.change.select().where(system.change.c.account == office.account.id)
        ).one()
    assert row.action == "print"


def test_that_a_viewer_cannot_move_the_chain_of_the_records(seat):
    office = seat(Role.VIEWER)
    with office.store.writing() as connection:
        moved = connection.exec_driver_sql("UPDATE sync_replica SET seq = 99 WHERE number = 1")
        assert moved.rowcount == 0


def test_that_a_viewer_does_not_see_the_offices_secret_keys(seat, office_on_server):
    trust.renew_keys(office_on_server)
    for role, number in ((Role.VIEWER, 0), (Role.EDITOR, 2)):
        with seat(role).store.read() as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM setting WHERE key LIKE '%%_keys'")
            assert len(found.all()) == number


def test_that_nobody_else_sees_an_unfinished_form(seat):
    one, other = seat(Role.EDITOR), seat(Role.ADMINISTRATOR)
    drafts.keep(one, Draft("venue", None, {}, {"name": "未完"}))
    with other.store.read() as connection:
        assert connection.exec_driver_sql("SELECT * FROM draft").all() == []
    assert [draft.typed for draft in drafts.waiting(one)] == [{"name": "未完"}]


def test_that_a_viewer_keeps_lists_of_his_own(seat):
    one, other = seat(Role.VIEWER), seat(Role.VIEWER)
    people = one.catalog["person"]
    list_views.keep(one, people, ListView("甲", Query(words="zs")))
    assert list_views.rename(one, people, "甲", "乙") == "乙"

    assert list_views.kept(other, people) == ()
    assert [each.name for each in list_views.kept(one, people)] == ["乙"]
    list_views.drop(one, people, "乙")
    assert list_views.kept(one, people) == ()


def test_that_an_administrator_makes_and_changes_seats(seat, office_on_server):
    administrator = seat(Role.ADMINISTRATOR)
    office = seat(Role.VIEWER, by=administrator)
    with administrator.store.writing() as connection:
        Seats(connection).set_role(office.user, Role.EDITOR)
        Seats(connection).set_password(office.user, _OTHER_PASSWORD)
    office.close()
    with pytest.raises(EnvironmentFailure) as refusal:
        open_as(office_on_server, office.user)
    assert refusal.value.code == "wrong_password"
    again = open_as(office_on_server, office.user, _OTHER_PASSWORD)
    with again.store.writing() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = value")
    again.close()


def test_that_who_left_is_out_at_once_and_may_come_back(seat, office_on_server):
    office = seat(Role.EDITOR)
    with office.store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
        with office_on_server.store.writing() as other:
            Seats(other).disable(office.user)
        with pytest.raises(EnvironmentFailure) as cut:
            connection.exec_driver_sql("SELECT 1")
    assert cut.value.code == "server_gone"
    with pytest.raises(EnvironmentFailure) as refusal:
        open_as(office_on_server, office.user)
    assert refusal.value.code == "account_disabled"
    with office_on_server.store.writing() as other:
        Seats(other).enable(office.user)
    open_as(office_on_server, office.user).close()


def test_that_everybody_changes_his_own_password(seat, office_on_server):
    office = seat(Role.VIEWER)
    with office.store.writing() as connection:
        Seats(connection).set_password(office.user, _OTHER_PASSWORD)
    open_as(office_on_server, office.user, _OTHER_PASSWORD).close()


def test_that_seats_of_others_and_the_owner_are_not_touched(seat, postgres):
    postgres.run("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN")
    administrator = seat(Role.ADMINISTRATOR)
    for name in ("stranger", "keeper", "管理员"):
        with pytest.raises(InputError) as refusal, administrator.store.writing() as connection:
            Seats(connection).set_password(name, _OTHER_PASSWORD)
        assert refusal.value.code == "not_a_seat"


def test_that_a_name_that_the_server_knows_is_not_taken_over(office_on_server, postgres):
    postgres.run("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN")
    for name, code in (("stranger", "exists"), ("", "name_too_long"), ("长" * 22, "name_too_long")):
        with pytest.raises(InputError) as refusal, office_on_server.store.writing() as connection:
            Seats(connection).add(name, Role.EDITOR, PASSWORD)
        assert refusal.value.code == code


def test_that_a_role_without_an_account_opens_nothing(seat, office_on_server):
    name = f"无户{next(_NUMBERS)}"
    with office_on_server.store.writing() as connection:
        Seats(connection).add(name, Role.EDITOR, PASSWORD)
    with pytest.raises(EnvironmentFailure) as refusal:
        open_as(office_on_server, name)
    assert refusal.value.code == "account_disabled"


def test_that_no_password_is_in_the_servers_log(seat, office_on_server, postgres):
    postgres.run(f"ALTER ROLE \"{OWNER}\" SET log_statement = 'all'")
    office_on_server.store.engine.dispose()  # new connections take it up
    seat(Role.EDITOR)
    postgres.run(f'ALTER ROLE "{OWNER}" RESET log_statement')
    log = (postgres.folder / "server.log").read_text(encoding="utf-8")
    assert "SCRAM-SHA-256$" in log
    assert PASSWORD not in log


def test_that_only_the_owner_founds(postgres):
    postgres.run(f"DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    address = read_address(postgres.address(postgres.database(), "guest"))
    with pytest.raises(EnvironmentFailure) as refusal:
        district.found_on_server(address, "410305", password=PASSWORD)
    assert refusal.value.code == "owner_needed"
    store = Store.on_server(server.connect(address, PASSWORD), str(address))
    assert version_of(store) is None
    store.close()
