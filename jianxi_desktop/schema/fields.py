"""Kinds of field: how one value is read, checked, shown and written, wherever it appears.

A field is declared once, on the record's column. The list, the form, the Excel roster, the
Excel return and the printed form all ask the same object, so they cannot disagree.

Values are plain: ``str`` (text, code, ISO day), ``int`` (whole number, cents), ``bool``, ``UUID``.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from jianxi_desktop.domain import calendar, identity, masking
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.codes import CodeTable, code_table

T_co = TypeVar("T_co", covariant=True)

# What forms hold where nothing is to be said: no blank may be left on paper.
_NOTHING = frozenset(
    {"无", "—", "——", "-", "--", "－", "/", "／", "、", "空", "不详", "NULL", "#N/A"}
)
_MASKED = "带星号，是遮盖后的号码，请填完整号码"
_BROKEN = re.compile("[?？\ufffd]|锟斤拷|#REF!|#NAME\\?|#VALUE!")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Everything met between the parts of a minority name; the ministry's rule wants U+00B7.
_DOTS = re.compile(
    r"\s*[.·\u0387\u1427\u16eb\u2022\u2024\u2027\u2218\u2219\u22c5\u25cf\u25e6\u2e31\u2e33\u30fb\u318d"
    r"\ua78f\ufe52\uff0e\uff65\uf0b7]+\s*"
)
_PADDING = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_DIGIT = re.compile(r"\d")
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True)
class Field(Generic[T_co]):
    """One attribute of a record.

    Attributes:
        caption: What it is called in lists, forms, sheets and prints.
        aliases: Other captions met in rosters that people bring.
        width: Width in Chinese characters, for every column this field makes.
        search: Whether the quick search looks here.
        masked: Whether lists, prints and exports hide part of the value.
        hint: What the form says below the editor.
        key: Attribute name; filled in when the record class is read.
        required: Whether a value must be given; filled in from the column.
        summed: Whether lists add its values up; a year and a place in a row mean nothing added.
    """

    caption: str
    aliases: tuple[str, ...] = ()
    width: int = 8
    search: bool = False
    masked: bool = False
    hint: str = ""
    key: str = ""
    required: bool = False
    summed: bool = False

    def parse(self, raw: object) -> T_co | None:
        """Turn a sheet cell or typed text into a value; nothing given is ``None``.

        Raises:
            FieldError: The input cannot be this kind of value, or is missing though required.
        """
        text = "" if raw is None else _clean(raw)
        if text and text.upper() not in _NOTHING:
            return self._take(raw, text)
        if self.required:
            raise self._error("required", "不能为空")
        return None

    def warn(self, value: Any) -> str:
        """Say in Chinese what is odd about a good value; mostly nothing."""
        del value
        return ""

    def show(self, value: Any) -> str:
        """Give the text that lists, prints and ``--json`` answers show."""
        return "" if value is None else str(value)

    def mask(self, value: Any) -> str:
        """Give the text for those who may not see the whole value."""
        return self.show(value)

    def cell(self, value: Any) -> object:
        """Give the value to put in a sheet cell."""
        return None if value is None else self.show(value)

    def _take(self, raw: object, text: str) -> T_co:
        """Read a value that is given; kinds that know other types than text look at ``raw``."""
        del raw
        return self._read(text)

    def _read(self, text: str) -> T_co:
        raise NotImplementedError

    def _error(self, code: str, user_message: str) -> FieldError:
        return FieldError(
            f"{code}: {self.key or self.caption}",
            user_message=f"{self.caption}{user_message}",
            code=code,
        )


def _quoted(text: str, most: int) -> str:
    """Give the beginning of what was typed; what stands in a wrong column may be a number."""
    return masking.hide_numbers(text)[:most]


def _clean(raw: object) -> str:
    """Make one line of text: no control, bidi or invisible characters, single spaces."""
    if isinstance(raw, str) and raw.isalnum():
        return raw
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 2**53:
        raw = int(raw)
    return _SPACES.sub(" ", _HIDDEN.sub("", str(raw))).lstrip(" '").rstrip()


@dataclass(frozen=True)
class Text(Field[str]):
    """A short text on one line."""

    length: int = 50

    def warn(self, value: Any) -> str:
        """Point at characters no other PC can show."""
        return (
            f"{self.caption}含有自造字，换一台电脑会显示不出，请改用标准字"
            if _private(value)
            else ""
        )

    def _read(self, text: str) -> str:
        if len(text) > self.length:
            raise self._error("too_long", f"最多{self.length}个字，现在是{len(text)}个")
        return text


def _private(text: str) -> bool:
    return not text.isalnum() and any(unicodedata.category(each) == "Co" for each in text)


@dataclass(frozen=True)
class Name(Text):
    """A person's name: no padding between characters, ``·`` between parts."""

    def warn(self, value: Any) -> str:
        """Point at self-made characters and at characters described in brackets."""
        if not value.isalpha() and re.search("[(（].*[)）]", value):
            return f"{self.caption}里有括号，如是说明生僻字，请直接输入该字"
        return super().warn(value)

    def _read(self, text: str) -> str:
        if text.isalpha() and "锟斤拷" not in text and not _DOTS.search(text):
            return super()._read(text)
        if _BROKEN.search(text):
            raise self._error("broken_text", "里有问号或乱码，请补上原来的字")
        text = _DOTS.sub("·", text)
        text = _PADDING.sub("", text)
        if _DIGIT.search(text):
            raise self._error("characters", "里不应有数字")
        return super()._read(text)


