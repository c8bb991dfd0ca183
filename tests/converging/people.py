"""What people do to the databases of the model, and what of it the oracle must know."""

from jianxi_desktop.domain.registers import EVERY, REMOVED
from tests.converging import entitled, oracle, places
from tests.converging.leaves import Draft, Leaf, RefusedError

JUMPS = (0, 1, 1, 7, 60, -5_000, 1_000_000)
MOST_ROWS = 8


class People:
    """The actions of people; the world they happen in has the databases and the rows."""

    def wait(self, n, jump):
        self.pc(n).clock += JUMPS[jump % len(JUMPS)]

    def add(self, n, kind, under):
        """Make a row: a person or branch under a unit or a branch, a filed return, a code."""
        pc = self.pc(n)
        if len(self.rows) >= MOST_ROWS:
            return self.edit(n, under, kind, kind)
        name = f"{'ppfb'[kind % 4]}{len(self.rows)}"
        tops = [unit for unit in places.UNITS if places.is_under(unit, pc.unit)]
        tops += [row for row in self.editable(pc) if row[0] == "b"]
        above = tops[under % len(tops)]
        if pc.unit == "D" and kind % 4 == 1:
            name, above = "n" + name[1:], None
        self.rows.append(name)
        return self.author(pc, [self.whole(pc, name, above)])

    def editable(self, pc):
        """Name the rows that stand in an office's lists and are its to change."""
        found = []
        for name in pc.rows:
            if not entitled.is_here(pc, name):
                continue
            home = pc.home(name)
            mine = home is not None and places.is_under(home, pc.unit)
            common = home == places.NOBODY and pc.first_home(name) == pc.unit
            if (mine or common) and not pc.row(name).erased:
                found.append(name)
        return found

    def chosen(self, pc, n):
        rows = self.editable(pc)
        return rows[n % len(rows)] if rows else None

    def edit(self, n, which, columns, value):
        """Change some columns of one row, or of two in one change."""
        pc = self.pc(n)
        rows = self.editable(pc)
        if not rows:
            return None
        made = []
        for name in {rows[which % len(rows)], rows[(which + columns // 8) % len(rows)]}:
            values = self.values(name, columns, value)
            leaf = self.covering_shown(pc, name, values)
            made += [leaf] if leaf else []
        return self.author(pc, made)

    def values(self, name, columns, value):
        if name[0] == "f":
            return {
                "state": ("draft", "submitted", "returned", "accepted")[value % 4],
                "answer": "x\n" * (columns % 3),
            }
        free = ("name", "phone", "id_no", "birth")
        chosen = [each for bit, each in enumerate(free) if columns >> bit & 1] or ["name"]
        return dict.fromkeys(chosen, "abcd"[value % 4])

    def move(self, n, which, under):
        """Put a row under another unit or branch of the same office."""
        pc = self.pc(n)
        name = self.chosen(pc, which)
        if name is None or pc.row(name).values.get("above") is None:
            return None
        tops = [unit for unit in places.UNITS if places.is_under(unit, pc.unit)]
        tops += [row for row in self.editable(pc) if row[0] == "b" and row != name]
        top = tops[under % len(tops)]
        if top in pc.rows and self.is_above(pc, name, top):
            return None  # nobody may make a ring that he sees
        leaf = self.covering_shown(pc, name, {"above": top})
        self.figures["moves"] += leaf is not None
        return self.author(pc, [leaf] if leaf else [])

    def is_above(self, pc, name, below):
        passed = set()
        while below in pc.rows and below not in passed:
            if below == name:
                return True
            passed.add(below)
            below = pc.row(below).values["above"]
        return below == name

    def remove(self, n, which, value):
        pc = self.pc(n)
        name = self.chosen(pc, which)
        if name is None or pc.row(name).values["removed_on"]:
            return None
        values = {"removed_on": "2026", "removed_why": "xy"[value % 2]}
        self.figures["removals"] += 1
        return self.author(pc, [self.covering_shown(pc, name, values)])

    def restore_row(self, n, which):
        pc = self.pc(n)
        gone = [name for name in self.editable(pc) if pc.row(name).values["removed_on"]]
        if not gone:
            return None
        values = {"removed_on": None, "removed_why": None}
        return self.author(pc, [self.covering_shown(pc, gone[which % len(gone)], values)])

    def covering_shown(self, pc, name, values):
        """Make a leaf that covers what was shown, and what equals it."""
        row = pc.row(name)
        values = {key: value for key, value in values.items() if row.values[key] != value}
        if not values:
            return None
        seen = {}
        for group in {places.group_of(key) for key in values}:
            first, *rest = row.heads[group]
            seen[group] = [first, *(each for each in rest if each.values == first.values)]
        draft = self.leaf(pc, name, values, seen)
        oracle.check_covering(pc, draft.leaf)
        return draft

    def resolve(self, n, which, choice):
        """Choose one of the values of a group for good: name all heads of it."""
        pc = self.pc(n)
        asked = [
            (name, group) for name in self.editable(pc) for group in sorted(pc.row(name).conflicts)
        ]
        if not asked:
            return None
        name, group = asked[which % len(asked)]
        versions = pc.row(name).heads[group]
        values = dict(versions[choice % len(versions)].values)
        self.figures["resolutions"] += 1
        draft = self.leaf(pc, name, values, {group: versions})
        assert len(draft.leaf.over[group]) == len(self.writers(pc, name, group)), "left something"
        return self.author(pc, [draft])

    def writers(self, pc, name, group):
        return {each for each in pc.rows[name].values() if group in each.whole}

    def leaf(self, pc, name, values, seen):
        """Make a leaf that names the versions ``seen`` by group, and the oracle's notes of it."""
        row = pc.row(name)
        known = pc.rows[name]
        leaf = Leaf(name, pc.unit, known.values())
        leaf.homes.add(pc.home(name))
        heads = {group: {known[v.write.dot] for v in each} for group, each in row.heads.items()}
        bases = {group: frozenset(v.write.dot for v in each) for group, each in seen.items()}
        for group in seen:
            left = heads[group] - {known[v.write.dot] for v in seen[group]}
            leaf.over[group] = frozenset(self.writers(pc, name, group) - left)
            old = {key: row.values[key] for key in places.names_of(name, group)}
            leaf.whole[group] = old | {k: v for k, v in values.items() if k in old}
        if row.values["removed_on"] and REMOVED not in seen:
            bases[REMOVED] = frozenset(v.write.dot for v in row.heads[REMOVED])
            leaf.agreed = frozenset(heads[REMOVED])
        if values.get("removed_on"):
            bases[EVERY] = frozenset(v.write.dot for each in row.heads.values() for v in each)
        old = {key: row.values[key] for key in values}
        return Draft(leaf, "set", values, bases, old)

    def erase(self, n, which):
        """Take a row's values out for good, by order of the district."""
        pc = self.pc(n)
        name = self.chosen(pc, which)
        if pc.unit != "D" or name is None or name[0] != "p":
            return None
        leaf = Leaf(name, pc.unit, pc.rows[name].values())
        self.figures["erasures"] += 1
        left = {"name": "-", "above": pc.row(name).values["above"]}
        return self.author(pc, [Draft(leaf, "erase", left, {})])

    def author(self, pc, made):
        if not made:
            return None
        change = pc.author(made)
        for leaf in change.leaves:
            oracle.check_clock(leaf)
        self.settle(pc)
        self.figures["changes"] += 1
        return change

    def forge(self, n, m, which):
        """A PC with good keys writes a row that is not its office's; whoever sees it refuses."""
        pc = self.pc(n)
        reader = self.partner(pc, m)
        if reader is None or pc.unit == reader.unit or not places.is_under(pc.unit, reader.unit):
            return
        others = [
            name
            for name in self.editable(reader)
            if not any(
                places.is_under(home, pc.unit)
                for home in (*reader.ever(name), *(pc.ever(name) if name in pc.rows else ()))
            )
        ]
        if not others:
            return
        name = others[which % len(others)]
        liar = pc.copy()
        liar.rid = self.name()
        leaf = Leaf(name, pc.unit)
        leaf.whole["name"] = {"name": "z"}
        liar.author([Draft(leaf, "set", {"name": "z"}, {"name": frozenset()})])
        try:
            reader.copy().read_package(liar.write_package([reader.key]))
        except RefusedError as refused:
            self.figures[f"forged_{refused.kind}"] += 1
        else:
            raise AssertionError(f"{name}: {pc.unit} wrote what is not its own")
