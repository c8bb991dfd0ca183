"""Look for words in every ledger at once, as far as this person sees, best matches first.

Only what a person may open is found, numbers come masked, and whoever may not see them whole
finds them whole or by their last four digits only (``db.search``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import search, search_terms
from jianxi_desktop.db.finding import Finder
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.fields import Day, Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Row
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

MOST: Final = 5  # of a ledger, before one asks for more
MOST_COUNTED: Final = 1_000
EXACT, BEGINS, HOLDS, OTHER = 3, 2, 1, 0
_FACTS = 3  # said beside what a record is called
_NAMELESS = "（没有名称）"
_LONGEST = 40  # characters of each of them
# Where two ledgers match as well, what people look for most comes first.
_FIRST = (
    "person",
    "organisation",
    "territory",
    "unit",
    "printed_form",
    "activity",
    "venue",
    "problem",
)


@dataclass(frozen=True)
class Hit:
    """A record that was found.

    Attributes:
        ledger: Key of its ledger.
        id: Its identity.
        name: What it is called.
        facts: What tells it from others of that name; numbers are masked.
    """

    ledger: str
    id: UUID
    name: str
    facts: str


@dataclass(frozen=True)
class Group:
    """What was found in one ledger.

    Attributes:
        ledger: Its key.
        title: What it is called.
        hits: The first few records, those first that a word names whole.
        more: Whether there are more than these.
        score: How well the best of them matches: ``EXACT`` to ``OTHER``.
        listed: The words by which its list shows them; empty: it cannot.
        top: Whose they and those below it are, if that was asked for; identity and name.
    """

    ledger: str
    title: str
    hits: tuple[Hit, ...]
    more: bool
    score: int
    listed: str = ""
    top: tuple[UUID, str] | None = None


@needs(Right.VIEW)
def find_everywhere(office: Office, words: str, most: int = MOST) -> tuple[Group, ...]:
    """Find records by words: name, pinyin, initials, number, last digits, place, theme.

    Args:
        office: The open database.
        words: As typed; each of them must match. Without one nothing is found.
        most: Records of a ledger.

    Returns:
        The ledgers that have some, the best first.
    """
    with office.store.read() as connection:
        found, whole = finder(office).find(connection, words, most)
        groups = [
            group_of(office, connection, key, words, serials[: most + 1], whole.get(key, ()))
            for key, serials in found.items()
        ]
    return best_first(office, (cut(group, most) for group in groups if group.hits))


def best_first(office: Office, groups: Iterable[Group]) -> tuple[Group, ...]:
    """Order groups: those that match best first, then what people look for most."""
    order = [*_FIRST, *(ledger.key for ledger in office.catalog if ledger.key not in _FIRST)]
    return tuple(sorted(groups, key=lambda group: (-group.score, order.index(group.ledger))))


@needs(Right.VIEW)
def count_found(office: Office, words: str, ledgers: Sequence[str]) -> dict[str, int]:
    """Count what ledgers hold of some words; ``MOST_COUNTED`` stands for so many or more."""
    counting = finder(office)
    with office.store.read() as connection:
        return {key: counting.count(connection, key, words, MOST_COUNTED) for key in ledgers}


@needs(Right.VIEW)
def records_named(office: Office, wanted: Iterable[tuple[str, UUID]]) -> tuple[Hit, ...]:
    """Say what records are called, in the order given; what is gone is left out."""
    found = []
    with office.store.read() as connection:
        for key, one in wanted:
            lister = office.lister(office.catalog[key])
            try:
                lister.find(connection, one)
            except ConflictError:
                continue
            name = lister.caption(connection, one) or _NAMELESS
            found.append(Hit(key, one, name, office.catalog[key].title))
    return tuple(found)


def is_found(ledger: Ledger) -> bool:
    """Tell whether records of a ledger are looked for: it has a list, and something to find."""
    return bool(ledger.area) and search.has_index(ledger)


class Texts:
    """Captions of pages, commands and help, found the way records are."""

    def __init__(self, texts: Sequence[str], more: Sequence[str] = ()) -> None:
        """Work out what each is found by; the table of pinyin is read, so off the GUI thread.

        Args:
            texts: The captions.
            more: Of each what else it may be called; what is found by that comes last.
        """
        self._texts = [text.lower() for text in texts]
        self._more = [text.lower() for text in more] or [""] * len(texts)
        self._tokens = [search.tokens(text) for text in texts]
        self._spoken = [_spoken(text) for text in texts]

    def find(self, words: str) -> list[tuple[int, int]]:
        """Give the place and the score of each text that matches all words, the best first.

        Where none has them as they stand, those are given that have their characters in order.
        """
        runs = search_terms.runs(words)
        if not runs:
            return []
        plain = "".join(words.lower().split())
        found = [
            (place, self._score(place, plain))
            for place in range(len(self._texts))
            if all(self._has(place, run) for run in runs)
        ]
        if not found and len(plain) > 1 and not plain.isascii():
            found = [
                (place, OTHER)
                for place, text in enumerate(self._texts)
                if in_order(plain, text) or in_order(plain, self._more[place])
            ]
        return sorted(found, key=lambda each: -each[1])

    def _has(self, place: int, run: str) -> bool:
        return (
            run in self._texts[place]
            or run in self._more[place]
            or any(token.startswith(run) for token in self._tokens[place])
        )

    def _score(self, place: int, plain: str) -> int:
        """Tell how well a text is named; by pinyin or initials never as well as by its words."""
        score = _score_of(self._texts[place], plain)
        return BEGINS if score == OTHER and plain in self._spoken[place] else score


def _spoken(text: str) -> tuple[str, str]:
    read = search_terms.readings_of(text)
    return "".join(read), "".join([each[:1] for each in read])


def in_order(part: str, text: str) -> bool:
    """Tell whether the characters of a text that was shortened stand in the whole one in order."""
    rest = iter(text)
    return all(each in rest for each in part)


def finder(office: Office) -> Finder:
    """Give what asks the indexes for this person, made once."""
    may_reveal = Right.REVEAL in office.account.rights
    kept = f"finder:{office.account.organisation}:{may_reveal}"
    if kept not in office.kept:
        ledgers = [ledger for ledger in office.catalog if is_found(ledger)]
        office.kept[kept] = Finder(ledgers, office.lister, may_reveal=may_reveal)
    made: Finder = office.kept[kept]
    return made


def group_of(
    office: Office,
    connection: Connection,
    key: str,
    words: str,
    serials: Sequence[int],
    whole: Sequence[int] = (),
) -> Group:
    """Say what records of a ledger are called, and how well the words name the best of them.

    Args:
        office: The open database.
        connection: To it.
        key: The ledger's.
        words: As typed.
        serials: The records.
        whole: Those of them that a word names whole.
    """
    ledger = office.catalog[key]
    fields = [ledger.all_fields[each] for each in _keys(ledger)]
    rows = office.lister(ledger).rows(connection, fields, serials)
    hits = tuple(_hit(ledger, fields, row) for row in rows)
    plain = words.strip().lower()
    score = max((_score_of(hit.name.lower(), plain) for hit in hits), default=OTHER)
    if any(row.serial in whole for row in rows):
        score = max(score, BEGINS)
    return Group(ledger.key, ledger.title, hits, more=False, score=score, listed=words)


def cut(group: Group, most: int) -> Group:
    """Keep so many records of a group, and say whether there were more."""
    return replace(group, hits=group.hits[:most], more=len(group.hits) > most)


def _hit(ledger: Ledger, fields: Sequence[Field[object]], row: Row) -> Hit:
    texts = [_shown(field, cell) for field, cell in zip(fields, row.cells, strict=True)]
    return Hit(
        ledger.key,
        row.id,
        texts[0] or _NAMELESS,
        "　".join(text for text in texts[1:] if text),
    )


def _shown(field: Field[object], cell: object) -> str:
    if cell is None:
        return ""
    text = " ".join(field.show(cell).split())  # of several lines one
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _keys(ledger: Ledger) -> list[str]:
    """Name what is shown of a record: its caption, its day, where it belongs, what is searched."""
    caption = ledger.caption.key
    listed = [each.key for each in ledger.listing]
    home = organisation_field(ledger)
    days = [key for key in listed[:1] if isinstance(ledger.all_fields[key], Day)]
    homes = [home] if home in ledger.all_fields else []
    searched = [field.key for field in ledger.fields.values() if field.search]
    keys = dict.fromkeys([*days, *homes, *searched, *listed])
    return [caption, *[key for key in keys if key not in (caption, "id")][:_FACTS]]


def _score_of(text: str, words: str) -> int:
    if text == words:
        return EXACT
    if text.startswith(words):
        return BEGINS
    return HOLDS if words in text else OTHER
