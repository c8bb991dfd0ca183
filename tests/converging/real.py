"""The same over real databases: offices copied from founded ones, real packages between them.

The district, its street, two communities. What they write carries a number that is never used
again, so that every value can be looked for afterwards.
"""

import contextlib
import random
import shutil
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from jianxi_desktop.db import fold_rows
from jianxi_desktop.db.chain import broken_chains, broken_rows
from jianxi_desktop.db.keyring import keyring_path, unlock
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import registers
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import conflicts, package, records, resolving, trust
from jianxi_desktop.services import office as offices
from jianxi_desktop.sync.refusals import PackageRefusedError

PASSWORD = "correct-horse-1921"
UNITS = {"d": "410305", "s": "410305008", "a": "410305008001", "b": "410305008003"}
ABOVE = {"s": "d", "a": "s", "b": "s"}
TEXTS = ("name", "address", "note")
ACTIONS = {
    "edit": 10,
    "move": 2,
    "remove": 2,
    "bring_back": 1,
    "resolve": 2,
    "trip": 9,
    "lose": 1,
    "again": 1,
    "add": 1,
}
ROUND = (("a", "s"), ("b", "s"), ("s", "d"), ("d", "s"), ("s", "a"), ("s", "b"))
REFUSED = frozenset({"package_gap"})


class Template:
    """Four offices that trust each other and know each other's people, as files to be copied."""

    def __init__(self, folder):
        self.folder, self.keys = folder, {}
        folder.mkdir(exist_ok=True)
        opened = {}
        for name, code in UNITS.items():
            path = folder / f"{name}.jxdb"
            opened[name] = offices.lay_down(path, code, password=PASSWORD).office
            self.keys[name] = unlock(keyring_path(path), None, PASSWORD).key
        for one in opened.values():
            for other in opened.values():
                if one is not other:
                    with contextlib.suppress(JianxiError):
                        trust.trust_card(one, trust.save_card(other, folder))
        self.people = [
            _person(opened[name], _branch(opened[name], f"{name}支部"), f"{name}{n}")
            for name in "ab"
            for n in range(2)
        ]
        play = Play(opened, self.people, folder, random.Random(0))
        play.finish()
        for office in opened.values():
            office.close()

    def copy(self, folder, chance):
        """Open copies of the offices."""
        opened = {}
        folder.mkdir(parents=True)
        for name in UNITS:
            for suffix in ("", ".keys"):
                shutil.copy(self.folder / f"{name}.jxdb{suffix}", folder / f"{name}.jxdb{suffix}")
            path = folder / f"{name}.jxdb"
            opened[name] = offices.open_with_key(path, self.keys[name], offices.ADMINISTRATOR)
        return Play(opened, list(self.people), folder, chance)


def _branch(office, name):
    values = {"name": name, "form": "branch", "kind": "grid", "parent": office.unit.organisation}
    return records.save_record(office, office.catalog["organisation"], values).id


def _record(office, one):
    try:
        return records.find_record(office, office.catalog["person"], one)
    except JianxiError:  # not here, or taken out
        return None


def _person(office, branch, name):
    values = {"name": name, "branch": branch, "status": "full"}
    return records.save_record(office, office.catalog["person"], values).id


