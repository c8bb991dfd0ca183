"""Which pages go to a printer, in which order, on which side of the paper."""

import re
import unicodedata
from collections.abc import Sequence

from jianxi_desktop.errors import InputError

_PART = re.compile(r"(\d*)(?:(-)(\d*))?")
_MOST_DIGITS = 6
_FEW = 12  # pages that are named one by one
Sides = tuple[int | None, ...]


def read_pages(text: str, number: int) -> tuple[int, ...]:
    """Read pages as people write them, such as ``1-3,5``; ``4-`` goes to the end, ``-3`` begins.

    Args:
        text: What was typed; Chinese punctuation is as good.
        number: How many pages there are.

    Returns:
        Pages counted from 0, in the order written, each once.

    Raises:
        InputError: It names no page, or one that is not there; the message says which.
    """
    plain = re.sub(r"[~〜—–至到]+", "-", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[第页]", "", plain)
    parts = [part for part in re.split(r"[,.、;。和\s]+", re.sub(r"\s*-+\s*", "-", plain)) if part]
    pages = dict.fromkeys(page for part in parts for page in _read_part(part, number))
    if not pages:
        raise _wrong(f"请写要打印的页码，如 1-3,5，一共 {number} 页。")
    return tuple(pages)


def _read_part(part: str, number: int) -> range:
    found = _PART.fullmatch(part)
    if found is None or part == "-" or max(map(len, found.groups(""))) > _MOST_DIGITS:
        raise _wrong(f"“{part[:20]}”不是页码。请这样写：1-3,5，一共 {number} 页。")
    first = int(found[1] or 1)
    last = (int(found[3]) if found[3] else number) if found[2] else first
    if not 1 <= first <= number or not 1 <= last <= number:
        raise _wrong(f"没有第 {first if not 1 <= first <= number else last} 页，一共 {number} 页。")
    return range(first - 1, last) if first <= last else range(first - 1, last - 2, -1)


def _wrong(user_message: str) -> InputError:
    return InputError("wrong pages", user_message=user_message, code="pages")


def ordered(number: int, pages: Sequence[int], copies: int, sides: int) -> str:
    """Say what will lie in the printer's tray.

    Args:
        number: How many pages the document has.
        pages: Those that were chosen, counted from 0.
        copies: How many of each.
        sides: How many sides of a sheet are printed on: 1 or 2.
    """
    sheets = -(-len(pages) // sides) * copies
    said = f"共 {len(pages)} 页" if copies == 1 else f"每份 {len(pages)} 页，{copies} 份"
    back = len(pages) > 1 and list(pages) == sorted(pages, reverse=True)
    if back:
        said = f"从第 {pages[0] + 1} 页倒着印到第 {pages[-1] + 1} 页，{said}"
    elif len(pages) < number and len(pages) <= _FEW:
        said = f"印第 {write_pages(pages)} 页，{said}"
    return f"{said}，用纸 {sheets} 张。"


def write_pages(pages: Sequence[int]) -> str:
    """Write pages counted from 0 as people read them: ``1-3,5``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(
        str(run[0] + 1) if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}" for run in runs
    )


def fronts(pages: Sequence[int], copies: int = 1) -> Sides:
    """Give the sides to print first where somebody turns the paper by hand."""
    return tuple(pages[::2]) * copies


def backs(pages: Sequence[int], copies: int = 1, *, from_last: bool = False) -> Sides:
    """Give the sides to print once the paper was turned; ``None`` stays empty.

    Args:
        pages: All pages.
        copies: How many of each.
        from_last: The printer takes the sheet that came last first.
    """
    behind: list[int | None] = list(pages[1::2])
    if len(pages) % 2:
        behind.append(None)
    sides = behind * copies
    if from_last:
        return tuple(reversed(sides))
    while sides and sides[-1] is None:  # nothing more comes behind: those sheets are done
        sides.pop()
    return tuple(sides)
