"""What two offices wrote differently, and a person has to decide."""

from collections.abc import Iterator

from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.conflicts import count_in
from jianxi_desktop.services.due.asked import Asked


def conflicts(asked: Asked) -> Iterator[Due]:
    """Give one item for all that waits for a decision; it is due today."""
    if asked.top is not None and not asked.office.limited:
        return  # what waits is counted for the whole office, not below one organisation
    waiting = count_in(asked.office, asked.connection)
    if waiting:
        text = f"有{waiting}处两边填的不一样，要核对选定"
        yield Due("conflict", asked.day.isoformat(), text, screen="review")
