"""Organisations as of a day: the SQL against a plain walk over the changes in Python."""

import contextlib
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from jianxi_desktop.db import as_of
from jianxi_desktop.db.ids import new_id
from jianxi_desktop.db.write import insert_rows, remove_row, table_of
from jianxi_desktop.domain.calendar import first_day
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


class UndoneError(Exception):
    """Ends an action so that nothing of it stays."""


def write(office, key, rows):
    """Write rows of a ledger; give their identities."""
    with office.change("create") as change:
        return insert_rows(change, office.catalog[key], rows)


def found_on(office, day):
    """Read the organisations of a day by identity."""
    with office.store.read() as connection:
        rows = as_of.organisations_on(connection, office.catalog, date.fromisoformat(day))
    return {row["id"]: row for row in rows}


@pytest.fixture
def renamed(office, branch):
    """A branch that was 甲, then 乙, is 第一网格党支部 now, and was once a general branch."""
    changes = (
        ("renamed", "2018-07-01", {"old_name": "甲支部", "new_name": "乙支部"}),
        ("renamed", "2019", {"old_name": "乙支部", "new_name": "第一网格党支部"}),
        ("upgraded", "2018-09", {"old_form": "general_branch", "new_form": "branch"}),
        ("moved", "2020-02-02", {"new_parent": office.unit.organisation}),
    )
    rows = [{"organisation": branch, "kind": kind, "changed_on": day, **values}
            for kind, day, values in changes]  # fmt: skip
    write(office, "organisation_change", rows)
    return branch


@pytest.mark.parametrize(
    ("day", "name", "form"),
    [
        ("2018-06-30", "甲支部", "general_branch"),
        ("2018-07-01", "乙支部", "general_branch"),
        ("2018-08-31", "乙支部", "general_branch"),
        ("2018-09-01", "乙支部", "branch"),
        ("2018-12-31", "乙支部", "branch"),
        ("2019-01-01", "第一网格党支部", "branch"),
    ],
)
def test_that_later_changes_are_taken_back(office, renamed, day, name, form):
    row = found_on(office, day)[renamed]
    assert (row["name"], row["form"]) == (name, form)


def test_that_whoever_was_moved_first_stood_under_nobody(office, renamed):
    assert found_on(office, "2020-02-01")[renamed]["parent"] is None
    assert found_on(office, "2020-02-02")[renamed]["parent"] == office.unit.organisation


def test_that_a_removed_change_says_nothing(office, renamed):
    ledger = office.catalog["organisation_change"]
    with office.store.read() as connection:
        ids = [row[0] for row in connection.execute(select(table_of(ledger).c.id))]
    with office.change("remove", "登记错误") as change:
        for each in ids:
            remove_row(change, ledger, each, 1, "登记错误")
    assert found_on(office, "2018-06-30")[renamed]["name"] == "第一网格党支部"


@pytest.mark.parametrize(
    ("begun", "ended", "day", "stands"),
    [
        (None, None, "2018-09-30", True),
        ("2018-09-30", None, "2018-09-30", True),
        ("2018-10-01", None, "2018-09-30", False),
        ("2018-09", None, "2018-09-01", True),
        ("2018-09", None, "2018-08-31", False),
        ("2018", "2018-10", "2018-09-30", True),
        ("2018", "2018-10", "2018-10-01", False),
        (None, "2018", "2018-01-01", False),
        (None, "2018", "2017-12-31", True),
        (None, "2018-09-30", "2018-09-29", True),
        (None, "2018-09-30", "2018-09-30", False),
    ],
)
def test_that_partly_known_days_are_their_first(office, begun, ended, day, stands):
    row = {"name": "第二网格党支部", "form": "branch", "kind": "grid"}
    row |= {"established_on": begun, "dissolved_on": ended}
    made = write(office, "organisation", [row])[0]
    assert found_on(office, day)[made]["standing"] is stands


DAYS = st.builds(
    lambda year, month, day, length: f"{year}-{month:02}-{day:02}"[:length],
    st.integers(2016, 2019),
    st.integers(1, 12),
    st.integers(1, 28),
    st.sampled_from((4, 7, 10, 10)),
)
FORMS = st.sampled_from(("branch", "general_branch", "party_committee"))
WAYS = st.lists(
    st.tuples(
        st.sampled_from(("renamed", "upgraded", "moved")),
        DAYS,
        st.text("甲乙丙", min_size=1),
        FORMS,
    ),
    max_size=6,
)
LIVES = st.tuples(st.none() | DAYS, st.none() | DAYS, WAYS)
WHOLE_DAYS = DAYS.map(first_day)


def then(now, changes, day):
    """Say in plain Python what an organisation was on a day."""
    values = {key: now[key] for key in ("name", "form", "parent")}
    # Backwards through what came later: what is left is what the earliest said stood before.
    later = [each for each in changes if first_day(each["changed_on"]) > day]
    for each in sorted(later, key=lambda c: (first_day(c["changed_on"]), c["id"]), reverse=True):
        if "old_name" in each:
            values["name"] = each["old_name"]
        if "old_form" in each:
            values["form"] = each["old_form"]
        if "old_parent" in each:
            values["parent"] = each["old_parent"]
    begun, ended = now["established_on"], now["dissolved_on"]
    values["standing"] = (begun is None or first_day(begun) <= day) and (
        ended is None or first_day(ended) > day
    )
    return values


def rows_of(office, life, place):
    """Make an organisation and its changes from what was drawn."""
    begun, ended, ways = life
    now = {"id": new_id(), "name": f"第{place}党支部", "form": "branch", "kind": "grid"}
    now |= {"parent": office.unit.organisation, "established_on": begun, "dissolved_on": ended}
    old = {
        "renamed": lambda name, _form: {"old_name": name},
        "upgraded": lambda _name, form: {"old_form": form},
        "moved": lambda name, _form: {
            "old_parent": factory.any_id(len(name)) if name[1:] else None
        },
    }
    changes = [
        {"id": new_id(), "organisation": now["id"], "kind": kind, "changed_on": day}
        | old[kind](name, form)
        for kind, day, name, form in ways
    ]
    return now, changes


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lives=st.lists(LIVES, min_size=1, max_size=4), days=st.lists(WHOLE_DAYS, min_size=1))
def test_that_sql_and_a_plain_walk_agree(office, lives, days):
    made = [rows_of(office, life, place) for place, life in enumerate(lives, start=1)]
    with contextlib.suppress(UndoneError), office.change("create") as change:
        insert_rows(change, office.catalog["organisation"], [now for now, _ in made])
        for _now, changes in made:
            for each in changes:
                insert_rows(change, office.catalog["organisation_change"], [each])
        for day in days:
            rows = as_of.organisations_on(change.connection, office.catalog, day)
            by_id = {row["id"]: row for row in rows}
            for now, changes in made:
                found = {
                    key: by_id[now["id"]][key] for key in ("name", "form", "parent", "standing")
                }
                assert found == then(now, changes, day)
        raise UndoneError
