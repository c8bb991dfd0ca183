"""Quick search: a full-text index of our own suffix tokens beside each ledger that has one.

Every word a person may start typing from is a token: each suffix of a name, of its pinyin by
syllable, its initials, and the last four characters of numbers. A query is words, joined by AND,
each a prefix. The index holds no text (``content=''``) and dies with its row's serial.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, text

from jianxi_desktop.schema.fields import IdentityNumber, Name, Phone, Text
from jianxi_desktop.schema.ledger import Ledger, Values

_LONGEST = 12  # characters of a suffix; longer queries are cut to it
# A run is one token, for the index cannot answer phrases: whatever separates for the tokenizer,
# punctuation above all, separates here. Self-made and the youngest ideographs are no separators.
_RUN = re.compile(r"[a-z0-9]+|(?:[^\W\x00-\x7f]|[\ue000-\uf8ff\U00020000-\U0003fffd])+")
# The tokenizer knows Unicode 6.1 and takes younger letters for separators: beyond the ranges that
# were full by then, characters are spelled.
_YOUNGER = re.compile(
    "[^\x00-\u024f\u3041-\u30ff\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7a3"
    "\U00020000-\U0002a6d6\U0002a700-\U0002b734\U0002b740-\U0002b81d]"
)

# Surnames whose reading differs from the character's usual one.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "区": "ou", "盖": "ge",
    "朴": "piao", "乐": "yue", "缪": "miao", "华": "hua", "任": "ren", "翟": "zhai", "纪": "ji",
    "员": "yun", "冼": "xian", "洗": "xian", "种": "chong", "覃": "qin", "繁": "po", "召": "shao",
    "秘": "bi", "重": "chong", "牟": "mu", "宿": "su", "车": "che", "那": "na", "黑": "he",
    "折": "she", "撒": "sa", "祭": "zhai", "尉": "yu", "长": "zhang", "万": "mo", "宁": "ning",
    "葛": "ge", "晁": "chao", "郗": "xi", "逄": "pang", "隗": "wei", "谌": "chen", "殷": "yin",
}  # fmt: skip


def has_index(ledger: Ledger) -> bool:
    """Tell whether a ledger has a field the quick search looks at."""
    return any(field.search for field in ledger.fields.values())


def table_name(ledger: Ledger) -> str:
    """Name the index of a ledger."""
    return f"{ledger.record.__tablename__}_search"


def create_statement(table: str) -> str:
    """Give the statement that makes the index beside ``table``."""
    return (
        f"CREATE VIRTUAL TABLE {table}_search USING fts5(t, content='', contentless_delete=1, "
        "tokenize='unicode61', detail='none', prefix='1 2 3 5')"
    )


def put(connection: Connection, ledger: Ledger, rows: Sequence[tuple[int, Values]]) -> None:
    """Index records by serial; what stood there before is replaced."""
    fields = [field for field in ledger.fields.values() if field.search]
    if not fields or not rows:
        return
    lines = [
        (serial, " ".join(token for f in fields for token in _tokens(f, values.get(f.key))))
        for serial, values in rows
    ]
    statement = f"INSERT OR REPLACE INTO {table_name(ledger)}(rowid, t) VALUES (?, ?)"  # noqa: S608
    connection.exec_driver_sql(statement, lines)


def find(ledger: Ledger, words: str) -> Any:
    """Give the clause "serial is among the matches"; without a usable word everything matches."""
    terms = [f"{_spelled(run[:_LONGEST])}*" for run in _runs(words)]
    if not terms:
        return None
    clause = (
        f"{ledger.record.__tablename__}.serial IN "  # noqa: S608 - both names are ours
        f"(SELECT rowid FROM {table_name(ledger)} WHERE {table_name(ledger)} MATCH :words)"
    )
    return text(clause).bindparams(words=" ".join(terms))


def _tokens(field: Any, value: Any) -> Iterable[str]:
    if not value:
        return
    if isinstance(field, IdentityNumber | Phone):
        digits = value.lower().replace("-", "")
        yield from (digits, digits[-4:])
        if digits != value:
            yield from value.lower().split("-")
        return
    if isinstance(field, Text):
        yield from _words(value)
        if isinstance(field, Name):
            yield from _readings(value)
        else:
            yield "".join(_reading(character)[:1] for character in value[:_LONGEST])


def _words(value: str) -> Iterable[str]:
    for run in _runs(value):
        if run.isascii():
            yield run
        else:
            for start in range(len(run)):
                yield _spelled(run[start : start + _LONGEST])


def _runs(text: str) -> list[str]:
    """Split a text into what is searched as one; the dot within a name joins its parts."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower().replace("·", ""))


def _spelled(run: str) -> str:
    return run if run.isascii() else _YOUNGER.sub(lambda found: f"u{ord(found[0]):x}", run)


@cache
def _readings(name: str) -> tuple[str, ...]:
    usual = [_reading(character) for character in name]
    tokens = dict.fromkeys(["".join(usual[start:]) for start in range(len(usual))])
    tokens["".join(syllable[:1] for syllable in usual)] = None
    if surname := _SURNAMES.get(name[:1]):
        tokens["".join([surname, *usual[1:]])] = None
        tokens["".join(syllable[:1] for syllable in [surname, *usual[1:]])] = None
    return tuple(token for token in tokens if token)


@cache
def _reading(character: str) -> str:
    from pypinyin import Style, pinyin

    if character.isascii():
        return character.lower() if character.isalnum() else ""
    found = pinyin(character, style=Style.NORMAL, errors="ignore")
    return found[0][0].replace("ü", "v") if found else ""
