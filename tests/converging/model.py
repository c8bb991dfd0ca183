"""One database of the model and the packages it writes and takes: the protocol, small and whole.

What is pure in the product is the product's: the merge rule and the comparison of vectors. The
rest (chains, acknowledgements, veils, incarnations) is written down here as short as it goes.
"""

from jianxi_desktop.domain import registers, vectors
from jianxi_desktop.domain.registers import Dot, Write
from tests.converging import entitled, places
from tests.converging.leaves import Change, Package, Parcelled, RefusedError, seal


class Pc:
    """A database of an office.

    Attributes:
        shown: By change, which of its leaves are here unveiled, as bits.
        rows: By row, the leaves that are here.
        acks: By key of a partner, by incarnation: what it said it holds, and the turn it has seen.
        due: By unit, the turn from which on its PCs need everything again.
    """

    def __init__(self, rid, key, unit):
        self.rid, self.key, self.unit, self.past = rid, key, unit, ()
        self.log, self.shown, self.vec, self.rows = {}, {}, {}, {}
        self.acks, self.seen, self.due = {}, {}, {}
        self.hlc = self.number = self.clock = 0
        self.turn = 1  # what was sent whole before anything moved is not what moves later
        self.erased, self.lacking, self.dirty = set(), set(), set()
        self.forget_folded()

    def forget_folded(self):
        self.folded, self.placed, self.passed = {}, {}, {}

    def copy(self):
        twin = Pc(self.rid, self.key, self.unit)
        twin.past = self.past
        twin.log, twin.shown, twin.vec = dict(self.log), dict(self.shown), dict(self.vec)
        twin.rows = {row: dict(leaves) for row, leaves in self.rows.items()}
        twin.acks = {key: dict(each) for key, each in self.acks.items()}
        twin.seen, twin.due = dict(self.seen), dict(self.due)
        twin.hlc, twin.number, twin.turn = self.hlc, self.number, self.turn
        twin.clock, twin.erased, twin.folded = self.clock, set(self.erased), dict(self.folded)
        twin.lacking = set(self.lacking)
        return twin

    def state(self):
        """Give everything that a refused package must leave alone."""
        rows = {row: tuple(leaves) for row, leaves in self.rows.items()}
        return (
            dict(self.vec),
            dict(self.shown),
            rows,
            self.hlc,
            set(self.erased),
            set(self.lacking),
        )

    def known_hash(self, chain, seq):
        change = self.log.get((chain, seq))
        return change and change.hash

    # rows

    def row(self, name):
        """Give a row as the rule makes it of what is known; ``None``: nothing is known."""
        found = self.folded.get(name)
        if found is None and self.rows.get(name):
            found = self.folded[name] = fold(name, self.rows[name].values())
        return found

    def home(self, name):
        """Give the unit that a row belongs to here; in a ring, the one that wrote it first."""
        if name not in self.placed:
            self.placed[name] = self.find_home(name)
        return self.placed[name]

    def ever(self, name):
        """Give every unit that any write known here ever put a row in."""
        if name not in self.passed:
            self.passed[name] = entitled.ever(self, name)
        return self.passed[name]

    def find_home(self, name):
        passed = []
        while name not in places.ABOVE:
            row = self.row(name)
            if name in passed:
                return self.first_home(min(passed[passed.index(name) :]))
            if row is None:
                return None
            passed.append(name)
            if "above" not in row.values:
                return None
            name = row.values["above"]
            if name is None:
                return places.NOBODY
        return name

    def first_home(self, name):
        first = min(self.rows[name].values(), key=lambda leaf: leaf.write.rank)
        return first.unit

    def sees(self, unit, home):
        return home == places.NOBODY or (home is not None and places.is_under(home, unit))

    def reached(self):
        """Give for every row the units that it ever belonged to by what is known here."""
        return {name: (self.home(name), self.ever(name)) for name in self.rows}

    def any_seen(self, unit, homes):
        return any(self.sees(unit, home) for home in homes)

    # writing

    def tick(self):
        self.hlc = max(self.hlc + 1, self.clock)
        return self.hlc

    def author(self, leaves):
        """Seal drafts as one change, and know it."""
        seq, prev = self.vec.get(self.rid, (0, None))
        dot, hlc = Dot(self.rid, seq + 1), self.tick()
        for leaf, kind, values, bases, old in leaves:
            leaf.seal(Write(dot, hlc, kind, values, bases, old))
        change = Change(dot, hlc, self.unit, tuple(each.leaf for each in leaves), prev)
        self.take([Parcelled(change, change.leaves)])
        return change

    def take(self, parcelled):
        """Know changes that were checked; note which rows came into whose reach."""
        dirty = self.dirty = set()
        if not any(self.is_news(*each) for each in parcelled):
            return
        before = self.reached()
        completed = False
        for change, leaves in parcelled:
            was = self.shown.get(change.dot)
            mask = was or 0
            for bit, leaf in enumerate(leaves):
                if isinstance(leaf, str) or mask >> bit & 1 or self.is_gone(leaf):
                    continue
                mask |= 1 << bit
                completed = completed or was is not None
                self.rows.setdefault(leaf.row, {})[change.dot] = leaf
                dirty.add(leaf.row)
                if leaf.write.kind == "erase":
                    self.erase(leaf.row, change.dot)
            self.shown[change.dot] = mask
            if was is None:
                self.log[change.dot] = change
                self.vec[change.dot.replica] = (change.dot.seq, change.hash)
                self.hlc = max(self.hlc, change.hlc)
        self.placed, self.passed = {}, {}
        for name in dirty:
            self.folded.pop(name, None)
        self.note_reach(before, self.reached(), completed=completed)

    def is_news(self, change, leaves):
        """Tell whether a change is new here, or more of it can be read than before."""
        mask = self.shown.get(change.dot)
        return mask is None or any(
            not isinstance(leaf, str) and not mask >> bit & 1 and not self.is_gone(leaf)
            for bit, leaf in enumerate(leaves)
        )

    def is_gone(self, leaf):
        return leaf.row in self.erased and leaf.write.kind != "erase"

    def erase(self, row, by):
        """Keep of a row nothing but the note of its erasure."""
        self.erased.add(row)
        for dot in [dot for dot in self.rows[row] if dot != by]:
            leaf = self.rows[row][dot]
            if leaf.write.kind != "erase":
                del self.rows[row][dot]
                self.shown[dot] &= ~(1 << self.log[dot].leaves.index(leaf))

    def note_reach(self, before, after, *, completed):
        """Whoever a row has come into the reach of needs everything again."""
        came = {
            (*before[name], *now)
            for name, now in after.items()
            if name in before and now != before[name]
        }
        if not came and not completed:
            return
        self.turn += 1
        for unit in places.UNITS:
            moved = any(
                (self.sees(unit, home) and not self.sees(unit, was))
                or (self.any_seen(unit, homes) and not self.any_seen(unit, had))
                for was, had, home, homes in came
            )
            if moved or completed:
                self.due[unit] = self.turn

    # packages

    def write_package(self, keys, *, full=False, guess=None):
        """Pack what some PCs of one unit lack, by what they have said they hold.

        Args:
            keys: Of the PCs.
            full: Everything, whatever they said.
            guess: What they are thought to hold, in place of what they said.
        """
        unit = unit_of(keys[0])
        told = [each for key in keys for each in self.acks.get(key, {"": ({}, 0)}).values()]
        full = full or any(self.due.get(unit, 0) > turn for _vector, turn in told)
        acknowledged = vectors.lowest(vector for vector, _turn in told) if guess is None else guess
        parcel = vectors.parcel(self.vec, acknowledged, self.known_hash)
        if full:
            parcel = vectors.parcel(self.vec, {}, self.known_hash)
        self.number += 1
        changes = [
            Parcelled(change, tuple(self.veil(unit, change)))
            for dot, change in (sorted(self.log.items()) if parcel.to else ())
            if parcel.base.get(dot.replica, (0, ""))[0]
            < dot.seq
            <= parcel.to.get(dot.replica, (0, ""))[0]
        ]
        package = Package(
            self.rid,
            self.key,
            self.unit,
            tuple(keys),
            self.number,
            parcel.base,
            parcel.to,
            changes,
            dict(self.vec),
            self.whole(),
            self.past,
            0,
            seen=dict(self.seen),
        )
        package.lacking = frozenset(self.lacking)
        package.turn = self.turn if full else 0
        return package

    def whole(self):
        """Give what may be acknowledged."""
        return vectors.whole(self.vec, self.lacking, self.known_hash)

    def note_lacking(self, package, fresh):
        """Keep which changes of a package are not here whole."""
        for change, leaves in package.changes:
            mask = self.shown[change.dot]
            veiled = any(
                isinstance(leaf, str) and not mask >> bit & 1 for bit, leaf in enumerate(leaves)
            )
            before = None if change.dot in fresh else change.dot in self.lacking
            if vectors.is_lacking(
                veiled=veiled,
                author_below_sender=places.is_under(change.unit, package.unit),
                receiver_below_sender=places.is_under(self.unit, package.unit),
                before=before,
                told=change.dot in package.lacking,
            ):
                self.lacking.add(change.dot)
            else:
                self.lacking.discard(change.dot)

    def veil(self, unit, change):
        """Give a change's leaves as a unit may read them."""
        shown = self.shown[change.dot]
        for bit, leaf in enumerate(change.leaves):
            here = shown >> bit & 1
            may = places.is_under(change.unit, unit) or self.may_read(unit, leaf)
            yield leaf if here and may else leaf.hash

    def may_read(self, unit, leaf):
        """Tell whether a unit may read a leaf.

        It may if the row is in its reach; where the row goes is also told to whom it ever was,
        and that a row was erased to everybody: somebody who had it once may still keep it.
        """
        if leaf.write.kind == "erase" or self.sees(unit, self.home(leaf.row)):
            return True
        if leaf.write.kind != "set" or "above" not in leaf.write.values:
            return False
        return self.any_seen(unit, self.ever(leaf.row))

    def read_package(self, package):
        """Take a package, or refuse it whole.

        Returns:
            How many changes were new.

        Raises:
            RefusedError: Nothing was changed.
        """
        self.check_addressed(package)
        self.check_vectors(package)
        entitled.check(self, package)
        fresh = {each.change.dot for each in package.changes} - self.log.keys()
        self.take(package.changes)
        self.note_lacking(package, fresh)
        if package.turn:
            self.seen[package.sender] = max(self.seen.get(package.sender, 0), package.turn)
        self.acknowledge(package)
        return len(fresh)

    def check_addressed(self, package):
        """Refuse what is for somebody else, and what is not as its hashes say."""
        if self.key not in package.to:
            raise RefusedError("foreign")
        for change, leaves in package.changes:
            hashes = [leaf if isinstance(leaf, str) else leaf.hash for leaf in leaves]
            if seal(change, hashes) != change.hash:
                raise RefusedError("damaged")

    def check_vectors(self, package):
        """Refuse what does not go on from what is known here, or tells another history."""
        verdict = vectors.compare(
            self.vec, package.base, package.ends, self.known_hash, package.knows, self.rid
        )
        if verdict.kind in ("gap", "fork"):
            raise RefusedError(*verdict)
        ours = dict(self.vec)
        for change, _leaves in package.changes:
            dot = change.dot
            kind = vectors.step(ours, *dot, change.prev, change.hash, self.known_hash)
            if kind in ("gap", "fork"):
                raise RefusedError(kind, *dot)
            if kind == "fresh":
                ours[dot.replica] = (dot.seq, change.hash)

    def is_behind(self, package):
        """Tell whether somebody knows more of our own chain than we do."""
        told = (package.knows, package.base, package.ends)
        ours = self.vec.get(self.rid, (0, ""))[0]
        return any(each.get(self.rid, (0, ""))[0] > ours for each in told)

    def acknowledge(self, package):
        """Keep what a partner says it holds, by incarnation."""
        told = self.acks.get(package.key, {})
        held = vectors.standing(
            {name: vector for name, (vector, _turn) in told.items()},
            package.sender,
            package.past,
            package.holds,
        )
        turn = max(told.get(package.sender, ({}, 0))[1], package.seen.get(self.rid, 0))
        self.acks[package.key] = {
            name: (vector, turn if name == package.sender else told[name][1])
            for name, vector in held.items()
        }

    # incarnations

    def begin_anew(self, rid):
        """Go on under a new name: restored, copied, or with new keys."""
        self.past = (*self.past, self.rid)
        self.rid = rid


def unit_of(key):
    return key.split("/")[0]


def fold(name, leaves):
    writes = [leaf.write for leaf in leaves]
    columns, later = places.columns_of(name), places.later_of(name)
    return registers.fold(writes, places.group_of, columns, later)
