"""Problems that are not closed."""

from collections.abc import Iterator

from sqlalchemy import func, select

from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked


def problems(asked: Asked) -> Iterator[Due]:
    """Give the open problems that have a day by which they are to be put right."""
    table = asked.table("problem")
    whose = func.coalesce(table.c.duty_organisation, table.c.organisation)
    found = select(table.c.id, table.c.title, table.c.due_on, whose).where(
        table.c.removed_on.is_(None),
        table.c.closed_on.is_(None),
        table.c.due_on.is_not(None),
        asked.inside(whose),
    )
    for record, title, due_on, organisation in asked.connection.execute(found):
        yield Due("problem", due_on, f"问题“{title}”要整改销号", organisation, "problem", record)