class Play:
    """One example."""

    def __init__(self, opened, people, folder, chance):
        self.offices, self.people, self.folder, self.chance = opened, people, folder, chance
        self.figures, self.written, self.files, self.number = Counter(), [], [], 0
        self.told = []

    def close(self):
        for office in self.offices.values():
            office.close()

    def run(self, steps):
        for action in self.chance.choices(list(ACTIONS), list(ACTIONS.values()), k=steps):
            name = self.chance.choice("dsab")
            self.figures[action] += 1
            self.told.append((action, name))
            getattr(self, action)(name)
        self.finish()

    # people

    def mine(self, name):
        """Give the people an office has in its list, with their rows."""
        office = self.offices[name]
        found = [_record(office, one) for one in self.people]
        inside = self.branches(name)
        return [each for each in found if each and each.values["branch"] in inside]

    def branches(self, name):
        return [node.id for node in records.organisation_tree(self.offices[name])]

    def pick(self, name):
        mine = self.mine(name)
        return self.chance.choice(mine) if mine else None

    def save(self, where, found, values):
        office = self.offices[where]
        seen = records.Seen(found.id, found.version, found.companion)
        self.told.append((where, found.id.hex[-4:], values))
        records.save_record(office, office.catalog["person"], values, seen)

    def fresh(self, name):
        self.number += 1
        return f"{name}{self.number}"

    def edit(self, name):
        found = self.pick(name)
        if found is not None:
            column, value = self.chance.choice(TEXTS), self.fresh(name)
            self.save(name, found, {column: value})
            self.written.append((found.id, column, value))

    def add(self, name):
        inside = self.branches(name)
        self.people.append(
            _person(self.offices[name], self.chance.choice(inside), self.fresh(name))
        )

    def move(self, name):
        found = self.pick(name)
        if found is not None:
            self.save(name, found, {"branch": self.chance.choice(self.branches(name))})

    def remove(self, name):
        found = self.pick(name)
        if found is not None:
            office = self.offices[name]
            with contextlib.suppress(JianxiError):
                records.remove_record(
                    office, office.catalog["person"], found.id, found.version, "误登"
                )

    def bring_back(self, name):
        office = self.offices[name]
        table = table_of(office.catalog["person"])
        with office.store.read() as connection:
            gone = select(table.c.id).where(table.c.removed_on.is_not(None))
            ids = sorted(connection.execute(gone).scalars())
        if ids:
            with contextlib.suppress(JianxiError):
                records.restore_record(office, office.catalog["person"], self.chance.choice(ids))

    def resolve(self, name):
        office = self.offices[name]
        lines = [line for line in conflicts.list_conflicts(office).lines if line.kind != "double"]
        if lines:
            line = self.chance.choice(lines)
            keep = "keep" if line.kind == "removal" else self.chance.choice(("ours", "theirs"))
            with contextlib.suppress(JianxiError):
                resolving.resolve(office, line.id, keep)
                self.figures["resolved"] += 1

    # packages

    def partners(self, name):
        return [n for n in UNITS if n != name and (_is_under(name, n) or _is_under(n, name))]

    def write(self, name, other, **how):
        self.number += 1
        folder = self.folder / f"x{self.number}"
        folder.mkdir()
        sender, receiver = self.offices[name], self.offices[other]
        return package.write_package(sender, folder, to=receiver.unit.code, **how).file

    def read(self, other, file):
        try:
            merged = package.merge_package(self.offices[other], file)
        except PackageRefusedError as error:
            refused = error.code
        else:
            refused = ""
        if refused:
            self.figures[refused] += 1
            assert refused in REFUSED, f"{refused} by {other}"
            return True
        self.figures["conflicts"] += merged.conflicts
        self.figures["packages"] += 1
        return False

    def trip(self, name):
        other = self.chance.choice(self.partners(name))
        file = self.write(name, other)
        self.files.append((other, file))
        self.told.append((name, "->", other))
        self.read(other, file)

    def lose(self, name):
        self.files.append(
            (other := self.chance.choice(self.partners(name)), self.write(name, other))
        )

    def again(self, _name):
        if self.files:
            other, file = self.chance.choice(self.files)
            self.told.append(("again", "->", other))
            self.read(other, file)

    # the end

    def finish(self):
        """Let everybody tell everybody until nothing is new, and compare."""
        before = None
        for _round in range(6):
            refused = [self.read(other, self.write(name, other)) for name, other in ROUND]
            after = {name: self.shown(name) for name in UNITS}
            if after == before and not any(refused):
                break
            before = after
        else:
            raise AssertionError("no end of it")
        self.compare(after)

    def shown(self, name):
        """Give what an office has of everybody in its reach, with what waits for a person."""
        office = self.offices[name]
        ledger = office.catalog["person"]
        table = table_of(ledger)
        local = ("serial", "version", "replica", "seq")
        with office.store.read() as connection:
            rows = connection.execute(select(table)).mappings().all()
            return {
                row["id"]: (
                    {key: value for key, value in row.items() if key not in local},
                    fold_rows.folded(ledger, fold_rows.writes_of(connection, ledger, row["id"])),
                )
                for row in rows
            }

    def places(self, name):
        """Give where an office has everybody: the branch of the current membership."""
        office = self.offices[name]
        found = {}
        for one in self.people:
            record = _record(office, one)
            found[one] = record and record.values["branch"]
        return found

    def compare(self, shown):
        everything, places = shown["d"], self.places("d")
        for name, office in self.offices.items():
            with office.store.read() as connection:
                assert not list(broken_chains(connection)), f"{name}: a chain is broken"
                assert not list(broken_rows(connection, office.catalog)), f"{name}: rows differ"
            inside = set(self.branches(name))
            for one, branch in places.items():
                if branch not in inside:
                    continue
                assert one in shown[name], f"{name} does not have {one}"
                (ours, fold), (theirs, other) = shown[name][one], everything[one]
                assert ours == theirs, f"{name}: {ours} is not {theirs}"
                assert _heads(fold) == _heads(other), f"{name}: other heads"
                assert fold.conflicts == other.conflicts, f"{name}: other conflicts"
        self.nothing_is_lost()

    def nothing_is_lost(self):
        office = self.offices["d"]
        ledger = office.catalog["person"]
        with office.store.read() as connection:
            writes = {one: fold_rows.writes_of(connection, ledger, one) for one in self.people}
        for one, column, value in self.written:
            told = [write for write in writes[one] if write.values.get(column) == value]
            assert told, f"{column}={value} did not reach the district"


def _heads(row: registers.Row):
    return {g: {(v.write.dot, *v.values.values()) for v in each} for g, each in row.heads.items()}


def _is_under(name, top):
    while name is not None:
        if name == top:
            return True
        name = ABOVE.get(name)
    return False


def play(template: Template, folder: Path, seed: int, steps: int) -> Counter:
    """Play one example to its end."""
    example = template.copy(folder / str(seed), random.Random(seed))
    try:
        example.run(steps)
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}\n{example.told}") from error
    finally:
        example.close()
    return example.figures
