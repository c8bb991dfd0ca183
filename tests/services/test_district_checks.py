"""The checks of the district's return, in the district's own office, and its workbook."""

import json
import re
from datetime import date

import openpyxl
import pytest

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import audit, papers, returns
from jianxi_desktop.services.drawn import Wanted
from tests import factory

DAY = date(2018, 9, 30)


def insert(office, ledger, rows):
    with office.change("create") as change:
        return insert_rows(change, office.catalog[ledger], rows)


def checks(office, day=DAY):
    """Give the checks by the equation or figure at their end."""
    made = returns.make_return(office, "R0", as_of=day).checks
    return {check.rule.rpartition("（")[2].rstrip("）"): check for check in made}


def symposium(office, *days):
    common = {"topic": "座谈会", "kind": "symposium", "organisation": office.unit.organisation}
    insert(office, "activity", [common | {"held_on": day} for day in days])


def test_that_a_symposium_missed_is_named(district):
    symposium(district, "2018-01-31", "2018-03", "2018-07-05", "2017-06-06", "2018-09-01")
    found = checks(district)["B01"]
    assert (found.ok, found.detail) == (False, "缺5—6月")
    assert checks(district, date(2018, 6, 29))["B01"].ok
    assert not checks(district, date(2018, 6, 30))["B01"].ok
    symposium(district, "2018-06-30")
    assert checks(district)["B01"].ok
    assert checks(district, date(2018, 12, 31))["B01"].detail == "缺11—12月"


def test_that_a_symposium_of_a_street_is_none_of_the_district(district):
    values = {"name": "试街道党工委", "form": "working_committee", "kind": "street"}
    street = insert(district, "organisation", [values | {"parent": district.unit.organisation}])[0]
    common = {"topic": "座谈会", "kind": "symposium", "organisation": street}
    insert(district, "activity", [common | {"held_on": "2018-01-15"}])
    assert checks(district, date(2018, 2, 28))["B01"].detail == "缺1—2月"


def test_that_a_demonstration_missed_is_named(district):
    assert checks(district)["B02"].detail == "缺上半年"
    common = {"title": "示范观摩", "period": "2018年上半年", "step": "district_demo"}
    insert(district, "observation_round", [common | {"starts_on": "2018-06-20"}])
    assert checks(district)["B02"].ok
    assert checks(district, date(2018, 12, 31))["B02"].detail == "缺下半年"


def test_that_communities_without_organisation_are_named(district):
    found = checks(district)["A06=A02"]
    assert not found.ok
    assert found.detail.startswith("A06=0，A02=76；没有登记党组织的社区76个：")


def test_that_a_level_is_checked_for_what_it_has(office, district):
    everywhere = {"A03+A04+A05=A06", "A06=A02", "A37=A02"}
    of_streets = everywhere | {"A01+A02=A10", "A12=A11"}
    assert set(checks(office)) == everywhere
    assert set(checks(district)) == of_streets | {"B01", "B02"}
    values = {"name": "试街道党工委", "form": "working_committee", "kind": "street"}
    street = insert(district, "organisation", [values | {"parent": district.unit.organisation}])[0]
    assert set(checks(factory.limited(district, street))) == of_streets


@pytest.fixture
def book(district, tmp_path):
    """The return of a district with a few records, and the workbook it was written to."""
    row = {"form": "branch", "kind": "grid", "parent": district.unit.organisation}
    insert(district, "organisation", [row | {"name": f"第{n}网格党支部"} for n in range(3)])
    path = tmp_path / "总表.xlsx"
    return returns.make_return(district, "R0", as_of=DAY, period="2018Q3", path=path)


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_that_the_workbook_says_what_was_counted(book):
    sheet = openpyxl.load_workbook(book.path, data_only=True)["总表"]
    rows = cells(sheet)
    assert rows[0][0] == "区级党建工作总表"
    assert rows[1][0] == "填报单位：涧西区"
    assert "2018年第三季度　截至2018年9月30日" in rows[1][3]
    by_id = {row[0]: row for row in rows}
    for figure in book.figures:
        row = by_id[figure.rule.id]
        assert (row[1], row[3], row[4]) == (figure.rule.name, figure.shown, figure.value)
    assert by_id["A07"][4] == 3
    words = {word for row in rows for word in row if isinstance(word, str)}
    assert {"填报单位（盖章）：", "负责人（签名）：", "填表人（签名）：", "报出时间："} <= words
    assert {figure.rule.section for figure in book.figures} <= words


def test_that_the_checks_of_the_workbook_are_formulas_over_its_figures(book):
    formulas = openpyxl.load_workbook(book.path)["总表"]
    values = openpyxl.load_workbook(book.path, data_only=True)["总表"]
    at = {row[0].value: row[4].coordinate for row in formulas.iter_rows()}
    start = 1 + next(row[0].row for row in formulas.iter_rows() if row[0].value == "勾稽关系")
    for place, check in enumerate(book.checks):
        cell = formulas.cell(start + place, 4)
        assert values[cell.coordinate].value == ("相符" if check.ok else "不符")
        if check.sides is not None:
            left, right = ("+".join(at[each] for each in side) for side in check.sides)
            assert cell.value == f'=IF({left}={right},"相符","不符")'


