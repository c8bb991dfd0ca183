"""Packages between offices: what is taken, what is refused, what waits for a person."""

import hashlib
import json
import shutil
import time
from datetime import date

import pytest
from sqlalchemy import update

from jianxi_desktop.db import fold_rows, system
from jianxi_desktop.domain.deeds import EVENTS
from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import (
    audit,
    divisions,
    history,
    indicator_sets,
    observation,
    package,
    records,
)
from jianxi_desktop.services import office as offices
from tests import factory


def people(office):
    return records.count_rows(office, office.catalog["person"], Query())


def rename(office, person, name):
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, person)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, {"name": name}, seen)


def writes_of(office, person):
    with office.store.read() as connection:
        return fold_rows.writes_of(connection, office.catalog["person"], person)


def name_of(office, person):
    return records.find_record(office, office.catalog["person"], person).values["name"]


def records_only(office):
    """Everything but what a database notes about itself and about packages."""
    return {
        name: rows
        for name, rows in factory.dump(office).items()
        if name not in ("sync_package", "sync_replica", "sync_change", "sync_partner", "sync_peer")
    }


def test_that_a_community_that_came_to_another_street_hands_its_packages_there(tmp_path, drive):
    def found(code, on=None):
        path = tmp_path / f"{code}.jxdb"
        return offices.lay_down(path, code, password="correct-horse-1921", on=on).office

    moved = found("410305004005", date(2021, 12, 31))
    for code in ("410305", "410305001", "410305004"):
        above = found(code)
        package.trust_card(moved, package.save_card(above, drive))
        above.close()
    assert [card.unit for card in package.superiors(moved)] == ["410305", "410305004"]
    divisions.apply_divisions(moved)
    assert [card.unit for card in package.superiors(moved)] == ["410305", "410305001"]
    packed = package.write_package(moved, drive)
    assert packed.receivers == ("涧西区", "湖北路街道")
    moved.close()


def test_that_offices_that_each_follow_the_list_do_not_conflict(tmp_path, drive):
    d2021 = date(2021, 12, 31)
    offices_of = []
    for code in ("410305", "410305004005", "410305006003"):
        path = tmp_path / f"{code}.jxdb"
        made = offices.lay_down(path, code, password="correct-horse-1921", on=d2021)
        offices_of.append(made.office)
    above, *below = offices_of
    for one in below:
        package.trust_card(one, package.save_card(above, drive))
        package.trust_card(above, package.save_card(one, drive))
    for each in offices_of:
        divisions.apply_divisions(each)
    lines = records.count_rows(above, above.catalog["territory_change"], Query())
    for one in below:
        merged = package.merge_package(above, package.write_package(one, drive).file)
        assert merged.conflicts == 0
    assert records.count_rows(above, above.catalog["territory_change"], Query()) == lines
    assert divisions.division_changes(above) == ()
    for each in offices_of:
        each.close()


def test_that_a_package_brings_every_record_of_the_community(friends, member, drive):
    office, district = friends
    packed = package.write_package(office, drive)
    merged = package.merge_package(district, packed.file)
    assert (merged.new, merged.applied, merged.conflicts) == (4, 4, 0)
    assert packed.writes == merged.applied + merged.skipped
    assert merged.by_ledger["党员台账"] == 1
    assert name_of(district, member) == "李𠮷"
    assert {"person", "membership", "organisation"} <= merged.touched
    tree = {node.name: node for node in records.organisation_tree(district)}
    assert tree["第一网格党支部"].members == 1


def test_that_the_search_of_the_district_finds_what_came(friends, member, drive):
    office, district = friends
    package.merge_package(district, package.write_package(office, drive).file)
    ledger = district.catalog["person"]
    assert records.count_rows(district, ledger, Query(words="𠮷 1234")) == 1


def test_that_the_same_package_again_changes_nothing(friends, member, drive):
    office, district = friends
    packed = package.write_package(office, drive)
    package.merge_package(district, packed.file)
    before = factory.dump(district)
    again = package.merge_package(district, packed.file)
    assert again.duplicate
    assert (again.applied, again.skipped) == (0, packed.writes)
    assert factory.dump(district) == before


def test_that_what_came_is_nothing_of_ours_to_take_back(friends, member, drive):
    office, district = friends
    package.merge_package(district, package.write_package(office, drive).file)
    with pytest.raises(InputError) as refused:
        history.undo_last(district)
    assert refused.value.code in ("nothing_to_undo", "final")
    assert name_of(district, member) == "李𠮷"


