"""What the writers of one community hand on to each other."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jianxi_desktop.db import office as seeds
from jianxi_desktop.services.demo.pen import Book, Pen, Row
from jianxi_desktop.services.demo.plan import CommunityPlan


@dataclass
class Member:
    """What other records need to know of a person."""

    id: UUID
    name: str
    sex: str
    born: date
    joined: date | None
    phone: str
    retired: bool

    @property
    def can_lead(self) -> bool:
        """Whether the person was a member long enough to hold a post in 2018."""
        return self.joined is not None and self.joined < date(2015, 7, 1)


@dataclass
class Branch:
    """A branch with members, and its groups.

    Attributes:
        row: Its record, to which the secretary is added once there are members.
        size: How many members it has today.
        territory: The grid it works in, if it has one.
        groups: Its building groups.
        members: Its members today.
    """

    id: UUID
    name: str
    kind: str
    row: Row
    size: int
    territory: UUID | None = None
    groups: list[UUID] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    @property
    def secretary(self) -> Member:
        """Its secretary: the member that stands first."""
        return self.members[0]


@dataclass
class Unit:
    """A unit of the territory."""

    id: UUID
    name: str
    kind: str
    head: str


@dataclass
class Community:
    """One community at work.

    Attributes:
        book: Where its records go.
        plan: What it has of the district's figures.
        row: The record of its organisation.
        courts: Names of the courts where its people live.
        branches: Its branches with members; its own organisation, where that is a branch.
        regional: Its regional committee.
        leaders: Secretary, deputy and members of its committee.
        co_builders: The units that build together with it.
        rooms: Its service centre and the rooms of it, by name.
        square: Its culture square, if it has one.
        base: Its open base, if it has one.
    """

    book: Book
    plan: CommunityPlan
    courts: list[str]
    row: Row = field(default_factory=dict)
    branches: list[Branch] = field(default_factory=list)
    regional: UUID | None = None
    leaders: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    co_builders: list[Unit] = field(default_factory=list)
    rooms: dict[str, UUID] = field(default_factory=dict)
    square: UUID | None = None
    base: UUID | None = None

    @property
    def code(self) -> str:
        """Its division code."""
        return self.plan.code

    @property
    def name(self) -> str:
        """Its name."""
        return self.plan.place.name

    @property
    def organisation(self) -> UUID:
        """Its Party organisation."""
        return seeds.organisation_id(self.code)

    @property
    def street(self) -> UUID:
        """The working committee it stands under."""
        return seeds.organisation_id(self.plan.place.parent)

    @property
    def territory(self) -> UUID:
        """Its territory."""
        return seeds.territory_id(self.code)

    @property
    def members(self) -> list[Member]:
        """All members of all its branches."""
        return [member for branch in self.branches for member in branch.members]

    def place_of(self, venue: UUID | None) -> str | None:
        """Name a room as people here do, without the community's name before it."""
        known = next((name for name, room in self.rooms.items() if room == venue), None)
        if venue is not None and venue == self.square:
            return "党建文化广场"
        return known.removeprefix(self.name) if known else None

    def pen(self, topic: str) -> Pen:
        """Give its pen for a topic."""
        return self.book.pen(self.code, topic)
