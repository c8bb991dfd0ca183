"""Planted bugs of vectors, acknowledgements, incarnations, veils and entitlement."""

from jianxi_desktop.domain import vectors
from tests.converging import entitled, model, world
from tests.converging.planted import CLONING, MOVING, RESTORING, mutant, put, shows_while

# Vectors, acknowledgements, incarnations


@shows_while(CLONING)
def histories_are_compared_by_number_alone():
    compare = vectors.compare

    def step(ours, chain, seq, _prev, _digest, _known):
        return "known" if seq <= ours.get(chain, (0, ""))[0] else "fresh"

    def blind(ours, base, to, _known, _knows, own):
        return compare(ours, base, to, lambda _chain, _seq: None, {}, own)

    with put(vectors, "compare", blind), put(vectors, "step", step):
        yield


@shows_while(CLONING)
def forks_are_looked_for_only_in_what_is_sent():
    real = vectors.compare
    with put(vectors, "compare", lambda o, b, t, k, _knows, own: real(o, b, t, k, {}, own)):
        yield


@shows_while(CLONING)
def an_old_copy_is_not_told_by_its_own_chain():
    real = vectors.compare
    with put(vectors, "compare", lambda o, b, t, k, knows, _own: real(o, b, t, k, knows)):
        yield


@mutant
def what_is_written_counts_as_received():
    real = model.Pc.write_package

    def write(self, keys, **rest):
        package = real(self, keys, **rest)
        for key in keys:
            held = self.acks.setdefault(key, {"": ({}, 0)})
            for name, (vector, turn) in held.items():
                held[name] = (vectors.farther(vector, self.whole()), turn)
        return package

    with put(model.Pc, "write_package", write):
        yield


@shows_while(RESTORING)
def a_gap_is_let_through():
    real = vectors.compare

    def compare(*args):
        verdict = real(*args)
        return vectors.Verdict("fresh") if verdict.kind == "gap" else verdict

    def step(ours, chain, seq, prev, digest, known):
        found = _real_step(ours, chain, seq, prev, digest, known)
        return "fresh" if found == "gap" else found

    _real_step = vectors.step
    with put(vectors, "compare", compare), put(vectors, "step", step):
        yield


@shows_while(RESTORING)
def a_database_put_back_keeps_its_name():
    real = world.World.put_back

    def put_back(self, which, n):
        pc = self.pc(n)
        name, past = pc.rid, pc.past
        real(self, which, n)
        if self.pc(n) is not pc:
            self.pc(n).rid, self.pc(n).past = name, past

    with put(world.World, "put_back", put_back):
        yield


@shows_while(RESTORING)
def a_database_put_back_holds_what_it_held():
    def standing(acks, incarnation, past, told):
        held = told
        for name in (*past, incarnation):
            held = vectors.farther(held, acks.get(name, {}))
        return {incarnation: held}

    with put(vectors, "standing", standing):
        yield


@mutant
def what_was_got_veiled_is_acknowledged():
    with put(model.Pc, "whole", lambda self: dict(self.vec)):
        yield


# Veils and reach


@mutant
def veiled_rows_are_left_out():
    real = model.Pc.veil

    def veil(self, unit, change):
        return [leaf for leaf in real(self, unit, change) if not isinstance(leaf, str)]

    with put(model.Pc, "veil", veil):
        yield


@mutant
def nothing_is_veiled():
    with put(model.Pc, "may_read", lambda self, unit, leaf: True):
        yield


@shows_while(MOVING)
def whom_a_row_leaves_is_not_told():
    def may_read(self, unit, leaf):
        return self.sees(unit, self.home(leaf.row))

    with put(model.Pc, "may_read", may_read):
        yield


@mutant
def what_came_veiled_stays_veiled():
    real = model.Pc.take

    def take(self, parcelled):
        real(self, [each for each in parcelled if each.change.dot not in self.log])

    with put(model.Pc, "take", take):
        yield


@shows_while(MOVING)
def a_row_that_moves_in_comes_without_its_past():
    with put(model.Pc, "note_reach", lambda self, before, after, *, completed: None):
        yield


@shows_while(MOVING)
def all_is_sent_again_only_once_whether_it_arrives_or_not():
    real = model.Pc.write_package

    def write(self, keys, **rest):
        package = real(self, keys, **rest)
        self.due.pop(package.to[0].split("/")[0], None)
        return package

    with put(model.Pc, "write_package", write):
        yield


@shows_while(MOVING)
def what_a_unit_wrote_itself_is_veiled_from_it():
    def veil(self, unit, change):
        for bit, leaf in enumerate(change.leaves):
            shown = self.shown[change.dot] >> bit & 1
            yield leaf if shown and self.may_read(unit, leaf) else leaf.hash

    with put(model.Pc, "veil", veil):
        yield


# Entitlement


@mutant
def anybody_may_write_anything():
    with put(entitled, "check", lambda pc, package: None):
        yield


@mutant
def only_where_a_row_stands_now_counts():
    def ever(pc, name, _brought=None, _passed=None):
        home = pc.home(name)
        return frozenset() if home is None else frozenset({home})

    with put(entitled, "ever", ever):
        yield
