"""The board of organised life as it is shown: organisations, kinds of meetings, a line each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from jianxi_desktop.domain import meeting_plan

TALK = "talk"


@dataclass(frozen=True)
class Body:
    """An organisation that is to meet.

    Attributes:
        id: Its identity.
        name: Its name.
        form: Its form; a branch has a line for each kind, a committee for the lectures.
        parent: Whom it stands under.
        begun: When it was set up, as far as it is known.
        ended: When it was dissolved.
    """

    id: UUID
    name: str
    form: str
    parent: UUID | None
    begun: str
    ended: str

    def stood(self, first: str, last: str) -> bool:
        """Tell whether it stood from a day on until another."""
        return self.begun <= first and (not self.ended or self.ended > last)


@dataclass(frozen=True)
class Line:
    """A year of one kind of meeting at one organisation.

    Attributes:
        organisation: Whose.
        kind: Code of ``activity_kind``, or ``talk``.
        rule: What is wanted, in Chinese.
        months: State of each month, see ``meeting_plan``.
        held: How many were held in each month.
        owed: How many are wanted in the year; of talks how many people.
        done: How many of those there were.
        missing: How many are wanting of the times that are over.
        due: How many are wanting of the time that runs.
        told: More to say of it, such as whom nobody talked with.
        times: The months, quarters or years that lack something.
    """

    organisation: UUID
    kind: str
    rule: str
    months: tuple[str, ...]
    held: tuple[int, ...]
    owed: int
    done: int
    missing: int
    due: int
    told: str = ""
    times: tuple[meeting_plan.Time, ...] = ()

    @property
    def state(self) -> str:
        """The worst of it."""
        if self.missing:
            return meeting_plan.MISSING
        if self.due:
            return meeting_plan.DUE
        return meeting_plan.DONE if self.done or sum(self.held) else meeting_plan.QUIET


@dataclass(frozen=True)
class Board:
    """The board of a year.

    Attributes:
        year: The year.
        day: The day it is looked at.
        unit: Name of the organisation on top.
        bodies: The organisations, in the order of the tree.
        kinds: The kinds and what they are called.
        lines: A line a kind and organisation that has it.
    """

    year: int
    day: date
    unit: str
    bodies: tuple[Body, ...]
    kinds: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    @cached_property
    def _by_place(self) -> Mapping[tuple[UUID, str], Line]:
        return {(each.organisation, each.kind): each for each in self.lines}

    def line(self, organisation: UUID, kind: str) -> Line | None:
        """Give the line of an organisation and kind, where it has one."""
        return self._by_place.get((organisation, kind))

    def of(self, organisation: UUID) -> tuple[Line, ...]:
        """Give the lines of an organisation, in the order of the kinds."""
        found = (self.line(organisation, kind) for kind, _label in self.kinds)
        return tuple(each for each in found if each is not None)

    def counts(self, kind: str = "") -> Counter[str]:
        """Count what was held, is wanting and is due, of a kind or of all but the talks."""
        found: Counter[str] = Counter()
        for each in self.lines:
            if each.kind == kind or (not kind and each.kind != TALK):
                found.update(
                    {"done": sum(each.held), "missing": each.missing, "due": each.due},
                )
        return found
