"""List, look at, save and remove records of any ledger."""

from array import array  # noqa: TC003 - named in annotations that tools read at run time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import owned, pairs, tree, write
from jianxi_desktop.db.figures import members_by_branch
from jianxi_desktop.db.listing import Found, Lister
from jianxi_desktop.db.standing import standing_on
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar, masking
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import FieldError, InputError
from jianxi_desktop.schema.ledger import Attr, Issue, Ledger, Values
from jianxi_desktop.schema.query import Filter, Query, Reveal, Row
from jianxi_desktop.services import companion_rows, putting_back, save_rules, scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.removing import hanging, removal_reason, take_out
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Seen:
    """The record a form was opened on: what an update must find unchanged."""

    id: UUID
    version: int
    companion: tuple[UUID, int] | None = None


@dataclass(frozen=True)
class Saved:
    """What saving did."""

    id: UUID
    version: int
    touched: frozenset[str]


Saver = Callable[[Office, Ledger, Values, Seen | None], Saved]


@dataclass(frozen=True)
class Checked:
    """Values as they would be saved, and everything wrong or odd about them."""

    values: dict[str, Any]
    issues: tuple[Issue, ...]

    @property
    def refused(self) -> tuple[Issue, ...]:
        """The issues that keep the record from being saved."""
        return tuple(issue for issue in self.issues if issue.severity == "error")


@dataclass(frozen=True)
class Node:
    """An organisation in the tree, with the members that belong to it directly.

    ``ended`` says that it was dissolved by the day, and is shown because somebody asked.
    """

    id: UUID
    parent: UUID | None
    name: str
    form: str
    kind: str
    members: int
    ended: bool = False


@needs(Right.VIEW)
def count_rows(office: Office, ledger: Ledger, query: Query) -> int:
    """Count what a query finds."""
    with office.store.read() as connection:
        return office.lister(ledger).count(connection, query)


@needs(Right.VIEW)
def list_serials(office: Office, ledger: Ledger, query: Query, limit: int = -1) -> "array[int]":
    """Give the vector of serials of a query's result, or its first ``limit``."""
    with office.store.read() as connection:
        return office.lister(ledger).serials(connection, query, limit)


@needs(Right.VIEW)
def list_rows(
    office: Office,
    ledger: Ledger,
    attributes: Sequence[Attr],
    serials: Sequence[int],
    *,
    reveal: Reveal | None = None,
) -> list[Row]:
    """Read a page of rows; personal numbers come masked but where ``reveal`` gives leave."""
    require_leave(office, ledger, reveal)
    with office.store.read() as connection:
        return office.lister(ledger).rows(connection, attributes, serials, reveal=reveal)


@needs(Right.VIEW)
def find_record(
    office: Office, ledger: Ledger, record_id: UUID, *, reveal: Reveal | None = None
) -> Found:
    """Read one record whole, as a form shows it; numbers masked but where ``reveal`` gives leave.

    Raises:
        ConflictError: It is gone.
    """
    require_leave(office, ledger, reveal)
    with office.store.read() as connection:
        return office.lister(ledger).find(connection, record_id, reveal=reveal)


@needs(Right.VIEW)
def list_choices(
    office: Office, ledger_key: str, words: str = "", limit: int = 50
) -> list[tuple[UUID, str]]:
    """Give records a link may point at, by what was typed so far."""
    ledger = office.catalog[ledger_key]
    with office.store.read() as connection:
        return office.lister(ledger).choices(connection, words, limit)


@needs(Right.VIEW)
def caption_of(office: Office, ledger_key: str, record_id: UUID) -> str:
    """Give what a linked record is called; 未到 when it is not known here.

    Organisations have a name for everybody: those above are named on every paper.
    """
    ledger = office.catalog[ledger_key]
    everyones = Lister(office.catalog, ledger) if ledger_key == "organisation" else None
    with office.store.read() as connection:
        found = (everyones or office.lister(ledger)).caption(connection, record_id)
    return "（未到）" if found is None else found


@needs(Right.VIEW)
def parse_filter(office: Office, ledger: Ledger, key: str, raw: str) -> Filter:
    """Turn ``field=text`` into a condition.

    Raises:
        InputError: The text is no value of that field.
        UsageError: There is no such field.
    """
    office.lister(ledger).require_field(key)
    if raw == "":
        return Filter(key, way="empty")
    return Filter(key, ledger.all_fields[key].parse(raw))


