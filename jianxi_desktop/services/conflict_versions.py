"""The things that stand against each other in one conflict, each with who, when and where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import conflicts, fold_rows
from jianxi_desktop.db.conflicts import NOWHERE, Found, Origin
from jianxi_desktop.domain import divisions, registers
from jianxi_desktop.domain.registers import REMOVED, Dot, Write
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.conflict_names import (
    Named,
    Speller,
    captions_of,
    columns_of,
    record_names,
)
from jianxi_desktop.services.office import Office

HERE = "本机"
_ALIKE = "遮盖后看起来一样，被星号遮住的部分不一样，请与证件核对。"
KEPT, GONE = "keep", "remove"


@dataclass(frozen=True)
class Version:
    """One of the things that stand against each other.

    Attributes:
        texts: The values as people read them, one a field of the conflict; numbers are masked.
        key: What choosing it does: ``value``, ``keep``, ``remove``, ``parent``, ``record``.
        raw: The values by column, as the journal spells them; numbers only inside services.
        who: Who wrote it.
        when: When, by the clock of the PC it was written on; ``None``: not known.
        place: On which PC; 本机 is this one.
        unit: Name of the office.
        shown: Whether it is what lists and forms show meanwhile.
        ours: Whether this office wrote it.
        reason: Why, where somebody said so.
        also: Who else wrote the same.
        record: The record it is about, where it is another than the conflict's.
    """

    texts: tuple[str, ...]
    key: str
    raw: Mapping[str, Any] = field(repr=False)
    who: str = ""
    when: datetime | None = None
    place: str = ""
    unit: str = ""
    shown: bool = False
    ours: bool = False
    reason: str = ""
    also: tuple[str, ...] = ()
    record: UUID | None = None


@dataclass(frozen=True)
class Read:
    """A conflict as it was read.

    Attributes:
        captions: The fields it is about.
        versions: What stands against each other, the shown one first.
        remarks: What whoever decides should know.
        hidden: Whether versions that read alike differ in what a mask hides.
    """

    captions: tuple[str, ...]
    versions: tuple[Version, ...]
    remarks: tuple[str, ...] = ()
    hidden: bool = False


class Rows:
    """Reads rows with every head of their groups, and whatever is to be said of them.

    What is fetched together is read together; a block of the journal is unpacked once.
    """

    def __init__(self, office: Office, connection: Connection) -> None:
        self.office, self.connection = office, connection
        self._reader = fold_rows.RowReader(connection)
        self._rows: dict[tuple[str, UUID], registers.Row] = {}
        self._waiting: dict[tuple[str, UUID], list[Found]] = {}
        self._names: dict[tuple[str, UUID], str] = {}
        self._origins: dict[Dot, Origin] = {}
        self._people: Mapping[UUID, str] = {}
        self._units: dict[str, str] = {}

    def fetch(self, every: Iterable[Named]) -> None:
        """Read the rows of some conflicts."""
        by_ledger: dict[str, dict[UUID, None]] = {}
        for named in every:
            by_ledger.setdefault(named.ledger, {})[named.row] = None
        for key, ids in by_ledger.items():
            self._fetch(self.office.catalog[key], list(ids))

    def row(self, ledger: Ledger, one: UUID) -> registers.Row:
        """Give a row that was fetched.

        Raises:
            ConflictError: It is not here.
        """
        found = self._rows.get((ledger.key, one))
        if found is None:
            raise gone()
        return found

    def waiting(self, named: Named) -> Found | None:
        """Give what waits under a name, of a row that was fetched."""
        found = self._waiting.get((named.ledger, named.row), ())
        wanted = (named.kind, named.group)
        return next((each for each in found if (each.kind, each.group) == wanted), None)

    def name(self, named: Named) -> str:
        """Give what a row is called that was fetched."""
        return self._names.get((named.ledger, named.row), "")

    def origin(self, dot: Dot | None) -> Origin:
        """Give where a change comes from."""
        return NOWHERE if dot is None else self._origins.get(dot, NOWHERE)

    def learn(self, dots: Iterable[Dot]) -> None:
        """Find out where some changes come from."""
        lacking = [dot for dot in dots if dot not in self._origins]
        if lacking:
            self._people = self._people or conflicts.people(self.connection)
            found = conflicts.origins(self.connection, lacking, self._people)
            self._origins |= {dot: found.get(dot, NOWHERE) for dot in lacking}

    def unit(self, code: str) -> str:
        """Give what an office is called."""
        if code not in self._units:
            self._units |= unit_names(self.office, self.connection, [code])
        return self._units[code]

    def _fetch(self, ledger: Ledger, ids: list[UUID]) -> None:
        serials = conflicts.serials_of(self.connection, ledger, ids)
        for each in self._reader.rows(ledger, serials):
            folded = fold_rows.folded(ledger, each.writes)
            self._rows[ledger.key, each.row["id"]] = folded
        for found in conflicts.of_rows(self.connection, ledger, ids):
            self._waiting.setdefault((ledger.key, found.row), []).append(found)
        named = record_names(self.connection, self.office.catalog, ledger, ids)
        self._names |= {(ledger.key, one): name for one, name in named.items()}


def gone() -> ConflictError:
    """Say that there is nothing left to decide."""
    return ConflictError(
        "conflict is settled",
        user_message="这一项已经处理过了，请刷新清单。",
        code="settled",
    )


def read_value(rows: Rows, named: Named) -> Read:
    """Read what several people wrote into one group.

    Raises:
        ConflictError: It is settled.
    """
    office, connection = rows.office, rows.connection
    ledger = office.catalog[named.ledger]
    row = rows.row(ledger, named.row)
    if named.group not in row.conflicts:
        raise gone()
    columns = columns_of(ledger, named.group)
    heads = row.heads[named.group]
    people = People(rows, [head.write.dot for head in heads])
    speller = Speller(connection, office.catalog, ledger)
    speller.learn(head.values for head in heads)
    alike: dict[tuple[Any, ...], list[registers.Version]] = {}
    for head in heads:
        alike.setdefault(tuple(head.values[key] for key in columns), []).append(head)
    versions = []
    for place, same in enumerate(alike.values()):
        first, *rest = same
        version = Version(
            tuple(speller.text(key, first.values[key]) for key in columns),
            "value",
            first.values,
            shown=place == 0,
        )
        versions.append(people.sign(version, first.write.dot, [each.write.dot for each in rest]))
    hidden = len({each.texts for each in versions}) < len(versions)
    remarks = (_ALIKE,) if hidden else ()
    return Read(captions_of(ledger, columns), tuple(versions), remarks, hidden)


def read_removal(rows: Rows, named: Named) -> Read:
    """Read who removed a record, and who wrote it without knowing.

    Raises:
        ConflictError: It is settled.
    """
    office, connection = rows.office, rows.connection
    ledger = office.catalog[named.ledger]
    row = rows.row(ledger, named.row)
    if REMOVED not in row.conflicts:
        raise gone()
    removals = row.heads[REMOVED]
    out = [each.write for each in removals if each.values["removed_on"] is not None]
    unseen = registers.unseen(removals, row.heads)
    back = [each.write for each in removals if each.values["removed_on"] is None]
    later = sorted({each.dot: each for each in (*unseen, *back)}.values(), key=_rank, reverse=True)
    out.sort(key=_rank, reverse=True)
    people = People(rows, [each.dot for each in (*out, *later)])
    columns, before = _edited(ledger, unseen)
    speller = Speller(connection, office.catalog, ledger)
    speller.learn((row.values, before, *(each.values for each in out)))
    kept = Version(
        tuple(speller.text(key, row.values.get(key)) for key in columns), KEPT, {}, shown=True
    )
    taken = Version(
        tuple(speller.text(key, before.get(key)) for key in columns),
        GONE,
        {"reasons": sorted({str(each.values["removed_why"]) for each in out})},
        reason=str(out[0].values.get("removed_why") or ""),
    )
    dots = [each.dot for each in later]
    return Read(
        captions_of(ledger, columns),
        (
            people.sign(kept, dots[0] if dots else None, dots[1:]),
            people.sign(taken, out[0].dot, [each.dot for each in out[1:]]),
        ),
    )


def _edited(ledger: Ledger, writes: Iterable[Write]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Give the columns that were written, and what stood there before."""
    before: dict[str, Any] = {}
    for write in sorted(writes, key=_rank, reverse=True):
        if write.kind == "set":
            before |= {key: write.old.get(key) for key in write.values if key in ledger.fields}
    return tuple(key for key in ledger.fields if key in before), before


