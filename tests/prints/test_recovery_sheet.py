"""The sheet with the recovery key."""

import re
from io import BytesIO

import pytest

from jianxi_desktop.prints import qr
from jianxi_desktop.prints.recovery_sheet import RecoverySheet, draw_recovery_sheet

LINES = ("04TW-M63Z-M3GZ-STM1", "MESH-125K-28ZA-8DDZ", "Z4BX-R4CT-37ND-PD5F", "838E-YS5H-0JKY-G4GY")
UNIT = "㐂𠮷社区党委"


@pytest.fixture
def printed():
    sheet = RecoverySheet(UNIT, "8F3A-11C2", "2026年11月25日", LINES, " ".join(LINES))
    pdf = BytesIO()
    result = draw_recovery_sheet(pdf, sheet)
    assert (result.pages, result.missing, result.cut) == (1, (), 0)
    return pdf


def test_that_every_letter_of_the_key_can_be_read_in_order(printed, page_texts):
    text = re.sub(r"\s", "", "".join(page_texts(printed)))
    for line in LINES:
        assert line.replace("-", "") in text


def test_that_the_sheet_says_whose_it_is_and_what_to_do(printed, page_texts):
    text = re.sub(r"\s", "", "".join(page_texts(printed)))
    for said in (UNIT, "8F3A-11C2", "2026年11月25日", "经办人", "保管人", "封存日期", "怎样用",
                 "丢失", "不拍照", "忘记密码"):  # fmt: skip
        assert said in text


def test_that_it_is_one_page_with_its_fonts_in_it(printed, tool):
    rows = tool("pdffonts", printed).splitlines()[2:]
    assert len(rows) >= 3
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    assert "No syntax" in tool("qpdf", printed, "--check")


def test_that_no_part_of_the_key_stands_in_the_files_properties(printed):
    from pypdfium2 import PdfDocument

    told = str(PdfDocument(printed.getvalue()).get_metadata_dict())
    assert "恢复密钥" in told
    assert not any(group in told for line in LINES for group in line.split("-"))


def test_that_a_long_name_of_an_office_is_set_smaller_and_not_cut():
    sheet = RecoverySheet("洛阳市涧西区" * 6, "8F3A-11C2", "2026年11月25日", LINES, "X")
    assert draw_recovery_sheet(BytesIO(), sheet).cut == 0


def test_that_the_code_is_small_enough_for_every_camera():
    assert len(qr.encode(" ".join(LINES))) == 33
