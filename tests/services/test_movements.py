"""Movements of members: each one action, with what follows of it for the relation."""

from datetime import date

import pytest

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import (
    attention,
    history,
    movement_deeds,
    movement_letters,
    movement_page,
    package,
    records,
)
from jianxi_desktop.services.movement_deeds import Told
from jianxi_desktop.services.movement_facts import look_at
from jianxi_desktop.services.movement_letters import Arrival, Letter
from tests import factory

LETTER = Letter("2026-09-01", "西工区某街道党工委")


def save(office, key, **values):
    return records.save_record(office, office.catalog[key], values).id


def values_of(office, key, record):
    return records.find_record(office, office.catalog[key], record).values


def person(office, who):
    return values_of(office, "person", who)


def refused(code, call, *given, **named):
    with pytest.raises(InputError) as told:
        call(*given, **named)
    assert told.value.code == code
    return told.value.user_message


def due(office, kind, day):
    return [each for each in attention.attention(office, day).items if each.kind == kind]


def test_that_who_leaves_stays_a_member_until_the_receipt_is_there(office, member):
    sent = movement_letters.send_letter(office, member, LETTER)
    assert person(office, member)["status"] == "full"
    assert look_at(office, member).underway().number == "2026-001"

    early = refused(
        "receipt_early",
        movement_letters.take_receipt,
        office,
        sent.id,
        receipt_on="2026-08-30",
    )
    assert "2026年9月1日" in early
    movement_letters.take_receipt(
        office, sent.id, receipt_on="2026-10-08", moved_on="2026-09-28", receipt_number="7"
    )

    letter = values_of(office, "member_movement", sent.id)
    assert (letter["moved_on"], letter["receipt_on"]) == ("2026-09-28", "2026-10-08")
    assert letter["from_place"] == "第一网格党支部"
    assert look_at(office, member).branch is None
    assert refused("not_underway", movement_letters.take_receipt, office, sent.id,
                   receipt_on="2026-10-09")  # fmt: skip


def test_that_one_step_takes_the_receipt_back(office, member):
    sent = movement_letters.send_letter(office, member, LETTER)
    movement_letters.take_receipt(office, sent.id, receipt_on="2026-10-08")
    history.undo_last(office)
    assert look_at(office, member).underway() is not None
    assert look_at(office, member).status == "full"


def test_that_numbers_run_through_the_year_and_are_never_given_twice(office, branch, member):
    other = save(office, "person", name="王芳", branch=branch, status="full")
    first = movement_letters.send_letter(office, member, LETTER)
    told = refused("underway", movement_letters.send_letter, office, member, LETTER)
    assert "2026-001" in told
    movement_letters.withdraw_letter(office, first.id, on="2026-11-01", reason="没有去报到")
    again = movement_letters.send_letter(office, member, LETTER)
    assert values_of(office, "member_movement", again.id)["letter_number"] == "2026-002"
    twice = Letter("2026-09-02", "某党委", number="2026-001")
    assert "2026-001" in refused("number_used", movement_letters.send_letter, office, other, twice)
    sheet = Letter("2025-12-30", "某党委")
    old = movement_letters.send_letter(office, other, sheet)
    assert values_of(office, "member_movement", old.id)["letter_number"] == "2025-001"


def test_that_dues_are_paid_to_the_last_month_and_gaps_are_named(office, member):
    for month in ("2026-05", "2026-06", "2026-08"):
        save(office, "dues_record", person=member, month=month, amount=500)
    standing = look_at(office, member)
    assert (standing.paid_to, standing.unpaid) == ("2026-08", ("2026-07",))


def test_that_a_letter_is_due_on_its_last_day_and_nothing_after_the_receipt(office, member, branch):
    letter = Letter("2026-09-01", "某党委", valid_days=30)
    sent = movement_letters.send_letter(office, member, letter)
    assert not due(office, "letter", date(2026, 9, 10))
    (item,) = due(office, "letter", date(2026, 9, 20))
    assert (item.due_on, item.organisation, item.record) == ("2026-10-01", branch, sent.id)
    assert "李𠮷" in item.text
    assert "2026-001" in item.text
    movement_letters.take_receipt(office, sent.id, receipt_on="2026-09-19")
    assert not due(office, "letter", date(2026, 12, 1))


