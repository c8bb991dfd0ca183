"""The board of packages: who has reported for a reporting day, and what is missing."""

import io
from datetime import date, datetime, timedelta
from uuid import UUID

import openpyxl
import pytest

from jianxi_desktop.db import transfer
from jianxi_desktop.services import arrival_papers, arrivals, desk, exchange, papers, trust
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.sync.keys import OfficeKeys, save_card
from tests.pdf_text import text_of
from tests.services.desk_senders import befriend, rename, send, send_down, venue_of

DUE = date(2026, 11, 25)
TODAY = date(2026, 11, 30)
ONE, OTHER = "410305001001", "410305001002"


@pytest.fixture
def note(district):
    """Note a package as coming from an office on a day and being handled on another."""
    serial = iter(range(1, 1_000))

    def keep(unit, number, written, handled=None, state="merged", **facts):
        facts = {
            "id": UUID(int=next(serial)).hex,
            "direction": "in",
            "number": number,
            "unit": unit,
            "sha256": "0" * 64,
            "records": 7,
            "state": state,
            "created": f"{written}T03:00:00Z",
            "handled_at": f"{handled or written}T04:00:00+00:00",
            "key": "a" * 16,
            **facts,
        }
        with district.store.writing() as connection:
            transfer.note_package(connection, facts)
        return facts["id"]

    return keep


@pytest.fixture
def known(district, tmp_path):
    """Trust the card of an office."""

    def trusted(unit, name="唐村社区"):
        keys = OfficeKeys.new(unit=unit, name=name, created=datetime(2026, 1, 1).astimezone())
        trust.trust_card(district, save_card(tmp_path, keys.card))

    return trusted


def row_of(district, unit, *, today=TODAY, due=DUE):
    board = arrivals.board(district, today=today, due=due)
    return next(each for each in board.rows if each.unit == unit)


def test_that_every_street_and_community_is_expected_a_street_first(district):
    board = arrivals.board(district, today=TODAY)
    assert (board.day, board.due_on) == (TODAY, DUE)
    assert {each.level for each in board.rows} == {"street", "community"}
    at = {each.unit: place for place, each in enumerate(board.rows)}
    assert at["410305001"] < at[ONE] < at[OTHER]
    assert row_of(district, ONE).above == "湖北路街道"
    assert board.count("no_card") == len(board.rows) > 71


def test_that_a_community_expects_nobody(office):
    assert arrivals.board(office, today=TODAY).rows == ()


@pytest.mark.parametrize(
    ("written", "handled", "standing"),
    [
        ("2026-11-20", "2026-11-25", "reported"),
        ("2026-11-20", "2026-11-26", "late"),
        ("2026-11-27", "2026-11-27", "late"),
        ("2026-10-25", "2026-11-20", "missing"),
        ("2026-10-26", "2026-10-27", "reported"),
    ],
)
def test_that_a_package_counts_for_the_day_it_was_written_before(
    district, known, note, written, handled, standing
):
    known(ONE)
    note(ONE, 1, written, handled)
    row = row_of(district, ONE)
    assert (row.standing, row.number, row.written_on) == (standing, 1, written)
    assert (row.received_on, row.changes) == (handled, 7)
    assert row.days == (TODAY - date.fromisoformat(handled)).days


def test_that_nobody_owes_before_the_day_is_over(district, known):
    known(ONE)
    assert row_of(district, ONE, today=DUE).standing == "not_due"
    assert row_of(district, ONE, today=DUE + timedelta(1)).standing == "missing"


def test_that_what_was_held_or_refused_last_is_seen_until_one_is_taken(district, known, note):
    known(ONE)
    note(ONE, 1, "2026-11-01")
    note(ONE, 3, "2026-11-10", state="held", reason="package_gap")
    row = row_of(district, ONE)
    assert (row.standing, row.held, row.missing) == ("gap", 1, (2,))
    note(ONE, 4, "2026-11-12", state="refused", reason="package_contents_damaged")
    row = row_of(district, ONE)
    assert row.standing == "refused"
    assert row.refused[-1][0] == 4
    assert "请让对方重新生成" in row.refused[-1][1]
    note(ONE, 5, "2026-11-20")
    row = row_of(district, ONE)
    assert (row.standing, row.refused, row.held, row.missing) == ("reported", (), 0, (2,))
    assert "内容已随后面的包到" in arrival_papers.remark(row)


def test_that_numbers_are_counted_by_key(district, note):
    note(ONE, 8, "2026-11-01")
    note(ONE, 10, "2026-11-02")
    note(ONE, 1, "2026-11-05", key="b" * 16)
    assert row_of(district, ONE).missing == (9,)


def test_that_a_code_of_another_year_is_the_same_office(tmp_path, district, note):
    """王府庄社区 had the code 410305004005 until 2022."""
    note("410305004005", 1, "2026-11-20")
    named = [each for each in arrivals.board(district, today=TODAY).rows if each.number]
    assert [each.unit[:9] for each in named] == ["410305001"]


def test_that_what_waits_for_a_person_is_counted_for_its_office(office, district, tmp_path):
    befriend(office, district, tmp_path)
    drive = tmp_path / "drive"
    drive.mkdir()
    venue = venue_of(office, "阵地")
    desk.take_folder(district, send(office, drive))
    rename(office, venue, "社区改的")
    rename(district, venue, "区里改的")
    (taken,) = desk.take_folder(district, send(office, drive)).packages
    assert taken.conflicts == 1
    row = row_of(district, office.unit.code)
    assert (row.conflicts, row.number, row.sent_number) == (1, 2, 0)
    send_down(district, drive, office.unit.code)
    row = row_of(district, office.unit.code)
    assert (row.sent_number, row.acknowledged) == (1, 0)
    desk.take_folder(office, drive / "JXSYNC" / "DOWN")
    desk.take_folder(district, send(office, drive))
    row = row_of(district, office.unit.code)
    assert (row.sent_number, row.acknowledged, row.number) == (1, 1, 3)


def test_that_what_an_exchange_refused_stands_on_the_board(office, district, tmp_path):
    befriend(office, district, tmp_path)
    drive = tmp_path / "drive"
    drive.mkdir()
    file = send(office, drive)
    file.write_bytes(file.read_bytes()[:-3])
    exchange.run(district, drive)
    row = row_of(district, office.unit.code)
    assert (row.standing, row.number) == ("refused", 0)
    assert "缺了一段" in row.refused[0][1]


def test_that_the_board_is_a_workbook_and_a_paper(district, known, note, tmp_path):
    known(ONE)
    note(ONE, 1, "2026-11-20")
    board = arrivals.board(district, today=TODAY)
    written = arrival_papers.save_board(district, board, tmp_path / "board.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "board.xlsx").active
    rows = list(sheet.values)
    assert written == len(rows) - 1 == len(board.rows)
    line = next(row for row in rows if row[1] == "唐村社区")
    assert line[:5] == ("湖北路街道", "唐村社区", "已报", "2026年11月20日", "1")
    document = papers.print_paper(
        district, arrival_papers.KEY, wanted=Wanted(as_of=date(2026, 11, 1)), today=TODAY
    )
    text = text_of(io.BytesIO(document.pdf))
    assert "数据包报送情况表" in text
    assert "应于2026年11月25日前报送" in text
    assert "已报1个" in text
