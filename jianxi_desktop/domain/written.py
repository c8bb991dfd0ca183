"""A value as it is to stand in a cell of somebody else's table: which kind, and what is in it."""

from typing import Literal, NamedTuple

Kind = Literal["text", "number", "day", "quoted"]


class Written(NamedTuple):
    """One cell to write.

    Attributes:
        kind: Text, a number, a calendar day, or text behind the apostrophe mark.
        value: Text as it is to be read; a day as ISO text.
    """

    kind: Kind
    value: str
