"""Scanned checklists: which they are, what they say, what is asked, what is kept."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from jianxi_desktop.db import wants
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints import page as printed_page
from jianxi_desktop.services import erasure, observation, observation_scans, records, scan_keeping
from jianxi_desktop.services.entry_stock import EntryGiven
from jianxi_desktop.services.history import undo_last
from jianxi_desktop.services.observation_entry import open_entry
from tests import factory
from tests.scans import filling
from tests.scans.filling import Paper, scanned


@pytest.fixture
def round_id(office):
    return observation.plan_round(office, step="street_internal", period="2026H2").id


def read(office, tmp_path, pages, **given):
    path = filling.save_pdf(tmp_path / "scan.pdf", pages)
    return observation_scans.read_scans(office, [path], **given)


def content_of(office, attachment):
    digest = records.find_record(office, office.catalog["attachment"], attachment).values["sha256"]
    with office.store.read() as connection:
        return wants.content(connection, digest)


def points(sheet):
    return {number: line.points for number, line in sheet.lines.items()}


@pytest.fixture
def paper(office, round_id):
    return Paper(office, round_id)


@pytest.fixture
def reading(office, paper, tmp_path):
    return read(office, tmp_path, scanned(paper.pages))


def test_that_what_was_marked_is_read_line_by_line(paper, reading):
    (sheet,) = reading.sheets
    assert [page.problem for page in reading.pages] == ["", ""]
    assert sheet.missing_pages == ()
    assert sheet.sure
    assert points(sheet) == paper.meant[0].lines


def test_that_pages_are_put_together_in_any_order_and_upside_down(office, paper, tmp_path):
    pages = scanned(reversed(paper.pages), upside_down=True)
    (sheet,) = read(office, tmp_path, pages).sheets
    assert [page.page for page in sheet.pages] == [1, 2]
    assert points(sheet) == paper.meant[0].lines


def test_that_copies_of_a_form_are_sheets_of_their_own(office, round_id, tmp_path):
    paper = Paper(office, round_id, copies=2)
    reading = read(office, tmp_path, scanned(paper.pages))
    assert [sheet.copy for sheet in reading.sheets] == [1, 2]
    assert [points(sheet) for sheet in reading.sheets] == [each.lines for each in paper.meant]


def test_that_a_missing_page_is_named_and_its_lines_asked_about(office, paper, tmp_path):
    (sheet,) = read(office, tmp_path, scanned(paper.pages[:1])).sheets
    assert sheet.missing_pages == (2,)
    missing = {number for number, line in sheet.lines.items() if line.doubt == "no_page"}
    assert missing
    assert missing < set(paper.meant[0].lines)


def test_that_a_page_scanned_twice_counts_once_and_differences_are_asked(office, paper, tmp_path):
    first, second = scanned(paper.pages)
    other = np.array(first)
    other[900:1000, 1100:1400] = 235  # a hand lay on the copier
    reading = read(office, tmp_path, [first, second, other])
    assert [page.problem for page in reading.pages] == ["", "", "twice"]
    (sheet,) = reading.sheets
    for number, line in sheet.lines.items():
        assert line.points in (paper.meant[0].lines[number], None)


def test_that_a_photocopied_form_of_another_scorer_is_a_sheet_of_its_own(
    office, round_id, tmp_path
):
    one, other = Paper(office, round_id), Paper(office, round_id, first=1)
    reading = read(office, tmp_path, scanned([*one.pages, *other.pages]))
    assert [page.problem for page in reading.pages] == ["", "", "copied", "copied"]
    assert [sheet.copy for sheet in reading.sheets] == [1, 2]
    meant = [one.meant[0].lines, other.meant[0].lines]
    assert [points(sheet) for sheet in reading.sheets] == meant


def test_that_pages_of_nothing_are_listed_with_what_is_wrong(office, paper, tmp_path):
    empty = np.full_like(paper.pages[0], 250)
    cut = np.array(paper.pages[0])
    cut[1200:] = 255
    reading = read(office, tmp_path, [empty, cut])
    assert [page.problem for page in reading.pages] == ["no_code", "not_straight"]
    assert all(page.told and page.image for page in reading.pages)
    assert reading.sheets == ()


def test_that_forms_of_another_round_or_of_nobody_are_not_read(office, paper, tmp_path):
    other = observation.plan_round(office, step="street_cross", period="2026H2").id
    (page, _) = read(office, tmp_path, paper.pages, round_id=other).pages
    assert page.problem == "other_round"
    office_of_others = factory.limited(office, factory.branch_of(office), Role.EDITOR)
    (page, _) = read(office_of_others, tmp_path, paper.pages).pages
    assert (page.problem, page.name) == ("unknown_form", "")


def test_that_a_sheet_printed_with_older_boxes_is_not_read(office, round_id, tmp_path, monkeypatch):
    monkeypatch.setattr(printed_page.mark_text, "__defaults__", (1, printed_page.LAYOUT - 1))
    old = Paper(office, round_id)
    monkeypatch.undo()
    reading = read(office, tmp_path, old.pages)
    assert {page.problem for page in reading.pages} == {"old_layout"}


def test_that_a_file_that_is_no_scan_does_not_stop_the_others(office, paper, tmp_path):
    wrong, right = tmp_path / "名册.xlsx", tmp_path / "1.png"
    wrong.write_bytes(b"PK\x03\x04 not a picture")
    cv2.imencode(".png", paper.pages[0])[1].tofile(right)
    reading = observation_scans.read_scans(office, [wrong, right])
    assert [(page.file, page.problem) for page in reading.pages] == [
        ("名册.xlsx", "unreadable"),
        ("1.png", ""),
    ]


def test_that_confirming_saves_the_points_and_keeps_the_pages_in_one_action(office, paper, reading):
    (sheet,) = reading.sheets
    given = {
        line.id: sheet.lines[line.number].points
        for line in sheet.sheet.lines
        if line.number in sheet.lines
    }
    done = scan_keeping.confirm_sheet(office, sheet, EntryGiven("王检查", given))
    assert done.missing == ()
    entry = open_entry(office, sheet.form_number)
    assert entry.state == "entered"
    assert dict(entry.of("王检查").points) == given
    kept = scan_keeping.pages_of_visit(office, sheet.sheet.visit)
    assert [page.page for page in kept] == [1, 2]
    assert content_of(office, kept[0].id) == sheet.pages[0].image
    undo_last(office)
    assert scan_keeping.pages_of_visit(office, sheet.sheet.visit) == ()
    assert open_entry(office, sheet.form_number).scorers == ()


def test_that_what_became_of_problems_is_read_and_closes_them(office, round_id, tmp_path):
    facts = {"organisation": office.top, "source": "observation", "found_on": "2026-05-10"}
    for title in ("宣传栏内容未更新", "台账缺页"):
        records.save_record(office, office.catalog["problem"], {**facts, "title": title})
    paper = Paper(office, round_id)
    (sheet,) = read(office, tmp_path, scanned(paper.pages)).sheets
    codes = {at: outcome.code for at, outcome in sheet.outcomes.items()}
    assert codes == paper.meant[0].outcomes
    assert set(codes) == {1, 2}
    scan_keeping.confirm_sheet(office, sheet, scan_keeping.sure_of(sheet, "王检查"))
    rows = factory.rows_of(office, office.catalog["problem"])
    closed = {row["title"]: row["closed_on"] is not None for row in rows}
    done = [codes[at] == "done" for at in (1, 2)]
    assert [closed[title] for title in ("宣传栏内容未更新", "台账缺页")] == done


def test_that_what_cannot_be_saved_keeps_no_page_either(office, reading):
    (sheet,) = reading.sheets
    wrong = EntryGiven("王检查", {sheet.sheet.lines[0].id: 100_000})
    with pytest.raises(InputError):
        scan_keeping.confirm_sheet(office, sheet, wrong)
    assert scan_keeping.pages_of_visit(office, sheet.sheet.visit) == ()


def test_that_pages_are_kept_once_and_a_newer_scan_takes_the_place(office, reading):
    (sheet,) = reading.sheets
    scan_keeping.keep_pages(office, reading)
    scan_keeping.keep_pages(office, reading)
    assert open_entry(office, sheet.form_number).state == "returned"
    newer = replace(
        reading,
        sheets=(replace(sheet, pages=tuple(replace(p, image=b"new") for p in sheet.pages[:1])),),
    )
    scan_keeping.keep_pages(office, newer)
    kept = scan_keeping.pages_of_visit(office, sheet.sheet.visit)
    assert len(kept) == 2
    assert content_of(office, kept[0].id) == b"new"


def test_that_an_erased_page_takes_all_its_pictures_along(office, reading):
    (sheet,) = reading.sheets
    scan_keeping.keep_pages(office, reading)
    first = sheet.pages[0]
    newer = replace(reading, sheets=(replace(sheet, pages=(replace(first, image=b"new"),)),))
    scan_keeping.keep_pages(office, newer)
    (erased, other) = scan_keeping.pages_of_visit(office, sheet.sheet.visit)

    erasure.erase_record(office, office.catalog["attachment"], erased.id, "洛涧个保〔2026〕2号")

    with office.store.read() as connection:
        left = connection.exec_driver_sql("SELECT content FROM attachment_content").all()
    assert [bytes(row[0]) for row in left] == [content_of(office, other.id)]
