"""Pinyin as people type it: some syllables whole, of others the first letter only."""

import re
from typing import NamedTuple

_BEGINS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_ENDS = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|uen|ai|ei|ui|ao|ou|iu|ie|ue|ve|er|an|en|in|un"
    "|ia|ua|uo|a|o|e|i|u|v"
)
_SYLLABLE = re.compile(rf"(?:{_BEGINS})(?:{_ENDS})|ang|eng|ai|ei|ao|ou|er|an|en|a|o|e")
_BARE = re.compile(_BEGINS)
_Parts = list[tuple[str, bool]]


class Mixed(NamedTuple):
    """A word of letters whose syllables are not all written out.

    Attributes:
        initials: The first letter of each syllable.
        stretches: What is written in one piece, with the first letter of what follows; what is
            found by the initials must begin so somewhere.
    """

    initials: str
    stretches: tuple[str, ...]


def mixed_in(word: str) -> Mixed | None:
    """Read a word such as ``zhangsf`` or ``zhsan``; nothing where it is all pinyin or initials.

    A beginning of pinyin, such as ``zhangs``, is pinyin.
    """
    parts = _parts_of(word)
    bare = [at for at, (part, whole) in enumerate(parts) if not whole]
    if not bare or (len(bare) == len(parts) and word == "".join(part[0] for part, _ in parts)):
        return None
    if bare == [len(parts) - 1]:
        return None
    return Mixed("".join(part[0] for part, _ in parts), _stretches(parts))


def _parts_of(word: str) -> _Parts:
    """Split a word into syllables and bare beginnings of them; none where it holds other signs."""
    parts: _Parts = []
    at = 0
    while at < len(word):
        found = _SYLLABLE.match(word, at) or _BARE.match(word, at)
        if found is None:
            return []
        parts.append((found[0], len(found[0]) > 1 and found.re is _SYLLABLE))
        at = found.end()
    return parts


def _stretches(parts: _Parts) -> tuple[str, ...]:
    """Give the pieces that are written out; the first alone where the word begins with one."""
    found: list[str] = []
    open_ = False
    for part, whole in parts:
        if open_:
            found[-1] += part
        elif whole:
            found.append(part)
        open_ = whole
    return tuple(found[:1] if parts[0][1] else found)