def arriving(branch, **given):
    usual = {"name": "单雄信", "id_number": factory.identity_number(7)}
    movement = {"from_place": "西工区某党委", "letter_number": "19", "letter_on": "2026-10-10"}
    return Arrival("2026-11-02", branch, movement=movement, joined_on="2001-07-01",
                   details=usual, **given)  # fmt: skip


def test_that_who_comes_is_written_whole_and_known_again(office, branch):
    made = movement_letters.take_in(office, arriving(branch))
    movement = values_of(office, "member_movement", made.id)
    who = movement["person"]
    found = person(office, who)
    assert (found["branch"], found["since"], found["sex"]) == (branch, "2026-11-02", "1")
    assert (movement["kind"], movement["to_place"]) == ("transfer_in", "第一网格党支部")
    told = refused("is_member", movement_letters.take_in, office, arriving(branch))
    assert "第一网格党支部" in told

    sent = movement_letters.send_letter(office, who, Letter("2026-11-10", "某党委"))
    movement_letters.take_receipt(office, sent.id, receipt_on="2026-11-11")
    early = refused("later_known", movement_letters.take_in, office, arriving(branch))
    assert "转出组织关系" in early


def test_that_nobody_comes_before_joining(office, branch):
    early = Arrival("2026-06-30", branch, joined_on="2026-07-01", details={"name": "王芳"},
                    movement={"from_place": "某党委"})  # fmt: skip
    refused("joined_later", movement_letters.take_in, office, early)
    assert records.count_rows(office, office.catalog["person"], records.Query()) == 0


def test_that_a_member_away_is_to_be_contacted_and_comes_back(office, member):
    told = Told("2026-03-02", reason="务工", rest={"to_place": "浙江省杭州市", "contact": "微信"})
    away = movement_deeds.go_away(office, member, "flow_out", told)
    assert person(office, member)["floating"] is True
    (item,) = due(office, "mobile", date(2026, 5, 20))
    assert (item.due_on, item.unverified) == ("2026-06-02", True)
    assert "依据待核实" in item.text
    save(office, "contact_log", person=member, kind="contact", contacted_on="2026-05-21")
    assert not due(office, "mobile", date(2026, 6, 10))
    refused("runs", movement_deeds.go_away, office, member, "abroad", told)
    refused("ends_early", movement_deeds.come_back, office, away.id, on="2026-03-01")
    movement_deeds.come_back(office, away.id, on="2026-06-30")
    assert person(office, member)["floating"] is None
    assert not due(office, "mobile", date(2026, 12, 1))


def test_that_a_lost_member_is_shown_to_be_decided_and_nothing_happens_by_itself(office, member):
    told = Told("2026-01-10", rest={"lost_reason": "1"})
    movement_deeds.lose_contact(office, member, told)
    (item,) = due(office, "lost", date(2026, 8, 1))
    assert item.due_on == "2026-07-10"
    assert person(office, member)["status"] == "full"
    movement_deeds.suspend(office, member, Told("2026-08-01", "涧党组〔2026〕8号"))
    found = person(office, member)
    assert (found["status"], found["branch"] is None) == ("suspended", False)
    assert not due(office, "lost", date(2026, 8, 1))
    (item,) = due(office, "lost", date(2028, 8, 1))
    assert item.due_on == "2028-08-01"
    movement_deeds.restore(office, member, Told("2026-10-01", "涧党组〔2026〕9号"))
    found = person(office, member)
    assert (found["status"], found["lost_on"], found["lost_reason"]) == ("full", None, None)
    assert not due(office, "lost", date(2028, 8, 1))


def test_that_who_leaves_the_party_or_dies_has_no_relation_any_more(office, branch, member):
    other = save(office, "person", name="王芳", branch=branch, status="full")
    sent = movement_letters.send_letter(office, member, LETTER)
    refused("underway", movement_deeds.leave, office, member, "deceased", Told("2026-10-01"))
    movement_letters.withdraw_letter(office, sent.id, on="2026-10-01")
    movement_deeds.leave(office, member, "deceased", Told("2026-10-01"))
    movement_deeds.leave(
        office, other, "exit", Told("2026-10-02", "文号", rest={"exit_type": "withdrew"})
    )
    assert look_at(office, member).branch is None
    with office.store.read() as connection:
        ledger = office.catalog["membership"]
        rows = lookup.existing(connection, ledger, "person", [member, other])
    assert [(row["status"], row["until"]) for row in rows] == [
        ("deceased", "2026-10-01"),
        ("exited", "2026-10-02"),
    ]
    refused("no_membership", movement_deeds.suspend, office, member, Told("2026-11-01"))
    for gone in (member, other):  # not even on the day itself
        refused("member_gone", movement_letters.take_in, office, arriving(branch), gone)


