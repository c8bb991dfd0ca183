"""Code tables: the fixed lists a choice picks from, and what a district puts over them.

The program's own tables lie in ``resources/codes``, one file each; ``INDEX.csv`` there tells the
version and the source of each. A code is never changed or taken away: an entry that is no longer
used gets a last day, so that old records still show what was meant.

A district may add entries, rename them or end them (ledger ``code_item``). The services lay these
over the tables when they open an office, for the whole process: see ``lay_over``.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar

MARK = ";"
EVERY_TABLE = "code_table"


@dataclass(frozen=True)
class Code:
    """One entry of a code table.

    Attributes:
        code: What records keep; frozen once released.
        label: What people see.
        aliases: What else people write for it.
        valid_from: First day it may be chosen, as an ISO day or the beginning of one; empty: ever.
        valid_to: Last day; empty: still.
        source: Where it was read.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    source: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether the entry may be chosen on a day."""
        day, last = on.isoformat(), self.valid_to
        return self.valid_from <= day and (not last or day[: len(last)] <= last)


@dataclass(frozen=True)
class Override:
    """What a district says of one entry of one table.

    Attributes:
        table: Key of the table.
        entry: The entry; of one that is there already it gives the new label and the days.
        position: The place to show it at, from 1; none: where it stands, or at the end.
    """

    table: str
    entry: Code
    position: int | None = None


@dataclass(frozen=True)
class CodeTable:
    """One list of codes with their Chinese labels, in printing order.

    Attributes:
        labels: Label by code, of those that may be chosen now.
        codes: Code by everything people write for it: code, label, alias; ended ones too.
        known: Label by code, of all there are and ever were.
        entries: All entries.
    """

    labels: Mapping[str, str]
    codes: Mapping[str, str]
    known: Mapping[str, str]
    entries: tuple[Code, ...] = ()


@dataclass(frozen=True)
class TableInfo:
    """What the index says of a table.

    Attributes:
        key: Name of the file.
        title: What people call it.
        version: Day of its last edition.
        source: Where its entries were read.
        note: What it is.
        local: Whether any office may add entries of its own, not the district alone.
    """

    key: str
    title: str
    version: str
    source: str
    note: str
    local: bool


@dataclass(frozen=True)
class _Laid:
    """The overrides that hold in this process, and the tables made with them."""

    overrides: Mapping[str, Sequence[Override]] = field(default_factory=dict)
    tables: dict[str, CodeTable] = field(default_factory=dict)


_laid = _Laid()


def code_table(name: str) -> CodeTable:
    """Give a table as of today, with what the district put over it.

    Raises:
        FileNotFoundError: The program is damaged; the table is part of it.
    """
    laid = _laid  # another thread may lay others over while this one reads
    found = laid.tables.get(name)
    if found is None:
        found = laid.tables[name] = _made(name, laid, calendar.today())
    return found


def table_on(name: str, day: date) -> CodeTable:
    """Give a table as it may be chosen from on a day."""
    return _made(name, _laid, day)


def lay_over(overrides: Iterable[Override]) -> None:
    """Put a district's overrides over the tables of this process, in place of those laid before.

    Whoever holds a table already keeps the one he has; editors and lists ask anew.
    """
    global _laid  # noqa: PLW0603 - one office is open at a time; see docs/adr
    by_table: dict[str, list[Override]] = {}
    for each in overrides:
        by_table.setdefault(each.table, []).append(each)
    _laid = _Laid(by_table)


def laid_over() -> tuple[Override, ...]:
    """Give the overrides that hold in this process, for one that works in its place."""
    return tuple(each for group in _laid.overrides.values() for each in group)


@cache
def tables() -> Mapping[str, TableInfo]:
    """Give every table of the program by its key."""
    path = settings.resource("codes", "INDEX.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["table"]: _info(row) for row in csv.DictReader(file)}


def _info(row: Mapping[str, str]) -> TableInfo:
    return TableInfo(
        row["table"],
        row["title"],
        row["version"],
        row["source"],
        row["note"],
        row["local"] == "yes",
    )


@cache
def own_entries(name: str) -> tuple[Code, ...]:
    """Give the entries of a table as the program came with them.

    The table ``code_table`` is the list of all tables, to choose one by its title.

    Raises:
        FileNotFoundError: There is no such table.
    """
    if name == EVERY_TABLE:
        return tuple(Code(info.key, info.title) for info in tables().values())
    with settings.resource("codes", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Code(
                row["code"],
                row["label"],
                split_aliases(row["aliases"]),
                row.get("valid_from") or "",
                row.get("valid_to") or "",
                row.get("source") or "",
            )
            for row in csv.DictReader(file)
        )


def split_aliases(written: str | None) -> tuple[str, ...]:
    """Give the words of a cell that holds several, split by ``;`` or ``；``."""
    parts = (written or "").replace("；", MARK).split(MARK)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _made(name: str, laid: _Laid, on: date) -> CodeTable:
    entries = _overlaid(own_entries(name), laid.overrides.get(name, ()))
    return CodeTable(
        {each.code: each.label for each in entries if each.holds(on)},
        _words(sorted(entries, key=lambda each: not each.holds(on))),
        {each.code: each.label for each in entries},
        entries,
    )


def _overlaid(own: Sequence[Code], overrides: Iterable[Override]) -> tuple[Code, ...]:
    places: dict[str, tuple[float, int]] = {}
    entries: dict[str, Code] = {}
    for place, each in enumerate(own, start=1):
        places[each.code], entries[each.code] = (place, 1), each
    for over in overrides:
        code, before = over.entry.code, entries.get(over.entry.code)
        entries[code] = over.entry if before is None else _renamed(before, over.entry)
        if over.position is not None:
            places[code] = (over.position, 0)
        places.setdefault(code, (float("inf"), 1))
    return tuple(sorted(entries.values(), key=lambda each: places[each.code]))


def _renamed(before: Code, entry: Code) -> Code:
    """Say of an entry what a district says of it; its old name is still understood."""
    words = dict.fromkeys((before.label, *before.aliases, *entry.aliases))
    words.pop(entry.label, None)
    return replace(entry, aliases=tuple(words), source=entry.source or before.source)


def _words(entries: Sequence[Code]) -> dict[str, str]:
    """Say what each word means: codes first, then names, then aliases; ended entries last."""
    words: dict[str, str] = {each.code: each.code for each in entries}
    for each in entries:
        words.setdefault(each.label, each.code)
    for each in entries:
        for alias in each.aliases:
            words.setdefault(alias, each.code)
    return words
