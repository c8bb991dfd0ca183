"""Applications to join: the next step of each, and probations that end."""

from collections.abc import Iterator

from jianxi_desktop.domain.development_rules import Limit
from jianxi_desktop.domain.development_steps import pending
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.rule_tables import DOUBT
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
        for step, limit in pending(each.case, [one.done for one in each.steps], rules):
            yield _due(each, step.code, limit, titles[step.code])


def _due(application: Application, code: str, limit: Limit, title: str) -> Due:
    doubt = DOUBT if limit.unverified else ""
    return Due(
        "probation" if code in _PROBATION else "development",
        limit.day.isoformat(),
        f"{application.name}：发展党员第{int(code)}步“{title}”{doubt}",
        application.organisation,
        "development_case",
        application.id,
        screen=_SCREEN,
        argument=application.id.hex,
        unverified=limit.unverified,
    )
