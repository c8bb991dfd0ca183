"""Text files and pasted blocks as tables: which encoding, which separator, which cells."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jianxi_desktop.sheets.guard import Refusal
from jianxi_desktop.sheets.merges import Merge

# GB18030-2005 gave these characters their own place; Python's codec has the places of 2000,
# which are for private use. Source: GB18030-2005, table of changes; GB18030-2022.
_MOVED = {
    "FE59": 0x9FB4, "FE61": 0x9FB5, "FE66": 0x9FB6, "FE67": 0x9FB7, "FE6D": 0x9FB8,
    "FE7E": 0x9FB9, "FE90": 0x9FBA, "FEA0": 0x9FBB, "A8BC": 0x1E3F,
}  # fmt: skip
_FROM_2000 = {ord(bytes.fromhex(code).decode("gb18030")): to for code, to in _MOVED.items()}
_HAN = re.compile("[\u3400-\u9fff]")
_OTHER = re.compile(r"[^\x00-\x7f]")
_MARKS = "\t,;|，；"
_SAMPLE = 60
_MOST_IN_A_CELL = 100_000
_MOST_CELLS = 60_000_000
# What spreadsheets are told so that a number keeps all its digits: ="4103…"
_KEPT = re.compile(r'="([^"]*)"')
_TOLD_MARK = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
NO_TEXT = Refusal(
    "refuse",
    "encoding",
    "文件里的文字认不出来（不是UTF-8、UTF-16或GB18030编码），"
    "请用WPS或Excel打开它，另存为“Excel工作簿（*.xlsx）”后再导入。",
)
TOO_MANY = Refusal(
    "refuse", "too_much", "文件里的行和列太多，超出了能处理的范围，请分成几个文件再导入。"
)
PASTED, TEXT_FILE = "粘贴的内容", "文本文件"


@dataclass
class TextTable:
    """A text as a sheet: what the reader of workbooks asks of one.

    Attributes:
        name: What it is called where a sheet has its name.
        width: Cells in its longest line.
        height: Lines, counted as a spreadsheet counts them: a cell of three lines is one row.
        merged_cell_ranges: None at all; a text has no merged cells.
    """

    name: str
    width: int
    height: int
    _text: str = field(repr=False)
    _mark: str = field(repr=False)
    _quoted: bool = field(repr=False)
    merged_cell_ranges: list[Merge] = field(default_factory=list)

    @property
    def start(self) -> tuple[int, int] | None:
        """The place of the first cell."""
        return (0, 0) if self.height else None

    @property
    def end(self) -> tuple[int, int] | None:
        """The place of the last cell."""
        return (self.height - 1, max(0, self.width - 1)) if self.height else None

    def iter_rows(self) -> Iterator[list[str]]:
        """Give the lines, each as long as the longest."""
        empty = [""] * self.width
        for cells in _records(self._text, self._mark, quoted=self._quoted):
            row = [_cell(cell) for cell in cells]
            yield row + empty[len(row) :]


def read_text(data: bytes, *, pasted: bool = False) -> tuple[TextTable, tuple[str, ...]] | Refusal:
    """Read a text file or a pasted block; give it with Chinese remarks.

    Args:
        data: The bytes of the file; of a pasted block its text in UTF-8.
        pasted: Whether it was pasted: then tabs part the cells and nothing is said of encodings.
    """
    decoded = _decoded(data)
    if decoded is None:
        return NO_TEXT
    text, encoding = decoded
    mark = _told_mark(text) or ("\t" if pasted and "\t" in text else _mark_of(text))
    notes = [] if pasted else [f"按{encoding}编码、以{_NAMES.get(mark, mark)}分隔读取"]
    quoted = True
    try:
        width, height = _measure(text, mark, quoted=True)
    except csv.Error:
        quoted = False
        width, height = _measure(text, mark, quoted=False)
        notes.append("里面的引号不成对，引号按普通字符读取，请核对含引号的格子")
    if width * height > _MOST_CELLS:
        return TOO_MANY
    name = PASTED if pasted else TEXT_FILE
    return TextTable(name, width, height, text, mark, quoted), tuple(notes)


_NAMES = {"\t": "制表符", ",": "逗号", ";": "分号", "|": "竖线", "，": "中文逗号", "；": "中文分号"}


def _decoded(data: bytes) -> tuple[str, str] | None:
    """Give the text and the name of its encoding; ``None`` where it is none of those known."""
    for begin, codec, name in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if data.startswith(begin):
            text = _try(data, codec)
            return None if text is None else (text, name)
    text = _try(data, "utf-8")
    # A few Chinese words in GB18030 can be good UTF-8 too, of letters nobody here writes.
    if text is None or (_OTHER.search(text) and not _HAN.search(text)):
        chinese = _try(data, "gb18030")
        if chinese is not None and (text is None or _HAN.search(chinese)):
            return chinese.translate(_FROM_2000), "GB18030"
    return None if text is None else (text, "UTF-8")


def _try(data: bytes, codec: str) -> str | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _told_mark(text: str) -> str | None:
    """Spreadsheets take a first line ``sep=;`` for the separator."""
    found = _TOLD_MARK.fullmatch(text[:20].split("\n", 1)[0].strip())
    return found[1] if found else None


def _mark_of(text: str) -> str:
    """Take the separator that parts the first lines most evenly."""
    lines = text[:200_000]
    best, score = ",", 0
    for mark in _MARKS:
        widths = Counter(
            len(cells)
            for cells in itertools.islice(_tolerant(lines, mark), _SAMPLE)
            if len(cells) > 1
        )
        most = max((count * width for width, count in widths.items()), default=0)
        if most > score:
            best, score = mark, most
    return best


def _tolerant(text: str, mark: str) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    except csv.Error:
        return


def _records(text: str, mark: str, *, quoted: bool) -> Iterator[list[str]]:
    csv.field_size_limit(_MOST_IN_A_CELL)
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=mark, strict=True)
    return csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE)


def _measure(text: str, mark: str, *, quoted: bool) -> tuple[int, int]:
    """Count cells of the longest line, and lines.

    Raises:
        csv.Error: A quote is never closed, or stands where it may not.
    """
    width = height = 0
    for cells in _records(text, mark, quoted=quoted):
        height += 1
        width = max(width, len(cells))
    return width, height


def _cell(cell: str) -> str:
    if cell.startswith('="'):
        kept = _KEPT.fullmatch(cell)
        return kept[1] if kept else cell
    return cell if cell.strip() else ""
