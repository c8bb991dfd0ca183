"""Scanned checklists from the command line: read without saving, or only what is sure."""

import random

import pytest

from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.prints.form_marks import geometry
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.services import observation
from tests.cli.terminal import run
from tests.conftest import PASSWORD, open_copy
from tests.scans import filling, pens

STRUCK = 2  # the line whose marks were struck out


@pytest.fixture
def held(founded, tmp_path):
    """A form filled in by hand, one line of it struck out, as a file of the copier."""
    office = open_copy(founded, "community", tmp_path)
    planned = observation.plan_round(office, step="street_internal", period="2026H2").id
    paper = filling.Paper(office, planned)
    office.close()
    hand = pens.Marker(paper.pages[0], PORTRAIT.height, random.Random(1))
    for box in geometry(paper.forms[0])[0].boxes:
        if box.line == STRUCK:
            hand.take_back(filling.plain(box), "scribble", pens.PENS[0])
    filling.save_pdf(tmp_path / "scan.pdf", filling.scanned(paper.pages))
    return paper


@pytest.fixture
def jianxi(held, tmp_path, monkeypatch):
    """Run a command on the community's database."""
    monkeypatch.setenv("JIANXI_PASSWORD", PASSWORD)

    def command(*words):
        return run("observe", *words, "--json", "--database", tmp_path / "community.jxdb")

    return command


def test_that_a_scan_is_read_and_nothing_saved(jianxi, held, tmp_path):
    answer = jianxi("scan", tmp_path / "scan.pdf").answer
    (sheet,) = answer["sheets"]
    lines = {
        str(number): show_points(points)
        for number, points in held.meant[0].lines.items()
        if number != STRUCK
    }
    assert sheet["scores"] == lines
    assert sheet["unsure"] == {str(STRUCK): "unsure"}
    assert [(page["page"], page["problem"]) for page in answer["pages"]] == [(1, ""), (2, "")]
    assert (answer["attached"], answer["entered"]) == (0, [])
    missing = jianxi("missing", "--round", "2026年下半年街道内部观摩").answer
    assert missing["missing"][0]["scorers"] == []


def test_that_only_what_is_sure_is_saved_for_a_scorer(jianxi, held, tmp_path):
    answer = jianxi(
        "scan", tmp_path / "scan.pdf", "--keep", "--scorer", "王检查", "--accept-sure"
    ).answer
    (entered,) = answer["entered"]
    assert (entered["scorer"], entered["missing"]) == ("王检查", [STRUCK])
    assert answer["attached"] == 2


def test_that_saving_without_a_scorer_is_refused_before_anything_is_read(jianxi, tmp_path):
    ended = jianxi("scan", tmp_path / "none.pdf", "--accept-sure")
    assert (ended.status, ended.error["code"]) == (2, "usage")
    assert "--scorer" in ended.error["message"]


def test_that_a_file_that_is_not_there_is_told(jianxi, tmp_path):
    ended = jianxi("scan", tmp_path / "none.pdf")
    assert (ended.status, ended.error["code"]) == (3, "no_such_file")
