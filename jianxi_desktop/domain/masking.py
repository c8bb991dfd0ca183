"""What stands in place of a number that is not to be read."""

import re

_HIDDEN = 4  # characters that a masked value hides at least
# Identity numbers and telephones, also parted by spaces or dashes; not years, days or amounts.
_NUMBERS = re.compile(r"\d(?:[\s\-—–_.'’]?\d){6,}[XxＸｘ]?")


def masked(value: str, head: int, tail: int, stars: int = 4) -> str:
    """Show the first ``head`` and the last ``tail`` characters of a value.

    Of a short value the head goes first; where four characters cannot be hidden, all are.
    """
    room = len(value) - _HIDDEN
    if room < tail:
        tail = room if room >= 3 else 0
    head = head if room - tail >= head else 0
    return value[:head] + "*" * stars + (value[-tail:] if tail > 0 else "")


def is_masked(value: object) -> bool:
    """Tell whether a text is a masked value: numbers themselves hold no star."""
    return isinstance(value, str) and "*" in value


def hide_numbers(text: str) -> str:
    """Cut out of a text whatever may be somebody's number; messages quote what people typed."""
    return _NUMBERS.sub(lambda found: f"{found[0][:3]}****", text)
