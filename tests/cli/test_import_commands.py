"""Rosters and doubles from the command line."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys

import openpyxl
import pytest

from tests import factory
from tests.cli.terminal import run
from tests.conftest import PASSWORD
from tests.sheets import rosters

BRANCH = "第一网格党支部"
HEAD = ("姓名", "身份证号码", "出生日期", "所在党支部", "机子")


@pytest.fixture
def place(office, monkeypatch):
    """A database with one branch, for commands; the office stays open beside."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)
    factory.branch_of(office, BRANCH)
    return office.path


def book(path, *rows, head=HEAD):
    made = openpyxl.Workbook()
    for row in (head, *rows):
        made.active.append([cell or None for cell in row])
    made.save(path)
    return str(path)


def bring(place, file, *more):
    return run("import", "person", file, "--database", str(place), "--json", *more)


def test_that_a_column_is_named_remembered_and_left_out(place, tmp_path):
    file = book(tmp_path / "a.xlsx", ("王芳", "", "1965-03", BRANCH, "13900001111"))
    first = bring(place, file, "--caption", "机子=phone").answer
    assert (first["created"], first["learned"]) == (1, {})
    again = bring(place, file, "--trial", "--rows").answer
    assert (again["unchanged"], again["learned"]) == (1, {"机子": "phone"})
    assert again["columns"]["机子"] == "phone"
    assert bring(place, file, "--caption", "机子=", "--trial").answer["columns"]["机子"] is None


@pytest.mark.parametrize(
    "wrong",
    [["--caption", "机子=shoe_size"], ["--caption", "机子"], ["--decide", "2=maybe"],
     ["--decide", "二=other"], ["--decide", "2=same:not-an-id"]],
)  # fmt: skip
def test_that_wrong_words_are_told(place, tmp_path, wrong):
    file = book(tmp_path / "a.xlsx", ("王芳", "", "1965-03", BRANCH, ""))
    ended = bring(place, file, *wrong)
    assert (ended.status, ended.error["code"]) == (2, "usage")


def test_that_a_row_that_waits_is_decided(place, tmp_path):
    bring(place, book(tmp_path / "a.xlsx", ("王芳", "", "1965-03", BRANCH, "")))
    number = factory.identity_number(1)
    file = book(tmp_path / "b.xlsx", ("王芳", number, "", BRANCH, ""))
    row = bring(place, file).answer["rows"][0]
    assert row["action"] == "review"
    assert row["candidates"][0]["caption"] == "王芳"
    assert row["changes"]["id_number"] == {"old": "", "new": number}
    one = row["candidates"][0]["id"]
    assert bring(place, file, "--decide", f"2=same:{one}").answer["updated"] == 1
    assert bring(place, file).answer["unchanged"] == 1


def test_that_doubles_are_found_merged_and_parted(place, tmp_path):
    rows = [("王芳", "", "1965-03", BRANCH, ""), ("王芳", "", "1965-03-12", BRANCH, "")]
    made = bring(place, book(tmp_path / "a.xlsx", *rows), "--decide", "3=other").answer
    assert made["created"] == 2
    where = ("--database", str(place), "--json")
    pair = run("duplicates", *where).answer["pairs"][0]
    assert (pair["name"], pair["reason"]) == ("王芳", "姓名相同，出生年月对得上")
    merged = run("merge-persons", pair["first"], pair["second"], *where).answer
    assert merged["notes"] == ["两条组织关系在同一个党支部，合为一条"]
    assert run("duplicates", *where).answer["pairs"] == []
    parted = run("unmerge-persons", pair["second"], *where).answer
    assert parted["changes"][0]["action"] == "合并两名党员"
    assert len(run("duplicates", *where).answer["pairs"]) == 1
    again = run("unmerge-persons", pair["second"], *where)
    assert (again.status, again.error["code"]) == (1, "not_merged")


def test_that_an_interrupted_import_leaves_nothing(place, tmp_path):
    file = tmp_path / "many.xlsx"
    rosters.write_plain(file, rosters.NATIONAL, rosters.people(6000))
    command = [sys.executable, "-m", "jianxi_desktop", "import", "person", str(file)]
    terminal, its_end = os.openpty()  # progress is told on a terminal only
    done = subprocess.Popen(
        [*command, "--create-orgs", "--database", str(place), "--json"],
        stdout=subprocess.PIPE,
        stderr=its_end,
    )
    os.close(its_end)
    said, begun = b"", None
    with contextlib.suppress(OSError):  # so Linux says that nobody is at the other end any more
        while heard := os.read(terminal, 4096):
            said += heard
            if begun is None and (begun := re.search("\r[0-9…]".encode(), said)):
                done.send_signal(signal.SIGINT)
    os.close(terminal)
    out, _nothing = done.communicate(timeout=60)
    assert b"Traceback" not in said
    listed = run("list", "person", "--database", str(place), "--json").answer["total"]
    if done.returncode == 0:  # it was faster than the hand on the keyboard
        assert json.loads(out)["created"] == listed
    else:
        assert (done.returncode, listed) == (130, 0)
