"""Sources of rules as people at work are told them; whole they stand on the page 规则和依据."""

import re

_LISTED = "；"
_INSIDE = re.compile("（([^（）]*)）")
# A site, a document of a site, or a site's short name: where a rule was read, not who made it.
_SITE = re.compile(r"[a-z0-9-]+\.(?:com|cn|org|net)\b|\d+doc\b|^[a-z][a-z0-9.]*$")


def told_source(source: str) -> str:
    """Give a source without the sites on which its text was found; empty: nothing else is known."""
    plain = _INSIDE.sub(lambda found: f"（{rest}）" if (rest := _made_by(found[1])) else "", source)
    return _made_by(plain)


def _made_by(listed: str) -> str:
    return _LISTED.join(each for each in listed.split(_LISTED) if not _SITE.search(each))
