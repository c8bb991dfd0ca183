"""Packages downwards: each unit gets what concerns it, and nothing of anybody else."""

import json
from types import SimpleNamespace

import pytest

from jianxi_desktop.db import shipping, write
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import (
    accounts,
    indicator_sets,
    package,
    records,
    trust,
    verify,
)
from jianxi_desktop.services import office as offices
from jianxi_desktop.sync import records as wire
from tests import factory
from tests.conftest import COMMUNITY, DISTRICT

OTHER = "410305001001"


@pytest.fixture
def offices_of(office, district, drive, tmp_path):
    """Two communities and the district, which trust each other."""
    other = offices.lay_down(tmp_path / "o.jxdb", OTHER, password="correct-horse-1921").office
    for one in (office, other):
        trust.trust_card(one, trust.save_card(district, drive))
        trust.trust_card(district, trust.save_card(one, drive))
    yield SimpleNamespace(ours=office, theirs=other, district=district, drive=drive)
    other.close()


def up(of, sender):
    return package.merge_package(of.district, package.write_package(sender, of.drive).file)


def down(of, receiver, **how):
    packed = package.write_package(of.district, of.drive, to=receiver.unit.code, **how)
    return package.merge_package(receiver, packed.file)


def person(office, name, branch):
    values = {"name": name, "branch": branch, "status": "full"}
    return records.save_record(office, office.catalog["person"], values).id


def move(office, one, branch):
    ledger = office.catalog["person"]
    found = records.find_record(office, ledger, one)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, {"branch": branch}, seen)


def names(office, ledger="person"):
    found = office.catalog[ledger]
    return sorted(row[found.caption.key] for row in factory.rows_of(office, found, Query()))


def contents(of, receiver):
    """Everything that a package to a unit says, as its receiver can read it."""
    packed = package.write_package(of.district, of.drive, to=receiver.unit.code, full=True)
    with package.checked_package(receiver, packed.file) as found:
        told = json.dumps(found.manifest, ensure_ascii=False).encode()
        return told + b"".join(r.body for r in found.records() if r.kind != wire.BLOB)


def sound(office):
    return [check.rule for check in verify.verify(office) if not check.ok]


def test_that_a_community_gets_what_the_district_wrote_about_it_and_of_nobody_else(offices_of):
    of = offices_of
    branch, other = factory.branch_of(of.ours), factory.branch_of(of.theirs, "别处党支部")
    person(of.ours, "李甲", branch)
    person(of.theirs, "赵乙", other)
    up(of, of.ours)
    up(of, of.theirs)
    person(of.district, "钱丙", branch)
    person(of.district, "孙丁", other)
    accounts.add_user(of.theirs, "别处的录入员", "correct-horse-1922", Role.EDITOR)
    up(of, of.theirs)
    text = contents(of, of.ours).decode()
    assert "钱丙" in text
    assert "别处的录入员" not in text
    assert not [name for name in ("赵乙", "孙丁", "别处党支部") if name in text]
    merged = down(of, of.ours)
    assert merged.conflicts == 0
    assert names(of.ours) == ["李甲", "钱丙"]
    assert down(of, of.theirs).new
    assert names(of.theirs) == ["孙丁", "赵乙"]
    assert [sound(each) for each in (of.ours, of.theirs, of.district)] == [[], [], []]


def test_that_places_of_others_stay_away(offices_of):
    of = offices_of
    before = names(of.ours, "territory")
    down(of, of.ours)
    assert names(of.ours, "territory") == before


def test_that_what_is_for_all_reaches_all(offices_of):
    of = offices_of
    indicator_sets.install_ready(of.district, calendar.today())
    planned = factory.record_of(of.district, "observation_round", 1)
    factory.record_of(of.district, "policy_document", 1)
    for each in (of.ours, of.theirs):
        down(of, each)
        titles = [found.title for found in indicator_sets.list_sets(each)]
        assert titles[0] == "综合观摩（第1版）"
        ledger = each.catalog["observation_round"]
        assert records.find_record(each, ledger, planned) is not None
        assert len(names(each, "policy_document")) == 1


