"""Talks between comrades (谈心谈话): who talked with whom, and who still has to."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from jianxi_desktop.domain.meeting_rules import Requirement

COMMITTEE, COMMITTEE_MEMBER, MEMBERS = "committee", "committee_member", "members"


class Talk(NamedTuple):
    """One talk with a member.

    Attributes:
        person: Name of the member.
        by: Names of whoever talked with him, as written; empty: not noted.
        pair: Code of ``talk_pair``; empty: not noted.
    """

    person: str
    by: str
    pair: str = ""


class Covered(NamedTuple):
    """How far the talks of one pair class have come in a branch.

    Attributes:
        pair: Code of ``talk_pair``.
        wanted: How many talks are wanted, one a person and time.
        held: How many of those were held.
        left: Names of whom nobody talked with often enough.
    """

    pair: str
    wanted: int
    held: int
    left: tuple[str, ...]


def pair_of(talk: Talk, leaders: Collection[str]) -> str:
    """Say of which class a talk is; where it is not noted, by who holds a post.

    Args:
        talk: The talk.
        leaders: Names of those in the committee of the branch, or of one above it.
    """
    if talk.pair:
        return talk.pair
    leads = talk.person in leaders
    led = any(name in talk.by for name in leaders)
    if leads and led:
        return COMMITTEE
    return COMMITTEE_MEMBER if leads or led or not talk.by else MEMBERS


def coverage(
    rules: Iterable[Requirement],
    talks: Sequence[Talk],
    committee: Collection[str],
    members: Collection[str],
    above: Collection[str] = (),
) -> tuple[Covered, ...]:
    """Count for each class how many of those whom it wants have had their talks.

    Among the committee everybody is wanted; between committee and members every member who is
    not in it; among members likewise. A class that would be of one person alone wants nothing.

    Args:
        rules: What is wanted, a rule a class.
        talks: The talks of the year.
        committee: Names of those in the branch's committee.
        members: Names of all its members.
        above: Names of those in committees above it.
    """
    leaders = {*committee, *above}
    others = [name for name in members if name not in set(committee)]
    by_pair: dict[str, list[Talk]] = {}
    for talk in talks:
        by_pair.setdefault(pair_of(talk, leaders), []).append(talk)
    found = []
    for rule in rules:
        people = list(committee) if rule.kind == COMMITTEE else others
        least = 1 if rule.kind == COMMITTEE_MEMBER else 2
        if len(people) >= least:
            found.append(_covered(rule, people, by_pair.get(rule.kind, [])))
    return tuple(found)


def _covered(rule: Requirement, people: Sequence[str], talks: Sequence[Talk]) -> Covered:
    had: Counter[str] = Counter()
    known = set(people)
    for talk in talks:
        names = {talk.person} & known
        if rule.kind != COMMITTEE_MEMBER:
            names |= {name for name in _names(talk.by) if name in known}
        had.update(names)
    held = sum(min(had[name], rule.times) for name in people)
    left = tuple(name for name in people if had[name] < rule.times)
    return Covered(rule.kind, rule.times * len(people), held, left)


def _names(by: str) -> Iterable[str]:
    for mark in "，,；; /":
        by = by.replace(mark, "、")
    return (name for name in by.split("、") if name)
