"""The manual on paper: its contents lead to the right pages, and nothing of the text is lost."""

import io
import struct
import zlib

import pypdfium2
import pytest

from jianxi_desktop.prints.picture_file import read_palette_picture
from jianxi_desktop.services import manual
from jianxi_desktop.services.manual_paper import manual_paper, save_paper


def texts(document):
    """Give the text of each page."""
    with pypdfium2.PdfDocument(io.BytesIO(document.pdf)) as pdf:
        found = []
        for page in pdf:
            words = page.get_textpage()
            found.append(words.get_text_range())
            words.close()
            page.close()
        return found


@pytest.fixture(scope="module")
def whole():
    pages = manual.read_pages()
    return pages, texts(manual_paper(pages))


def test_that_the_contents_name_every_page_and_where_it_is(whole):
    pages, printed = whole
    fronts = "\n".join(printed[:5])

    for page in pages:
        line = next(each for each in fronts.splitlines() if each.startswith(page.title))
        number = int(fronts[fronts.index(line) :].split("\n")[0].split()[-1].strip() or 0)
        assert page.title in printed[number - 1], page.key


def test_that_one_page_is_printed_with_its_lists_and_tables(tmp_path):
    page = next(each for each in manual.read_pages() if each.key == "ledger:venue")
    document = manual_paper((page,))
    said = "".join(texts(document)).replace("\r\n", "")

    assert "阵地名称 *" in said
    assert "党群服务中心" in said
    assert "page:" not in said
    save_paper(document, tmp_path / "说明书.pdf")
    assert (tmp_path / "说明书.pdf").read_bytes() == document.pdf


def test_that_only_plain_pictures_with_few_colours_are_taken_in():
    def chunk(kind, content):
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    def png(kind):
        head = struct.pack(">IIBBBBB", 2, 1, 8, kind, 0, 0, 0)
        rows = chunk(b"PLTE", b"\xff\0\0\0\0\xff") + chunk(b"IDAT", zlib.compress(b"\0\0\1"))
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rows + chunk(b"IEND", b"")

    picture = read_palette_picture(png(3))

    assert (picture.width, picture.height, len(picture.colours)) == (2, 1, 6)
    for bad in (png(2), b"GIF89a"):
        with pytest.raises(ValueError, match="PNG"):
            read_palette_picture(bad)


def test_that_paper_has_a_drawing_of_every_character_of_the_manual():
    assert manual_paper(manual.read_pages()).missing == ()
