"""What keeps indicators as they are: a set that was used, a checklist that is on paper already."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog, Issue, Ledger
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
_DRAFT = "draft"
# What of a criterion is neither on the paper nor part of a score.
_FREE = frozenset({"dimension"})


def keep_set(office: Office, change: Change, set_id: UUID, before: Row | None) -> None:
    """Refuse to call a set that is in use otherwise, or to make a used one a draft again.

    Raises:
        InputError: It would be.
    """
    if before is None or not _is_frozen(change.connection, office.catalog, before):
        return
    now = lookup.rows_of(change.connection, office.catalog["indicator_set"], [set_id])[set_id]
    named = any(now[key] != before[key] for key in ("title", "edition"))
    again = now["state"] == _DRAFT and _is_used(change.connection, office.catalog, set_id)
    if named or again:
        raise _frozen(before)


def keep_indicator(office: Office, change: Change, indicator_id: UUID, before: Row | None) -> None:
    """Refuse any change of the indicators of a set that is in use.

    Raises:
        InputError: It is in use.
    """
    ledger = office.catalog["indicator"]
    now = lookup.rows_of(change.connection, ledger, [indicator_id])[indicator_id]
    if before is None or _differ(ledger.fields, before, now):
        sets = {row["indicator_set"] for row in (before, now) if row is not None}
        require_open_sets(change.connection, office.catalog, sets)


def keep_criterion(office: Office, change: Change, criterion_id: UUID, before: Row | None) -> None:
    """Refuse any change of a round's criteria once its checklists are printed or scored.

    Raises:
        InputError: They are.
    """
    ledger = office.catalog["observation_criterion"]
    now = lookup.rows_of(change.connection, ledger, [criterion_id])[criterion_id]
    if before is None or _differ(set(ledger.fields) - _FREE, before, now):
        rounds = {row["round"] for row in (before, now) if row is not None}
        require_open_rounds(change.connection, office.catalog, rounds)


def require_changeable(
    office: Office, connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> None:
    """Make sure that lines to be removed or brought back belong to what is still open.

    Raises:
        InputError: One belongs to a set in use, or to a checklist on paper.
    """
    if ledger.key in _OWNERS:
        require = _OWNERS[ledger.key]
        rows = lookup.rows_of(connection, ledger, ids).values()
        require(connection, office.catalog, {row[ledger.owner.key] for row in rows})


class Watcher:
    """Looks at the rows of a roster of indicators or criteria; of others it has nothing to say."""

    def __init__(self, office: Office, connection: Connection, ledger: Ledger) -> None:
        self._office = office
        self._connection = connection
        self._ledger = ledger
        self._told: dict[UUID, str] = {}

    def issues(self, values: Mapping[str, Any], record: Row | None) -> Iterator[Issue]:
        """Refuse a row that would change what is fixed."""
        if self._ledger.key not in _OWNERS:
            return
        given = {key: value for key, value in values.items() if value is not None}
        if record is not None and not _differ(given.keys() & self._ledger.fields, record, given):
            return
        key = self._ledger.owner.key
        for owner in {given.get(key), record and record[key]} - {None}:
            if told := self._reason(UUID(str(owner))):
                yield Issue(key, "frozen", "error", told)

    def _reason(self, owner: UUID) -> str:
        if owner not in self._told:
            self._told[owner] = ""
            try:
                _OWNERS[self._ledger.key](self._connection, self._office.catalog, {owner})
            except InputError as error:
                self._told[owner] = error.user_message
        return self._told[owner]


def require_open_sets(connection: Connection, catalog: Catalog, sets: Collection[UUID]) -> None:
    """Make sure that the indicators of sets may still be changed.

    Raises:
        InputError: One of the sets is in use.
    """
    for row in lookup.rows_of(connection, catalog["indicator_set"], sets).values():
        if _is_frozen(connection, catalog, row):
            raise _frozen(row)


def require_open_rounds(connection: Connection, catalog: Catalog, rounds: Collection[UUID]) -> None:
    """Make sure that the criteria of rounds may still be changed.

    Raises:
        InputError: A form of one is printed, or a score entered.
    """
    visits = lookup.existing(connection, catalog["observation_visit"], "round", list(rounds))
    numbers = [row["form_number"] for row in visits]
    forms = lookup.existing(connection, catalog["printed_form"], "form_number", numbers)
    printed = [row["form_number"] for row in forms if row["state"] != "void"]
    scored = lookup.existing(
        connection, catalog["observation_score"], "visit", [row["id"] for row in visits]
    )
    if printed or scored:
        what = f"表号{printed[0]}等检查表已经打印" if printed else "已经录入打分"
        raise InputError(
            "the round's checklists are printed or scored",
            user_message=(
                f"这轮观摩的{what}，指标不能再改，否则纸上和电脑里对不上。"
                "确需修改请在指标集里另立新版，再新建一轮观摩。"
            ),
            code="printed",
        )


_OWNERS: Mapping[str, Callable[[Connection, Catalog, Collection[UUID]], None]] = {
    "indicator": require_open_sets,
    "observation_criterion": require_open_rounds,
}


def _is_frozen(connection: Connection, catalog: Catalog, row: Row) -> bool:
    return row["state"] != _DRAFT or _is_used(connection, catalog, row["id"])


def _is_used(connection: Connection, catalog: Catalog, set_id: UUID) -> bool:
    rounds = catalog["observation_round"]
    return bool(lookup.existing(connection, rounds, "indicator_set", [set_id]))


def _differ(keys: Collection[str], before: Row, now: Row) -> bool:
    return any(before[key] != now[key] for key in keys)


def _frozen(row: Row) -> InputError:
    return InputError(
        "the set of indicators is in use",
        user_message=(
            f"指标集“{row['title']}”已经在用，名称、版次和指标不能改动。需要调整请按“另立新版”，在新版里改。"
        ),
        code="frozen",
    )
