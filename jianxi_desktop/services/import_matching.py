"""Find the record that a row of a roster is about; whatever is not certain is asked.

A row is told by the ledger's key, such as the identity number. One that does not give it is told
by name, day of birth and organisation: all three must be equal, the day to the month at least.
What only fits is a candidate, and a person decides; so is a namesake of the same day whose number
is not registered yet, or is another one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from jianxi_desktop.db import lookup, pairs, tree
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import same_day, show_day
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.schema.ledger import Issue, Ledger
from jianxi_desktop.services.import_index import RowNumbers, SerialIndex
from jianxi_desktop.services.office import Office
from jianxi_desktop.sheets.roster import RosterRow

_MONTH = len("1985-03")
_MOST_ASKED = 5  # candidates that are named
_NAMED = 3
_ORDINALS = "①②③④⑤"


class Known(NamedTuple):
    """A record that a row may be about.

    Attributes:
        record: It as stored; of a row of this file that is not written yet, its values.
        companion: The companion's row that holds now.
        ours: Whether it may be seen by who imports.
        row: The row of this file that met or made it before; 0: none.
        made: Whether this file made it: it has no identity yet that would last.
    """

    record: Mapping[str, Any]
    companion: Mapping[str, Any] | None
    ours: bool = True
    row: int = 0
    made: bool = False

    @property
    def id(self) -> UUID | None:
        """Its identity, where it has one already."""
        return self.record.get("id")

    @property
    def serial(self) -> int:
        """Its serial; that of a row of this file is known before it is written."""
        return int(self.record["serial"])

    def value(self, key: str) -> Any:
        """Give a value of it or of its companion."""
        if key in self.record:
            return self.record[key]
        return None if self.companion is None else self.companion.get(key)


@dataclass
class Meeting:
    """What a row met.

    Attributes:
        match: The record it is about; ``None``: none, or a person must tell.
        issues: Why a person must decide.
        candidates: What it may be about.
        certain: Whether the ledger's key says that it is ``match``.
        waits: Whether an earlier row with the same key waits for a person, and this one with it.
    """

    match: Known | None = None
    issues: list[Issue] = field(default_factory=list)
    candidates: list[Known] = field(default_factory=list)
    certain: bool = False
    waits: bool = False


class Matcher:
    """Finds the records of one roster's rows, a chunk at a time, inside one change.

    Attributes:
        keys: Keys of the fields that tell a record.
    """

    def __init__(self, office: Office, change: Change, ledger: Ledger, home: UUID) -> None:
        self._office = office
        self._connection = change.connection
        self._ledger = ledger
        self._home = home
        self.keys = tuple(attribute.key for attribute in ledger.roster_key)
        self._alike = tuple(attribute.key for attribute in ledger.alike)
        self._first_ones = not (pairs.is_pair(ledger) or lookup.has_rows(self._connection, ledger))
        self._by_key = SerialIndex()  # of what this file made, while nothing else is there
        self._by_name = SerialIndex()
        self._rows = RowNumbers()
        self._doubted: dict[tuple[Any, ...], int] = {}  # rows that wait for a person, by key
        self._last = lookup.last_serial(self._connection, ledger)
        self._next = self._last + 1
        self._known: dict[int, Known] = {}  # of this chunk, by serial
        self._keyed: dict[tuple[Any, ...], int] = {}
        self._firsts: dict[Any, list[int]] = {}
        self._named: dict[Any, list[int]] = {}
        self._pending: dict[int, Mapping[str, Any]] = {}
        if self._alike and not self._first_ones:
            name, day, _place = self._alike
            for serial, *named in lookup.stream_columns(self._connection, ledger, (name, day)):
                self._by_name.add((named[0], named[1] or ""), serial)

    def look(self, rows: Sequence[RosterRow]) -> None:
        """Read what the rows of a chunk may be about, in bulk."""
        self._known, self._keyed, self._named, self._pending = {}, {}, {}, {}
        self._firsts = {}
        values = [row.values for row in rows if row.values and not row.skipped]
        if self.keys:
            self._take_in(self._records_by_key(values))
            for serial, known in self._known.items():
                key = self._key_of(known.record)
                self._keyed[key] = serial
                self._firsts.setdefault(key[0], []).append(serial)
        if self._alike:
            self._look_for_names(values)

    def meet(self, row: RosterRow, given: frozenset[str]) -> Meeting:
        """Say what a row is about, as far as that is certain."""
        key = self._key_of(row.values)
        found = Meeting(self._by_its_key(key), certain=True)
        if found.match is None and key in self._doubted:
            return Meeting(issues=[self._waiting(self._doubted[key])], waits=True)
        if found.match is None and self._alike:
            found = self._by_its_name(row, given)
        match = found.match
        if match is not None and match.row and match.ours:
            found.issues.append(self._repeated(match))
            found.candidates = [match]
        return found

    def fetch(self, record: UUID) -> Known | None:
        """Read a record that a person named."""
        rows = lookup.existing(self._connection, self._ledger, "id", [record])
        return next(iter(self._as_known(rows)), None)

    def again(self, known: Known) -> Known | None:
        """Read a record as it stands now, written meanwhile."""
        rows = lookup.by_serials(self._connection, self._ledger, [known.serial])
        return next(iter(self._as_known(rows)), None)

    def met(self, known: Known, row: RosterRow) -> None:
        """Remember that a row is about a record, and what key it gave that record."""
        if not self._rows[known.serial]:
            self._rows[known.serial] = row.row
        key = self._key_of(row.values)
        if key and key[0] is not None and key not in self._keyed:
            self._keyed[key] = known.serial
            if self._first_ones:
                self._by_key.add(key, known.serial)

    def doubted(self, row: int, values: Mapping[str, Any]) -> None:
        """Remember a row that waits for a person; no later one of its key is taken before it."""
        key = self._key_of(values)
        if key and key[0] is not None:
            self._doubted.setdefault(key, row)

    def made(self, row: int, values: Mapping[str, Any]) -> None:
        """Remember a row that makes a new record, in the order in which they are written."""
        serial, self._next = self._next, self._next + 1
        self._rows[serial] = row
        self._pending[serial] = values
        key = self._key_of(values)
        if key and key[0] is not None:
            self._keyed.setdefault(key, serial)
            if self._first_ones:
                self._by_key.add(key, serial)
        if self._alike:
            name, day, _place = self._alike
            self._by_name.add((values[name], values.get(day) or ""), serial)
            self._named.setdefault(values[name], []).append(serial)

    def written(self) -> None:
        """Say that everything made so far is in the database."""
        self._pending = {}

    def differs(self, row: RosterRow, given: frozenset[str], match: Known) -> bool:
        """Tell whether a row says something about a record that is not known."""
        if differences(row.values, given, match.record, self._ledger):
            return True
        companion = self._ledger.companion
        if companion is None or match.companion is None:
            return companion is not None
        return bool(differences(row.values, given, match.companion, companion))

    # What is read ------------------------------------------------------------------------------

    def _records_by_key(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        first = self.keys[0]
        if self._first_ones:
            met = {s for row in rows for s in self._by_key.find(self._key_of(row))}
            return lookup.by_serials(self._connection, self._ledger, met) if met else []
        wanted = {row[first] for row in rows if row.get(first) is not None}
        return lookup.existing(self._connection, self._ledger, first, wanted) if wanted else []

    def _look_for_names(self, rows: Sequence[Mapping[str, Any]]) -> None:
        name, day, _place = self._alike
        serials: set[int] = set()
        unknown: set[str] = set()
        for row in rows:
            if row.get(name) is None or self._key_of(row) in self._keyed:
                continue
            if row.get(day) is None:
                unknown.add(row[name])
            else:
                serials.update(self._namesakes(row[name], row[day]))
        records: list[Mapping[str, Any]] = []
        if unknown and not (self._first_ones and self._next == self._last + 1):
            records += lookup.existing(self._connection, self._ledger, name, unknown)
        if missing := serials - self._known.keys():
            records += lookup.by_serials(self._connection, self._ledger, missing)
        self._take_in(records)
        for known in list(self._known.values()):
            self._named.setdefault(known.record[name], []).append(known.serial)

    def _namesakes(self, name: str, day: str) -> Iterator[int]:
        """Give who is called so and may have been born on a day that is known so far."""
        days = ["", day[:4], day[:_MONTH], day] if len(day) > 4 else ["", day]
        if len(day) == 4:
            days += [f"{day}-{month:02}" for month in range(1, 13)]
        if len(day) <= _MONTH:
            months = days[2:] if len(day) == 4 else [day]
            days += [f"{month}-{one:02}" for month in months for one in range(1, 32)]
        for each in dict.fromkeys(days):
            yield from self._by_name.find((name, each))

    def _take_in(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._known |= {each.serial: each for each in self._as_known(records)}

    def _as_known(self, records: Sequence[Mapping[str, Any]]) -> list[Known]:
        if not records:
            return []
        ids = [record["id"] for record in records]
        beside: Mapping[UUID, Mapping[str, Any]] = {}
        if self._ledger.companion is not None:
            beside = lookup.current_rows(self._connection, self._ledger.companion, ids)
        others = self._others(ids)
        return [Known(each, beside.get(each["id"]), each["id"] not in others) for each in records]

    def _others(self, ids: Sequence[UUID]) -> set[UUID]:
        """Give the records that are not for this person to see."""
        top = self._office.account.organisation
        if top is None:
            return set()
        return tree.outside_of(self._connection, self._office.catalog, self._ledger, top, ids)

    def _at(self, serial: int) -> Known | None:
        """Give a record as this file leaves it so far."""
        row, made = self._rows[serial], serial > self._last
        if serial in self._pending:
            values = {**self._pending[serial], "serial": serial}
            return Known(values, values, ours=True, row=row, made=True)
        if serial not in self._known:
            self._take_in(lookup.by_serials(self._connection, self._ledger, [serial]))
        known = self._known.get(serial)
        return None if known is None else known._replace(row=row, made=made)

    # What is decided ---------------------------------------------------------------------------

    def _key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values.get(each) for each in self.keys)

    def _by_its_key(self, key: tuple[Any, ...]) -> Known | None:
        if not key or key[0] is None:
            return None
        serial = self._keyed.get(key)
        if serial is None and None in key[1:]:
            serial = self._only_fitting(key)
        return None if serial is None else self._at(serial)

    def _only_fitting(self, key: tuple[Any, ...]) -> int | None:
        """Find the one record that fits a key of which the roster leaves parts out."""
        fitting = [
            serial
            for serial in self._firsts.get(key[0], ())
            if self._known[serial].ours
            and all(
                part is None or part == self._known[serial].record[name]
                for part, name in zip(key, self.keys, strict=True)
            )
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _by_its_name(self, row: RosterRow, given: frozenset[str]) -> Meeting:
        """Look for the record of a row whose key is not known or not given."""
        numbered = bool(self.keys) and row.values.get(self.keys[0]) is not None
        near = [(each, self._nearness(row, each)) for each in self._called_so(row)]
        if numbered:
            first = self.keys[0]
            found = [one for one, near_by in near if near_by and
                     (one.value(first) is None or near_by == "same")]  # fmt: skip
            return self._asked(found, numbered=True)
        found = [one for one, near_by in near if near_by]
        known = [one for one in found if not self.differs(row, given, one)]
        for one in known:
            if not one.row:
                return Meeting(one)  # it says nothing new; the next row alike is the next record
        same = [one for one, near_by in near if near_by == "same"]
        if len(same) == 1:
            return Meeting(same[0])
        asked = [one for one in found if not one.made or one in known or self._tells(row, one)]
        return self._asked(asked, numbered=False)

    def _called_so(self, row: RosterRow) -> Iterator[Known]:
        name = self._alike[0]
        called = row.values.get(name)
        for serial in sorted(set(self._named.get(called, ()))):
            known = self._at(serial)
            if known is not None and known.ours and known.value(name) == called:
                yield known

    def _nearness(self, row: RosterRow, known: Known) -> str:
        """Say how near a namesake is: ``same``, ``fits``, or nothing."""
        _name, day, place = self._alike
        born, other = row.values.get(day), known.value(day)
        if born and other and not same_day(born, other):
            return ""
        where, there = row.values.get(place), known.value(place)
        if where is None and there == self._home:
            where = there
        apart = where is not None and there is not None and where != there
        if not (born and other) or min(len(born), len(other)) < _MONTH:
            return "" if apart else "fits"
        return "same" if born == other and where is not None and where == there else "fits"

    def _tells(self, row: RosterRow, known: Known) -> bool:
        """Tell whether the days of two rows of one file make them likely to be one person."""
        day = self._alike[1]
        return bool(row.values.get(day) and known.value(day))

    def _asked(self, found: Sequence[Known], *, numbered: bool) -> Meeting:
        if not found:
            return Meeting()
        key = self.keys[0]
        code = "possible_duplicate" if numbered else "namesake"
        said = "可能与{}是同一人：是就选“同一人”（更新那条记录），不是就选“另一人”（新增）"
        marks = _ORDINALS if len(found) > 1 else [""]
        whom = "或".join(
            self._named_as(mark, each) for mark, each in zip(marks, found[:_NAMED], strict=False)
        )
        more = f"等{len(found)}条" if len(found) > _NAMED else ""
        issue = Issue(key, code, "review", said.format(whom + more))
        return Meeting(None, [issue], list(found[:_MOST_ASKED]))

    def _named_as(self, mark: str, known: Known) -> str:
        name, day, _place = self._alike
        if known.row:
            return f"{mark}本表第{known.row}行"
        born = show_day(known.value(day)) if known.value(day) else "没有出生日期"
        return f"已登记的{mark}{hide_numbers(str(known.value(name)))}（{born}）"

    def _waiting(self, row: int) -> Issue:
        """Say that an earlier row of the file with the same key is not decided yet."""
        key = self.keys[0]
        caption = self._ledger.fields[key].caption
        text = f"与第{row}行的{caption}相同，请先定下第{row}行，再核对这一行是否重复"
        return Issue(key, "repeated", "review", text)

    def _repeated(self, match: Known) -> Issue:
        """Say that an earlier row of the file is about the same record."""
        key = self.keys[0]
        caption = self._ledger.fields[key].caption
        same = "是同一条记录" if match.value(key) is None else f"的{caption}相同"
        text = f"与第{match.row}行{same}，请核对是否重复"
        return Issue(key, "repeated", "review", text)


def differences(
    values: Mapping[str, Any],
    given: frozenset[str],
    record: Mapping[str, Any],
    ledger: Ledger,
) -> dict[str, Any]:
    """Give what a roster says otherwise, and what it lets derive where nothing is known yet."""
    return {
        key: value
        for key, value in values.items()
        if value is not None
        and key in ledger.fields
        and value != record.get(key)
        and (key in given or record.get(key) is None)
    }
