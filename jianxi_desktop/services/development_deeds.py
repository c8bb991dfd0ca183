"""Enter the steps of an application; what follows from one is written with it where one agrees.

A membership changes only by an action of its own: that a meeting voted changes nobody's status.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.development_checks import STAGE_DAYS
from jianxi_desktop.domain.development_steps import TURNING
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services import save_rules, scope
from jianxi_desktop.services.development_facts import EXTENDED
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, require_values
from jianxi_desktop.services.rights import needs

# What a step also tells of the case, and how far somebody is when a stage's step is done.
TOLD_WITH = {"05": "contacts", "09": "introducers", "14": "form_number"}
STAGE_AT = {"03": "activist", "07": "candidate", "15": "probationary", "23": "full"}
Row = Mapping[str, Any]


def follows(step: str, done_on: str | None) -> dict[str, Any]:
    """Say what a step makes of its case, to be shown before it is written.

    Args:
        step: Code of the step.
        done_on: When it was done.

    Returns:
        Values of ``development_case``; nothing where the step makes no stage.
    """
    key = STAGE_DAYS.get(step)
    if key is None or not done_on:
        return {}
    return {key: done_on} | ({"stage": STAGE_AT[step]} if step in STAGE_AT else {})


@needs(Right.EDIT)
def enter_applicant(
    office: Office, person: Values, *, organisation: UUID, applied_on: str
) -> Saved:
    """Enter somebody who handed in an application: the person, the application, its first step.

    Whoever is known by the identity number already is not entered a second time.

    Args:
        office: The open database.
        person: What is known of him; no membership, he is no member.
        organisation: Where he applied.
        applied_on: When.

    Returns:
        The application.

    Raises:
        InputError: A required value is missing, the number is somebody else's, or he has an
            application that runs.
    """
    people, cases = office.catalog["person"], office.catalog["development_case"]
    if not person.get("name"):
        raise InputError("no name", user_message="还没有填：姓名。", code="required")
    values = people.complete(person)[0] if people.complete is not None else dict(person)
    with office.change("enter_applicant") as change:
        one = _known(office, change.connection, values)
        if one is None:
            one = write.insert_rows(change, people, [values])[0]
            save_rules.after_saving(office, change, people, one, None)
        case = {"person": one, "organisation": organisation, "applied_on": applied_on}
        record = write.insert_rows(change, cases, [{**case, "stage": "applicant"}])[0]
        scope.require_inside(office, change.connection, cases, [record])
        save_rules.after_saving(office, change, cases, record, None)
        step = {"development_case": record, "step": "01", "done_on": applied_on}
        write.insert_rows(
            change, office.catalog["development_step"], [{**step, "documents": "application"}]
        )
        return Saved(record, 1, frozenset(change.touched))


@needs(Right.EDIT)
def enter_step(
    office: Office,
    case_id: UUID,
    values: Values,
    *,
    seen: tuple[UUID, int] | None = None,
    of_case: Values | None = None,
) -> Saved:
    """Enter a step of an application, or change one; with it what the case says of itself.

    Args:
        office: The open database.
        case_id: The application.
        values: Of ``development_step``; ``step`` says which.
        seen: The step that was shown and its version; ``None``: it is entered anew.
        of_case: Values of the application that are to be written in the same action.

    Raises:
        ConflictError: The application or the step was changed or removed since it was read.
        InputError: A required value is missing, or it is not this person's to write.
    """
    ledger = office.catalog["development_step"]
    require_values(ledger, {**values, "development_case": case_id}, new=seen is None)
    with office.change("enter_step") as change:
        row = _case(office, change.connection, case_id)
        if seen is None:
            fresh = {**values, "development_case": case_id}
            record, version = write.insert_rows(change, ledger, [fresh])[0], 1
            save_rules.after_saving(office, change, ledger, record, None)
        else:
            record, version = seen
            scope.require_inside(office, change.connection, ledger, [record])
            version = write.update_row(change, ledger, record, version, values)
            save_rules.after_saving(office, change, ledger, record, None)
        if of_case:
            _change_case(office, change, row, of_case)
        return Saved(record, version, frozenset(change.touched))


@needs(Right.EDIT)
def prolong_probation(
    office: Office, case_id: UUID, *, on: str, until: str, handled_by: str | None = None
) -> Saved:
    """Say that the branch meeting made a probation longer.

    Args:
        office: The open database.
        case_id: The application.
        on: When the meeting was.
        until: When the probation ends now; the page says where that is too short or too long.
        handled_by: Who saw to it.

    Raises:
        ConflictError: The application is gone.
        InputError: There is no probation yet, or it ends no later than the meeting.
    """
    with office.change("prolong_probation") as change:
        row = _case(office, change.connection, case_id)
        if row["joined_on"] is None:
            told = "还没有登记入党日期（支部大会讨论接收），不能延长预备期。"
            raise InputError("no probation yet", user_message=told, code="no_probation")
        if until <= on:
            told = "延长后的期满日要在支部大会之后，没有改动。"
            raise InputError("prolonged into the past", user_message=told, code="order")
        ledger = office.catalog["development_step"]
        values = {
            "development_case": case_id,
            "step": TURNING,
            "done_on": on,
            "handled_by": handled_by,
            "note": f"支部大会决定{EXTENDED}预备期至{until}",
        }
        record = write.insert_rows(change, ledger, [values])[0]
        save_rules.after_saving(office, change, ledger, record, None)
        _change_case(office, change, row, {"probation_until": until})
        return Saved(record, 1, frozenset(change.touched))


@needs(Right.EDIT)
def stop_case(office: Office, case_id: UUID, *, on: str, why: str | None) -> Saved:
    """Say that an application goes no further.

    Raises:
        ConflictError: It is gone.
    """
    with office.change("stop_development") as change:
        row = _case(office, change.connection, case_id)
        note = "；".join(each for each in (row["note"], why) if each) or None
        values = {"stopped_on": on, "stage": "stopped", "note": note}
        version = _change_case(office, change, row, values)
        return Saved(case_id, version, frozenset(change.touched))


@needs(Right.EDIT)
def take_in(office: Office, case_id: UUID, *, joined_on: str) -> Saved:
    """Enter the applicant as a probationary member of the branch that took him in.

    Args:
        office: The open database.
        case_id: The application.
        joined_on: The day of the branch meeting.

    Raises:
        ConflictError: The application is gone.
        InputError: He is a member already.
    """
    with office.change("take_in_member") as change:
        row = _case(office, change.connection, case_id)
        ledger = office.catalog["membership"]
        if _membership(office, change.connection, row["person"]) is not None:
            told = "申请人已经有组织关系，没有新增。请在党员表单里核对。"
            raise InputError("is a member already", user_message=told, code="member")
        values = {
            "person": row["person"],
            "branch": row["organisation"],
            "status": "probationary",
            "joined_on": joined_on,
            "since": joined_on,
        }
        record = write.insert_rows(change, ledger, [values])[0]
        scope.require_inside(office, change.connection, ledger, [record])
        save_rules.after_saving(office, change, ledger, record, None)
        return Saved(record, 1, frozenset(change.touched))


@needs(Right.EDIT)
def turn_full(office: Office, case_id: UUID, *, full_on: str) -> Saved:
    """Make a probationary member a full one.

    Args:
        office: The open database.
        case_id: The application.
        full_on: The day of the branch meeting.

    Raises:
        ConflictError: The application is gone.
        InputError: The applicant is no probationary member.
    """
    with office.change("turn_full_member") as change:
        row = _case(office, change.connection, case_id)
        ledger = office.catalog["membership"]
        held = _membership(office, change.connection, row["person"])
        if held is None or held["status"] != "probationary":
            told = "申请人现在不是预备党员，没有改动。请在党员表单里核对人员类别。"
            raise InputError("is no probationary member", user_message=told, code="no_probation")
        scope.require_inside(office, change.connection, ledger, [held["id"]])
        before = save_rules.before_saving(change, ledger, held["id"])
        values = {"status": "full", "full_on": full_on}
        version = write.update_row(change, ledger, held["id"], held["version"], values)
        save_rules.after_saving(office, change, ledger, held["id"], before)
        return Saved(held["id"], version, frozenset(change.touched))


def _known(office: Office, connection: Connection, values: Values) -> UUID | None:
    """Find whom an identity number names, who may apply.

    Raises:
        InputError: It is somebody else's, or he has an application that runs.
    """
    number = values.get("id_number")
    if not number:
        return None
    rows = lookup.existing(connection, office.catalog["person"], "id_number", [number])
    if not rows:
        return None
    one = rows[0]
    if one["name"] != values["name"]:
        told = "这个身份证号码已经登记在另一个姓名下，没有新增。请核对号码和姓名。"
        raise InputError("number is taken", user_message=told, code="number_taken")
    applied = lookup.existing(connection, office.catalog["development_case"], "person", [one["id"]])
    if any(each["stopped_on"] is None for each in applied):
        told = f"{one['name']}已经有一份入党申请，没有新增。请在左边查找。"
        raise InputError("has applied already", user_message=told, code="has_applied")
    found: UUID = one["id"]
    return found


def _case(office: Office, connection: Connection, case_id: UUID) -> Row:
    """Read an application that this person may change."""
    ledger = office.catalog["development_case"]
    scope.require_inside(office, connection, ledger, [case_id])
    rows = lookup.existing(connection, ledger, "id", [case_id])
    if not rows:
        raise write.stale(ledger)
    return rows[0]


def _change_case(office: Office, change: Change, row: Row, values: Values) -> int:
    ledger: Ledger = office.catalog["development_case"]
    before = save_rules.before_saving(change, ledger, row["id"])
    version = write.update_row(change, ledger, row["id"], row["version"], values)
    save_rules.after_saving(office, change, ledger, row["id"], before)
    return version


def _membership(office: Office, connection: Connection, person: UUID) -> Row | None:
    """Give the membership of a person that holds now; of one who is gone there is none."""
    row = lookup.current_rows(connection, office.catalog["membership"], [person]).get(person)
    return None if row is None or row["status"] in ("exited", "deceased", "moved") else row
