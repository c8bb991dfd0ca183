"""Applications to join: the next step of each, and probations that end."""

from collections.abc import Iterator

from jianxi_desktop.domain.development_rules import Limit
from jianxi_desktop.domain.development_steps import DONE, Course, Standing
from jianxi_desktop.domain.due import Due
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.development_facts import Application, applications, rules_of
from jianxi_desktop.services.due.asked import Asked

_SCREEN = "development"
_PROBATION = ("22", "23")  # the steps that are due when a probation ends


def development(asked: Asked) -> Iterator[Due]:
    """Give what is due of every application that runs: its next step, and the next inspection."""
    rules = rules_of(asked.day)
    titles = code_table("development_step").known
    found = applications(asked.office, asked.connection, within=asked.top, running=True)
    for each in found:
        course = each.course(rules)
        for standing in _wanted(course):
            limit = standing.due
            if limit is not None:
                yield _due(each, standing, limit, titles[standing.step.code])


def _wanted(course: Course) -> Iterator[Standing]:
    """Give the step that is next, what else of the same stage has a day, and the inspections."""
    if course.next is None:
        return
    stage = course.next.step.stage
    for each in course.standings:
        again = each.state == DONE and each.step.repeated
        if again or (each.state != DONE and each.step.stage <= stage and each.state != "gap"):
            yield each


def _due(application: Application, standing: Standing, limit: Limit, title: str) -> Due:
    kind = "probation" if standing.step.code in _PROBATION else "development"
    doubt = "（依据待核实）" if limit.unverified else ""
    return Due(
        kind,
        limit.day.isoformat(),
        f"{application.name}：发展党员第{int(standing.step.code)}步“{title}”{doubt}",
        application.organisation,
        "development_case",
        application.id,
        screen=_SCREEN,
        argument=application.id.hex,
        unverified=limit.unverified,
    )
