"""What joint building has open: needs, projects, contracts for services, meetings of the year."""

from collections.abc import Iterator

from sqlalchemy import func, select

from jianxi_desktop.domain import joint_rules
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.rule_tables import is_unverified
from jianxi_desktop.services.due.asked import Asked

_WAITING = ("open", "matched")
_GOING = {"open": "要有单位认领", "claimed": "要办结", "running": "要办结"}


def needs(asked: Asked) -> Iterator[Due]:
    """Give the needs that nothing answers and have a day by which they are wanted."""
    need, project = asked.table("need"), asked.table("project")
    answered = select(project.c.need).where(
        project.c.removed_on.is_(None),
        project.c.need.is_not(None),
        project.c.state.in_(tuple(_GOING)),
    )
    found = select(need.c.id, need.c.title, need.c.due_on, need.c.organisation).where(
        need.c.removed_on.is_(None),
        need.c.state.in_(_WAITING),
        need.c.met_on.is_(None),
        need.c.due_on.is_not(None),
        need.c.id.not_in(answered),
        asked.inside(need.c.organisation),
    )
    for record, title, due_on, organisation in asked.connection.execute(found):
        yield Due(
            "need",
            due_on,
            f"需求“{title}”要对接资源",
            organisation,
            "need",
            record,
            screen="matching",
            argument=str(record),
        )


def projects(asked: Asked) -> Iterator[Due]:
    """Give the projects that are not done and have a day by which they are to be."""
    table = asked.table("project")
    columns = (table.c.id, table.c.title, table.c.state, table.c.due_on, table.c.organisation)
    found = select(*columns).where(
        table.c.removed_on.is_(None),
        table.c.state.in_(tuple(_GOING)),
        table.c.done_on.is_(None),
        table.c.due_on.is_not(None),
        asked.inside(table.c.organisation),
    )
    for record, title, state, due_on, organisation in asked.connection.execute(found):
        text = f"共建项目“{title}”{_GOING[state]}"
        yield Due("project", due_on, text, organisation, "project", record)


def contracts(asked: Asked) -> Iterator[Due]:
    """Give the contracts with an end, until it is written down how they went."""
    table = asked.table("service_contract")
    columns = (table.c.id, table.c.title, table.c.ends_on, table.c.organisation)
    found = select(*columns).where(
        table.c.removed_on.is_(None),
        table.c.ends_on.is_not(None),
        table.c.evaluation.is_(None),
        asked.inside(table.c.organisation),
    )
    for record, title, ends_on, organisation in asked.connection.execute(found):
        text = f"购买服务合同“{title}”到期，要评估，决定是否续签"
        yield Due("contract", ends_on, text, organisation, "service_contract", record)


def joint_meetings(asked: Asked) -> Iterator[Due]:
    """Give the joint meeting that each regional committee has to hold next in the year."""
    rule = joint_rules.rule_of("joint_meeting", asked.day)
    times = int(rule["times"]) if rule is not None else 0
    organisation, activity = asked.table("organisation"), asked.table("activity")
    year, at = f"{asked.day.year:04}", asked.day.isoformat()
    held = (
        select(activity.c.organisation, func.count().label("times"))
        .where(
            activity.c.removed_on.is_(None),
            activity.c.kind == "joint_meeting",
            activity.c.held_on.startswith(year),
            activity.c.held_on <= at,
        )
        .group_by(activity.c.organisation)
        .subquery()
    )
    found = (
        select(organisation.c.id, organisation.c.name, func.coalesce(held.c.times, 0))
        .outerjoin(held, held.c.organisation == organisation.c.id)
        .where(
            organisation.c.removed_on.is_(None),
            organisation.c.kind == "regional",
            (organisation.c.established_on.is_(None)) | (organisation.c.established_on <= at),
            (organisation.c.dissolved_on.is_(None)) | (organisation.c.dissolved_on > at),
            asked.inside(organisation.c.id),
        )
    )
    for record, name, done in asked.connection.execute(found):
        for due in joint_rules.due_days(times, asked.day.year)[done : done + 1]:
            text = f"{name}要召开今年第{done + 1}次区域党建联席会"
            yield Due(
                "joint_meeting",
                due.isoformat(),
                text,
                record,
                screen="joint_work",
                argument=str(record),
                unverified=rule is not None and is_unverified(rule),
            )
