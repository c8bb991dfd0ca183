"""The words of the demonstration: lists in ``resources/demo``, so that texts are not code.

A file has sections ``[name]``; each line below is one entry, its cells parted by ``|``.
"""

from collections.abc import Mapping
from functools import cache

from jianxi_desktop import settings

Line = tuple[str, ...]


@cache
def _sections(name: str) -> Mapping[str, tuple[Line, ...]]:
    found: dict[str, list[Line]] = {}
    current: list[Line] = []
    path = settings.resource("demo", f"{name}.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(tuple(line.split("|")))
    return {key: tuple(lines) for key, lines in found.items()}


def table(name: str, section: str) -> tuple[Line, ...]:
    """Give the entries of a section, cell by cell.

    Raises:
        KeyError: There is no such section; the program is damaged.
    """
    return _sections(name)[section]


def words(name: str, section: str) -> tuple[str, ...]:
    """Give the first cell of each entry of a section."""
    return tuple(line[0] for line in table(name, section))
