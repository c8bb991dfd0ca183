"""QR codes, compared with another encoder and read by another reader."""

import numpy as np
import pytest
import zxingcpp
from reportlab.graphics.barcode import qrencoder

from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.page import LAYOUT, Mark, mark_text, read_mark
from jianxi_desktop.prints.qr import encode


@pytest.mark.parametrize(
    "text",
    [
        *("A", "AB", "GMS-2018H1-990101001-001:1/2", "X" * 60, "Z" * 80, "y" * 80),
        *(
            "lower case 1/2",
            "y" * 107,
            "y" * 152,
            "Z" * 320,
            "y" * 214,
            "y" * 412,
            "y" * 451,
            "y" * 660,
            "y" * 997,
        ),
    ],
)
def test_that_another_encoder_draws_the_same_squares(text: str):
    ours = encode(text)
    other = qrencoder.QRCode((len(ours) - 17) // 4, qrencoder.QRErrorCorrectLevel.M)
    other.addData(text)
    other.makeImpl(False, 0)
    theirs = ["".join("01"[bool(dark)] for dark in row) for row in other.modules]
    assert list(ours) == theirs


def test_that_chinese_text_is_encoded_too():
    assert len(encode("观摩-2018:1/2")) == 25


@pytest.mark.parametrize("text", ["涧西区", "名" * 40, '{"name":"涧西区𠮷"}' * 20, "名" * 330])
def test_that_a_reader_gives_chinese_text_back_as_it_was(text: str):
    rows = encode(text)
    squares = np.array([[255 * (square == "0") for square in row] for row in rows], np.uint8)
    drawn = np.kron(squares, np.ones((4, 4), np.uint8))
    found = zxingcpp.read_barcodes(np.pad(drawn, 16, constant_values=255))
    assert [each.text for each in found] == [text]


def test_that_a_text_too_long_is_refused():
    with pytest.raises(InputError, match="QR text"):
        encode("y" * 998)


def test_that_a_mark_can_be_read_back():
    number = "GMS-2018H1-990101001-001"
    assert read_mark(mark_text(number, 2, 3)) == Mark(number, 2, 3, copy=1, layout=LAYOUT)
    assert read_mark(mark_text(number, 1, 2, copy=12)) == Mark(number, 1, 2, 12, LAYOUT)


def test_that_a_mark_of_an_older_sheet_names_the_first_layout():
    assert read_mark("GMS-2018H1-990101001-001:2/3").layout == 1


@pytest.mark.parametrize("text", ["https://example.org", "", "A:1", "A#:1/2", "A:1/2~", "~2:1/2"])
def test_that_a_code_of_others_is_no_mark(text: str):
    assert read_mark(text) is None
