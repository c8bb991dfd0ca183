"""Counts the cells of a return from facts; a cell and the records behind it are one pick."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts import SOURCES
from jianxi_desktop.db.return_facts.facts import Asked, Fact
from jianxi_desktop.domain.return_forms import ANY_FACT, Measure
from jianxi_desktop.domain.return_where import Number, asked_of, condition

Rows = Callable[[UUID | None], object]
FactsRead = dict[tuple[str, Asked], list[Fact]]  # by source and what was asked of it


class Counter:
    """Counts over the facts of one day; each source is read once.

    Args:
        connection: Reads.
        asked: The period and whoever asks.
        row_of: Gives the row that an organisation counts in; ``None`` where in none.
        read: Facts that were read already, and take what is read here.
    """

    def __init__(
        self, connection: Connection, asked: Asked, row_of: Rows, read: FactsRead | None = None
    ) -> None:
        self._connection = connection
        self._asked = asked
        self._row_of = row_of
        self._facts: dict[str, list[Fact]] = {}
        self._shared = read if read is not None else {}
        self._picked: dict[tuple[str, str], frozenset[int]] = {}
        self._in_row: dict[tuple[str, frozenset[object]], frozenset[int]] = {}
        self._rows: dict[str, list[object]] = {}
        self._row_known: dict[UUID | None, object] = {}

    def facts(self, measure: Measure, rows: frozenset[object] | None = None) -> Iterator[Fact]:
        """Give the facts that a cell counts, in rows where those are named, in order of entry."""
        facts = self._read(measure.facts)
        for place in sorted(self._places(measure, rows)):
            yield facts[place]

    def count(self, measure: Measure, rows: frozenset[object] | None = None) -> Number:
        """Count a cell."""
        return _measured(measure, list(self.facts(measure, rows)))

    def unsure(self, measure: Measure) -> bool:
        """Tell whether some facts that a cell may count do not say what it asks of them.

        Where any fact will do (``*``), whether there are none: nobody keeps that book.
        """
        if measure.known == ANY_FACT:
            return not self._read(measure.facts)
        asked = tuple(text for text in measure.where if asked_of(text) != measure.known)
        told = replace(measure, where=(*asked, f"!{measure.known}"))
        return bool(measure.known) and next(self.facts(told), None) is not None

    def by_row(self, measure: Measure) -> Mapping[object, Number]:
        """Count a cell of every row at once; rows without a fact are left out."""
        facts, rows = self._read(measure.facts), self._rows_of(measure.facts)
        groups: dict[object, list[Fact]] = {}
        for place in self._places(measure, None):
            if rows[place] is not None:
                groups.setdefault(rows[place], []).append(facts[place])
        return {row: _measured(measure, found) for row, found in groups.items()}

    def unplaced(self, above: frozenset[object]) -> int:
        """Count the records read so far that belong to no organisation with a row.

        Args:
            above: Organisations whose records are not expected to have one.
        """
        facts = (fact for found in self._facts.values() for fact in found)
        return len(
            {
                fact.id
                for fact in facts
                if self._row_of(fact.organisation) is None and fact.organisation not in above
            }
        )

    def _places(self, measure: Measure, rows: frozenset[object] | None) -> frozenset[int]:
        facts = self._read(measure.facts)
        picked = [self._meeting(measure.facts, text) for text in dict.fromkeys(measure.where)]
        if rows is not None:
            picked.append(self._inside(measure.facts, rows))
        if not picked:
            return frozenset(range(len(facts)))
        return frozenset.intersection(*sorted(picked, key=len))

    def _meeting(self, source: str, text: str) -> frozenset[int]:
        key = (source, text)
        if key not in self._picked:
            holds = condition(text)
            facts = enumerate(self._read(source))
            self._picked[key] = frozenset(place for place, fact in facts if holds(fact.about))
        return self._picked[key]

    def _inside(self, source: str, rows: frozenset[object]) -> frozenset[int]:
        key = (source, rows)
        if key not in self._in_row:
            found = enumerate(self._rows_of(source))
            self._in_row[key] = frozenset(place for place, row in found if row in rows)
        return self._in_row[key]

    def _rows_of(self, source: str) -> list[object]:
        """Give the row of each fact of a source; each organisation is looked up once."""
        if source not in self._rows:
            facts, known = self._read(source), self._row_known
            for one in {fact.organisation for fact in facts} - known.keys():
                known[one] = self._row_of(one)
            self._rows[source] = [known[fact.organisation] for fact in facts]
        return self._rows[source]

    def _read(self, source: str) -> list[Fact]:
        if source not in self._facts:
            key = (source, self._asked)
            if key not in self._shared:
                self._shared[key] = list(SOURCES[source].read(self._connection, self._asked))
            self._facts[source] = self._shared[key]
        return self._facts[source]


def _measured(measure: Measure, facts: Sequence[Fact]) -> Number:
    if measure.distinct:
        return len({fact.about.get(measure.distinct) for fact in facts} - {None, ""})
    if not measure.sum:
        return len(facts)
    total = sum(int(fact.about.get(measure.sum) or 0) for fact in facts)
    return total if measure.divide in {0, 1} else divided(total, measure)


def divided(total: Number, measure: Measure) -> Number:
    """Turn cents into yuan and the like, to the decimals that are shown."""
    return round(total / measure.divide, measure.places) if measure.divide else total


def amount_of(fact: Fact, measure: Measure) -> Any:
    """Give what one record adds to a sum, or the value that is told apart; else nothing."""
    key = measure.sum or measure.distinct
    return fact.about.get(key) if key else None


def ledger_of(measure: Measure) -> str:
    """Name the ledger that the facts of a cell are records of."""
    return SOURCES[measure.facts].ledger


def known_sources(measures: Iterable[Measure]) -> frozenset[str]:
    """Name the sources that cells ask; all of them must be known.

    Raises:
        ValueError: One is not; a definition of ours is wrong.
    """
    found = frozenset(each.facts for each in measures if each.facts)
    if unknown := found - SOURCES.keys():
        raise ValueError(f"no source of facts {sorted(unknown)}")
    return found
