"""What was written in a field before, for a form to complete what is typed: by text or pinyin.

Numbers, people's names and whatever is masked are never offered.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from jianxi_desktop.db import lookup, search_terms, used_values
from jianxi_desktop.domain.readings import other_reading_of
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.fields import Field, Link, Text
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

NEWEST = 5_000  # records of which every value is offered
MOST = 10_000  # values offered that repeat among all: matching them takes some milliseconds a key
_TOLD = 3  # columns that tell records of one name apart
_NAMELESS = "（未命名）"
_FEW = 2_000  # records of a kind among whose names initials are looked for everywhere
_MANY = 20  # of them that are given
_INITIALS = re.compile("[A-Za-z]{2,}")
_HANZI = re.compile("[^\x00-\xff]")


@dataclass(frozen=True)
class Words:
    """Texts in the order of their worth, and how each is read.

    Attributes:
        texts: The texts.
    """

    texts: tuple[str, ...] = ()
    _ways: tuple["_Ways", ...] = ()

    def matching(self, typed: str, limit: int = 10) -> tuple[str, ...]:
        """Give the texts that go on from what was typed, then those that hold it.

        It is a part of the text, of its pinyin from the beginning, or of its initials.
        """
        asked = _plain(typed)
        if not asked:
            return self.texts[:limit]
        first, later = [], []
        begun = f"\n{asked}"
        for text, ways in zip(self.texts, self._ways, strict=True):
            if begun in ways.beginnings:
                first.append(text)
            elif asked in ways.plain or (len(asked) > 1 and asked in ways.initials):
                later.append(text)
        return tuple([*first, *later][:limit])


class _Ways(NamedTuple):
    """How a text is written and read; ``beginnings`` has them all, each on a line of its own."""

    plain: str
    initials: str
    beginnings: str


@dataclass(frozen=True)
class Linked:
    """A record that a link may point at.

    Attributes:
        id: The record.
        caption: What it is called.
        told: The caption, with more behind it where another one is called alike.
    """

    id: UUID
    caption: str
    told: str


def words_of(texts: Iterable[str]) -> Words:
    """Read texts, so that they are found by pinyin too; not in the window's thread.

    The first time costs the dictionary of readings, some tens of milliseconds.
    """
    listed = tuple(dict.fromkeys(texts))
    return Words(listed, tuple(map(_ways_of, listed)))


def _ways_of(text: str) -> _Ways:
    plain = _plain(text)
    read = search_terms.readings_of(plain)
    others = [other_reading_of(each) or usual for each, usual in zip(plain, read, strict=True)]
    initials = "".join(each[:1] for each in read)
    ways = [plain, initials, "".join(read)]
    if others != read:
        ways += ["".join(each[:1] for each in others), "".join(others)]
    return _Ways(plain, initials, "\n".join(["", *ways]))


def offers(ledger: Ledger, field: Field[object]) -> bool:
    """Tell whether what was written in a field before is offered: free text that repeats."""
    told_by = {each.key for each in ledger.roster_key}
    return type(field) is Text and not field.masked and field.key not in told_by


@needs(Right.VIEW)
def used_words(office: Office, ledger: Ledger, key: str) -> Words:
    """Give what the newest records of a ledger have in a field, the most frequent first.

    Args:
        office: The office; a person limited to an organisation sees its values only.
        ledger: The ledger, or one with a companion that has the field.
        key: Key of the field; one that is not ``offers`` has no values.
    """
    of = _of(ledger, key)
    if of is None:
        return Words()
    top = office.account.organisation
    with office.store.read() as connection:
        found = used_values.newest(connection, office.catalog, of, key, NEWEST, top)
    return words_of(text for text in found if _HANZI.search(text))


@needs(Right.VIEW)
def more_words(office: Office, ledger: Ledger, key: str, words: Words) -> Words:
    """Give ``used_words`` again, with what stands in two records or more before it, however old.

    Takes a second where a ledger is long; where it is not, nothing is looked at.
    """
    of = _of(ledger, key)
    if of is None:
        return words
    top = office.account.organisation
    with office.store.read() as connection:
        if not used_values.is_longer(connection, of, NEWEST):
            return words
        found = used_values.repeated(connection, office.catalog, of, key, MOST, top)
    return words_of([*(text for text in found if _HANZI.search(text)), *words.texts])


def _of(ledger: Ledger, key: str) -> Ledger | None:
    """Give the ledger that has a field whose values are offered; ``None``: they are not."""
    of = ledger if key in ledger.fields or ledger.companion is None else ledger.companion
    return of if key in of.fields and offers(of, of.fields[key]) else None


@needs(Right.VIEW)
def link_choices(office: Office, target: str, words: str, limit: int = 50) -> tuple[Linked, ...]:
    """Give records that a link may point at, by what was typed; those called alike told apart.

    The index knows how names begin. Branches of one community all begin alike, and people call them
    by what comes then: initials are looked for inside names as well where there are not too many.
    """
    found = records.list_choices(office, target, words, limit)
    if len(found) < limit and _INITIALS.fullmatch(words.strip()):
        found += _called_inside(office, target, words, {record for record, _caption in found})
    times = Counter(caption for _id, caption in found)
    alike = [record for record, caption in found if times[caption] > 1]
    beside = _beside(office, office.catalog[target], alike) if alike else {}
    return tuple(
        Linked(record, caption or _NAMELESS, "，".join(filter(None, (caption, beside.get(record)))))
        for record, caption in found
    )


def _called_inside(
    office: Office, target: str, words: str, known: Collection[UUID]
) -> list[tuple[UUID, str]]:
    every = records.list_choices(office, target, "", _FEW + 1)
    if len(every) > _FEW:
        return []
    called = words_of(caption for _record, caption in every).matching(words, _MANY)
    return [
        (record, name)
        for name in called
        for record, caption in every
        if caption == name and record not in known
    ]


def _beside(office: Office, ledger: Ledger, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give what lists show of records beside their captions, of which no number is any."""
    told = [
        each
        for each in ledger.listing
        if each.key != ledger.caption.key and not ledger.all_fields[each.key].masked
    ][:_TOLD]
    fields = ledger.pick(told)
    with office.store.read() as connection:
        serials = [row["serial"] for row in lookup.existing(connection, ledger, "id", ids)]
        rows = office.lister(ledger).rows(connection, told, serials)
    return {row.id: "，".join(filter(None, map(_shown, fields, row.cells))) for row in rows}


def _shown(field: Field[object], value: object) -> str:
    return str(value or "") if isinstance(field, Link) else field.show(value)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace(" ", "")
