"""A bundle is one program: started with a word it is a reader, else the window or a command."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from jianxi_desktop.scans import child as scans
from jianxi_desktop.scans import process as scan_process
from jianxi_desktop.services import reading_processes
from jianxi_desktop.sheets import child as workbooks
from jianxi_desktop.sheets import process as workbook_process
from jianxi_desktop.sheets.spec import Request, RosterSpec
from tests.sheets import rosters
from tests.sheets.conftest import FIELDS

MAIN = Path(__file__).resolve().parents[2] / "main.py"
PROGRAMS = pytest.mark.parametrize(
    "program", [[str(MAIN)], ["-m", "jianxi_desktop"]], ids=["window", "commands"]
)


@PROGRAMS
def test_that_either_program_reads_scans(monkeypatch, tmp_path, program):
    command = [sys.executable, *program, scans.FLAG]
    monkeypatch.setattr(scan_process, "reader_command", lambda: command)
    cv2.imwrite(str(tmp_path / "a.png"), np.full((300, 200), 255, np.uint8))
    with scan_process.Reader() as reader:
        count, pages = reader.open(tmp_path / "a.png")
        assert (count, [page.codes for page in pages]) == (1, [()])


@PROGRAMS
def test_that_either_program_reads_workbooks(monkeypatch, tmp_path, program):
    command = [sys.executable, *program, workbooks.FLAG]
    monkeypatch.setattr(workbook_process, "reader_command", lambda: command)
    rosters.write_plain(tmp_path / "a.xlsx", rosters.NATIONAL, rosters.people(2))
    reader = workbook_process.Reader(tmp_path / "a.xlsx", Request(RosterSpec(FIELDS)))
    try:
        assert reader.message()[0] == "head"
    finally:
        reader.close()


def test_that_other_words_start_no_reader():
    assert reading_processes.serve([]) is None
    assert reading_processes.serve(["--demo"]) is None
    assert reading_processes.serve(["--read-nothing"]) is None
