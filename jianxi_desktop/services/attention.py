"""What is due or overdue in an office: one list out of every source."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.due import Due, band_of, kinds, shown
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import scope
from jianxi_desktop.services.due import SOURCES, Asked
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_DEEPEST = 64  # a circle that a merge may bring ends here


@dataclass(frozen=True)
class Attention:
    """What is due.

    Attributes:
        as_of: The day.
        items: They, the oldest first.
        titles: What each kind of thing is called, in the order of the rule table.
        names: Names of the organisations, in the order of the tree.
        top: The organisation asked for.
        branches: For each organisation below it the one directly below that it belongs to, itself
            included; for the one asked for itself.
    """

    as_of: date
    items: tuple[Due, ...]
    titles: Mapping[str, str]
    names: Mapping[UUID, str]
    top: UUID
    branches: Mapping[UUID, UUID]

    def name_of(self, item: Due) -> str:
        """Name the organisation a thing belongs to; empty: the office's own."""
        return "" if item.organisation is None else self.names.get(item.organisation, "")

    def branch_of(self, item: Due) -> UUID | None:
        """Give the organisation directly below the one asked for that a thing belongs to.

        ``None``: it is the one asked for, or one that stands elsewhere.
        """
        found = self.branches.get(item.organisation) if item.organisation is not None else None
        return None if found == self.top else found

    def counts(self) -> Counter[str]:
        """Count by the headings of ``BANDS``."""
        return Counter(band_of(each.due_on, self.as_of) for each in self.items)

    def by_kind(self) -> Mapping[str, int]:
        """Count by kind, in the order of the rule table; kinds without anything are left out."""
        found = Counter(each.kind for each in self.items)
        return {kind: found[kind] for kind in self.titles if found[kind]}

    def narrowed(
        self,
        *,
        chosen: Collection[str] = (),
        bands: Collection[str] = (),
        days: int | None = None,
        words: str = "",
    ) -> "Attention":
        """Keep some of it.

        Args:
            chosen: Only these kinds; empty: all.
            bands: Only what stands under these headings of ``BANDS``; empty: all.
            days: Only what is due within so many days, or overdue.
            words: Only what says all of these words, itself or by its kind or organisation.
        """
        asked = words.split()
        last = None if days is None else self.as_of + timedelta(days=days)

        def wanted(item: Due) -> bool:
            if chosen and item.kind not in chosen:
                return False
            if bands and band_of(item.due_on, self.as_of) not in bands:
                return False
            if last is not None and calendar.first_day(item.due_on) > last:
                return False
            text = f"{item.text} {self.name_of(item)} {self.titles[item.kind]}" if asked else ""
            return all(word in text for word in asked)

        return replace(self, items=tuple(filter(wanted, self.items)))


@needs(Right.VIEW)
def attention(office: Office, day: date | None = None, within: UUID | None = None) -> Attention:
    """Give what is overdue, due, or due within its days of notice.

    Args:
        office: The open database.
        day: The day it is counted from; ``None``: today.
        within: Only what stands at or below this organisation; ``None``: all that the account may
            see.

    Raises:
        InputError: The organisation is not this account's to see.
    """
    as_of = day or calendar.today()
    with office.store.read() as connection:
        rows = tree.organisations(connection, office.catalog)
        above = lookup.parents(connection, office.catalog)
        if within is not None and office.limited:
            _require_below(within, office.top, above)
        asked = Asked(office, connection, as_of, within or office.account.organisation)
        items = shown(_found(asked), as_of)
    top = within or office.top
    return Attention(
        as_of,
        tuple(items),
        {row["kind"]: row["title"] for row in kinds(as_of)},
        {row["id"]: str(row["name"]) for row in rows},
        top,
        _branches(top, above),
    )


def _found(asked: Asked) -> list[Due]:
    """Ask every source; whoever is limited sees nothing of records that he may not open."""
    found = [item for source in SOURCES for item in source(asked)]
    records: dict[str, set[UUID]] = {}
    for item in found:
        if item.ledger and item.record is not None:
            records.setdefault(item.ledger, set()).add(item.record)
    hidden = scope.outside(asked.office, asked.connection, records)
    return [item for item in found if item.record not in hidden] if hidden else found


def _branches(top: UUID, above: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    found = {top: top}
    for one in above:
        way, at = [], one
        for _ in range(_DEEPEST):
            if at in found:
                break
            way.append(at)
            over = above.get(at)
            if over is None:
                break
            at = over
        if at in found:
            for each in way:  # the last of the way stands right below the one where it ended
                found[each] = way[-1] if at == top else found[at]
    return found


def _require_below(one: UUID, top: UUID, above: Mapping[UUID, UUID | None]) -> None:
    at: UUID | None = one
    for _ in range(_DEEPEST):
        if at == top:
            return
        at = None if at is None else above.get(at)
    raise InputError(
        "organisation outside the account's subtree",
        user_message="这个党组织不归您负责，或者已经不在了。",
        code="no_organisation",
    )
