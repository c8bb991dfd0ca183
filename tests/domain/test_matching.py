"""What makes a resource fit a need, and how often joint building meets."""

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import joint_rules
from jianxi_desktop.domain.matching import (
    Offer,
    Wish,
    common_words,
    fit,
    free_of,
    nearness,
    place_of,
)

DISTRICT, STREET, OTHER_STREET, ONE, OTHER, FAR, GRID, REGIONAL = (UUID(int=n) for n in range(8))
KINDS = {
    DISTRICT: "district",
    STREET: "street",
    OTHER_STREET: "street",
    ONE: "community",
    OTHER: "community",
    FAR: "community",
    GRID: "grid",
    REGIONAL: "regional",
}
PARENTS = {
    DISTRICT: None,
    STREET: DISTRICT,
    OTHER_STREET: DISTRICT,
    ONE: STREET,
    OTHER: STREET,
    FAR: OTHER_STREET,
    GRID: ONE,
    REGIONAL: ONE,
}


def at(organisation):
    return place_of(organisation, PARENTS, KINDS)


def wish(title="夜间停车位紧张", kind="place", where=ONE):
    return Wish(kind, title, at(where))


def offer(title="夜间停车位", kind="place", where=ONE, free=1):
    return Offer(kind, title, at(where), free)


def test_that_near_is_the_same_community_then_the_same_street():
    assert nearness(at(GRID), at(REGIONAL)) == "community"
    assert nearness(at(ONE), at(OTHER)) == "street"
    assert nearness(at(ONE), at(FAR)) == "district"
    assert nearness(at(ONE), place_of(UUID(int=99), PARENTS, KINDS)) == "district"


def test_that_a_circle_of_superiors_ends():
    assert len(place_of(ONE, {ONE: STREET, STREET: ONE}, KINDS).line) == 2


def test_that_what_has_neither_kind_nor_words_in_common_does_not_fit():
    assert fit(wish(), offer("轮椅", "goods")) is None
    assert fit(wish(), offer("操场", "place")) is not None
    assert fit(wish(), offer("停车场看护", "service")) is not None


def test_that_fits_are_ordered_by_words_kind_and_nearness_and_what_is_used_up_comes_last():
    best = fit(wish(), offer())
    lower = [
        fit(wish(), offer(where=OTHER)),
        fit(wish(), offer(where=FAR)),
        fit(wish(), offer("操场", where=FAR)),
        fit(wish(), offer(free=0)),
    ]
    points = [best.points, *(each.points for each in lower)]
    assert points == sorted(points, reverse=True)
    assert len(set(points)) == len(points)


def test_that_the_reasons_say_why():
    told = fit(wish(), offer(where=OTHER, free=3)).reasons("场地", "个")

    assert told == ("同为场地类", "同街道", "还有3个", "都提到“夜间停车位”")
    assert "已排满" in fit(wish(), offer(free=0)).reasons("场地", "个")


def test_that_words_everybody_uses_are_no_reason():
    assert common_words("社区居民服务", "居民社区服务") == ()
    assert common_words("为独居老人送餐", "独居老人助餐") == ("独居老人",)


@settings(max_examples=60)
@given(
    st.text("急救箱包社区居民老人a1 ", max_size=12), st.text("急救箱包社区居民老人a1 ", max_size=12)
)
def test_that_common_words_stand_in_both(one, other):
    for word in common_words(one, other):
        assert len(word) >= 2
        assert word in one
        assert word in other


@given(
    st.integers(0, 9), st.lists(st.sampled_from(["open", "claimed", "running", "done", "stopped"]))
)
def test_that_what_is_free_is_what_no_running_project_holds(quantity, uses):
    free = free_of(quantity, uses)

    assert 0 <= free <= quantity
    assert free == quantity or any(each in ("open", "claimed", "running") for each in uses)


@settings(max_examples=40)
@given(st.integers(0, 24), st.integers(2016, 2030))
def test_that_the_days_of_a_year_lie_in_it_in_order_and_end_with_it(times, year):
    days = joint_rules.due_days(times, year)

    assert len(days) == times
    assert list(days) == sorted(days)
    assert all(each.year == year for each in days)
    assert not days or days[-1] == date(year, 12, 31)


def test_that_a_year_of_joint_meetings_is_green_amber_and_red():
    def stand(done, month, day=1):
        return joint_rules.meetings("joint_meeting", done, date(2026, month, day))

    assert (stand(0, 2).state, stand(0, 6).state, stand(0, 7).state) == ("good", "warning", "error")
    assert (stand(1, 7).state, stand(1, 12).state, stand(2, 12, 31).state) == (
        "good",
        "warning",
        "good",
    )
    assert stand(1, 7).next_due == date(2026, 12, 31)
    assert (stand(3, 7).next_due, stand(3, 7).show()) == (None, "3/2")


def test_that_a_kind_without_a_rule_is_only_counted():
    found = joint_rules.meetings("tripartite_meeting", 1, date(2026, 11, 20), wanted=False)

    assert (found.show(), found.state, found.next_due) == ("1", "good", None)
