"""What happened to records, and back again."""

import pytest

from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import audit, history, records, roster
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.sheets import rosters


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def people(office):
    return office.catalog["person"]


def seen(office, ledger, record):
    found = records.find_record(office, ledger, record)
    return records.Seen(found.id, found.version, found.companion)


def save(office, ledger, record, **values):
    return records.save_record(office, ledger, values, seen(office, ledger, record))


def stored(office):
    """Everything but the journal and what counts along."""
    tables = factory.dump(office)
    return {
        ledger.record.__tablename__: [
            row[1:2] + row[5:] for row in tables[ledger.record.__tablename__]
        ]
        for ledger in office.catalog
    }


def live(office, ledger):
    return records.count_rows(office, ledger, Query())


def test_that_a_change_says_who_when_and_what_stood_there(office, people, member):
    save(office, people, member, address="黄河路1号")
    save(office, people, member, address="黄河路2号")
    line = history.history_of(office, people, member)[0]
    assert (line.who, line.pc, line.action) == ("管理员", "本机", "修改")
    change = line.changes[0]
    assert (change.caption, change.old, change.new) == ("现居住地", "黄河路1号", "黄河路2号")


def test_that_the_history_begins_with_how_a_record_came(office, people, member):
    lines = history.history_of(office, people, member)
    assert {line.action for line in lines} == {"新增"}
    shown = {change.field: change.new for line in lines for change in line.changes}
    assert shown["name"] == "李𠮷"
    assert shown["branch"] == "第一网格党支部"
    assert "99010119650312002X" not in repr(lines)
    assert "13800001234" not in repr(lines)


def test_that_an_earlier_value_comes_back(office, people, member):
    save(office, people, member, address="黄河路1号")
    wanted = history.history_of(office, people, member)[0].dot
    save(office, people, member, address="黄河路2号")
    history.revert_value(office, people, member, wanted, "address")
    assert records.find_record(office, people, member).values["address"] == "黄河路1号"
    assert history.history_of(office, people, member)[0].action == "恢复以前的值"


def test_that_fields_that_go_together_come_back_together(office, people, member):
    first = history.history_of(office, people, member)[-1].dot
    number = factory.identity_number(7)
    save(office, people, member, id_number=number, born_on="1965-03-12", sex="1")
    history.revert_value(office, people, member, first, "id_number")
    with office.store.read() as connection:
        row = connection.exec_driver_sql("SELECT id_number, sex FROM person").one()
    assert tuple(row) == ("99010119650312002X", "2")


def test_that_undo_takes_one_step_after_the_other_back(office, people, member):
    states = [stored(office)]
    for street in ("一", "二", "三"):
        save(office, people, member, address=street)
        states.append(stored(office))
    for state in reversed(states[:-1]):
        history.undo_last(office)
        assert stored(office) == state


def test_that_redo_does_again_what_undo_took_back(office, people, member):
    save(office, people, member, address="一")
    save(office, people, member, address="二")
    after = stored(office)
    history.undo_last(office)
    history.undo_last(office)
    history.redo_last(office)
    history.redo_last(office)
    assert stored(office) == after
    with pytest.raises(InputError) as refused:
        history.redo_last(office)
    assert refused.value.code == "nothing_to_redo"
    history.undo_last(office)
    assert records.find_record(office, people, member).values["address"] == "一"


def test_that_after_something_else_nothing_is_done_again(office, people, member):
    save(office, people, member, address="一")
    history.undo_last(office)
    save(office, people, member, address="二")
    with pytest.raises(InputError):
        history.redo_last(office)


def test_that_undoing_a_new_record_removes_it(office, people, member):
    done = history.undo_last(office)
    assert (done.title, done.records) == ("新增", 2)
    assert done.touched == {"person", "membership"}
    assert live(office, people) == 0


def test_that_a_removal_with_its_rows_comes_back(office, people, member):
    before = stored(office)
    records.remove_record(office, people, member, 1, "重复登记")
    assert live(office, people) == 0
    history.undo_last(office)
    assert stored(office) == before


def test_that_a_whole_import_is_taken_back_and_done_again(office, people, tmp_path):
    rosters.write_plain(tmp_path / "r.xlsx", rosters.NATIONAL, rosters.people(40))
    report = roster.import_roster(office, people, tmp_path / "r.xlsx", create_organisations=True)
    assert report.created == live(office, people) == 40
    after = stored(office)
    assert history.undoable(office) == "导入名册"
    history.undo_last(office)
    assert live(office, people) == 0
    assert live(office, office.catalog["organisation"]) == 3
    history.redo_last(office)
    assert stored(office) == after


def test_that_what_later_work_depends_on_is_not_taken_back(office, people, member):
    save(office, people, member, address="一")
    with office.store.change(factory.deed_of_somebody("change")) as change:
        update_rows(change, people, [Edit(member, {"address": "二"})])
    before = factory.dump(office)
    with pytest.raises(ConflictError) as refused:
        history.undo_last(office)
    assert refused.value.code == "depends"
    assert "党员台账：外单位用户在" in refused.value.details[0]
    assert "又做过“修改”" in refused.value.details[0]
    assert factory.dump(office) == before


def test_that_a_record_others_were_linked_to_is_not_taken_back(office, branch, people):
    with office.store.change(factory.deed_of_somebody("create")) as change:
        values = {"topic": "学习", "kind": "theme_day", "held_on": "2026-11-05"}
        insert_rows(change, office.catalog["activity"], [{**values, "organisation": branch}])
    with pytest.raises(ConflictError) as refused:
        history.undo_last(office)
    assert refused.value.details == ("组织生活与活动台账：有1条记录与它有关",)


def test_that_the_founding_of_an_office_is_not_taken_back(office):
    with pytest.raises(InputError) as refused:
        history.undo_last(office)
    assert refused.value.code == "final"


def test_that_the_audit_lists_what_was_done(office, people, member):
    audit.note(office, "export", "给街道", ledger="person", rows=1)
    save(office, people, member, address="一")
    events = audit.list_events(office, limit=3)
    assert [event.title for event in events] == ["修改", "导出", "新增"]
    assert (events[1].reason, events[1].detail) == ("给街道", {"ledger": "person", "rows": 1})
    assert [event.records for event in events] == [1, 0, 2]
