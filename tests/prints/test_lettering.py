"""Which glyph a character gets."""

import shutil

from jianxi_desktop import settings
from jianxi_desktop.prints.fonts import Typeface, find_fonts, load_rare_fonts
from jianxi_desktop.prints.lettering import Lettering, one_line


def test_that_rare_characters_come_from_the_next_font_within_a_line(lettering: Lettering):
    shown = lettering[Typeface.SONG].show("王𠮷四", 10)
    assert shown.count(" Tf") == 3
    assert not lettering.missing


def test_that_widths_of_mixed_text_add_up(lettering: Lettering):
    letters = lettering[Typeface.HEI]
    assert letters.width("王𠮷", 10) == 20
    assert 0 < letters.width("1", 10) < 10


def test_that_a_character_no_font_has_is_reported(lettering: Lettering):
    lettering[Typeface.SONG].show("王\U00031350", 10)
    assert list(lettering.missing) == ["\U00031350"]


def test_that_half_a_surrogate_pair_is_printed_as_missing(lettering: Lettering):
    lettering[Typeface.SONG].show("\ud842", 10)
    assert list(lettering.missing) == ["\ud842"]


def test_that_marks_without_shape_are_left_out():
    assert one_line("王\u200b\ufe0f一\n二\t三\x00\ufeff\U000e0100") == "王一 二 三"


def test_that_plain_text_stays_as_it_is():
    assert one_line("GM-2018 甲·乙") == "GM-2018 甲·乙"


def test_that_a_font_of_the_pc_draws_what_ours_lack(tmp_path):
    shutil.copy(settings.resource("fonts", Typeface.HEI), tmp_path / "Jigmo3.ttf")
    only = {Typeface.SONG: find_fonts()[Typeface.SONG][:1]}
    lettering = Lettering(only, lambda: load_rare_fonts((tmp_path,)))
    assert lettering[Typeface.SONG].show("王\U00030ede", 10).startswith("/F0 10 Tf<0001>Tj/F1 ")
    assert not lettering.missing


def test_that_more_boxes_than_one_font_holds_are_drawn(lettering: Lettering):
    characters = [chr(0xE000 + at) for at in range(300)]
    shown = lettering[Typeface.HEI].show("".join(characters), 10)
    assert shown.startswith("/B0 10 Tf<0102")
    assert "/B1 10 Tf<01" in shown
    assert list(lettering.missing) == characters
