"""Facts of applicants: how far each is on the day, what was reached in the period, what is late."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import Row, columns_of, rows_of, within
from jianxi_desktop.domain import calendar, statistics
from jianxi_desktop.domain.development_rules import is_over, is_reached, stage_on

_DAYS = ("applied_on", "activist_on", "candidate_on", "joined_on", "full_on")
_HAN = "01"
_TALK = "02"  # the step in which somebody talks to the applicant
_COLLEGE = (0, 1, 2)  # bands of education from the college upwards


def development(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the applications made by the day, each with how far it was then.

    ``stage`` goes by the days alone; an application that had been stopped has none. Age is that of
    the day of joining, where somebody has joined, else that of the day.
    """
    table, person = asked.scope.table("development_case"), asked.scope.table("person")
    there = (
        asked.scope.live("development_case")
        & person.c.removed_on.is_(None)
        & (table.c.applied_on <= asked.until)
    )
    columns = columns_of(table, "id", "organisation", "stopped_on", "probation_until", *_DAYS)
    columns |= columns_of(person, "sex", "ethnic_group", "born_on", "education")
    talked = _talked(connection, asked)
    source = table.join(person, person.c.id == table.c.person)
    for row in rows_of(connection, source, columns, there):
        about = _stage(asked, row, talked=row["id"] in talked) | _person(asked, row)
        yield Fact(row["id"], row["organisation"], about)


def _talked(connection: Connection, asked: Asked) -> set[UUID]:
    """Name the applications for which the talk had been held by the day, or its day is unknown."""
    table = asked.scope.table("development_step")
    done = table.c.done_on.is_(None) | (table.c.done_on <= asked.until)
    query = select(table.c.development_case).where(
        table.c.removed_on.is_(None), table.c.step == _TALK, done
    )
    return set(connection.execute(query).scalars())


def _stage(asked: Asked, row: Row, *, talked: bool) -> dict[str, Any]:
    stopped = row["stopped_on"] is not None and row["stopped_on"] <= asked.until
    stage = "" if stopped else stage_on(tuple(row[key] for key in _DAYS), asked.ends)
    return {
        "stage": stage,
        "stopped_in": within(asked, row["stopped_on"]),
        **{key.replace("_on", "_in"): within(asked, row[key]) for key in _DAYS},
        "talk_late": stage == "applicant"
        and not talked
        and is_over("talk", row["applied_on"], asked.ends),
        "cultivated": stage == "activist"
        and is_reached("cultivation", row["activist_on"], asked.ends),
        "full_late": stage == "probationary"
        and is_over("probation", row["joined_on"], asked.ends)
        and (row["probation_until"] or "") < asked.until,  # where it was made longer
    }


def _person(asked: Asked, row: Row) -> dict[str, Any]:
    joined = row["joined_on"] if within(asked, row["joined_on"]) else None
    day = calendar.first_day(joined) if joined else asked.ends
    return {
        "sex": row["sex"],
        "minority": row["ethnic_group"] not in (None, _HAN),
        "age": _age(row["born_on"], day),
        "college": statistics.education_band(row["education"], asked.ends) in _COLLEGE,
    }


def _age(born_on: str | None, day: date) -> int | None:
    return calendar.age_on(born_on, day) if born_on else None


SOURCES = {"development": Source("development_case", development)}
