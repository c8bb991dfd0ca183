"""What must hold, told from what every author knew when he wrote, not from what changes name.

The oracle never looks at bases. Each leaf carries what its author knew of the row (``known``),
which leaves were no heads any more after it (``over``), the values of the group he then had
(``whole``) and the removals he took as given (``agreed``).
"""

from jianxi_desktop.domain.registers import REMOVED
from tests.converging import places


def heads(name, leaves):
    """Give the heads of every group that anybody wrote, by what the authors knew."""
    found = {}
    covered = {}
    for leaf in leaves:
        for group in leaf.whole:
            found.setdefault(group, set()).add(leaf)
            covered.setdefault(group, set()).update(leaf.over.get(group, ()))
    return {group: found[group] - covered[group] for group in found}


def is_open(removals, all_heads):
    """Tell whether a removal waits for a person."""
    gone = [leaf for leaf in removals if leaf.whole[REMOVED]["removed_on"]]
    if not gone:
        return False
    if len(gone) < len(removals):
        return True
    return not all(
        any(head in removal.known or removal in head.agreed for removal in gone)
        for group, each in all_heads.items()
        if group != REMOVED
        for head in each
    )


def check_row(pc, name):
    """Compare a row with what must stand there; give whether all was known to tell."""
    leaves = set(pc.rows[name].values())
    row = pc.row(name)
    if any(leaf.write.kind == "erase" for leaf in leaves):
        assert row.erased, f"{name}: an erased row came back"
        assert set(row.values) == {"name", "above"}, f"{name}: an erased row has values"
        assert row.values["name"] == "-", f"{name}: an erased row has a name"
        assert not row.conflicts, f"{name}: an erased row has conflicts"
        return True
    expected = heads(name, leaves)
    folded = {g: {_leaf(pc, name, v) for v in each} for g, each in row.heads.items()}
    if missing(leaves):
        for group, each in expected.items():
            assert each <= folded[group], f"{name}.{group}: a value is lost"
        return False
    assert folded == expected, f"{name}: heads {folded} are not {expected}"
    for group, versions in row.heads.items():
        _check_group(pc, name, row, group, versions)
    opened = is_open(expected[REMOVED], expected)
    assert (REMOVED in row.conflicts) == opened, f"{name}: removal"
    shown = row.heads[REMOVED][0].values["removed_on"]
    assert row.values["removed_on"] == (None if opened else shown), f"{name}: removal shown"
    return True


def missing(leaves):
    """Give what an author knew and is not here, nor what was written again of it."""
    return {
        other
        for leaf in leaves
        for other in leaf.known
        if other not in leaves and not any(each in leaves for each in other.copies)
    }


def _check_group(pc, name, row, group, versions):
    wholes = []
    for version in versions:
        whole = _leaf(pc, name, version).whole[group]
        assert version.values == whole, f"{name}.{group}: {version.values} is not {whole}"
        wholes.append(whole)
    if group == REMOVED:
        return
    if (name[0], group) != ("f", "state"):
        highest = max(version.write.rank for version in versions)
        assert versions[0].write.rank == highest, f"{name}.{group}: another one is shown"
        differ = any(whole != wholes[0] for whole in wholes)
        assert (group in row.conflicts) == differ, f"{name}.{group}: conflict"
    for column, value in wholes[0].items():
        assert row.values[column] == value, f"{name}.{group}: another value is shown"


def _leaf(pc, name, version):
    return pc.rows[name][version.write.dot]


def check_covering(pc, leaf):
    """An edit that resolves nothing may take no value away but the one that was shown."""
    before = heads(leaf.row, leaf.known)
    for group, over in leaf.over.items():
        gone = [each.whole[group] for each in before.get(group, set()) & over]
        assert all(whole == gone[0] for whole in gone), f"{leaf.row}.{group}: took two values"


def check_clock(leaf):
    for other in leaf.known:
        assert other.write.hlc < leaf.write.hlc, f"{leaf.row}: the clock went backwards"


def check_reading(pc):
    """Nobody has a value that he may not read, and of an erased row nobody has any."""
    for name, leaves in pc.rows.items():
        for leaf in leaves.values():
            may = leaf.write.kind == "erase" or any(
                home == places.NOBODY or places.is_under(home, pc.unit) for home in leaf.homes
            )
            assert may, f"{name}: {pc.unit} reads what belongs to {leaf.homes}"
    for name in pc.erased:
        left = [each for each in pc.rows[name].values() if each.write.kind != "erase"]
        assert not left, f"{name}: an erased value is kept"


def check_chains(pc):
    """Chains are whole, and end where the vector says."""
    ends = {}
    for dot in pc.log:
        ends[dot.replica] = max(ends.get(dot.replica, 0), dot.seq)
    assert {chain: seq for chain, (seq, _digest) in pc.vec.items()} == ends
    assert len(pc.log) == sum(ends.values()), "a chain has a hole"


def note_homes(pc, names):
    """Note to whom the rows belong by what is known here."""
    for name in names:
        home = pc.home(name)
        if home is not None:
            for leaf in pc.rows[name].values():
                leaf.homes.add(home)
        told = pc.ever(name)
        for leaf in pc.rows[name].values():
            if "above" in leaf.write.values and leaf.write.kind == "set":
                leaf.homes.update(told)  # whom a row has left may know where it is


def is_another_history(one, other):
    """Tell whether two databases hold different changes of one name."""
    small, large = sorted((one.log, other.log), key=len)
    return any(dot in large and large[dot] is not change for dot, change in small.items())
