"""Rosters: whom a row is about, what is asked, and what a person decides."""

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import history, records, roster
from jianxi_desktop.services.import_index import RowNumbers, SerialIndex
from jianxi_desktop.services.import_report import Decision, RowReport, Rows, Source
from tests import factory

HEAD = ("姓名", "身份证号码", "出生日期", "所在党支部", "手机号码")
ONE, TWO = "第一网格党支部", "第二网格党支部"
NUMBER = factory.identity_number(1)  # born on 12 March 1965


@pytest.fixture
def people(office):
    for name in (ONE, TWO):
        factory.branch_of(office, name)
    return office.catalog["person"]


@pytest.fixture
def take(office, people, tmp_path):
    """Write rows as a workbook and take them in."""

    def bring(*rows, head=HEAD, **options):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append([cell or None for cell in row])
        path = tmp_path / "roster.xlsx"
        book.save(path)
        return roster.import_roster(office, people, path, **options)

    return bring


def stored(office, *keys):
    people = office.catalog["person"]
    serials = records.list_serials(office, people, Query())
    leave = factory.leave(office, people)
    columns = [getattr(people.record, key, None) or getattr(people.companion.record, key)
               for key in keys]  # fmt: skip
    return [row.cells for row in records.list_rows(office, people, columns, serials, reveal=leave)]


def only(report):
    assert len(report.rows) == 1, [row.issues for row in report.rows]
    return report.rows[0]


def review(report):
    row = only(report)
    assert row.action == "review"
    return [issue.code for issue in row.issues if issue.severity == "review"]


def test_that_name_day_and_branch_tell_a_person_without_a_number(office, take):
    take(("王芳", "", "1985-03-12", ONE, "13900001111"))
    report = take(("王芳", "", "1985-03-12", ONE, "13900002222"), keep_rows=True)
    assert report.counts == {"update": 1}
    assert dict(only(report).changes) == {"phone": ("139****1111", "13900002222")}
    assert stored(office, "name", "phone") == [("王芳", "13900002222")]


def test_that_a_row_without_a_number_meets_the_one_who_has_one(office, take):
    take(("王芳", NUMBER, "", ONE, "13900001111"))
    report = take(("王芳", "", "1965-03-12", ONE, "13900002222"))
    assert report.counts == {"update": 1}
    assert stored(office, "id_number", "phone") == [(NUMBER, "13900002222")]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("1985-03-12", ONE), ("1985-03", ONE)),
        (("1985-03", ONE), ("1985-03-12", ONE)),
        (("1985", ONE), ("1985", ONE)),
        (("1985-03-12", ONE), ("1985-03-12", TWO)),
        (("", ONE), ("1985-03-12", ONE)),
    ],
    ids=["month fits day", "day fits month", "year alone", "other branch", "unknown day"],
)
def test_that_what_only_fits_is_asked(office, take, before, now):
    take(("王芳", "", *before, "13900001111"))
    report = take(("王芳", "", *now, "13900002222"))
    assert review(report) == ["namesake"]
    assert [each.caption for each in only(report).candidates] == ["王芳"]
    assert len(stored(office, "name")) == 1


@pytest.mark.parametrize("born", ["1985-04-12", "1986", "1985-03-13"])
def test_that_another_day_is_another_person(office, take, born):
    take(("王芳", "", "1985-03-12", ONE, ""))
    assert take(("王芳", "", born, ONE, "")).created == 1


def test_that_a_new_number_of_somebody_known_without_one_is_asked_and_decided(office, take):
    take(("王芳", "", "1965-03", ONE, "13900001111"))
    row = ("王芳", NUMBER, "", ONE, "13900002222")
    report = take(row)
    assert review(report) == ["possible_duplicate"]
    found = only(report).candidates[0]
    assert found.detail == f"1965年3月，{ONE}，没有身份证号码"
    decided = take(row, decisions=[Decision(2, "same", found.id)], keep_rows=True)
    assert decided.counts == {"update": 1}
    assert set(only(decided).changes) == {"id_number", "phone", "sex"}
    assert [cells[0] for cells in stored(office, "id_number")] == [NUMBER]
    assert take(row).counts == {"same": 1}


def test_that_somebody_else_of_the_same_name_is_made_when_a_person_says_so(office, take):
    take(("王芳", "", "1965-03", ONE, "13900001111"))
    row = ("王芳", "", "1965-03-12", ONE, "13900002222")
    assert take(row, decisions=[Decision(2, "other")]).created == 1
    assert len(stored(office, "name")) == 2
    assert take(row).counts == {"same": 1}


