"""Read applications with their steps, many at once, as the rules of development take them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, select

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.development_checks import Case, Done
from jianxi_desktop.domain.development_steps import Course, Names, Rules, course, rules_on
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.kinds import codes_in
from jianxi_desktop.services.office import Office

_CASE_KEYS = ("id", "version", "person", "organisation", "stage", "form_number")
_VOTES = ("entitled", "present", "agreed")
_STEP_KEYS = ("step", "done_on", "handled_by", "document", "documents", "note", *_VOTES)
EXTENDED = "延长"  # the word in a meeting's note that tells it only prolonged the probation


@dataclass(frozen=True)
class Entered:
    """A step as it stands in the database.

    Attributes:
        id: The record.
        version: Its version.
        done: What the rules see of it.
        handled_by: Who did it.
        note: What was noted.
    """

    id: UUID
    version: int
    done: Done
    handled_by: str
    note: str


@dataclass(frozen=True)
class Application:
    """An application with its steps.

    Attributes:
        id: The record.
        version: Its version.
        person: The applicant.
        name: His name.
        organisation: Where he applied.
        organisation_name: What that is called.
        stage: The stage that was written down.
        form_number: Number of the application form.
        case: What the rules see of it.
        steps: What was entered.
    """

    id: UUID
    version: int
    person: UUID
    name: str
    organisation: UUID
    organisation_name: str
    stage: str
    form_number: str
    case: Case
    steps: tuple[Entered, ...]

    def course(self, rules: Rules) -> Course:
        """Hold it against the rules."""
        return course(self.case, [each.done for each in self.steps], rules)

    def entered(self, code: str) -> tuple[Entered, ...]:
        """Give what was entered of a step, the newest first."""
        found = [each for each in self.steps if each.done.step == code]
        return tuple(sorted(found, key=lambda each: each.done.on or "", reverse=True))


def rules_of(day: date) -> Rules:
    """Give the rules of a day with the names of this database's code tables."""
    names = (code_table(f"development_{key}").known for key in ("step", "document"))
    return rules_on(day, Names(*names))


def applications(
    office: Office,
    connection: Connection,
    *,
    within: UUID | None = None,
    only: UUID | None = None,
    running: bool = False,
) -> Iterator[Application]:
    """Read applications in two queries, however many there are.

    Args:
        office: The open database; a limited account sees what is below its organisation.
        connection: A reading transaction.
        within: Only those at or below this organisation.
        only: Only this one.
        running: Only those that are not stopped, and whose last step is not entered.
    """
    case, step = (table_of(office.catalog[f"development_{key}"]) for key in ("case", "step"))
    wanted: list[ColumnElement[bool]] = [case.c.removed_on.is_(None)]
    wanted += [
        case.c.organisation.in_(tree.subtree(office.catalog, top))
        for top in {within, office.account.organisation} - {None}
        if top is not None
    ]
    if only is not None:
        wanted.append(case.c.id == only)
    if running:
        archived = select(step.c.development_case).where(
            step.c.step == "25", step.c.removed_on.is_(None)
        )
        wanted += [case.c.stopped_on.is_(None), case.c.id.not_in(archived)]
    steps = _steps(office, connection, wanted)
    for row in connection.execute(_cases(office, wanted)).mappings():
        yield _application(row, steps.get(row["id"], ()))


def _cases(office: Office, wanted: Sequence[ColumnElement[bool]]) -> Select[Any]:
    keys = ("development_case", "person", "organisation")
    case, person, organisation = (table_of(office.catalog[key]) for key in keys)
    return (
        select(
            *(case.c[key] for key in (*_CASE_KEYS, *Case._fields) if key != "born_on"),
            person.c.name.label("name"),
            person.c.born_on,
            organisation.c.name.label("organisation_name"),
        )
        .join(person, person.c.id == case.c.person)
        .outerjoin(organisation, organisation.c.id == case.c.organisation)
        .where(person.c.removed_on.is_(None), *wanted)
        .order_by(case.c.serial)
    )


def _steps(
    office: Office, connection: Connection, wanted: Sequence[ColumnElement[bool]]
) -> Mapping[UUID, list[Entered]]:
    case, step = (table_of(office.catalog[f"development_{key}"]) for key in ("case", "step"))
    keys = ("id", "version", "development_case", *_STEP_KEYS)
    query = (
        select(*(step.c[key] for key in keys))
        .join(case, case.c.id == step.c.development_case)
        .where(step.c.removed_on.is_(None), *wanted)
        .order_by(step.c.serial)
    )
    found: dict[UUID, list[Entered]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["development_case"], []).append(_entered(row))
    return found


def _application(row: Mapping[Any, Any], steps: Any) -> Application:
    case = Case(**{key: row[key] for key in Case._fields})
    return Application(
        row["id"],
        row["version"],
        row["person"],
        row["name"],
        row["organisation"],
        row["organisation_name"] or "（未到）",
        row["stage"],
        row["form_number"] or "",
        case,
        tuple(steps),
    )


def _entered(row: Mapping[Any, Any]) -> Entered:
    told, note = row["document"] or "", row["note"] or ""
    done = Done(
        row["step"],
        row["done_on"],
        frozenset(codes_in(row["documents"])),
        told,
        row["entitled"],
        row["present"],
        row["agreed"],
        row["step"] == "23" and EXTENDED in f"{told}{note}",
    )
    return Entered(row["id"], row["version"], done, row["handled_by"] or "", note)
