"""Facts of organisations: what stands on the day, how large and how led each is, what changed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, or_

from jianxi_desktop.db import as_of
from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import (
    Row,
    columns_of,
    in_period,
    inside,
    members_by_branch,
    members_by_group,
    rows_of,
    stood,
    within,
)
from jianxi_desktop.domain import organisation as rules

OUTSIDE_COMMITTEE = ("part_time_member", "group_leader", "liaison")
_LED = ("working_committee", "party_committee", "general_branch", "branch")
_Posts = Mapping[UUID, Counter[str]]


def organisations(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give organisations that stood at the end of the period, at its beginning, or within it.

    ``standing``, ``at_start``, ``founded`` and ``dissolved`` say which; ``members`` and
    ``full_members`` are those of the organisation with all below it, ``own`` those of a branch.
    """
    rows = list(_organisations(connection, asked))
    sizes = _sizes(connection, asked, {row["id"]: row["parent"] for row in rows})
    posts = open_posts(connection, asked)
    limit = inside(connection, asked)
    eve = (asked.begins - timedelta(days=1)).isoformat()
    for row in rows:
        if limit is not None and row["id"] not in limit:
            continue
        about = {
            "form": row["form"],
            "kind": row["kind"],
            "situation": row["unit_situation"],
            "standing": bool(row["standing"]),
            "at_start": stood(row["established_on"], row["dissolved_on"], eve),
            "founded": within(asked, row["established_on"]),
            "dissolved": within(asked, row["dissolved_on"]),
        }
        if about["standing"]:
            about |= _state(asked, row, sizes[row["id"]], posts.get(row["id"], Counter()))
        if any(about[key] for key in ("standing", "at_start", "founded", "dissolved")):
            yield Fact(row["id"], row["id"], about)


def _organisations(connection: Connection, asked: Asked) -> Iterator[Row]:
    """Read all of them, with their names, forms and superiors of the day."""
    then, now = asked.scope.then, asked.scope.table("organisation")
    columns = columns_of(then, "id", "form", "kind", "parent", "secretary", "standing")
    columns |= columns_of(now, "established_on", "dissolved_on", "unit_situation")
    yield from rows_of(connection, then.join(now, now.c.id == then.c.id), columns)


def _sizes(
    connection: Connection, asked: Asked, parents: Mapping[UUID, UUID | None]
) -> Mapping[UUID, Counter[str]]:
    """Count the members of each organisation with all below it, by status."""
    sizes: dict[UUID, Counter[str]] = {one: Counter() for one in parents}
    for branch, counts in members_by_branch(connection, asked).items():
        for one in (branch, *rules.line_above(parents, branch)):
            if one in sizes:
                sizes[one].update(counts)
    for group, counts in members_by_group(connection, asked).items():
        if group in sizes:
            sizes[group].update(counts)
    return sizes


def open_posts(connection: Connection, asked: Asked) -> _Posts:
    """Count the posts held on the day by organisation, without those of part-time members."""
    table = asked.scope.table("post_holding")
    held = (
        table.c.removed_on.is_(None)
        & as_of.standing(table, "starts_on", "ends_on", asked.ends)
        & or_(table.c.part_time.is_(None), table.c.part_time.is_(False))
    )
    posts: dict[UUID, Counter[str]] = {}
    for row in rows_of(connection, table, columns_of(table, "organisation", "post"), held):
        posts.setdefault(row["organisation"], Counter())[row["post"]] += 1
    return posts


def committee_of(posts: Counter[str]) -> int:
    """Count those posts that make a committee."""
    return sum(number for post, number in posts.items() if post not in OUTSIDE_COMMITTEE)


def led(row: Row) -> bool:
    """Tell whether an organisation is to have a secretary of its own."""
    return row["form"] in _LED


def without_secretary(row: Row, posts: Counter[str]) -> bool:
    """Tell whether it should have a secretary and has none, neither as a post nor by name."""
    return led(row) and not posts["secretary"] and not row["secretary"]


def _state(
    asked: Asked, row: Row, size: Counter[str], posts: Counter[str]
) -> dict[str, int | bool | None]:
    """Say how large and how led one is, and what of it does not fit the rules."""
    form, day = row["form"], asked.ends
    numbers = {"members": size.total(), "full_members": size["full"]}
    least, most = False, False
    if row["kind"] != "regional":
        for rule, number in numbers.items():
            wanted = rules.limit(rule, form, day)
            least |= wanted.least is not None and number < wanted.least
            most |= wanted.most is not None and number > wanted.most
    wanted, right = (rules.limit(rule, form, day) for rule in ("committee_from", "committee_size"))
    committee = committee_of(posts)
    wants_committee = wanted.least is not None and size["full"] >= wanted.least
    has_committee = right.least is not None and committee >= right.least
    return {
        **numbers,
        "too_small": least,
        "too_large": most,
        "size_off": least or most,
        "committee": committee,
        "has_committee": has_committee,
        "wants_committee": wants_committee,
        "no_committee": wants_committee and not has_committee,
        "led": led(row),
        "no_secretary": without_secretary(row, posts),
    }


def changes(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the dated changes of organisations that lie in the period."""
    table = asked.scope.table("organisation_change")
    there = asked.scope.live("organisation_change") & in_period(asked, table.c.changed_on)
    for row in rows_of(connection, table, columns_of(table, "id", "organisation", "kind"), there):
        yield Fact(row["id"], row["organisation"], {"kind": row["kind"]})


SOURCES = {
    "organisations": Source("organisation", organisations),
    "organisation_changes": Source("organisation_change", changes),
}
