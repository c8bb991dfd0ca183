"""The organisation and the kinds of rows of the model."""

import functools

from jianxi_desktop.domain import registers, return_states

ABOVE = {"D": None, "S": "D", "T": "D", "C1": "S", "C2": "S", "C3": "T"}
UNITS = tuple(ABOVE)
NOBODY = ""  # whose a row is that belongs to no unit

_COLUMNS = ("name", "phone", "id_no", "birth", "above", "removed_on", "removed_why")
_FILING = ("state", "answer", "above", "removed_on", "removed_why")
_GROUPS = {
    "birth": "id_no",
    "removed_on": registers.REMOVED,
    "removed_why": registers.REMOVED,
    "answer": "state",
}


@functools.cache
def is_under(unit, top):
    """Tell whether a unit is another one or stands under it."""
    while unit is not None:
        if unit == top:
            return True
        unit = ABOVE.get(unit)
    return False


@functools.cache
def columns_of(row):
    return _FILING if row.startswith("f") else _COLUMNS


def group_of(column):
    return _GROUPS.get(column, column)


@functools.cache
def names_of(row, group):
    return tuple(name for name in columns_of(row) if group_of(name) == group)


def later(ours, theirs):
    """Settle the steps of a filed return; any other group of the row is not settled by turns."""
    if "state" not in ours or None in (ours["state"], theirs["state"]):
        return None
    return return_states.newer(ours, theirs)


def later_of(row):
    return later if row.startswith("f") else None
