"""Whatever people do and in whatever order: undo leads back through every state, redo forward."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.db.chain import broken_chains, broken_rows
from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.domain.deeds import ACTIONS
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import attendance, history, records
from tests import factory
from tests.conftest import open_copy

STREETS = ("黄河路", "中州西路", "南昌路")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("add", "move", "remove", "bring_back", "attend", "undo", "redo")),
        st.integers(0, 5),
    ),
    max_size=14,
)


class Desk:
    """An office at work, with what its records were after each action."""

    def __init__(self, office):
        self.office = office
        self.people = office.catalog["person"]
        self.branch = factory.branch_of(office)
        self.activity = factory.record_of(office, "activity", 1)
        self.removed = []
        self.before = [self.stored()]  # states that undo leads back to; the last one is now
        self.after = []  # states that redo leads forward to

    def stored(self):
        tables = factory.dump(self.office)
        ledgers = self.office.catalog
        return {
            each.key: [
                row[1:2] + row[5:] for row in tables[each.record.__tablename__] if row[5] is None
            ]
            for each in ledgers
        }

    def ids(self):
        serials = records.list_serials(self.office, self.people, Query())
        columns = (self.people.record.name,)
        return [row.id for row in records.list_rows(self.office, self.people, columns, serials)]

    def do(self, what, n):
        if what == "undo":
            self.undo()
        elif what == "redo":
            self.redo()
        elif getattr(self, what)(n):
            now = self.stored()
            if now != self.before[-1]:
                self.before.append(now)
                self.after.clear()

    def undo(self):
        if len(self.before) == 1:
            return
        history.undo_last(self.office)
        self.after.append(self.before.pop())
        assert self.stored() == self.before[-1]

    def redo(self):
        if not self.after:
            return
        history.redo_last(self.office)
        self.before.append(self.after.pop())
        assert self.stored() == self.before[-1]

    def add(self, n):
        values = factory.values_for(self.office, self.people, n, branch=self.branch)
        records.save_record(self.office, self.people, values)
        return True

    def move(self, n):
        known = self.ids()
        if not known:
            return False
        found = records.find_record(self.office, self.people, known[n % len(known)])
        opened = records.Seen(found.id, found.version, found.companion)
        values = {"address": STREETS[n % 3], "post": STREETS[-n % 3]}
        records.save_record(self.office, self.people, values, opened)
        return True

    def remove(self, n):
        known = self.ids()
        if not known:
            return False
        one = known[n % len(known)]
        found = records.find_record(self.office, self.people, one)
        records.remove_record(self.office, self.people, one, found.version, "重复")
        self.removed.append(one)
        return True

    def bring_back(self, n):
        if not self.removed:
            return False
        try:
            records.restore_record(self.office, self.people, self.removed[n % len(self.removed)])
        except ConflictError:
            return False
        return True

    def attend(self, n):
        known = self.ids()
        if not known:
            return False
        held = records.find_record(self.office, self.office.catalog["activity"], self.activity)
        marks = dict.fromkeys(known[: n + 1], (("present", "leave")[n % 2], None))
        attendance.record_attendance(self.office, self.activity, held.version, marks)
        return True


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_that_undo_leads_back_through_every_state(founded, steps):
    folder = Path(tempfile.mkdtemp())
    office = open_copy(founded, "community", folder)
    try:
        desk = Desk(office)
        for what, n in steps:
            desk.do(what, n)
        while len(desk.before) > 1:
            desk.undo()
        while desk.after:
            desk.redo()
        with office.store.read() as connection:
            assert [*broken_chains(connection), *broken_rows(connection, office.catalog)] == []
    except InputError as refused:
        raise AssertionError(refused.code) from refused
    finally:
        office.close()
        shutil.rmtree(folder)


def test_that_every_kind_of_action_is_taken_back_or_says_why_not(office, member):
    people = office.catalog["person"]
    for place, action in enumerate(sorted(set(ACTIONS) - {"undo", "redo"})):
        with office.change(action) as change:
            update_rows(change, people, [Edit(member, {"address": f"黄河路{place}号"})])
        if action in history.FINAL:
            with pytest.raises(InputError) as refusal:
                history.undo_last(office)
            assert history.FINAL[action] in refusal.value.user_message
        else:
            done = history.undo_last(office)
            assert (done.title, done.about, done.records) == (ACTIONS[action], "李𠮷", 1)
    assert set(history.FINAL) < set(ACTIONS)
