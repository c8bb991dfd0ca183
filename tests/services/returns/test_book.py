"""Several returns in one workbook: cover, tables, what must hold with live formulas."""

import csv
import shutil
import subprocess
from datetime import date

import openpyxl
import pytest

from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.services import filing
from jianxi_desktop.services.filing_figures import set_figures
from jianxi_desktop.services.return_book import codes_of, make_book
from tests import factory
from tests.cli.terminal import run
from tests.conftest import PASSWORD
from tests.services.returns.national import Sheet

DAY = date(2018, 12, 31)
CODES = ("P01", "P02", "P25", "P42")


@pytest.fixture
def filled(office):
    """A community with four members; one died in the year, and nobody wrote that down."""
    sheet = Sheet(office, "P01")
    branch = sheet.branch()
    for _ in range(3):
        sheet.member(branch, person={"sex": "2", "born_on": "1980", "job": "退休"})
    sheet.member(branch, status="deceased", until="2018-05-01")
    return office


@pytest.fixture
def book(filled, tmp_path):
    """The workbook of four tables."""
    path = tmp_path / "book.xlsx"
    made = make_book(filled, CODES, as_of=DAY, period="2018", path=path)
    assert made.path == path
    return made, openpyxl.load_workbook(path)


def lines(workbook):
    """Give the lines of what must hold, by their captions."""
    rows = [list(row) for row in workbook["勾稽关系"].iter_rows(values_only=True)]
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def test_that_the_cover_lists_the_tables_and_leads_to_them(book):
    _made, workbook = book
    names = workbook.sheetnames
    assert (names[0], names[-1]) == ("封面", "勾稽关系")
    assert len(names) >= 2 + len(CODES)
    cover = workbook["封面"]
    texts = [str(cell.value) for row in cover for cell in row if cell.value is not None]
    assert "中国共产党党内统计年报表" in texts
    assert "（2018年度）" in texts
    told = "".join(texts)
    for field in ("填报单位（盖章）", "负责人（签名）", "填表人（签名）", "报出时间"):
        assert field in told
    listed = [(row[1].value, row[2].value, row[2].hyperlink.location)
              for row in cover.iter_rows(min_row=12) if row[2].hyperlink]  # fmt: skip
    assert [code for code, _title, _link in listed] == list(CODES)
    for _code, title, link in listed:
        target = workbook[link.rpartition("!")[0].strip("'").replace("''", "'")]
        assert title in target["A1"].value


def test_that_every_check_stands_there_with_formulas_over_the_tables(book):
    made, workbook = book
    found = lines(workbook)
    assert {line["应有的关系"] for line in found} <= {check.rule for check in made.checks}
    identity = next(line for line in found if "上年底总数（1行）" in line["应有的关系"])
    assert identity["左边"].startswith("=IF(COUNT('党员数量变化情况'!")
    across = next(line for line in found if "＝表2总计" in line["应有的关系"])
    assert "'党员基本情况'!" in across["右边"]
    outside = next(line for line in found if "R2党组织" in line["应有的关系"])
    assert outside["右边"] == "=3"


def test_that_the_verdicts_are_those_of_the_checks(filled, book, tmp_path):
    made, _formulas = book
    wrong = {check.rule for check in made.checks if not check.ok}
    values = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True)
    found = lines(values)
    assert {line["应有的关系"] for line in found if line["结果"] == "不符"} == wrong
    identity = next(line for line in found if "上年底总数（1行）" in line["应有的关系"])
    assert [identity[key] for key in ("左边", "右边", "相差", "结果")] == [3, 4, -1, "不符"]
    assert {line["结果"] for line in found} == {"相符", "不符", "未填"}
    number = sum(line["结果"] == "不符" for line in found)
    assert values["勾稽关系"]["A2"].value == f"共核对{len(found)}处，不符{number}处"


@pytest.mark.tool("soffice")
def test_that_the_formulas_follow_what_is_typed(book, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not on this machine")
    _made, workbook = book
    sheet = workbook["党员数量变化情况"]
    places = {cell.value: cell for row in sheet for cell in row if isinstance(cell.value, str)}
    sheet.cell(places["死亡"].row, places["死亡"].column + 2).value = 1
    workbook.active = workbook.sheetnames.index("勾稽关系")
    workbook.move_sheet("勾稽关系", -(len(workbook.sheetnames) - 1))
    workbook.save(tmp_path / "typed.xlsx")  # without the values that we wrote
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", tmp_path,
         tmp_path / "typed.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with (tmp_path / "typed.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if row and row[0].isdigit()]
    before = lines(openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True))
    assert [int(row[0]) for row in rows] == [line["序号"] for line in before]
    changed = [
        (line["应有的关系"], line["结果"], row[8])
        for line, row in zip(before, rows, strict=True)
        if line["结果"] != row[8]
    ]
    ((rule, was, now),) = changed
    assert "上年底总数（1行）" in rule
    assert (was, now) == ("不符", "相符")


