"""Rosters of organisations and territories: what may not stand so waits for a person."""

import openpyxl
import pytest

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import history, roster
from jianxi_desktop.services.organisations import merge
from tests import factory
from tests.services.community import PAPER, Place, unremoved

HEAD = ("党组织名称", "组织类别", "所属领域", "上级党组织", "成立日期", "批准文号", "撤销日期")

BRANCH = {"form": "branch", "kind": "grid", "dissolved_on": None}


@pytest.fixture
def place(office):
    return Place(office)


@pytest.fixture
def take(office, tmp_path):
    """Take rows of organisations in."""

    def take_rows(*rows, head=HEAD, key="organisation", **options):
        book = openpyxl.Workbook()
        for row in (head, *rows):
            book.active.append(list(row))
        book.save(tmp_path / "roster.xlsx")
        options = {"keep_rows": True, **options}
        return roster.import_roster(
            office, office.catalog[key], tmp_path / "roster.xlsx", **options
        )

    return take_rows


def reasons(report):
    return [
        (row.action, [issue.text for issue in row.issues if issue.severity == "review"])
        for row in report.rows
    ]


def test_that_a_row_that_may_not_stand_there_waits_for_a_person(office, place, take):
    report = take(
        ("第三网格党支部", "党支部", "网格", None, "2018-07-01", "涧组〔2018〕7号", None),
        ("第四网格党支部", "党支部", "网格", "第一网格党支部", None, None, None),
        ("二号楼党小组", "党小组", "楼栋", "第二网格党支部", None, None, None),
        ("三号楼党小组", "党小组", "楼栋", None, None, None, None),
    )
    assert (report.created, report.review) == (2, 2)
    told = dict(enumerate(reasons(report)))
    assert "不能隶属于“第一网格党支部”" in told[1][1][0]
    assert "可以隶属于：任何领域的党支部" in told[3][1][0]
    line = place.line(place.find("第三网格党支部"))
    assert (line["kind"], line["changed_on"]) == ("established", "2018-07-01")
    assert (line["document"], line["new_parent"]) == ("涧组〔2018〕7号", place.top)
    assert place.lines(place.find("二号楼党小组")) == []


def test_that_an_end_waits_while_members_are_there_and_leaves_its_line_where_none_are(
    office, place, take
):
    factory.branch_of(office, "空的党支部")
    top = place.organisation(place.top)["name"]
    before = unremoved(factory.dump(office))
    report = take(
        ("第一网格党支部", "党支部", "网格", top, None, None, "2026-06-15"),
        ("空的党支部", "党支部", "网格", top, None, None, "2026-06-15"),
    )
    assert [row.action for row in report.rows] == ["review", "update"]
    assert "不能撤销：还有3名党员" in report.rows[0].issues[0].text
    assert place.line(place.find("空的党支部"))["kind"] == "dissolved"
    history.undo_last(office)
    assert unremoved(factory.dump(office)) == before


def test_that_another_form_in_a_roster_leaves_its_line(place, take):
    top = place.organisation(place.top)["name"]
    report = take(("第二网格党支部", "党总支", "网格", top, None, None, None))
    assert report.updated == 1
    line = place.line(place.second)
    assert (line["kind"], line["old_form"], line["new_form"]) == (
        "upgraded",
        "branch",
        "general_branch",
    )
    assert line["changed_on"] == calendar.today().isoformat()


def test_that_no_group_is_made_outside_a_branch_for_a_roster_of_members(office, place, take):
    people = office.catalog["person"]
    head = ("姓名", "所在党小组")
    report = take(("王芳", "新楼栋党小组"), head=head, key="person", create_organisations=True)
    assert report.review == 1
    assert "党小组要建在党支部之内" in report.rows[0].issues[0].text
    report = take(
        ("王芳", "新网格党支部"),
        head=("姓名", "所在党支部"),
        key="person",
        organisation="第一网格党支部",
        create_organisations=True,
    )
    assert "这里不能再设党支部" in report.rows[0].issues[0].text
    assert len(list(factory.rows_of(office, people, Query()))) == len(place.people)


def test_that_members_of_a_branch_that_has_ended_wait_for_a_person(office, place, take):
    merge(office, place.first, place.second, PAPER)
    head = ("姓名", "所在党支部")
    report = take(("王芳", "第一网格党支部"), ("李雷", "第二网格党支部"), head=head, key="person")
    assert (report.created, report.review) == (1, 1)
    assert "已于2026年6月15日撤销" in report.rows[0].issues[0].text
    # Another one of that name that stands is meant instead.
    factory.record_of(office, "organisation", name="第一网格党支部", **BRANCH, parent=place.top)
    assert take(("王芳", "第一网格党支部"), head=head, key="person").created == 1


def test_that_a_territory_in_a_smaller_one_waits_for_a_person(office, take):
    community = next(
        row["name"]
        for row in factory.rows_of(office, office.catalog["territory"])
        if row["kind"] == "community"
    )
    head = ("区域名称", "区域类型", "上级区域")
    first = take(
        ("一号网格", "网格", community), ("一号楼", "楼栋", community), head=head, key="territory"
    )
    assert first.created == 2
    second = take(("二号网格", "网格", "一号楼"), head=head, key="territory")
    assert second.review == 1
    assert "网格不能划在楼栋之下" in second.rows[0].issues[0].text
