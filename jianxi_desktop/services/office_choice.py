"""The offices a database may be made for, and how one of them is found by a few letters."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from jianxi_desktop.domain.divisions import Place, places
from jianxi_desktop.domain.readings import readings_in


@dataclass(frozen=True)
class Choosable:
    """An office of the district.

    Attributes:
        code: Its division code.
        name: What it is called.
        level: ``district``, ``street`` or ``community``.
        above: What it belongs to; empty at the top.
        words: What it may be found by: its name, pinyin and initials from every character on.
        wider: The same of what it belongs to.
    """

    code: str
    name: str
    level: str
    above: str
    words: tuple[str, ...]
    wider: tuple[str, ...] = ()


def offices() -> tuple[Choosable, ...]:
    """List the district, its streets and their communities, each street before its own."""
    known = {place.code: place for place in places()}
    spelled = {place.code: _spellings(place) for place in known.values()}
    return tuple(
        Choosable(
            place.code,
            place.name,
            place.kind,
            known[place.parent].name if place.parent in known else "",
            spelled[place.code],
            spelled[place.parent] if place.kind == "community" else (),
        )
        for place in known.values()
        if place.kind in ("district", "street", "community")
    )


def matching(listed: Sequence[Choosable], words: str) -> tuple[Choosable, ...]:
    """Give the offices that begin so, then those of a street that does; all for no words."""
    typed = unicodedata.normalize("NFKC", words).lower().split()
    if not typed:
        return tuple(listed)
    own = [each for each in listed if _fits(each.words, typed)]
    through = [each for each in listed if each not in own and _fits(each.words + each.wider, typed)]
    return tuple(own + through)


def _fits(words: tuple[str, ...], typed: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in typed)


def _spellings(place: Place) -> tuple[str, ...]:
    name = place.name
    read = readings_in(name)
    whole = len(read) == len(name)  # figures and letters are read as one
    starts = range(len(read)) if whole else range(1)
    found = [place.code]
    for start in starts:
        found += [name[start:].lower(), "".join(read[start:])]
        found.append("".join(syllable[:1] for syllable in read[start:]))
    return tuple(found)
