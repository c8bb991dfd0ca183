"""The printed recovery key: 32 random bytes spelled so that a mistyped line is named.

Crockford's base 32, in four lines of four groups of four letters, the last letter of each line a
check over the line and its number. Reading forgives what people do to such a text.
"""

import hashlib
import unicodedata

from jianxi_desktop.errors import InputError

KEY_SIZE = 32

_VERSION = 1
_CHECKSUM_SIZE = 4
_LINES, _LINE_SIZE = 4, 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110", " \t\r\n-\u2010\u2013\u2014_.,:\u3001\u3002\uff0c")


def spell_recovery_key(secret: bytes) -> str:
    """Spell a recovery key in four lines of four groups, the last letter of each line a check."""
    whole = bytes((_VERSION,)) + secret + _recovery_checksum(secret)
    number = int.from_bytes(whole, "big") << 4
    symbols = [(number >> shift) & 31 for shift in range(295, -1, -5)]
    lines = []
    for line in range(_LINES):
        data = symbols[line * (_LINE_SIZE - 1) : (line + 1) * (_LINE_SIZE - 1)]
        text = "".join(_ALPHABET[symbol] for symbol in (*data, _check_symbol(line, data)))
        lines.append("-".join(text[n : n + 4] for n in range(0, _LINE_SIZE, 4)))
    return "\n".join(lines)


def parse_recovery_key(text: str) -> bytes:
    """Read a recovery key as somebody typed it: any case, spaces or none, I and L for 1, O for 0.

    Raises:
        InputError: Mistyped; the message names the lines.
    """
    lines = _recovery_lines(text)
    data = [[_ALPHABET.find(letter) for letter in line] for line in lines]
    wrong = [
        line + 1
        for line, symbols in enumerate(data)
        if len(symbols) != _LINE_SIZE
        or -1 in symbols
        or _check_symbol(line, symbols[:-1]) != symbols[-1]
    ]
    if wrong:
        raise _mistyped(f"第 {'、'.join(map(str, wrong))} 行有误", f"lines {wrong}")
    number = 0
    for symbol in (symbol for line in data for symbol in line[:-1]):
        number = number << 5 | symbol
    whole = (number >> 4).to_bytes(1 + KEY_SIZE + _CHECKSUM_SIZE, "big")
    secret = whole[1 : 1 + KEY_SIZE]
    if whole[0] != _VERSION or whole[1 + KEY_SIZE :] != _recovery_checksum(secret):
        raise _mistyped("各行合在一起对不上", "checksum")
    return secret


def _recovery_lines(text: str) -> list[str]:
    typed = unicodedata.normalize("NFKC", text).upper()
    lines = [line for line in (each.translate(_MISREAD) for each in typed.splitlines()) if line]
    if len(lines) == _LINES:
        return lines
    joined = "".join(lines)
    if len(joined) != _LINES * _LINE_SIZE:
        size = _LINES * _LINE_SIZE
        raise _mistyped(f"应有 {size} 个字符，现在是 {len(joined)} 个", f"{len(joined)} letters")
    return [joined[n : n + _LINE_SIZE] for n in range(0, len(joined), _LINE_SIZE)]


def _check_symbol(line: int, symbols: list[int]) -> int:
    """Find the check of a line: a polynomial over GF(32) that sees any one letter or swap wrong."""
    check = 0
    for symbol in (line + 1, *symbols, 0):
        check = (check << 1) ^ (0b100101 if check & 16 else 0) ^ symbol
    return check


def _recovery_checksum(secret: bytes) -> bytes:
    return hashlib.sha256(b"jxrecovery-v1\0" + secret).digest()[:_CHECKSUM_SIZE]


def _mistyped(said: str, message: str) -> InputError:
    return InputError(
        f"recovery key mistyped: {message}",
        user_message=f"恢复密钥输入有误：{said}。请对照打印件逐个字符核对这一部分，再输入一次。",
        code="recovery_key_mistyped",
    )
