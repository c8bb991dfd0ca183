"""Reads a roster as the reading process does, in this one: a process for each case takes long."""

from collections.abc import Iterator
from typing import Any

from jianxi_desktop.sheets import reading
from jianxi_desktop.sheets.roster import Roster, RosterRow
from jianxi_desktop.sheets.spec import Request, RosterSpec


class _Here:
    def __init__(self, messages: Iterator[Any]) -> None:
        self._messages = messages

    def message(self) -> Any:
        return next(self._messages, ("end",))

    def close(self) -> int:
        return 0


def read_here(data: bytes, spec: RosterSpec, **how: Any) -> tuple[Roster, list[RosterRow]]:
    """Give the roster and its records."""
    reader = _Here(reading.answer(Request(spec, **how), data))
    roster = Roster(reader, reader.message()[1], None)
    return roster, [row for row in roster.rows() if not row.skipped]
