"""Old rows get a change of their own: nothing else changes, the journal bears out every row."""

import shutil

import pytest
from sqlalchemy import exists, func, select

from jianxi_desktop.db import adoption, legacy, system
from jianxi_desktop.db import office as facts
from jianxi_desktop.db.write import table_of
from jianxi_desktop.services import history, records
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.verify import verify
from tests import factory, golden

PLACES = ("first_release", "community", "district")


def open_kept(name, folder):
    """Open a database of an earlier version."""
    if name != "first_release":
        return golden.open_kept(name, folder)
    for file in (golden.DATA / "first_release").glob("office.jxdb*"):
        shutil.copy(file, folder / file.name)
    return offices.open_office(folder / "office.jxdb", DEMO_PASSWORD)


@pytest.fixture(scope="module")
def not_adopted(tmp_path_factory):
    """The kept databases at the schema of today, their rows as they were."""
    kept = {}
    for name in PLACES:
        folder = tmp_path_factory.mktemp(name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JIANXI_HOME", str(folder / "home"))
            patch.setattr(adoption, "is_due", lambda _connection: False)
            opened = open_kept(name, folder)
            kept[name] = opened.path, opened.store.key()
            opened.close()
    return kept


def copy_of(kept, folder):
    path, key = kept
    for suffix in ("", ".keys"):
        shutil.copy(f"{path}{suffix}", folder / f"copy.jxdb{suffix}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adoption, "is_due", lambda _connection: False)
        return offices.open_with_key(folder / "copy.jxdb", key, offices.ADMINISTRATOR)


@pytest.fixture(params=PLACES)
def before(request, not_adopted, tmp_path):
    opened = copy_of(not_adopted[request.param], tmp_path)
    yield opened
    opened.close()


def homeless(office):
    """Count the rows whose dot names no change."""
    change, count = system.change, 0
    with office.store.read() as connection:
        for ledger in office.catalog:
            table = table_of(ledger)
            named = exists().where(change.c.replica == table.c.replica, change.c.seq == table.c.seq)
            query = select(func.count()).where(table.c.replica != 0, ~named)
            count += connection.execute(query).scalar_one()
    return count


def shown(office):
    """Every row of every ledger but its dot."""
    with office.store.read() as connection:
        return {
            ledger.key: [
                {key: value for key, value in row.items() if key not in ("replica", "seq")}
                for row in connection.execute(
                    select(table_of(ledger)).order_by(table_of(ledger).c.serial)
                ).mappings()
            ]
            for ledger in office.catalog
        }


def broken(office):
    return [(check.rule, check.detail) for check in verify(office) if not check.ok]


def test_that_every_row_has_a_change_afterwards_and_is_as_it_was(before):
    office = before
    rows, without = shown(office), homeless(office)
    assert without > 100
    done = adoption.adopt(office.store, office.catalog, office.account.id)
    assert done.repointed + done.written == without
    assert homeless(office) == 0
    assert shown(office) == rows
    assert broken(office) == []
    after = factory.dump(office)
    assert adoption.adopt(office.store, office.catalog) == (0, 0, 0, 0)
    with office.store.writing() as connection:
        facts.keep_setting(connection, "adopted", "")
        connection.execute(system.setting.delete().where(system.setting.c.key == "adopted"))
    assert adoption.adopt(office.store, office.catalog) == (0, 0, 0, 0)
    assert factory.dump(office) == after


def test_that_an_adoption_that_breaks_off_leaves_nothing(before, monkeypatch):
    office = before
    whole = factory.dump(office)

    def fail(*_):
        raise OSError("the power went")

    monkeypatch.setattr(facts, "keep_setting", fail)
    with pytest.raises(OSError, match="power"):
        adoption.adopt(office.store, office.catalog)
    assert factory.dump(office) == whole


def test_that_opening_it_does_so(tmp_path):
    opened = open_kept("district", tmp_path)
    assert homeless(opened) == 0
    opened.close()


def test_that_rows_of_other_offices_remember_whose_they_were(not_adopted, tmp_path):
    office = copy_of(not_adopted["district"], tmp_path)
    people = office.catalog["person"]
    ids = [row["id"].hex for row in shown(office)["person"]]
    with office.store.read() as connection:
        table = table_of(people)
        theirs = dict(
            connection.execute(
                select(table.c.id, system.replica.c.replica).join(
                    system.replica, system.replica.c.number == table.c.replica
                )
            ).all()
        )
    adoption.adopt(office.store, office.catalog)
    with office.store.read() as connection:
        standing = legacy.standing(connection, people, ids, ("name", "address"))
    edited = [each for each in standing.values() if not each.copied]
    said = [each.values["address"] for each in edited]
    assert sorted(said) == [
        *(f"区里在第{version}版写的地址" for version in golden.VERSIONS[:5]),
        "第0009版写的地址",
    ]
    for one, each in standing.items():
        if each.copied:
            assert theirs[factory.uuid.UUID(one)].hex == each.dot[0]
    office.close()


def test_that_a_row_of_before_is_changed_undone_and_told_of(before):
    office = before
    adoption.adopt(office.store, office.catalog)
    people = office.catalog["person"]
    one = shown(office)["person"][0]["id"]
    found = records.find_record(office, people, one)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, people, {"address": "黄河路1号"}, seen)
    line = history.history_of(office, people, one)[0]
    assert [(each.old, each.new) for each in line.changes] == [
        (found.values["address"], "黄河路1号")
    ]
    history.undo_last(office)
    assert records.find_record(office, people, one).values["address"] == found.values["address"]
    assert broken(office) == []