def test_that_a_trial_says_the_same_and_changes_nothing(friends, member, drive):
    office, district = friends
    packed = package.write_package(office, drive)
    before = factory.dump(district)
    tried = package.merge_package(district, packed.file, trial=True)
    assert factory.dump(district) == before
    assert tried.touched == frozenset()
    done = package.merge_package(district, packed.file)
    assert (done.applied, done.by_ledger) == (tried.applied, tried.by_ledger)


def test_that_a_later_package_brings_what_changed(friends, member, drive):
    office, district = friends
    package.merge_package(district, package.write_package(office, drive).file)
    rename(office, member, "李𠮷祥")
    merged = package.merge_package(district, package.write_package(office, drive).file)
    assert merged.applied >= 1
    assert merged.conflicts == 0
    assert name_of(district, member) == "李𠮷祥"


def test_that_an_older_package_after_a_newer_takes_nothing_back(friends, member, drive):
    office, district = friends
    older = package.write_package(office, drive).file
    rename(office, member, "李𠮷祥")
    newer = package.write_package(office, drive).file
    package.merge_package(district, newer)
    before = records_only(district)
    merged = package.merge_package(district, older)
    assert (merged.applied, merged.conflicts) == (0, 0)
    assert records_only(district) == before


def test_that_a_removal_travels(friends, member, drive):
    office, district = friends
    package.merge_package(district, package.write_package(office, drive).file)
    version = records.find_record(office, office.catalog["person"], member).version
    records.remove_record(office, office.catalog["person"], member, version, "重复登记")
    package.merge_package(district, package.write_package(office, drive).file)
    assert people(district) == 0


def test_that_what_both_wrote_stays_and_is_counted(friends, member, drive):
    office, district = friends
    package.merge_package(district, package.write_package(office, drive).file)
    rename(district, member, "区里改的")
    rename(office, member, "社区改的")
    merged = package.merge_package(district, package.write_package(office, drive).file)
    assert merged.conflicts == 1
    assert name_of(district, member) == "社区改的"  # the later one, until a person chooses
    writes = writes_of(district, member)
    assert {write.values["name"] for write in writes} == {"李𠮷", "区里改的", "社区改的"}


def test_that_two_communities_do_not_mix(founded, friends, member, drive, tmp_path):
    from jianxi_desktop.services.office import found_office

    office, district = friends
    other = found_office(tmp_path / "o.jxdb", "410305001001", password="correct-horse-1921").office
    for one, two in ((other, district), (district, other)):
        package.trust_card(one, package.save_card(two, drive))
    factory.record_of(other, "person", 3)
    for each in (office, other):
        package.merge_package(district, package.write_package(each, drive).file)
    assert people(district) == 2
    names = [node.name for node in records.organisation_tree(district)]
    assert names.count("第一网格党支部") == 2
    other.close()


def test_that_a_package_of_an_unknown_office_is_refused(office, district, member, drive):
    package.trust_card(office, package.save_card(district, drive))
    packed = package.write_package(office, drive)
    before = factory.dump(district)
    with pytest.raises(JianxiError) as refused:
        package.merge_package(district, packed.file)
    assert refused.value.user_message
    assert factory.dump(district) == before
    found = package.inspect_package(district, packed.file)
    assert package.manifest_of(found)["sender"] is None
    assert package.manifest_of(found)["refused"]["code"] == refused.value.code


def test_that_a_package_for_somebody_else_is_refused(friends, demo, member, drive):
    office, _district = friends
    packed = package.write_package(office, drive)
    package.trust_card(demo, package.save_card(office, drive))
    before = factory.dump(demo)
    with pytest.raises(JianxiError):
        package.merge_package(demo, packed.file)
    assert factory.dump(demo) == before


@pytest.mark.parametrize("place", [0, 40, -200, -1])
def test_that_a_damaged_package_changes_nothing(friends, member, drive, place):
    office, district = friends
    packed = package.write_package(office, drive)
    data = bytearray(packed.file.read_bytes())
    data[place] ^= 1
    packed.file.write_bytes(data)
    before = factory.dump(district)
    with pytest.raises(JianxiError):
        package.merge_package(district, packed.file)
    assert factory.dump(district) == before


def test_that_a_package_names_nobody_outside(friends, member, drive):
    office, _district = friends
    data = package.write_package(office, drive).file.read_bytes()
    for secret in ("李𠮷", "99010119650312002X", "13800001234", "第一网格"):
        assert secret.encode() not in data


