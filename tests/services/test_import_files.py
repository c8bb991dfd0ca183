"""Files of every kind through the whole import: the same people, or one message and no change."""

import io

import openpyxl
import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import roster
from jianxi_desktop.services.import_report import Source
from tests import factory
from tests.sheets import bombs, books, rosters

CAPTIONS = ("姓名", "身份证号码", "性别", "出生日期", "民族", "入党时间", "人员类别", "所在党支部")


@pytest.fixture
def ledger(office):
    return office.catalog["person"]


@pytest.fixture(scope="module")
def rows():
    members = rosters.people(6)
    return [list(CAPTIONS), *(rosters.cells(member, CAPTIONS) for member in members)]


def as_text(rows, mark):
    return "\r\n".join(mark.join(row) for row in rows)


@pytest.fixture
def take(office, ledger, tmp_path):
    """Take a file in and say what became of its rows."""

    def import_file(data, name="名册.xlsx", **how):
        (tmp_path / name).write_bytes(data)
        source = Source(tmp_path / name, **how)
        return roster.import_roster(office, ledger, source, create_organisations=True)

    return import_file


def test_that_the_same_roster_in_another_kind_of_file_changes_nothing(office, ledger, rows, take):
    locked = ECMA376Agile.encrypt("秘密A1", io.BytesIO(bombs.good(rows)))
    first = take(as_text(rows, ",").encode("gb18030"), "名册.csv")
    assert (first.file, first.created, first.refused, first.review) == ("read", 6, 0, 0)
    others = [
        take(books.xls(rows), "名册.et"),
        take(books.xlsb(rows), "名册.xlsb"),
        take(as_text(rows, "\t").encode("utf-16"), "名册.txt"),
        take(locked, password="秘密A1"),
        roster.import_roster(office, ledger, Source(pasted=as_text(rows, "\t"))),
    ]
    assert [(each.file, each.unchanged) for each in others] == [("read", 6)] * 5


def test_that_a_password_is_asked_for_and_nothing_of_it_kept(office, rows, take):
    data = books.locked_xls(rows, "秘密A1")
    before = factory.dump(office)
    assert (take(data).file, take(data).code) == ("ask_password", "encrypted")
    assert take(data, password="秘密a1").code == "wrong_password"
    assert factory.dump(office) == before
    assert take(data, password="秘密A1").created == 6
    assert "秘密" not in str(factory.dump(office))


MALICE = {
    "lying sizes": lambda: bombs.lying(100 << 20),
    "overlapping parts": bombs.overlapping,
    "entities": bombs.laughs,
    "external entity": bombs.reaching_out,
    "far cell": bombs.far_cell,
    "endless text": lambda: bombs.shared_strings(1_000_000, 5000),
    "loop": lambda: bombs.looping_xls("stream"),
    "cut off": lambda: bombs.good()[:4000],
}


@pytest.mark.parametrize("case", MALICE)
def test_that_a_file_made_to_hurt_gets_its_message_and_changes_nothing(office, take, case):
    before = factory.dump(office)
    report = take(MALICE[case]())
    assert report.file == "refuse"
    assert "请" in report.reason
    assert (report.created, report.updated) == (0, 0)
    assert factory.dump(office) == before


def test_that_what_a_spreadsheet_would_run_is_kept_as_text_and_leaves_as_text(
    office, rows, take, tmp_path
):
    head, first = [*rows[0], "工作单位"], [*rows[1], "=cmd|'/C calc'!A0"]
    assert take(bombs.good_text([head, first])).created == 1
    path = tmp_path / "out.xlsx"
    roster.export_ledger(
        office, office.catalog["person"], path, Query(), columns=("name", "workplace")
    )
    cell = openpyxl.load_workbook(path).active["B2"]
    assert (cell.value, cell.data_type) == ("=cmd|'/C calc'!A0", "s")
