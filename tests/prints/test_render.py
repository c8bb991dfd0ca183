"""Pages as pictures."""

from io import BytesIO

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.observation import draw_checklists
from jianxi_desktop.prints.render import page_count, page_size, render_page


def test_that_a_page_becomes_a_picture_of_its_size(checklist):
    pdf = BytesIO()
    result = draw_checklists(pdf, [checklist()])
    image = render_page(pdf.getvalue(), 0, 72)
    assert page_count(pdf.getvalue()) == result.pages
    assert page_size(pdf.getvalue(), 0) == pytest.approx((595.28, 841.89), abs=0.1)
    assert (image.width, image.height) == (596, 842)
    assert image.stride >= image.width * 4
    assert len(image.data) == image.stride * image.height


def test_that_corner_marks_are_black_on_white(checklist):
    pdf = BytesIO()
    draw_checklists(pdf, [checklist()])
    image = render_page(pdf.getvalue(), 0, 72)

    def pixel(x: int, y: int) -> bytes:
        at = y * image.stride + x * 4
        return image.data[at : at + 3]

    for x in (24, image.width - 26):
        for y in (24, image.height - 26):
            assert pixel(x, y) == b"\0\0\0"
    assert pixel(5, 5) == b"\xff\xff\xff"


def test_that_a_broken_pdf_is_refused_in_chinese():
    with pytest.raises(InputError) as refused:
        page_count(b"%PDF-1.6 nothing")
    assert "重新生成" in refused.value.user_message