def _rank(write: Write) -> tuple[int, Dot]:
    return write.rank


class People:
    """Signs versions with who wrote them, when and where."""

    def __init__(self, rows: Rows, dots: Sequence[Dot]) -> None:
        self._rows = rows
        rows.learn(dots)

    def sign(self, version: Version, dot: Dot | None, others: Sequence[Dot] = ()) -> Version:
        """Say of a version who wrote it, and who else wrote the same."""
        origin = self._rows.origin(dot)
        return replace(
            version,
            who=origin.who or ("外单位用户" if origin.when and not origin.here else ""),
            when=origin.when,
            place=HERE if origin.here else origin.place,
            unit=self._rows.unit(origin.unit) if origin.unit else "",
            ours=origin.unit == self._rows.office.unit.code,
            reason=version.reason or origin.reason,
            also=tuple(self._in_words(each) for each in others),
        )

    def _in_words(self, dot: Dot) -> str:
        origin = self._rows.origin(dot)
        unit = self._rows.unit(origin.unit) if origin.unit else ""
        day = f"{origin.when:%Y-%m-%d %H:%M}" if origin.when else ""
        place = HERE if origin.here else origin.place
        return "，".join(each for each in (unit, origin.who, day, place) if each)


def unit_names(office: Office, connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """Give what offices are called by their codes: by their cards, else by the code list."""
    wanted = set(codes)
    found = {}
    for code in wanted:
        place = divisions.place_of(code)
        found[code] = place.name if place is not None else code
    cards = conflicts.offices(connection)
    found |= {code: name for code, name in cards.items() if code in wanted}
    return found | {office.unit.code: office.unit.name}
