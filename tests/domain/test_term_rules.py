"""When a term is over: the vectors of the rules, and no edit that gives a deadline too early."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.term_rules import (
    deadline,
    due_day,
    is_too_long,
    latest_extension,
    next_name,
    over_on,
    state_of,
)
from jianxi_desktop.ledgers.leadership_term import LEDGER

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("form", "kind", "start", "due"),
    [
        ("party_committee", "community", "2021-03-15", "2026-03-15"),
        ("general_branch", "community", "2021-03-15", "2026-03-15"),
        ("branch", "community", "2021-03-15", "2026-03-15"),
        ("branch", "grid", "2024-02-29", "2027-02-28"),
        ("general_branch", "property", "2024-05", "2027-05"),
        ("party_committee", "street", "2021-09-16", "2026-09-16"),
        ("group", "building", "2024-01-01", ""),
    ],
)
def test_that_terms_last_as_long_as_the_rules_say(form, kind, start, due):
    assert due_day(start, None, None, kind, form) == due


@pytest.mark.parametrize(
    ("due", "extended", "state", "days"),
    [
        ("2026-11-20", None, "over", 0),
        ("2026-11-21", None, "last_month", 1),
        ("2026-12-20", None, "last_month", 30),
        ("2026-12-21", None, "soon", 31),
        ("2027-05-20", None, "soon", 181),
        ("2027-05-21", None, "running", 182),
        ("2026-03-01", "2026-12-31", "soon", 41),
        ("2026-11-01", "2027-10-31", "extended", 345),
        ("2026-11-01", "2026-10-01", "over", -19),
        ("", None, "unknown", None),
    ],
)
def test_that_a_term_is_told_six_months_and_a_month_ahead(due, extended, state, days):
    found = state_of("2021-01-01", due, extended, DAY)
    assert (found.state, found.days) == (state, days)


def test_that_an_extension_lasts_a_year_at_most():
    assert latest_extension("2026-03-15", DAY) == "2027-03-15"
    assert not is_too_long("2026-03-15", "2027-03-15", DAY)
    assert is_too_long("2026-03-15", "2027-03-16", DAY)
    assert not is_too_long("2026-03", "2027-03-31", DAY)
    assert is_too_long("2026-03", "2027-04-01", DAY)


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("第三届", "第四届"),
        ("第九届委员会", "第十届"),
        ("第十届", "第十一届"),
        ("第十九届", "第二十届"),
        ("第29届", "第三十届"),
        ("第九十九届", ""),
        ("本届", ""),
    ],
)
def test_that_the_next_term_has_the_next_number(name, following):
    assert next_name(name) == following


days = st.one_of(
    st.dates(date(2010, 1, 1), date(2035, 12, 31)).map(lambda day: day.isoformat()),
    st.tuples(st.integers(2010, 2035), st.integers(1, 12)).map(lambda e: f"{e[0]}-{e[1]:02}"),
    st.integers(2010, 2035).map(str),
)
edits = st.lists(
    st.one_of(
        st.tuples(st.just("starts_on"), days),
        st.tuples(st.just("years"), st.one_of(st.none(), st.integers(0, 10))),
        st.tuples(st.just("due_on"), st.one_of(st.none(), days)),
        st.tuples(st.just("extended_until"), st.one_of(st.none(), days)),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(days, edits, st.sampled_from(["community", "grid"]))
def test_that_no_order_of_edits_gives_a_deadline_before_the_term_begins(start, made, kind):
    values = {"organisation": "x", "name": "第一届", "starts_on": start}
    for key, value in [("starts_on", start), *made]:
        values, _issues = LEDGER.complete({**values, key: value})
        planned = due_day(
            values["starts_on"], values.get("years"), values.get("due_on"), kind, "branch"
        )
        begun = first_day(values["starts_on"])
        due = over_on(planned, values.get("extended_until"))
        assert deadline(values["starts_on"], planned) >= begun
        assert deadline(values["starts_on"], due) >= deadline(values["starts_on"], planned)
        found = state_of(values["starts_on"], planned, values.get("extended_until"), begun)
        assert found.days >= 0
