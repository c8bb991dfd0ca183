"""Routes: who is visited when and by whom, and what may be changed of it."""

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import history, records
from jianxi_desktop.services.observation import form_numbers, plan_round
from jianxi_desktop.services.observation_coverage import coverage
from jianxi_desktop.services.observation_route import (
    add_stops,
    assign_inspectors,
    drop_stop,
    reorder,
    route_of,
    set_stop,
)
from jianxi_desktop.services.observation_times import Pace, set_times
from tests import factory
from tests.scored import STREETS, communities_of

FRIDAY = "2026-12-04"


@pytest.fixture
def places(district):
    """Seven communities under three streets, and the streets, by name."""
    return communities_of(district, 7, (*STREETS, "南昌路街道党工委"))


def planned(office, step="street_internal", **facts):
    facts = {"starts_on": FRIDAY, "per_day": 3} | facts
    return plan_round(office, step=step, period="2026H2", **facts).id


def stops(office, round_id):
    return route_of(office, round_id).stops


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as error:
        call(*arguments, **named)
    return error.value


def times(found):
    return [(each.planned_on, each.starts_at, each.ends_at) for each in found]


def test_that_a_round_is_laid_out_over_working_days(district, places):
    made = planned(district, inspectors="王明，李𠮷、王明", leader="周建国")
    found = stops(district, made)
    assert times(found)[0] == (FRIDAY, "09:00", "09:40")
    assert [each.planned_on for each in found] == [FRIDAY] * 3 + ["2026-12-07"] * 3 + ["2026-12-08"]
    assert {each.inspectors for each in found} == {"王明、李𠮷"}
    about = records.find_record(district, district.catalog["observation_round"], made).values
    assert (about["starts_on"], about["ends_on"]) == (FRIDAY, "2026-12-08")


def test_that_without_a_first_day_the_times_stay_open(district, places):
    found = stops(district, planned(district, starts_on=None, per_day=None))
    assert set(times(found)) == {("", "", "")}


def test_that_each_step_is_inspected_by_whom_it_says(district, places):
    own = {each.street: each.inspected_by_name for each in stops(district, planned(district))}
    assert all(street == by for street, by in own.items())
    cross = {
        each.street: each.inspected_by_name
        for each in stops(district, planned(district, "street_cross"))
    }
    assert sorted(cross) == sorted(cross.values())
    assert all(street != by for street, by in cross.items())
    shown = stops(district, planned(district, "district_demo"))
    assert {each.inspected_by for each in shown} == {district.unit.organisation}


def test_that_a_community_alone_has_no_street_to_cross_with(office):
    made = planned(office, "street_cross")
    assert [each.inspected_by for each in stops(office, made)] == [None]


def test_that_communities_named_are_visited_in_the_order_given(district, places):
    wanted = [places[f"第{n}社区党委"] for n in (5, 1, 3)]
    made = planned(district, organisations=wanted)
    assert [each.organisation for each in stops(district, made)] == wanted
    street = places[STREETS[0]]
    assert refused(planned, district, organisations=[*wanted, street]).code == "no_visits"


def test_that_a_community_that_was_dissolved_is_not_visited(district, places):
    ledger = district.catalog["organisation"]
    one = places["第7社区党委"]
    found = records.find_record(district, ledger, one)
    gone = found.values | {"dissolved_on": "2026-01-31"}
    records.save_record(district, ledger, gone, records.Seen(one, found.version))
    assert one not in {each.organisation for each in stops(district, planned(district))}
    assert coverage(district, period="2026H2").total == 6


def test_that_another_order_keeps_numbers_and_gives_the_days_of_the_places(district, places):
    made = planned(district)
    before = stops(district, made)
    turned = [each.visit for each in reversed(before)]
    reorder(district, made, turned)
    after = stops(district, made)
    assert [each.visit for each in after] == turned
    assert times(after) == times(before)
    numbers = {each.visit: each.form_number for each in before}
    assert {each.visit: each.form_number for each in after} == numbers
    assert form_numbers(district, made) == [numbers[visit] for visit in turned]
    history.undo_last(district)
    assert stops(district, made)[0].visit == before[0].visit


def test_that_each_visit_can_keep_its_hour_when_the_order_changes(district, places):
    made = planned(district)
    before = stops(district, made)
    reorder(district, made, [before[2].visit], retime=False)
    after = stops(district, made)
    assert [each.position for each in after] == list(range(1, 8))
    assert times(after) == [times(before)[n] for n in (2, 0, 1, 3, 4, 5, 6)]


