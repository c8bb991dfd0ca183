"""Rosters to import and answers to the questions for files."""

from types import SimpleNamespace

import pytest
import xlsxwriter

from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.welcome import WelcomePage
from tests.scored import communities_of
from tests.services.observation_books import WANG
from tests.ui.screens.entering import Worker, plan

HEADS = ("序号", "姓名", "性别", "身份证号", "学历", "入党时间", "所在党支部", "备用列")


def number_of(serial: int) -> str:
    """Give an identity number of a region that was never assigned."""
    first = f"990101{1950 + serial % 40}0{1 + serial % 9}12{serial % 1000:03d}"
    return first + check_character(first)


def person(serial: int, branch: str = "", **wrong: object) -> list[object]:
    """Give a row of a roster."""
    row = {
        "序号": serial,
        "姓名": "张" + "建国秀英丽华志强敏静𠮷㐂"[serial % 11 : serial % 11 + 2],
        "身份证号": number_of(serial),
        "学历": "大学本科",
        "入党时间": "1990.07",
        "所在党支部": branch,
    } | wrong
    return [row.get(head, "") for head in HEADS]


def write_sheet(path, rows, heads=HEADS):
    """Write a workbook with a title line above the heading."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write(0, 0, "党员花名册")
        sheet.write_row(1, 0, heads)
        for place, row in enumerate(rows, start=2):
            sheet.write_row(place, 0, row)
    return path


@pytest.fixture
def roster(tmp_path):
    """Ten good rows and two that cannot be taken: a wrong check digit, a month 13."""
    rows = [person(n) for n in range(1, 11)]
    good = number_of(11)
    rows.append(person(11, 身份证号=good[:-1] + ("1" if good[-1] != "1" else "2")))
    rows.append(person(12, 入党时间="1990.13"))
    return write_sheet(tmp_path / "名册.xlsx", rows)


@pytest.fixture
def answer():
    """Answer every question for a file or folder with one path, and keep what was asked."""

    def with_path(path):
        return Pickers(
            open=lambda _parent, _title, _kinds, chosen: chosen(path),
            save=lambda _parent, _title, _kinds, _suggested, chosen: chosen(path),
            folder=lambda _parent, _title, chosen: chosen(path),
        )

    return with_path


@pytest.fixture
def visit():
    """Open a screen of a workbench and give it."""

    def open_on(bench, key, argument=None):
        bench.open_screen(key, argument)
        return bench.screen_of(key)

    return open_on


@pytest.fixture
def work(open_window, district):
    """Plan a round of three places, open the page and give who works on it."""
    communities_of(district, 3, ("湖北路街道党工委",))

    def begin(**given):
        given.setdefault("inspectors", WANG)
        return Worker(open_window(district), plan(district, **given))

    return begin


@pytest.fixture
def gate(jobs, tmp_path):
    """The window's side: what was opened, reported or sent elsewhere."""
    seen = SimpleNamespace(offices=[], errors=[], paths=[])
    path = tmp_path / "new" / "office.jxdb"
    made = Gate(path, jobs, seen.errors.append, seen.offices.append, seen.paths.append)
    yield made, seen
    for office in seen.offices:
        office.close()


@pytest.fixture
def welcome(gate, qtbot):
    page = WelcomePage(gate[0])
    qtbot.addWidget(page)
    page.show()
    return page
