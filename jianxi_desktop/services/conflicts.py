"""What a merge left to people: where two offices say different things, and the end of it.

A conflict is no error: one value is shown meanwhile, and every other one is kept. Ending it is one
action, which names all it ends, so that it is ended everywhere its change comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs

Kind = Literal["value", "removal", "cycle", "double"]
KINDS: Mapping[str, str] = {
    "value": "两边填的不一样",
    "removal": "一边移除，一边修改",
    "cycle": "上下级绕成了圈",
    "double": "可能重复登记",
}
# What ``resolve`` keeps: the place of a version, one of ``KEEPS``, or values by field.
Keep = int | str | Mapping[str, object]
KEEPS = ("shown", "ours", "theirs", "keep", "remove", "merge", "apart")


class Line(NamedTuple):
    """A conflict as a list shows it.

    Attributes:
        id: Names the conflict; the same in every office and after every restart.
        kind: Which of ``KINDS``.
        ledger: Key of the ledger.
        title: Title of the ledger.
        record: The record, or the older one of two.
        name: What the record is called.
        what: The fields it is about, in words.
        since: When it was found here, ISO; empty for a double.
    """

    id: str
    kind: Kind
    ledger: str
    title: str
    record: UUID
    name: str
    what: str
    since: str


class Page(NamedTuple):
    """Some conflicts, and how many there are of each kind."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Version:
    """One of the things that stand against each other.

    Attributes:
        texts: The values as people read them, one a field of the conflict; numbers are masked.
        key: Names the version inside its conflict.
        who: Who wrote it.
        when: When, by the clock of the PC it was written on; ``None``: not known.
        place: On which PC; 本机 is this one.
        unit: Name of the office.
        shown: Whether it is what lists and forms show meanwhile.
        ours: Whether this office wrote it.
        removed: Whether it takes the record out.
        reason: Why, where somebody said so.
        record: The record it is about, where it is another than the conflict's (doubles, circles).
    """

    texts: tuple[str, ...]
    key: str
    who: str
    when: datetime | None
    place: str
    unit: str
    shown: bool
    ours: bool
    removed: bool = False
    reason: str = ""
    record: UUID | None = None


@dataclass(frozen=True)
class Conflict:
    """One conflict whole.

    Attributes:
        line: What the list says of it.
        captions: The fields it is about.
        differs: Whether the versions differ in each of them.
        versions: What stands against each other, the shown one first.
        remarks: What whoever decides should know.
    """

    line: Line
    captions: tuple[str, ...]
    differs: tuple[bool, ...]
    versions: tuple[Version, ...]
    remarks: tuple[str, ...] = ()


@needs(Right.VIEW)
def list_conflicts(
    office: Office,
    *,
    kind: str = "",
    words: str = "",
    doubles: bool = True,
    limit: int = 10_000,
) -> Page:
    """List what waits for a decision, of what this person may see.

    Args:
        office: Whose database.
        kind: Only of this kind.
        words: Only of records or fields whose names hold every one of these words.
        doubles: Whether to look for records that were entered twice; that reads everybody.
        limit: How many lines at most.
    """
    raise NotImplementedError


@needs(Right.VIEW)
def find_conflict(office: Office, conflict_id: str) -> Conflict:
    """Read one conflict with all its versions.

    Raises:
        ConflictError: It is settled.
        InputError: There is no such name.
    """
    raise NotImplementedError


@needs(Right.VIEW)
def count(office: Office) -> int:
    """Count what waits for a decision; what may be entered twice is not looked for here."""
    raise NotImplementedError


@needs(Right.VIEW)
def fields_in_conflict(office: Office, ledger: str, record_id: UUID) -> Mapping[str, str]:
    """Give the fields of a record, and of its companion's row, that wait; each with its conflict.

    The key "" stands for the whole record: removed here and changed there, or in a circle.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def resolve(office: Office, conflict_id: str, keep: Keep) -> Saved:
    """End a conflict, here and wherever this office's change comes.

    Args:
        office: Whose database.
        conflict_id: Of a ``Line``.
        keep: The place of a version in ``Conflict.versions``; ``shown``, ``ours`` or ``theirs``;
            ``keep`` or ``remove`` of a removal; ``merge`` or ``apart`` of a double; or typed values
            by field.

    Raises:
        ConflictError: It is settled already, or was changed since.
        InputError: That cannot be kept, or a rule between records refuses; nothing was changed.
    """
    raise NotImplementedError


@needs(Right.EDIT)
def resolve_many(office: Office, kept: Mapping[str, Keep]) -> Any:
    """End several conflicts as one action, which undo takes back whole.

    Raises:
        ConflictError: As ``resolve``; then nothing was changed.
        InputError: As ``resolve``.
    """
    raise NotImplementedError