def test_that_a_stop_is_changed_as_typed_or_refused_with_every_reason(district, places):
    made = planned(district)
    one = stops(district, made)[0]
    typed = {"planned_on": "2026年12月9日", "starts_at": "下午3点半", "ends_at": "16:10"}
    saved = set_stop(district, one.visit, one.version, typed | {"inspectors": "赵敏 ； 孙涛"})
    now = stops(district, made)[0]
    assert times([now]) == [("2026-12-09", "15:30", "16:10")]
    assert (now.inspectors, now.version) == ("赵敏、孙涛", saved.version)
    wrong = {"planned_on": "明天", "starts_at": "25:00"}
    error = refused(set_stop, district, one.visit, saved.version, wrong)
    assert "日期" in error.user_message
    assert "时间" in error.user_message
    for odd in ({"planned_on": "2026-12"}, {"ends_at": "15:30"}, {"ends_at": "09:00"}):
        assert refused(set_stop, district, one.visit, saved.version, odd).code == "times"
    with pytest.raises(ConflictError):
        set_stop(district, one.visit, one.version, {"starts_at": "9:00"})


def test_that_a_street_that_crosses_never_inspects_itself_whoever_asks(district, places):
    made = planned(district, "street_cross")
    one = stops(district, made)[0]
    own = places[one.street]
    values = {"inspected_by": own}
    assert refused(set_stop, district, one.visit, one.version, values).code == "own_street"
    ledger = district.catalog["observation_visit"]
    found = records.find_record(district, ledger, one.visit)
    seen = records.Seen(one.visit, found.version)
    call = (records.save_record, district, ledger, found.values | values, seen)
    assert refused(*call).code == "own_street"
    inner = planned(district)
    ledger = district.catalog["observation_round"]
    found = records.find_record(district, ledger, inner)
    values = found.values | {"step": "street_cross"}
    call = (records.save_record, district, ledger, values, records.Seen(inner, found.version))
    assert refused(*call).code == "own_street"


def test_that_inspectors_are_named_for_several_stops_in_one_action(district, places):
    made = planned(district)
    names = {each.visit: f"王{'一二三四五六七'[n]}" for n, each in enumerate(stops(district, made))}
    assign_inspectors(district, made, names)
    assert {each.visit: each.inspectors for each in stops(district, made)} == names
    assert refused(assign_inspectors, district, made, dict.fromkeys(names, "王1")).code
    history.undo_last(district)
    assert {each.inspectors for each in stops(district, made)} == {""}


def test_that_what_is_not_covered_is_named_and_can_be_added_behind(district, places):
    chosen = [places[f"第{n}社区党委"] for n in range(1, 6)]
    made = planned(district, "street_cross", organisations=chosen)
    found = coverage(district, period="2026H2")
    assert (found.total, found.covered) == (7, 5)
    assert [(name, street) for _id, name, street in found.missing] == [
        ("第6社区党委", "南昌路街道党工委"),
        ("第7社区党委", STREETS[0]),
    ]
    add_stops(district, made, [each[0] for each in found.missing] + chosen[:1])
    after = stops(district, made)
    assert [each.position for each in after] == list(range(1, 8))
    assert [each.planned_on for each in after[5:]] == ["2026-12-07", "2026-12-07"]
    assert len({each.form_number for each in after}) == 7
    assert all(each.inspected_by_name not in ("", each.street) for each in after)
    assert coverage(district, rounds=[made]).missing == ()


def test_that_whoever_is_visited_twice_in_one_step_is_told(district, places):
    planned(district)
    planned(district, "district_demo")
    assert coverage(district, period="2026H2").twice == ()
    planned(district, organisations=[places["第2社区党委"]])
    found = coverage(district, period="2026年下半年", step="street_internal")
    assert [name for _id, name, _street in found.twice] == ["第2社区党委"]
    assert coverage(district, period="2027H1").covered == 0


