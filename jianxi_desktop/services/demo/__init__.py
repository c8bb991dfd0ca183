"""Invented people in real places, for trying the program out and for measuring it.

The streets and communities are Jianxi's; whoever lives and works there is nobody: their identity
numbers begin with a region code that was never assigned. The district's demonstration gives the
figures the district published for the third quarter of 2018; the same seed makes the same records,
and a community has the same ones in a demonstration of its own as in the district's.
"""

from collections import Counter
from pathlib import Path

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.demo import build, filings
from jianxi_desktop.services.demo.scales import (
    DEMO_PASSWORD,
    LIST_DAY,
    QUARTER_END,
    SCALES,
    TODAY,
    Scale,
)
from jianxi_desktop.services.office import Office, discard, lay_down
from jianxi_desktop.services.rights import needs

__all__ = [
    "DEMO_PASSWORD",
    "LIST_DAY",
    "QUARTER_END",
    "SCALES",
    "TODAY",
    "Scale",
    "fill_demo",
    "make_demo",
]


def make_demo(
    path: Path,
    *,
    scale: str = "community",
    seed: int = 1,
    password: str = DEMO_PASSWORD,
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Make a database of invented people; the same seed makes the same people.

    Returns:
        The number of records by ledger.

    Raises:
        EnvironmentFailure: The file exists or cannot be written.
    """
    office = lay_down(path, SCALES[scale].unit, password=password, on=LIST_DAY).office
    try:
        counts = fill_demo(office, scale, seed, progress)
    except BaseException:
        office.close()
        discard(path)
        raise
    office.close()
    return counts


@needs(Right.EDIT, whole=True)
def fill_demo(
    office: Office, scale: str, seed: int = 1, progress: Progress = no_progress
) -> dict[str, int]:
    """Write the invented people of a scale into a database that was just founded.

    It must have been founded with the code list of ``LIST_DAY``.
    """
    with office.change("demo") as change:
        if SCALES[scale].city:
            return build.store_city(change, seed, progress)
        book = build.draw(SCALES[scale].unit, seed, progress)
        counts = Counter(build.store(change, book, progress))
    filed = filings.draw(office, seed)  # counted from what is stored by now
    with office.change("demo") as change:
        counts.update(build.store(change, filed, no_progress))
    return dict(counts)
