"""Where lines break and how texts fit."""

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.lettering import Lettering, Letters
from jianxi_desktop.prints.wrapping import fit, fit_tidily, wrap

SONG = Lettering(find_fonts())[Typeface.SONG]
WRITTEN = st.text(st.sampled_from("党建工作观摩检查表𠮷，。（）《》“”、A1.% \n…—"), max_size=80)


def lines_of(text: str, letters_wide: float, letters: Letters = SONG) -> tuple[str, ...]:
    return wrap(letters, text, 10, letters_wide * 10)


@given(WRITTEN, st.integers(4, 20))
def test_that_no_letter_is_lost_and_no_line_is_too_wide(text: str, letters_wide: int):
    lines = lines_of(text, letters_wide)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(SONG.width(line, 10) <= letters_wide * 10 + 0.01 for line in lines)


def test_that_no_line_starts_with_a_closing_mark():
    assert lines_of("党建工作，观摩检查。", 4) == ("党建工", "作，观摩", "检查。")


def test_that_no_line_ends_with_an_opening_mark():
    assert lines_of("学习贯《意见》", 4) == ("学习贯", "《意见》")


def test_that_words_and_numbers_stay_whole():
    assert lines_of("编号GM2018第1", 4) == ("编号", "GM2018", "第1")


def test_that_a_word_longer_than_the_line_is_broken():
    assert len(lines_of("A" * 40, 5)) > 1


def test_that_a_slightly_long_text_is_set_smaller_on_one_line():
    fitted = fit(SONG, "全区示范观摩", 54, size=10, floor=8)
    assert (fitted.lines, fitted.size, fitted.cut) == (("全区示范观摩",), 9, False)


def test_that_an_identity_number_is_set_smaller_rather_than_broken():
    number = "990101195001010000"
    fitted = fit(SONG, number, SONG.width(number, 8), size=10, floor=6, lines=3)
    assert fitted.lines == (number,)


def test_that_a_text_too_long_for_its_box_ends_in_dots_and_says_so():
    fitted = fit(SONG, "党" * 50, 60, size=10, floor=6, lines=2)
    assert fitted.cut
    assert fitted.lines[-1].endswith("…")
    assert all(SONG.width(line, fitted.size) <= 60 for line in fitted.lines)


def test_that_a_last_line_of_one_letter_is_drawn_up():
    fitted = fit_tidily(SONG, "党" * 10 + "建", 105, size=10, floor=8, lines=3)
    assert len(fitted.lines) == 1


def test_that_an_empty_text_is_one_empty_line():
    assert lines_of("", 5) == ("",)
    assert fit(SONG, "", 50, size=10, floor=6).lines == ("",)
