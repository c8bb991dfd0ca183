"""Days that may be known only to the month or the year, and ages counted from them.

Such a day is ISO text cut short: ``"1985"``, ``"1985-03"`` or ``"1985-03-12"``. It sorts as text.
"""

import re
from datetime import date, datetime, timedelta

from jianxi_desktop.errors import InputError

_WIDE = str.maketrans("０１２３４５６７８９．／－—–年月./、，,", "0123456789------------")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
# As numbers January (1985.1) and October (1985.10) look the same; 19853 as text is March 1985 or
# a day of 1954 counted by a spreadsheet.
_TENTH = re.compile(r"\d{4}-1")
_GLUED = re.compile(r"(19|20)\d{2}[1-9]")
_SHORT = re.compile(r"(\d{2})-(\d{1,2})(?:-(\d{1,2}))?")
_EPOCH = date(1899, 12, 30)
EARLIEST, LATEST = 1900, 2099


class DayProblemError(ValueError):
    """The text is no day; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


DAY_PROBLEMS = {
    "format": "应写成 1985-03-12、1985年3月 或 1985 这样的日期",
    "no_such_day": "不是真实存在的日期",
    "range": f"的年份应在{EARLIEST}到{LATEST}之间",
    "short_year": "的年份要写四位",
    "ambiguous": "分不清是哪个月，请写成 1985-01 或 1985-10 这样的日期",
}


def read_day(raw: object) -> str:
    """Read a day as people and spreadsheets write it; keeps the precision that was given.

    Raises:
        DayProblemError: It is none; the code is a key of ``DAY_PROBLEMS``.
    """
    if isinstance(raw, datetime | date):
        return _checked(raw.year, raw.month, raw.day)
    text = _plain(raw)
    if (isinstance(raw, float) and _TENTH.fullmatch(text)) or (
        isinstance(raw, str) and _GLUED.fullmatch(text)
    ):
        raise DayProblemError("ambiguous")
    run = _RUN.fullmatch(text)
    if run and not (len(text) == 6 and int(text[4:]) > 12 and int(text) < 100_000):
        return _from_groups(run)
    parts = _PARTS.fullmatch(text)
    if parts:
        return _from_groups(parts)
    serial = re.fullmatch(r"(\d{5})", text)
    if serial:
        return read_day(_EPOCH + timedelta(days=int(text)))
    if _SHORT.fullmatch(text):
        raise DayProblemError("short_year")
    raise DayProblemError("format")


def read_short_day(raw: object, today: date, known: int | None = None) -> str:
    """Read a day whose year has two figures, where only one century can be meant.

    A year that would lie after ``today`` is one of the 1900s; of any other nobody can tell,
    unless it is ``known`` from elsewhere and ends in the same figures.

    Raises:
        DayProblemError: It is no such day, or both centuries are possible.
    """
    found = _SHORT.fullmatch(_plain(raw))
    if found is None:
        raise DayProblemError("short_year")
    year = 1900 + int(found[1])
    if known is not None and known % 100 == int(found[1]):
        year = known
    elif year + 100 <= today.year:
        raise DayProblemError("short_year")
    parts = (int(part) if part else None for part in found.groups()[1:])
    return _checked(year, *parts)


def _plain(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = re.sub(r"\s+", " ", str(raw)).strip().strip("'")
    text = re.split(r"[ T](?=\d{1,2}:)", text)[0].replace(" ", "")
    text = text.translate(_WIDE).replace("日", "").replace("号", "").replace("份", "").rstrip("-")
    if re.search(r"[〇○零一二三四五六七八九十]", text):
        text = _from_chinese(text)
    return text


def _from_chinese(text: str) -> str:
    parts = text.split("-")
    return "-".join(_chinese_number(part) for part in parts)


def _chinese_number(text: str) -> str:
    if "十" not in text:
        return text.translate(_CHINESE)
    tens, ones = text.split("十", 1)
    return (tens or "一").translate(_CHINESE) + (ones or "〇").translate(_CHINESE)


def _from_groups(found: re.Match[str]) -> str:
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # noqa: S101 - the pattern has a year
    return _checked(year, month, day)


def _checked(year: int, month: int | None, day: int | None) -> str:
    if not EARLIEST <= year <= LATEST:
        raise DayProblemError("range")
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise DayProblemError("no_such_day") from None
    if month is None:
        return f"{year:04}"
    return f"{year:04}-{month:02}" + ("" if day is None else f"-{day:02}")


def first_day(day: str) -> date:
    """Give the earliest date a partly known day can be."""
    return date.fromisoformat((day + "-01-01")[:10])


def same_day(one: str, other: str) -> bool:
    """Tell whether two partly known days can be the same day."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def show_day(day: str) -> str:
    """Write a day as people do, to the precision known: ``1985年3月12日``."""
    marks = "年月日"
    parts = (f"{int(part)}{mark}" for part, mark in zip(day.split("-"), marks, strict=False))
    return "".join(parts)


