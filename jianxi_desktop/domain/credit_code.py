"""Unified social credit codes (统一社会信用代码, GB 32100-2015): 18 characters with a check."""

import unicodedata

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18

PROBLEMS = {
    "credit_length": "应是18位统一社会信用代码",
    "credit_characters": "里有代码不用的字符（I、O、S、V、Z 不用）",
    "credit_check": "的校验位不对，请核对",
}


class CreditCodeProblemError(ValueError):
    """The text is no such code; ``code`` is a key of ``PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_credit_code(text: str) -> str:
    """Read a code as people write it: small letters, wide letters, spaces.

    Raises:
        CreditCodeProblemError: It is none; the code says why.
    """
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("-", "").upper()
    if len(plain) != _LENGTH:
        raise CreditCodeProblemError("credit_length")
    if not set(plain) <= set(_ALPHABET):
        raise CreditCodeProblemError("credit_characters")
    if plain[-1] != check_character(plain[:-1]):
        raise CreditCodeProblemError("credit_check")
    return plain


def check_character(first17: str) -> str:
    """Give the last character: weights are the powers of 3, modulo 31."""
    total = sum(_ALPHABET.index(each) * pow(3, place, 31) for place, each in enumerate(first17))
    return _ALPHABET[-total % 31]
