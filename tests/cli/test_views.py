"""A list that was kept in the window, used from the command line."""

import openpyxl
import pytest

from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import list_views
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.services.list_views import ListView
from tests.cli.terminal import run
from tests.conftest import open_copy


@pytest.fixture
def database(founded, tmp_path, monkeypatch):
    """The demonstration, in which women are kept as a list, youngest first."""
    monkeypatch.setenv("JIANXI_PASSWORD", DEMO_PASSWORD)
    office = open_copy(founded, "demo", tmp_path, DEMO_PASSWORD)
    query = Query(filters=(Filter("sex", "2"),), order="born_on", descending=True)
    view = ListView("女党员", query, ("name", "sex", "born_on"))
    list_views.keep(office, office.catalog["person"], view)
    office.close()
    return tmp_path / "demo.jxdb"


def test_that_a_kept_list_is_listed_and_narrowed_further(database):
    asked = ("list", "person", "--view", " 女党员 ", "--json", "--database", database)

    every = run(*asked, "--limit", "200").answer
    some = run(*asked, "--search", "wang", "--order", "name").answer

    assert list(every["rows"][0]) == ["id", "version", "name", "sex", "born_on"]
    assert {row["sex"] for row in every["rows"]} == {"女"}
    born = [row["born_on"] for row in every["rows"]]
    assert born == sorted(born, reverse=True)
    assert 0 < some["total"] < every["total"] < 182


def test_that_a_kept_list_is_exported_with_its_columns(database, tmp_path):
    out = tmp_path / "women.xlsx"
    reason = ("--reason", "上报街道党工委")
    ended = run(
        *("export", "person", out, "--view", "女党员", *reason, "--json", "--database", database)
    )

    sheet = openpyxl.load_workbook(out).active
    rows = [[str(cell) for cell in row[:3]] for row in sheet.iter_rows(values_only=True)]
    assert ended.status == 0
    assert ["姓名", "性别", "出生日期"] in rows[:2]
    assert len([row for row in rows if row[1] == "女"]) == ended.answer["rows"]


def test_that_the_kept_ones_are_named_where_a_name_is_not_known(database):
    ended = run("list", "person", "--view", "男党员", "--json", "--database", database)

    assert (ended.status, ended.error["code"]) == (2, "no_such_view")
    assert "没有叫“男党员”的常用列表" in ended.error["message"]
    assert ended.error["details"] == ["女党员"]
