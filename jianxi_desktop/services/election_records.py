"""The records of an election: its candidates, and the posts that end and begin with it.

Written inside the one transaction of ``elections``; nothing here opens one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, terms, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.terms import Held
from jianxi_desktop.domain.calendar import first_day, years_after
from jianxi_desktop.domain.committee import OUTSIDE
from jianxi_desktop.domain.election import Stood
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
TERM: Final = "leadership_term"
CANDIDATE: Final = "election_candidate"
POST: Final = "post_holding"
_CARRIED: Final = ("phone", "duties")  # what a post keeps where the same person holds it again
_VOTES: Final = ("votes_for", "votes_against", "abstentions")


@dataclass(frozen=True)
class Candidate:
    """Somebody who stands in an election.

    Attributes:
        name: The name.
        post: Code of the post.
        person: The member; ``None``: not linked.
        votes_for: Votes for; ``None``: not counted yet.
        votes_against: Votes against.
        abstentions: Abstentions.
        elected: Whether the candidate is elected; ``None``: not decided.
        id: The record; ``None``: not stored yet.
        version: The version that was read.
    """

    name: str
    post: str
    person: UUID | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    elected: bool | None = None
    id: UUID | None = None
    version: int | None = None

    @property
    def stood(self) -> Stood:
        """How the votes fell."""
        return Stood(self.name, self.votes_for, self.votes_against, self.abstentions)


def term_row(office: Office, connection: Connection, term: UUID) -> Row:
    """Read a term that is this person's to change."""
    ledger = office.catalog[TERM]
    scope.require_inside(office, connection, ledger, [term])
    found = lookup.existing(connection, ledger, "id", [term])
    if not found:
        raise ConflictError(
            "no such term",
            user_message="这次换届不存在或已移除，请刷新后再试。",
            code="gone",
        )
    return found[0]


def candidates_of(office: Office, connection: Connection, term: UUID) -> tuple[Candidate, ...]:
    """Read who stands in an election, in their order."""
    rows = lookup.existing(connection, office.catalog[CANDIDATE], "term", [term])
    rows.sort(key=lambda row: (row["position"], row["serial"]))
    kept = ("name", "post", "person", *_VOTES, "elected", "id", "version")
    return tuple(Candidate(**{key: row[key] for key in kept}) for row in rows)


def keep_all(
    office: Office,
    change: Change,
    term: UUID,
    version: int,
    values: Row,
    candidates: Sequence[Candidate],
) -> Row:
    """Store fields and candidates of an election; give its term as it stood before.

    Raises:
        ConflictError: It was changed since it was read.
    """
    row, ledger = term_row(office, change.connection, term), office.catalog[TERM]
    given = {key: values[key] for key in ledger.fields if key in values and key != "organisation"}
    if any(given.get(key, row[key]) != row[key] for key in ("starts_on", "years")):
        given["due_on"] = due_of({**row, **given})
    write.update_row(change, ledger, term, version, given)
    keep_candidates(office, change, term, candidates)
    return row


def due_of(values: Row) -> str | None:
    """Say when a term is over by its first day and its years; ``None``: they do not say."""
    start, years = values.get("starts_on"), values.get("years")
    return years_after(start, years) if start and years else None


def keep_candidates(
    office: Office, change: Change, term: UUID, candidates: Sequence[Candidate]
) -> None:
    """Store who stands: new ones come, changed ones change, those left out are taken out."""
    ledger, fresh, edits = office.catalog[CANDIDATE], list[Row](), list[write.Edit]()
    known = {row["id"]: row for row in lookup.existing(change.connection, ledger, "term", [term])}
    for position, each in enumerate(candidates, start=1):
        values = _values(each, term, position)
        before = known.pop(each.id, {}) if each.id is not None else {}
        scope.require_links_inside(office, change.connection, ledger, values, before)
        if each.id is None:
            fresh.append(values)
        else:
            edits.append(write.Edit(each.id, values, each.version))
    write.update_rows(change, ledger, edits)
    write.insert_rows(change, ledger, fresh)
    left = [
        write.Edit(one, write.removal("不再是候选人"), row["version"]) for one, row in known.items()
    ]
    write.update_rows(change, ledger, left)


def _values(each: Candidate, term: UUID, position: int) -> dict[str, Any]:
    kept = ("post", "person", *_VOTES, "elected")
    values = {key: getattr(each, key) for key in kept}
    return {**values, "term": term, "position": position, "name": each.name.strip()}


def hand_over(
    office: Office,
    change: Change,
    organisation: UUID,
    term: UUID,
    day: str,
    elected: Sequence[Candidate],
) -> tuple[int, int]:
    """End the posts there were and begin those of the elected; give how many of each."""
    ledger, connection = office.catalog[POST], change.connection
    held = [
        each
        for each in terms.posts_on(
            connection, office.catalog, first_day(day), organisation=organisation
        )
        if each.post not in OUTSIDE
    ]
    over = [each for each in held if not each.starts_on or each.starts_on < day]
    there = {(each.name, each.post) for each in held if each not in over}
    write.update_rows(
        change, ledger, [write.Edit(each.id, {"ends_on": day}, each.version) for each in over]
    )
    document = term_row(office, connection, term)["document"]
    rows = [
        {
            **_carried(each, over),
            "organisation": organisation,
            "name": each.name,
            "post": each.post,
            "person": each.person,
            "term": term,
            "starts_on": day,
            "document": document,
        }
        for each in elected
        if (each.name, each.post) not in there
    ]
    write.insert_rows(change, ledger, rows)
    return len(over), len(rows)


def _carried(each: Candidate, over: Sequence[Held]) -> Row:
    """Give what goes along where the same person held the same post before."""
    for held in over:
        same = held.person == each.person if each.person is not None else held.name == each.name
        if same and held.post == each.post:
            return {key: getattr(held, key) for key in _CARRIED}
    return {}


def name_secretary(
    office: Office, change: Change, organisation: UUID, elected: Sequence[Candidate]
) -> Iterator[str]:
    """Let the organisation name its new secretary."""
    (row,) = lookup.existing(
        change.connection, office.catalog["organisation"], "id", [organisation]
    )
    names = [each.name for each in elected if each.post == "secretary"]
    if names:
        write.update_row(
            change,
            office.catalog["organisation"],
            organisation,
            row["version"],
            {"secretary": names[0]},
        )
    elif row["secretary"]:
        yield f"这次没有选出书记，“{row['name']}”的书记仍登记为{row['secretary']}，请核对。"
