"""Whatever is moved, merged and dissolved in whatever order: nobody is lost, no circle, no past.

What was counted as of a day before the last change is counted so for ever.
"""

import shutil
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.db.figures import members_by_branch, members_by_place
from jianxi_desktop.db.tree import organisations as every_organisation
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import history, organisations
from jianxi_desktop.services.organisations import Decision
from tests import factory
from tests.conftest import open_copy

FIRST = date(2025, 1, 1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("move", "merge", "dissolve", "upgrade", "transfer", "undo")),
        st.integers(0, 30),
        st.integers(0, 30),
        st.integers(0, 40),
    ),
    min_size=1,
    max_size=12,
)
FORMS = ("group", "branch", "general_branch")


class Town:
    """A community with three branches, their groups and members; it takes every legal step."""

    def __init__(self, office):
        self.office = office
        general = factory.branch_of(office, "机关党总支", form="general_branch")
        parents = (office.unit.organisation, office.unit.organisation, general)
        self.places = [general]
        self.people = []
        for n, parent in enumerate(parents):
            branch = factory.branch_of(office, f"第{n}党支部", parent)
            group = factory.branch_of(office, f"第{n}党小组", branch, "group")
            self.places += [branch, group]
            for m in range(3):
                given = {"group": group} if m == 0 else {}
                given |= {"since": "2024-01-01"} if m == 1 else {}
                self.people.append(self.person(3 * n + m, branch=branch, **given))
        empty = factory.branch_of(office, "没有党员的党支部")
        self.places += [empty, factory.branch_of(office, "没有党员的党小组", empty, "group")]
        self.day = FIRST
        eve = FIRST - timedelta(days=1)
        self.past = [(eve, self.counted(eve))]  # one more for each step that stands

    def person(self, n, **given):
        known = {"status": "full", "joined_on": "1990-07", **given}
        return factory.record_of(self.office, "person", n, **known)

    def counted(self, day):
        with self.office.store.read() as connection:
            by_branch = members_by_branch(connection, self.office.catalog, day)
            by_place = members_by_place(connection, self.office.catalog, day)
        return Counter(by_branch), Counter(by_place)

    def step(self, what, n, m, days):
        if what == "undo":
            self.undo()
            return
        self.day += timedelta(days=days)
        decision = Decision(self.day)
        one, other = self.places[n % len(self.places)], self.places[m % len(self.places)]
        if m == 30:
            other = self.office.unit.organisation
        call = {
            "move": lambda: organisations.move(self.office, one, other, decision),
            "merge": lambda: organisations.merge(self.office, one, other, decision),
            "dissolve": lambda: organisations.dissolve(self.office, one, decision),
            "upgrade": lambda: organisations.upgrade(
                self.office, one, FORMS[m % 3], decision, parent=other if m % 2 else None
            ),
            "transfer": lambda: organisations.move_members(
                self.office, self.people[n % 9 :][:2], other, decision
            ),
        }[what]
        eve = self.day - timedelta(days=1)
        before = self.counted(eve)
        try:
            call()
        except InputError:
            return
        self.past.append((eve, before))

    def undo(self):
        if len(self.past) > 1:
            history.undo_last(self.office)
            self.past.pop()

    def check(self):
        for day, counted in self.past:
            assert self.counted(day) == counted, day
        by_branch, by_place = self.counted(self.day)
        assert by_branch.total() == by_place.total() == len(self.people)
        with self.office.store.read() as connection:
            rows = {row["id"]: row for row in every_organisation(connection, self.office.catalog)}
        for one in by_branch + by_place:
            assert rows[one]["dissolved_on"] is None
        for row in rows.values():
            seen, at = {row["id"]}, row["parent"]
            while at in rows:
                assert at not in seen
                seen.add(at)
                if row["dissolved_on"] is None:
                    assert rows[at]["dissolved_on"] is None
                at = rows[at]["parent"]
        for group in set(by_place) - set(by_branch):
            assert rows[group]["form"] == "group"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_that_nobody_is_lost_and_no_earlier_day_is_counted_anew(founded, steps):
    folder = Path(tempfile.mkdtemp())
    office = open_copy(founded, "community", folder)
    try:
        town = Town(office)
        for step in steps:
            town.step(*step)
            town.check()
    finally:
        office.close()
        shutil.rmtree(folder)
