"""Bookings: a place is taken once, with its house and its rooms, and is free again when let go."""

from datetime import date

import pytest

from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import bookings, history, records
from jianxi_desktop.services.kept_numbers import check_record
from jianxi_desktop.services.records import Seen
from tests import factory

DAY = date(2026, 12, 2)


@pytest.fixture(params=["file", "server"])
def office(request):
    """An office on either kind of database."""
    return request.getfixturevalue(f"office_on_{request.param}")


def venue(office, name, parent=None, **given):
    values = {"name": name, "kind": "function_room", "parent": parent, **given}
    values.setdefault("organisation", office.unit.organisation)
    return records.save_record(office, office.catalog["venue"], values).id


@pytest.fixture
def house(office):
    """A centre with two rooms."""
    centre = venue(office, "党群服务中心")
    rooms = [venue(office, name, centre) for name in ("讲习所", "党建书屋")]
    return centre, *rooms


def book(office, place, starts="09:00", ends="10:30", seen=None, **given):
    values = {
        "venue": place,
        "held_on": DAY.isoformat(),
        "starts_at": starts,
        "ends_at": ends,
        "visitor": "第一网格党支部",
        "channel": "wechat",
        "state": "booked",
        **given,
    }
    return records.save_record(office, office.catalog["booking"], values, seen)


def test_that_a_time_that_is_taken_is_refused_with_who_has_it_and_what_is_free(office, house):
    book(office, house[1])

    with pytest.raises(InputError) as refused:
        book(office, house[1], "10:00", "11:00", visitor="第二网格党支部")

    said = refused.value.user_message
    assert "“讲习所”2026-12-02 09:00—10:30已由“第一网格党支部”预约" in said
    assert "当天还空着：08:00—09:00、10:30—21:00" in said
    query = bookings.Query()
    assert records.count_rows(office, office.catalog["booking"], query) == 1


def test_that_rooms_of_the_house_that_are_free_then_are_named(office, house):
    venue(office, "小会议室", house[0], capacity=6)
    venue(office, "旧画室", house[0], closed_on="2020-01-01")
    book(office, house[1])

    def refusal(**given):
        with pytest.raises(InputError) as refused:
            book(office, house[1], **given)
        return refused.value.user_message

    assert "同一时间空着的：党建书屋、小会议室" in refusal()
    assert refusal(headcount=20).endswith("同一时间空着的：党建书屋")
    book(office, house[2], "10:00", "11:00")
    assert "同一时间空着的" not in refusal(headcount=20)


@pytest.mark.parametrize(
    ("taken", "asked", "refused"),
    [(0, 1, True), (1, 0, True), (1, 2, False), (1, 1, True)],
    ids=["a room of a house", "a house of a room", "another room", "the room itself"],
)
def test_that_a_house_and_its_rooms_are_taken_together(office, house, taken, asked, refused):
    book(office, house[taken])

    if refused:
        with pytest.raises(InputError):
            book(office, house[asked])
    else:
        assert book(office, house[asked])


@pytest.mark.parametrize("state", ["cancelled", "refused"])
def test_that_what_was_let_go_is_free_again(office, house, state):
    book(office, house[1], state=state)

    assert book(office, house[1])


def test_that_two_bookings_may_follow_each_other_at_once(office, house):
    book(office, house[1], "09:00", "10:00")

    assert book(office, house[1], "10:00", "11:00")
    assert book(office, house[1], "09:00", "10:00", held_on="2026-12-03")


def test_that_a_booking_without_times_takes_the_whole_day(office, house):
    book(office, house[1], None, None)

    with pytest.raises(InputError) as refused:
        book(office, house[1], "19:00", "20:00")
    assert "全天已由" in refused.value.user_message
    assert "当天还空着：没有了" in refused.value.user_message


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"bookable": False}, "“广场”不接受预约"),
        ({"closed_on": "2026-06"}, "“广场”已于2026-06停用"),
    ],
)
def test_that_a_place_that_is_closed_cannot_be_booked(office, given, said):
    place = venue(office, "广场", **given)

    with pytest.raises(InputError) as refused:
        book(office, place)

    assert said in refused.value.user_message


def test_that_a_room_closes_with_its_house(office):
    centre = venue(office, "旧中心", closed_on="2020-01-01")
    room = venue(office, "旧书屋", centre)

    with pytest.raises(InputError, match="closed"):
        book(office, room)
    assert book(office, room, held_on="2019-12-31")


def test_that_a_booking_that_keeps_its_place_can_still_be_changed(office, house):
    saved = book(office, house[1])
    place = records.find_record(office, office.catalog["venue"], house[1])
    shut = {"bookable": False}
    records.save_record(office, office.catalog["venue"], shut, Seen(place.id, place.version))

    again = book(office, house[1], seen=Seen(saved.id, saved.version), purpose="主题党日")

    assert again.version == saved.version + 1
    with pytest.raises(InputError):
        book(office, house[1], "11:00", "12:00", seen=Seen(saved.id, again.version))


def test_that_what_was_let_go_does_not_come_back_when_another_came(office, house):
    first = book(office, house[1])
    gone = bookings.cancel_booking(office, Seen(first.id, first.version))
    book(office, house[1], visitor="第二网格党支部")

    with pytest.raises(InputError, match="taken"):
        book(office, house[1], seen=Seen(first.id, gone.version))


