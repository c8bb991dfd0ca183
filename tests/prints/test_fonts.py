"""Where fonts are found, and what happens without them."""

import logging
import shutil
from pathlib import Path

import pytest

from jianxi_desktop import settings
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.prints.fonts import Typeface, find_fonts, load_fonts

RARE = "𠮷㐂𬭎𫘧𬭩𠀀䶮𪚥"


@pytest.mark.parametrize("face", list(Typeface))
def test_that_every_typeface_draws_common_and_rare_characters(face: Typeface):
    chain = find_fonts()[face]
    assert chain[0].name == Path(face).stem
    for character in f"涧西区观摩检查表，。“”《》①√□■·Aa09{RARE}":
        assert any(font.glyph(ord(character)) for font in chain), character


def test_that_missing_fonts_are_named_in_chinese_with_what_to_do(tmp_path: Path):
    with pytest.raises(EnvironmentFailure) as failure:
        load_fonts(tmp_path, ())
    assert failure.value.code == "fonts_missing"
    assert "重新安装" in failure.value.user_message
    assert "宋体" in failure.value.user_message


def test_that_a_chinese_font_of_the_pc_takes_the_place_of_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    of_the_pc = tmp_path / "pc" / "truetype"
    of_the_pc.mkdir(parents=True)
    shutil.copy(settings.resource("fonts", "NotoSansSC-Regular.ttf"), of_the_pc / "SimHei.ttf")
    with caplog.at_level(logging.WARNING):
        fonts = load_fonts(tmp_path / "none", (tmp_path / "pc",))
    assert [font.name for font in fonts[Typeface.SONG]] == ["SimHei"]
    assert "0 of 5" in caplog.text


def test_that_a_damaged_font_of_ours_is_replaced_by_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    shutil.copy(settings.resource("fonts", Typeface.HEI), tmp_path / Typeface.HEI)
    (tmp_path / Typeface.SONG).write_bytes(b"\0" * 100)
    with caplog.at_level(logging.WARNING):
        fonts = load_fonts(tmp_path, ())
    assert fonts[Typeface.SONG] == fonts[Typeface.HEI]
    assert Typeface.SONG in caplog.text
