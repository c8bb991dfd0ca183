"""Two records that are one person: make one of them, and take that back again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import duplicates, lookup, write
from jianxi_desktop.db import history as journal
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.calendar import same_day, show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.fields import Day, Field, Link
from jianxi_desktop.services import doubles, person_links, save_rules, scope
from jianxi_desktop.services.history import Undone, take_back_later
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.person_links import PERSON
from jianxi_desktop.services.rights import needs

_REASONS = {
    "number": "身份证号码相同",
    "day": "姓名和出生日期相同",
    "fits": "姓名相同，出生年月对得上",
    "branch": "同一个党支部里姓名相同，出生日期不全",
}


@dataclass(frozen=True)
class Side:
    """One of two records, as it is shown beside the other.

    Attributes:
        id: The person's record.
        name: The name.
        detail: Birth date, branch and the end of the number, which tell namesakes apart.
        version: Of the record as it was read.
    """

    id: UUID
    name: str
    detail: str
    version: int


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ.

    Attributes:
        field: Key.
        caption: What it is called.
        kept: What the record that stays says; masked like every list.
        gone: What the other one says.
        takes: Whether the other's value is taken without a word: the kept one says nothing.
    """

    field: str
    caption: str
    kept: str
    gone: str
    takes: bool = False


@dataclass(frozen=True)
class Hanging:
    """Records of one ledger that link to the two."""

    ledger: str
    title: str
    kept: int
    gone: int


