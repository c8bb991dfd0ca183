"""The facts that returns are counted from, by the name a definition gives them."""

from collections.abc import Mapping

from jianxi_desktop.db.return_facts import (
    bookings,
    communities,
    development,
    dues,
    lagging,
    lists,
    meetings,
    member_work,
    members,
    movements,
    organisations,
    plans,
    probation,
    problems,
    terms,
    venues,
    visits,
)
from jianxi_desktop.db.return_facts.facts import Source

_MODULES = (
    bookings,
    communities,
    development,
    dues,
    lagging,
    lists,
    meetings,
    member_work,
    members,
    movements,
    organisations,
    plans,
    probation,
    problems,
    terms,
    venues,
    visits,
)
SOURCES: Mapping[str, Source] = {
    name: source for module in _MODULES for name, source in module.SOURCES.items()
}
