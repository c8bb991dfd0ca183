"""The district's return: each figure against records made by hand, in a file and on a server."""

import contextlib
from datetime import date

import pytest

from jianxi_desktop.domain.district_return import figure_rules
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.services import records, returns
from jianxi_desktop.services.return_records import records_behind
from tests import factory
from tests.postgres import EITHER_PLACE
from tests.services.district_records import (
    DAY,
    FIGURES,
    PILOT,
    PROBLEM,
    Place,
    activity,
    organisation,
)

IDS = [f"A{n:02}" for n in range(1, 39)] + ["B01", "B02", "B03"]


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def place(office):
    """The office, to be written to."""
    return Place(office)


@pytest.mark.parametrize("figure", FIGURES)
def test_that_a_figure_moves_with_its_records(place, figure):
    ledger, values_of, adds, excluding = FIGURES[figure]
    values = values_of(place)
    for changed in excluding:
        place.insert(ledger, **(values | changed))
    before = place.values()[figure]
    made = place.insert(ledger, **values)
    assert place.values()[figure] == before + adds
    behind = records_behind(place.office, "R0", figure, as_of=DAY)
    assert made in {row.id for row in behind.rows}
    assert behind.figure.value == before + adds
    assert (behind.ledger.key, behind.total) == (ledger, len(behind.rows))
    place.remove(ledger, made)
    assert place.values()[figure] == before


def test_that_each_figure_is_in_the_rules_and_can_be_asked_for(place):
    assert sorted(rule.id for rule in figure_rules(DAY)) == IDS
    assert list(returns.figures_by_id(place.result())) == IDS
    for figure in IDS:
        behind = records_behind(place.office, "R0", figure, as_of=DAY)
        assert behind.total == len(behind.rows)


def test_that_a_plan_of_the_street_makes_its_pilot_complete(place):
    street = place.insert("territory", **PILOT)
    values = organisation("street", "working_committee")(place) | {"territory": street}
    body = place.insert("organisation", **values)
    plan = {"title": "试点台账", "kind": "pilot", "organisation": body}
    place.insert("work_plan", **plan, adopted_on="2018-10-01")
    place.insert("work_plan", **plan, adopted_on="2018-04", closed_on="2018-09")
    place.insert("work_plan", **(plan | {"kind": "annual"}), adopted_on="2018-04")
    assert (place.values()["A11"], place.values()["A12"]) == (1, 0)
    in_street = Place(factory.limited(place.office, body))
    assert "没有工作台账的街道1个：试街道" in check(in_street, "A12=A11").detail
    for day in ("2018-04", "2018-05"):
        place.insert("work_plan", **plan, adopted_on=day)
    assert place.values()["A12"] == 1
    assert check(in_street, "A12=A11").ok


def test_that_one_unit_counts_once_whoever_it_builds_with(place):
    branch = place.insert("organisation", **organisation("grid")(place))
    for with_whom, unit in ((place.own, "甲厂"), (branch, "甲厂"), (branch, "乙厂")):
        values = {"organisation": with_whom, "unit": place.unit(unit), "role": "co_builder"}
        place.insert("organisation_unit", **values)
    behind = records_behind(place.office, "R0", "A13", as_of=DAY)
    assert (behind.figure.value, behind.total) == (2, 3)
    assert behind.values == (("甲厂", 2), ("乙厂", 1))
    assert sorted(row.part for row in behind.rows) == ["乙厂", "甲厂", "甲厂"]


def test_that_a_community_visited_twice_counts_once_and_the_others_are_named(place):
    other = organisation("community", "party_committee")(place) | {"name": "试二社区党委"}
    place.insert("organisation", **other)
    for step in ("street_internal", "street_cross"):
        place.insert(
            "observation_visit",
            round=place.round(step=step),
            organisation=place.own,
            position=1,
            form_number=step,
            visited_on="2018-06",
        )
    whole = place.values()["A02"]
    assert place.values()["A37"] == 1
    figure = records_behind(place.office, "R0", "A37", as_of=DAY).figure
    assert figure.shown == f"1/{whole}"
    named = records_behind(place.office, "R0", "A37", as_of=DAY).values
    assert [number for _name, number in named] == [2]
    place.insert("territory", name="试二社区", kind="community")
    assert "试二社区党委" in check(place, "A37=A02").detail


def test_that_a_branch_dissolved_on_a_day_stood_the_day_before(place):
    place.insert("organisation", **organisation("grid")(place))
    ended = place.insert("organisation", **organisation("grid")(place))
    ledger = place.office.catalog["organisation"]
    seen = records.find_record(place.office, ledger, ended)
    with contextlib.suppress(InputError):  # a rule may ask for a document
        records.save_record(
            place.office, ledger, {"dissolved_on": "2018-09-30"}, records.Seen(ended, seen.version)
        )
        assert place.values()["A07"] == 1
        assert place.values(date(2018, 9, 29))["A07"] == 2


