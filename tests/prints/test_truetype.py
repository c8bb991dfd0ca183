"""Reading font files, compared with fontTools."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from jianxi_desktop import settings
from jianxi_desktop.prints.subset import cut
from jianxi_desktop.prints.truetype import TrueTypeFile, UnusableFont


def a_small_font(path: Path, *, rights: int = 0) -> Path:
    """Make a font of a bar, and of two bars that are parts of one glyph."""
    bar = TTGlyphPen(None)
    bar.moveTo((0, 0))
    bar.lineTo((0, 700))
    bar.lineTo((100, 700))
    bar.closePath()
    pair = TTGlyphPen({".notdef": None, "bar": None})
    pair.addComponent("bar", (1, 0, 0, 1, 0, 0))
    pair.addComponent("bar", (0.5, 0, 0, 0.5, 300, 0))
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "space", "pair", "bar"])
    builder.setupCharacterMap({0x20: "space", 0x41: "bar", 0x4E8C: "pair"})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf({".notdef": empty, "space": empty, "pair": pair.glyph(), "bar": bar.glyph()})
    metrics = {".notdef": (500, 0), "space": (250, 0), "pair": (1000, 0), "bar": (400, 0)}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    builder.save(path)
    return path


@pytest.mark.parametrize("name", ["NotoSerifSC-Regular.ttf", "JianxiRareHanzi-Regular.ttf"])
def test_that_every_character_finds_the_glyph_and_width_fonttools_finds(name: str):
    path = settings.resource("fonts", name)
    ours = TrueTypeFile(path)
    with TTFont(path, lazy=True) as theirs:
        cmap, metrics, number = theirs.getBestCmap(), theirs["hmtx"], theirs.getGlyphID
        for code in [*range(0x20, 0x250), *range(0x3400, 0x9FFF, 17), *range(0x20000, 0x2EBE0, 97)]:
            glyph = number(cmap[code]) if code in cmap else 0
            assert ours.glyph(code) == glyph
            if glyph:
                assert ours.advance(glyph) == metrics[cmap[code]][0]


def test_that_a_basic_plane_character_map_is_read(tmp_path: Path):
    font = TrueTypeFile(a_small_font(tmp_path / "small.ttf"))
    assert [font.glyph(code) for code in (0x20, 0x41, 0x4E8C, 0x42, 0x20BB7)] == [1, 3, 2, 0, 0]
    assert font.advance(2) == 1000


def test_that_a_cut_font_has_the_chosen_glyphs_and_their_parts(tmp_path: Path):
    font = TrueTypeFile(a_small_font(tmp_path / "small.ttf"))
    (tmp_path / "cut.ttf").write_bytes(cut(font, [0, 2]))
    with TTFont(tmp_path / "cut.ttf", lazy=False) as whole:
        outlines = whole["glyf"]
        assert whole["maxp"].numGlyphs == 3  # nothing, the pair, and the bar it is made of
        pair = outlines[whole.getGlyphName(1)]
        assert [whole.getGlyphID(part.glyphName) for part in pair.components] == [2, 2]
        assert outlines[whole.getGlyphName(2)].xMax == 100
        assert whole["hmtx"][whole.getGlyphName(1)] == (1000, 0)


def test_that_the_checksum_of_a_cut_font_is_right(tmp_path: Path):
    font = TrueTypeFile(settings.resource("fonts", "NotoSansSC-Regular.ttf"))
    glyphs = [0, *(font.glyph(ord(character)) for character in "涧西区")]
    data = cut(font, glyphs)
    padded = data + b"\0" * (-len(data) % 4)
    total = sum(int.from_bytes(padded[at : at + 4], "big") for at in range(0, len(padded), 4))
    assert total & 0xFFFFFFFF == 0xB1B0AFBA


def test_that_a_font_that_must_not_be_embedded_is_refused(tmp_path: Path):
    with pytest.raises(UnusableFont, match="fsType"):
        TrueTypeFile(a_small_font(tmp_path / "small.ttf", rights=2))


@pytest.mark.parametrize("keep", [0, 0.01, 0.3, 0.9])
def test_that_a_damaged_font_is_refused(tmp_path: Path, keep: float):
    whole = a_small_font(tmp_path / "small.ttf").read_bytes()
    (tmp_path / "damaged.ttf").write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(UnusableFont) as refused:
        TrueTypeFile(tmp_path / "damaged.ttf")
    assert "重新安装" in refused.value.user_message
