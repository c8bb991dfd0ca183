"""Characters are read one by one without the dictionary of words; words with it."""

import subprocess
import sys

from jianxi_desktop.domain.readings import other_reading_of, reading_of, readings_in


def test_that_a_character_is_read_by_itself_and_a_word_as_it_is_said():
    assert [reading_of(each) for each in "涧9A，绿"] == ["jian", "9", "a", "", "lv"]
    assert (reading_of("重"), other_reading_of("重"), other_reading_of("涧")) == (
        "zhong",
        "chong",
        "",
    )
    assert readings_in("重庆路") == ["chong", "qing", "lu"]


def test_that_the_dictionary_of_words_is_not_read_for_a_character():
    code = (
        "import sys; from jianxi_desktop.domain import readings; readings.reading_of('涧');"
        "from pypinyin.constants import PHRASES_DICT as kept; print(len(kept));"
        "readings.readings_in('重庆'); print(len(kept) > 40_000)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0", "True"]
