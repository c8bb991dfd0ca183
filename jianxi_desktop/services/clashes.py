"""What stands against each other when a record was changed while somebody had its form open."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services import records
from jianxi_desktop.services.history import HistoryLine, history_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Seen
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Clash:
    """One field that is not any more as the form found it.

    Attributes:
        field: Its key.
        caption: What it is called.
        before: What stood there when the form was opened, as it may be shown.
        mine: What the person typed.
        theirs: What stands there now.
        by_me: Whether the person changed it.
        by_them: Whether somebody else did.
    """

    field: str
    caption: str
    before: str
    mine: str
    theirs: str
    by_me: bool
    by_them: bool

    @property
    def both(self) -> bool:
        """Whether a person must choose: two changed it, and not to the same."""
        return self.by_me and self.by_them and self.mine != self.theirs


@dataclass(frozen=True)
class Clashes:
    """All that differs, and the record as it is now.

    Attributes:
        seen: What the next save must find.
        current: The values now, by field key.
        fields: The fields that differ, in the order of the form.
        who: Who changed it last.
        when: When that was, as it is shown.
    """

    seen: Seen
    current: Values
    fields: tuple[Clash, ...]
    who: str = ""
    when: str = ""


@needs(Right.VIEW)
def find_clashes(
    office: Office, ledger: Ledger, seen: Seen, before: Values, typed: Mapping[str, object]
) -> Clashes:
    """Compare what a form was opened with, what was typed into it, and what stands there now.

    Args:
        office: The open database.
        ledger: The ledger.
        seen: The record as the form was opened on it.
        before: The values the form was opened with; numbers may be masked.
        typed: What stands in its editors.

    Raises:
        ConflictError: The record is gone.
    """
    found = records.find_record(office, ledger, seen.id)
    current = Seen(found.id, found.version, found.companion)
    newer = _newer(office, ledger, seen, current)
    touched = {change.field for line in newer for change in line.changes}
    clashes = []
    for key, raw in typed.items():
        field = ledger.all_fields[key]
        then, now = before.get(key), found.values.get(key)
        mine = _parsed(field, raw, then)
        by_me = mine != then
        by_them = _face(field, now) != _face(field, then) or (field.masked and key in touched)
        if by_me or by_them:
            was, own, other = (_shown(office, field, each) for each in (then, mine, now))
            clashes.append(Clash(key, field.caption, was, own, other, by_me, by_them))
    who = newer[0].who if newer else ""
    when = f"{newer[0].when:%m月%d日 %H:%M}" if newer else ""
    return Clashes(current, found.values, tuple(clashes), who, when)


def keep_mine(clash: Clash, chosen: Collection[str]) -> bool:
    """Tell whether a field stays as typed: it was changed by this person, and chosen if by both."""
    return clash.field in chosen if clash.both else clash.by_me


def _parsed(field: Field[Any], raw: object, before: object) -> object:
    """Read what was typed; a mask that stands as it was is no change."""
    if field.masked and raw == before:
        return before
    try:
        return field.parse(raw)
    except FieldError:
        return raw


def _face(field: Field[Any], value: object) -> object:
    """Give what can be compared where one number is masked and the other is not."""
    if not field.masked or value is None or "*" in str(value):
        return value
    return field.mask(value)


def _shown(office: Office, field: Field[Any], value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(field, Link) and isinstance(value, UUID):
        return records.caption_of(office, field.target, value)
    if field.masked:
        return str(value) if "*" in str(value) else field.mask(value)
    return field.show(value)


def _newer(office: Office, ledger: Ledger, seen: Seen, now: Seen) -> list[HistoryLine]:
    """Give what was done to the record since the form was opened, the newest first.

    Two masked numbers may look alike and be different: whether one was changed, this tells.
    """
    beside = seen.companion if seen.companion is not None else now.companion
    since = now.companion[1] - beside[1] if now.companion and beside else 0
    left = {(ledger.key, seen.id): now.version - seen.version}
    if ledger.companion is not None and beside is not None:
        left[ledger.companion.key, beside[0]] = since
    found = []
    for line in history_of(office, ledger, seen.id):
        row = (line.ledger, line.record)
        if left.get(row, 0) > 0:
            left[row] -= 1
            found.append(line)
    return found
