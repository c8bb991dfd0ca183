"""The end of an example: everybody tells everybody everything, and all must agree."""

from jianxi_desktop.domain.registers import Dot
from tests.converging import oracle

ROUNDS = 16


def finish(world):
    """Exchange packages until nothing changes, and compare."""
    tell_copies_apart(world)
    written = {leaf for pc in world.pcs for leaves in pc.rows.values() for leaf in leaves.values()}
    before = None
    for _round in range(ROUNDS):
        refused = exchange(world)
        after = [pc.state() for pc in world.pcs]
        if after == before and not refused:
            break
        before = after
    else:
        raise AssertionError(f"no end of it: {refused}")
    world.check()
    agree(world, written)


def exchange(world):
    """Let every PC write to every partner; give how many packages were refused."""
    refused = 0
    for sender in list(world.pcs):
        for receiver in list(world.pcs):
            if sender.key == receiver.key or not world.are_partners(sender, receiver):
                continue
            package = world.write(sender, [receiver.key])
            refused += world.deliver(package, receiver, twice=False) is not None
    return refused


def tell_copies_apart(world):
    """A copy that wrote nothing of its own is told by the PC it is on, at the latest now."""
    for place, pc in enumerate(world.pcs):
        for other in world.pcs[:place]:
            if other.rid == pc.rid and not oracle.is_another_history(pc, other):
                pc.begin_anew(world.name())
                world.part(pc)
                break


def agree(world, written):
    """Whoever may see a row has it as the district has it, and nothing that was known is lost."""
    district = world.pcs[0]
    assert district.unit == "D"
    alive = {leaf for pc in world.pcs for leaves in pc.rows.values() for leaf in leaves.values()}
    for pc in world.pcs:
        check_ends(pc, district)
        for name in district.erased:
            assert name in pc.erased, f"{name}: {pc.unit} keeps what was erased"
        for name in district.rows:
            if not pc.sees(pc.unit, district.home(name)):
                thinks = name in pc.rows and pc.sees(pc.unit, pc.home(name))
                assert not thinks or world.mended, f"{name}: {pc.unit} thinks it is its own"
                continue
            assert name in pc.rows, f"{name}: {pc.unit} does not have it"
            oracle.check_row(pc, name)
            lacking = oracle.missing(set(pc.rows[name].values())) & alive
            erased = name in district.erased
            assert not lacking or erased or world.mended, f"{name}: {pc.unit} lacks something"
            assert set(pc.rows[name]) == set(district.rows[name]), f"{name}: {pc.unit} has others"
            ours, theirs = pc.row(name), district.row(name)
            assert dict(ours.values) == dict(theirs.values), f"{name}: other values"
            assert ours.heads == theirs.heads, f"{name}: other heads"
            assert ours.conflicts == theirs.conflicts, f"{name}: other conflicts"
    for leaf in written:
        if leaf.row not in district.erased:
            assert is_kept(district, leaf), f"{leaf.row}: a value that was known is lost"
    world.figures["conflicts"] += sum(len(district.row(name).conflicts) for name in district.rows)


def check_ends(pc, district):
    """Everybody knows what the district knows; more only of a chain of which the next is veiled.

    That is what a database held that was lost before its change reached anybody who may read it.
    """
    for chain, (seq, digest) in district.vec.items():
        assert pc.known_hash(chain, seq) == digest, f"{pc.unit} lacks changes"
    for chain, (seq, _digest) in pc.vec.items():
        after = Dot(chain, district.vec.get(chain, (0, ""))[0] + 1)
        assert after.seq > seq or is_veiled(pc, after), f"{pc.unit} keeps changes to itself"


def is_veiled(pc, dot):
    return pc.shown[dot] != (1 << len(pc.log[dot].leaves)) - 1


def is_kept(pc, leaf):
    return pc.rows.get(leaf.row, {}).get(leaf.write.dot) is leaf or any(
        is_kept(pc, each) for each in leaf.copies
    )
