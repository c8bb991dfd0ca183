"""Elections of a new leadership: prepared, voted, finished, each as one action.

While an election is prepared its term stands with its candidates and the old one goes on. To
finish it is one action: the votes, the new term, the posts of the elected; the term before and its
posts end on the same day, and the organisation names its new secretary. No member's status is
touched. What the rules forbid is said (``domain.election``), and a person decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, owned, terms, voters, write
from jianxi_desktop.db.terms import Held
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.committee import ORDER, OUTSIDE
from jianxi_desktop.domain.election import Finding, Outcome, Poll, findings, outcome
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.term_rules import has_terms, next_name, term_years
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.services import save_rules, scope
from jianxi_desktop.services.election_records import (
    CANDIDATE,
    TERM,
    Candidate,
    candidates_of,
    due_of,
    hand_over,
    keep_all,
    keep_candidates,
    name_secretary,
    term_row,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.term_rules import close_earlier

Row = Mapping[str, Any]
POLL: Final = ("entitled", "attended", "seats", "ballots_out", "ballots_back", "valid_votes")


@dataclass(frozen=True)
class Preset:
    """What a new election begins with.

    Attributes:
        organisation: Whose it is.
        organisation_name: What it is called.
        name: What the new term is called; empty: a person says it.
        entitled: Who has a vote today.
        years: How long the term is; ``None``: no terms are laid down.
        seats: How many are elected, as many as now.
        previous: What the term is called that runs; empty: none is recorded.
        candidates: Who holds the posts now.
        preparing: The term of an election that is prepared already.
    """

    organisation: UUID
    organisation_name: str
    name: str
    entitled: int
    years: int | None
    seats: int | None
    previous: str
    candidates: tuple[Candidate, ...]
    preparing: UUID | None


@dataclass(frozen=True)
class Election:
    """One election as its page shows it.

    Attributes:
        term: The term it is for.
        version: The version that was read.
        organisation: Whose it is.
        organisation_name: What it is called.
        values: Fields of the term.
        candidates: Who stands, in their order.
        voters: Who has a vote on the day of the election.
        previous: What the term before is called; empty: none is recorded.
        finished: Whether somebody is elected already.
    """

    term: UUID
    version: int
    organisation: UUID
    organisation_name: str
    values: Row
    candidates: tuple[Candidate, ...]
    voters: int
    previous: str
    finished: bool


@dataclass(frozen=True)
class Finished:
    """What finishing an election did.

    Attributes:
        term: The new term.
        elected: How many posts began.
        ended: How many posts ended.
        closed: What the terms were called that ended.
        notes: What the person should know, in words.
        touched: Ledgers written.
    """

    term: UUID
    elected: int
    ended: int
    closed: tuple[str, ...]
    notes: tuple[str, ...]
    touched: frozenset[str]


def poll_of(values: Row) -> Poll:
    """Give the numbers of an election out of the fields of its term."""
    return Poll(*(values.get(key) for key in POLL))


def looked_at(values: Row, candidates: Sequence[Candidate]) -> tuple[tuple[Finding, ...], Outcome]:
    """Say what is odd about an election and who is elected by its votes."""
    day, poll = first_day(values["starts_on"]), poll_of(values)
    stood = [each.stood for each in candidates]
    return findings(poll, stood, day), outcome(poll, stood, day)


@needs(Right.EDIT)
def look_before(office: Office, organisation: UUID) -> Preset:
    """Say what an election of an organisation would begin with.

    Raises:
        InputError: It is not this person's, or such an organisation has no terms.
        ConflictError: It is gone.
    """
    today = calendar.today()
    with office.store.read() as connection:
        row = _organisation(office, connection, organisation)
        running = terms.running_of(connection, office.catalog, organisation, today)
        waiting = terms.prepared(connection, office.catalog, organisation).get(organisation)
        held = _leadership(office, connection, organisation)
        entitled = len(voters.voters_below(connection, office.catalog, today, organisation))
    return Preset(
        organisation,
        row["name"],
        next_name(running["name"]) if running else "第一届",
        entitled,
        term_years(row["kind"], row["form"], today),
        len({each.name for each in held}) or None,
        running["name"] if running else "",
        tuple(Candidate(each.name, each.post, each.person) for each in held),
        None if waiting is None else waiting["id"],
    )


@needs(Right.EDIT)
def prepare(
    office: Office, organisation: UUID, values: Row, candidates: Sequence[Candidate]
) -> Election:
    """Announce an election: its term with its day, and who stands.

    Args:
        office: The open database.
        organisation: Whose it is.
        values: Fields of the term; name and day must be there.
        candidates: Who stands, one at least.

    Raises:
        InputError: Nobody stands, it is not this person's, or one is prepared already.
    """
    _require_candidates(candidates)
    with office.change("prepare_election") as change:
        row = _organisation(office, change.connection, organisation)
        waiting = terms.prepared(change.connection, office.catalog, organisation)
        if organisation in waiting:
            day = show_day(waiting[organisation]["starts_on"])
            told = f"“{row['name']}”已经在筹备换届（{day}选举），请打开它继续。"
            raise InputError("election is prepared", user_message=told, code="prepared")
        fresh = {**values, "organisation": organisation, "due_on": due_of(values)}
        (term,) = write.insert_rows(change, office.catalog[TERM], [fresh])
        keep_candidates(office, change, term, candidates)
        save_rules.after_saving(office, change, office.catalog[TERM], term, None)
        return _read(office, change.connection, term)


@needs(Right.VIEW)
def election(office: Office, term: UUID) -> Election:
    """Read an election.

    Raises:
        ConflictError: It is gone, or not this person's to see.
    """
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog[TERM], [term])
        return _read(office, connection, term)


@needs(Right.EDIT)
def keep(
    office: Office, term: UUID, version: int, values: Row, candidates: Sequence[Candidate]
) -> Election:
    """Save numbers and candidates of an election that goes on, or correct a finished one.

    Raises:
        InputError: It is not this person's, or a candidate has no name.
        ConflictError: It was changed since it was read.
    """
    _require_candidates(candidates)
    with office.change("keep_election") as change:
        keep_all(office, change, term, version, values, candidates)
        save_rules.after_saving(office, change, office.catalog[TERM], term, None)
        return _read(office, change.connection, term)


@needs(Right.EDIT)
def finish(
    office: Office, term: UUID, version: int, values: Row, candidates: Sequence[Candidate]
) -> Finished:
    """Finish an election: what was elected stands from its day on, what was before ends.

    Args:
        office: The open database.
        term: The term it is for.
        version: The version that was read.
        values: Fields of the term.
        candidates: Who stood; ``elected`` says who is elected.

    Raises:
        InputError: Nobody is elected, the day is still to come, or it is not this person's.
        ConflictError: It was changed since it was read.
    """
    _require_candidates(candidates)
    day = values["starts_on"]
    _require_elected(day, candidates)
    settled = [replace(each, elected=bool(each.elected)) for each in candidates]
    with office.change("finish_election") as change:
        if any(each.elected for each in candidates_of(office, change.connection, term)):
            told = "这次换届已经完成，没有改动。要更正票数请按“保存”。"
            raise InputError("election is finished", user_message=told, code="finished")
        one = keep_all(office, change, term, version, values, settled)["organisation"]
        closed = close_earlier(office, change, [one])
        elected = [each for each in settled if each.elected]
        ended, fresh = hand_over(office, change, one, term, day, elected)
        notes = tuple(name_secretary(office, change, one, elected))
        save_rules.after_saving(office, change, office.catalog[TERM], term, None)
        touched = frozenset(change.touched)
    return Finished(term, fresh, ended, tuple(closed), notes, touched)


@needs(Right.EDIT)
def cancel(office: Office, term: UUID, version: int, reason: str) -> frozenset[str]:
    """Give up an election that was announced: its term and its candidates are taken out.

    Raises:
        InputError: It is finished already, no reason was given, or it is not this person's.
        ConflictError: It was changed since it was read.
    """
    why = reason.strip()
    if not why:
        raise InputError("no reason", user_message="请写明取消的原因。", code="no_reason")
    with office.change("cancel_election", why) as change:
        term_row(office, change.connection, term)
        if any(each.elected for each in candidates_of(office, change.connection, term)):
            told = "这次换届已经完成，不能取消；录入有误的，请按“撤销”或在“换届台账”里更正。"
            raise InputError("election is finished", user_message=told, code="finished")
        write.remove_row(change, office.catalog[TERM], term, version, why)
        owned.remove(change, office.catalog[CANDIDATE], term, why)
        return frozenset(change.touched)


@needs(Right.EDIT)
def extend(
    office: Office, term: UUID, version: int, until: str, document: str | None
) -> frozenset[str]:
    """Write down that a term was extended, with the paper that approved it.

    Raises:
        InputError: It is not this person's.
        ConflictError: It was changed since it was read.
    """
    values = {"extended_until": until, "extension_document": document}
    with office.change("extend_term") as change:
        term_row(office, change.connection, term)
        write.update_row(change, office.catalog[TERM], term, version, values)
        save_rules.after_saving(office, change, office.catalog[TERM], term, None)
        return frozenset(change.touched)


def _organisation(office: Office, connection: Connection, organisation: UUID) -> Row:
    """Read an organisation that has terms and is this person's."""
    ledger = office.catalog["organisation"]
    scope.require_inside(office, connection, ledger, [organisation])
    found = lookup.existing(connection, ledger, "id", [organisation])
    if not found:
        raise ConflictError(
            "no such organisation",
            user_message="这个党组织不存在或已移除，请刷新后再试。",
            code="gone",
        )
    row = found[0]
    if not has_terms(row["kind"], row["form"], calendar.today()):
        told = f"“{row['name']}”没有规定任期，不办换届；班子变动请登记在“班子成员和兼职委员”里。"
        raise InputError("organisation has no terms", user_message=told, code="no_terms")
    return row


