"""Form numbers as they are typed by a scanner, and as people call them."""

import re

# Copy, page and layout are what the QR code adds.
_TYPED = re.compile(
    r"(GM[NJS]-\d{4}H[12]-[0-9A-Z]*-\d{3,})(?:#\d+)?(?::\d+/\d+)?(?:~\d+)?", re.IGNORECASE
)


def find_number(text: str) -> tuple[str, str] | None:
    """Find a number that a scanner typed into a text, and give the text without it."""
    found = _TYPED.search(text)
    if found is None:
        return None
    return found[1].upper(), text[: found.start()] + text[found.end() :]


def serial_of(number: str) -> int | None:
    """Give the count at the end of a number, by which people call a form of one round."""
    tail = number.rpartition("-")[2]
    return int(tail) if tail.isdecimal() else None
