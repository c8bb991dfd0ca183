"""Rosters in their real layouts, through the reading process."""

import pytest

from jianxi_desktop.sheets.roster import open_roster
from tests.sheets import rosters


def read(path, spec, **how):
    with open_roster(path, spec, **how) as roster:
        return roster, list(roster.rows())


def records(rows):
    return {row.row: row for row in rows if not row.skipped}


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    path = tmp_path_factory.mktemp("rosters") / "党员信息.xlsx"
    return path, *rosters.national_roster(path)


def test_that_exactly_the_deliberate_mistakes_are_told(national, spec):
    path, members, mistakes = national
    roster, rows = read(path, spec)
    told = {(row.row, each.field, each.code) for row in rows for each in row.issues}
    assert roster.file == "read"
    assert told == {(each.row, each.field, each.code) for each in mistakes}
    assert len(records(rows)) == len(members) == 2000


def test_that_good_rows_carry_the_values_of_their_cells(national, spec):
    path, members, mistakes = national
    _roster, rows = read(path, spec)
    wrong = {each.row for each in mistakes}
    for row in rows:
        member = members[row.row - 2]
        if row.row in wrong:
            continue
        assert row.values["name"] == member.name
        assert row.values["id_number"] == member.id_number
        assert row.values["born_on"] == member.born_on
        assert row.values["branch"] == member.branch
        assert row.values["phone"] == member.phone
        assert row.values["sex"] == ("1" if member.sex == "男" else "2")


def test_that_every_caption_is_reported_known_or_not(national, spec):
    roster, _rows = read(national[0], spec)
    assert list(roster.columns) == list(rosters.NATIONAL)
    assert roster.columns["入党时间"] == "joined_on"
    assert roster.columns["年龄"] is None
    assert roster.columns["档案所在单位"] is None
    assert (roster.sheet, roster.header_row) == ("党员名册", 1)


def test_that_a_value_that_is_wrong_is_not_stored(national, spec):
    path, _members, mistakes = national
    _roster, rows = read(path, spec)
    by_row = records(rows)
    assert all(by_row[each.row].values[each.field] is None for each in mistakes)


def test_that_a_heading_below_a_title_is_found(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.OWIP, rosters.people(5), heading_row=4)
    roster, rows = read(tmp_path / "a.xlsx", spec)
    assert roster.header_row == 4
    assert roster.columns["党籍状态（正式党员或预备党员）"] == "status"
    assert list(records(rows)) == [5, 6, 7, 8, 9]
    assert [row.skipped for row in rows[:3]] == ["title", "blank", "blank"]


def test_that_the_nearer_name_is_taken_where_two_columns_speak_of_the_branch(tmp_path, spec):
    rosters.write_plain(tmp_path / "a.xlsx", rosters.WISDOMTOWN, rosters.people(5))
    roster, rows = read(tmp_path / "a.xlsx", spec)
    assert roster.file == "read"
    assert roster.columns["所属党支部"] == "branch"
    assert roster.columns["编入党支部"] is None
    assert "编入党支部" in roster.notes[0]
    assert all(row.values["branch"] for row in rows)


def test_that_a_messy_roster_gives_its_people_and_nothing_else(tmp_path, spec):
    placed = rosters.messy_roster(tmp_path / "a.xlsx")
    roster, rows = read(tmp_path / "a.xlsx", spec)
    found = records(rows)
    assert (roster.sheet, roster.header_row) == ("名册", 5)
    assert sorted(found) == sorted(placed)
    for row, member in placed.items():
        values = found[row].values
        assert not found[row].issues
        assert values["name"] == member.name
        assert values["id_number"] == member.id_number
        assert values["born_on"] == member.born_on
        assert values["joined_on"] == member.joined_on
        assert values["branch"] == member.branch
        assert values["phone"] == member.phone


def test_that_the_other_lines_of_a_messy_roster_are_named(tmp_path, spec):
    rosters.messy_roster(tmp_path / "a.xlsx")
    _roster, rows = read(tmp_path / "a.xlsx", spec)
    skipped = [row.skipped for row in rows if row.skipped]
    assert skipped == [
        "title", "blank", "title", "heading", "total", "heading", "total", "total", "footnote",
        "footnote",
    ]  # fmt: skip


def test_that_the_rows_come_with_their_cells_when_asked(tmp_path, spec):
    from dataclasses import replace

    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(2))
    _roster, rows = read(tmp_path / "a.xlsx", replace(spec, keep_cells=True))
    assert rows[0].cells[0] == rosters.people(2)[0].name
    assert rows[0].cells[6] == 50.0


def test_that_progress_may_stop_the_reading(national, spec):
    def stop(done, total):
        assert 0 <= done <= total
        if total:
            raise InterruptedError

    with open_roster(national[0], spec, progress=stop) as roster, pytest.raises(InterruptedError):
        list(roster.chunks())
