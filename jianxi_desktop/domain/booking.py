"""When a place is taken: times of one day as ``HH:MM``, which order as texts do."""

from collections.abc import Iterable
from typing import Final, NamedTuple

TAKING: Final = frozenset({"booked", "confirmed", "done"})  # states of a booking that hold a place
_BEGIN, _END = "00:00", "24:00"


class Span(NamedTuple):
    """From when to when on one day."""

    starts: str
    ends: str

    def meets(self, other: "Span") -> bool:
        """Tell whether there is a minute that belongs to both."""
        return self.starts < other.ends and other.starts < self.ends

    def show(self) -> str:
        """Say it as people write it."""
        if self == WHOLE_DAY:
            return "全天"
        return f"{self.starts}—{self.ends}" if self.ends != _END else f"{self.starts}起"


WHOLE_DAY: Final = Span(_BEGIN, _END)
HOURS: Final = Span("08:00", "21:00")  # when places are open


def span_of(starts: str | None, ends: str | None) -> Span:
    """Give the time of a booking; what is not said goes to the end of the day."""
    return Span(starts or _BEGIN, ends or _END)


def free_spans(taken: Iterable[Span], hours: Span = HOURS) -> tuple[Span, ...]:
    """Give what is left of the opening hours."""
    found, since = [], hours.starts
    for span in sorted(taken):
        if span.starts > since:
            found.append(Span(since, min(span.starts, hours.ends)))
        since = max(since, span.ends)
        if since >= hours.ends:
            return tuple(found)
    return (*found, Span(since, hours.ends))