def test_that_without_a_card_of_the_receiver_nothing_is_written(office, drive):
    before = factory.dump(office)
    with pytest.raises(InputError) as refused:
        package.write_package(office, drive)
    assert refused.value.code == "no_receiver"
    assert list(drive.iterdir()) == []
    assert factory.dump(office) == before


def test_that_a_drive_that_is_gone_changes_nothing(friends, drive):
    office, _district = friends
    shutil.rmtree(drive)
    before = factory.dump(office)
    with pytest.raises(JianxiError):
        package.write_package(office, drive)
    assert factory.dump(office) == before


def test_that_packages_are_numbered_and_never_written_over(friends, member, drive):
    office, district = friends
    files = [package.write_package(office, drive).file for _ in range(3)]
    assert len(set(files)) == 3
    numbers = [package.inspect_package(district, file).header.number for file in files]
    assert numbers == [1, 2, 3]


def test_that_our_own_card_is_not_trusted(office, drive):
    with pytest.raises(InputError) as refused:
        package.trust_card(office, package.save_card(office, drive))
    assert refused.value.code == "own_card"


def test_that_new_keys_still_open_what_was_locked_for_the_old(friends, member, drive):
    office, district = friends
    packed = package.write_package(office, drive)
    before = package.office_card(district).fingerprint
    package.renew_keys(district)
    assert package.office_card(district).fingerprint != before
    assert package.merge_package(district, packed.file).applied == 4


def test_that_stopping_leaves_nothing(friends, member, drive):
    from jianxi_desktop.domain.progress import StoppedError

    office, district = friends
    packed = package.write_package(office, drive)

    def stop(done, total):
        raise StoppedError("stopped", user_message="已停止。", code="stopped")

    for changed, work in (
        (office, lambda: package.write_package(office, drive, progress=stop)),
        (district, lambda: package.merge_package(district, packed.file, progress=stop)),
    ):
        before = factory.dump(changed)
        with pytest.raises(StoppedError):
            work()
        assert factory.dump(changed) == before
    assert [file.name for file in drive.rglob("*.jxp")] == [packed.file.name]
    assert list(drive.rglob("*.part")) == []


def test_that_packing_trusting_and_new_keys_are_noted(friends, member, drive):
    office, district = friends
    packed = package.write_package(office, drive)
    package.renew_keys(office)
    events = [each for each in audit.list_events(office) if each.action in EVENTS]
    assert [each.action for each in events] == ["renew_keys", "pack", "trust"]
    renewed, written, _trusted = events
    assert written.detail["sha256"] == hashlib.sha256(packed.file.read_bytes()).hexdigest()
    assert (written.detail["records"], written.detail["to"]) == (packed.records, ["410305"])
    package.trust_card(office, package.save_card(district, drive))
    assert audit.list_events(office)[0].hlc == renewed.hlc  # it was trusted already


def test_that_the_shipped_sets_of_two_offices_are_one_and_the_same(friends, drive):
    community, district = friends
    for each in friends:
        indicator_sets.install_ready(each, date(2026, 11, 20))
    observation.plan_round(community, step="street_internal", period="2026H2")
    merged = package.merge_package(district, package.write_package(community, drive).file)
    assert merged.conflicts == 0
    titles = [each.title for each in indicator_sets.list_sets(district)]
    assert titles == ["综合观摩（第1版）", "阵地观摩（第1版）", "快速走访（第1版）"]
    assert [each.indicators for each in indicator_sets.list_sets(district)] == [17, 10, 8]
    assert indicator_sets.list_sets(district)[0].state == "in_use"


def test_that_a_clock_far_ahead_and_a_shorter_record_of_events_are_told(
    friends, member, drive, monkeypatch
):
    office, district = friends
    assert package.merge_package(district, package.write_package(office, drive).file).warnings == ()
    late = time.time() + 3 * 86_400
    with monkeypatch.context() as later:
        later.setattr("jianxi_desktop.db.journal.time.time", lambda: late)
        rename(office, member, "李𠮷祥")
    with district.store.writing() as connection:
        audit = json.dumps([999, "0" * 64])
        connection.execute(update(system.partner).values(audit=audit))
    merged = package.merge_package(district, package.write_package(office, drive).file)
    assert "快一天以上" in merged.warnings[0]
    assert "操作日志比上次短" in merged.warnings[1]
    assert name_of(district, member) == "李𠮷祥"
