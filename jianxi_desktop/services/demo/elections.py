"""What follows from terms that are due: approvals of extensions, elections being prepared."""

from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.services.demo.pen import Pen, Row, iso
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.scales import HOME, TODAY

_FIRST, _LAST = date(2026, 11, 26), date(2026, 12, 18)  # days of the elections to come
_YEAR_AGO = date(2025, 11, 20)  # whoever joined later has no vote yet
_POSTS: Final = (
    "secretary",
    "deputy_secretary",
    "organisation_member",
    "publicity_member",
    "discipline_member",
)


def write(place: Community) -> None:
    """Write the papers of a community's extension, and the election it prepares."""
    pen = place.pen("election")
    term = _running(place)
    document = f"{place.plan.mark}〔2026〕{pen.between(3, 60)}号"
    if term.get("extended_until") and pen.likely(0.9):  # the rest is for a reminder to find
        term["extension_document"] = document
    prepares = pen.likely(0.35)
    if place.code == HOME or prepares:
        _prepare(pen, place)


def _running(place: Community) -> Row:
    """Find the term of a community's own organisation that runs."""
    return next(
        row
        for row in reversed(place.book.rows["leadership_term"])
        if row["organisation"] == place.organisation and "ended_on" not in row
    )


def _prepare(pen: Pen, place: Community) -> UUID:
    """Write an election that is announced: the leaders stand again, and one more."""
    full = [each for each in place.members if each.joined is None or each.joined < _YEAR_AGO]
    term = pen.put(
        "leadership_term",
        organisation=place.organisation,
        name="第九届",
        starts_on=iso(pen.workday(_FIRST, _LAST)),
        years=5,
        entitled=len(full),
        seats=len(place.leaders),
        note=f"{TODAY.year}年社区“两委”换届，候选人预备人选已报街道党工委。",
    )
    led = {leader.id for leader in place.leaders}
    able = [each for each in place.members if each.can_lead and each.id not in led]
    stood = [*place.leaders, *pen.some(able, 1 + len(place.leaders) // 5)]
    for at, member in enumerate(stood):
        pen.put(
            "election_candidate",
            term=term,
            position=at + 1,
            name=member.name,
            person=member.id,
            post=_POSTS[at] if at < len(place.leaders) else "member",
        )
    return term
