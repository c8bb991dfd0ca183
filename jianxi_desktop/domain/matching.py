"""Which resource fits a need: the same kind, words in common, something free, not far away.

A fit is an offer to people, with its reasons; nothing is matched by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple
from uuid import UUID

Near = Literal["community", "street", "district"]
NEAR_WORDS: Final[Mapping[Near, str]] = {
    "community": "同社区",
    "street": "同街道",
    "district": "其他街道",
}
# What nearly every need or resource is called says nothing of whether two of them fit.
_COMMON: Final = frozenset(
    ("社区", "居民", "服务", "单位", "需求", "资源", "提供", "党员", "活动", "组织", "项目", "人员")
)
_SHORTEST = 2  # letters of a word
_KIND, _LETTER, _MOST_WORDS = 40, 12, 36
_NEAR: Final[Mapping[Near, int]] = {"community": 20, "street": 10, "district": 0}
_TAKEN = -1_000  # what is used up stands below everything else


class Place(NamedTuple):
    """An organisation as far as nearness goes: itself and those above it, with their kinds."""

    line: tuple[tuple[UUID, str], ...] = ()


class Wish(NamedTuple):
    """A need, as far as fitting goes."""

    kind: str
    title: str
    place: Place


class Offer(NamedTuple):
    """A resource, as far as fitting goes; ``title`` without the name of who provides it."""

    kind: str
    title: str
    place: Place
    free: int


@dataclass(frozen=True)
class Fit:
    """How an offer fits a wish.

    Attributes:
        same_kind: Whether both are of one kind.
        words: Words that stand in both titles, in the order of the wish.
        near: How far apart they are.
        free: How many are still free.
        points: The order among fits; no measure of anything, and nobody sees it.
    """

    same_kind: bool
    words: tuple[str, ...]
    near: Near
    free: int
    points: int

    def reasons(self, kind: str, measure: str) -> tuple[str, ...]:
        """Say why it fits, in words; ``kind`` and ``measure`` as people call them."""
        told = [f"同为{kind}类"] if self.same_kind else [f"类型不同（{kind}）"]
        told.append(NEAR_WORDS[self.near])
        told.append(f"还有{self.free}{measure}" if self.free > 0 else "已排满")
        if self.words:
            told.append("都提到" + "、".join(f"“{word}”" for word in self.words))
        return tuple(told)


def fit(wish: Wish, offer: Offer) -> Fit | None:
    """Say how an offer fits a wish; ``None`` where neither kind nor words have to do with it."""
    same = wish.kind == offer.kind
    words = common_words(wish.title, offer.title)
    if not same and not words:
        return None
    near = nearness(wish.place, offer.place)
    points = _KIND * same + min(sum(len(word) for word in words) * _LETTER, _MOST_WORDS)
    points += _NEAR[near] + (0 if offer.free > 0 else _TAKEN)
    return Fit(same, words, near, offer.free, points)


def common_words(one: str, other: str) -> tuple[str, ...]:
    """Give the longest runs of letters that stand in both texts, two letters at least."""
    found: list[str] = []
    at = 0
    while at <= len(one) - _SHORTEST:
        length = _SHORTEST - 1
        while at + length < len(one) and one[at : at + length + 1] in other:
            length += 1
        run = one[at : at + length]
        if length < _SHORTEST:
            at += 1
            continue
        if run not in _COMMON and run not in found and run.isalnum():
            found.append(run)
        at += length
    return tuple(found)


def nearness(one: Place, other: Place) -> Near:
    """Say how near two organisations are: what the lowest one above both is."""
    above = {each for each, _kind in other.line}
    for each, kind in one.line:
        if each in above:
            return _near_of(kind)
    return "district"


def place_of(
    organisation: UUID, parents: Mapping[UUID, UUID | None], kinds: Mapping[UUID, str]
) -> Place:
    """Give the line above an organisation; a circle that a merge may bring ends."""
    line: list[tuple[UUID, str]] = []
    at: UUID | None = organisation
    seen: set[UUID] = set()
    while at is not None and at not in seen:
        seen.add(at)
        line.append((at, kinds.get(at, "")))
        at = parents.get(at)
    return Place(tuple(line))


def free_of(quantity: int | None, uses: Iterable[str]) -> int:
    """Say how many of a resource are free: each project that runs holds one.

    Args:
        quantity: How many there are; not told: one.
        uses: States of the projects that are to use it.
    """
    held = sum(state in ("open", "claimed", "running") for state in uses)
    return max((1 if quantity is None else quantity) - held, 0)


def _near_of(kind: str) -> Near:
    if kind == "street":
        return "street"
    return "district" if kind in ("district", "city", "") else "community"
