"""What keeps indicators as they are: a set that was used, a checklist that is on paper already."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog
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
        user_message=f"指标集“{row['title']}”已经使用，不能改动。需要调整请“另立新版”，在新版里改。",
        code="frozen",
    )
