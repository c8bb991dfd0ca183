"""The history of a record as lines, and a value of it put back; shared by its page and its pane."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from jianxi_desktop.services.history import FieldChange, HistoryLine, revert_value
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.screen import Desk


class Entry(NamedTuple):
    """One field of one change, and the change whose value was there before it."""

    line: HistoryLine
    change: FieldChange | None
    before: HistoryLine | None
    first: bool


def entries_of(lines: Sequence[HistoryLine]) -> list[Entry]:
    """Split changes into fields; what stood there before is what the row's change before left."""
    last: dict[object, HistoryLine] = {}
    found: list[Entry] = []
    for line in reversed(lines):
        row = (line.ledger, line.record)
        before = last.get(row)
        last[row] = line
        if line.changes:
            parts = [Entry(line, each, before, first=n == 0) for n, each in enumerate(line.changes)]
        else:
            parts = [Entry(line, None, None, first=True)]
        found += reversed(parts)
    return found[::-1]


def revertible(desk: Desk, entry: Entry | None) -> FieldChange | None:
    """Give the change whose earlier value can be put back; ``None``: there is none."""
    if entry is None or entry.before is None or entry.change is None:
        return None
    known = desk.office.catalog[entry.line.ledger].fields
    return entry.change if entry.change.field in known else None


def revert(desk: Desk, entry: Entry | None, done: Callable[[], None]) -> None:
    """Give a field the value again that stood there before a change."""
    change = revertible(desk, entry)
    if entry is None or entry.before is None or change is None:
        return
    line = entry.line
    ledger, dot = desk.office.catalog[line.ledger], entry.before.dot
    work = partial(revert_value, desk.office, ledger, line.record, dot, change.field)
    desk.jobs.run(work, partial(_say_reverted, desk, change, done))


def _say_reverted(desk: Desk, change: FieldChange, done: Callable[[], None], saved: Saved) -> None:
    desk.changed(saved.touched)
    desk.notice(f"“{change.caption}”已恢复为原来的值。")
    done()