def test_that_who_moves_in_brings_everything_and_who_moves_out_is_seen_to_go(offices_of):
    of = offices_of
    branch, other = factory.branch_of(of.ours), factory.branch_of(of.theirs, "别处党支部")
    moving = person(of.ours, "李甲", branch)
    factory.record_of(of.ours, "dues_record", 1, person=moving)
    up(of, of.ours)
    up(of, of.theirs)
    down(of, of.theirs)
    assert names(of.theirs) == []
    move(of.district, moving, other)
    merged = down(of, of.theirs)
    assert names(of.theirs) == ["李甲"]
    assert merged.by_ledger["党费收缴台账"] == 1
    down(of, of.ours)
    found = records.find_record(of.ours, of.ours.catalog["person"], moving)
    assert found is None or found.values["branch"] != branch
    assert [sound(each) for each in (of.ours, of.theirs, of.district)] == [[], [], []]


def test_that_nobody_writes_outside_his_subtree(offices_of):
    of = offices_of
    ledger = of.ours.catalog["organisation"]
    above = records.find_record(of.ours, ledger, of.ours.unit.organisation).values["parent"]
    values = {"name": "越级党支部", "form": "branch", "kind": "grid", "parent": above}
    with pytest.raises(InputError) as refused:
        records.save_record(of.ours, ledger, values)
    assert refused.value.code == "above_office"
    with of.ours.change("create") as change:  # as a program would that knows no such rule
        write.insert_rows(change, ledger, [values])
    before = factory.dump(of.district)
    with pytest.raises(InputError) as refused:
        up(of, of.ours)
    assert refused.value.code == "package_not_entitled"
    assert list(refused.value.details) == ["党组织台账"]
    assert factory.dump(of.district) == before


def test_that_a_task_comes_down_and_is_reported_done(offices_of):
    of = offices_of
    for each in (of.ours, of.theirs):
        factory.branch_of(each)
        up(of, each)
    district, ours = of.district, of.ours
    make = factory.record_of
    plan = make(district, "work_plan", 1, organisation=district.unit.organisation)
    task = make(
        district, "work_plan_item", 1, work_plan=plan, duty_organisation=ours.unit.organisation
    )
    make(
        district, "work_plan_item", 2, work_plan=plan, duty_organisation=of.theirs.unit.organisation
    )
    merged = down(of, ours)
    assert merged.by_ledger["工作台账事项"] == merged.by_ledger["工作台账"] == 1
    ledger = ours.catalog["work_plan_item"]
    found = records.find_record(ours, ledger, task)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(ours, ledger, {"evidence": "已完成"}, seen)
    assert up(of, ours).changed == 1
    assert records.find_record(district, ledger, task).values["evidence"] == "已完成"


def test_that_only_what_was_not_acknowledged_goes_again(offices_of):
    of = offices_of
    factory.branch_of(of.ours)
    up(of, of.ours)
    again = package.write_package(of.ours, of.drive)
    assert (again.records, again.full) == (2, True)  # nothing was acknowledged yet
    package.merge_package(of.district, again.file)
    down(of, of.ours)
    assert package.pending(of.ours).changes == 0
    factory.branch_of(of.ours, "第二党支部")
    sent = package.write_package(of.ours, of.drive)
    assert (sent.records, sent.full) == (1, False)
    assert package.pending(of.ours).changes == 1
    assert package.merge_package(of.district, sent.file).new == 1


def test_that_a_street_hands_on_both_ways(offices_of, tmp_path):
    of = offices_of
    street = offices.lay_down(tmp_path / "s.jxdb", OTHER[:9], password="correct-horse-1921").office
    for one, other in ((of.theirs, street), (street, of.district)):
        trust.trust_card(one, trust.save_card(other, of.drive))
        trust.trust_card(other, trust.save_card(one, of.drive))
    branch = factory.branch_of(of.theirs, "别处党支部")
    person(of.theirs, "赵乙", branch)
    package.merge_package(street, package.write_package(of.theirs, of.drive, to=OTHER[:9]).file)
    assert up(of, street).conflicts == 0
    assert names(of.district) == ["赵乙"]
    person(of.district, "孙丁", branch)
    packed = package.write_package(of.district, of.drive, to=OTHER[:9])
    package.merge_package(street, packed.file)
    packed = package.write_package(street, of.drive, to=OTHER)
    package.merge_package(of.theirs, packed.file)
    assert names(of.theirs) == ["孙丁", "赵乙"]
    assert [sound(each) for each in (street, of.theirs, of.district)] == [[], [], []]
    street.close()


def test_that_histories_name_who_wrote_it_where(offices_of):
    from jianxi_desktop.services import history

    of = offices_of
    branch = factory.branch_of(of.ours)
    one = person(of.ours, "李甲", branch)
    up(of, of.ours)
    line = history.history_of(of.district, of.district.catalog["person"], one)[0]
    assert (line.who, line.action) == ("管理员", "新增")
    assert line.pc != "本机"


