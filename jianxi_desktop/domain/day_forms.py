"""The ways in which tables from above want a day written; a month never becomes a day."""

import re
from enum import StrEnum
from typing import Final

from jianxi_desktop.domain.written import Written


class DayForm(StrEnum):
    """How a day is written."""

    DOTS = "dots"
    DASHES = "dashes"
    WORDS = "words"
    SLASHES = "slashes"
    RUN = "run"
    MONTH_DOTS = "month_dots"
    MONTH_DASHES = "month_dashes"
    MONTH_WORDS = "month_words"
    MONTH_RUN = "month_run"
    CELL = "cell"


DAY_FORMS: Final = {
    DayForm.DOTS: "1985.03.12",
    DayForm.DASHES: "1985-03-12",
    DayForm.WORDS: "1985年3月12日",
    DayForm.SLASHES: "1985/3/12",
    DayForm.RUN: "19850312",
    DayForm.MONTH_DOTS: "1985.03（到月）",
    DayForm.MONTH_DASHES: "1985-03（到月）",
    DayForm.MONTH_WORDS: "1985年3月（到月）",
    DayForm.MONTH_RUN: "198503（到月）",
    DayForm.CELL: "日期格式的单元格",
}
_MONTHS: Final = {
    DayForm.DOTS: DayForm.MONTH_DOTS,
    DayForm.DASHES: DayForm.MONTH_DASHES,
    DayForm.WORDS: DayForm.MONTH_WORDS,
    DayForm.SLASHES: DayForm.SLASHES,
    DayForm.RUN: DayForm.MONTH_RUN,
    DayForm.CELL: DayForm.MONTH_DASHES,
}
_CUT: Final = {
    DayForm.MONTH_DOTS: DayForm.DOTS,
    DayForm.MONTH_DASHES: DayForm.DASHES,
    DayForm.MONTH_WORDS: DayForm.WORDS,
    DayForm.MONTH_RUN: DayForm.RUN,
}
# The first pattern found in a hint is meant; those of a whole day go before those of a month.
_SAMPLES: Final = (
    (re.compile(r"(19|20)\d\d\.\d{1,2}\.\d{1,2}|[Yy]{4}\.[Mm]{1,2}\.[Dd]{1,2}"), DayForm.DOTS),
    (re.compile(r"(19|20)\d\d-\d{1,2}-\d{1,2}|[Yy]{4}-[Mm]{1,2}-[Dd]{1,2}"), DayForm.DASHES),
    (re.compile(r"(19|20)\d\d年\d{1,2}月\d{1,2}日|[Xx×]+年[Xx×]+月[Xx×]+日"), DayForm.WORDS),
    (re.compile(r"(19|20)\d\d/\d{1,2}/\d{1,2}|[Yy]{4}/[Mm]{1,2}/[Dd]{1,2}"), DayForm.SLASHES),
    (re.compile(r"(?<!\d)(19|20)\d{2}[01]\d[0-3]\d(?!\d)|[Yy]{4}[Mm]{2}[Dd]{2}"), DayForm.RUN),
    (re.compile(r"(19|20)\d\d\.\d{1,2}|[Yy]{4}\.[Mm]{1,2}"), DayForm.MONTH_DOTS),
    (re.compile(r"(19|20)\d\d-\d{1,2}|[Yy]{4}-[Mm]{1,2}"), DayForm.MONTH_DASHES),
    (re.compile(r"(19|20)\d\d年\d{1,2}月|[Xx×]+年[Xx×]+月"), DayForm.MONTH_WORDS),
    (re.compile(r"(?<!\d)(19|20)\d{2}[01]\d(?!\d)|[Yy]{4}[Mm]{2}"), DayForm.MONTH_RUN),
)


def write_day(day: str, form: DayForm) -> Written:
    """Write a day, known to the day, the month or the year, in a form.

    Args:
        day: ISO text, cut short where less is known; what is not known is not invented: a month
            stays a month in every form, and in a date cell it stays text.
        form: How. A form of months cuts the day off.
    """
    if form is DayForm.CELL:
        return Written("day", day) if len(day) == 10 else Written("text", day)
    if form in _CUT:
        form, day = _CUT[form], day[:7]
    year, *rest = day.split("-")
    match form:
        case DayForm.WORDS:
            parts = zip(rest, "月日", strict=False)
            return Written("text", f"{year}年" + "".join(f"{int(n)}{mark}" for n, mark in parts))
        case DayForm.SLASHES:
            return Written("text", "/".join((year, *(str(int(part)) for part in rest))))
        case DayForm.RUN:
            return Written("text", day.replace("-", ""))
        case DayForm.DASHES:
            return Written("text", day)
    return Written("text", day.replace("-", "."))


def to_month(form: DayForm) -> DayForm:
    """Give the form of months that goes with a form of days."""
    return _MONTHS.get(form, form)


def to_day(form: DayForm) -> DayForm:
    """Give the form of days that goes with a form of months."""
    return _CUT.get(form, form)


def is_short(day: str, form: DayForm) -> bool:
    """Tell whether a form wants more than is known of a day."""
    return len(day) < (7 if form in _CUT else 10)


def form_of_sample(sample: str, number_format: str = "") -> DayForm | None:
    """Tell from an example, a hint or the format of a cell in which form a table wants days.

    Args:
        sample: What stands in the first cells of the column, or behind its caption.
        number_format: The spreadsheet's format code of these cells.
    """
    text = re.sub(r"\s+", "", sample)
    for pattern, form in _SAMPLES:
        if pattern.search(text):
            return form
    code = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", number_format).lower()
    return DayForm.CELL if "y" in code and "d" in code else None
