"""Definitions of returns: rows, columns, cells, checks, period and due day, in their editions.

Each stands in ``resources/returns/<CODE>.toml`` with its source and the days it is valid.
"""

import tomllib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, Literal

from jianxi_desktop import settings
from jianxi_desktop.domain.return_where import Formula, condition, formula

Layout = Literal["units", "fixed"]
ANY_FACT = "*"  # what a cell may ask of its facts to be known
TOTAL = "total"  # key of the first row of a return by units


@dataclass(frozen=True)
class Measure:
    """What a cell holds; what is empty here, the column, the row or the edition says.

    Attributes:
        facts: Name of the source of facts.
        where: Conditions that a fact must meet, all of them.
        sum: Name of a number of the facts that is added up; empty: facts are counted.
        distinct: Name of what is told apart; the different ones are counted.
        divide: What the sum is divided by: 100 turns cents into yuan.
        places: Decimals that are shown.
        formula: The cell is computed from others of its row or column.
        show: ``percent`` for a share.
        typed: No record says it; a person types it.
        blank: The form has no such cell.
        known: What every fact must tell for a nought to be sure: where some do not, and none of
            those that do counts, the cell is one to be typed; ``*``: that there are any facts.
    """

    facts: str = ""
    where: tuple[str, ...] = ()
    sum: str = ""
    distinct: str = ""
    divide: int = 0
    places: int = 0
    formula: str = ""
    show: str = ""
    typed: bool = False
    blank: bool = False
    known: str = ""

    def within(self, outer: "Measure") -> "Measure":
        """Complete this with what a wider one says; conditions of both hold."""
        return Measure(
            self.facts or outer.facts,
            (*outer.where, *self.where),
            self.sum or outer.sum,
            self.distinct or outer.distinct,
            self.divide or outer.divide,
            self.places or outer.places,
            self.formula or outer.formula,
            self.show or outer.show,
            self.typed or outer.typed,
            self.blank or outer.blank,
            self.known or outer.known,
        )

    @property
    def ratio(self) -> bool:
        """Whether it is one divided by another."""
        return "/" in self.formula


@dataclass(frozen=True)
class FormLine:
    """A column, or a row of a fixed form.

    Attributes:
        key: Its name; never changes.
        caption: What it says; of a column, levels of the heading stand apart by ``/``.
        measure: What its cells hold.
        level: Depth of a row below the whole.
        width: Width of a column in Chinese characters.
        number: What the form calls it, such as ``7`` or ``B``; empty for none.
        columns: Columns in which a row has cells; empty: in all.
    """

    key: str
    caption: str
    measure: Measure
    level: int = 0
    width: float = 3
    number: str = ""
    columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FormCheck:
    """What must hold between cells.

    Attributes:
        text: In words.
        left: One side.
        relation: ``==``, ``<=`` or ``>=``.
        right: The other side.
    """

    text: str
    left: Formula
    relation: str
    right: Formula

    @property
    def others(self) -> frozenset[str]:
        """The other returns it looks at."""
        names = (*self.left.names, *self.right.names)
        return frozenset(name.split(".")[0] for name in names if name.count(".") == 2)


@dataclass(frozen=True)
class FactCheck:
    """What no record may be.

    Attributes:
        text: What must hold, in words.
        measure: The records that must not be.
        told: What follows their number where there are some.
    """

    text: str
    measure: Measure
    told: str


