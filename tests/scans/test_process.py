"""Scans are read in a process of their own: many kinds of file, and none that harms us."""

import random
import sys

import cv2
import numpy as np
import pytest

from jianxi_desktop.scans import child, process
from jianxi_desktop.scans.layout import State
from jianxi_desktop.scans.process import Reader, RefusedError
from tests.scans import pages, pens
from tests.scans.conftest import TEXT


@pytest.fixture(scope="module")
def reader():
    with Reader() as opened:
        yield opened


@pytest.fixture
def sheet(marker, layout):
    """A page with one circle filled in on each row, scanned."""
    hand = marker()
    for group in range(pages.ROWS):
        at = next(at for at, box in enumerate(layout.boxes) if box.group == group)
        hand.mark(layout.boxes[at + 1], "fill", pens.PENS[0])
    return pens.scan(hand.page, random.Random(1))


def save(path, page):
    """Write a page, or several, as the copier would."""
    if isinstance(page, list):
        assert cv2.imwritemulti(str(path), page)
    else:
        assert cv2.imwrite(str(path), page)
    return path


def pdf_of(path, *sheets):
    """Write pages as the PDF of a copier: one picture each."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    for sheet in sheets:
        picture = pypdfium2.PdfImage.new(document)
        jpeg = path.with_suffix(".jpg")
        cv2.imwrite(str(jpeg), sheet, [cv2.IMWRITE_JPEG_QUALITY, 75])
        picture.load_jpeg(jpeg, inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(595.28, 841.89))
        page = document.new_page(595.28, 841.89)
        page.insert_obj(picture)
        page.gen_content()
        jpeg.unlink()
    document.save(path)
    return path


def read(reader, path, layout):
    """Give codes and number of marked boxes of each page."""
    told = []
    for page in reader.open(path)[1]:
        looks = page.look(0, layout, pages.blank_pdf(TEXT)).looks if page.codes else ()
        told.append((page.codes, sum(look.state is State.MARKED for look in looks)))
    return told


@pytest.mark.parametrize("suffix", ["png", "jpg", "tif", "bmp", "webp"])
def test_that_a_picture_of_any_usual_kind_is_read(reader, sheet, layout, tmp_path, suffix):
    path = save(tmp_path / f"scan.{suffix}", sheet)
    assert read(reader, path, layout) == [((TEXT,), pages.ROWS)]


def test_that_all_pages_of_a_pdf_are_read_in_its_order(reader, sheet, blank, layout, tmp_path):
    path = pdf_of(tmp_path / "scan.pdf", sheet, np.full_like(blank, 255), blank)
    assert read(reader, path, layout) == [((TEXT,), pages.ROWS), ((), 0), ((TEXT,), 0)]


def test_that_all_pages_of_a_tiff_are_read(reader, sheet, blank, layout, tmp_path):
    path = save(tmp_path / "scan.tiff", [sheet, blank])
    assert read(reader, path, layout) == [((TEXT,), pages.ROWS), ((TEXT,), 0)]


def test_that_black_and_white_scans_are_read(reader, sheet, layout, tmp_path):
    black = np.where(cv2.GaussianBlur(sheet, (0, 0), 1) < 150, 0, 255).astype(np.uint8)
    told = read(reader, save(tmp_path / "fax.png", black), layout)
    assert told == [((TEXT,), pages.ROWS)]


def test_that_a_page_is_kept_small_and_upright(reader, sheet, layout, tmp_path):
    path = save(tmp_path / "scan.png", cv2.rotate(sheet, cv2.ROTATE_180))
    page = next(reader.open(path)[1])
    seen = page.look(0, layout, pages.blank_pdf(TEXT))
    assert len(seen.picture) <= 150_000
    kept = cv2.imdecode(np.frombuffer(seen.picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert kept.shape[0] > 1300
    assert kept[-200:, :300].mean() > kept[50:150, -150:-60].mean()  # the code is at the top


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a workbook", "no_scan"),
        (b"%PDF-1.7 cut off", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 50, "damaged"),
        (b"II*\x00" + b"\xff" * 50, "damaged"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "phone_picture"),
    ],
)
def test_that_what_is_no_scan_is_refused_and_the_next_file_read(
    reader, sheet, layout, tmp_path, data, code
):
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(RefusedError) as refused:
        list(reader.open(path)[1])
    assert refused.value.refusal.code == code
    assert read(reader, save(tmp_path / "scan.png", sheet), layout) == [((TEXT,), pages.ROWS)]


def test_that_a_picture_too_large_to_open_is_refused(reader, tmp_path):
    path = save(tmp_path / "huge.png", np.full((13_000, 13_000), 255, np.uint8))
    with pytest.raises(RefusedError) as refused:
        list(reader.open(path)[1])
    assert refused.value.refusal.code in {"damaged", "too_much"}


def test_that_a_reader_that_hangs_or_dies_is_told_as_a_refusal(monkeypatch, tmp_path, caplog):
    path = save(tmp_path / "scan.png", np.full((100, 100), 255, np.uint8))
    for does in ("import time; time.sleep(60)", "raise SystemExit(3)"):
        monkeypatch.setattr(
            process, "reader_command", lambda does=does: [sys.executable, "-c", does]
        )
        with Reader(silence=1.0) as reader, pytest.raises(RefusedError) as refused:
            reader.open(path)
        assert refused.value.refusal.code == "stopped"


def test_that_a_bundle_starts_itself_as_the_reader(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert process.reader_command() == [sys.executable, child.FLAG]