def check_values(ledger: Ledger, raw: Mapping[str, object], shown: Values | None = None) -> Checked:
    """Read what was typed for each field, derive what can be derived, and say all that is wrong.

    A masked number that stands as it was ``shown`` was not typed: it is left out, and so is
    whatever could be said of it.
    """
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    before = shown or {}
    nobodys = companion_rows.unbegun(ledger, raw) if before else ()
    for key, given in raw.items():
        field = ledger.all_fields[key]
        if key in nobodys:
            continue
        if field.masked and masking.is_masked(given) and given == before.get(key):
            continue
        try:
            values[key] = field.parse(given)
        except FieldError as error:
            issues.append(Issue(key, error.code, "error", error.user_message))
            continue
        if values[key] is not None and (odd := field.warn(values[key])):
            issues.append(Issue(key, "odd", "warning", odd))
    if ledger.complete is not None:
        values, more = ledger.complete(values)
        values |= dict.fromkeys(nobodys)
        issues += [each for each in more if each.field not in {i.field for i in issues}]
    return Checked(values, tuple(issues))


@needs(Right.EDIT)
def save_record(office: Office, ledger: Ledger, values: Values, seen: Seen | None = None) -> Saved:
    """Create a record, or change the one the form was opened on; the companion's row with it.

    Raises:
        ConflictError: It was changed or removed since it was read.
        InputError: A required value is missing, or a rule of ``save_rules`` refuses.
    """
    with office.change("create" if seen is None else "change") as change:
        return write_record(office, change, ledger, values, seen)


def write_record(
    office: Office, change: Change, ledger: Ledger, values: Values, seen: Seen | None
) -> Saved:
    """Save one record inside a change; as ``save_record``, which asks for the right."""
    there = seen is None or seen.companion is not None
    require_values(ledger, companion_rows.asked(ledger, values, there=there), new=seen is None)
    scope.require_writable(office, ledger)
    values = _typed(office, change, ledger, values, seen)
    own = {key: value for key, value in values.items() if key in ledger.fields}
    before = None
    if seen is None:
        record_id, version = _insert(change, ledger, own)
    else:
        record_id = seen.id
        before = save_rules.before_saving(change, ledger, record_id)
        version = write.update_row(change, ledger, seen.id, seen.version, own)
    if ledger.companion is not None:
        _save_companion(change, ledger.companion, record_id, values, seen)
    scope.require_inside(office, change.connection, ledger, [record_id])
    scope.require_owner_inside(office, change.connection, ledger, record_id)
    save_rules.after_saving(office, change, ledger, record_id, before)
    return Saved(record_id, version, frozenset(change.touched | {ledger.key}))


@needs(Right.EDIT)
def remove_record(
    office: Office, ledger: Ledger, record_id: UUID, version: int, reason: str
) -> frozenset[str]:
    """Take a record out of every list, with a reason; it can be taken back.

    Raises:
        ConflictError: It was changed since it was read.
        InputError: No reason was given, or other records hang on it.
    """
    why = removal_reason(reason)
    with office.change("remove", why) as change:
        held = hanging(office, change, ledger, [record_id])
        take_out(office, change, ledger, write.Edit(record_id, write.removal(why), version), held)
        return frozenset(change.touched)


@needs(Right.EDIT)
def restore_record(office: Office, ledger: Ledger, record_id: UUID) -> frozenset[str]:
    """Take a removal back, with the rows that were removed along with the record.

    Raises:
        ConflictError: It is not removed, or cannot stand among what was done since.
    """
    scope.require_writable(office, ledger)
    with office.change("restore") as change:
        why = write.restore_row(change, ledger, record_id)
        for detail in office.catalog.details_of(ledger):
            owned.restore(change, detail, record_id, why)
        scope.require_inside(office, change.connection, ledger, [record_id])
        save_rules.require_changeable(office, change.connection, ledger, [record_id])
        scope.require_owner_inside(office, change.connection, ledger, record_id)
        putting_back.require_standing(office, change, {ledger.key: [record_id]}, "恢复")
        return frozenset(change.touched)


