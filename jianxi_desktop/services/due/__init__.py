"""Every source of due things; each lives beside the others in a module of its own."""

from jianxi_desktop.services.due.asked import Asked, Source
from jianxi_desktop.services.due.bookings import bookings
from jianxi_desktop.services.due.conflicts import conflicts
from jianxi_desktop.services.due.development import development
from jianxi_desktop.services.due.dues import dues, reliefs
from jianxi_desktop.services.due.joint import contracts, joint_meetings, needs, projects
from jianxi_desktop.services.due.meetings import birthdays, jubilees, meetings, study
from jianxi_desktop.services.due.movements import away, letters, looked_after, lost
from jianxi_desktop.services.due.observation import observation
from jianxi_desktop.services.due.packages import packages
from jianxi_desktop.services.due.plans import plan_items
from jianxi_desktop.services.due.problems import problems
from jianxi_desktop.services.due.returns import returns
from jianxi_desktop.services.due.symposium import (
    handed_tasks,
    reports_to_prepare,
    symposia_of_the_year,
)
from jianxi_desktop.services.due.terms import due_terms

SOURCES: tuple[Source, ...] = (
    away,
    letters,
    looked_after,
    lost,
    plan_items,
    development,
    problems,
    meetings,
    study,
    birthdays,
    jubilees,
    needs,
    projects,
    contracts,
    joint_meetings,
    due_terms,
    symposia_of_the_year,
    reports_to_prepare,
    handed_tasks,
    returns,
    packages,
    bookings,
    observation,
    conflicts,
    dues,
    reliefs,
)

__all__ = ["SOURCES", "Asked"]