def test_that_a_row_that_is_to_wait_waits(office, take):
    report = take(("王芳", NUMBER, "", ONE, ""), decisions=[Decision(2, "leave")])
    assert review(report) == ["left"]
    assert stored(office, "name") == []


def test_that_a_number_that_is_registered_is_never_somebody_else(office, take):
    take(("王芳", NUMBER, "", ONE, ""))
    report = take(("王丽", NUMBER, "", ONE, ""), decisions=[Decision(2, "other")])
    assert review(report) == ["taken"]


def test_that_a_record_that_is_gone_is_not_decided_for(office, take):
    take(("王芳", "", "1965-03", ONE, ""))
    row = ("王芳", "", "1965-03-12", ONE, "")
    report = take(row, decisions=[Decision(2, "same", factory.any_id())])
    assert review(report) == ["namesake", "decision"]


def test_that_the_same_person_in_another_branch_keeps_the_branch(office, take):
    take(("王芳", NUMBER, "", ONE, "13900001111"))
    row = ("王芳", NUMBER, "", TWO, "13900002222")
    report = take(row)
    assert review(report) == ["moved"]
    assert only(report).changes["branch"] == (ONE, TWO)
    one = only(report).candidates[0].id
    assert take(row, decisions=[Decision(2, "same", one)]).counts == {"update": 1}
    assert stored(office, "branch", "phone") == [(ONE, "13900002222")]


def test_that_doubles_within_one_file_are_asked(office, take):
    rows = [
        ("王芳", "", "1985-03-12", ONE, ""),
        ("王芳", "", "1985-03", ONE, "13900001111"),
        ("李丽", "", "1965-03-12", ONE, ""),
        ("李丽", NUMBER, "", ONE, ""),
        ("赵一", "", "", ONE, "13900003333"),
        ("赵一", "", "", ONE, "13900003333"),
    ]
    report = take(*rows)
    assert report.counts == {"create": 3, "review": 3}
    assert [row.row for row in report.rows] == [3, 5, 7]
    asked = [i for row in report.rows for i in row.issues if i.severity == "review"]
    assert all("本表第" in issue.text for issue in asked)
    assert sorted(stored(office, "name")) == [("李丽",), ("王芳",), ("赵一",)]
    again = take(*rows)
    assert (again.created, again.updated) == (0, 0)


def test_that_decisions_about_rows_of_one_new_file_hold_at_once(office, take):
    rows = [
        ("王芳", "", "1985-03-12", ONE, ""),
        ("王芳", "", "1985-03", ONE, "13900001111"),
        ("李丽", "", "1965-03-12", ONE, ""),
        ("李丽", NUMBER, "", ONE, ""),
    ]
    report = take(*rows, decisions=[Decision(3, "same"), Decision(5, "other")], keep_rows=True)
    assert report.counts == {"create": 3, "update": 1}
    assert sorted(stored(office, "name", "phone"), key=str) == [
        ("李丽", None), ("李丽", None), ("王芳", "13900001111"),
    ]  # fmt: skip
    again = take(*rows, decisions=[Decision(5, "other")])
    assert again.created == 0


def test_that_an_old_number_of_15_digits_is_the_same_person(office, take):
    take(("王芳", NUMBER, "", ONE, ""))
    old = NUMBER[:6] + NUMBER[8:17]
    assert take(("王芳", old, "", ONE, "")).counts == {"same": 1}


def test_that_the_error_workbook_is_decided_in_and_brought_again(office, people, take, tmp_path):
    take(("王芳", "", "1965-03", ONE, ""), ("李丽", "", "1970-05", ONE, ""))
    out = tmp_path / "reasons.xlsx"
    rows = [
        ("王芳", "", "1965-03-12", ONE, "13900001111"),
        ("李丽", "", "1970-05-01", ONE, "13900002222"),
        ("赵一", "41030519850312002", "", ONE, ""),
    ]
    assert take(*rows, report=out).counts == {"review": 2, "refuse": 1}
    book = openpyxl.load_workbook(out)
    sheet = book.active
    captions = [cell.value for cell in sheet[1]]
    assert captions == ["原表行号", *HEAD, "导入处理", "没有收下的原因"]
    assert "同一人" in sheet.cell(2, len(captions)).value
    said = captions.index("导入处理") + 1
    sheet.cell(2, said).value, sheet.cell(3, said).value = "同一人", "另一人"
    sheet.cell(4, captions.index("身份证号码") + 1).value = factory.identity_number(9)
    book.save(out)
    mended = roster.import_roster(office, people, out)
    assert mended.counts == {"update": 1, "create": 2}
    assert mended.columns["导入处理"] is None
    assert roster.import_roster(office, people, out).counts == {"same": 3}


