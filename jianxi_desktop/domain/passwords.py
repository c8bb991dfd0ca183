"""What a new password must be: long enough, and nothing that somebody who knows the office tries.

Plain rules: the words an attacker would try first (names of the unit, the user, the place) are
given by the caller.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from jianxi_desktop.errors import InputError

SHORTEST = 10
_STRONG = 3  # of zxcvbn's 0 to 4: more than 10⁸ guesses, each at half a second
_LEFT_OVER = 5  # letters that must remain when known words, days and figures are taken out
_LONGEST_LOOKED_AT = 72  # zxcvbn takes no more
_OWN_WORDS = (
    "洛阳", "涧西", "社区", "街道", "党建", "党委", "党支部", "支部", "网格", "党员", "党群",
    "书记", "管理员", "密码", "中国", "河南", "共产党", "工作台", "一二三四五六七八九十",
    "luoyang", "jianxi", "henan", "shequ", "jiedao", "dangjian", "dangwei", "dangyuan",
    "dangzhibu", "zhibu", "wangge", "dangqun", "shuji", "guanliyuan", "mima", "admin",
    "administrator", "password", "passwd", "woaini", "zhongguo", "gongchandang", "iloveyou",
)  # fmt: skip
_KEYS_IN_A_ROW = re.compile(r"1qaz|2wsx|3edc|4rfv|qwer|asdf|zxcv|qwert|asdfg|zxcvb|poiu|lkjh")
_SYLLABLES = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?ang|iong|[eio]ng|i?ao|uai|[iu]?an|[aeu]i"
    r"|[eiu]n|er|i[aeu]|[io]u|u[aeo]|[aeiouv])){1,4}"
)
_NOT_LETTERS = re.compile(r"[^a-z\u3400-\U0003ffff]+")

_ADVICE = (
    "请换一句只有自己想得到的话，例如几个不相干的词连在一起；不要用姓名、生日、电话、单位名称。"
)


def require_strong(password: str, known: Iterable[str] = ()) -> None:
    """Refuse a new password that is short or that is guessed soon.

    Args:
        password: As typed.
        known: Words that belong to the office and its people: names in characters and in pinyin.

    Raises:
        InputError: With what is weak and how to do better; never with a part of the password.
    """
    plain = unicodedata.normalize("NFKC", password).strip()
    if len(plain) < SHORTEST:
        raise InputError(
            "new password too short",
            user_message=f"密码至少要 {SHORTEST} 个字符。{_ADVICE}",
            code="password_too_short",
        )
    weakness = _weakness(plain.lower(), _words(known))
    if weakness:
        raise InputError(
            "new password weak",
            user_message=f"这个密码容易被猜到：{weakness}。{_ADVICE}",
            code="password_weak",
        )


def is_excellent(password: str) -> bool:
    """Tell whether a password that was let pass is far better than it need be."""
    plain = unicodedata.normalize("NFKC", password).strip().lower()
    return len(plain) >= SHORTEST + 4 and int(_guess(plain, [])["score"]) > _STRONG


def _words(known: Iterable[str]) -> list[str]:
    given = {unicodedata.normalize("NFKC", word).lower().strip() for word in known}
    return sorted({word for word in given if len(word) > 1} | set(_OWN_WORDS), key=len)[::-1]


def _weakness(password: str, words: list[str]) -> str:
    if len(set(password)) < 5:
        return "只有几个字符反复出现"
    rest = password
    for word in words:
        rest = rest.replace(word, " ")
    taken = rest != password
    rest = _KEYS_IN_A_ROW.sub(" ", rest)
    letters = _NOT_LETTERS.sub("", rest)
    if len(letters) < _LEFT_OVER and not _is_random(rest):
        return "除了单位、姓名一类的词和数字，几乎没有别的" if taken else "几乎全是数字或相邻的键"
    if _SYLLABLES.fullmatch(letters) and _NOT_LETTERS.search(rest):
        return "是几个拼音加数字或符号"
    return _as_zxcvbn_finds(password, words)


def _is_random(rest: str) -> bool:
    """Tell figures and marks nobody remembers from a day or a telephone number with a word."""
    marks = re.sub(r"[\w\s]+", "", rest)
    return len(set(marks)) >= 3 and len(set(rest)) >= SHORTEST


def _as_zxcvbn_finds(password: str, words: list[str]) -> str:
    found = _guess(password, words)
    if found["score"] >= _STRONG:
        return ""
    patterns = {each["pattern"] for each in found["sequence"]}
    for pattern, said in _PATTERNS.items():
        if pattern in patterns:
            return said
    return "太短或太简单"


def _guess(password: str, words: list[str]) -> dict[str, Any]:
    from zxcvbn import zxcvbn

    found: dict[str, Any] = zxcvbn(password[:_LONGEST_LOOKED_AT], user_inputs=words)
    return found


_PATTERNS = {
    "spatial": "是键盘上相邻的键",
    "repeat": "是重复的字符",
    "sequence": "是连续的数字或字母",
    "dictionary": "是常用的词或常见的密码",
    "date": "含有日期",
    "regex": "含有年份",
}
