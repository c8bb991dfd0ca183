"""Papers about an observation round, beside its checklists: which there are, and of which round."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import (
    observation,
    observation_bulletin,
    observation_notices,
    observation_outing,
    observation_tables,
)
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


class Make(Protocol):
    """How a paper about a round is made."""

    def __call__(
        self, office: Office, round_id: UUID, /, *, today: date, progress: Progress
    ) -> Document:
        """Make it."""


@dataclass(frozen=True)
class RoundPaper:
    """A paper about a round.

    Attributes:
        key: Its name on the command line.
        title: What people call it.
        make_of: Makes it of a round.
    """

    key: str
    title: str
    make_of: Make

    def make(
        self, office: Office, round_id: UUID | None, *, today: date, progress: Progress
    ) -> Document:
        """Make it of a round; ``None`` means the newest.

        Raises:
            InputError: There is no round, or nothing to print of it.
        """
        return self.make_of(office, chosen_round(office, round_id), today=today, progress=progress)


ROUND_PAPERS = (
    RoundPaper(
        observation_outing.SIGN_IN, observation_outing.SIGN_IN_TITLE, observation_outing.sign_in
    ),
    RoundPaper(
        observation_tables.SUMMARY, observation_tables.SUMMARY_TITLE, observation_tables.summary
    ),
    RoundPaper(
        observation_tables.RANKING, observation_tables.RANKING_TITLE, observation_tables.ranking
    ),
    RoundPaper(
        observation_bulletin.BULLETIN,
        observation_bulletin.BULLETIN_TITLE,
        observation_bulletin.bulletin,
    ),
    RoundPaper(
        observation_notices.NOTICES, observation_notices.NOTICES_TITLE, observation_notices.notices
    ),
    RoundPaper(
        observation_notices.CLOSINGS,
        observation_notices.CLOSINGS_TITLE,
        observation_notices.closings,
    ),
)


@needs(Right.VIEW)
def chosen_round(office: Office, round_id: UUID | None) -> UUID:
    """Give the round a paper is about; ``None`` means the newest.

    Raises:
        InputError: There is no round.
    """
    if round_id is not None:
        return round_id
    rounds = observation.list_rounds(office)
    if not rounds:
        raise InputError(
            "no observation round",
            user_message="还没有观摩轮次。请先在“观摩”里新建一轮观摩，再打印。",
            code="no_round",
        )
    return rounds[0][0]
