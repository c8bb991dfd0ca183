"""The checks on the district's return: what must be equal, and who or what is missing."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection

from jianxi_desktop.db import figures_missing
from jianxi_desktop.db.figures_behind import Scope
from jianxi_desktop.db.figures_district import FIGURES
from jianxi_desktop.domain import calendar, district_return
from jianxi_desktop.domain.district_return import FigureRule, Number
from jianxi_desktop.services.return_check import Check, named


class Checker:
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

    def checks(self, level: str) -> Iterable[Check]:
        """Give the checks of a level: streets are compared by them and the district alone.

        Args:
            level: Of the office, for where the whole of it is counted.
        """
        if self._scope.top is not None:
            level = figures_missing.kind_of(self._connection, self._scope, self._scope.top)
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
        days = figures_missing.days_held(self._connection, FIGURES[figure](scope))
        held = [calendar.first_day(day) for day in days]
        missing = district_return.missing_turns(rule.number, held, scope.day)
        name = rule.name.removesuffix("（每年）")
        detail = f"缺{'、'.join(missing)}" if missing else ""
        text = f"{name}每年{rule.number}次，到统计日没有缺（{figure}）"
        return Check(text, ok=not missing, detail=detail)