@dataclass(frozen=True)
class LongText(Text):
    """Text of several lines."""

    length: int = 4000

    def parse(self, raw: object) -> str | None:
        """Keep line breaks; otherwise as any text."""
        given = raw.splitlines() if isinstance(raw, str) else [] if raw is None else [raw]
        lines = [_clean(line) for line in given]
        text = "\n".join(lines).strip()
        return self._read(text) if text else super().parse(None)


@dataclass(frozen=True)
class IdentityNumber(Field[str]):
    """A resident identity number (GB 11643), kept with 18 characters."""

    width: int = 10
    masked: bool = True

    def mask(self, value: Any) -> str:
        """Show the first six and the last four characters; nothing of a number of odd length."""
        if not value:
            return ""
        return masking.masked(value, 6, 4, 8) if len(value) == 18 else "*" * 8

    def warn(self, value: Any) -> str:
        """Point at a number whose last digits may be lost: one in eleven such still checks out."""
        return (
            f"{self.caption}末三位是000，可能已被表格软件改坏，请与证件核对"
            if value.endswith("000")
            else ""
        )

    def _take(self, raw: object, text: str) -> str:
        if "*" in text:
            raise self._error("masked", _MASKED)
        try:
            return identity.read_identity(raw if isinstance(raw, float) else text).number
        except identity.IdentityProblemError as problem:
            raise self._error(problem.code, identity.PROBLEMS[problem.code]) from None


@dataclass(frozen=True)
class Phone(Field[str]):
    """A telephone number, kept as digits with at most one dash."""

    width: int = 7
    masked: bool = True

    def mask(self, value: Any) -> str:
        """Hide four digits at least: those in the middle, of a short number all but the last."""
        return masking.masked(value, 3, 4) if value else ""

    @staticmethod
    def is_mobile(number: str) -> bool:
        """Tell whether a number that was read is one of a mobile telephone."""
        return _MOBILE.fullmatch(number) is not None

    def _read(self, text: str) -> str:
        if "*" in text:
            raise self._error("masked", _MASKED)
        if re.fullmatch(r"[\d.]+[eE]\+?\d+", text):
            raise self._error("destroyed", "已被表格软件改成科学计数法，请重新填写")
        if _MOBILE.fullmatch(text):
            return text
        digits = unicodedata.normalize("NFKC", text)
        digits = re.sub(r"^(\+|00)86-?|\.0+$", "", digits)
        digits = re.sub(r"[\s()（）]", "", digits).replace("—", "-")
        mobile = re.sub("-", "", digits)
        if _MOBILE.fullmatch(mobile):
            return mobile
        if re.fullmatch(
            r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|[48]00-?\d{3}-?\d{4}|1\d{2}|1\d{4}", digits
        ):
            return digits
        raise self._error("phone", "应是11位手机号或带区号的固定电话")