def test_that_who_is_looked_after_here_is_no_member_of_ours(office, branch, member):
    told = Told("2026-02-01", rest={"from_place": "河南省某县党委", "contact": "电话"})
    made = movement_deeds.look_after(office, told, None, {"name": "欧阳修竹"})
    who = values_of(office, "member_movement", made.id)["person"]
    assert look_at(office, who).branch is None
    refused("is_member", movement_deeds.look_after, office, told, member, {})
    (item,) = due(office, "mobile", date(2026, 5, 20))
    assert (item.due_on, item.organisation) == ("2026-05-01", office.unit.organisation)
    movement_deeds.come_back(office, made.id, on="2026-09-01")
    assert look_at(office, who).open == ()
    assert not due(office, "mobile", date(2026, 12, 1))


@pytest.mark.parametrize("on", ["1990-06-30", "2099-01-01"])
def test_that_a_day_that_cannot_be_is_refused(office, member, on):
    with pytest.raises(InputError) as told:
        movement_deeds.suspend(office, member, Told(on))
    assert told.value.code in ("before_relation", "future")
    assert person(office, member)["status"] == "full"


def test_that_somebody_limited_moves_only_his_own(office, branch, member):
    own = {"form": "branch", "kind": "grid", "parent": office.unit.organisation}
    elsewhere = save(office, "organisation", name="第二网格党支部", **own)
    limited = factory.limited(office, elsewhere, Role.EDITOR)
    refused("outside", movement_letters.send_letter, limited, member, LETTER)
    refused("outside", movement_letters.take_in, limited, arriving(branch))
    movement_letters.take_in(limited, arriving(elsewhere))


def test_that_who_reports_twice_at_one_place_is_refused(office, branch):
    given = {"name": "王芳", "workplace": "中信重工", "organisation": branch}
    first = save(office, "service_registration", **given, registered_on="2026-03-01")
    with pytest.raises(InputError) as told:
        save(office, "service_registration", **given, registered_on="2026-05-01")
    assert "2026年3月1日" in told.value.user_message
    seen = records.Seen(first, 1)
    ledger = office.catalog["service_registration"]
    records.save_record(office, ledger, {"ended_on": "2026-04-30"}, seen)
    save(office, "service_registration", **given, registered_on="2026-05-01")
    removed = records.remove_record(office, ledger, first, 2, "重复登记")
    assert "service_registration" in removed
    records.restore_record(office, ledger, first)  # it had ended, and stands beside the new one


def test_that_a_registration_does_not_come_back_beside_a_new_one(office, branch):
    given = {"name": "王芳", "workplace": "中信重工", "organisation": branch}
    ledger = office.catalog["service_registration"]
    first = save(office, "service_registration", **given, registered_on="2026-03-01")
    records.remove_record(office, ledger, first, 1, "填错了")
    save(office, "service_registration", **given, registered_on="2026-05-01")
    with pytest.raises(ConflictError) as told:
        records.restore_record(office, ledger, first)
    assert "2026年5月1日" in told.value.details[0]


def test_that_what_a_community_wrote_arrives_at_the_district(friends, branch, member, drive):
    """Whoever is looked after belongs to no branch; his movement goes up all the same."""
    office, district = friends
    told = Told("2026-02-01", rest={"from_place": "河南省某县党委"})
    movement_deeds.look_after(office, told, None, {"name": "欧阳修竹"})
    movement_letters.send_letter(office, member, LETTER)
    movement_letters.take_in(office, arriving(branch))
    package.merge_package(district, package.write_package(office, drive).file)
    page = movement_page.read_page(district, day=date(2026, 11, 20))
    assert [each.name for each in page.letters] == ["李𠮷"]
    assert [each.name for each in page.away] == ["欧阳修竹"]
    assert len(page.moved) == 3
