"""What somebody writes into a sheet: which line is meant, which points, all that is wrong at once.

The window, the command line and workbooks name a line in different ways and say points as people
do; here both become identities and hundredths of a point.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.scoring import (
    allowed,
    read_score,
    read_written,
    scored,
    show_points,
    show_written,
)
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.observation_sheets import Sheet, SheetLine

_METHOD_NAMES = {"听": "listen", "看": "look", "查": "check", "评": "rate"}
_IN_METHOD = re.compile(r"(listen|look|check|rate|听|看|查|评)(\d{1,3})")
ROWS = "rows"
_SHOWN = 12
_TOLD_AT_ONCE = 5


@dataclass
class Marks:
    """Points by line, and what was wrong with the rest.

    Attributes:
        points: Hundredths of a point by criterion.
        wrong: Reasons in Chinese.
    """

    points: dict[UUID, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def read_box(line: SheetLine, text: str) -> int:
    """Read what somebody types off a box of the paper; where points are deducted, those taken off.

    Raises:
        InputError: It cannot stand there; the message gives the range.
    """
    return read_written(line.scale, text)


def show_box(line: SheetLine, points: int) -> str:
    """Write points as they stand in the box of the paper."""
    return show_written(line.scale, points)


def named(line: SheetLine) -> str:
    """Say which line is meant, in a reason."""
    item = line.item if len(line.item) <= _SHOWN else f"{line.item[:_SHOWN]}…"
    return f"第{line.number}项“{item}”"


def find_line(lines: Sequence[SheetLine], text: str) -> SheetLine | None:
    """Find a line by its number on the paper, its identity, or what it says.

    ``听1`` or ``listen1`` name it as the ledger does, by its place within its method.
    """
    plain = _plain(text)
    if plain.isdecimal():
        return next((line for line in lines if line.number == int(plain)), None)
    if found := _IN_METHOD.fullmatch(plain):
        place = _METHOD_NAMES.get(found[1], found[1]), int(found[2])
        return next((line for line in lines if (line.method, line.position) == place), None)
    return next((line for line in lines if plain in (str(line.id), line.id.hex)), None) or _said(
        lines, plain
    )


def read_marks(
    lines: Sequence[SheetLine], given: Iterable[tuple[str, str]], *, off_paper: bool = False
) -> Marks:
    """Read lines and points as people say them.

    Args:
        lines: The lines of the sheet.
        given: What names the line, and what it got.
        off_paper: Whether points are written as in the boxes, where deducted ones are those taken
            off.
    """
    marks = Marks()
    met: set[UUID] = set()
    read = read_written if off_paper else read_score
    for text, said in given:
        line = find_line(lines, text)
        if line is None:
            marks.wrong.append(unknown_line(lines, text))
        elif line.id in met:
            marks.wrong.append(f"{named(line)}给了两次分，请只留一次。")
        else:
            met.add(line.id)
            try:
                marks.points[line.id] = read(line.scale, said)
            except InputError as error:
                marks.wrong.append(f"{named(line)}：{error.user_message}")
    return marks


def unknown_line(lines: Sequence[SheetLine], text: str) -> str:
    """Say that a name is no line of the sheet."""
    shown = hide_numbers(text.strip())[:20]
    return f"这张检查表没有“{shown}”这一项，请写纸上的序号（1到{len(lines)}）或观摩内容原文。"


def wrong_points(sheet: Sheet, points: Mapping[UUID, int]) -> list[str]:
    """Say which points cannot stand on a sheet."""
    by_id = {line.id: line for line in sheet.lines}
    told = []
    for criterion, given in points.items():
        line = by_id.get(criterion)
        if line is None:
            told.append("有一项不在这张检查表上，请重新打开检查表再录。")
        elif not can_stand(line, given):
            shown = show_points(given)
            told.append(f"{named(line)}：不能是{shown}分，可以填：{allowed(line.scale)}。")
    return told


def can_stand(line: SheetLine, points: int) -> bool:
    """Tell whether points may be given for a line."""
    if not scored(line.scale):
        return points == 0  # stands for what was written there
    try:
        return read_written(line.scale, show_written(line.scale, points)) == points
    except InputError:
        return False


def refused(reasons: Sequence[str], code: str = "scores") -> InputError:
    """Make one refusal of many reasons; those by row are always in its details."""
    if len(reasons) == 1:
        details = reasons if code == ROWS else ()
        return InputError("an entry is wrong", user_message=reasons[0], code=code, details=details)
    first = "\n".join(reasons[:_TOLD_AT_ONCE])
    more = "\n……" if len(reasons) > _TOLD_AT_ONCE else ""
    return InputError(
        f"{len(reasons)} entries are wrong",
        user_message=f"有{len(reasons)}处要改，什么都没有保存：\n{first}{more}",
        code=code,
        details=reasons,
    )


def _said(lines: Sequence[SheetLine], plain: str) -> SheetLine | None:
    """Find the one line that says a text; of two that say the same none is meant."""
    same = [line for line in lines if _plain(line.item) == plain]
    return same[0] if len(same) == 1 else None


def _plain(text: str) -> str:
    tidy = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return re.sub(r"^第?(\d+)项?[.、]?$", r"\1", tidy)
