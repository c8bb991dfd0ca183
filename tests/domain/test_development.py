"""The 25 steps: what is due by when, what is in the way, and what stands out of order."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import rule_tables
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.development_checks import Case, Done, end_of_probation
from jianxi_desktop.domain.development_rules import limit_of, minimum_of
from jianxi_desktop.domain.development_steps import Names, course, pending, rules_on, steps_on
from jianxi_desktop.schema.codes import code_table

TODAY = date(2026, 11, 20)
NAMES = Names(code_table("development_step").labels, code_table("development_document").labels)
STEPS = tuple(code_table("development_step").labels)


def told(case, *done, day=TODAY):
    return course(case, done, rules_on(day, NAMES))


def step(case, code, *done, day=TODAY):
    return next(each for each in told(case, *done, day=day).standings if each.step.code == code)


def in_order(until, **days):
    """Give the steps before one, a day after the other where none is named."""
    codes = [code for code in STEPS if code < until]
    return [
        Done(code, days.get(f"on_{code}", f"2024-01-{n + 1:02}")) for n, code in enumerate(codes)
    ]


def test_that_there_are_25_steps_in_five_stages_of_2_4_5_7_and_7():
    steps = steps_on(TODAY)
    assert tuple(each.code for each in steps) == STEPS
    assert [[each.stage for each in steps].count(n) for n in range(1, 6)] == [2, 4, 5, 7, 7]


def test_that_every_document_is_expected_at_one_step_and_has_a_name():
    expected = [code for each in steps_on(TODAY) for code in each.documents]
    assert sorted(expected) == sorted(NAMES.documents)


def test_that_every_rule_says_where_it_stands():
    for each in steps_on(TODAY):
        assert each.source
        for _since, rule in filter(None, (each.due, each.least)):
            assert not rule or limit_of(rule, "2026-01-31", TODAY).source
        assert all(minimum_of(rule, TODAY).source for rule in each.needs)


@pytest.mark.parametrize(
    ("rule", "began", "over"),
    [
        ("talk", "2026-01-31", "2026-02-28"),
        ("inspection", "2026-08-31", "2027-02-28"),
        ("cultivation", "2024-02-29", "2025-02-28"),
        ("approval", "2026-11-30", "2027-02-28"),
        ("approval_special", "2026-08-30", "2027-02-28"),
        ("probation", "2026-07-01", "2027-07-01"),
        ("extension_least", "2027-07-01", "2028-01-01"),
        ("extension_most", "2027-07-01", "2028-07-01"),
        ("full_approval", "2027-07-02", "2027-10-02"),
    ],
)
def test_that_the_times_of_the_rules_end_on_the_day_they_say(rule, began, over):
    assert limit_of(rule, began, TODAY).day.isoformat() == over


def test_that_a_talk_is_due_a_month_after_the_application_and_late_the_day_after():
    case, applied = Case("2026-10-20"), Done("01", "2026-10-20")
    assert step(case, "02", applied, day=date(2026, 11, 20)).state == "due"
    assert step(case, "02", applied, day=date(2026, 11, 21)).state == "late"


def test_that_a_candidate_has_to_have_been_an_activist_for_a_year():
    case = Case("2025-01-05", activist_on="2025-12-01", contacts="甲、乙")
    done = in_order("07", on_03="2025-12-01")
    found = step(case, "07", *done)
    assert (found.state, found.least.day) == ("early", date(2026, 12, 1))
    assert any("2026-12-01" in each for each in found.blocks)
    early = step(case, "07", *done, Done("07", "2026-11-30"))
    assert early.state == "done"
    assert any("早于2026-12-01" in each for each in early.odd)


def test_that_an_activist_is_looked_at_every_half_year_until_he_is_a_candidate():
    case = Case("2025-01-05", activist_on="2025-03-01", contacts="甲")
    done = in_order("07", on_03="2025-03-01", on_06="2025-09-01")
    assert step(case, "06", *done).due.day == date(2026, 3, 1)
    again = step(case, "06", *done, Done("06", "2026-06-10"))
    assert again.due.day == date(2026, 12, 10)
    assert any("2025-09-01到2026-06-10之间没有考察记录" in each for each in again.odd)
    assert step(case, "06", *done, Done("07", "2026-03-02")).due is None


def test_that_a_step_says_what_is_in_its_way():
    case = Case("2024-01-01", activist_on="2024-01-03", contacts="甲", introducers="甲")
    done = [each for each in in_order("12") if each.step not in ("09", "10")]
    blocks = "；".join(step(case, "12", *done).blocks)
    for said in ("第9步“确定入党介绍人”还没有登记", "第10步", "培训结业证明", "介绍人登记了1名"):
        assert said in blocks


def test_that_a_meeting_needs_more_than_half_to_be_there_and_to_agree():
    case = Case("2024-01-01", introducers="甲、乙")
    done = in_order("15")
    for present, agreed, told_of in ((10, 10, 2), (11, 10, 1), (11, 11, 0)):
        vote = Done("15", "2024-02-01", entitled=20, present=present, agreed=agreed)
        odd = [each for each in step(case, "15", *done, vote).odd if "没有超过" in each]
        assert len(odd) == told_of
        blocks = [each for each in step(case, "17", *done, vote).blocks if "没有超过" in each]
        assert len(blocks) == told_of


def test_that_approval_is_due_in_three_months_and_after_six_the_meeting_is_held_again():
    case = Case("2024-01-01", joined_on="2026-05-10", introducers="甲、乙")
    done = [*in_order("15"), Done("15", "2026-05-10"), Done("16", "2026-05-11")]
    assert step(case, "17", *done).due.day == date(2026, 8, 10)
    at_six = step(case, "17", *done, day=date(2026, 11, 10))
    assert (at_six.state, at_six.blocks) == (
        "late",
        ("第16步“上级党组织派人谈话”还缺材料：上级派人谈话记录",),
    )
    assert any("重新开会" in each for each in step(case, "17", *done).blocks)


def test_that_a_probation_lasts_a_year_and_longer_where_it_was_prolonged():
    case = Case("2023-01-01", joined_on="2025-10-08")
    assert end_of_probation(case, "2025-10-08", TODAY).day == date(2026, 10, 8)
    done = [*in_order("22", on_15="2025-10-08"), Done("22", "2026-10-01")]
    assert step(case, "23", *done).least.day == date(2026, 10, 8)
    meeting = Done("23", "2026-10-09", extends=True)
    longer = case._replace(probation_until="2027-04-08")
    found = step(longer, "23", *done, meeting)
    assert (found.state, found.least.day) == ("early", date(2027, 4, 8))
    assert told(longer, *done, meeting).odd == ("入党介绍人登记了0名：入党介绍人2名正式党员",)


@pytest.mark.parametrize(
    ("until", "odd"), [("2027-04-07", 1), ("2027-10-08", 0), ("2027-10-09", 1)]
)
def test_that_a_prolongation_is_half_a_year_to_a_year(until, odd):
    case = Case("2023-01-01", joined_on="2025-10-08", introducers="甲、乙", probation_until=until)
    assert len(told(case).odd) == odd


def test_that_who_applied_before_eighteen_is_shown_and_not_forbidden():
    young = Case("2026-11-19", born_on="2008-11-20")
    found = told(young, Done("01", "2026-11-19"))
    assert found.odd == ("申请时17周岁：递交申请时年满18周岁",)
    assert found.next.step.code == "02"
    assert told(young._replace(applied_on="2026-11-20")).odd == ()


def test_that_a_day_that_differs_from_the_case_is_said():
    case = Case("2024-01-01", joined_on="2026-05-10", introducers="甲、乙")
    assert any("不一致" in each for each in step(case, "15", Done("15", "2026-05-11")).odd)
    assert not any("不一致" in each for each in step(case, "15", Done("15", "2026-05")).odd)


def test_that_a_stopped_case_has_no_next_step():
    found = told(Case("2024-01-01", stopped_on="2025-01-01"), Done("01", "2024-01-01"))
    assert (found.stage, found.next) == ("stopped", None)


def test_that_a_district_changes_the_documents_and_a_broken_line_leaves_ours():
    text = rule_tables.text_of("development_steps")
    changed = text.replace("talk_record", "talk_record autobiography")
    broken = changed.replace("03,activist_filing", "09,activist_filing")
    rule_tables.lay_over({"development_steps": broken})
    try:
        by_code = {each.code: each for each in steps_on(TODAY)}
        assert by_code["02"].documents == ("talk_record", "autobiography")
        assert by_code["04"].after == ("03",)
    finally:
        rule_tables.lay_over({})


def test_that_an_older_table_of_a_district_takes_later_rules_from_ours():
    older = "rule,months,valid_from,valid_to,source\ntalk,2,,,区里的规定\n"
    rule_tables.lay_over({"development_limits": older})
    try:
        assert limit_of("talk", "2026-01-01", TODAY).day == date(2026, 3, 1)
        assert limit_of("approval", "2026-01-01", TODAY).day == date(2026, 4, 1)
    finally:
        rule_tables.lay_over({})


DAYS = st.one_of(
    st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat),
    st.sampled_from(["2024", "2025-03", "2024-02-29", "2026-11-20"]),
)
MAYBE = st.none() | DAYS
NONE = st.none()
CASES = st.builds(Case, DAYS, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, NONE, MAYBE, NONE, NONE)
DONE = st.builds(
    Done,
    st.sampled_from(STEPS),
    MAYBE,
    st.just(frozenset()),
    st.just(""),
    NONE,
    NONE,
    NONE,
    st.booleans(),
)


@settings(max_examples=60)
@given(CASES, st.lists(DONE, max_size=30), st.randoms())
def test_that_no_order_of_edits_gives_a_deadline_before_its_start(case, done, chance):
    found = told(case, *done)
    for each in found.standings:
        for limit in filter(None, (each.due, each.least)):
            assert limit.day >= limit.since
        assert not each.due or not each.least or each.due.day >= each.least.day
    dues = {(each.step.code, each.due) for each in found.standings}
    waiting = list(pending(case, done, rules_on(TODAY, NAMES)))
    assert {(each.code, limit) for each, limit in waiting} <= dues
    if found.next is not None and found.next.due is not None:
        assert (found.next.step, found.next.due) in waiting
    if found.ends is not None:
        meetings = [one.on for one in done if one.step == "15" and one.on and not one.extends]
        began = max(meetings, default=case.joined_on)
        assert found.ends.day > found.ends.since == first_day(began)
    shuffled = list(done)
    chance.shuffle(shuffled)
    assert [each.due for each in told(case, *shuffled).standings] == [
        each.due for each in found.standings
    ]
