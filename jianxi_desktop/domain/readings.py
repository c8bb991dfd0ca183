"""How characters are read, in pinyin without tones.

The dictionary of words is large and is read in one go, in which no other thread runs: it is left
out until somebody needs the reading of a word.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import Any, Final

_NO_WORDS = "PYPINYIN_NO_PHRASES"  # the library looks at it when it is imported
# Characters of names of places and offices that are read otherwise there than by themselves.
_ALSO = {"长": "chang", "重": "chong", "行": "hang", "乐": "yue", "朝": "chao", "厦": "xia"}
ODD: Final = frozenset(_ALSO)


def reading_of(character: str) -> str:
    """Give the usual reading of one character; nothing for a sign that has none."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    pinyin, style = _characters()
    found = pinyin(character, style=style, errors="ignore")
    return found[0][0].replace("ü", "v") if found else ""


def other_reading_of(character: str) -> str:
    """Give the reading that a character has in names of places, such as 重 in 重庆; mostly none."""
    return _ALSO.get(character, "")


def readings_in(text: str) -> list[str]:
    """Give the readings of a text as its words have them; signs that have none stay together."""
    _words()
    from pypinyin import Style, lazy_pinyin

    return [each.lower() for each in lazy_pinyin(text, style=Style.NORMAL)]


@cache
def _characters() -> tuple[Callable[..., list[list[str]]], Any]:
    before = os.environ.get(_NO_WORDS)
    os.environ[_NO_WORDS] = "1"
    try:
        from pypinyin import Style, pinyin
    finally:
        del os.environ[_NO_WORDS]
        if before is not None:
            os.environ[_NO_WORDS] = before
    return pinyin, Style.NORMAL


@cache
def _words() -> None:
    _characters()
    from pypinyin import load_phrases_dict
    from pypinyin.phrases_dict import phrases_dict

    load_phrases_dict(phrases_dict)
