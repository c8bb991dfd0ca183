"""The lines of a scanned sheet: what was read stands in the box, what is in doubt is said."""

from collections.abc import Mapping

from jianxi_desktop.services.observation_sheets import LookedAt, SheetLine
from jianxi_desktop.services.scan_answers import DOUBTS, Place, ReadLine, ReadOutcome
from jianxi_desktop.ui.screens.entry_rows import ReviewRow, Row, ScoreRow
from jianxi_desktop.ui.theme import set_state


class ReadScore(ScoreRow):
    """One criterion as it was read.

    Attributes:
        place: Where it stands on the picture.
        doubt: Why nothing sure was read; empty: it was.
    """

    def __init__(self, line: SheetLine, read: ReadLine) -> None:
        self.place: Place | None = read.place
        self.doubt = read.doubt
        super().__init__(line)
        self.put_points(read.points)

    def _say(self) -> None:
        super()._say()
        _say_doubt(self, self.doubt)


class ReadReview(ReviewRow):
    """One problem looked at again, as it was read.

    Attributes:
        place: Where it stands on the picture.
        doubt: Why nothing sure was read; empty: it was.
    """

    def __init__(
        self, at: int, seen: LookedAt, labels: Mapping[str, str], read: ReadOutcome
    ) -> None:
        self.place: Place | None = read.place
        self.doubt = read.doubt
        super().__init__(at, seen, labels)
        self.put_outcome(read.code)

    def _say(self) -> None:
        super()._say()
        _say_doubt(self, self.doubt)


def _say_doubt(row: Row, doubt: str) -> None:
    if doubt and row.missing and row.box is not None:
        row.said.setText(DOUBTS[doubt])
        row.said.setProperty("role", "issue")
        set_state(row.said, "warning")
        set_state(row.box, "warning")
