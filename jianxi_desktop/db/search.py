"""Quick search: a full-text index of our own suffix tokens beside each ledger that has one.

Every word a person may start typing from is a token: each suffix of a name, of its pinyin by
syllable, the pinyin and initials of a text, and the last four characters of numbers. A query is
words, joined by AND, each a prefix. In a file the index holds no text (``content=''``) and dies
with its row's serial. Its tokenizer parts at ASCII separators only, so that every ideograph of
every Unicode stands. On the district's server a table of token vectors answers the same alike.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from sqlalchemy import (
    BindParameter,
    Connection,
    TableClause,
    bindparam,
    column,
    literal_column,
    select,
    table,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from jianxi_desktop.db import engines, server
from jianxi_desktop.db.search_terms import LONGEST, READINGS, Terms, runs, terms_of
from jianxi_desktop.domain.readings import ODD, other_reading_of
from jianxi_desktop.schema.fields import Field, IdentityNumber, Name, Phone
from jianxi_desktop.schema.ledger import Ledger, Values

Kind = Literal["number", "name", "text"]
_AT_ONCE = 5_000  # records that are indexed anew together
# What the tokenizer of a file takes for a token: all between ASCII separators.
_TOKEN = re.compile(r"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")

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


def create_statements(table: str, dialect: str) -> Sequence[str]:
    """Give the statements that make the index beside ``table`` in a database of this kind."""
    if dialect == "postgresql":
        return (
            f"CREATE TABLE {table}_search (rowid bigint PRIMARY KEY, t tsvector NOT NULL)",
            f"CREATE INDEX ix_{table}_search ON {table}_search USING gin (t)",
        )
    options = "t, content='', contentless_delete=1, tokenize='ascii', detail='none'"
    return (f"CREATE VIRTUAL TABLE {table}_search USING fts5({options}, prefix='1 2 3 5')",)


def add(
    connection: Connection, ledger: Ledger, serials: Sequence[int], rows: Sequence[Values]
) -> None:
    """Index new records."""
    texts = _texts(ledger, rows)
    if texts is not None:
        _put(connection, table_name(ledger), serials, texts)


def put_again(connection: Connection, ledger: Ledger, serial: int, row: Values) -> None:
    """Index a record anew; what stood there before is replaced."""
    texts = _texts(ledger, (row,))
    if texts is None:
        return
    into = f"INTO {table_name(ledger)}(rowid, t) VALUES"
    if engines.is_server(connection):
        again = "ON CONFLICT (rowid) DO UPDATE SET t = EXCLUDED.t"
        line = (serial, _as_vector(texts[0]))
        connection.exec_driver_sql(f"INSERT {into} (%s, %s) {again}", line)
        return
    connection.exec_driver_sql(f"INSERT OR REPLACE {into} (?, ?)", (serial, texts[0]))


def rebuild(connection: Connection, record_table: str, fields: Mapping[str, Kind]) -> None:
    """Index every record of a table anew, for a step after which records are found by more.

    Args:
        connection: To a database whose schema may be changed.
        record_table: The table of the records.
        fields: Its columns that are searched, and how each is read.
    """
    name, columns = f"{record_table}_search", ", ".join(fields)
    empty = f"INSERT INTO {name}({name}) VALUES ('delete-all')"  # noqa: S608 - names only
    connection.exec_driver_sql(f"TRUNCATE {name}" if engines.is_server(connection) else empty)
    wanted = f"SELECT serial, {columns} FROM {record_table} ORDER BY serial"  # noqa: S608 - names only
    kinds = [_KINDS[kind] for kind in fields.values()]
    for part in connection.exec_driver_sql(wanted).partitions(_AT_ONCE):
        texts = [
            " ".join(tokens(value) for tokens, value in zip(kinds, row[1:], strict=True))
            for row in part
        ]
        _put(connection, name, [row[0] for row in part], texts)


def _put(connection: Connection, name: str, serials: Sequence[int], texts: Sequence[str]) -> None:
    if engines.is_server(connection):
        rows = {"rowid": serials, "t": list(map(_as_vector, texts))}
        server.copy_rows(connection, name, rows)
        return
    into = f"INSERT INTO {name}(rowid, t) VALUES (?, ?)"  # noqa: S608 - a name only
    connection.exec_driver_sql(into, list(zip(serials, texts, strict=True)))


def _texts(ledger: Ledger, rows: Sequence[Values]) -> list[str] | None:
    """Give the tokens of each row, parted by spaces; none at all where nothing is searched."""
    columns = [
        [tokens(row.get(field.key)) for row in rows]
        for field in ledger.fields.values()
        if field.search
        for tokens in (_tokens_of(field),)
    ]
    return list(map(" ".join, zip(*columns, strict=True))) if columns else None


def _as_vector(text: str) -> str:
    """Write tokens as the server's vector, which takes none of more than 2,046 bytes."""
    return " ".join(f"'{token[:200]}'" for token in _TOKEN.findall(text.lower()))


