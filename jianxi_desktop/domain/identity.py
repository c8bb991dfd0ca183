"""Resident identity numbers (GB 11643-1999): reading, checking, what they say of a person."""

import re
from datetime import date
from operator import mul
from typing import NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = ord("0") * sum(_WEIGHTS)
_CHECKS = "10X98765432"
_SEXES = dict(zip("0123456789", "21" * 5, strict=True))
_NOISE = re.compile(r"[\s'’‘`\-—_.]")
# Look-alikes of X that rosters hold: full width, multiplication sign, Cyrillic and Greek letters.
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ×хХΧχ✕", "0123456789" + "X" * 8)
_PLAIN = re.compile(r"[0-9]{17}[0-9X]")
_FLOATING = re.compile(r"\d(\.\d+)?[eE]\+?\d+")

PROBLEMS = {
    "destroyed": "已被表格软件改成科学计数法，末几位已丢失，请按证件重新填写",
    "length": "应为18位（或15位旧号）",
    "characters": "只能是数字，最后一位可以是X",
    "date": "中的出生日期不存在",
    "checksum": "最后一位校验码不对，请核对证件",
}


class IdentityProblemError(ValueError):
    """The text is no identity number; ``code`` is a key of ``PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Identity(NamedTuple):
    """What an 18-character number says.

    Attributes:
        number: The number, with a capital X.
        born_on: Date of birth, ISO.
        sex: GB/T 2261.1 code, ``"1"`` man or ``"2"`` woman.
        region: Six-digit county code at the time of issue.
        converted: Whether it was given as an old 15-digit number.
    """

    number: str
    born_on: str
    sex: str
    region: str
    converted: bool = False


def check_character(first17: str) -> str:
    """Compute the last character of a number from its first 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(map(mul, first17.encode("ascii"), _WEIGHTS)) - _ZEROS
    return _CHECKS[total % 11]


def read_identity(raw: object) -> Identity:
    """Read an identity number as people and spreadsheets write it.

    Raises:
        IdentityProblemError: It is none; the code says why.
    """
    if isinstance(raw, float):
        # A sheet keeps 15 digits of a number: an old identity number whole, a new one not.
        if not raw.is_integer() or not 1e14 <= raw < 1e15:
            raise IdentityProblemError("destroyed")
        raw = int(raw)
    if isinstance(raw, str) and _PLAIN.fullmatch(raw):
        return _interpret(raw, converted=False)
    text = _NOISE.sub("", str(raw).translate(_WIDE)).upper()
    if _FLOATING.fullmatch(str(raw).strip()):
        raise IdentityProblemError("destroyed")
    if len(text) == 15 and text.isascii() and text.isdecimal():
        return _convert(text)
    if len(text) != 18:
        raise IdentityProblemError("length")
    if not _PLAIN.fullmatch(text):
        raise IdentityProblemError("characters")
    return _interpret(text, converted=False)


def facts_of(number: str) -> Identity:
    """Say what a number holds that was read and checked before."""
    born_on = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return Identity(number, born_on, _SEXES[number[16]], number[:6])


def _convert(text: str) -> Identity:
    first17 = text[:6] + "19" + text[6:]
    return _interpret(first17 + check_character(first17), converted=True)


def _interpret(number: str, *, converted: bool) -> Identity:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityProblemError("date") from None
    if number[17] != check_character(number[:17]):
        raise IdentityProblemError("destroyed" if number.endswith("000") else "checksum")
    return Identity(number, born.isoformat(), _SEXES[number[16]], number[:6], converted)
