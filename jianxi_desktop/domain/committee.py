"""What is odd about the leadership of an organisation: no secretary, no committee, a large one."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.organisation import Limit, limit

OUTSIDE = ("part_time_member", "group_leader", "liaison")  # posts that are not of the committee
LED = ("working_committee", "party_committee", "general_branch", "branch")
ORDER = (
    "secretary",
    "deputy_secretary",
    "organisation_member",
    "publicity_member",
    "discipline_member",
    "united_front_member",
    "youth_member",
    "member",
)


class Odd(NamedTuple):
    """Something odd: a stable code and the words that follow the organisation's name."""

    code: str
    text: str


def odd_about(
    form: str, posts: Collection[str], full_members: int, day: date, *, secretary_named: bool
) -> Iterator[Odd]:
    """Say what is odd about who leads an organisation.

    Args:
        form: Of the organisation.
        posts: Posts held there, part-time members left out.
        full_members: How many full members it has.
        day: The day.
        secretary_named: Whether the organisation's record names a secretary.
    """
    if form not in LED:
        return
    if "secretary" not in posts and not secretary_named:
        yield Odd("no_secretary", "没有登记书记。")
    size, members = limit("committee_size", form, day), [e for e in posts if e not in OUTSIDE]
    if size.most is not None and len(members) > size.most:
        yield Odd("large_committee", f"登记班子成员{len(members)}人，一般不超过{size.most}人。")
    wanted = limit("committee_from", form, day)
    if wanted.least is None or full_members < wanted.least or len(members) >= (size.least or 0):
        return
    told = f"有正式党员{full_members}名，满{wanted.least}名应设支部委员会（{_range(size)}人）"
    yield Odd("no_committee", f"{told}，现登记班子成员{len(members)}人。")


def _range(wanted: Limit) -> str:
    return f"{wanted.least}至{wanted.most}"