@pytest.mark.parametrize("limit", [1, 2_000])
def test_that_a_sending_of_several_parts_is_taken_part_by_part(offices_of, monkeypatch, limit):
    from jianxi_desktop.services import packing

    monkeypatch.setattr(packing.Sending.__init__, "__defaults__", (limit,))
    of = offices_of
    branch = factory.branch_of(of.ours)
    for number in range(4):
        person(of.ours, f"李{'甲乙丙丁'[number]}", branch)
    packed = package.write_package(of.ours, of.drive)
    assert len(packed.files) > 1
    late = packed.files[1]
    with pytest.raises(InputError) as refused:
        package.merge_package(of.district, late)
    assert refused.value.code == "package_gap"
    for file in packed.files:
        package.merge_package(of.district, file)
    assert names(of.district) == ["李丁", "李丙", "李乙", "李甲"]
    with of.district.store.read() as connection:
        ends = shipping.ends(shipping.chains(connection))
    assert sum(chain.endswith(COMMUNITY) for chain in ends) == 1
    assert any(chain.endswith(DISTRICT) for chain in ends)


def test_that_everything_of_a_whole_community_goes_up(demo, district, drive):
    for one, other in ((demo, district), (district, demo)):
        trust.trust_card(one, trust.save_card(other, drive))
    packed = package.write_package(demo, drive)
    merged = package.merge_package(district, packed.file)
    assert (merged.conflicts, merged.changed) == (0, 0)
    for ledger in demo.catalog:
        if ledger.key not in ("territory", "organisation"):
            counted = [records.count_rows(each, ledger, Query()) for each in (demo, district)]
            assert counted[0] == counted[1], ledger.key
    assert sound(district) == []


def test_that_who_wrote_before_he_knew_of_a_move_is_not_refused(offices_of):
    of = offices_of
    branch, other = factory.branch_of(of.ours), factory.branch_of(of.theirs, "别处党支部")
    moving = person(of.ours, "李甲", branch)
    due = factory.record_of(of.ours, "dues_record", 1, person=moving)
    up(of, of.ours)
    up(of, of.theirs)
    move(of.district, moving, other)
    for key, one, value in (("person", moving, "李乙"), ("dues_record", due, None)):
        ledger = of.ours.catalog[key]
        found = records.find_record(of.ours, ledger, one)
        seen = records.Seen(found.id, found.version, found.companion)
        change = {"name": value} if value else {"note": "补缴"}
        records.save_record(of.ours, ledger, change, seen)
    up(of, of.ours)
    assert "李乙" in names(of.district)
    down(of, of.theirs)
    assert names(of.theirs) == ["李乙"]
    assert [sound(each) for each in (of.ours, of.theirs, of.district)] == [[], [], []]


def test_that_a_unit_learns_that_what_was_moved_to_it_went_elsewhere_meanwhile(
    offices_of, tmp_path
):
    of = offices_of
    street = offices.lay_down(tmp_path / "s.jxdb", OTHER[:9], password="correct-horse-1921").office
    for one, other in ((of.theirs, street), (street, of.district)):
        trust.trust_card(one, trust.save_card(other, of.drive))
        trust.trust_card(other, trust.save_card(one, of.drive))
    theirs = factory.branch_of(of.theirs, "别处党支部")
    package.merge_package(street, package.write_package(of.theirs, of.drive, to=OTHER[:9]).file)
    up(of, street)
    ours = factory.branch_of(of.ours)
    up(of, of.ours)
    need = factory.record_of(of.district, "need", 1, organisation=street.unit.organisation)
    handed = package.write_package(of.district, of.drive, to=OTHER[:9]).file
    package.merge_package(street, handed)
    place(street, need, theirs)  # the street gives it to one community
    package.merge_package(of.theirs, package.write_package(street, of.drive, to=OTHER).file)
    assert names(of.theirs, "need")
    place(of.district, need, ours)  # and the district, later, to another
    down(of, of.theirs)
    up(of, street)
    down(of, of.theirs)
    shown = records.find_record(of.theirs, of.theirs.catalog["need"], need)
    assert shown.values["organisation"] == ours
    street.close()


def place(office, one, organisation):
    ledger = office.catalog["need"]
    found = records.find_record(office, ledger, one)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(office, ledger, {"organisation": organisation}, seen)
