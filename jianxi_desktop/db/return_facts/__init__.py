"""The facts that returns are counted from, by the name a definition gives them."""

from collections.abc import Mapping

from jianxi_desktop.db.return_facts import (
    bookings,
    development,
    dues,
    lists,
    meetings,
    organisations,
    plans,
    problems,
    terms,
    venues,
    visits,
)
from jianxi_desktop.db.return_facts.facts import Source

_MODULES = (
    bookings,
    development,
    dues,
    lists,
    meetings,
    organisations,
    plans,
    problems,
    terms,
    venues,
    visits,
)
SOURCES: Mapping[str, Source] = {
    name: source for module in _MODULES for name, source in module.SOURCES.items()
}
