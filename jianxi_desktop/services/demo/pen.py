"""What writes the demonstration's rows: chances and identities that a seed decides alone.

Each place and topic has a pen of its own. So a community has the same records in a demonstration
of its own as in the district's, and a new topic leaves the others as they were.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from jianxi_desktop.db.ids import IdSource
from jianxi_desktop.services.demo import texts

Row = dict[str, Any]
T = TypeVar("T")
_MOMENT = 1_795_132_800_000_000_000  # 2026-11-20, in nanoseconds
_PREFIXES = ("130", "135", "137", "138", "139", "150", "156", "158", "186", "188", "199")


class Book:
    """The rows written so far, by ledger, in the order they are to be stored.

    Attributes:
        seed: What decides everything.
        rows: Rows by the key of their ledger.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def pen(self, *topic: str) -> "Pen":
        """Give the pen of a place and topic, at its beginning."""
        return Pen(self, "/".join((str(self.seed), *topic)))


class Pen:
    """Writes rows of one place and topic.

    Attributes:
        chance: What draws; nothing secret depends on it.
    """

    def __init__(self, book: Book, mark: str) -> None:
        self._rows = book.rows
        self.chance = random.Random(mark)  # noqa: S311 - no secret
        entropy = random.Random(f"{mark}/id")  # noqa: S311 - the same demonstration has the same
        self._ids = IdSource(clock=lambda: _MOMENT, entropy=entropy.randbytes)

    def new_id(self) -> UUID:
        """Give an identity, for a row that is put later."""
        return self._ids.new_id()

    def put(self, ledger: str, **values: Any) -> UUID:
        """Write a row; give its identity, a new one unless it brings one."""
        record_id: UUID = values.get("id") or self._ids.new_id()
        self._rows[ledger].append({key: cell for key, cell in values.items() if cell is not None})
        self._rows[ledger][-1]["id"] = record_id
        return record_id

    def row(self, ledger: str) -> Row:
        """Give the row of a ledger that was written last, to add to it."""
        return self._rows[ledger][-1]

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one."""
        return choices[int(self.chance.random() * len(choices))]

    def some(self, choices: Sequence[T], number: int) -> list[T]:
        """Draw several without one coming twice; all of them where there are no more."""
        return self.chance.sample(choices, min(number, len(choices)))

    def cycle(self, choices: Sequence[T]) -> Iterator[T]:
        """Give all in an order drawn, then all again: none comes twice before each came."""
        while True:
            yield from self.chance.sample(choices, len(choices))

    def likely(self, share: float) -> bool:
        """Tell whether something happens that happens in this share of cases."""
        return self.chance.random() < share

    def between(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return least + int(self.chance.random() * (most - least + 1))

    def day(self, first: date, last: date) -> date:
        """Draw a day, both ends included."""
        return first + timedelta(days=self.between(0, max((last - first).days, 0)))

    def workday(self, first: date, last: date) -> date:
        """Draw a day from Monday to Friday."""
        drawn = self.day(first, last)
        back = max(drawn.weekday() - 4, 0)
        return drawn - timedelta(days=back) if drawn - timedelta(days=back) >= first else drawn

    def name(self, sex: str = "") -> str:
        """Invent a name; none of a person who is known."""
        while True:
            found = self._surname() + self._given(sex or self.pick("12"))
            if found not in _avoided():
                return found

    def phone(self) -> str:
        """Invent a mobile number."""
        return f"{self.pick(_PREFIXES)}{self.between(0, 99_999_999):08d}"

    def landline(self) -> str:
        """Invent a number of Luoyang."""
        return f"0379-6{self.between(0, 9_999_999):07d}"

    def _surname(self) -> str:
        if self.likely(0.01):
            return self.pick(texts.words("names", "double_surnames"))
        # The first ones are the most common.
        surnames = texts.words("names", "surnames")[0]
        return surnames[int(len(surnames) * self.chance.random() ** 1.8)]

    def _given(self, sex: str) -> str:
        known = texts.words("names", "male" if sex == "1" else "female")[0]
        given = self.pick(known) + (self.pick(known) if self.likely(0.72) else "")
        if self.likely(0.015):
            given = self.pick(texts.words("names", "rare")) + given[1:]
        return given


@cache
def _avoided() -> frozenset[str]:
    return frozenset(texts.words("names", "avoided"))


def shares(
    total: int, weights: Sequence[float], least: int = 0, most: int | None = None
) -> list[int]:
    """Share a total out by weight, so that all of it is given and every part lies in the limits.

    Raises:
        ValueError: The limits leave no way to do so.
    """
    limit = total if most is None else most
    parts, left = [least] * len(weights), total - least * len(weights)
    free = [place for place, _weight in enumerate(weights) if least < limit]
    while left > 0 and free:
        whole = sum(weights[place] for place in free)
        given = {n: min(int(left * weights[n] / whole), limit - parts[n]) for n in free}
        if not any(given.values()):
            given = dict.fromkeys(sorted(free, key=lambda n: -weights[n])[:left], 1)
        for place, more in given.items():
            parts[place] += more
            left -= more
        free = [place for place in free if parts[place] < limit]
    if left:
        raise ValueError(f"{total} cannot be shared among {len(weights)}")
    return parts


def iso(day: date | None) -> str | None:
    """Write a day as records keep it."""
    return None if day is None else day.isoformat()


def filled(text: str, **words: object) -> str:
    """Put words into the places that a text of the resources leaves for them."""
    return text.format_map(_Kept(words))


class _Kept(dict[str, object]):
    """Leaves a place as it is that nobody filled, so that a test can find it."""

    def __init__(self, words: Mapping[str, object]) -> None:
        super().__init__(words)

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