def years_between(one: str, other: str) -> int:
    """Count full years from one partly known day to another, each taken at its earliest."""
    first, then = (one + "-01-01")[:10], (other + "-01-01")[:10]
    return int(then[:4]) - int(first[:4]) - (then[5:] < first[5:])


def years_after(day: str, years: int) -> str:
    """Give the same day some years later, to the precision known; 29 February becomes the 28th."""
    later = f"{int(day[:4]) + years:04}{day[4:]}"
    if later.endswith("-02-29") and not _is_leap(int(later[:4])):
        return later[:-2] + "28"
    return later


def months_before(day: date, months: int) -> date:
    """Give the same day some months earlier; where there is none, the last of that month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(1))


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def age_on(born_on: str, today: date) -> int:
    """Count full years of age; a partly known birthday counts from its earliest day."""
    born = first_day(born_on)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def today() -> date:
    """Give the day on this PC's calendar: the office counts its days as the wall does."""
    return date.today()  # noqa: DTZ011 - the office's own calendar, not a moment in UTC


_PERIOD = re.compile(r"(\d{4})(?:([HhQqBb])([1-6])|-(\d{2})(?:-(\d{2}))?)?")
# Parts of a year: how many months each has.
_MONTHS = {"H": 6, "Q": 3, "B": 2}


def period_end(period: str) -> date:
    """Give the last day of a period: ``2026``, ``2026H1``, ``2026Q3``, ``2026-06`` or a day.

    ``2026B2`` are two months, March and April.

    Raises:
        InputError: It is no period.
    """
    year, part, number, month, day = _period_parts(period)
    last = int(number) * _MONTHS[part] if part else int(month or 12)
    if not 1 <= last <= 12:
        raise _no_period(period)
    try:
        if day:
            return date(int(year), last, int(day))
        return date(int(year) + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        raise _no_period(period) from None


def show_period(period: str) -> str:
    """Write a period as people do: ``2018年第三季度``.

    Raises:
        InputError: It is no period.
    """
    year, part, number, _month, _day = _period_parts(period)
    if part == "H":
        return f"{year}年{'上' if number == '1' else '下'}半年"
    if part == "Q":
        return f"{year}年第{'一二三四'[int(number) - 1]}季度"
    if part == "B":
        return f"{year}年{int(number) * 2 - 1}—{int(number) * 2}月"
    return show_day(period) if "-" in period else f"{year}年度"


def counted_until(period: str, day: date) -> str:
    """Say for which period, in words, and until which day something is counted."""
    until = f"截至{show_day(day.isoformat())}"
    return f"{period}　{until}" if period else until


def _period_parts(period: str) -> tuple[str, str, str, str, str]:
    found = _PERIOD.fullmatch(period)
    if not found:
        raise _no_period(period)
    year, part, number, month, day = (part or "" for part in found.groups())
    if part and int(number) * _MONTHS[part.upper()] > 12:
        raise _no_period(period)
    return year, part.upper(), number, month, day


def _no_period(period: str) -> InputError:
    return InputError(
        "no period",
        user_message=(
            f"“{period[:20]}”不是期间，请写成 2026、2026H1、2026Q3、2026B2（3—4月）、"
            "2026-06 或 2026-06-30。"
        ),
        code="period",
    )
