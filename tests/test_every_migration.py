"""What must hold for every migration: forwards, backwards, and what the records say."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from jianxi_desktop.db import search, store
from jianxi_desktop.db.base import Record
from jianxi_desktop.db.engines import is_server
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.store import Store, bring_up_to_date, version_of
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.ledgers import CATALOG
from tests.postgres import EITHER_PLACE

CONFIG = Config()
CONFIG.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
SCRIPTS = ScriptDirectory.from_config(CONFIG)
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
DATA = Path(__file__).parent / "data" / "migrations"


@pytest.fixture(params=EITHER_PLACE)
def empty(request):
    """An empty database in a file, and one on a server."""
    return request.getfixturevalue(f"empty_{request.param}")


@pytest.fixture
def empty_on_file(tmp_path):
    opened = Store(tmp_path / "empty.jxdb", bytes(range(32)))
    yield opened
    opened.close()


def migrate(opened, step, revision):
    config = Config()
    config.set_main_option("script_location", CONFIG.get_main_option("script_location"))
    with opened.writing() as connection, unlocked(connection, "open"):
        config.attributes["connection"] = connection
        step(config, revision)


def write_as_released(opened, revision):
    """Write the rows that a database of the version before this step may hold."""
    statements = (DATA / f"{revision}.sql").read_text(encoding="utf-8")
    with opened.writing() as connection, unlocked(connection, "open"):
        if is_server(connection):  # its UUIDs are no bytes
            statements = re.sub(r"\bx('[0-9a-f]{32}')", r"\1", statements)
        for statement in filter(str.strip, statements.split(";\n")):
            connection.exec_driver_sql(statement)


def tables(opened):
    with opened.read() as connection:
        return set(inspect(connection).get_table_names())


def objects(opened):
    with opened.read() as connection:
        if is_server(connection):
            return objects_on_server(connection)
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        rows = [tuple(row) for row in connection.exec_driver_sql(query)]
    # A table that was copied is quoted where it was not, and names its constraints last.
    return [
        (*row[:3], sorted(re.split(r"\s*[,()]\s*", (row[3] or "").replace('"', ""))))
        for row in rows
    ]


def objects_on_server(connection):
    """Tables, columns and indexes; what stands on a renamed table keeps its first name."""
    columns = connection.exec_driver_sql(
        "SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    )
    indexes = connection.exec_driver_sql(
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    rows = [" ".join(map(str, row)) for found in (columns, indexes) for row in found]
    return sorted(re.sub(r"_new(?=_)|(?<=key|seq)\d+", "", row) for row in rows)


def ours(_object, name, kind, reflected, _compared):
    """Leave the search indexes' tables out: they are no records."""
    return not (kind == "table" and reflected and "_search" in name)


def test_that_the_program_knows_the_newest_script():
    assert store.HEAD == SCRIPTS.get_current_head() == REVISIONS[-1]


def test_that_there_is_one_line_of_scripts_that_sort_by_name():
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    assert sorted(REVISIONS) == REVISIONS


def test_that_an_empty_database_becomes_what_the_records_say(empty):
    bring_up_to_date(empty)
    with empty.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True}
        )
        unlike = compare_metadata(context, Record.metadata)
    # What a table is for is told to readers of the code only.
    assert [each for each in unlike if each[0] != "add_table_comment"] == []


def test_that_every_searched_ledger_has_its_index(empty):
    bring_up_to_date(empty)
    wanted = {search.table_name(ledger) for ledger in CATALOG if search.has_index(ledger)}
    found = {name for name in tables(empty) if name.endswith("_search")}
    assert found == wanted


def test_that_bringing_up_to_date_twice_changes_nothing(empty):
    bring_up_to_date(empty)
    before = objects(empty)
    bring_up_to_date(empty)
    assert objects(empty) == before
    assert version_of(empty) == store.HEAD


@pytest.mark.parametrize("revision", REVISIONS)
def test_that_each_step_can_be_gone_back(empty, revision):
    script = SCRIPTS.get_revision(revision)
    before = script.down_revision or "base"
    if before != "base":
        migrate(empty, command.upgrade, before)
    else:
        migrate(empty, command.upgrade, revision)
        migrate(empty, command.downgrade, "base")
    known = objects(empty)
    migrate(empty, command.upgrade, revision)
    migrate(empty, command.downgrade, before)
    assert objects(empty) == known


def test_that_going_all_the_way_back_leaves_nothing(empty):
    bring_up_to_date(empty)
    migrate(empty, command.downgrade, "base")
    assert tables(empty) == {"alembic_version"}


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_that_records_survive_each_step(empty, revision):
    """Each script after the first brings rows written before it: tests/data/migrations/."""
    migrate(empty, command.upgrade, SCRIPTS.get_revision(revision).down_revision)
    write_as_released(empty, revision)
    counts = _counts(empty)
    migrate(empty, command.upgrade, revision)
    after = _counts(empty)
    assert {name: after.get(name) for name in counts} == counts


def test_that_the_chain_of_an_earlier_version_goes_on(empty):
    migrate(empty, command.upgrade, "0001")
    write_as_released(empty, "0002")
    migrate(empty, command.upgrade, "0002")
    with empty.read() as connection:
        chains = connection.exec_driver_sql(
            "SELECT number, scope, seq FROM sync_replica ORDER BY number"
        ).all()
        own = connection.exec_driver_sql("SELECT replica FROM office").scalar()
    assert [tuple(row) for row in chains] == [
        (1, "org/410305008001", 7),
        (2, "org/410305", 3),
        (3, "audit/410305008001", 0),
    ]
    assert own == 1


def _counts(opened):
    with opened.read() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar()
            for name in {ledger.record.__tablename__ for ledger in CATALOG} & tables(opened)
        }


@pytest.mark.parametrize("revision", REVISIONS)
def test_that_each_script_says_why(revision):
    assert "Why:" in SCRIPTS.get_revision(revision).module.__doc__


def test_that_a_database_of_a_newer_program_is_left_alone(empty):
    bring_up_to_date(empty)
    with empty.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = objects(empty)
    with pytest.raises(EnvironmentFailure) as refused:
        bring_up_to_date(empty)
    assert refused.value.code == "newer_schema"
    assert objects(empty) == before


def test_that_a_step_that_fails_leaves_the_database_as_it_was(empty):
    with empty.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE venue (x integer)")
    before = objects(empty)
    with pytest.raises(Exception, match=r"venue|42P07"):
        bring_up_to_date(empty)
    assert objects(empty) == before


def test_that_what_was_saved_before_is_found_by_its_other_reading(empty_on_file):
    migrate(empty_on_file, command.upgrade, "0016")
    with empty_on_file.writing() as connection, unlocked(connection, "open"):
        connection.exec_driver_sql(
            "INSERT INTO organisation (serial, id, version, replica, seq, name, form, kind) "
            "VALUES (7, x'0f000000000000000000000000000007', 1, 1, 9, '重庆路社区党委', "
            "'committee', 'community')"
        )
    migrate(empty_on_file, command.upgrade, "0017")
    found = (
        "SELECT rowid FROM organisation_search WHERE organisation_search MATCH 'cqlsq* chongqing*'"
    )
    with empty_on_file.read() as connection:
        assert connection.exec_driver_sql(found).scalars().all() == [7]