@dataclass(frozen=True)
class PairPage:
    """Two records side by side.

    Attributes:
        kept: The one that stays.
        gone: The one that goes.
        differences: Fields they differ in.
        links: What hangs on each of them.
        remarks: Chinese: what merging settles, such as two memberships that are both open.
        refused: Why the two cannot be merged; empty: they can.
    """

    kept: Side
    gone: Side
    differences: tuple[Difference, ...]
    links: tuple[Hanging, ...]
    remarks: tuple[str, ...]
    refused: str = ""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person, and why one would think so."""

    first: Side
    second: Side
    reason: str


@dataclass(frozen=True)
class Joined:
    """What merging two persons did.

    Attributes:
        id: The record that stays.
        version: Of it now.
        touched: Ledgers written.
        moved: Records that were moved to it, by title of their ledger.
        remarks: Chinese: what was settled on the way.
    """

    id: UUID
    version: int
    touched: frozenset[str]
    moved: dict[str, int]
    remarks: tuple[str, ...]


@needs(Right.VIEW)
def possible_duplicates(office: Office, limit: int = 200) -> list[Pair]:
    """Give the records that may be of one person, the likeliest first."""
    with office.store.read() as connection:
        found = duplicates.doubles(connection, office.catalog, office.account.organisation, limit)
        apart = doubles.told_apart(office, connection)
        found = [
            each for each in found if frozenset((each.first.hex, each.second.hex)) not in apart
        ]
        ids = {one for each in found for one in (each.first, each.second)}
        sides = _sides(office, connection, ids)
    return [
        Pair(sides[each.first], sides[each.second], _REASONS[each.reason])
        for each in found
        if each.first in sides and each.second in sides
    ]


@needs(Right.VIEW)
def person_pair(office: Office, kept: UUID, gone: UUID) -> PairPage:
    """Show two records side by side, and what merging them would do.

    Raises:
        InputError: They are the same record, or one is not this person's to see.
        ConflictError: One of them is gone.
    """
    with office.store.read() as connection:
        _require_two(office, connection, kept, gone)
        sides = _sides(office, connection, [kept, gone])
        both = _both(office, connection, kept, gone)
        links = [
            Hanging(
                ledger.key,
                ledger.title,
                len(person_links.rows_of(connection, ledger, keys, kept)),
                len(person_links.rows_of(connection, ledger, keys, gone)),
            )
            for ledger, keys in person_links.linking(office.catalog)
        ]
        differences = tuple(_differences(office, connection, both))
        refused, remarks = "", _warnings(both)
        try:
            plan = person_links.plan(office, connection, kept, gone, "")
            remarks += plan.remarks
        except InputError as error:
            refused = error.user_message
    return PairPage(
        sides[kept],
        sides[gone],
        differences,
        tuple(each for each in links if each.kept or each.gone),
        tuple(remarks),
        refused,
    )


@needs(Right.EDIT)
def merge_persons(
    office: Office, kept: UUID, gone: UUID, *, take: Collection[str] = (), trial: bool = False
) -> Joined:
    """Make one person of two records: what links to ``gone`` links to ``kept``, ``gone`` goes.

    One action, which undo takes back whole, and ``unmerge`` later.

    Args:
        office: Whose database.
        kept: The record that stays.
        gone: The one that is removed, with the reason.
        take: Keys of the fields whose value is taken from the one that goes; what the kept one
            says nothing of is taken in any case.
        trial: Only say what would happen.

    Raises:
        InputError: They are the same record, somebody else's, or a field is not known.
        ConflictError: One of them is gone.
    """
    people = office.catalog[PERSON]
    if unknown := sorted(set(take) - set(people.all_fields)):
        raise InputError(
            f"no fields {unknown}",
            user_message=f"没有这些字段：{'、'.join(unknown)}。",
            code="no_such_field",
        )
    scope.require_writable(office, people)
    with office.change("merge_persons") as change:
        connection = change.connection
        _require_two(office, connection, kept, gone)
        both = _both(office, connection, kept, gone)
        why = f"与“{both.kept.record['name']}”的另一条记录合并"
        plan = person_links.plan(office, connection, kept, gone, why)
        own, beside = _taken(office, both, take)
        change.journal.detail.update(kept=kept.hex, gone=gone.hex)
        person_links.apply(change, office.catalog, plan)
        removal = write.Edit(gone, write.removal(why), both.gone.record["version"])
        write.update_rows(change, people, [removal])
        before = save_rules.before_saving(change, people, kept)
        version = write.update_row(change, people, kept, both.kept.record["version"], own)
        _take_membership(office, change, kept, beside)
        scope.require_inside(office, connection, people, [kept])
        if beside.keys() & {"branch", "group"}:
            save_rules.after_saving(office, change, people, kept, before)
        if trial:
            change.give_up()
        touched = frozenset() if trial else frozenset(change.touched)
    remarks = (*_warnings(both), *plan.remarks)
    return Joined(kept, version, touched, plan.moved, tuple(remarks))


@needs(Right.EDIT)
def unmerge(office: Office, gone: UUID) -> Undone:
    """Take the merging back in which a record went, although other things were done since.

    Raises:
        InputError: The record did not go in a merging.
        ConflictError: Something later changed what the merging wrote; the details say what.
    """
    with office.store.read() as connection:
        written = journal.changes_of(connection, office.catalog[PERSON], gone)
        removals = [
            each.entry
            for each in written
            if any(leaf.new.get("removed_on") for leaf in each.leaves)
        ]
        last = journal.original(connection, removals[-1]) if removals else None
        row = lookup.rows_of(connection, office.catalog[PERSON], [gone]).get(gone)
    if row is None or not row["removed_on"] or last is None or last.action != "merge_persons":
        raise InputError(
            "record did not go in a merging",
            user_message="这条记录不是合并时移除的，不需要撤回合并。",
            code="not_merged",
        )
    return take_back_later(office, last)


class _Stored(NamedTuple):
    """A person as stored, with the row of membership that holds now."""

    record: Mapping[str, Any]
    beside: Mapping[str, Any] | None

    def value(self, key: str) -> Any:
        """Give a value of the record or of its membership."""
        if key in self.record:
            return self.record[key]
        return None if self.beside is None else self.beside[key]


class _Both(NamedTuple):
    """The two records."""

    kept: _Stored
    gone: _Stored


def _both(office: Office, connection: Connection, kept: UUID, gone: UUID) -> _Both:
    people = office.catalog[PERSON]
    rows = lookup.rows_of(connection, people, [kept, gone])
    held = lookup.current_rows(connection, office.catalog["membership"], [kept, gone])
    return _Both(*(_Stored(rows[one], held.get(one)) for one in (kept, gone)))


def _require_two(office: Office, connection: Connection, kept: UUID, gone: UUID) -> None:
    people = office.catalog[PERSON]
    if kept == gone:
        raise InputError(
            "a record cannot be merged with itself",
            user_message="选的是同一条记录，请选两条不同的记录。",
            code="same_record",
        )
    if len(lookup.existing(connection, people, "id", [kept, gone])) < 2:
        raise ConflictError(
            "person is gone",
            user_message="其中一条记录已经不在，请刷新后再看。",
            code="gone",
        )
    scope.require_inside(office, connection, people, [kept, gone])


def _sides(office: Office, connection: Connection, ids: Collection[UUID]) -> dict[UUID, Side]:
    """Name people by what tells namesakes apart."""
    people = office.catalog[PERSON]
    record, held = people.record, people.companion
    assert held is not None  # noqa: S101 - people have memberships
    attributes = (record.name, record.born_on, held.record.branch, record.id_number, record.phone)
    rows = lookup.existing(connection, people, "id", ids)
    shown = office.lister(people).rows(connection, attributes, [row["serial"] for row in rows])
    sides = {}
    for row in shown:
        name, born, branch, number, phone = row.cells
        parts = [
            show_day(born) if born else "没有出生日期",
            branch,
            number or "没有身份证号码",
            phone,
        ]
        detail = "，".join(str(part) for part in parts if part)
        sides[row.id] = Side(row.id, str(name), detail, row.version)
    return sides


def _differences(office: Office, connection: Connection, both: _Both) -> Iterator[Difference]:
    own, beside = _taken(office, both, ())
    for key, field in office.catalog[PERSON].all_fields.items():
        mine, theirs = both.kept.value(key), both.gone.value(key)
        if theirs is None or mine == theirs or key == "until":
            continue
        old, new = (_shown(office, connection, field, each) for each in (mine, theirs))
        yield Difference(key, field.caption, old, new, takes=key in own or key in beside)


def _shown(office: Office, connection: Connection, field: Field[Any], value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, Link):
        found = journal.captions(connection, office.catalog, field.target, [value])
        return found.get(value, "（未到）")
    return field.mask(value) if field.masked else field.show(value)


def _taken(
    office: Office, both: _Both, take: Collection[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give what the kept record takes: what was chosen, and what it does not know.

    A day that is known better is taken too.
    """
    people = office.catalog[PERSON]
    own: dict[str, Any] = {}
    beside: dict[str, Any] = {}
    for key in people.all_fields:
        mine, theirs = both.kept.value(key), both.gone.value(key)
        if theirs is None or mine == theirs or key == "until":
            continue
        finer = isinstance(people.all_fields[key], Day) and mine and theirs.startswith(mine)
        if key in take or mine is None or finer:
            (own if key in people.fields else beside)[key] = theirs
    return own, _of_open(both, beside, take)


