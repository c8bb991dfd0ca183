"""Captions: which column of a sheet is which field, and where the heading line stands."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jianxi_desktop.schema.fields import Field

Cells = Sequence[Any]
# Captions that our own report adds; a mended report is read again as it is.
ROW_NUMBER, DECISION, REASONS = "原表行号", "导入处理", "没有收下的原因"
OWN = (ROW_NUMBER, DECISION, REASONS)
_MARKS = re.compile("必填项?|选填项?|[*＊★※:：]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|\{[^{}]*\}")
_LONGEST = 100
_MOST_LINES = 3
_NUMBERING = re.compile(r"^\d{1,2}[.、]")


def plain_caption(raw: object) -> str:
    """Strip a caption of spaces, line breaks, width differences and marks of obligation."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(raw)))
    text = _MARKS.sub("", text)
    return _NUMBERING.sub("", text.replace("()", "").replace("[]", "").replace("【】", "")).upper()


def bare_caption(raw: object) -> str:
    """Strip a caption of bracketed hints too: ``出生年月（如1985.03）``."""
    plain = plain_caption(raw)
    return _BRACKETS.sub("", plain) or plain


class Captions:
    """Every caption a field answers to.

    A full match goes before a match without brackets, a field's caption before its aliases.
    """

    def __init__(
        self, fields: Sequence[Field[Any]], given: Mapping[str, str | None], ignored: Sequence[str]
    ) -> None:
        self._ignored = {plain_caption(each) for each in (*ignored, *OWN)}
        self._given = {plain_caption(each): key for each, key in given.items()}
        self._ranks: dict[str, tuple[int, str]] = {}
        self._met: dict[str, tuple[int, str] | None] = {}
        for strip in (plain_caption, bare_caption):
            for spec in fields:
                for rank, caption in enumerate((spec.caption, *spec.aliases)):
                    self._ranks.setdefault(strip(caption), (rank, spec.key))

    def find(self, raw: str) -> tuple[int, str] | None:
        """Give rank and field key of a caption; the lower rank is the nearer name."""
        if raw not in self._met:
            self._met[raw] = self._find(raw) if len(raw) <= _LONGEST else None
        return self._met[raw]

    def names(self, raw: str) -> str:
        """Say what a caption names, for counting: a field, or a column that is left out."""
        found = self.find(raw)
        if found:
            return found[1]
        plain = plain_caption(raw)
        return plain if plain in self._given else ""

    def _find(self, raw: str) -> tuple[int, str] | None:
        plain = plain_caption(raw)
        if plain in self._given:
            key = self._given[plain]
            return None if key is None else (-1, key)
        found = self._ranks.get(plain)
        if found or not plain or plain in self._ignored:
            return found
        return self._ranks.get(bare_caption(raw))


@dataclass(frozen=True)
class Heading:
    """The heading line of a sheet, understood.

    Attributes:
        first: Sheet row of its first line, from 1.
        last: Sheet row of its last line.
        captions: Caption by place of the column.
        keys: Field key by place of the column.
        rivals: Places of all columns that mean the same field, the nearest name first.
    """

    first: int
    last: int
    captions: Mapping[int, str]
    keys: Mapping[int, str]
    rivals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def find_heading(
    lines: Sequence[Cells], fields: Sequence[Field[Any]], captions: Captions
) -> Heading | None:
    """Find the line, or two or three, that name the most fields; ``None`` where nothing does.

    Args:
        lines: The first lines of the sheet, from its row 1.
        fields: The fields that may be named.
        captions: Their captions.
    """
    least = min(2, len(fields))
    required = {spec.key for spec in fields if spec.required}
    best: tuple[tuple[int, int, int], int, dict[int, str]] | None = None
    for place in range(len(lines)):
        for height, names in _readings(lines, place, captions):
            keys = {captions.names(each) for each in names.values()} - {""}
            score = (len(keys & required) + len(keys), -height, -place)
            if len(keys) >= least and (best is None or score > best[0]):
                best = (score, place, names)
    if best is None:
        return None
    score, place, names = best
    return _settled(place + 1, place - score[1], names, captions)


def _readings(
    lines: Sequence[Cells], place: int, captions: Captions
) -> list[tuple[int, dict[int, str]]]:
    """Read a line as a heading alone, and with the lines below as one of two or three lines."""
    names = {column: _shown(cell) for column, cell in enumerate(lines[place]) if _shown(cell)}
    readings = [(1, names)]
    for below in lines[place + 1 : place + _MOST_LINES] if names else ():
        joined = _two_lines(names, below, captions)
        if joined is None:
            break
        readings.append((len(readings) + 1, joined))
        names = joined
    return readings


def _two_lines(upper: Mapping[int, str], below: Cells, captions: Captions) -> dict[int, str] | None:
    """Join a line of groups with the line of captions below it; ``None`` where it is none."""
    lower = {column: _shown(cell) for column, cell in enumerate(below) if _shown(cell)}
    known = [column for column, text in upper.items() if captions.find(text)]
    if not lower or sum(column in lower for column in known) * 2 > len(known):
        return None
    names = dict(upper)
    group = ""
    for column in range(max((*upper, *lower)) + 1):
        group = upper.get(column, group)
        if column in lower:
            joined = group + lower[column]
            names[column] = joined if captions.find(joined) else lower[column]
    return names


def _settled(first: int, last: int, names: Mapping[int, str], known: Captions) -> Heading:
    """Give every field the column with the nearest name; further columns are rivals."""
    found: dict[str, list[tuple[int, int]]] = {}
    for column, text in names.items():
        hit = known.find(text)
        if hit:
            found.setdefault(hit[1], []).append((hit[0], column))
    order = {key: tuple(column for _rank, column in sorted(hits)) for key, hits in found.items()}
    return Heading(
        first,
        last,
        names,
        keys={columns[0]: key for key, columns in order.items()},
        rivals={key: columns for key, columns in order.items() if len(columns) > 1},
    )


def _shown(cell: object) -> str:
    return re.sub(r"\s+", " ", str(cell)).strip() if isinstance(cell, str) else ""
