"""Whose a row ever was, and who may therefore write it."""

from types import MappingProxyType

from tests.converging import places
from tests.converging.leaves import RefusedError


def check(pc, package):
    """Refuse a package in which somebody wrote a row that never was in his reach.

    Raises:
        RefusedError: ``not_entitled``.
    """
    brought = {}
    for change, leaves in package.changes:
        for leaf in leaves:
            if not isinstance(leaf, str):
                brought.setdefault(leaf.row, {})[change.dot] = leaf
    for change, leaves in package.changes:
        judged = places.is_under(change.unit, pc.unit) and change.unit != "D"
        if judged and change.dot not in pc.log:
            for leaf in leaves:
                if not (isinstance(leaf, str) or may_write(pc, change.unit, leaf.row, brought)):
                    raise RefusedError("not_entitled", *change.dot)


def may_write(pc, unit, name, brought):
    """Tell whether a row ever was in a unit's reach; where it stands may not be known yet."""
    if is_erased(pc, name, brought) or not is_here(pc, name, brought):
        return True
    return any(places.is_under(home, unit) for home in ever(pc, name, brought))


def is_erased(pc, name, brought):
    """Tell whether of a row nothing will be kept, whoever wrote it."""
    leaves = brought.get(name, {}).values()
    return name in pc.erased or any(leaf.write.kind == "erase" for leaf in leaves)


def is_here(pc, name, brought=MappingProxyType({})):
    """Tell whether a row itself is known, and not only what was done to it later."""
    leaves = {**pc.rows.get(name, {}), **brought.get(name, {})}.values()
    return any(leaf.write.kind != "set" for leaf in leaves)


def ever(pc, name, brought=MappingProxyType({}), passed=None):
    """Give every unit that any known write of a row ever put it in."""
    if name in places.ABOVE:
        return frozenset({name})
    passed = set() if passed is None else passed
    if name in passed or name is None:
        return frozenset()
    passed.add(name)
    leaves = {**pc.rows.get(name, {}), **brought.get(name, {})}.values()
    tops = {leaf.write.values.get("above") for leaf in leaves} - {None}
    found = frozenset().union(*(ever(pc, top, brought, passed) for top in tops))
    if not tops and leaves:  # it belongs to nobody: to whoever wrote it first
        found |= {leaf.unit for leaf in leaves if leaf.write.kind == "new"}
    return found
