"""The quick search over many ledgers at once: one statement asks all their indexes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from jianxi_desktop.db import search, search_terms
from jianxi_desktop.db.listing import Lister
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.fields import Day, IdentityNumber, Phone
from jianxi_desktop.schema.ledger import Ledger

_OPEN, _WHOLE, _MOST, _TAIL = "open_terms", "whole_terms", "most", "tail"
_LEAST_EXACT = 2  # characters: a single one is a beginning, hardly ever a word
Found = Mapping[str, Sequence[int]]
Terms = tuple[str, ...]


class Finder:
    """Asks the indexes of ledgers; its statements are built once, and it holds no connection.

    Args:
        ledgers: Those that are asked, each with an index.
        lister: Gives the reader of what a person may see of a ledger.
        may_reveal: Whether that person may find numbers by parts of them.
    """

    def __init__(
        self, ledgers: Sequence[Ledger], lister: Callable[[Ledger], Lister], *, may_reveal: bool
    ) -> None:
        self._ledgers = tuple(ledgers)
        self._may_reveal = may_reveal
        self._each: dict[str, Select[Any]] = {}
        parts = []
        for place, ledger in enumerate(self._ledgers):
            whole = not may_reveal and search.hides_numbers(ledger)
            found = lister(ledger).matching(search_terms.asked(_WHOLE if whole else _OPEN))
            if _is_dated(ledger):  # of what happened, the last is wanted most
                newest = search.index_of(ledger).c.rowid.desc()
                found = found.order_by(None).order_by(newest)
            found = found.limit(bindparam(_MOST, type_=Integer()))
            self._each[ledger.key] = found
            inner = found.subquery()
            parts.append(select(literal_column(str(place)).label("place"), inner.c.serial))
        self._all = union_all(*parts)
        self._tails = {
            ledger.key: self._ends_in(ledger, lister(ledger))
            for ledger in self._ledgers
            if may_reveal and search.hides_numbers(ledger)
        }

    def find(self, connection: Connection, words: str, most: int) -> tuple[Found, Found]:
        """Give serials by ledger, and those of them that a word names whole.

        What is named whole comes first; a ledger that has more than ``most`` gives one more.
        """
        if not search_terms.runs(words):
            return {}, {}
        found = self._ask(connection, words, most + 1)
        whole: dict[str, list[int]] = {}
        if any(len(serials) > most for serials in found.values()) and len(words) >= _LEAST_EXACT:
            whole = self._ask(connection, words, most + 1, exact=True)
        for key, serials in self._by_tail(connection, words, most).items():
            whole.setdefault(key, []).extend(serials)
        for key, serials in whole.items():
            found[key] = list(dict.fromkeys([*serials, *found.get(key, ())]))[: most + 1]
        return found, whole

    def find_spelled(
        self, connection: Connection, words: str, most: int, spell: Callable[..., Terms]
    ) -> Found:
        """Give serials by ledger for words that are asked for in another way.

        Args:
            connection: To the database.
            words: As they were typed.
            most: Records of a ledger.
            spell: Gives the terms, such as ``search_terms.sound_terms``.
        """
        terms = spell(words, whole=False)
        if not terms:
            return {}
        return self._found(connection, {_OPEN: terms, _WHOLE: spell(words, whole=True)}, most)

    def count(self, connection: Connection, key: str, words: str, most: int) -> int:
        """Count what a ledger has, up to ``most``."""
        inner = self._each[key].subquery()
        asked = {**self._terms(words), _MOST: most}
        counted = select(func.count()).select_from(inner)
        return int(connection.execute(counted, asked).scalar_one())

    def _ask(
        self, connection: Connection, words: str, most: int, *, exact: bool = False
    ) -> dict[str, list[int]]:
        return self._found(connection, self._terms(words, exact=exact), most)

    def _found(
        self, connection: Connection, terms: Mapping[str, Terms], most: int
    ) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, serial in connection.execute(self._all, {**terms, _MOST: most}):
            found.setdefault(self._ledgers[place].key, []).append(serial)
        return found

    def _terms(self, words: str, *, exact: bool = False) -> dict[str, Any]:
        terms = {_OPEN: search_terms.terms_of(words, exact=exact)}
        if not self._may_reveal:
            terms[_WHOLE] = search_terms.terms_of(words, whole=True, exact=exact)
        return terms

    def _by_tail(self, connection: Connection, words: str, most: int) -> dict[str, list[int]]:
        """Find numbers by more than their last four digits, for whoever may see them."""
        tail = search_terms.tail_of(words)
        if not tail:
            return {}
        asked = {
            _OPEN: search_terms.terms_of(tail[-4:], exact=True),
            _TAIL: f"%{tail}",
            _MOST: most,
        }
        found = {}
        for key, statement in self._tails.items():
            if serials := list(connection.execute(statement, asked).scalars()):
                found[key] = serials
        return found

    def _ends_in(self, ledger: Ledger, lister: Lister) -> Select[Any]:
        table = table_of(ledger)
        ends = (
            func.lower(table.c[field.key]).like(bindparam(_TAIL, type_=String()))
            for field in ledger.fields.values()
            if field.search and isinstance(field, IdentityNumber | Phone)
        )
        found = lister.matching(search_terms.asked(_OPEN)).where(or_(*ends))
        return found.limit(bindparam(_MOST, type_=Integer()))


def _is_dated(ledger: Ledger) -> bool:
    first = ledger.listing[0].key if ledger.listing else ""
    return isinstance(ledger.all_fields.get(first), Day)
