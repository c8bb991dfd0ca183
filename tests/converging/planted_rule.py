"""Planted bugs of the merge rule, of what edits cover, and of clocks."""

from dataclasses import replace
from unittest import mock

from jianxi_desktop.domain import registers
from jianxi_desktop.domain.registers import EVERY, REMOVED, Version
from tests.converging import model, oracle, people, places
from tests.converging.planted import ERASING, mutant, put, shows_while


def _folding(changed):
    """Let a function see and change what the merge rule gives."""
    real = registers.fold

    def fold(writes, group_of, columns, later=None):
        known = list(writes)
        return changed(real, known, group_of, columns, later)

    return mock.patch.object(registers, "fold", fold)


# The merge rule


@mutant
def the_last_writer_wins():
    def fold(real, writes, *rest):
        row = real(writes, *rest)
        return replace(
            row, heads={g: each[:1] for g, each in row.heads.items()}, conflicts=frozenset()
        )

    with _folding(fold):
        yield


@mutant
def a_later_clock_covers_what_it_has_not_seen():
    def fold(real, writes, *rest):
        made = [
            write._replace(
                bases={
                    **write.bases,
                    **{
                        group: seen | {w.dot for w in writes if w.hlc < write.hlc - 1_000}
                        for group, seen in write.bases.items()
                    },
                }
            )
            for write in writes
        ]
        return real(made, *rest)

    with _folding(fold):
        yield


@mutant
def an_edit_covers_values_that_nobody_was_shown():
    def covering(self, pc, name, values):
        row = pc.row(name)
        values = {key: value for key, value in values.items() if row.values[key] != value}
        seen = {group: row.heads[group] for group in map(places.group_of, values)}
        draft = self.leaf(pc, name, values, seen) if values else None
        if draft:
            oracle.check_covering(pc, draft.leaf)
        return draft

    with put(people.People, "covering_shown", covering):
        yield


@mutant
def a_removal_always_wins():
    def fold(real, writes, *rest):
        row = real(writes, *rest)
        if row.erased:
            return row
        values = dict(row.values) | dict(row.heads[REMOVED][0].values)
        return replace(row, values=values, conflicts=row.conflicts - {REMOVED})

    with _folding(fold):
        yield


@mutant
def a_removal_is_always_asked_about():
    def fold(real, writes, *rest):
        made = [
            w._replace(bases={**w.bases, EVERY: frozenset()}) if EVERY in w.bases else w
            for w in writes
        ]
        return real(made, *rest)

    with _folding(fold):
        yield


@mutant
def the_one_that_came_last_is_shown():
    def fold(real, writes, *rest):
        row = real(writes, *rest)
        order = {write.dot: place for place, write in enumerate(writes)}
        heads = {
            group: tuple(sorted(each, key=lambda v: order[v.write.dot], reverse=True))
            for group, each in row.heads.items()
        }
        values = dict(row.values)
        for group, each in heads.items():
            if group != REMOVED:
                values |= each[0].values
        return replace(row, heads=heads, values=values)

    with _folding(fold):
        yield


@mutant
def equal_values_are_asked_about():
    def fold(real, writes, *rest):
        row = real(writes, *rest)
        several = {g for g, each in row.heads.items() if len(each) > 1 and g != REMOVED}
        return replace(row, conflicts=row.conflicts | several)

    with _folding(fold):
        yield


@mutant
def a_partial_write_forgets_the_rest_of_its_group():
    def fold(real, writes, group_of, columns, later):
        row = real(writes, group_of, columns, later)
        heads = {
            group: tuple(
                Version(v.write, {key: v.write.values.get(key) for key in v.values}) for v in each
            )
            for group, each in row.heads.items()
        }
        return replace(row, heads=heads)

    with _folding(fold):
        yield


@mutant
def a_resolution_names_only_what_is_shown():
    real = people.People.leaf

    def leaf(self, pc, name, values, seen):
        return real(self, pc, name, values, {g: tuple(each)[:1] for g, each in seen.items()})

    with put(people.People, "leaf", leaf):
        yield


@mutant
def an_edit_agrees_to_a_removal_that_is_still_asked_about():
    real = model.Pc.author

    def author(self, drafts):
        made = []
        for draft in drafts:
            row = self.row(draft.leaf.row)
            if (
                draft.kind == "set"
                and row
                and REMOVED in row.conflicts
                and REMOVED not in draft.bases
            ):
                bases = dict(draft.bases)
                bases[REMOVED] = frozenset(v.write.dot for v in row.heads[REMOVED])
                made.append(draft._replace(bases=bases))
            else:
                made.append(draft)
        return real(self, made)

    with put(model.Pc, "author", author):
        yield


@shows_while(ERASING)
def an_erased_row_comes_back():
    with put(model.Pc, "is_gone", lambda self, leaf: False):
        yield


# Clocks


@mutant
def nobody_heeds_the_clocks_of_others():
    real = model.Pc.take

    def take(self, parcelled):
        hlc = self.hlc
        real(self, parcelled)
        if all(change.dot.replica != self.rid for change, _leaves in parcelled):
            self.hlc = hlc

    with put(model.Pc, "take", take):
        yield


@mutant
def the_clock_goes_back_with_that_on_the_wall():
    def tick(self):
        self.hlc = self.clock
        return self.hlc

    with put(model.Pc, "tick", tick):
        yield