def test_that_what_was_filed_stands_in_the_book(filled, tmp_path):
    one = filing.open_filing(filled, "P01", "2018")
    filing.set_figure(filled, one.id, "r12/a", "1", "台账漏登")
    filing.set_figure(filled, one.id, "r14/a", "0")
    path = tmp_path / "a.xlsx"
    made = make_book(filled, ("P01", "P02"), as_of=DAY, period="2018", path=path)
    figures = made.named_figures()
    assert figures["P01.12.1"]["value"] == 1
    assert figures["P01.14.1"]["value"] == 0
    assert figures["P01.17.1"]["value"] == 0
    identity = next(check for check in made.checks if "上年底总数（1行）" in check.rule)
    assert identity.ok
    workbook = openpyxl.load_workbook(path, data_only=True)
    line = next(line for line in lines(workbook) if line["应有的关系"] == identity.rule)
    assert line["结果"] == "相符"
    told = "".join(str(cell.value) for row in workbook["审核说明"] for cell in row)
    assert "台账漏登" in told
    later = make_book(filled, ("P01",), as_of=date(2018, 6, 30), period="2018")
    assert later.named_figures()["P01.12.1"]["value"] == 0  # the filing is of another day


def test_that_what_was_handed_in_stands_as_it_was_then(filled, tmp_path):
    one = filing.open_filing(filled, "P25", "2018")
    typed = {f"r{row:02}/e": "0" for row in range(1, 14)}
    typed |= {f"r13/{column}": "0" for column in "abcd"}
    set_figures(filled, one.id, typed)
    filing.complete(filled, one.id, prepared_by="李明", responsible="王芳")
    filing.submit(filled, one.id)
    Sheet(filled, "P25").insert(
        "territory", name="新社区", kind="community", code="410305008999",
        parent=_own_territory(filled),
    )  # fmt: skip
    path = tmp_path / "a.xlsx"
    made = make_book(filled, ("P25",), as_of=DAY, period="2018", path=path)
    assert made.named_figures()["P25.1.2"]["value"] == 1
    assert made.signed[:2] == ("王芳", "李明")
    cover = openpyxl.load_workbook(path)["封面"]
    told = "".join(str(cell.value) for row in cover for cell in row if cell.value)
    assert "负责人（签名）：王芳" in told
    assert "填表人（签名）：李明" in told
    assert "报出时间：20" in told


def _own_territory(office):
    with office.store.read() as connection:
        table = office.catalog["organisation"].record.__table__
        query = table.select().where(table.c.id == office.unit.organisation)
        return connection.execute(query).one().territory


def test_that_codes_are_read_as_people_write_them():
    assert codes_of("P01,P02") == ("P01", "P02")
    assert codes_of(" p01，P02、pl ; P01,") == ("P01", "P02", "PL")


def test_that_only_tables_go_into_a_book(office, tmp_path):
    with pytest.raises(UsageError) as own:
        make_book(office, ("P01", "R0"), as_of=DAY, path=tmp_path / "a.xlsx")
    assert "单独生成" in own.value.user_message
    with pytest.raises(UsageError) as none:
        make_book(office, ("P01", "P99"), as_of=DAY)
    assert "P99" in none.value.user_message
    assert list(tmp_path.glob("a.xlsx")) == []


def test_that_whoever_may_not_export_only_sees_the_figures(filled, tmp_path):
    from jianxi_desktop.domain.rights import Right, Role

    reader = factory.limited(filled, filled.unit.organisation, Role.VIEWER)
    assert Right.EXPORT not in reader.account.rights
    made = make_book(reader, CODES, as_of=DAY, period="2018")
    assert made.named_figures()["P02.1.1"]["value"] == 3
    with pytest.raises(InputError):
        make_book(reader, CODES, as_of=DAY, path=tmp_path / "a.xlsx")


def test_that_other_tables_make_a_book_of_another_name(filled, tmp_path):
    path = tmp_path / "mixed.xlsx"
    make_book(filled, ("P01", "R2"), as_of=DAY, period="2018", path=path)
    workbook = openpyxl.load_workbook(path)
    texts = [cell.value for row in workbook["封面"] for cell in row]
    assert "统计报表汇编" in texts
    across = next(line for line in lines(workbook) if "R2党组织" in line["应有的关系"])
    assert "!" in across["右边"]


def test_that_one_command_makes_the_book(filled, tmp_path, monkeypatch):
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    database = next(tmp_path.glob("*.jxdb"))
    filled.close()
    out = tmp_path / "b.xlsx"
    ended = run("return", "P01,P25", "--period", "2018", "-o", str(out), "--json",
                "--database", database)  # fmt: skip
    assert ended.status == 0, ended.out
    assert ended.answer["file"] == str(out)
    assert ended.answer["figures"]["P01.16.1"]["value"] == 3
    assert ended.answer["figures"]["P25.1.2"]["value"] == 1
    assert openpyxl.load_workbook(out).sheetnames[0] == "封面"
