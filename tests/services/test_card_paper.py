"""A card on paper, scanned or photographed, and back again."""

import io

import cv2
import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianxi_desktop.errors import EnvironmentFailure, InputError
from jianxi_desktop.scans.codes import find_codes
from jianxi_desktop.services import card_paper, trust
from jianxi_desktop.sync.keys import OfficeKeys, write_card
from tests.sync.factory import CREATED


@pytest.fixture
def printed(office):
    paper = card_paper.key_paper(office)
    assert (paper.pages, paper.missing, paper.title) == (1, (), f"单位名片 {office.unit.name}")
    return paper.pdf


def page_of(pdf, dpi=200):
    with pypdfium2.PdfDocument(pdf) as document:
        return np.array(document[0].render(scale=dpi / 72, grayscale=True).to_numpy().squeeze())


def tilted(page, degrees):
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.9)
    return cv2.warpAffine(page, turn, (width, height), borderValue=200)


def photographed(page):
    """As a telephone sees a sheet on a table: from the side, in the shade, not quite sharp."""
    height, width = page.shape
    there = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[180, 90], [width - 60, 30], [width - 30, height - 70], [40, height - 160]])
    askew = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(there, seen), (width, height), borderValue=90
    )
    shade = np.linspace(0.55, 1.0, width, dtype=np.float32)[None, :]
    return cv2.GaussianBlur((askew * shade).astype(np.uint8), (0, 0), 1.1)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("scan.png", lambda page: page),
        ("upside-down.png", lambda page: np.rot90(page, 2)),
        ("tilted.jpg", lambda page: tilted(page, 7)),
        ("telephone.JPG", photographed),
    ],
)
def test_that_the_card_comes_back_from_a_picture(office, district, printed, tmp_path, name, seen):
    path = tmp_path / name
    made, data = cv2.imencode(path.suffix.lower(), seen(page_of(printed)))
    assert made
    path.write_bytes(data.tobytes())
    card = trust.office_card(office)
    assert trust.look_at_card(path) == card
    assert trust.trust_card(district, path) == card


def test_that_the_card_comes_back_from_the_pdf_itself(office, printed, tmp_path):
    path = tmp_path / "card.pdf"
    path.write_bytes(printed)
    assert trust.look_at_card(path) == trust.office_card(office)


def test_that_a_renewed_card_fits_the_code_too(office, tmp_path):
    before = trust.office_card(office).fingerprint
    fresh = trust.renew_keys(office)
    path = tmp_path / "card.pdf"
    path.write_bytes(card_paper.key_paper(office).pdf)
    assert trust.look_at_card(path) == fresh
    with pypdfium2.PdfDocument(path) as document:
        said = document[0].get_textpage().get_text_range()
    assert before in said


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=60))
def test_that_any_name_of_an_office_fits_its_paper(name):
    from jianxi_desktop.prints.key_paper import KeyPaper, draw_key_paper

    first = OfficeKeys.new(unit="410305001001", name=name, created=CREATED)
    card = OfficeKeys.new(unit="410305001001", name=name, created=CREATED, before=first).card
    stream, text = io.BytesIO(), write_card(card).decode()
    groups = tuple(card.fingerprint.split())
    draw_key_paper(stream, KeyPaper(name, card.unit, "", "", groups, text, "1" * 29))
    assert [code.text for code in find_codes(page_of(stream.getvalue()))] == [text]


def test_that_a_picture_without_a_card_is_refused(tmp_path):
    path = tmp_path / "empty.png"
    path.write_bytes(cv2.imencode(".png", np.full((400, 300), 255, np.uint8))[1].tobytes())
    with pytest.raises(InputError) as refused:
        trust.look_at_card(path)
    assert refused.value.code == "no_card_on_paper"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("card.pdf", b"%PDF-1.7 and nothing more", "damaged"),
        ("card.png", b"no picture", "no_scan"),
        ("card.jpg", b"", "empty"),
        ("card.jxcard", b"\x89PNG\r\n\x1a\n", "card_malformed"),
    ],
)
def test_that_a_broken_picture_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        trust.look_at_card(path)
    assert refused.value.code == code


def test_that_a_picture_that_is_gone_is_told(tmp_path):
    with pytest.raises(EnvironmentFailure):
        trust.look_at_card(tmp_path / "gone.png")


def test_that_a_code_that_only_begins_like_a_card_is_refused(tmp_path):
    from jianxi_desktop.prints.key_paper import KeyPaper, draw_key_paper

    stream = io.BytesIO()
    draw_key_paper(stream, KeyPaper("单位", "410305", "", "", ("1",) * 5, '{"format":"other"}'))
    path = tmp_path / "forged.pdf"
    path.write_bytes(stream.getvalue())
    with pytest.raises(InputError) as refused:
        trust.look_at_card(path)
    assert refused.value.code == "card_malformed"