def _read(office: Office, connection: Connection, term: UUID) -> Election:
    row = term_row(office, connection, term)
    one, day = row["organisation"], first_day(row["starts_on"])
    names = lookup.existing(connection, office.catalog["organisation"], "id", [one])
    before = [
        each["name"]
        for each in terms.in_effect(connection, office.catalog, [one])[one]
        if each["id"] != term and each["starts_on"] < row["starts_on"]
    ]
    stood = candidates_of(office, connection, term)
    counted = min(day, calendar.today())
    return Election(
        term,
        row["version"],
        one,
        names[0]["name"] if names else "（未到）",
        row,
        stood,
        len(voters.voters_below(connection, office.catalog, counted, one)),
        before[-1] if before else "",
        any(each.elected for each in stood),
    )


def _leadership(office: Office, connection: Connection, organisation: UUID) -> list[Held]:
    """Give who holds a post in the leadership today, the secretary first."""
    held = terms.posts_on(connection, office.catalog, calendar.today(), organisation=organisation)
    inside = [each for each in held if each.post not in OUTSIDE]
    order = {post: place for place, post in enumerate(ORDER)}
    return sorted(inside, key=lambda each: order.get(each.post, len(order)))


def _require_candidates(candidates: Sequence[Candidate]) -> None:
    if not candidates or not all(each.name.strip() for each in candidates):
        told = "请至少填写一名候选人，每一名都要有姓名。"
        raise InputError("candidates without name", user_message=told, code="candidates")


def _require_elected(day: str, candidates: Sequence[Candidate]) -> None:
    if first_day(day) > calendar.today():
        told = f"选举日期是{show_day(day)}，还没有到；日期有变的，请先改日期。"
        raise InputError("election is still to come", user_message=told, code="too_early")
    if not any(each.elected for each in candidates):
        told = "还没有人当选：请录入赞成票，或在“当选”一栏打钩，再完成换届。"
        raise InputError("nobody is elected", user_message=told, code="nobody_elected")