def test_that_a_later_change_of_form_is_taken_back(place):
    values = organisation("community", "party_committee")(place)
    raised = place.insert("organisation", **values)
    before = place.values()
    place.insert(
        "organisation_change",
        organisation=raised,
        kind="upgraded",
        changed_on="2019-05",
        old_form="general_branch",
        new_form="party_committee",
        old_name="旧名",
    )
    place.insert(
        "organisation_change",
        organisation=raised,
        kind="renamed",
        changed_on="2019-06",
        old_name="更晚的名",
    )
    now = place.values()
    assert (now["A03"], now["A04"]) == (before["A03"] - 1, before["A04"] + 1)
    assert place.values(date(2019, 5, 1))["A03"] == before["A03"]
    row = next(
        r for r in records_behind(place.office, "R0", "A04", as_of=DAY).rows if r.id == raised
    )
    assert row.caption == "旧名"
    assert row.cells[:2] == ("旧名", "党总支")
    assert place.result().checks[0].ok


def check(place, ending):
    """Give a check by the equation at its end."""
    return next(c for c in place.result().checks if c.rule.endswith(f"（{ending}）"))


def test_that_figures_are_written_as_the_return_does(place):
    for number in range(12):
        place.insert("problem", **(PROBLEM | {"organisation": place.own, "closed_on": "2018-09"}))
        if number == 8:
            assert shown(place)["A15"] == "9"
    assert shown(place)["A15"] == "10余"
    values = {"organisation": place.own, "kind": "work", "name": "片"}
    place.insert("showcase", **values, plays=9_999)
    assert shown(place)["A30"] == "9999"
    place.insert("showcase", **values, plays=805_000)
    assert shown(place)["A30"] == "超过81万次"
    given = {"venue": place.base(), "title": "装修", "spent_on": "2018-03"}
    place.insert("expenditure", **given, amount=170_012_345_6)
    assert (place.values()["A25"], shown(place)["A25"]) == (1700.12, "1700余万元")
    modes = ("indoor;courtyard", "fixed", "mobile;online")
    for each in modes:
        place.insert("activity", **activity("lecture", modes=each)(place))
    assert shown(place)["A34"] == "2对5种"
    assert (shown(place)["B01"], shown(place)["B02"], shown(place)["B03"]) == ("6", "2", "97")


def shown(place):
    named = returns.figures_by_id(place.result())
    return {figure: each["shown"] for figure, each in named.items()}


def test_that_what_is_told_apart_is_named(place):
    for kind, mode in (("lecture", "fixed;online"), ("lecture", "fixed")):
        place.insert("activity", **activity(kind, modes=mode)(place))
    behind = records_behind(place.office, "R0", "A34", as_of=DAY)
    assert behind.values == (("固定讲", 2), ("线上讲", 1))
    assert [row.part for row in behind.rows] == ["固定讲、线上讲", "固定讲"]
    assert behind.figure.detail == "固定讲、线上讲"
    behind = records_behind(place.office, "R0", "A23", as_of=DAY, limit=1)
    assert (behind.total, len(behind.rows), behind.values) == (2, 1, ())


def test_that_numbers_stay_masked_behind_a_figure(place):
    values = {"organisation": place.own, "kind": "grid", "form": "branch", "name": "甲党支部"}
    place.insert("organisation", **values, phone="13800001234")
    behind = records_behind(place.office, "R0", "A07", as_of=DAY)
    assert "13800001234" not in repr(behind.rows)
    assert "138****1234" in behind.rows[0].cells


@pytest.mark.parametrize(("code", "figure"), [("R0", "A99"), ("R2", "R2.99.1"), ("R9", "A01")])
def test_that_a_figure_that_does_not_exist_is_told(place, code, figure):
    with pytest.raises(UsageError) as refused:
        records_behind(place.office, code, figure, as_of=DAY)
    assert refused.value.code == "no_such_figure"
    assert ("A38" if code == "R0" else f"{code}.") in refused.value.user_message


def test_that_a_day_before_the_return_is_refused(place):
    with pytest.raises(InputError) as refused:
        returns.make_return(place.office, "R0", as_of=date(2015, 12, 31))
    assert refused.value.code == "no_rules"


def test_that_who_is_limited_sees_figures_of_his_own_alone(place):
    ours = place.insert("organisation", **organisation("grid")(place))
    theirs = place.insert("organisation", **organisation("grid")(place))
    for branch in (ours, theirs, theirs):
        values = {"organisation": branch, "topic": "讲", "kind": "lecture", "held_on": "2018-05"}
        place.insert("activity", **values)
    limited = Place(factory.limited(place.office, ours))
    assert (place.values()["A07"], place.values()["A23"]) == (2, 3)
    found = limited.values()
    assert (found["A07"], found["A23"], found["A01"], found["A02"]) == (1, 1, 0, 0)
    assert [row.id for row in records_behind(limited.office, "R0", "A07", as_of=DAY).rows] == [ours]


def test_that_the_committee_of_a_community_sees_its_territory(place):
    limited = Place(factory.limited(place.office, place.own))
    place.insert("territory", name="别的社区", kind="community")
    assert place.values()["A02"] == 2
    assert limited.values()["A02"] == 1