def test_that_a_stop_taken_off_voids_its_form_unless_it_was_scored(district, places):
    made = planned(district)
    one, other = stops(district, made)[:2]
    form = {"form_number": one.form_number, "title": "观摩检查表", "state": "printed"}
    records.save_record(district, district.catalog["printed_form"], form)
    assert stops(district, made)[0].state == "printed"
    assert refused(drop_stop, district, one.visit, one.version, " ").code == "no_reason"
    drop_stop(district, one.visit, one.version, "道路施工")
    assert stops(district, made)[0].visit == other.visit
    (kept,) = factory.rows_of(district, district.catalog["printed_form"])
    assert kept["state"] == "void"
    history.undo_last(district)
    assert stops(district, made)[0].state == "printed"
    criterion = route_of(district, made).round.lines[0].id
    score = {"visit": other.visit, "criterion": criterion, "scorer": "甲", "points": 100}
    records.save_record(district, district.catalog["observation_score"], score)
    assert refused(drop_stop, district, other.visit, 1, "不去").code == "has_scores"


def test_that_a_printed_form_goes_on_being_about_the_same_community(district, places):
    made = planned(district)
    one = stops(district, made)[0]
    form = {"form_number": one.form_number, "title": "观摩检查表", "state": "printed"}
    records.save_record(district, district.catalog["printed_form"], form)
    ledger = district.catalog["observation_visit"]
    found = records.find_record(district, ledger, one.visit)
    for values in ({"form_number": "GMN-1"}, {"organisation": places["第7社区党委"]}):
        seen = records.Seen(one.visit, found.version)
        call = (records.save_record, district, ledger, found.values | values, seen)
        assert refused(*call).code == "printed"


def test_that_no_two_stops_have_one_number_and_a_round_lasts_as_long_as_its_stops(district, places):
    made = planned(district)
    one, other = stops(district, made)[:2]
    ledger = district.catalog["observation_visit"]
    found = records.find_record(district, ledger, one.visit)
    twin = found.values | {"form_number": other.form_number}
    seen = records.Seen(one.visit, found.version)
    assert refused(records.save_record, district, ledger, twin, seen).code == "exists"
    set_stop(district, other.visit, other.version, {"planned_on": "2026-12-21"})
    about = records.find_record(district, district.catalog["observation_round"], made).values
    assert (about["starts_on"], about["ends_on"]) == (FRIDAY, "2026-12-21")


def test_that_a_person_of_one_street_plans_and_sees_its_own_alone(district, places):
    limited = factory.limited(district, places[STREETS[0]])
    made = planned(limited, "street_cross")
    assert {each.street for each in stops(limited, made)} == {STREETS[0]}
    assert coverage(limited, period="2026H2").total == 3
    whole = planned(district)
    assert len(stops(limited, whole)) == 3
    theirs = next(each for each in stops(district, whole) if each.street != STREETS[0])
    assert refused(reorder, limited, whole, [theirs.visit]).code == "outside"
    call = (set_stop, limited, theirs.visit, theirs.version, {"starts_at": "10:00"})
    assert refused(*call).code == "outside"


def test_that_a_route_planned_without_days_gets_them_later(district, places):
    made = planned(district, starts_on=None, per_day=None)
    ids = [each.visit for each in stops(district, made)]
    touched = set_times(district, made, ids, Pace(FRIDAY, per_day=3, first_at="10点"))
    found = stops(district, made)
    assert [each.planned_on for each in found] == [FRIDAY] * 3 + ["2026-12-07"] * 3 + ["2026-12-08"]
    assert found[0].starts_at == "10:00"
    about = records.find_record(district, district.catalog["observation_round"], made).values
    assert (about["starts_on"], about["ends_on"]) == (FRIDAY, "2026-12-08")
    assert touched == {"observation_round", "observation_visit"}


def test_that_only_the_stops_that_are_left_are_put_off(district, places):
    made = planned(district)
    found = stops(district, made)
    ledger = district.catalog["observation_visit"]
    seen = records.find_record(district, ledger, found[3].visit)
    records.save_record(
        district,
        ledger,
        seen.values | {"visited_on": "2026-12-07"},
        records.Seen(found[3].visit, seen.version),
    )
    late = [each.visit for each in found[3:]]
    set_times(district, made, late, Pace("2026-12-10", per_day=3))
    days = [each.planned_on for each in stops(district, made)]
    assert days == [FRIDAY] * 3 + ["2026-12-07"] + ["2026-12-10"] * 3
    history.undo_last(district)
    assert [each.planned_on for each in stops(district, made)][-1] == "2026-12-08"


def test_that_days_are_not_given_without_a_first_one(district, places):
    made = planned(district)
    ids = [each.visit for each in stops(district, made)]
    assert refused(set_times, district, made, ids, Pace()).code == "no_day"
    assert refused(set_times, district, made, [], Pace(FRIDAY)).code == "no_day"
    assert refused(set_times, district, made, ids, Pace("2026-12")).code == "day"