def index_of(ledger: Ledger) -> TableClause:
    """Give the index of a ledger, to join with its table by ``rowid``.

    Joined and ordered by ``rowid`` the index gives its matches in order, and a first page of
    many thousand matches costs no more than itself; ``IN (subquery)`` collects them all first.
    """
    return table(table_name(ledger), column("rowid"), column("t"))


def find(ledger: Ledger, words: str, *, guessing: bool = True) -> Any:
    """Give the clause "the index matches"; without a usable word everything matches.

    Without ``guessing`` a number must be given whole, or by its last four digits: whoever may
    only see masked numbers must not find the others digit by digit.
    """
    terms = terms_of(words, whole=not guessing and hides_numbers(ledger))
    return matches(ledger, bindparam(None, terms, Terms())) if terms else None


def hides_numbers(ledger: Ledger) -> bool:
    """Tell whether the index holds numbers that are masked where they are shown."""
    return any(field.search and field.masked for field in ledger.fields.values())


def matches(ledger: Ledger, terms: BindParameter[Any]) -> Any:
    """Give the clause "the index matches these terms"."""
    return _Matches(literal_column(table_name(ledger)), terms)


def tokens(text: str) -> tuple[str, ...]:
    """Give all that a short text may be found by: its parts, their pinyin, their initials."""
    initials = "".join(READINGS[character][:1] for character in text)
    return (*_name_tokens(text).split(), *(initials[at:] for at in range(len(initials))))


def finds(connection: Connection, ledger: Ledger, serial: int, row: Values) -> bool:
    """Tell whether the index answers with a row to every token of it."""
    texts = _texts(ledger, (row,))
    terms = tuple(f'"{token}"' for token in _TOKEN.findall(texts[0].lower())) if texts else ()
    if not terms:
        return True
    index = index_of(ledger)
    there = matches(ledger, bindparam(None, terms, Terms()))
    found = select(index.c.rowid).where(there, index.c.rowid == serial)
    return connection.execute(found).first() is not None


class _Matches(FunctionElement[Any]):
    """The clause "this index matches these words"; a Boolean would be compared with 1 in a file."""

    inherit_cache = True


@compiles(_Matches)
def _on_file(element: _Matches, compiler: SQLCompiler, **more: Any) -> str:
    index, terms = (compiler.process(each, **more) for each in element.clauses)
    return f"{index} MATCH {terms}"


@compiles(_Matches, "postgresql")
def _on_server(element: _Matches, compiler: SQLCompiler, **more: Any) -> str:
    index, terms = (compiler.process(each, **more) for each in element.clauses)
    return f"{index}.t @@ CAST({terms} AS tsquery)"


def _tokens_of(field: Field[Any]) -> Callable[[str | None], str]:
    """Choose how a value of a field becomes tokens, parted by spaces."""
    return _KINDS[kind_of(field)]


def kind_of(field: Field[Any]) -> Kind:
    """Tell how a field's values are read for the index."""
    if isinstance(field, IdentityNumber | Phone):
        return "number"
    return "name" if isinstance(field, Name) else "text"


def _number_tokens(value: str | None) -> str:
    if not value:
        return ""
    if "-" in value:
        digits = value.replace("-", "")
        return f"{digits} {digits[-4:]} {value.replace('-', ' ')}"
    digits = value.lower()
    return f"{digits} {digits[-4:]}"


def _text_tokens(value: str | None) -> str:
    if not value:
        return ""
    begins = value[:LONGEST]
    spoken = [[READINGS[character] for character in begins]]
    if not ODD.isdisjoint(begins):
        spoken.append(_otherwise(begins, spoken[0]))
    return " ".join([*_words(value), *(token for each in spoken for token in _spoken(each))])


def _name_tokens(name: str | None) -> str:
    if not name:
        return ""
    usual = [READINGS[character] for character in name]
    tokens = ["".join(usual[start:]) for start in range(len(usual))]
    tokens.append("".join([syllable[:1] for syllable in usual]))
    if not ODD.isdisjoint(name):
        tokens += _spoken(_otherwise(name, usual))
    if (surname := _SURNAMES.get(name[0])) and surname != usual[0]:
        usual[0] = surname
        tokens.append("".join(usual))
        tokens.append("".join([syllable[:1] for syllable in usual]))
    return " ".join([*_words(name), *tokens])


def _otherwise(text: str, usual: Sequence[str]) -> list[str]:
    """Read characters as names of places have them, such as 重 in 重庆."""
    return [other_reading_of(each) or read for each, read in zip(text, usual, strict=True)]


def _spoken(syllables: Sequence[str]) -> tuple[str, str]:
    """Give the pinyin of a text and its initials."""
    return "".join(syllables), "".join([syllable[:1] for syllable in syllables])


def _words(value: str) -> list[str]:
    words: list[str] = []
    for run in runs(value):
        if run.isascii():
            words.append(run)
        else:
            words += [run[start : start + LONGEST] for start in range(len(run))]
    return words


_KINDS: Final[dict[Kind, Callable[[str | None], str]]] = {
    "number": _number_tokens,
    "name": _name_tokens,
    "text": _text_tokens,
}