def _of_open(both: _Both, beside: dict[str, Any], take: Collection[str]) -> dict[str, Any]:
    """Leave the kept membership alone but for what was chosen, and what joins in one branch."""
    if both.kept.beside is None:
        return {}  # the other's open membership comes whole
    if both.kept.value("branch") == both.gone.value("branch"):
        return beside
    everywhere = {"joined_on", "full_on"}  # of the person, whichever branch
    taken = {k: value for k, value in beside.items() if k in take or k in everywhere}
    if "branch" in taken:  # a group stands in its branch
        taken["group"] = both.gone.value("group")
    return taken


def _take_membership(office: Office, change: Change, kept: UUID, values: Mapping[str, Any]) -> None:
    ledger = office.catalog["membership"]
    row = lookup.current_rows(change.connection, ledger, [kept]).get(kept)
    if row is not None and values:
        write.update_rows(change, ledger, [write.Edit(row["id"], values)])


def _warnings(both: _Both) -> list[str]:
    """Say what speaks against the two being one person."""
    found = []
    mine, theirs = both.kept.record, both.gone.record
    if mine["id_number"] and theirs["id_number"] and mine["id_number"] != theirs["id_number"]:
        found.append("两条记录的身份证号码不同，请先核对证件")
    if mine["born_on"] and theirs["born_on"] and not same_day(mine["born_on"], theirs["born_on"]):
        found.append("两条记录的出生日期不同，请先核对")
    if mine["name"] != theirs["name"]:
        found.append("两条记录的姓名不同，请先核对")
    return found
