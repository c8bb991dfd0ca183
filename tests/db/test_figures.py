"""Counts as of a day: who was a member then."""

from datetime import date

import pytest

from jianxi_desktop.db import figures
from jianxi_desktop.services import records


@pytest.fixture
def counted(office, branch):
    """Save one member with given facts and count members on a day."""

    def count(day, **facts):
        values = {"name": "王芳", "branch": branch, "status": "full", **facts}
        membership = {k: v for k, v in values.items() if k != "until"}
        saved = records.save_record(office, office.catalog["person"], membership)
        if "until" in facts:
            found = records.find_record(office, office.catalog["person"], saved.id)
            seen = records.Seen(found.id, found.version, found.companion)
            records.save_record(office, office.catalog["person"], {"until": facts["until"]}, seen)
        with office.store.read() as connection:
            moment = date.fromisoformat(day)
            by_branch = figures.members_by_branch(connection, office.catalog, moment)
            alike = list(figures.members(connection, office.catalog, moment))
        assert by_branch.get(branch, 0) == sum(each.number for each in alike)
        return by_branch.get(branch, 0)

    return count


@pytest.mark.parametrize(
    ("facts", "day", "number"),
    [
        ({}, "2026-06-30", 1),
        ({"status": "probationary"}, "2026-06-30", 1),
        ({"status": "suspended"}, "2026-06-30", 0),
        ({"joined_on": "2026-07-01"}, "2026-06-30", 0),
        ({"joined_on": "2026-07-01"}, "2026-07-01", 1),
        ({"joined_on": "2026-07"}, "2026-07-01", 1),
        ({"joined_on": "2026"}, "2026-01-01", 1),
        ({"since": "2026-07-01"}, "2026-06-30", 0),
        ({"since": "2026-06-30"}, "2026-06-30", 1),
        ({"until": "2026-06-30"}, "2026-06-30", 0),
        ({"until": "2026-07-01"}, "2026-06-30", 1),
    ],
)
def test_that_a_member_counts_from_joining_to_leaving(counted, facts, day, number):
    assert counted(day, **facts) == number


def test_that_a_removed_person_counts_nowhere(office, counted, member):
    assert counted("2026-06-30") == 2
    found = records.find_record(office, office.catalog["person"], member)
    records.remove_record(office, office.catalog["person"], member, found.version, "重复")
    with office.store.read() as connection:
        rows = list(figures.members(connection, office.catalog, date(2026, 6, 30)))
        counts = figures.members_by_branch(connection, office.catalog, date(2026, 6, 30))
    assert sum(row.number for row in rows) == sum(counts.values()) == 1
