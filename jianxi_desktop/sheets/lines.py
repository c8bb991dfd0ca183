"""Lines of a sheet that hold no record: titles, totals, footnotes, repeated headings, blanks."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from jianxi_desktop.sheets.captions import Captions, Heading
from jianxi_desktop.sheets.merges import Merge

Cells = Sequence[Any]

_TOTAL = re.compile(r"(本页|本表)?(合计|总计|小计|共计|累计|总数)([（(:：].*)?")
_FOOTNOTE = re.compile(
    r"[（(【*※]*(注|备注|说明|填表说明|填报说明|填写说明|附注)\d*[】）)]*[:：.、].*"
    r"|(填表|填报|制表|审核|经办|联系|负责|报送|统计)(人|单位|日期|时间|部门|电话)"
    r"([（(].*[)）])?[:：].*"
    r"|(单位|党组织|支部)?(负责人|书记)([（(]?(签字|签名|盖章)[)）]?)?[:：].*"
)
_EXAMPLE = re.compile(r"[（(【]?(示例|样例|填写示例|例如?[:：]).*")
_TITLE_END = re.compile(r".{4,}(名册|花名册|名单|一览表|登记表|统计表|信息表|台账|情况表|基本情况)")
_FIRST_LETTERS = frozenset("本合总小共累（(【*※注备说填附制审经联负报统单党支书示样例")
_WIDE_MERGE = 3
_COLUMN_NUMBERS = re.compile(r"[（(]?(\d{1,2}|[甲乙丙丁])[)）]?")


class Lines:
    """Tells records from the other lines of one sheet.

    Args:
        heading: Where the heading stands and what it says.
        captions: The captions of the fields.
        required: Keys of the fields every record must have.
        left: Sheet column, from 0, of the first cell of every line.
        merges: Merged ranges of the sheet (row, column from 0).
    """

    def __init__(
        self,
        heading: Heading,
        captions: Captions,
        required: frozenset[str],
        left: int,
        merges: Sequence[Merge],
    ) -> None:
        self._heading = heading
        self._captions = captions
        self._keyed = tuple(heading.keys)
        self._required = frozenset(c for c, key in heading.keys.items() if key in required)
        self._lead = min(self._required, default=self._keyed[0])
        self._said = {re.sub(r"\s+", "", caption) for caption in heading.captions.values()}
        self._titled = {
            top + 1: column - left
            for (top, column), (_bottom, right) in merges
            if right - column + 1 >= _WIDE_MERGE
        }

    def skipped(self, row: int, cells: Cells) -> str:
        """Say why a line holds no record: ``blank``, ``title``, ``total``, …; mostly empty."""
        filled = len(cells) - cells.count("")
        if filled > 2 and row > self._heading.last + 1 and not self._may_speak(cells):
            return ""
        texts = [cell for cell in cells if cell != ""]
        if not texts:
            return "blank"
        first = texts[0]
        kind = self._by_words(first, texts) if type(first) is str else ""
        if kind:
            return kind
        if row in self._titled and len(texts) == 1:
            return "title"
        if len(texts) <= 2 and not self._speaks_of_a_record(cells):
            return "title" if any(len(str(text)) > 8 for text in texts) else "blank"
        if row == self._heading.last + 1 and _numbers_columns(texts):
            return "heading"
        return "heading" if self._repeats_heading(cells) else ""

    def _may_speak(self, cells: Cells) -> bool:
        """Look at the first letter only: all but a few lines of a roster are records."""
        first = next(cell for cell in cells if cell != "")
        if type(first) is str and first.lstrip()[:1] in _FIRST_LETTERS:
            return True
        lead = cells[self._lead]
        return type(lead) is str and "".join(lead.split()) in self._said

    def _by_words(self, first: str, texts: Cells) -> str:
        plain = re.sub(r"\s+", "", first)
        if _TOTAL.fullmatch(plain):
            return "total"
        if _FOOTNOTE.fullmatch(plain):
            return "footnote"
        if _EXAMPLE.fullmatch(plain):
            return "example"
        return "title" if len(texts) == 1 and _TITLE_END.fullmatch(plain) else ""

    def _speaks_of_a_record(self, cells: Cells) -> bool:
        """A line with next to nothing in it is a record only if a column of ours has a cell."""
        return any(cells[column] != "" for column in self._keyed)

    def _repeats_heading(self, cells: Cells) -> bool:
        lead = cells[self._lead]
        if type(lead) is not str or re.sub(r"\s+", "", lead) not in self._said:
            return False
        same = sum(self._captions.find(str(cells[column])) is not None for column in self._keyed)
        return same * 2 >= len(self._keyed)


def _numbers_columns(texts: Cells) -> bool:
    """A line of column numbers: 甲 乙 1 2 3."""
    shown = [_number(text) for text in texts]
    if len(shown) < 2 or not all(_COLUMN_NUMBERS.fullmatch(text) for text in shown):
        return False
    digits = [int(found[0]) for text in shown if (found := re.search(r"\d+", text))]
    return bool(digits) and digits == list(range(digits[0], digits[0] + len(digits)))


def _number(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).strip()
