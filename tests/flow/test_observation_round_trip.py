"""An observation half-year by command: planned, printed, entered, ranked, its problems noticed."""

import random
import shutil
from fractions import Fraction

import openpyxl
import pypdfium2
import pytest

from jianxi_desktop.services import demo as demos
from tests.cli.terminal import run

PERIOD, AFTER = "2027H1", "2027H2"
SCORERS = ("甲子文", "乙丑武", "丙寅安")
STEPS = {"street_internal": "GMN", "street_cross": "GMJ", "district_demo": "GMS"}
GAPS = {3: "公开栏久未更新", 40: "功能室没有使用登记；台账缺页"}


class Terminal:
    """The district's database at the command line."""

    def __init__(self, path, password):
        self.beginning = ("--database", path, "--password-file", password, "--json", "--quiet")

    def __call__(self, *words):
        """Run a command that is to succeed; give what it answers."""
        ended = run(*self.beginning, *words)
        assert ended.status == 0, ended.out
        return ended.answer


@pytest.fixture(scope="module")
def home(tmp_path_factory, district_file):
    """The district's demonstration, to be written to."""
    folder = tmp_path_factory.mktemp("round")
    for suffix in ("", ".keys"):
        shutil.copy(f"{district_file[0]}{suffix}", folder / f"district.jxdb{suffix}")
    (folder / "password").write_text(demos.DEMO_PASSWORD, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def jianxi(home):
    return Terminal(home / "district.jxdb", home / "password")


@pytest.fixture(scope="module")
def rounds(jianxi):
    """The three steps of a half-year."""
    names = "、".join(SCORERS)
    return {
        step: jianxi("observe", "plan", "--step", step, "--period", PERIOD, "--inspectors", names)
        for step in STEPS
    }


@pytest.fixture(scope="module")
def entered(jianxi, home, rounds):
    """What each inspector gave, in halves of a point by form, filled into our own workbook."""
    chosen = rounds["district_demo"]["round"]
    book = home / "scores.xlsx"
    jianxi("observe", "enter", "--template", book, "--round", chosen)
    workbook = openpyxl.load_workbook(book)
    given = fill(workbook.active)
    workbook.save(book)
    tried = jianxi("observe", "enter", book, "--trial")
    done = jianxi("observe", "enter", book)
    assert len(tried["forms"]) == len(done["forms"]) == 71
    assert done["created"] == 71 * 3 * 17
    return given


def fill(sheet):
    """Write points of every scorer beside every form; some gaps too."""
    chance = random.Random(2027)
    columns = {str(cell.value): place for place, cell in enumerate(sheet[1])}
    mosts = [
        (place, int(caption.rpartition("（")[2].removesuffix("分）")))
        for caption, place in columns.items()
        if caption.endswith("分）")
    ]
    assert len(mosts) == 17
    given = {}
    for at, row in enumerate(sheet.iter_rows(min_row=2)):
        form, scorer = row[columns["表号"]].value, row[columns["打分人"]].value
        halves = [chance.randint(most, 2 * most) for _place, most in mosts]
        for (place, _most), points in zip(mosts, halves, strict=True):
            row[place].value = points / 2
        row[columns["观摩日期"]].value = "2027-06-18"
        if at // len(SCORERS) in GAPS:
            row[columns["差距与问题"]].value = GAPS[at // len(SCORERS)]
        given.setdefault(form, {})[scorer] = sum(halves)
    return given


def test_that_three_steps_visit_every_community_and_no_street_inspects_itself(jianxi, rounds):
    for step, answer in rounds.items():
        assert len(answer["forms"]) == len(set(answer["forms"])) == 71
        assert all(form.startswith(f"{STEPS[step]}-{PERIOD}-410305") for form in answer["forms"])
        covered = jianxi("observe", "coverage", "--period", PERIOD, "--step", step)
        assert (covered["total"], covered["covered"], covered["missing"]) == (71, 71, [])
    crossing = rounds["street_cross"]["round"]
    visits = jianxi("list", "observation_visit", "--where", f"round={crossing}", "--limit", "100")
    streets = {
        row["name"]: row["parent"]
        for row in jianxi("list", "organisation", "--where", "kind=社区", "--limit", "100")["rows"]
    }
    for row in visits["rows"]:
        assert row["inspected_by"] not in (None, "", streets[row["organisation"]])


def test_that_each_step_prints_two_pages_a_community(jianxi, home, rounds):
    for step, answer in rounds.items():
        path = home / f"{step}.pdf"
        printed = jianxi("print", "observation", "--round", answer["round"], "-o", path)
        assert (printed["pages"], printed["forms"]) == (142, answer["forms"])
    document = pypdfium2.PdfDocument(home / "district_demo.pdf")
    text = document[2].get_textpage().get_text_range()
    document.close()
    assert answer["forms"][1] in text
    assert "第 1 页" in text
    assert "综合观摩（第1版）" in text


def test_that_the_ranking_is_the_one_worked_out_by_hand(jianxi, rounds, entered):
    ranking = jianxi("observe", "rank", "--round", rounds["district_demo"]["round"])["ranking"]
    by_hand = {
        form: int(Fraction(50 * sum(totals.values()), len(totals)) + Fraction(1, 2))
        for form, totals in entered.items()
    }
    found = {row["form_number"]: (row["score"], row["rank"]) for row in ranking}
    assert found == {
        form: (
            f"{score / 100:.2f}".rstrip("0").rstrip("."),
            1 + sum(other > score for other in by_hand.values()),
        )
        for form, score in by_hand.items()
    }
    assert [row["rank"] for row in ranking] == sorted(row["rank"] for row in ranking)
    assert not any(row["missing"] for row in ranking)


def test_that_nothing_is_missing_once_all_is_entered(jianxi, rounds, entered):
    answer = jianxi("observe", "missing", "--round", rounds["district_demo"]["round"])
    assert answer["missing"] == []
    assert sum(answer["counts"].values()) == answer["total"] == 71
    others = jianxi("observe", "missing", "--round", rounds["street_cross"]["round"])
    assert len(others["missing"]) == 71


def test_that_gaps_become_problems_with_notices_and_come_back_next_time(
    jianxi, home, rounds, entered
):
    chosen = rounds["district_demo"]["round"]
    made = jianxi("observe", "problems", "--round", chosen, "--make", "--due", "2027-09-30")
    titles = {title for gap in GAPS.values() for title in gap.split("；")}
    assert made["created"] == len(titles)
    again = jianxi("observe", "problems", "--round", chosen, "--make")
    assert again["created"] == 0
    notices = home / "notices.pdf"
    assert jianxi("print", "observation.notices", "--round", chosen, "-o", notices)["pages"] == 3
    words = text_of(notices)
    assert all(title in words for title in titles)
    after = jianxi("observe", "plan", "--step", "district_demo", "--period", AFTER)
    sheets = home / "after.pdf"
    jianxi("print", "observation", "--round", after["round"], "-o", sheets)
    assert all(title in text_of(sheets) for title in titles)


def text_of(path):
    """Give the words of a PDF as they are copied out."""
    document = pypdfium2.PdfDocument(path)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words.replace("\r", "").replace("\n", "")
