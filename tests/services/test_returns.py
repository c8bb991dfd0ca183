"""Returns: every figure against a count in plain Python over the rows."""

from collections import Counter
from datetime import date

import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import UsageError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records, returns, roster
from jianxi_desktop.services.return_records import records_behind
from tests import factory
from tests.sheets import rosters

DAY = date(2026, 11, 20)


def figures(result, row):
    """One row's figures by caption."""
    names = [tuple([*column.caption.split("/"), ""][:2]) for column in result.edition.columns]
    return dict(zip(names, [cell.value for cell in result.cells[row]], strict=True))


def line(result, label):
    labels = [row.label for row in result.rows]
    assert labels.count(label) == 1
    return figures(result, labels.index(label))


def age_of(born):
    year, month, day = (*map(int, born.split("-")), 1, 1)[:3]
    return DAY.year - year - ((DAY.month, DAY.day) < (month, day))


def test_that_the_totals_are_those_of_a_plain_count(demo):
    result = returns.make_return(demo, "R2", as_of=DAY)
    people = factory.rows_of(demo, demo.catalog["person"])
    members = [p for p in people if p["status"] in ("full", "probationary")
               and (p["joined_on"] or "") <= DAY.isoformat()]  # fmt: skip
    total = figures(result, 0)
    assert total["党员总数", ""] == len(members) == 168
    assert total["党员类别", "正式党员"] == sum(p["status"] == "full" for p in members)
    assert total["性别", "男"] == sum(p["sex"] == "1" for p in members)
    assert total["性别", "女"] == sum(p["sex"] == "2" for p in members)
    assert total["少数民族", ""] == sum(p["ethnic_group"] != "01" for p in members)
    forms = Counter(o["form"] for o in factory.rows_of(demo, demo.catalog["organisation"])
                    if o["kind"] not in ("district", "street", "regional"))  # fmt: skip
    assert total["党组织数", "党支部"] == forms["branch"] == 6
    assert total["党组织数", "党小组"] == forms["group"] == 6
    young = [p for p in members if age_of(p["born_on"]) <= 30]
    assert total["年龄", "30岁及以下"] == len(young)
    assert all(check.ok for check in result.checks)


def test_that_each_branch_has_a_row_and_the_rows_add_up(demo):
    result = returns.make_return(demo, "R2", as_of=DAY)
    people = factory.rows_of(demo, demo.catalog["person"])
    members = [p for p in people if p["status"] in ("full", "probationary")]
    for branch, number in Counter(p["branch"] for p in members).items():
        assert line(result, branch)["党员总数", ""] == number
    parts = [figures(result, at) for at, row in enumerate(result.rows) if row.level == 1]
    for caption, total in figures(result, 0).items():
        assert sum(part[caption] for part in parts) == total


@pytest.fixture
def counted(office, branch):
    """Total figures with one member of given facts."""

    def count(day=DAY, **facts):
        values = {"name": "王芳", "branch": branch, "status": "full", **facts}
        records.save_record(office, office.catalog["person"], values)
        return figures(returns.make_return(office, "R2", as_of=day), 0)

    return count


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"status": "suspended"}, 0),
        ({"status": "deceased"}, 0),
        ({"joined_on": "2026-11-21"}, 0),
        ({"joined_on": "2026-11-20"}, 1),
        ({"since": "2026-11-21"}, 0),
    ],
)
def test_that_only_members_of_the_day_count(counted, facts, number):
    assert counted(**facts)["党员总数", ""] == number


def test_that_what_is_not_known_is_counted_as_such(counted):
    total = counted()
    assert {total[group, "未登记"] for group in ("性别", "年龄", "学历", "入党时间")} == {1}


def test_that_a_group_member_counts_in_its_branch(office, branch, counted):
    group = factory.branch_of(office, "第一楼栋党小组", parent=branch, form="group")
    counted(group=group)
    result = returns.make_return(office, "R2", as_of=DAY)
    assert line(result, "第一网格党支部")["党员总数", ""] == 1
    assert line(result, "第一网格党支部")["党组织数", "党小组"] == 1
    assert [row.label for row in result.rows].count("第一楼栋党小组") == 0


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({}, 1),
        ({"established_on": "2026-11-21"}, 0),
        ({"established_on": "2026-11"}, 1),
        ({"dissolved_on": "2026-11-20"}, 0),
        ({"dissolved_on": "2026-11-21"}, 1),
        ({"dissolved_on": "2026"}, 0),
    ],
)
def test_that_only_organisations_of_the_day_count(office, facts, number):
    values = {"name": "第一支部", "form": "branch", "kind": "grid"}
    values |= {"parent": office.unit.organisation, **facts}
    records.save_record(office, office.catalog["organisation"], values)
    total = figures(returns.make_return(office, "R2", as_of=DAY), 0)
    assert total["党组织数", "党支部"] == number


def test_that_figures_are_named_and_the_same_everywhere(demo):
    result = returns.make_return(demo, "R2", as_of=DAY)
    named = returns.figures_by_id(result)
    assert len(named) == sum(len(cells) for cells in result.cells)
    assert named["R2.1.6"]["name"].endswith("党员总数")
    assert named["R2.1.6"]["value"] == 168
    assert named["R2.1.6"]["shown"] == "168"


def test_that_the_workbook_holds_the_figures_that_were_counted(demo, tmp_path):
    import openpyxl

    path = tmp_path / "return.xlsx"
    result = returns.make_return(demo, "R2", as_of=DAY, path=path)
    kept = {}
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        for label, *cells in sheet.values:
            kept.setdefault(label, []).extend(cell for cell in cells if isinstance(cell, int))
    for row, cells in zip(result.rows, result.cells, strict=True):
        assert kept[row.label] == [cell.value for cell in cells]


def test_that_the_members_behind_a_figure_are_those_it_counts(demo):
    found = records_behind(demo, "R2", "R2.1.10", as_of=DAY)
    assert found.figure.name.endswith("性别 女")
    people = factory.rows_of(demo, demo.catalog["person"])
    women = [p["name"] for p in people if p["status"] in ("full", "probationary")
             and p["sex"] == "2"]  # fmt: skip
    assert found.total == found.figure.value == len(women)
    place = [key for key, _caption in found.columns].index("person")
    assert Counter(row.cells[place] for row in found.rows) == Counter(women)


def test_that_a_return_that_does_not_exist_is_told(office):
    with pytest.raises(UsageError) as refused:
        returns.make_return(office, "R99", as_of=DAY)
    assert refused.value.code == "no_such_return"


def test_that_a_day_of_joining_still_to_come_is_counted_and_named(office, branch):
    people = office.catalog["person"]
    for name, joined in (("王芳", "2990-07-01"), ("李𠮷", "1990-07")):
        values = {"name": name, "branch": branch, "status": "full", "joined_on": joined}
        records.save_record(office, people, values)
    result = returns.make_return(office, "R2", as_of=DAY)
    assert figures(result, 0)["党员总数", ""] == 2
    wrong = [check for check in result.checks if not check.ok]
    assert [check.rule for check in wrong] == ["入党日期都不晚于统计日"]
    assert wrong[0].detail.startswith("1名党员")


def test_that_the_list_the_roster_and_the_return_agree(office, branch, tmp_path):
    people = office.catalog["person"]
    rosters.national_roster(tmp_path / "roster.xlsx", 300)
    report = roster.import_roster(
        office, people, tmp_path / "roster.xlsx", create_organisations=True
    )
    listed = records.count_rows(office, people, Query())
    result = returns.make_return(office, "R2", as_of=calendar.today())
    assert report.created == listed == figures(result, 0)["党员总数", ""]