def test_that_undo_does_not_put_a_booking_where_another_came(office, house):
    first = book(office, house[1])
    other = factory.limited(office, office.unit.organisation)
    bookings.cancel_booking(office, Seen(first.id, first.version))
    book(other, house[1], visitor="第二网格党支部")

    with pytest.raises(ConflictError) as refused:
        history.undo_last(office)

    assert "已由“第二网格党支部”预约" in refused.value.details[0]
    found = records.find_record(office, office.catalog["booking"], first.id)
    assert found.values["state"] == "cancelled"


def test_that_a_removed_booking_does_not_come_back_where_another_came(office, house):
    ledger = office.catalog["booking"]
    first = book(office, house[1])
    records.remove_record(office, ledger, first.id, first.version, "重复的记录")
    book(office, house[1], visitor="第二网格党支部")

    with pytest.raises(ConflictError) as refused:
        records.restore_record(office, ledger, first.id)

    assert "不能恢复" in refused.value.user_message
    assert "已由“第二网格党支部”预约" in refused.value.details[0]


def test_that_a_booking_that_is_over_is_not_ended_again(office, house):
    saved = book(office, house[1])
    gone = bookings.cancel_booking(office, Seen(saved.id, saved.version))

    for service in (bookings.confirm_booking, bookings.cancel_booking):
        with pytest.raises(InputError) as refused:
            service(office, Seen(saved.id, gone.version))
        assert "“第一网格党支部”的预约已取消" in refused.value.user_message


def raw_of(office, place, **given):
    ledger = office.catalog["booking"]
    values = {
        "venue": place,
        "held_on": "2026-12-02",
        "starts_at": "9:30",
        "ends_at": "10:00",
        "visitor": "某单位",
        "channel": "热线电话",
        "state": "已预约",
        **given,
    }
    return {field.key: values.get(field.key) for field in ledger.form_fields}


def test_that_the_form_says_beside_the_time_that_it_is_taken(office, house):
    book(office, house[0])
    ledger = office.catalog["booking"]

    (issue,) = check_record(office, ledger, raw_of(office, house[1]), {}, None).refused

    assert issue.field == "starts_at"
    assert "“党群服务中心”2026-12-02 09:00—10:30已由" in issue.text


def test_that_more_people_than_the_place_holds_are_pointed_at(office):
    place = venue(office, "小会议室", capacity=12)
    ledger = office.catalog["booking"]

    checked = check_record(office, ledger, raw_of(office, place, headcount="30"), {}, None)

    assert [(i.field, i.severity) for i in checked.issues] == [("headcount", "warning")]
    assert "可容纳12人" in checked.issues[0].text


def test_that_a_day_that_is_not_known_cannot_be_booked(office, house):
    with pytest.raises(InputError, match="day"):
        book(office, house[1], held_on="2026-12")
    assert book(office, house[1], held_on="2016-12", state="done")


def test_that_a_week_shows_what_is_taken_and_what_is_free(office, house):
    book(office, house[0], "19:00", "20:00", held_on="2026-12-06")
    book(office, house[1], headcount=20)
    book(office, house[2], "09:00", "12:00", state="cancelled")

    days = bookings.schedule(office, house[1], DAY)

    assert [day.day.isoformat() for day in days][::6] == ["2026-11-30", "2026-12-06"]
    (own,), (whole,) = days[2].booked, days[6].booked
    assert (own.place, own.span.show(), own.headcount) == ("", "09:00—10:30", 20)
    assert (whole.place, whole.span.show()) == ("党群服务中心", "19:00—20:00")
    assert [span.show() for span in days[2].free] == ["08:00—09:00", "10:30—21:00"]
    assert [b.place for b in bookings.schedule(office, house[0], DAY)[2].booked] == ["讲习所"]


def test_that_a_visit_ends_with_its_number_and_undo_takes_it_back(office, house):
    saved = book(office, house[1])

    bookings.finish_booking(office, Seen(saved.id, saved.version), 42)

    found = records.find_record(office, office.catalog["booking"], saved.id)
    assert (found.values["state"], found.values["present"]) == ("done", 42)
    history.undo_last(office)
    found = records.find_record(office, office.catalog["booking"], saved.id)
    assert (found.values["state"], found.values["present"]) == ("booked", None)


def test_that_nobody_ends_a_visit_over_somebody_elses_change(office, house):
    saved = book(office, house[1])
    bookings.confirm_booking(office, Seen(saved.id, saved.version))

    with pytest.raises(ConflictError):
        bookings.finish_booking(office, Seen(saved.id, saved.version), 42)


def test_that_places_are_listed_with_their_rooms_and_without_closed_ones(office, house):
    venue(office, "旧址", closed_on="2020")
    venue(office, "仓库", bookable=False)

    found = [(each.name, each.depth) for each in bookings.bookable_venues(office)]

    assert sorted(found) == [("党建书屋", 1), ("党群服务中心", 0), ("讲习所", 1)]
    assert found[0] == ("党群服务中心", 0)


def test_that_others_visitors_are_not_named_to_people_limited_to_one_branch(office, house):
    branch = factory.branch_of(office)
    mine = venue(office, "支部活动室", house[0], organisation=branch)
    book(office, house[0])
    limited = factory.limited(office, branch)

    (seen,) = bookings.schedule(limited, mine, DAY)[2].booked

    assert (seen.visitor, seen.own) == ("其他单位", False)
