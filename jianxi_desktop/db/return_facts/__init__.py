"""The facts that returns are counted from, by the name a definition gives them."""

from collections.abc import Mapping

from jianxi_desktop.db.return_facts.facts import Source

SOURCES: Mapping[str, Source] = {}
