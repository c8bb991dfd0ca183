"""What may have been meant where nothing is called as it was typed.

In this order: one of the words names whose it is (王强 武汉路), a name was shortened
(武汉路三支部), other characters sound the same (王玮 for 王伟). Rights and masks are those of the
search.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import search_terms, tree
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.find_everywhere import (
    MOST,
    OTHER,
    Group,
    Hit,
    Texts,
    best_first,
    cut,
    finder,
    group_of,
    in_order,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_LOOKED_AT: Final = 60  # records of a ledger, of which the most alike are given
_MOST_TOPS: Final = 6
_SHORTEST: Final = 2  # characters


@dataclass(frozen=True)
class Otherwise:
    """What was found in another way.

    Attributes:
        told: Which way, for people; empty: nothing was found.
        groups: What was found.
    """

    told: str = ""
    groups: tuple[Group, ...] = ()


NOTHING: Final = Otherwise()


@needs(Right.VIEW)
def find_otherwise(office: Office, words: str, found: Sequence[Group]) -> Otherwise:
    """Look once more for what the search did not find as it was typed.

    Args:
        office: The open database.
        words: As typed.
        found: What was found.
    """
    with office.store.read() as connection:
        there = frozenset(group.ledger for group in found)
        placed = _in_places(office, connection, words, there)
        if placed.groups or found or not _has_characters(words):
            return placed
        short = _shortened(office, connection, words)
        return short if short.groups else _sounding(office, connection, words)


def _in_places(
    office: Office, connection: Connection, words: str, there: frozenset[str]
) -> Otherwise:
    """Take one word for whose it is, the last one first, and the others for what is looked for."""
    parts = words.split()
    if len(parts) < _SHORTEST or "organisation" in there:
        return NOTHING
    for at in (len(parts) - 1, 0):
        tops = _tops(office, connection, parts[at])
        rest = " ".join([*parts[:at], *parts[at + 1 :]])
        groups = [
            group
            for key in (finder(office).find(connection, rest, 1)[0] if tops else ())
            if key not in there and key != "organisation"
            if (group := _inside(office, connection, key, rest, tops)) is not None
        ]
        if groups:
            several = f"等 {len(tops)} 个党组织" if len(tops) > 1 else ""
            told = f"“{tops[0][1]}”{several}和下级里的“{rest}”"
            return Otherwise(told, best_first(office, groups))
    return NOTHING


def _tops(office: Office, connection: Connection, word: str) -> Sequence[tuple[UUID, str]]:
    """Give the organisations that a word names, without those below another of them.

    A word that names very many says nothing.
    """
    ledger = office.catalog["organisation"]
    lister = office.lister(ledger)
    serials = lister.serials(connection, Query(words=word), _LOOKED_AT + 1)
    if not serials or len(serials) > _LOOKED_AT:
        return ()
    rows = lister.rows(connection, [ledger.caption], serials)
    named = {row.id: str(row.cells[0]) for row in rows}
    # A secretary's name finds the organisation too, and is not meant.
    texts, ids = Texts(tuple(named.values())), list(named)
    chosen = {ids[at] for at, _score in texts.find(word)}
    parents = tree.parents(connection, office.catalog)
    return [
        (one, name)
        for one, name in named.items()
        if one in chosen and chosen.isdisjoint(_above(parents, one))
    ]


def _above(parents: Mapping[UUID, UUID | None], one: UUID) -> Iterable[UUID]:
    seen = {one}
    above = parents.get(one)
    while above is not None and above not in seen:
        seen.add(above)
        yield above
        above = parents.get(above)


def _inside(
    office: Office,
    connection: Connection,
    key: str,
    words: str,
    tops: Sequence[tuple[UUID, str]],
) -> Group | None:
    """Find records of a ledger that belong to one of some organisations, or stand below it."""
    ledger = office.catalog[key]
    if not tree.belongs(office.catalog, ledger):
        return None
    serials: list[int] = []
    for top, _name in tops[:_MOST_TOPS]:
        query = Query(words=words, within=top)
        serials += office.lister(ledger).serials(connection, query, MOST + 1)
    if not serials:
        return None
    group = group_of(office, connection, key, words, serials[: MOST + 1])
    only = tops[0] if len(tops) == 1 else None
    return replace(cut(group, MOST), top=only, listed=words if only else "")


def _shortened(office: Office, connection: Connection, words: str) -> Otherwise:
    """Find names that have the characters in their order: 武汉路三支部."""
    wanted = words.lower().split()

    def has(hit: Hit) -> bool:
        return all(in_order(word, hit.name.lower()) for word in wanted)

    groups = _spelled(office, connection, words, search_terms.letter_terms, has)
    return Otherwise("名称里依次有这些字的" if groups else "", groups)


def _sounding(office: Office, connection: Connection, words: str) -> Otherwise:
    """Find what sounds the same: 张珊 for 张山, and a name in the old script."""
    groups = _spelled(office, connection, words, search_terms.sound_terms, lambda _hit: True)
    return Otherwise("读音相同的" if groups else "", groups)


def _spelled(
    office: Office,
    connection: Connection,
    words: str,
    spell: Callable[..., tuple[str, ...]],
    wanted: Callable[[Hit], bool],
) -> tuple[Group, ...]:
    groups = []
    found = finder(office).find_spelled(connection, words, _LOOKED_AT, spell)
    for key, serials in found.items():
        group = group_of(office, connection, key, words, serials)
        # What was typed leaves out little of the shortest name.
        hits = sorted(filter(wanted, group.hits), key=lambda hit: len(hit.name))
        if hits:
            groups.append(cut(replace(group, hits=tuple(hits), score=OTHER, listed=""), MOST))
    return best_first(office, groups)


def _has_characters(words: str) -> bool:
    """Tell whether enough of the words is written in characters, not in letters and digits."""
    return sum(len(run) for run in search_terms.runs(words) if not run.isascii()) >= _SHORTEST