@needs(Right.VIEW)
def organisation_tree(
    office: Office, today: date | None = None, *, ended: bool = False
) -> list[Node]:
    """Give the organisations of this office as of a day, its own on top, with their members.

    Names and superiors are those of the day. Who was dissolved by then is left out, unless
    ``ended`` asks for them too; whoever stood below stands under the next one above.
    """
    day = today or calendar.today()
    with office.store.read() as connection:
        every = standing_on(connection, office.catalog, day)
        known = tree.organisations(connection, office.catalog)
        counts = members_by_branch(connection, office.catalog, day)
    there = {one.id for one in every}
    nodes = [
        Node(one.id, one.parent, one.name, one.form, one.kind, counts.get(one.id, 0))
        for one in every
    ]
    for row in known:
        over = row["dissolved_on"] is not None and row["dissolved_on"] <= day.isoformat()
        if row["id"] not in there and (row["id"] == office.top or (ended and over)):
            one, above, members = row["id"], row["parent"], counts.get(row["id"], 0)
            nodes.append(Node(one, above, row["name"], row["form"], row["kind"], members, over))
    below: dict[UUID | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    return list(_descend([node for node in nodes if node.id == office.top], below))


def _descend(nodes: Iterable[Node], below: Mapping[UUID | None, Iterable[Node]]) -> Iterable[Node]:
    """Walk a tree from the top; a circle that a merge may bring is walked once."""
    waiting, seen = list(nodes), set()
    while waiting:
        node = waiting.pop(0)
        if node.id not in seen:
            seen.add(node.id)
            yield node
            waiting.extend(below.get(node.id, ()))


def require_values(ledger: Ledger, values: Values, *, new: bool) -> None:
    """Make sure that nothing required is missing or taken away.

    Raises:
        InputError: Something is; the message names it.
    """
    missing = [
        field.caption
        for key, field in ledger.all_fields.items()
        if field.required and values.get(key) is None and (new or key in values)
    ]
    if missing:
        raise InputError(
            f"{ledger.key}: {len(missing)} required values missing",
            user_message=f"还没有填：{'、'.join(missing)}。",
            code="required",
        )


def _typed(
    office: Office, change: Change, ledger: Ledger, values: Values, seen: Seen | None
) -> Values:
    """Give what a person really typed, all of it this person's to write.

    A masked number that came back as it is shown was never touched; another one is nobody's.
    """
    before: Mapping[str, Any] = {}
    masked = {key for key, value in values.items() if _is_mask(ledger, key, value)}
    if seen is not None and (masked or office.limited):
        before = _before(office, change, ledger, values, seen)
    scope.require_links_inside(office, change.connection, ledger, values, before)
    wrong = [key for key in masked if values[key] != before.get(key)]
    if wrong:
        captions = "、".join(ledger.all_fields[key].caption for key in wrong)
        raise InputError(
            f"{ledger.key}: masked values typed",
            user_message=f"{captions}带星号，是遮盖后的号码，请填完整号码，或保持原样不动。",
            code="masked",
        )
    return {key: value for key, value in values.items() if key not in masked}


def _is_mask(ledger: Ledger, key: str, value: object) -> bool:
    field = ledger.all_fields.get(key)
    return field is not None and field.masked and masking.is_masked(value)


def _before(
    office: Office, change: Change, ledger: Ledger, values: Values, seen: Seen
) -> Mapping[str, Any]:
    """Read the record as it is shown; a limited person must be able to see it, and its row."""
    scope.require_inside(office, change.connection, ledger, [seen.id])
    if ledger.companion is not None and seen.companion is not None:
        scope.require_inside(office, change.connection, ledger.companion, [seen.companion[0]])
    before = office.lister(ledger).find(change.connection, seen.id).values
    if "parent" in values and values["parent"] != before.get("parent"):
        scope.require_not_top(office, ledger, seen.id)
    return before


def _insert(change: Change, ledger: Ledger, values: Values) -> tuple[UUID, int]:
    if pairs.is_pair(ledger):
        return pairs.put_pairs(change, ledger, [values])[0]
    return write.insert_rows(change, ledger, [values])[0], 1


def _save_companion(
    change: Change, ledger: Ledger, owner: UUID, values: Values, seen: Seen | None
) -> None:
    given = {k: v for k, v in values.items() if k in ledger.fields and k != ledger.owner.key}
    if not given:
        return
    if seen is None or seen.companion is None:
        if any(value is not None for value in given.values()):
            require_values(ledger, {**given, ledger.owner.key: owner}, new=True)
            write.insert_rows(change, ledger, [{**given, ledger.owner.key: owner}])
        return
    row_id, version = seen.companion
    write.update_row(change, ledger, row_id, version, given)
