"""How a field of a ledger stands in a printed table."""

from functools import singledispatch
from typing import Any

from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    Field,
    IdentityNumber,
    Money,
    Name,
    Phone,
    Whole,
    YesNo,
)
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points


def column_of(field: Field[Any]) -> Column:
    """Give the printed column of a field."""
    return Column(field.caption, field.width, _align(field))


@singledispatch
def _align(field: Field[Any]) -> Align:
    """Choose where values of a kind stand: running text at the left."""
    del field
    return Align.LEFT


@_align.register(Whole)
@_align.register(Money)
@_align.register(Points)
def _figures(field: Field[Any]) -> Align:
    """Let figures stand one under the other."""
    del field
    return Align.RIGHT


@_align.register(Choice)
@_align.register(Clock)
@_align.register(CreditCode)
@_align.register(Day)
@_align.register(IdentityNumber)
@_align.register(Name)
@_align.register(Phone)
@_align.register(YesNo)
def _short(field: Field[Any]) -> Align:
    """Centre what is short and of much the same length in every row."""
    del field
    return Align.CENTER
