"""One deed about many records: removed together, or one field of theirs filled; whole or not.

Each record is asked about by its own rules, as if it stood alone on its form. Where one refuses,
nothing is kept and all refusals are told; the person may leave those records out and try again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jianxi_desktop.db import write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.fields import Field, Link, Name
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query, Row
from jianxi_desktop.services import links, records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.removing import hanging, removal_reason, take_out
from jianxi_desktop.services.rights import needs

MOST = 5_000  # records in one deed
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Line:
    """What becomes of one record.

    Attributes:
        serial: The record, as its list knows it.
        name: What it is called.
        old: What stood in the field, as lists show it; empty where it is removed.
        new: What stands there afterwards.
        why: Why it may not be; empty: it may.
        odd: What is odd about it, though it may be.
    """

    serial: int
    name: str
    old: str = ""
    new: str = ""
    why: str = ""
    odd: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of many records; nothing at all while one of them refuses.

    Attributes:
        lines: Each record, in the order they were named.
        touched: Ledgers written; none after a trial or a refusal.
        done: Whether it was done.
    """

    lines: tuple[Line, ...]
    touched: frozenset[str]
    done: bool

    @property
    def refused(self) -> tuple[Line, ...]:
        """The records that refuse."""
        return tuple(line for line in self.lines if line.why)

    @property
    def changed(self) -> tuple[Line, ...]:
        """The records that are changed by it, or would be."""
        return tuple(line for line in self.lines if not line.why and line.old != line.new)


@dataclass(frozen=True)
class _Key:
    """Names a field where an attribute of the record is asked for."""

    key: str


def fillable(ledger: Ledger) -> tuple[Field[Any], ...]:
    """Give the fields that can be filled for many records at once.

    Not what names or tells apart a record, no number of a person, and nothing that only a dated
    step changes: a member's branch and status.
    """
    own = {each.key for each in (*ledger.roster_key, *ledger.derived, ledger.caption)}
    own |= {each.key for each in (ledger.owner, ledger.ended) if each is not None}
    if ledger.companion is not None:
        beside = ledger.companion
        own |= {key for key, field in beside.fields.items() if field.required}
        own |= {each.key for each in (beside.owner, beside.ended) if each is not None}
    return tuple(
        field
        for field in ledger.form_fields
        if field.key not in own and not field.masked and not isinstance(field, Name)
    )


@needs(Right.EDIT)
def remove_many(
    office: Office,
    ledger: Ledger,
    serials: Sequence[int],
    reason: str,
    *,
    progress: Progress = no_progress,
) -> Outcome:
    """Take records out of every list for one reason; one action, that one undo takes back.

    Records that only hang on others of them go too: those are asked again when these are out.

    Raises:
        InputError: No reason was given, or there are more than ``MOST``.
    """
    why = removal_reason(reason)
    _require_few(serials)
    with office.change("remove", why) as change:
        rows = list(_rows(office, change, ledger, serials, (ledger.caption.key,)))
        refused = _take_all_out(office, change, ledger, rows, why, progress)
        lines = tuple(_line(ledger, row, refused.get(row.serial, "")) for row in rows)
        return _outcome(change, lines, trial=False)


