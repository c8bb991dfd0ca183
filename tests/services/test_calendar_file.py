"""The calendar file: a real calendar reads it, again and again, and nobody's number is in it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from jianxi_desktop.domain.due import Due
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import audit
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.services.calendar_file import counted, entries_of, save_calendar
from tests import factory

DAY = date(2026, 11, 20)
BRANCH, PERSON = UUID(int=7), UUID(int=9)
TITLES = {"development": "发展党员", "dues": "党费", "problem": "问题整改"}


def found(*items, day=DAY):
    names = {BRANCH: "第一网格党支部"}
    return Attention(day, items, TITLES, names, UUID(int=1), {BRANCH: BRANCH})


def talk(due_on="2026-11-25", text="李𠮷要进行一次培养考察", record=PERSON):
    return Due("development", due_on, text, BRANCH, "development_case", record)


def read(path):
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    return Calendar.from_ical(raw)


@pytest.fixture
def save(office, tmp_path):
    def saved(attention, **given):
        path = tmp_path / "到期.ics"
        count = save_calendar(office, attention, path, **given)
        book = read(path)
        assert len(book.walk("VEVENT")) == count
        return book

    return saved


def test_that_a_thing_is_an_event_of_its_day_with_two_reminders(save):
    (event,) = save(found(talk())).walk("VEVENT")

    assert event.decoded("dtstart") == date(2026, 11, 25)
    assert event.decoded("dtend") == date(2026, 11, 26)
    assert event["summary"] == "李𠮷要进行一次培养考察"
    assert "单位：第一网格党支部" in event["description"]
    assert event["class"] == "PRIVATE"
    alarms = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert alarms == [timedelta(hours=-15), timedelta(hours=9)]


def test_that_the_same_thing_keeps_its_name_when_its_day_moves(save):
    (before,) = save(found(talk())).walk("VEVENT")
    (after,) = save(found(talk("2026-12-01", "另一句话"))).walk("VEVENT")

    assert before["uid"] == after["uid"]
    assert after["sequence"] >= before["sequence"]


def test_that_two_databases_never_name_things_alike(save, district, tmp_path):
    (ours,) = save(found(talk())).walk("VEVENT")
    save_calendar(district, found(talk()), tmp_path / "区.ics")
    (theirs,) = read(tmp_path / "区.ics").walk("VEVENT")

    assert ours["uid"] != theirs["uid"]


def test_that_what_is_overdue_stands_on_today_and_says_since_when(save):
    (event,) = save(found(talk("2026-09-01"))).walk("VEVENT")

    assert event.decoded("dtstart") == DAY
    assert event["summary"].startswith("已逾期：")
    assert "最迟：2026年9月1日" in event["description"]


def test_that_no_name_is_written_where_none_is_wanted(save):
    both = found(talk(), talk(text="王芳要转正", record=uuid4()), talk("2026-11-28"))

    book = save(both, names=False)

    assert sorted(event["summary"] for event in book.walk("VEVENT")) == [
        "发展党员 1 件",
        "发展党员 2 件",
    ]
    assert "李𠮷" not in book.to_ical().decode()


def test_that_numbers_never_leave(save):
    number = factory.identity_number(7)
    text = f"联系李𠮷 13800001234，{number}"

    written = save(found(talk(text=text))).to_ical().decode().replace("\r\n ", "")

    assert number not in written
    assert "13800001234" not in written


def test_that_a_file_is_noted_with_counts_and_without_names(save, office):
    save(found(talk()))

    event = audit.list_events(office)[0]
    assert (event.title, event.detail["paper"], event.detail["rows"]) == ("导出", "calendar", 1)
    assert "李𠮷" not in str(event.detail)


def test_that_many_things_ask_for_a_reason_unless_nobody_is_named(save, office):
    many = found(*(talk(record=uuid4()) for _ in range(51)))

    with pytest.raises(InputError) as refused:
        save(many)
    assert refused.value.code == "reason_needed"
    assert len(save(many, reason="放到手机日历").walk("VEVENT")) == 51
    assert audit.list_events(office)[0].reason == "放到手机日历"
    assert len(save(many, names=False).walk("VEVENT")) == 1


def test_that_nothing_due_writes_no_file(office, tmp_path):
    with pytest.raises(InputError):
        save_calendar(office, found(), tmp_path / "空.ics")
    assert not (tmp_path / "空.ics").exists()


things = st.builds(
    lambda kind, days, record, text: Due(
        kind, (DAY + timedelta(days=days)).isoformat(), text, BRANCH, "problem", record
    ),
    st.sampled_from(sorted(TITLES)),
    st.integers(-30, 30),
    st.sampled_from([None, PERSON, UUID(int=10)]),
    st.text(min_size=1, max_size=40),
)


@given(st.lists(things, max_size=12, unique=True))
@settings(max_examples=50, deadline=None)
def test_that_no_two_events_share_a_name_whatever_is_due(items):
    every = found(*items)

    for entries in (list(entries_of(every)), list(counted(every))):
        assert len({each.name for each in entries}) == len(entries)
    assert len(list(entries_of(every))) == len(items)