@dataclass(frozen=True)
class Edition:
    """A return as it was asked for from a day on."""

    valid_from: str
    valid_to: str
    layout: Layout
    corner: str
    remark: str
    columns: tuple[FormLine, ...]
    rows: tuple[FormLine, ...]
    cells: Mapping[tuple[str, str], Measure]
    checks: tuple[FormCheck, ...]
    measure: Measure
    unit: str = ""
    chart: Mapping[str, Any] = field(default_factory=dict)
    fact_checks: tuple[FactCheck, ...] = ()
    split: str = ""  # key of the row from which on a fixed form goes on beside itself

    def cell(self, row: FormLine | None, column: FormLine) -> Measure:
        """Say what a cell holds; without a row, what a cell of a return by units does."""
        if row is None:
            return column.measure.within(self.measure)
        exception = self.cells.get((row.key, column.key))
        if exception is not None and (exception.formula or exception.typed or exception.blank):
            return exception
        if row.columns and column.key not in row.columns:
            return Measure(blank=True)
        inner = exception or Measure()
        asked = inner.within(row.measure).within(column.measure).within(self.measure)
        if column.measure.ratio and not inner.formula:
            return replace(asked, formula=column.measure.formula)
        return asked

    @cached_property
    def by_row(self) -> Mapping[str, FormLine]:
        """The rows of a fixed form by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def by_column(self) -> Mapping[str, FormLine]:
        """The columns by key."""
        return {column.key: column for column in self.columns}


@dataclass(frozen=True)
class Definition:
    """A return.

    Attributes:
        code: Its number.
        title: What it is called.
        period: How often: ``month``, ``two_months``, ``quarter``, ``half`` or ``year``.
        due_days: Days after the end of the period by which it is handed in.
        levels: Whose offices hand it in.
        source: Where the form was read.
        editions: The latest last.
    """

    code: str
    title: str
    period: str
    due_days: int
    levels: tuple[str, ...]
    source: str
    editions: tuple[Edition, ...] = ()

    def edition(self, day: date) -> Edition | None:
        """Give the edition that is valid on a day; ``None`` where there is none."""
        at = day.isoformat()
        fitting = (e for e in self.editions if e.valid_from <= at <= (e.valid_to or "9999"))
        return max(fitting, key=lambda each: each.valid_from, default=None)

    def due_on(self, period_end: date) -> date:
        """Give the day by which the return of a period is to be there."""
        return period_end + timedelta(days=self.due_days)


_laid: dict[str, str] = {}


def lay_over(texts: Mapping[str, str]) -> None:
    """Let returns that a district issued stand beside ours, or in their place, by code.

    One that this version cannot read is left out: ours holds, where there is one.
    """
    global _laid  # noqa: PLW0603 - put in place whole: others read meanwhile
    laid = {code: text for code, text in texts.items() if not problems(code, text)}
    if laid != _laid:
        _laid = laid
        definitions.cache_clear()


def problems(code: str, text: str) -> list[str]:
    """Say in Chinese why a text defines no return of this code."""
    try:
        found = read_definition(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return [f"不是正确的 TOML：{error}。"]
    except KeyError as error:
        return [f"缺少“{error.args[0]}”。"]
    except (ValueError, TypeError, AttributeError) as error:
        return [f"定义里有错误：{error}。"]
    return [] if found.code == code else [f"定义里的表号是“{found.code}”，与登记的表号不同。"]


@cache
def definitions() -> Mapping[str, Definition]:
    """Give every return that is defined by a file or issued, by its code.

    Raises:
        ValueError: A file of ours is wrong.
    """
    files = sorted(settings.resource("returns").glob("*.toml"))
    texts = [*(file.read_text(encoding="utf-8") for file in files), *_laid.values()]
    found = (read_definition(tomllib.loads(text)) for text in texts)
    return {each.code: each for each in found}


def read_definition(told: Mapping[str, Any]) -> Definition:
    """Read a definition.

    Raises:
        ValueError: A condition, formula or check in it is wrong, or a name is not known.
    """
    return Definition(
        told["code"],
        told["title"],
        told["period"],
        told["due_days"],
        tuple(told["levels"]),
        told["source"],
        tuple(_edition(each) for each in told["edition"]),
    )


def _edition(told: Mapping[str, Any]) -> Edition:
    columns = tuple(_line(each) for each in told["column"])
    rows = tuple(_line(each) for each in told.get("row", ()))
    cells = {(each["row"], each["column"]): _measure(each) for each in told.get("cell", ())}
    edition = Edition(
        told["valid_from"],
        told.get("valid_to", ""),
        told["layout"],
        told.get("corner", "单位" if told["layout"] == "units" else "项目"),
        told.get("remark", ""),
        columns,
        rows,
        cells,
        tuple(_check(each) for each in told.get("check", ()) if "rule" in each),
        _measure(told),
        told.get("unit", ""),
        told.get("chart", {}),
        tuple(_fact_check(each, told) for each in told.get("check", ()) if "none" in each),
        told.get("split", ""),
    )
    _require_known(edition)
    return edition


def _line(told: Mapping[str, Any]) -> FormLine:
    return FormLine(
        told["key"],
        told["caption"],
        _measure(told),
        told.get("level", 0),
        told.get("width", 3),
        str(told.get("number", "")),
        frozenset(told.get("columns", ())),
    )


def _measure(told: Mapping[str, Any]) -> Measure:
    measure = Measure(
        told.get("facts", ""),
        tuple(told.get("where", ())),
        told.get("sum", ""),
        told.get("distinct", ""),
        told.get("divide", 0),
        told.get("places", 0),
        told.get("formula", ""),
        told.get("show", ""),
        told.get("typed", False),
        told.get("blank", False),
        told.get("known", ""),
    )
    for text in measure.where:
        condition(text)
    if measure.formula:
        formula(measure.formula)
    return measure


def _check(told: Mapping[str, Any]) -> FormCheck:
    for relation in ("==", "<=", ">="):
        left, found, right = told["rule"].partition(relation)
        if found:
            return FormCheck(told["text"], formula(left), relation, formula(right))
    raise ValueError(f"no check: {told['rule']!r}")


def _fact_check(told: Mapping[str, Any], edition: Mapping[str, Any]) -> FactCheck:
    asked = _measure({"facts": told.get("facts", ""), "where": told["none"]})
    return FactCheck(told["text"], asked.within(_measure(edition)), told["told"])


def _require_known(edition: Edition) -> None:
    """Refuse keys that stand twice, and names in formulas and checks that nothing has."""
    columns = set(edition.by_column)
    rows = {TOTAL} if edition.layout == "units" else set(edition.by_row)
    if len(columns) != len(edition.columns) or len(edition.by_row) != len(edition.rows):
        raise ValueError("a key twice")
    if unknown := {each for each in edition.cells if each[0] not in rows or each[1] not in columns}:
        raise ValueError(f"no cells {unknown}")
    if wrong := {line.key for line in edition.rows if not line.columns <= columns}:
        raise ValueError(f"rows name columns that are not there: {wrong}")
    for name, known in _named(edition, columns, rows):
        _require_name(name, known, columns, rows)


def _named(
    edition: Edition, columns: AbstractSet[str], rows: AbstractSet[str]
) -> Iterator[tuple[str, AbstractSet[str]]]:
    """Give every name in formulas and checks, and the bare keys it may be."""
    formulas = [
        *((line.measure.formula, columns) for line in edition.columns),
        *((line.measure.formula, rows) for line in edition.rows),
        *((cell.formula, rows | columns) for cell in edition.cells.values()),
    ]
    for text, known in formulas:
        for name in formula(text).names if text else ():
            yield name, known
    for check in edition.checks:
        for name in (*check.left.names, *check.right.names):
            yield name, rows | columns


def _require_name(
    name: str, known: AbstractSet[str], columns: AbstractSet[str], rows: AbstractSet[str]
) -> None:
    """Take a key, ``row.column``, or a cell of another return with its code before it."""
    parts = name.split(".")
    fits = {
        1: name in known,
        2: parts[0] in rows and parts[-1] in columns,
        3: True,
    }
    if not fits.get(len(parts), False):
        raise ValueError(f"a formula names {name!r}")
