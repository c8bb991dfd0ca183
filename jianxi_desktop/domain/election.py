"""What an election asks for: who must be present, how ballots are counted, who is elected.

The rules lie in ``resources/rules/election_limits.csv``. What they forbid is said, never hindered.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.rule_tables import Line, rows_on, with_doubt

_TABLE = "election_limits"
_FRACTIONS = {80: "五分之四", 75: "四分之三", 66: "三分之二", 50: "一半"}


class Poll(NamedTuple):
    """The numbers of an election; ``None``: not known yet.

    Attributes:
        entitled: Who is to come and has a vote (应到有选举权).
        attended: Who of them came.
        seats: How many are to be elected.
        ballots_out: Ballots handed out.
        ballots_back: Ballots that came back.
        valid_votes: Those of them that count.
    """

    entitled: int | None = None
    attended: int | None = None
    seats: int | None = None
    ballots_out: int | None = None
    ballots_back: int | None = None
    valid_votes: int | None = None


class Stood(NamedTuple):
    """How the votes fell for one candidate; ``None``: not known yet."""

    name: str
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


class Finding(NamedTuple):
    """Something to be said about an election.

    Attributes:
        code: Stable kind of it.
        text: Chinese, for the person.
        grave: Whether the election does not hold with it; else it is only odd.
    """

    code: str
    text: str
    grave: bool = False


class Outcome(NamedTuple):
    """Who is elected, as far as the votes say.

    Attributes:
        elected: Places of the elected among the candidates.
        tied: Places of those with equal votes of whom not all can be elected.
        needed: Votes that elect; ``None``: nobody knows how many are entitled.
        void: Whether the election does not hold at all.
    """

    elected: tuple[int, ...]
    tied: tuple[int, ...]
    needed: int | None
    void: bool


def least_present(entitled: int, day: date) -> int:
    """Say how many of those entitled must be present."""
    percent = _percent("quorum", day)
    return 0 if percent is None else -(-entitled * percent // 100)


def votes_needed(entitled: int, day: date) -> int:
    """Say how many votes elect: more than half of those entitled, present or not."""
    percent = _percent("elected", day)
    return 1 if percent is None else entitled * percent // 100 + 1


def least_candidates(seats: int, day: date) -> int:
    """Say how many candidates there are to be at least for a number of seats."""
    percent = _percent("surplus", day)
    return seats if percent is None else seats - (-seats * percent // 100)


def outcome(poll: Poll, stood: Sequence[Stood], day: date) -> Outcome:
    """Say who is elected: over half of the entitled, of too many those with the most votes."""
    void = any(each.grave for each in findings(poll, stood, day))
    if void or poll.entitled is None:
        needed = None if poll.entitled is None else votes_needed(poll.entitled, day)
        return Outcome((), (), needed, void)
    needed = votes_needed(poll.entitled, day)
    votes = {at: each.votes_for for at, each in enumerate(stood) if each.votes_for is not None}
    passed = sorted((at for at in votes if votes[at] >= needed), key=lambda at: -votes[at])
    seats = poll.seats if poll.seats is not None else len(passed)
    if len(passed) <= seats:
        return Outcome(tuple(sorted(passed)), (), needed, void=False)
    least = votes[passed[seats]]  # the first one for whom there is no seat
    sure = tuple(sorted(at for at in passed if votes[at] > least))
    last = tuple(sorted(at for at in passed if votes[at] == least))
    return Outcome(sure, last if len(sure) < seats else (), needed, void=False)


def findings(poll: Poll, stood: Sequence[Stood], day: date) -> tuple[Finding, ...]:
    """Say what is wrong or odd about an election, in the order in which it goes on."""
    return (
        *_presence(poll, day),
        *_ballots(poll),
        *_candidates(poll, stood, day),
        *_votes(poll, stood),
        *_seats(poll, stood, day),
    )


def quorum_text(entitled: int, day: date) -> str:
    """Say in words how many must be present and how many votes elect."""
    row = _row("quorum", day)
    parts = []
    if row is not None:
        share = _share(int(row["percent"]))
        parts.append(with_doubt(f"到会至少{least_present(entitled, day)}人（{share}）", row))
    row = _row("elected", day)
    if row is not None:
        parts.append(with_doubt(f"得赞成票{votes_needed(entitled, day)}票以上当选", row))
    return "，".join(parts)


def _presence(poll: Poll, day: date) -> Iterator[Finding]:
    entitled, attended = poll.entitled, poll.attended
    if entitled is None or attended is None:
        return
    if attended > entitled:
        yield Finding("attended", f"实到{attended}人多于应到{entitled}人，请核对。")
    row, least = _row("quorum", day), least_present(entitled, day)
    if row is not None and attended < least:
        told = (
            f"实到{attended}人，不足应到{entitled}人的{_share(int(row['percent']))}"
            f"（至少{least}人），选举不能进行"
        )
        yield Finding("quorum", with_doubt(told, row) + "。", grave=True)


def _ballots(poll: Poll) -> Iterator[Finding]:
    attended, out, back, valid = (
        poll.attended,
        poll.ballots_out,
        poll.ballots_back,
        poll.valid_votes,
    )
    if out is not None and attended is not None and out > attended:
        yield Finding("ballots_out", f"发出{out}张票，多于实到{attended}人，请核对。")
    if back is not None and out is not None and back > out:
        told = f"收回{back}张票，多于发出的{out}张，选举无效，要重新选举。"
        yield Finding("void", told, grave=True)
    if valid is not None and back is not None and valid > back:
        yield Finding("valid_votes", f"有效票{valid}张多于收回的{back}张，请核对。", grave=True)


def _candidates(poll: Poll, stood: Sequence[Stood], day: date) -> Iterator[Finding]:
    names = [each.name for each in stood if each.name]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        yield Finding("twice", f"候选人{'、'.join(twice)}不止一行，同名的请核对。")
    row, seats = _row("surplus", day), poll.seats
    if row is None or not seats or not names:
        return
    least = least_candidates(seats, day)
    if len(names) < least:
        told = f"候选人{len(names)}名、应选{seats}名，差额不足{row['percent']}%（至少{least}名）"
        yield Finding("surplus", with_doubt(told, row) + "。")


def _votes(poll: Poll, stood: Sequence[Stood]) -> Iterator[Finding]:
    valid = poll.valid_votes
    if valid is None:
        return
    for each in stood:
        given = (each.votes_for, each.votes_against, each.abstentions)
        total = sum(votes or 0 for votes in given)
        if total > valid:
            told = f"{each.name}的各项票数合计{total}，多于有效票{valid}张，请核对。"
            yield Finding("votes", told, grave=True)
        elif None not in given and total < valid:
            told = f"{each.name}的各项票数合计{total}，少于有效票{valid}张，请核对。"
            yield Finding("votes_short", told)
    most = valid * poll.seats if poll.seats else None
    total = sum(each.votes_for or 0 for each in stood)
    if most is not None and total > most:
        told = f"赞成票合计{total}，多于有效票{valid}张乘应选{poll.seats}名，请核对。"
        yield Finding("votes_total", told, grave=True)


def _seats(poll: Poll, stood: Sequence[Stood], day: date) -> Iterator[Finding]:
    counted = [each.votes_for for each in stood if each.votes_for is not None]
    if poll.entitled is None or not poll.seats or not stood or len(counted) < len(stood):
        return
    needed = votes_needed(poll.entitled, day)
    passed = sorted((votes for votes in counted if votes >= needed), reverse=True)
    seats = poll.seats
    if len(passed) < seats:
        told = f"得赞成票{needed}票以上的{len(passed)}名，不足应选的{seats}名"
        yield Finding("too_few", f"{told}，不足的名额可以另行选举。")
    elif len(passed) > seats and passed[seats - 1] == passed[seats]:
        yield Finding("tied", f"有候选人得票相等（{passed[seats]}票），要就他们再次投票。")


def _row(rule: str, day: date) -> Line | None:
    """Give a line of the table; a district's own table may leave one out."""
    return next((row for row in rows_on(_TABLE, day) if row["rule"] == rule), None)


def _percent(rule: str, day: date) -> int | None:
    row = _row(rule, day)
    return None if row is None else int(row["percent"])


def _share(percent: int) -> str:
    return _FRACTIONS.get(percent, f"{percent}%")
