"""Letters, contacts and losses: no last day comes before what it is counted from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.rule_tables import is_unverified

DAY = date(2026, 11, 20)
_DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
_PARTS = st.builds(lambda day, cut: day.isoformat()[:cut], _DAYS, st.sampled_from((4, 7, 10)))


@pytest.mark.parametrize(("ago", "valid", "state", "left"), [
    (0, 90, "running", 90), (75, 90, "soon", 15), (90, 90, "soon", 0), (91, 90, "overdue", -1),
    (5, None, "running", 85), (40, 30, "overdue", -10),
])  # fmt: skip
def test_that_a_letter_is_counted_down(ago, valid, state, left):
    found = rules.letter_state((DAY - timedelta(days=ago)).isoformat(), valid, DAY)
    assert (found.state, found.days_left) == (state, left)


def test_that_what_came_back_is_over_whatever_the_day():
    assert rules.letter_state("2026-01-01", 30, DAY, receipt_on="2026-05-01").state == "arrived"
    assert rules.letter_state("2026-01-01", 30, DAY, ended_on="2026-05-01").state == "withdrawn"
    assert rules.letter_state(None, 30, DAY).until is None


def test_that_a_letter_longer_than_the_longest_is_told():
    assert rules.too_long(180, DAY) == 90
    assert rules.too_long(90, DAY) is None
    assert rules.too_long(None, DAY) is None


@pytest.mark.parametrize(("lost_on", "band", "lasted"), [
    ("2026-06-01", "不满6个月", "5个月"), ("2026-05-20", "6个月至1年", "6个月"),
    ("2025-11-21", "6个月至1年", "11个月"), ("2025-11-20", "1至5年", "1年"),
    ("2020-11-21", "1至5年", "5年11个月"), ("2020-11-20", "6至10年", "6年"),
    ("2015-11-21", "6至10年", "10年11个月"), ("2015-11-20", "11年以上", "11年"),
    ("2026-11-01", "不满6个月", "不满1个月"),
])  # fmt: skip
def test_that_the_bands_of_the_register_are_by_full_years(lost_on, band, lasted):
    assert rules.band_of(lost_on, DAY) == band
    assert rules.duration(lost_on, DAY) == lasted


def test_that_contact_is_due_after_the_last_one_and_the_rule_says_what_it_is_worth():
    assert rules.contact_due("flow_out", "2026-01-31", None) == date(2026, 4, 30)
    assert rules.contact_due("flow_out", "2026-01-31", "2026-03-05") == date(2026, 6, 5)
    assert rules.contact_due("abroad", "2026-01-31", "2025-03-05") == date(2026, 7, 31)
    assert is_unverified(rules.contact_rule("flow_out", DAY))
    assert not is_unverified(rules.contact_rule("abroad", DAY))
    assert rules.should_move("2026-05-20", DAY)
    assert not rules.should_move("2026-05-21", DAY)


@given(begun=_PARTS, last=st.none() | _PARTS, valid=st.none() | st.integers(-5, 366), day=_DAYS)
def test_that_no_order_of_days_gives_a_deadline_before_its_start(begun, last, valid, day):
    start = first_day(begun)
    assert rules.letter_until(begun, valid) >= start
    for kind in rules.AWAY:
        assert rules.contact_due(kind, begun, last) > start
    for rule in ("lost", "removal", "must_move"):
        over = rules.months_after(begun, rule)
        assert over > start
        months = int(rules.limit(rule, start)["number"])
        assert (rules.months_since(begun, day) >= months) == (day >= over)
    assert rules.band_of(begun, day)
