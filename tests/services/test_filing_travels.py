"""Filed returns in packages: up to the district, the decision down again, and up once more."""

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import filing, history, package, records
from jianxi_desktop.services.return_board import board
from tests import factory
from tests.conftest import COMMUNITY

PERIOD = "2026-06"


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def friends(office, district, branch, drive):
    """The community and the district, which trust each other."""
    for one, other in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(other, drive))
    return office, district


def carry(sender, receiver, drive):
    """Let everything one office has reach the other."""
    to = COMMUNITY if receiver.unit.code == COMMUNITY else None
    packed = package.write_package(sender, drive, to=to)
    return package.merge_package(receiver, packed.file)


def hand_in(office):
    begun = filing.open_filing(office, "R3", PERIOD)
    filing.complete(office, begun.id)
    filing.submit(office, begun.id, explanation="已核对")
    return begun.id


def state(office, filing_id):
    return filing.page(office, filing_id).filing.state


def test_that_a_return_goes_up_comes_back_and_is_accepted_the_second_time(friends, drive, branch):
    community, district = friends
    one = hand_in(community)
    assert carry(community, district, drive).conflicts == 0
    assert state(district, one) == "submitted"

    filing.give_back(district, one, "第一网格的党课没有计入")
    stale = package.write_package(district, drive, to=COMMUNITY)
    assert package.merge_package(community, stale.file).conflicts == 0
    page = filing.page(community, one)
    assert (page.filing.state, page.filing.decided[1]) == ("returned", "管理员")
    assert "党课没有计入" in page.filing.answer

    key = f"{branch.hex}/general_meeting_times"
    filing.set_figure(community, one, key, "3", "补上三次")
    filing.complete(community, one)
    filing.submit(community, one, explanation="已补上")
    assert carry(community, district, drive).conflicts == 0
    again = filing.page(district, one)
    assert (again.filing.state, again.line(key).value) == ("submitted", 3)

    filing.accept(district, one, "好")
    assert carry(district, community, drive).conflicts == 0
    assert state(community, one) == "accepted"
    assert len(filing.page(community, one).filing.answer.splitlines()) == 2


def test_that_an_old_package_takes_nothing_back(friends, drive):
    community, district = friends
    one = hand_in(community)
    early = package.write_package(community, drive)
    package.merge_package(district, early.file)
    filing.give_back(district, one, "再核对")
    answer = package.write_package(district, drive, to=COMMUNITY)
    package.merge_package(community, answer.file)
    filing.complete(community, one)
    filing.submit(community, one, explanation="已核对")

    later = package.write_package(district, drive, to=COMMUNITY)
    assert package.merge_package(community, later.file).conflicts == 0
    assert state(community, one) == "submitted"
    assert carry(community, district, drive).conflicts == 0
    assert state(district, one) == "submitted"


def test_that_what_left_in_a_package_is_not_taken_back(friends, drive):
    community, _district = friends
    one = hand_in(community)
    filing.take_back(community, one)
    filing.complete(community, one)
    filing.submit(community, one, explanation="已核对")
    package.write_package(community, drive)
    with pytest.raises(InputError) as refused:
        filing.take_back(community, one)
    assert refused.value.code == "has_left"
    assert "请上级退回" in refused.value.user_message


def test_that_handing_in_is_not_undone_once_it_has_left(friends, drive):
    community, _district = friends
    one = hand_in(community)
    history.undo_last(community)
    assert state(community, one) == "complete"
    filing.submit(community, one, explanation="已核对")
    package.write_package(community, drive)
    with pytest.raises(ConflictError) as refused:
        history.undo_last(community)
    assert "已随数据包报出" in refused.value.details[0]
    assert state(community, one) == "submitted"


def test_that_the_district_sees_who_handed_in_and_what_would_be_different_now(
    friends, drive, branch
):
    community, district = friends
    one = hand_in(community)
    given = {"organisation": branch, "kind": "general_meeting", "topic": "支部党员大会"}
    factory.record_of(community, "activity", 1, **given, held_on="2026-06-08")
    carry(community, district, drive)
    page = filing.page(district, one)
    moved = {each.name for each in page.moved}
    assert any("支部党员大会 次数" in each for each in moved)
    assert page.steps == ("give_back", "accept")
    rows = [each for each in board(district, PERIOD, code="R3").rows if each.filing == one]
    assert rows[0].submitted_on == calendar.today().isoformat()


def test_that_a_decision_is_undone_where_it_was_taken(friends, drive):
    community, district = friends
    one = hand_in(community)
    carry(community, district, drive)
    filing.accept(district, one)
    history.undo_last(district)
    assert state(district, one) == "submitted"


def test_that_other_records_are_told_apart_as_before(friends, drive, branch):
    """A row that both offices wrote goes on waiting for a person."""
    community, district = friends
    carry(community, district, drive)
    for office, name in ((community, "甲党支部"), (district, "乙党支部")):
        ledger = office.catalog["organisation"]
        found = records.find_record(office, ledger, branch)
        seen = records.Seen(found.id, found.version, found.companion)
        records.save_record(office, ledger, {"name": name}, seen)
    assert carry(community, district, drive).conflicts == 1
