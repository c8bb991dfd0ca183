"""The district's return R0: every figure from the records as of a day, and the checks on them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from jianxi_desktop.db import figures_behind, figures_missing
from jianxi_desktop.db.figures_behind import Behind, Scope
from jianxi_desktop.db.figures_mechanisms import EVERY_FIGURE
from jianxi_desktop.domain import calendar, district_return
from jianxi_desktop.domain.district_return import DISTRICT, MECHANISMS, FigureRule, Number
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_check import Check, named
from jianxi_desktop.services.rights import needs

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
        until = f"截至{calendar.show_day(self.day.isoformat())}"
        return f"{self.period}　{until}" if self.period else until

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
def scope_of(office: Office, day: date) -> Scope:
    """Say what figures are counted over: the office as of a day, or what its reader may see."""
    ages = [rule.number for rule in rules_on(day) if rule.id == "A38"]
    return Scope(office.catalog, day, office.account.organisation, *ages)


@needs(Right.VIEW)
def count(office: Office, day: date, period: str, progress: Progress) -> DistrictResult:
    """Count the district's return as of a day and check it; nothing is kept.

    Raises:
        InputError: There were no figures on that day.
    """
    return _count(office, CODE, day, period, progress)


@needs(Right.VIEW)
def count_mechanisms(office: Office, day: date, period: str, progress: Progress) -> DistrictResult:
    """Count how each of the 30 mechanisms goes, as of a day; nothing is kept.

    Raises:
        InputError: There were no figures on that day.
    """
    return _count(office, MECHANISMS, day, period, progress)


def _count(office: Office, code: str, day: date, period: str, progress: Progress) -> DistrictResult:
    rules, scope = rules_on(day, code), scope_of(office, day)
    counter = FigureCounter(scope)
    with office.store.read() as connection:
        for place, rule in enumerate(rules):
            progress(place, len(rules))
            counter.count(connection, rule)
        checker = _Checker(connection, scope, rules, counter.values)
        checks = tuple(checker.checks(office)) if code == CODE else ()
    progress(len(rules), len(rules))
    figures = tuple(
        Figure(rule, counter.values[rule.id], counter.shown(rule), counter.details[rule.id])
        for rule in rules
    )
    return DistrictResult(
        _unit(office), period, day, figures, checks, code=code, title=TITLES[code]
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


def label_of(scope: Scope, behind: Behind, part: object) -> str:
    """Give what people call a part of a figure that is a code."""
    field = scope.catalog[behind.ledger].fields.get(behind.of)
    return field.show(part) if isinstance(field, Choice) else str(part)


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


class _Checker:
    """Compares the figures of one return."""

    def __init__(
        self,
        connection: Connection,
        scope: Scope,
        rules: Iterable[FigureRule],
        values: Mapping[str, Number],
    ) -> None:
        self._connection, self._scope, self._values = connection, scope, values
        self._rules = {rule.id: rule for rule in rules}

    def checks(self, office: Office) -> Iterable[Check]:
        """Give the checks of a level: streets are compared by them and the district alone."""
        level = office.unit.level
        if office.limited:
            level = figures_missing.kind_of(self._connection, self._scope, office.top)
        yield self._equal(("A03", "A04", "A05"), ("A06",))
        yield self._equal(
            ("A06",),
            ("A02",),
            figures_missing.communities_without_organisation,
            "没有登记党组织的社区",
        )
        if level in ("district", "street"):
            yield self._equal(("A01", "A02"), ("A10",))
            yield self._equal(
                ("A12",), ("A11",), figures_missing.pilot_streets_without_plan, "没有工作台账的街道"
            )
        yield self._equal(
            ("A37",), ("A02",), figures_missing.communities_not_visited, "还没有观摩的社区"
        )
        if level == "district":
            yield self._held("B01")
            yield self._held("B02")

    def _equal(
        self,
        left: tuple[str, ...],
        right: tuple[str, ...],
        missing: Callable[[Connection, Scope], list[str]] | None = None,
        what: str = "",
    ) -> Check:
        sums = [sum(self._values[each] for each in side) for side in (left, right)]
        names = ["加".join(self._rules[each].name for each in side) for side in (left, right)]
        rule = f"{names[0]}等于{names[1]}（{'+'.join(left)}={'+'.join(right)}）"
        if sums[0] == sums[1]:
            return Check(rule, ok=True, detail="", sides=(left, right))
        told = [f"{'+'.join(left)}={sums[0]}，{'+'.join(right)}={sums[1]}"]
        if missing is not None:
            told.append(named(missing(self._connection, self._scope), what))
        return Check(rule, ok=False, detail="；".join(filter(None, told)), sides=(left, right))

    def _held(self, figure: str) -> Check:
        rule, scope = self._rules[figure], self._scope
        days = figures_missing.days_held(self._connection, EVERY_FIGURE[figure](scope))
        held = [calendar.first_day(day) for day in days]
        missing = district_return.missing_turns(rule.number, held, scope.day)
        name = rule.name.removesuffix("（每年）")
        detail = f"缺{'、'.join(missing)}" if missing else ""
        text = f"{name}每年{rule.number}次，到统计日没有缺（{figure}）"
        return Check(text, ok=not missing, detail=detail)


def _unit(office: Office) -> str:
    if not office.limited:
        return office.unit.name
    from jianxi_desktop.services.records import caption_of

    return caption_of(office, "organisation", office.top)