def test_that_captions_a_person_decided_are_remembered_told_and_forgotten(
    office, people, take, tmp_path
):
    head = ("姓名", "身份证号码", "出生日期", "编在哪里", "随便")
    row = ("王芳", NUMBER, "", ONE, "13900001111")
    path_of = {"captions": {"编在哪里": "branch", "随便": "phone"}}
    report = take(row, head=head, trial=True)
    assert report.columns["编在哪里"] is None

    def again(*, trial=False, **how):
        path = tmp_path / "roster.xlsx"
        return roster.import_roster(office, people, Source(path, **how), trial=trial)

    tried = again(**path_of, trial=True)
    assert (tried.columns["随便"], dict(tried.learned)) == ("phone", {})
    assert again(trial=True).learned == {}  # a trial remembers nothing
    assert again(**path_of).created == 1
    known = again()
    assert known.learned == {"编在哪里": "branch", "随便": "phone"}
    assert known.columns["编在哪里"] == "branch"
    assert again(captions={"随便": None}).columns["随便"] is None
    assert again().learned["随便"] is None
    assert roster.forget_captions(office, people) == 2
    assert again().learned == {}


def test_that_memory_gives_way_to_a_column_that_is_called_so(people, office, take, tmp_path):
    head = ("姓名", "编号", "机子")
    book = openpyxl.Workbook()
    for line in (head, ("王芳", NUMBER, "13900001111")):
        book.active.append(line)
    book.save(tmp_path / "first.xlsx")
    captions = {"编号": "id_number", "机子": "phone"}
    done = roster.import_roster(office, people, Source(tmp_path / "first.xlsx", captions=captions))
    assert done.created == 1
    other = ("姓名", "编号", "身份证号码", "机子")
    report = take(("李丽", "0001", factory.identity_number(2), "13900002222"), head=other)
    assert (report.created, dict(report.learned)) == (1, {"机子": "phone"})
    assert (report.columns["编号"], report.columns["身份证号码"]) == (None, "id_number")


def test_that_a_pasted_block_is_taken_in(office, people):
    text = "姓名\t身份证号码\t所在党支部\n王芳\t" + NUMBER + f"\t{ONE}\n"
    report = roster.import_roster(office, people, Source(pasted=text))
    assert report.counts == {"create": 1}
    assert roster.import_roster(office, people, Source(pasted=text)).counts == {"same": 1}


def test_that_an_import_with_decisions_is_taken_back_whole(office, take):
    take(("王芳", "", "1965-03", ONE, ""))
    before = stored(office, "name", "id_number", "phone")
    row = ("王芳", NUMBER, "", ONE, "13900002222")
    take(row, ("赵一", "", "", TWO, ""), decisions=[Decision(2, "same")])
    assert len(stored(office, "name")) == 2
    history.undo_last(office)
    assert stored(office, "name", "id_number", "phone") == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10**6)), max_size=200, unique=True))
def test_that_the_index_finds_whatever_was_added(pairs):
    index = SerialIndex()
    for name, serial in pairs:
        index.add(("王芳", name), serial)
    assert len(index) == len(pairs)
    for name in range(41):
        assert sorted(index.find(("王芳", name))) == sorted(s for n, s in pairs if n == name)


def test_that_the_index_grows():
    index, rows = SerialIndex(), RowNumbers()
    for serial in range(1, 20_000):
        index.add(f"名{serial}", serial)
        rows[serial] = serial + 1
    assert all(index.find(f"名{serial}") == [serial] for serial in range(1, 20_000, 97))
    assert (rows[0], rows[7], rows[10**7]) == (0, 8, 0)


@given(st.lists(st.sampled_from(["create", "update", "same", "review", "refuse", "skip"])))
def test_that_packed_rows_are_the_rows(actions):
    kept = [
        RowReport("表", at, action, {"name": f"名{at}"}, (), {"phone": ("1", "2")})
        for at, action in enumerate(actions * 7)
    ]
    rows = Rows()
    for row in kept:
        rows.append(row)
    assert list(rows) == kept
    assert rows == kept
    assert rows[:5] == kept[:5]
    if kept:
        assert rows[-1] == kept[-1]
    wanted = [at for at, row in enumerate(kept) if row.action == "review"]
    assert list(rows.places({"review"})) == wanted
