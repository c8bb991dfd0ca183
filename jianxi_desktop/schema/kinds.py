"""Kinds of field that few ledgers need: several codes at once, times, points, codes of units.

They read, show and write as every field does (see ``fields``); each is one plain value.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jianxi_desktop.domain import credit_code
from jianxi_desktop.schema.fields import Choice, Field

MARK = ";"
PARTED = re.compile(r"[;；、,，/／\n]+")
_CLOCK = re.compile(r"(\d{1,2})[:：时点](\d{1,2})?分?")


@dataclass(frozen=True)
class Several(Choice):
    """Some codes of a code table, kept as ``a;b`` in the table's order; people see labels."""

    width: int = 10

    def show(self, value: Any) -> str:
        """Show the labels, 、 between them."""
        return "、".join(super(Several, self).show(code) for code in codes_in(value))

    def cell(self, value: Any) -> object:
        """Give the labels as one text."""
        return self.show(value) or None

    def _read(self, text: str) -> str:
        whole = self.options.codes.get(text)
        parts = [text] if whole else [part.strip() for part in PARTED.split(text) if part.strip()]
        found = {super(Several, self)._read(part) for part in parts}
        order = {code: place for place, code in enumerate(self.options.known)}
        return MARK.join(sorted(found, key=lambda code: (order.get(code, len(order)), code)))


def codes_in(value: str | None) -> tuple[str, ...]:
    """Give the single codes of a ``Several`` value."""
    return tuple(code for code in (value or "").split(MARK) if code)


@dataclass(frozen=True)
class Clock(Field[str]):
    """A time of day to the minute, ``HH:MM``."""

    width: int = 4

    def _take(self, raw: object, text: str) -> str:
        # A spreadsheet gives a time as a part of a day or as a time of its own.
        if isinstance(raw, float) and 0 <= raw < 1:
            minutes = round(raw * 24 * 60)
            return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
        return super()._take(raw, text)

    def _read(self, text: str) -> str:
        plain = unicodedata.normalize("NFKC", text).replace(" ", "")
        later = 12 if plain.startswith(("下午", "晚上")) else 0
        plain = re.sub("^(上午|早上|下午|晚上)", "", plain)
        half = plain.replace("点半", ":30").replace("时半", ":30")
        found = _CLOCK.fullmatch(re.sub(r":00$", "", half) if half.count(":") == 2 else half)
        if not found:
            raise self._error("clock", "应写成 14:30 这样的时间")
        hour, minute = int(found[1]), int(found[2] or 0)
        hour += later if hour < 12 else 0
        if hour > 23 or minute > 59:
            raise self._error("clock", "不是一天里的时间")
        return f"{hour:02}:{minute:02}"


@dataclass(frozen=True)
class Points(Field[int]):
    """Points given on a checklist, with at most two decimals; kept in hundredths."""

    width: int = 4
    summed: bool = True
    most: int = 1_000_000

    def show(self, value: Any) -> str:
        """Show points without needless zeros."""
        return "" if value is None else f"{(Decimal(value) / 100).normalize():f}"

    def cell(self, value: Any) -> object:
        """Give a decimal number of points."""
        return None if value is None else Decimal(value) / 100

    def _read(self, text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).removesuffix("分").strip()
        try:
            points = (Decimal(plain) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        except ArithmeticError:
            raise self._error("points", "应是分数，如 8 或 8.5") from None
        if not points.is_finite() or not 0 <= points <= self.most:
            raise self._error("points", f"应在0到{self.most // 100}之间")
        return int(points)


@dataclass(frozen=True)
class CreditCode(Field[str]):
    """A unified social credit code (GB 32100); branches may share their superior's."""

    width: int = 9

    def _read(self, text: str) -> str:
        try:
            return credit_code.read_credit_code(text)
        except credit_code.CreditCodeProblemError as problem:
            raise self._error(problem.code, credit_code.PROBLEMS[problem.code]) from None
