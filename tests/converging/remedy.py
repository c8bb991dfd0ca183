"""What is done about two histories of one name: take the right one, write the rest again."""

from tests.converging import entitled, oracle, places
from tests.converging.leaves import Draft, Leaf, Parcelled


def remedy(world, low, high):
    """Let one database take the other's history, and write again what that lacks."""
    cuts = {}
    for dot, change in low.log.items():
        if dot in high.log and high.log[dot] is not change:
            cuts[dot.replica] = min(dot.seq, cuts.get(dot.replica, dot.seq))
    dropped = []
    gone = set()
    for dot, change in sorted(low.log.items(), key=lambda item: item[1].hlc):
        shown = [leaf for bit, leaf in enumerate(change.leaves) if low.shown[dot] >> bit & 1]
        named = {d for leaf in shown for dots in leaf.write.bases.values() for d in dots}
        if dot.seq >= cuts.get(dot.replica, dot.seq + 1) or named & gone:
            cuts[dot.replica] = min(dot.seq, cuts.get(dot.replica, dot.seq))
            gone.add(dot)
            dropped.append((change, shown))
    forget(low, gone)
    low.begin_anew(world.name())
    low.take(
        [
            Parcelled(change, tuple(high.veil(low.unit, change)))
            for _dot, change in sorted(high.log.items())
        ]
    )
    again = {}
    dots = {}
    for change, leaves in dropped:
        made = [copied(leaf, again, dots) for leaf in leaves if may_write(low, leaf)]
        if made:
            written = low.author(made)
            dots[change.dot] = written.dot
    oracle.note_homes(low, low.rows)


def forget(pc, gone):
    for dot in gone:
        del pc.log[dot], pc.shown[dot]
        pc.lacking.discard(dot)
        for leaves in pc.rows.values():
            leaves.pop(dot, None)
    pc.rows = {name: leaves for name, leaves in pc.rows.items() if leaves}
    pc.erased = {
        name
        for name in pc.erased
        if any(leaf.write.kind == "erase" for leaf in pc.rows.get(name, {}).values())
    }
    pc.vec = {}
    for dot, change in sorted(pc.log.items()):
        pc.vec[dot.replica] = (dot.seq, change.hash)
    pc.forget_folded()


def may_write(pc, leaf):
    homes = entitled.ever(pc, leaf.row, {leaf.row: {leaf.write.dot: leaf}})
    return leaf.row not in pc.erased and any(places.is_under(home, pc.unit) for home in homes)


def copied(leaf, again, dots):
    """Make a leaf once more, as its author knew it, under other names."""
    twin = Leaf(leaf.row, leaf.unit, (again.get(each, each) for each in leaf.known))
    twin.over = {g: frozenset(again.get(each, each) for each in o) for g, o in leaf.over.items()}
    twin.agreed = frozenset(again.get(each, each) for each in leaf.agreed)
    twin.whole, twin.homes = leaf.whole, set(leaf.homes)
    leaf.copies.append(twin)
    again[leaf] = twin
    write = leaf.write
    bases = {g: frozenset(dots.get(d, d) for d in each) for g, each in write.bases.items()}
    return Draft(twin, write.kind, write.values, bases, write.old)