@needs(Right.EDIT)
def fill_field(
    office: Office,
    ledger: Ledger,
    key: str,
    given: Mapping[int, object],
    *,
    trial: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Fill one field of many records; one action, that one undo takes back.

    Args:
        office: The office.
        ledger: Their ledger.
        key: One of the ``fillable`` fields.
        given: What was typed, by serial; a linked record by its name or identity.
        trial: Whether to see only what would become of them.
        progress: Told how far it is.

    Raises:
        InputError: It is no such field, or there are more records than ``MOST``.
    """
    field = _field(ledger, key)
    _require_few(given)
    read = _read_all(office, ledger, field, given.values())
    with office.change("change") as change:
        before = list(_rows(office, change, ledger, list(given), (ledger.caption.key, key)))
        refused: dict[int, str] = {}
        odd: dict[int, str] = {}
        for number, row in enumerate(before):
            progress(number, len(before))
            try:
                value = read[given[row.serial]]
                if isinstance(value, InputError):
                    raise value
                odd[row.serial] = _fill_one(office, change, ledger, row, field, value)
            except (InputError, ConflictError) as error:
                refused[row.serial] = error.user_message
        keys = (ledger.caption.key, key)
        after = {row.serial: row for row in _rows(office, change, ledger, list(given), keys)}
        lines = tuple(
            Line(
                row.serial,
                _name(ledger, row),
                _shown(field, row.cells[1]),
                _shown(field, after.get(row.serial, row).cells[1]),
                refused.get(row.serial, ""),
                odd.get(row.serial, ""),
            )
            for row in before
        )
        return _outcome(change, lines, trial=trial)


def _outcome(change: Change, lines: tuple[Line, ...], *, trial: bool) -> Outcome:
    if trial or any(line.why for line in lines):
        change.give_up()
        return Outcome(lines, frozenset(), done=False)
    return Outcome(lines, frozenset(change.touched), done=True)


def _require_few(serials: Collection[int]) -> None:
    if len(serials) > MOST:
        raise InputError(
            f"{len(serials)} records at once",
            user_message=f"一次最多处理 {MOST} 条，现在选了 {len(serials)} 条。请分几次做。",
            code="too_many",
        )


def _rows(
    office: Office, change: Change, ledger: Ledger, serials: Sequence[int], keys: Sequence[str]
) -> Iterator[Row]:
    """Read those records that are here, in the order they were named."""
    lister = office.lister(ledger)
    here = frozenset(lister.serials(change.connection, Query(only=tuple(serials))))
    wanted = [serial for serial in serials if serial in here]
    attributes = [_Key(key) for key in keys]
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        yield from lister.rows(change.connection, attributes, part)


def _take_all_out(
    office: Office,
    change: Change,
    ledger: Ledger,
    rows: Sequence[Row],
    why: str,
    progress: Progress,
) -> dict[int, str]:
    """Take out what may go, again and again while that lets others go; say why the rest may not."""
    waiting, refused = list(rows), dict[int, str]()
    while waiting:
        refused = {}
        held = hanging(office, change, ledger, [row.id for row in waiting])
        for row in waiting:
            progress(len(rows) - len(waiting), len(rows))
            removal = write.Edit(row.id, write.removal(why), row.version)
            try:
                take_out(office, change, ledger, removal, held)
            except (InputError, ConflictError) as error:
                refused[row.serial] = error.user_message
        left = [row for row in waiting if row.serial in refused]
        if len(left) == len(waiting):
            break
        waiting = left
    return refused


def _field(ledger: Ledger, key: str) -> Field[Any]:
    for field in fillable(ledger):
        if field.key == key:
            return field
    known = ledger.all_fields.get(key)
    caption = known.caption if known is not None else key
    raise InputError(
        f"{ledger.key}: {key} is not filled for many",
        user_message=f"“{caption}”不能一次给多条记录填写，请打开记录逐条填写。",
        code="not_fillable",
    )


def _read_all(
    office: Office, ledger: Ledger, field: Field[Any], typed: Iterable[object]
) -> dict[object, Any]:
    """Read each different text once; what cannot be read is the error that says so."""
    found: dict[object, Any] = {}
    for raw in typed:
        if raw not in found:
            try:
                found[raw] = _read(office, ledger, field, raw)
            except InputError as error:
                found[raw] = error
    return found


def _read(office: Office, ledger: Ledger, field: Field[Any], raw: object) -> object:
    if isinstance(field, Link) and isinstance(raw, str):
        raw = links.text_to_link(office, ledger, field.key, raw.strip())
    return field.parse(raw)


def _fill_one(
    office: Office, change: Change, ledger: Ledger, row: Row, field: Field[Any], value: object
) -> str:
    """Fill one record; say what is odd about it then."""
    lister = office.lister(ledger)
    found = lister.find(change.connection, row.id)
    if found.values.get(field.key) == value:
        return ""
    hidden = [key for key, each in ledger.fields.items() if each.masked]
    whole = lister.stored(change.connection, row.id, hidden) if hidden else {}
    values, odd = _following(ledger, {**found.values, **whole}, field, value)
    seen = records.Seen(row.id, found.version, found.companion)
    records.write_record(office, change, ledger, values, seen)
    return odd


def _following(
    ledger: Ledger, full: Mapping[str, Any], field: Field[Any], value: object
) -> tuple[dict[str, Any], str]:
    """Give the value and what follows from it for other fields of the record; and what is odd.

    Raises:
        InputError: The record does not agree with it.
    """
    odd = field.warn(value) if value is not None else ""
    if ledger.complete is None:
        return {field.key: value}, odd
    before, known = ledger.complete(full)
    after, issues = ledger.complete({**full, field.key: value})
    old = {(issue.field, issue.code) for issue in known}
    new = [issue for issue in issues if (issue.field, issue.code) not in old]
    wrong = [issue for issue in new if issue.severity == "error"]
    if wrong:
        raise InputError(
            f"{ledger.key}: {len(wrong)} values do not agree",
            user_message="；".join(issue.text for issue in wrong),
            code=wrong[0].code,
        )
    follows = {key: each for key, each in after.items() if each != before.get(key)}
    told = "；".join(filter(None, (odd, *(issue.text for issue in new))))
    return {**follows, field.key: after.get(field.key, value)}, told


def _line(ledger: Ledger, row: Row, why: str) -> Line:
    name = _name(ledger, row) or ledger.title
    return Line(row.serial, name, name, "", why)


def _name(ledger: Ledger, row: Row) -> str:
    return _shown(ledger.all_fields[ledger.caption.key], row.cells[0])


def _shown(field: Field[Any], cell: Any) -> str:
    return "" if cell is None else str(cell) if field.masked else field.show(cell)
