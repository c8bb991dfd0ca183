"""Packages and trust: what a withdrawal stops, what renewed keys go on with, a PC lost."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import package, records, trust, verify
from jianxi_desktop.services.known_offices import known_offices, own_withdrawal
from jianxi_desktop.services.lost_computers import arrival_steps, lost_steps
from tests import factory
from tests.conftest import COMMUNITY, PASSWORD
from tests.services.trusting import carry as tell
from tests.services.trusting import copy_of, give


@pytest.fixture
def drive(tmp_path):
    folder = tmp_path / "drive"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(founded, tmp_path):
    """Opens the databases of further units."""
    made = []

    def make(code):
        made.append(copy_of(founded, code, tmp_path))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def new(tmp_path):
    """The database on the community's new PC, founded after the other."""
    made = offices.lay_down(tmp_path / "new.jxdb", COMMUNITY, password=PASSWORD).office
    trust.renew_keys(made)
    yield made
    made.close()


@pytest.fixture
def friends(office, district, drive):
    meet(office, district, drive)
    return office, district


def meet(one, other, drive):
    """Let two offices trust each other."""
    give(one, other, drive)
    give(other, one, drive)


def carry(sender, receiver, drive, **how):
    """Write a package for an office and take it there."""
    packed = package.write_package(sender, drive, to=receiver.unit.code, **how)
    return package.merge_package(receiver, packed.file)


def refusal(receiver, file):
    before = factory.dump(receiver)
    with pytest.raises(InputError) as refused:
        package.merge_package(receiver, file)
    after = factory.dump(receiver)
    assert {name: rows for name, rows in after.items() if name != "sync_package"} == {
        name: rows for name, rows in before.items() if name != "sync_package"
    }
    return refused.value.code


def venues(office):
    return records.count_rows(office, office.catalog["venue"], Query())


def test_that_nothing_comes_from_a_withdrawn_key_and_what_came_stays(friends, drive):
    office, district = friends
    factory.record_of(office, "venue")
    carry(office, district, drive)
    trust.withdraw(district, trust.office_card(office).fingerprint, "电脑遗失")
    factory.record_of(office, "venue", 1)
    packed = package.write_package(office, drive)
    assert refusal(district, packed.file) == "package_withdrawn"
    assert venues(district) == 1


def test_that_a_street_that_took_more_of_a_revoked_key_is_not_stuck(friends, opened, drive):
    office, district = friends
    street = opened("410305008")
    for other in (office, district):
        meet(street, other, drive)
    factory.record_of(office, "venue")
    carry(office, district, drive)
    factory.record_of(office, "venue", 1)
    carry(office, street, drive)
    trust.withdraw(district, trust.office_card(office).fingerprint, "电脑遗失")
    factory.record_of(street, "venue", 2)
    early = package.write_package(street, drive, to="410305")
    assert refusal(district, early.file) == "package_withdrawn_inside"
    carry(district, street, drive)  # the revocation comes down
    assert [each.unit for each in trust.trusted_offices(street)] == ["410305"]
    carry(street, district, drive)
    assert (venues(street), venues(district)) == (3, 2)


def test_that_a_lost_pc_gets_everything_back_from_the_district(friends, member, new, drive):
    office, district = friends
    first = carry(office, district, drive)
    lost = trust.office_card(office)
    trust.withdraw(district, lost.fingerprint, "电脑遗失")
    meet(new, district, drive)
    assert lost_steps(district, lost.key_id).next.key == "send"
    back = carry(district, new, drive)  # the first for a PC is whole
    assert back.new > 0
    assert records.find_record(new, new.catalog["person"], member).values["name"] == "李𠮷"
    assert all(step.done for step in arrival_steps(new))
    assert lost_steps(district, lost.key_id).next.key == "merge"
    factory.record_of(new, "venue")
    carry(new, district, drive)
    steps = lost_steps(district, lost.key_id)
    assert steps.next is None
    assert f"第 {first.number} 号" in steps.steps[0].hint
    assert venues(district) == 1
    old = package.write_package(office, drive)
    assert refusal(district, old.file) == "package_withdrawn"


def test_that_renewed_keys_go_on_where_the_old_ones_stopped(friends, member, drive):
    office, district = friends
    carry(office, district, drive)
    factory.record_of(office, "venue")
    on_its_way = package.write_package(office, drive)
    trust.renew_keys(office)
    factory.record_of(office, "venue", 1)
    unknown = package.write_package(office, drive)
    assert refusal(district, unknown.file) == "package_sender_unknown"
    give(district, office, drive)
    assert package.merge_package(district, unknown.file).new == 2
    assert package.merge_package(district, on_its_way.file).duplicate
    assert venues(district) == 2
    assert carry(district, office, drive).sender == "涧西区"


def test_that_the_districts_renewed_keys_are_accepted_and_its_old_changes_still_count(
    friends, opened, drive
):
    office, district = friends
    factory.record_of(district, "policy_document")
    carry(office, district, drive)
    carry(district, office, drive)
    trust.renew_keys(district)
    factory.record_of(district, "policy_document", 1)
    packed = package.write_package(district, drive, to=office.unit.code)
    assert refusal(office, packed.file) == "package_sender_unknown"
    give(office, district, drive)
    package.merge_package(office, packed.file)
    assert records.count_rows(office, office.catalog["policy_document"], Query()) == 2
    late = opened("410305007001")
    meet(late, district, drive)  # it never saw the district's first key
    carry(district, late, drive)
    assert records.count_rows(late, late.catalog["policy_document"], Query()) == 2


def test_that_a_package_says_who_sent_the_last_one(friends, drive):
    office, district = friends
    carry(office, district, drive)
    (known,) = known_offices(district)
    assert (known.last.number, known.last.at[:4]) == (1, "2026")


@pytest.mark.parametrize("told_first", [True, False])
def test_that_what_a_key_wrote_before_its_revocation_was_known_is_not_lost(
    friends, drive, told_first
):
    """The district was wrong: the PC is not lost, and has written meanwhile."""
    office, district = friends
    factory.record_of(office, "venue")
    carry(office, district, drive)
    factory.record_of(office, "venue", 1)
    trust.withdraw(district, trust.office_card(office).fingerprint, "以为电脑遗失")
    if told_first:
        tell(district, office)
    else:
        trust.renew_keys(office)
        factory.record_of(office, "venue", 2)
        give(district, office, drive)
        inside = package.write_package(office, drive)
        assert refusal(district, inside.file) == "package_withdrawn_inside"
        carry(district, office, drive)
    assert own_withdrawal(office).why == "以为电脑遗失"
    trust.renew_keys(office)
    assert own_withdrawal(office) is None
    give(district, office, drive)
    carry(office, district, drive)
    assert venues(district) == venues(office) == (2 if told_first else 3)
    assert all(check.ok for check in verify.verify(office))
    carry(district, office, drive)