def test_that_the_formulas_give_the_values_they_carry(book):
    formulas = openpyxl.load_workbook(book.path)["总表"]
    values = openpyxl.load_workbook(book.path, data_only=True)["总表"]
    reckoned = 0
    for row in formulas.iter_rows(min_col=4, max_col=5):
        verdict, difference = row
        if not str(difference.value).startswith("="):
            continue
        told = re.sub(r"E\d+", lambda at: str(values[at[0]].value), difference.value[1:])
        assert eval(told) == values[difference.coordinate].value
        agrees = values[difference.coordinate].value == 0
        assert values[verdict.coordinate].value == ("相符" if agrees else "不符")
        reckoned += 1
    assert reckoned == sum(check.sides is not None for check in book.checks) == 5


def test_that_the_second_sheet_explains_every_figure(book):
    rows = cells(openpyxl.load_workbook(book.path)["统计说明"])
    explained = {row[0] for row in rows}
    assert {figure.rule.id for figure in book.figures} <= explained
    assert "余" in "".join(str(row[0]) for row in rows)


def test_that_the_workbook_prints_upright_on_a4(book):
    for sheet in openpyxl.load_workbook(book.path):
        assert sheet.page_setup.orientation == "portrait"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.print_title_rows


def test_that_a_workbook_is_noted_and_needs_the_right(district, book, tmp_path):
    noted = audit.list_events(district, limit=1)[0]
    assert "R0" in json.dumps(str(noted), ensure_ascii=False)
    from jianxi_desktop.domain.rights import Role

    viewer = factory.limited(district, district.unit.organisation, Role.VIEWER)
    assert returns.make_return(viewer, "R0", as_of=DAY).path is None
    with pytest.raises(InputError) as refused:
        returns.make_return(viewer, "R0", as_of=DAY, path=tmp_path / "r.xlsx")
    assert refused.value.code == "not_allowed"
    assert not (tmp_path / "r.xlsx").exists()


@pytest.mark.parametrize(
    ("period", "as_of", "day"),
    [
        ("2018Q3", None, "2018-09-30"),
        ("2018Q3", "2018-09-29", "2018-09-29"),
        ("2018Q3", "2026-11-25", "2018-09-30"),
        ("", None, "2026-11-25"),
        ("", "2018-05-01", "2018-05-01"),
        ("2018H1", None, "2018-06-30"),
        ("2018", "2018-01-01", "2018-01-01"),
    ],
)
def test_that_the_earlier_of_period_and_day_decides(period, as_of, day):
    named = date.fromisoformat(as_of) if as_of else None
    today = date(2026, 11, 25)
    assert returns.day_of_return(period, named, today) == date.fromisoformat(day)


def text_of(document):
    """Give the words of a printout, as far as they are words."""
    import pypdfium2

    pages = pypdfium2.PdfDocument(document.pdf)
    return "".join(page.get_textpage().get_text_range() for page in pages)


@pytest.fixture
def streets(district):
    """Two streets' committees with two and one grid branches."""
    above = {"parent": district.unit.organisation, "form": "working_committee", "kind": "street"}
    made = insert(district, "organisation", [above | {"name": f"试{n}街道党工委"} for n in "甲乙"])
    for street, number in zip(made, (2, 1), strict=True):
        row = {"form": "branch", "kind": "grid", "parent": street}
        insert(district, "organisation", [row | {"name": f"{n}党支部"} for n in range(number)])
    return made


def test_that_the_return_is_printed_with_its_checks(district, streets):
    document = papers.print_paper(district, "return.R0", wanted=Wanted(as_of=DAY))
    text = text_of(document)
    assert document.title == "区级党建工作总表（截至2018年9月30日）"
    assert "网格党支部" in text
    assert "缺1—2月" in text
    assert document.told["as_of"] == "2018-09-30"


def test_that_the_return_of_a_street_is_of_what_stands_below_it(district, streets):
    wanted = [Wanted(organisation=each, as_of=DAY) for each in (None, *streets)]
    found = []
    for each in wanted:
        text = text_of(papers.print_paper(district, "return.R0", wanted=each))
        found.append(re.search(r"A07\s*网格党支部\s*个\s*(\d+)", text)[1])
    assert found == ["3", "2", "1"]


def test_that_nobody_prints_the_return_of_others(district, streets):
    limited = factory.limited(district, streets[0])
    assert papers.print_paper(limited, "return.R0", wanted=Wanted(as_of=DAY)).pages
    with pytest.raises(InputError) as refused:
        papers.print_paper(limited, "return.R0", wanted=Wanted(organisation=streets[1], as_of=DAY))
    assert refused.value.code == "outside"
