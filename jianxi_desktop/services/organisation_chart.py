"""The organisation chart (组织架构图): who stands under whom on a day, with what each one has."""

import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from jianxi_desktop.db.standing import Standing, standing_on
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.chart_boxes import Style
from jianxi_desktop.prints.chart_layout import Node
from jianxi_desktop.prints.chart_page import TITLE, Chart
from jianxi_desktop.prints.organisation_chart import draw_organisation_chart
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

KEY = "organisation_chart"
# Who stands at the side of the line from district to group, by kind.
_ASIDE = {
    "regional": Style.REGIONAL,
    "new_field": Style.NEW_FIELD,
    "attached": Style.NEW_FIELD,
    "property": Style.PROPERTY,
    "co_builder": Style.PARTNER,
    "social": Style.PARTNER,
}
_BY_FORM = {
    "working_committee": Style.COMMITTEE,
    "party_committee": Style.COMMITTEE,
    "regional_committee": Style.REGIONAL,
    "general_branch": Style.GENERAL_BRANCH,
    "branch": Style.BRANCH,
    "group": Style.GROUP,
}
_FORMS = ("party_committee", "general_branch", "branch")
_ORDER = tuple(Style)  # regional committees first, of those at the side
_LEVELS = ("street", "community")  # counted by what they are, whatever their form
_COUNTED = (
    ("street", "街道"),
    ("community", "社区"),
    ("branch", "支部"),
    ("group", "小组"),
    ("members", "党员"),
)
_DEEPEST = 64


@needs(Right.PRINT)
def chart(
    office: Office,
    top: UUID | None = None,
    as_of: date | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Draw the chart of an organisation and all that stands below it.

    Args:
        office: The open database.
        top: Who stands on top; default the office's own, or whom this person is limited to.
        as_of: The day; default today. Whoever was dissolved by then is left out.
        today: Day of printing.
        progress: Told every page.

    Raises:
        InputError: There was no such organisation on that day, or it is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    day = as_of or calendar.today()
    with office.store.read() as connection:
        standing = standing_on(connection, office.catalog, day)
    tree = _Tree(standing)
    wanted = office.top if top is None else top
    if not tree.is_below(wanted, office.top):
        raise InputError(
            "no such organisation on the chart",
            user_message=f"{show_day(day.isoformat())}还没有这个党组织，或者它已经撤销、不归您负责。",
            code="no_organisation",
        )
    above = tree.by_id[wanted].parent
    drawn = Chart(
        top=tree.node(wanted),
        day=show_day(day.isoformat()),
        unit=office.unit.name,
        above=tree.by_id[above].name if above in tree.by_id else "",
        printed_on=show_day((today or calendar.today()).isoformat()),
        labels=tuple(_labels()),
    )
    stream = io.BytesIO()
    result = draw_organisation_chart(stream, drawn, progress)
    title = f"{drawn.top.name}{TITLE}"
    told = {"paper": KEY, "rows": tree.number, "full_numbers": False, "as_of": day.isoformat()}
    return document_of(title, stream, result, told)


class _Tree:
    """The organisations of a day, from whom the chart's nodes are made.

    Attributes:
        by_id: Each of them.
        number: How many went into nodes.
    """

    def __init__(self, standing: Iterable[Standing]) -> None:
        self.by_id = {each.id: each for each in standing}
        self.number = 0
        self._below: dict[UUID | None, list[Standing]] = {}
        for each in self.by_id.values():
            self._below.setdefault(each.parent, []).append(each)

    def is_below(self, one: UUID, top: UUID) -> bool:
        """Tell whether an organisation is the top or stands below it."""
        at: UUID | None = one
        for _ in range(_DEEPEST):  # a circle that a merge may bring ends here
            if at is None or at not in self.by_id:
                return False
            if at == top:
                return True
            at = self.by_id[at].parent
        return False

    def node(self, at: UUID) -> Node:
        """Make the node of an organisation with all below it."""
        return self._node(self.by_id[at], frozenset())[0]

    def _node(self, one: Standing, path: frozenset[UUID]) -> tuple[Node, Counter[str]]:
        self.number += 1
        line: list[Node] = []
        aside: list[Node] = []
        counts = Counter(members=one.own)
        for each in self._below.get(one.id, ()):
            if each.id in path:
                continue
            node, theirs = self._node(each, path | {one.id})
            (aside if each.kind in _ASIDE and one.kind not in _ASIDE else line).append(node)
            counts += theirs
            counts[each.kind if each.kind in _LEVELS else each.form] += 1
        made = Node(
            one.name,
            _style(one),
            _label(one.kind, one.form),
            tuple(_facts(one, counts)),
            counts["members"],
            tuple(line),
            tuple(sorted(aside, key=lambda node: _ORDER.index(node.style))),
        )
        return made, counts


def _style(one: Standing) -> Style:
    return _ASIDE.get(one.kind) or _BY_FORM.get(one.form, Style.PARTNER)


def _facts(one: Standing, counts: Counter[str]) -> Iterable[tuple[str, ...]]:
    """Say what stands in the box below the name, line by line."""
    if one.secretary:
        yield (f"书记 {one.secretary}",)
    figures = tuple(f"{what} {counts[key]:,}" for key, what in _COUNTED if counts[key])
    if figures:
        yield figures


def _label(kind: str, form: str) -> str:
    """Say what the totals count an organisation as."""
    forms, kinds = code_table("organisation_form").known, code_table("organisation_kind").known
    what = forms.get(form, form)
    if kind == "regional" or form == "regional_committee":
        return "区域党（工）委"
    if kind in ("district", "street"):
        return what if kind == "district" else f"街道{what}"
    return f"{kinds.get(kind, kind)}{what}"


def _labels() -> Iterable[str]:
    """Give the labels in the order of the levels, communities by form."""
    yield _label("street", "working_committee")
    for kind in ("community", "grid"):
        for form in _FORMS:
            yield _label(kind, form)
    yield _label("building", "group")
    yield _label("regional", "regional_committee")
    for kind in ("new_field", "attached", "property"):
        for form in _FORMS:
            yield _label(kind, form)
