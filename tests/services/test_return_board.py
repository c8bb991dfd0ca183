"""The board: which unit has sent what, on time, late, missing, not due yet; who is reminded."""

from datetime import date

import pytest

from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import filing, records
from jianxi_desktop.services.return_board import board, reminders
from tests import factory

JUNE, DUE = "2026-06", date(2026, 7, 5)


@pytest.fixture
def communities(district):
    """Two communities of one street, in the district's database."""
    street = next(row for row in records.organisation_tree(district) if row.kind == "street")
    ledger, made = district.catalog["organisation"], []
    for name in ("武汉路社区党委", "长安路社区党委"):
        values = {"name": name, "form": "party_committee", "kind": "community"}
        made.append(records.save_record(district, ledger, values | {"parent": street.id}).id)
    return street.id, *made


def hand_in(district, organisation, on="2026-07-03", code="R3", period=JUNE):
    own = factory.limited(district, organisation)
    begun = filing.open_filing(own, code, period)
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")
    with district.change("change") as change:
        row = Edit(begun.id, {"submitted_on": on})
        update_rows(change, district.catalog["return_filing"], [row])
    return begun.id


def row_of(district, unit, *, today, code="R3"):
    found = board(district, JUNE, today=today, code=code).rows
    return next(each for each in found if each.unit == unit)


def test_that_what_ends_on_the_day_is_asked_of_whoever_hands_it_in(district, communities):
    found = board(district, JUNE, today=date(2026, 7, 1))
    assert found.end == date(2026, 6, 30)
    asked = {code: period for code, _title, period in found.returns}
    assert (asked["R3"], asked["R4"], asked["R6"]) == ("2026-06", "2026B3", "2026Q2")
    assert (asked["R1"], asked["R0"]) == ("2026H1", "2026Q2")
    assert "P01" not in asked
    assert {each.level for each in found.rows if each.code == "R0"} == {"district"}
    assert len(found.units) == 14  # the district, eleven streets, two communities
    assert board(district, "2026-05").returns == board(district, "2026-05", code=None).returns
    assert "R6" not in {code for code, _t, _p in board(district, "2026-05").returns}


def test_that_it_is_on_time_late_missing_or_not_due(district, communities):
    _street, early, late = communities
    hand_in(district, early)
    hand_in(district, late, on="2026-07-09")
    assert row_of(district, early, today=date(2026, 8, 1)).timeliness == "on_time"
    assert row_of(district, late, today=date(2026, 8, 1)).timeliness == "late"
    street = row_of(district, communities[0], today=date(2026, 8, 1))
    assert (street.timeliness, street.state, street.filing) == ("missing", "", None)
    assert row_of(district, communities[0], today=DUE).timeliness == "not_due"
    assert row_of(district, early, today=DUE).due_on == DUE


def test_that_what_was_given_back_is_missing_again(district, communities):
    _street, community, _other = communities
    one = hand_in(district, community)
    filing.give_back(district, one, "再核对")
    row = row_of(district, community, today=date(2026, 8, 1))
    assert (row.timeliness, row.state, row.submitted_on) == ("missing", "returned", "2026-07-03")


def test_that_units_and_returns_are_counted(district, communities):
    _street, community, _other = communities
    hand_in(district, community)
    found = board(district, JUNE, today=date(2026, 8, 1), code="R3")
    assert found.counts() == {"on_time": 1, "missing": 13}
    assert found.counts(unit=community) == {"on_time": 1}
    assert found.counts(code="R3") == found.counts()
    assert len(found.missing) == 13


def test_that_a_street_sees_itself_and_its_communities(district, communities):
    street = communities[0]
    found = board(factory.limited(district, street), JUNE)
    assert [each for each, _name, _level in found.units] == list(communities)


def test_that_a_community_that_came_later_or_ended_is_asked_nothing(district, communities):
    _street, ended, late = communities
    ledger = district.catalog["organisation"]
    for one, values in (
        (ended, {"dissolved_on": "2026-03-01"}),
        (late, {"established_on": "2026-09-01"}),
    ):
        found = records.find_record(district, ledger, one)
        seen = records.Seen(found.id, found.version, found.companion)
        records.save_record(district, ledger, values, seen)
    units = {each for each, _name, _level in board(district, JUNE).units}
    assert not units & {ended, late}


def test_that_each_unit_is_reminded_of_all_it_owes(district, communities):
    _street, community, _other = communities
    hand_in(district, community)
    found = board(district, JUNE, today=date(2026, 8, 1))
    told = dict(reminders(district, found.rows, date(2026, 8, 1)))
    text = told["长安路社区党委"]
    assert text.startswith("催报通知\n长安路社区党委：")
    assert "《三会一课、主题党日执行情况统计表》（2026年6月），应于2026年7月5日前报送" in text
    assert text.endswith("涧西区\n2026年8月1日")
    assert "三会一课" not in told["武汉路社区党委"]


def test_that_what_is_no_period_is_told(district):
    with pytest.raises(InputError):
        board(district, "六月")
