"""What a person typed, as an index is asked for it: words, each a beginning, joined by AND.

Letters may be pinyin or initials, also mixed (``zhangsf``), also behind characters (``张sf``).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import BindParameter, Dialect, String, bindparam
from sqlalchemy.types import TypeDecorator

from jianxi_desktop.domain.readings import reading_of
from jianxi_desktop.domain.syllables import mixed_in

LONGEST: Final = 12  # characters of a suffix; longer queries are cut to it
_LONGEST_TYPED = 24  # letters and digits: a number whole, and not more than the pinyin of a suffix
# A run is one token, for the index cannot answer phrases; punctuation separates. Self-made and the
# youngest ideographs, unknown to this Python, are no separators.
_RUN = re.compile(r"[a-z0-9]+|(?:[^\W\x00-\x7f]|[\ue000-\uf8ff\U00020000-\U0003fffd])+")
_TERM = re.compile(r'"([^"]+)"|([^\s()*"]+)\*')
_NUMBER = re.compile(r"(?=.*\d{4})[a-z0-9]+")
_LETTERS = re.compile(r"[a-z]+")


def terms_of(words: str, *, whole: bool = False, exact: bool = False) -> tuple[str, ...]:
    """Give what an index is asked for.

    Args:
        words: As they were typed.
        whole: Numbers must be given whole, or by their last four digits.
        exact: Each word must be all of a token, not its beginning.
    """
    terms, before, end = [], "", -1
    for found in _RUN.finditer(_plain(words)):
        run = found[0]
        if exact or (whole and _NUMBER.fullmatch(run)):
            terms.append(f'"{run}"')
        elif not _LETTERS.fullmatch(run):
            terms.append(_begins(run))
        else:
            terms.append(_spelled(run, before if found.start() == end else ""))
        before, end = "" if run.isascii() else run, found.end()
    return tuple(terms)


def letter_terms(words: str, *, whole: bool = False) -> tuple[str, ...]:
    """Give terms for each character of the words by itself, as in a name that was shortened."""
    return _each_run(words, lambda run: tuple(map(_begins, run)), whole=whole)


def sound_terms(words: str, *, whole: bool = False) -> tuple[str, ...]:
    """Give terms for what sounds like the words: other characters are read as they are."""

    def sounds(run: str) -> tuple[str, ...]:
        read = "".join(readings_of(run))
        return (_begins(read if read else run),)

    return _each_run(words, sounds, whole=whole)


def _each_run(
    words: str, spell: Callable[[str], tuple[str, ...]], *, whole: bool
) -> tuple[str, ...]:
    """Ask for characters as ``spell`` says, and for what else was typed as ever."""
    terms: list[str] = []
    for run in runs(words):
        terms += terms_of(run, whole=whole) if run.isascii() else spell(run)
    return tuple(terms)


def _begins(run: str) -> str:
    return f"{run[: _LONGEST_TYPED if run.isascii() else LONGEST]}*"


def _spelled(run: str, before: str) -> str:
    """Give the term for letters: also with some syllables only begun, or behind characters.

    Args:
        run: The letters.
        before: Characters that stand right before them: 张sf is zsf.
    """
    ways = [_begins(run)]
    if before:
        read = readings_of(before)
        ways += [_begins("".join([each[:1] for each in read]) + run), _begins("".join(read) + run)]
    elif mixed := mixed_in(run[:_LONGEST_TYPED]):
        parts = map(_begins, (mixed.initials, *mixed.stretches))
        ways.append(f"({' AND '.join(parts)})" if mixed.stretches else _begins(mixed.initials))
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def tail_of(words: str) -> str:
    """Give the end of a number longer than its last four, if that is all that was typed."""
    typed = runs(words)
    return typed[0] if len(typed) == 1 and re.fullmatch(r"[0-9]{4,17}[0-9x]", typed[0]) else ""


def runs(words: str) -> list[str]:
    """Split a text into what is searched as one; the dot within a name joins its parts."""
    return _RUN.findall(_plain(words))


def readings_of(text: str) -> list[str]:
    """Give the usual reading of each character, without tones; nothing for a sign without one."""
    return [READINGS[character] for character in text]


def asked(name: str) -> BindParameter[Any]:
    """Give the parameter that terms are handed over in, to whoever keeps a statement."""
    return bindparam(name, type_=Terms())


class Terms(TypeDecorator[tuple[str, ...]]):
    """Words, all of them wanted: a beginning with a star, or a whole word in quotes."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write them as the database's index asks for it."""
        if dialect.name == "postgresql":
            asked = " & ".join(_TERM.sub(_as_server_has_it, each) for each in value)
            return asked.replace(" AND ", " & ").replace(" OR ", " | ")
        return " AND ".join(value)


def _as_server_has_it(term: re.Match[str]) -> str:
    return f"'{term[1]}'" if term[1] else f"'{term[2]}':*"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("·", "")


class _Readings(dict[str, str]):
    """The usual reading of each character, found when it is first met."""

    def __missing__(self, character: str) -> str:
        reading = self[character] = reading_of(character)
        return reading


READINGS: Final = _Readings()
