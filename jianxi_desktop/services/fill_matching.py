"""Which ledger fills a blank, and what each of its columns is filled with.

A wrong value is worse than an empty cell: where two columns would get the same, where a caption
says too little, or where the choices of a column do not know the values, it stays empty.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import fill_captions as said
from jianxi_desktop.services.fill_paths import read_source
from jianxi_desktop.services.fill_words import Meant, words_of
from jianxi_desktop.sheets.captions import bare_caption, plain_caption

How = Literal["known", "learned", "guessed", "left"]
_POSTS = re.compile("书记|委员")
_STATUSES = ("党籍状态", "人员类别")
_NOTES, _MOST_MATCHED = ("备注", "说明"), 5


class Asked(Protocol):
    """A column that asks for something."""

    @property
    def caption(self) -> str:
        """What the last line of the heading says."""

    @property
    def group(self) -> str:
        """What stands over it."""

    @property
    def choices(self) -> tuple[str, ...]:
        """What its list offers."""


@dataclass(frozen=True)
class Match:
    """What a column is filled with.

    Attributes:
        source: Key of the source; ``None``: it stays empty.
        how: How it was found.
    """

    source: str | None
    how: How


LEFT = Match(None, "left")


def match_columns(
    catalog: Catalog,
    ledger: Ledger,
    columns: Sequence[Asked],
    *,
    given: Mapping[str, str | None] | None = None,
    learned: Mapping[str, str | None] | None = None,
) -> tuple[Match, ...]:
    """Find for each column what it is filled with.

    Args:
        catalog: All ledgers.
        ledger: The one whose records fill the rows.
        columns: The columns of the blank.
        given: What a person decided now, by plain caption with its group; ``None`` leaves it out.
        learned: What was decided before.
    """
    words = words_of(catalog, ledger.key)
    meant = [words.find(each.caption, each.group) for each in columns]
    guarded = _without_notes(columns, _without_rivals(ledger, columns, meant))
    found = [
        LEFT
        if each is None or not _fits(catalog, ledger, each.source, column.choices)
        else Match(each.source, each.how)
        for column, each in zip(columns, guarded, strict=True)
    ]
    said_by: tuple[tuple[Mapping[str, str | None], How], ...] = (
        (learned or {}, "learned"),
        (given or {}, "known"),
    )
    for decided, how in said_by:
        for place, column in enumerate(columns):
            if (key := caption_key(column)) in decided:
                source = decided[key]
                found[place] = LEFT if source is None else Match(source, how)
    return tuple(found)


def caption_key(column: Asked) -> str:
    """Give the caption of a column as it is remembered."""
    return plain_caption(f"{column.group}{column.caption}")


def best_ledger(catalog: Catalog, columns: Sequence[Asked]) -> Ledger | None:
    """Find the ledger that can say the most of what a blank asks; ``None`` where none can.

    Members go first among equals.
    """
    scores = [(_score(catalog, ledger, columns), ledger) for ledger in catalog]
    most, best = max(scores, key=lambda each: each[0])
    return best if most > 0 else None


def _score(catalog: Catalog, ledger: Ledger, columns: Sequence[Asked]) -> float:
    """Weigh what a ledger can say; nothing where its records would hardly be recognised."""
    sources = [
        match.source
        for match in match_columns(catalog, ledger, columns)
        if match.source and match.how == "known" and not match.source.startswith("@")
    ]
    weights = [_weight(ledger, each) for each in sources]
    names = {ledger.caption.key, *([ledger.owner.key] if ledger.owner is not None else ())}
    named = not names.isdisjoint(sources)
    many = ledger.key in ("person", "organisation") or len(sources) > 1 or len(columns) <= 6
    few = len(columns) > 6 and len(sources) * 4 < len(columns)
    nobody = ledger.key == "person" and not named
    if 1.0 not in weights or not many or (few and not named) or nobody:
        return 0.0
    first = 0.75 if ledger.key == "person" and named else 0.0
    return sum(weights) + 2 * named + first - 0.5 * (not ledger.area)


def _weight(ledger: Ledger, source: str) -> float:
    """Weigh a source by how far it is from the record itself; people are told of elsewhere too."""
    if re.fullmatch(r"[a-z_]+(:[a-z_0-9]+)?([|+][a-z_]+)?", source):
        return 1.0
    link = ledger.fields.get(re.split("[./|+*:=]", source)[0])
    return 0.6 if getattr(link, "target", "") == "person" else 0.8


def _without_rivals(
    ledger: Ledger, columns: Sequence[Asked], meant: Sequence[Meant | None]
) -> list[Meant | None]:
    """Let the nearest of columns that mean the same have it; a caption met twice gets nothing."""
    left = list(meant)
    captions = [caption_key(column) for column in columns]
    met = Counter(captions)
    by_source: dict[str, list[tuple[int, int]]] = {}
    for place, each in enumerate(meant):
        if each is not None:
            by_source.setdefault(each.source, []).append((each.rank, place))
    for source, ranked in by_source.items():
        _rank, first = min(ranked)
        for _rank, place in ranked:
            twice = met[captions[place]] > 1 and source != ledger.caption.key
            if twice or (place != first and source not in said.REPEATED):
                left[place] = None
    _leave_statuses(columns, left)
    _part_phones(left)
    _leave_posts(columns, left)
    return left


def _leave_statuses(columns: Sequence[Asked], left: list[Meant | None]) -> None:
    """Where 党籍状态 stands beside 人员类别, one asks for 正式 or 预备 and one for something else.

    Which is which differs from table to table: it must be said by an example or a list.
    """
    asking = [
        place for place, each in enumerate(columns) if bare_caption(each.caption) in _STATUSES
    ]
    meant = next((left[place] for place in asking if left[place] is not None), None)
    for place in asking if len(asking) > 1 else ():
        column = columns[place]
        hints = (column.caption, getattr(column, "sample", ""), *column.choices)
        hinted = any("正式" in hint or "预备" in hint for hint in hints)
        left[place] = meant if hinted else None


def _part_phones(left: list[Meant | None]) -> None:
    """Where the mobile phone has a column of its own, the other one is for the other number."""
    sources = {each.source for each in left if each is not None}
    for place, each in enumerate(left):
        if each is not None and each.source.endswith("phone|landline") and "phone" in sources:
            left[place] = each._replace(source="landline")


def _leave_posts(columns: Sequence[Asked], left: list[Meant | None]) -> None:
    """Where posts are asked for one beside the other, 党支部书记 is a box to tick, and no name."""
    posts = [column.caption for column in columns if _POSTS.search(column.caption)]
    for place, each in enumerate(left):
        if (
            each is not None
            and each.source.endswith(".secretary")
            and "姓名" not in columns[place].caption
            and len(posts) > 1
        ):
            left[place] = None


def _without_notes(columns: Sequence[Asked], left: list[Meant | None]) -> list[Meant | None]:
    """Give remarks only to what is plainly a register of these records.

    Elsewhere 备注 is for what the sender of the blank wants to know.
    """
    asked = [c for c in columns if plain_caption(c.caption) not in ("序号", *_NOTES)]
    known = sum(
        each is not None and not each.source.startswith("@") and column in asked
        for column, each in zip(columns, left, strict=True)
    )
    if known >= _MOST_MATCHED and known * 2 >= len(asked):
        return left
    return [
        None if plain_caption(column.caption) in _NOTES else each
        for column, each in zip(columns, left, strict=True)
    ]


def _fits(catalog: Catalog, ledger: Ledger, source: str, choices: Sequence[str]) -> bool:
    """Tell whether a column's list knows what a field of codes would put there."""
    path = read_source(catalog, ledger, source).main
    if not choices or path.view or not isinstance(path.field, Choice):
        return True
    codes = path.field.options.codes
    return any(plain_caption(choice) in codes or choice.strip() in codes for choice in choices)