@dataclass(frozen=True)
class Day(Field[str]):
    """A calendar day, known to the day, the month or the year (ISO text)."""

    width: int = 6

    def show(self, value: Any) -> str:
        """Show the day in figures, to the precision known."""
        return value or ""

    def _take(self, raw: object, text: str) -> str:
        try:
            return calendar.read_day(text if isinstance(raw, str) else raw)
        except calendar.DayProblemError as problem:
            raise self._error(problem.code, calendar.DAY_PROBLEMS[problem.code]) from None


@dataclass(frozen=True)
class Whole(Field[int]):
    """A whole number that cannot be negative."""

    width: int = 4
    summed: bool = True
    most: int = 2_000_000_000

    def cell(self, value: Any) -> object:
        """A number, so that sheets can add it up."""
        return value

    def _read(self, text: str) -> int:
        plain = unicodedata.normalize("NFKC", text).replace(",", "")
        found = re.fullmatch(
            r"(\d+)(\.0+)?\s*(人次|人|名|次|个|处|场|岁|年|分|㎡|m2|平方米)?", plain
        )
        if not found:
            raise self._error("whole", "应是不小于零的整数")
        if int(found[1]) > self.most:
            raise self._error("whole", f"不能大于{self.most}")
        return int(found[1])


@dataclass(frozen=True)
class Money(Field[int]):
    """An amount in yuan, kept in cents (分)."""

    width: int = 6
    summed: bool = True

    def show(self, value: Any) -> str:
        """Show yuan with two decimals."""
        return "" if value is None else f"{Decimal(value) / 100:.2f}"

    def cell(self, value: Any) -> object:
        """A decimal number of yuan."""
        return None if value is None else Decimal(value) / 100

    def _read(self, text: str) -> int:
        plain = re.sub(r"[,￥¥元\s]", "", unicodedata.normalize("NFKC", text))
        factor = 1_000_000 if plain.endswith("万") else 100
        try:
            amount = Decimal(plain.rstrip("万")) * factor
        except ArithmeticError:
            raise self._error("money", "应是金额，如 1234.50") from None
        if not amount.is_finite() or not 0 <= amount < 10**15:
            raise self._error("money", "应是不小于零的金额")
        return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class YesNo(Field[bool]):
    """Yes or no."""

    width: int = 4

    def parse(self, raw: object) -> bool | None:
        """Read 是/否 in the ways forms write it."""
        text = "" if raw is None else _clean(raw).upper()
        if text in {"是", "有", "√", "✓", "☑", "1", "Y", "YES", "TRUE", "真"}:
            return True
        if text in {"否", "无", "没有", "×", "✗", "☐", "0", "N", "NO", "FALSE", "假", "不是"}:
            return False
        return super().parse(raw)

    def show(self, value: Any) -> str:
        """Show 是 or 否."""
        return "" if value is None else "是" if value else "否"

    def _read(self, text: str) -> bool:
        raise self._error("yes_no", f"应填“是”或“否”，不能是“{_quoted(text, 10)}”")


@dataclass(frozen=True)
class Choice(Field[str]):
    """One code of a code table; people see and write its label."""

    width: int = 5
    table: str = ""

    @property
    def options(self) -> CodeTable:
        """The code table, read when first asked for."""
        return code_table(self.table)

    def show(self, value: Any) -> str:
        """Show the label; a code this version does not know is shown as it is."""
        return "" if value is None else self.options.known.get(value, value)

    def _read(self, text: str) -> str:
        written = unicodedata.normalize("NFKC", text).replace(" ", "")
        words = self.options.codes
        # A sheet makes 1 of the code 01.
        ways = (text, written, written.lower(), written.upper(), f"0{written}")
        code = next((words[way] for way in ways if way in words), None)
        if code is None:
            known = "、".join(list(self.options.labels.values())[:8])
            more = "等" if len(self.options.labels) > 8 else ""
            raise self._error("choice", f"“{_quoted(text, 20)}”不在选项里，应为：{known}{more}")
        return code


@dataclass(frozen=True)
class Link(Field[UUID]):
    """Another record, shown by its caption.

    Attributes:
        target: Key of the ledger that it is a record of.
        finds: Whether a list is searched by what finds that record, too.
    """

    width: int = 10
    target: str = ""
    finds: bool = False

    def _take(self, raw: object, text: str) -> UUID:
        if isinstance(raw, UUID):
            return raw
        try:
            return UUID(text)
        except ValueError:
            raise self._error("unresolved", f"“{_quoted(text, 30)}”没有找到") from None
