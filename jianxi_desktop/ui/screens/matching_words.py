"""The three lists in words: columns and lines of their tables, what is said of one of each."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.matching import RUNNING, Fitting, Lists, Need, Project
from jianxi_desktop.ui.screens.table import Column, Line

FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("待对接需求", "amber"),
    "late_needs": ("逾期需求", "error"),
    "free": ("可用资源", "good"),
    "unclaimed": ("待认领项目", "amber"),
    "running": ("实施中项目", "ink"),
    "late_projects": ("逾期项目", "error"),
    "unrated": ("待评价", "amber"),
}
NEED_COLUMNS: Final = (
    Column("需求", 9),
    Column("提出党组织", 7, names=True),
    Column("期望", 4.4),
    Column("情况", 5.4),
)
FIT_COLUMNS: Final = (
    Column("资源", 11.4, names=True),
    Column("可用", 3.6),
    Column("为什么合适", 14),
)
PROJECT_COLUMNS: Final = (
    Column("项目", 12),
    Column("党组织", 9, names=True),
    Column("认领单位", 11, names=True),
    Column("认领日期", 5.5),
    Column("完成时限", 5.5),
    Column("情况", 6.2),
    Column("群众评价", 5),
)
NEEDS: Final[Mapping[str, Callable[[Lists, Need], bool]]] = {
    "待对接": lambda lists, need: need.state == "open" and lists.project_of(need.id) is None,
    "已发布、待认领": lambda lists, need: _unclaimed(lists.project_of(need.id)),
    "逾期": lambda _lists, need: need.overdue,
    "已对接": lambda _lists, need: need.state == "matched",
    "已满足": lambda _lists, need: need.state == "met",
    "全部": lambda _lists, _need: True,
}
PROJECTS: Final[Mapping[str, Callable[[Project], bool]]] = {
    "没有完成": lambda project: project.state in ("open", *RUNNING),
    "待认领": lambda project: project.state == "open",
    "实施中": lambda project: project.state in RUNNING,
    "逾期": lambda project: project.overdue,
    "待评价": lambda project: project.state == "done" and not project.satisfaction,
    "已完成": lambda project: project.state == "done",
    "已终止": lambda project: project.state == "stopped",
    "全部": lambda _project: True,
}


def need_line(lists: Lists) -> Callable[[Need], Line]:
    """Give what makes a line of a need."""
    return partial(_need_line, lists)


def fit_line(fitting: Fitting) -> Line:
    """Make a line of a resource that fits."""
    resource = fitting.resource
    states = {1: "good"} if resource.free else dict.fromkeys(range(3), "quiet")
    free = f"{resource.free}/{resource.quantity}{resource.measure}"
    return Line((resource.title, free, "；".join(fitting.reasons)), states)


def fit_words(fitting: Fitting | None) -> str:
    """Say whom to ask for a resource, and when it is open."""
    if fitting is None:
        return ""
    resource = fitting.resource
    facts = (
        f"提供单位：{resource.provider_name}" if resource.provider_name else "",
        f"开放时间：{resource.open_hours}" if resource.open_hours else "",
        f"联系人：{resource.contact}" if resource.contact else "",
    )
    return "　".join(each for each in facts if each)


def project_line(project: Project) -> Line:
    """Make a line of a project."""
    states: dict[int, str] = {}
    told = code_table("project_state").known.get(project.state, project.state)
    if project.overdue:
        states, told = {4: "error", 5: "error"}, f"逾期·{told}"
    elif project.state == "open":
        states = {5: "warning"}
    elif project.state in ("done", "stopped"):
        states = {5: "good" if project.state == "done" else "quiet"}
    rated = code_table("satisfaction").known.get(project.satisfaction, "")
    if project.state == "done" and not rated:
        rated = "待评价"
        states[6] = "warning"
    elif project.satisfaction == "poor":
        states[6] = "error"
    return Line(
        (
            project.title,
            project.organisation_name,
            project.claimant_name or "—",
            _short(project.claimed_on),
            _short(project.due_on),
            told,
            rated,
        ),
        states,
    )


def need_state(lists: Lists, need: Need) -> str:
    """Say how a need stands."""
    known = code_table("need_state").known
    told = "待认领" if _unclaimed(lists.project_of(need.id)) else known.get(need.state, need.state)
    return f"逾期·{told}" if need.overdue else told


def need_words(lists: Lists, need: Need) -> str:
    """Say what there is to know of a need, in a line or two."""
    kind = code_table("resource_kind").known.get(need.kind, need.kind)
    facts = [
        f"{need.raised_by}提出" if need.raised_by else "",
        show_day(need.raised_on) if need.raised_on else "",
        f"{kind}类",
        f"数量{need.quantity}" if need.quantity else "",
        f"期望{show_day(need.due_on)}完成" if need.due_on else "没有写明时限",
    ]
    told = "　".join(each for each in facts if each)
    project = lists.project_of(need.id)
    if project is None:
        return told
    whom = f"，{project.claimant_name}认领" if project.claimant_name else "，还没有单位认领"
    state = code_table("project_state").known.get(project.state, "")
    return f"{told}\n已对接成项目“{project.title}”（{state}{whom}）"


def project_words(lists: Lists, project: Project) -> str:
    """Say what a project joins and what came of it."""
    need = next((each.title for each in lists.needs if each.id == project.need), "")
    resource = next((each.title for each in lists.resources if each.id == project.resource), "")
    facts = [
        f"需求：{need}" if need else "没有对应的需求",
        f"资源：{resource}" if resource else "没有用到清单里的资源",
        f"{show_day(project.done_on)}完成" if project.done_on else "",
        project.result,
    ]
    return "　".join(each for each in facts if each)


def matches(words: str, *texts: str) -> bool:
    """Tell whether every word stands in one of the texts."""
    return all(any(word in text for text in texts) for word in words.split())


def _need_line(lists: Lists, need: Need) -> Line:
    states: dict[int, str] = {}
    if need.overdue:
        states = {2: "error", 3: "error"}
    elif need.state == "open":
        states = {3: "warning"}
    elif need.state == "met":
        states = {3: "good"}
    due = need.due_on.removeprefix(f"{lists.day.year}-")[:7]  # the month, of another year
    return Line((need.title, need.organisation_name, due or "—", need_state(lists, need)), states)


def _unclaimed(project: Project | None) -> bool:
    return project is not None and project.state == "open"


def _short(day: str) -> str:
    """Give a day as it stands in a narrow column."""
    return day or "—"
