"""A district of up to six databases, what people and chance do to them, and what must hold."""

from collections import Counter

from tests.converging import oracle, places
from tests.converging.leaves import Draft, Leaf, Parcelled, RefusedError
from tests.converging.model import Pc
from tests.converging.people import People
from tests.converging.remedy import remedy

OFFICES = (
    ("D", "C1", "C1"),
    ("D", "S", "C1", "C1"),
    ("D", "S", "C1", "C2"),
    ("D", "S", "C1", "C1", "C2"),
    ("D", "S", "T", "C1", "C3"),
)
MOST = 6


class World(People):
    """Databases, drives lying around, backups, and the figures of a run."""

    def __init__(self, offices, figures=None):
        self.figures = Counter() if figures is None else figures
        self.pcs, self.drives, self.backups = [], [], []
        self.names, self.keys = 0, 0
        self.mended = self.cloned = False
        for unit in OFFICES[offices % len(OFFICES)]:
            self.pcs.append(Pc(self.name(), self.key(unit), unit))
        self.rows = []
        self.found()

    def found(self):
        """Let the district write what everybody begins with."""
        district = self.pcs[0]
        below = self.pcs[-1].unit
        for kind, top in (("b", below), ("p", "b0"), ("f", below), ("n", None)):
            name = f"{kind}{len(self.rows)}"
            self.rows.append(name)
            district.author([self.whole(district, name, top)])
        self.settle(district)
        for pc in self.pcs[1:]:
            pc.take(
                [
                    Parcelled(change, tuple(district.veil(pc.unit, change)))
                    for _dot, change in sorted(district.log.items())
                ]
            )
            self.settle(pc)

    def whole(self, pc, name, above):
        values = dict.fromkeys(places.columns_of(name)) | {"above": above}
        values |= {"state": "draft"} if name[0] == "f" else {"name": "a", "birth": "0"}
        leaf = Leaf(name, pc.unit)
        for column in values:
            leaf.whole.setdefault(places.group_of(column), {})[column] = values[column]
        return Draft(leaf, "new", values, {})

    def name(self):
        self.names += 1
        return f"{self.names * 7919 % 10_007:04x}"

    def key(self, unit):
        self.keys += 1
        return f"{unit}/{self.keys}"

    def pc(self, n):
        return self.pcs[n % len(self.pcs)]

    # what chance does

    def back_up(self, n):
        self.backups.append(self.pc(n).copy())

    def put_back(self, which, n):
        """A PC dies, and one of the backups of it goes on in its place under a new name."""
        pc = self.pc(n)
        own = [each for each in self.backups if each.key == pc.key]
        if not own:
            return
        back = own[which % len(own)].copy()
        back.begin_anew(self.name())
        self.pcs[self.pcs.index(pc)] = back
        self.part(back)
        self.figures["restores"] += 1

    def clone(self, n):
        """Somebody copies the files of a community's PC, and both go on unaware."""
        pc = self.pc(n)
        if len(self.pcs) < MOST and pc.unit != "D":
            self.pcs.append(pc.copy())
            self.cloned = True
            self.figures["clones"] += 1

    def renew(self, n):
        """A PC gets new keys; its database goes on under a new name."""
        pc = self.pc(n)
        if sum(each.key == pc.key for each in self.pcs) > 1:
            return
        pc.begin_anew(self.name())
        old, pc.key = pc.key, self.key(pc.unit)
        for each in self.pcs:
            each.acks.pop(old, None)
        self.figures["renewals"] += 1

    # packages

    def are_partners(self, one, other):
        return places.is_under(one.unit, other.unit) or places.is_under(other.unit, one.unit)

    def partner(self, sender, n):
        """Choose somebody a PC may write to."""
        others = [pc for pc in self.pcs if pc.key != sender.key and self.are_partners(sender, pc)]
        return others[n % len(others)] if others else None

    def pack(self, n, m, full):
        """Write a package for one PC, or for all PCs of its unit; it lies on a drive."""
        sender = self.pc(n)
        receiver = self.partner(sender, m)
        if receiver is None:
            return None
        keys = [receiver.key]
        if m % 4 == 3:
            alike = {each.key for each in self.pcs if each.unit == receiver.unit}
            keys = sorted(alike - {sender.key})
        package = self.write(sender, keys, full=full)
        self.drives.append(package)
        return package

    def write(self, sender, keys, *, full=False):
        package = sender.write_package(keys, full=full)
        self.figures["packages"] += 1
        self.figures["full"] += package.turn > 0
        return package

    def guess(self, n, m, which):
        """Write a package that begins where somebody only thinks that the other one stands."""
        sender = self.pc(n)
        receiver = self.partner(sender, m)
        if self.backups and receiver:
            guess = self.backups[which % len(self.backups)].whole()
            package = sender.write_package([receiver.key], guess=guess)
            self.figures["guesses"] += 1
            self.drives.append(package)
            self.deliver(package, receiver, twice=False)

    def read(self, which, n, twice):
        """Some drive comes to some PC: late, again, or to the wrong one."""
        if self.drives:
            package = self.drives[-1 - which % len(self.drives)]
            meant = [pc for pc in self.pcs if pc.key in package.to]
            pcs = meant if meant and n % 8 else self.pcs
            self.deliver(package, pcs[n // 8 % len(pcs)], twice=twice)

    def trip(self, n, m, full):
        """Write a package and carry it over at once."""
        package = self.pack(n, m, full)
        if package:
            pcs = [pc for pc in self.pcs if pc.key in package.to]
            self.deliver(package, pcs[m % len(pcs)], twice=False)

    def deliver(self, package, pc, *, twice):
        before = pc.state()
        try:
            new = pc.read_package(package)
        except RefusedError as error:
            refused = error
        else:
            refused = None
        if refused is not None:
            self.was_refused(package, pc, refused, before)
            return refused.kind
        self.figures["merged"] += new > 0
        self.figures["known"] += new == 0
        assert not self.is_forked(package, pc), "another history was taken"
        self.settle(pc)
        if twice:
            after = pc.state()
            pc.read_package(package)
            assert pc.state() == after, "the second time changed something"
        return None

    def was_refused(self, package, pc, refused, before):
        self.figures[f"refused_{refused.kind}"] += 1
        assert pc.state() == before, f"a refused package changed something: {refused}"
        assert refused.kind not in ("damaged", "not_entitled"), f"honest, but {refused}"
        if refused.kind == "fork":
            assert self.cloned, "a false alarm of a fork"
            assert self.is_forked(package, pc), "a false alarm of a fork"
            self.learn_of_fork(package, pc, refused)

    def learn_of_fork(self, package, pc, refused):
        """Mend what a refused package has shown."""
        for sender in [each for each in self.pcs if each.rid == package.sender]:
            self.meet(sender, pc)
        if refused.args[1] == pc.rid and pc.is_behind(package):
            pc.begin_anew(self.name())
            self.part(pc)
            self.figures["behind"] += 1

    def is_forked(self, package, pc):
        """Tell whether a package comes from another history of a chain that is known here."""
        told = [*package.knows.items(), *package.ends.items(), *package.base.items()]
        told += [
            (dot.replica, (dot.seq, each.hash)) for each, _ in package.changes for dot in [each.dot]
        ]
        differs = any(
            pc.known_hash(chain, seq) not in (None, digest) for chain, (seq, digest) in told
        )
        return differs or pc.is_behind(package)

    def settle(self, pc):
        if pc.dirty:
            oracle.note_homes(pc, pc.rows)
        for name in pc.dirty:
            whole = oracle.check_row(pc, name)
            self.figures["rows"] += 1
            self.figures["rows_open"] += not whole

    def part(self, pc):
        """Give a database that goes on beside a copy of it keys of its own."""
        if any(each.key == pc.key for each in self.pcs if each is not pc):
            pc.key = self.key(pc.unit)

    def meet(self, one, other):
        """Two databases have found that they hold different histories: mend the lower one."""
        is_below = places.is_under(one.unit, other.unit)
        low, high = (one, other) if is_below else (other, one)
        district = self.pcs[0]
        for pc, right in ((high, district), (low, district), (low, high)):
            if pc is not right and oracle.is_another_history(pc, right):
                self.figures["remedies"] += 1
                self.mended = True
                remedy(self, pc, right)
                self.part(pc)
                pc.dirty = set(pc.rows)
                self.settle(pc)

    def check(self):
        for pc in self.pcs:
            oracle.check_chains(pc)
            oracle.check_reading(pc)
