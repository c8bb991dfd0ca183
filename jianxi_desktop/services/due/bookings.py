"""Bookings that nobody has confirmed, and visits that nobody has entered."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from jianxi_desktop.domain.booking import WHOLE_DAY, span_of
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked

_WAITING = ("booked", "confirmed")
_REMEMBERED = 365  # days after which nobody enters a visit any more


def bookings(asked: Asked) -> Iterator[Due]:
    """Give the bookings to come that are not confirmed, and those past that are not entered."""
    table, venue = asked.table("booking"), asked.table("venue")
    oldest = asked.day - timedelta(days=_REMEMBERED)
    found = (
        select(
            table.c.id,
            table.c.held_on,
            table.c.starts_at,
            table.c.ends_at,
            table.c.visitor,
            table.c.state,
            venue.c.name,
            venue.c.organisation,
        )
        .join(venue, venue.c.id == table.c.venue)
        .where(
            table.c.removed_on.is_(None),
            table.c.state.in_(_WAITING),
            table.c.held_on >= oldest.isoformat(),
            asked.inside(venue.c.organisation),
        )
    )
    today = asked.day.isoformat()
    for record, held_on, starts, ends, visitor, state, place, whose in asked.connection.execute(
        found
    ):
        if held_on < today:
            text = f"{visitor}预约的{place}已用过，要登记到访人数或取消"
        elif state == "booked":
            span = span_of(starts, ends)
            hours = "" if span == WHOLE_DAY else f"（{span.show()}）"
            text = f"{visitor}预约{place}{hours}，还没有答复确认"
        else:
            continue
        yield Due("booking", held_on, text, whose, "booking", record)
