"""Workbooks made to hurt: each gets its message, soon, and the program lives on."""

import time
import zipfile

import pytest

from jianxi_desktop.schema.fields import Name, Text
from jianxi_desktop.sheets import archives, compound, guard
from jianxi_desktop.sheets.merges import FillDown
from jianxi_desktop.sheets.roster import open_roster
from jianxi_desktop.sheets.spec import RosterSpec
from tests.sheets import bombs
from tests.sheets.here import read_here

SPEC = RosterSpec((Name("姓名", key="name", required=True), Text("籍贯", key="native_place")))
LONGEST = 60.0
REFUSED = {
    "flat bomb": (lambda: bombs.zipped({"xl/workbook.xml": b" " * 61_000_000}), "too_much"),
    "lying size": (lambda: bombs.lying(200 << 20), "too_much"),
    "nested zips": (lambda: bombs.nested(3), "archive"),
    "billion laughs": (bombs.laughs, "dtd"),
    "laughs far down": (lambda: bombs.laughs(before=20_000), "dtd"),
    "external entity": (bombs.reaching_out, "dtd"),
    "far cell": (bombs.far_cell, "too_much"),
    "endless text": (lambda: bombs.shared_strings(1_000_000, 5000), "too_much"),
    "repeated cell": (bombs.repeated_ods, "damaged"),
    "directory loop": (lambda: bombs.looping_xls("directory"), "damaged"),
    "stream loop": (lambda: bombs.looping_xls("stream"), "damaged"),
    "table loop": (lambda: bombs.looping_xls("tables"), "damaged"),
    "small stream loop": (lambda: bombs.looping_xls("small"), "damaged"),
    "truncated zip": (lambda: bombs.good()[:3000], "damaged"),
    "truncated xls": (lambda: bombs.xls(bombs.ROWS)[:3000], "damaged"),
}
READ = {
    "claims the whole sheet": bombs.claims_everything,
    "endless merges": lambda: bombs.many_merges(50_000),
}


@pytest.mark.parametrize("case", REFUSED)
def test_that_it_is_refused_in_time_with_a_way_out(case, tmp_path):
    make, code = REFUSED[case]
    path = tmp_path / "名册.xlsx"
    path.write_bytes(make())
    began = time.monotonic()
    with open_roster(path, SPEC) as roster:
        assert (roster.file, roster.code, list(roster.rows())) == ("refuse", code, [])
    assert time.monotonic() - began < LONGEST
    assert "请" in roster.reason
    assert [each.name for each in tmp_path.iterdir()] == ["名册.xlsx"]


@pytest.mark.parametrize("case", READ)
def test_that_a_claim_alone_does_no_harm(case):
    _roster, rows = read_here(READ[case](), SPEC)
    assert [row.values["name"] for row in rows] == ["张三", "李四"]


def test_that_texts_too_many_for_the_memory_end_the_reading_process_only():
    with open_roster(bombs.shared_strings(30_000, 50_000), SPEC) as roster:
        assert (roster.file, roster.code) == ("refuse", "too_much")


def test_that_a_cell_far_below_is_no_harm():
    _roster, rows = read_here(bombs.low_cell(100_000), SPEC)
    assert [row.row for row in rows] == [2, 3, 100_000]


def test_that_parts_over_each_other_are_seen():
    data = bombs.overlapping(20)
    with zipfile.ZipFile(bombs.io.BytesIO(data)) as archive:
        assert archives.overlap(archive.infolist(), len(data))
    assert guard.look(data).file == "refuse"


def test_that_a_good_workbook_has_no_parts_over_each_other():
    with zipfile.ZipFile(bombs.io.BytesIO(data := bombs.good())) as archive:
        assert not archives.overlap(archive.infolist(), len(data))
        assert {archives.fault_of(data, part) for part in archive.infolist()} == {""}


def test_that_a_good_old_workbook_goes_nowhere_round():
    assert not compound.goes_round(bombs.xls(bombs.ROWS))


def test_that_merges_are_followed_so_far_only():
    fill = FillDown([((1, 1), (1_048_575, 1))] * 100_000, {1}, 0)
    assert len(fill._sources) <= 5000


def test_that_cells_a_spreadsheet_would_run_are_text():
    _roster, rows = read_here(bombs.injected(), SPEC)
    texts = [row.values["native_place"] for row in rows]
    assert texts == [text.strip() for text in bombs.FORMULAS] + ["孟津"]


def test_that_another_workbook_is_not_asked_for_its_cells():
    _roster, rows = read_here(bombs.linked(), SPEC)
    assert rows[-1].values["native_place"] == "宜阳"


def test_that_waiting_can_be_stopped():
    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        open_roster(bombs.shared_strings(30_000, 50_000), SPEC, progress=stop)


def test_that_an_old_file_cut_within_a_number_is_damaged_not_a_bug():
    for cut in range(1500, 1520):
        assert not compound.goes_round(bombs.xls(bombs.ROWS)[:cut])
