"""Projects of joint building: claimed, finished or stopped; the need behind one goes along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]
_STOPPED = "项目“{name}”已终止，没有改动。要重新开始，请先把它的状态改为“待认领”。"
_DONE = "项目“{name}”已于{day}完成，没有改动。"


@dataclass(frozen=True)
class Standing:
    """How a project stands.

    Attributes:
        name: What it is called.
        due_on: By when it is to be done, if that is set.
        contact: Who is responsible, if that is known.
        result: What came of it, if that is written down.
        satisfaction: Code of what people said of it.
    """

    name: str
    due_on: str | None
    contact: str | None
    result: str | None = None
    satisfaction: str | None = None


@needs(Right.EDIT)
def look_before_claim(office: Office, project_id: UUID) -> Standing:
    """Read a project that somebody wants to claim, before he is asked for anything.

    Raises:
        InputError: It cannot be claimed; the message says who has it.
        ConflictError: It is gone.
    """
    return _look(office, project_id, _require_open)


@needs(Right.EDIT)
def look_before_finish(office: Office, project_id: UUID) -> Standing:
    """Read a project that is to be finished, before anybody is asked for anything.

    Raises:
        InputError: Nobody has claimed it, or it is over.
        ConflictError: It is gone.
    """
    return _look(office, project_id, _require_claimed)


@needs(Right.EDIT)
def claim_project(
    office: Office,
    project_id: UUID,
    unit_id: UUID,
    *,
    on: str,
    promise: str | None = None,
    contact: str | None = None,
    phone: str | None = None,
    due_on: str | None = None,
) -> Saved:
    """Let a unit claim a project that is open; the need behind it is matched with it.

    Raises:
        InputError: It is claimed already, done or stopped; the message says by whom.
        ConflictError: It is gone.
    """
    given = {"promise": promise, "contact": contact, "phone": phone, "due_on": due_on}
    values: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    values |= {"claimant": unit_id, "claimed_on": on, "state": "claimed"}
    with office.change("claim") as change:
        row = _mine(office, change.connection, project_id)
        scope.require_links_inside(office, change.connection, office.catalog["project"], values, {})
        _require_open(office, change.connection, row)
        version = write.update_row(
            change, office.catalog["project"], project_id, row["version"], values
        )
        _move_need(office, change, row, ("open",), {"state": "matched"})
        return Saved(project_id, version, frozenset(change.touched))


@needs(Right.EDIT)
def finish_project(
    office: Office,
    project_id: UUID,
    *,
    on: str,
    result: str | None = None,
    satisfaction: str | None = None,
) -> Saved:
    """Say that a claimed project is done, and that its need is met.

    Raises:
        InputError: Nobody has claimed it, or it is over.
        ConflictError: It is gone.
    """
    values = {"state": "done", "done_on": on, "result": result, "satisfaction": satisfaction}
    values = {key: value for key, value in values.items() if value is not None}
    with office.change("finish_project") as change:
        row = _mine(office, change.connection, project_id)
        _require_claimed(office, change.connection, row)
        version = write.update_row(
            change, office.catalog["project"], project_id, row["version"], values
        )
        _move_need(office, change, row, ("open", "matched"), {"state": "met", "met_on": on})
        return Saved(project_id, version, frozenset(change.touched))


@needs(Right.EDIT)
def look_before_stop(office: Office, project_id: UUID) -> Standing:
    """Read a project that is to be stopped, before anybody is asked for a reason.

    Raises:
        InputError: It is over already.
        ConflictError: It is gone.
    """
    return _look(office, project_id, _require_going)


@needs(Right.EDIT)
def stop_project(office: Office, project_id: UUID, *, reason: str) -> Saved:
    """Stop a project that will not be done; its need is open again and its resource free.

    Raises:
        InputError: It is over already, or nobody said why.
        ConflictError: It is gone.
    """
    if not reason.strip():
        raise InputError("no reason", user_message="请写明终止的原因。", code="no_reason")
    with office.change("stop_project", reason.strip()) as change:
        row = _mine(office, change.connection, project_id)
        _require_going(office, change.connection, row)
        values = {"state": "stopped", "result": f"终止原因：{reason.strip()}"}
        version = write.update_row(
            change, office.catalog["project"], project_id, row["version"], values
        )
        _move_need(office, change, row, ("matched",), {"state": "open"})
        return Saved(project_id, version, frozenset(change.touched))


@needs(Right.EDIT)
def look_before_rating(office: Office, project_id: UUID) -> Standing:
    """Read a project that people are to judge, before anybody is asked for anything.

    Raises:
        InputError: It is not done.
        ConflictError: It is gone.
    """
    return _look(office, project_id, _require_done)


@needs(Right.EDIT)
def rate_project(office: Office, project_id: UUID, *, satisfaction: str, result: str) -> Saved:
    """Write down what people say of a project that is done.

    Args:
        office: The open database.
        project_id: The project.
        satisfaction: Code of ``satisfaction``.
        result: What came of it, the whole of it.

    Raises:
        InputError: It is not done.
        ConflictError: It is gone.
    """
    with office.change("rate_project") as change:
        row = _mine(office, change.connection, project_id)
        _require_done(office, change.connection, row)
        values = {"satisfaction": satisfaction, "result": result or None}
        version = write.update_row(
            change, office.catalog["project"], project_id, row["version"], values
        )
        return Saved(project_id, version, frozenset(change.touched))


def _look(office: Office, project_id: UUID, require: Callable[..., None]) -> Standing:
    with office.store.read() as connection:
        row = _mine(office, connection, project_id)
        require(office, connection, row)
    keys = ("title", "due_on", "contact", "result", "satisfaction")
    return Standing(*(row[key] for key in keys))


def _mine(office: Office, connection: Connection, project_id: UUID) -> Row:
    """Read a project that this person may change."""
    ledger = office.catalog["project"]
    scope.require_inside(office, connection, ledger, [project_id])
    rows = lookup.existing(connection, ledger, "id", [project_id])
    if not rows:
        raise ConflictError(
            "project is gone",
            user_message="这个项目不存在或已被移除，请刷新列表。",
            code="gone",
        )
    return rows[0]


def _require_open(office: Office, connection: Connection, row: Row) -> None:
    """Make sure that a project can be claimed.

    Raises:
        InputError: It cannot.
    """
    if row["claimant"] is not None:
        unit = lookup.existing(connection, office.catalog["unit"], "id", [row["claimant"]])
        whom = f"“{unit[0]['name']}”" if unit else "其他单位"
        since = f"于{row['claimed_on']}" if row["claimed_on"] else ""
        told = f"项目“{row['title']}”已由{whom}{since}认领，没有改动。"
        raise InputError("project is claimed", user_message=told, code="claimed")
    if row["state"] != "open":
        raise _over(row)


def _require_claimed(_office: Office, _connection: Connection, row: Row) -> None:
    """Make sure that a project can be finished.

    Raises:
        InputError: It cannot.
    """
    if row["state"] == "open" or row["claimant"] is None:
        told = f"项目“{row['title']}”还没有单位认领，请先认领。"
        raise InputError("project is not claimed", user_message=told, code="unclaimed")
    if row["state"] in ("done", "stopped"):
        raise _over(row)


def _require_going(_office: Office, _connection: Connection, row: Row) -> None:
    """Make sure that a project is not over.

    Raises:
        InputError: It is done or stopped.
    """
    if row["state"] in ("done", "stopped"):
        raise _over(row)


def _require_done(_office: Office, _connection: Connection, row: Row) -> None:
    """Make sure that a project is done, so that people can judge it.

    Raises:
        InputError: It is not.
    """
    if row["state"] != "done":
        told = f"项目“{row['title']}”还没有完成，完成时一并登记群众评价。"
        raise InputError("project is not done", user_message=told, code="not_done")


def _over(row: Row) -> InputError:
    told = _DONE if row["state"] in ("claimed", "running", "done") else _STOPPED
    said = told.format(name=row["title"], day=row["done_on"] or "以前")
    return InputError(f"project is {row['state']}", user_message=said, code="project_over")


def _move_need(
    office: Office,
    change: Change,
    project: Row,
    states: tuple[str, ...],
    values: Mapping[str, Any],
) -> None:
    """Let the need behind a project follow it, unless it went a way of its own."""
    ledger = office.catalog["need"]
    if project["need"] is not None:
        for need in lookup.existing(change.connection, ledger, "id", [project["need"]]):
            if need["state"] in states:
                scope.require_inside(office, change.connection, ledger, [need["id"]])
                write.update_row(change, ledger, need["id"], need["version"], values)
