"""The district's return R0: every figure from the records as of a day, and the checks on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import figures_behind
from jianxi_desktop.db.figures_behind import Behind, Scope
from jianxi_desktop.db.figures_mechanisms import EVERY_FIGURE
from jianxi_desktop.domain import calendar, district_return
from jianxi_desktop.domain.district_return import DISTRICT, MECHANISMS, FigureRule, Number
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.services.district_checks import Checker
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.scope import require_inside

CODE = DISTRICT
TITLES = {DISTRICT: "区级党建工作总表", MECHANISMS: "党建工作机制运行情况表"}
_CENTS_IN_WAN = 1_000_000
_BY_RULE = ("B01", "B02")


@dataclass(frozen=True)
class Figure:
    """One figure of the return.

    Attributes:
        rule: Its line: number, caption, unit, definition.
        value: The number.
        shown: How the return writes it.
        detail: What it is made of, where it tells things apart; else empty.
    """

    rule: FigureRule
    value: Number
    shown: str
    detail: str = ""


@dataclass(frozen=True)
class DistrictResult:
    """The return as it would be handed in.

    Attributes:
        unit: The office that hands it in.
        period: The period in words; empty where only a day was asked for.
        day: The day it is counted as of.
        figures: In the order of the page.
        checks: Comparisons between figures.
        path: The workbook, if one was written.
    """

    unit: str
    period: str
    day: date
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...]
    path: Path | None = None
    code: str = CODE
    title: str = TITLES[CODE]

    @property
    def size(self) -> int:
        """How many lines it has, for the journal."""
        return len(self.figures)

    @property
    def day_words(self) -> str:
        """For which period it is and which day it is counted as of, in words."""
        return calendar.counted_until(self.period, self.day)

    def named_figures(self) -> dict[str, dict[str, object]]:
        """Give every figure by its number."""
        return {
            each.rule.id: {"name": each.rule.name, "value": each.value, "shown": each.shown}
            for each in sorted(self.figures, key=lambda each: each.rule.id)
        }

    def write(self, path: Path) -> None:
        """Write the return as a workbook.

        Raises:
            EnvironmentFailure: It could not be written.
        """
        from jianxi_desktop.services.district_page import page_of
        from jianxi_desktop.sheets.figure_page import write_figure_page

        write_figure_page(path, page_of(self))


def rules_on(day: date, code: str = CODE) -> tuple[FigureRule, ...]:
    """Give the lines of a return on a day.

    Raises:
        InputError: It had none yet.
    """
    if not (rules := district_return.figure_rules(day, code)):
        raise InputError(
            "no figures on that day",
            user_message=f"《{TITLES[code]}》在{calendar.show_day(day.isoformat())}还没有口径，请换一个日期。",
            code="no_rules",
        )
    return rules


@needs(Right.VIEW)
def scope_of(office: Office, day: date, top: UUID | None = None) -> Scope:
    """Say what figures are counted over: what the reader may see, as of a day, or a part of it.

    Raises:
        InputError: There were no figures on that day, or the part is not the reader's to see.
    """
    ages = [rule.number for rule in rules_on(day) if rule.id == "A38"]
    if top is not None:
        with office.store.read() as connection:
            require_inside(office, connection, office.catalog["organisation"], [top])
    return Scope(office.catalog, day, top or office.account.organisation, *ages)


@needs(Right.VIEW)
def count_part(
    office: Office,
    code: str,
    day: date,
    period: str,
    progress: Progress,
    top: UUID | None = None,
) -> DistrictResult:
    """Count one of these returns, of the whole office or of one organisation and all below it.

    Raises:
        InputError: There were no figures on that day, or the part is not the reader's to see.
    """
    rules, scope = rules_on(day, code), scope_of(office, day, top)
    counter = FigureCounter(scope)
    with office.store.read() as connection:
        for place, rule in enumerate(rules):
            progress(place, len(rules))
            counter.count(connection, rule)
        checker = Checker(connection, scope, rules, counter.values)
        checks = tuple(checker.checks(office.unit.level)) if code == CODE else ()
    progress(len(rules), len(rules))
    figures = tuple(
        Figure(rule, counter.values[rule.id], counter.shown(rule), counter.details[rule.id])
        for rule in rules
    )
    return DistrictResult(
        _unit(office, scope.top), period, day, figures, checks, code=code, title=TITLES[code]
    )


def number_of(rule: FigureRule, scope: Scope, found: int) -> Number:
    """Give the value of a figure from what its records make; some come from their rule."""
    if rule.id in _BY_RULE:
        return rule.number
    if rule.id == "B03":
        return scope.day.year - rule.number
    if rule.id == "A25":
        whole, rest = divmod(found, _CENTS_IN_WAN)
        return round(found / _CENTS_IN_WAN, 2) if rest else whole
    return found


def is_code(scope: Scope, behind: Behind) -> bool:
    """Tell whether the parts of a figure are codes, which have labels."""
    return isinstance(scope.catalog[behind.ledger].fields.get(behind.of), Choice)


class FigureCounter:
    """Counts figures one after the other, and remembers what the later ones are shown with."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._codes: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, Number] = {}
        self.details: dict[str, str] = {}

    def count(self, connection: Connection, rule: FigureRule) -> None:
        """Count one."""
        behind = EVERY_FIGURE[rule.id](self._scope)
        parts: Mapping[str, int] = {}
        if is_code(self._scope, behind):
            parts = figures_behind.tally(connection, self._scope, behind)
        found = figures_behind.value_of(connection, self._scope, behind)
        self._codes[rule.id] = tuple(parts)
        self.values[rule.id] = number_of(rule, self._scope, found)
        self.details[rule.id] = self._detail(rule, behind, parts, found)

    def shown(self, rule: FigureRule) -> str:
        """Write one."""
        return district_return.shown(rule, self.values, self._codes[rule.id])

    def _detail(
        self, rule: FigureRule, behind: Behind, parts: Mapping[str, int], found: int
    ) -> str:
        if rule.id in _BY_RULE:
            return f"本年已举办{found}次"
        field = self._scope.catalog[behind.ledger].fields.get(behind.of)
        if not isinstance(field, Choice) or (behind.way == "count" and len(parts) < 2):
            return ""
        order = {code: place for place, code in enumerate(field.options.known)}
        codes = sorted(parts, key=lambda code: (order.get(code, len(order)), code))
        numbered = behind.way == "count"
        return "、".join(f"{field.show(code)}{parts[code] if numbered else ''}" for code in codes)


def _unit(office: Office, top: UUID | None) -> str:
    if top is None or top == office.unit.organisation:
        return office.unit.name
    from jianxi_desktop.services.records import caption_of

    return caption_of(office, "organisation", top)
