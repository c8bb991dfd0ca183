"""Whether every community is visited: how many of how many, and which are not."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain.observation import read_period, show_period
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import visit_rules
from jianxi_desktop.services.observation_stops import communities_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Place = tuple[UUID, str, str]  # a community, its name, its street's


@dataclass(frozen=True)
class Coverage:
    """Which communities the rounds of a period, or some rounds, go to.

    Attributes:
        total: How many communities there are below this office.
        covered: How many of them are on a route.
        missing: Those on none, with name and street.
        twice: Those that one step visits more than once.
    """

    total: int
    covered: int
    missing: tuple[Place, ...]
    twice: tuple[Place, ...]


@needs(Right.VIEW)
def coverage(
    office: Office,
    *,
    period: str | None = None,
    rounds: Collection[UUID] = (),
    step: str | None = None,
) -> Coverage:
    """Say which communities are covered by the rounds of a half-year, or by some rounds.

    Args:
        office: The office.
        period: The half-year whose rounds count; with ``step`` only those of the step.
        rounds: The rounds that count, where no period is named.
        step: Code or name of a step.

    Raises:
        InputError: The period or step is none.
    """
    ledger = office.catalog["observation_round"]
    code = None if step is None else ledger.fields["step"].parse(step)
    with office.store.read() as connection:
        key, values = (
            ("id", list(rounds))
            if period is None
            else ("period", [show_period(read_period(period))])
        )
        counted = {
            row["id"]: row["step"]
            for row in lookup.existing(connection, ledger, key, values)
            if code in (None, row["step"])
        }
        visits = lookup.existing(
            connection, office.catalog["observation_visit"], "round", list(counted)
        )
        known = communities_of(office, connection)
        streets = visit_rules.above_of_kind(office, connection, "street")
    seen = {row["organisation"] for row in visits}
    times = Counter((row["organisation"], counted[row["round"]]) for row in visits)
    often = {organisation for (organisation, _step), count in times.items() if count > 1}
    places = [(row["id"], row["name"], streets.get(row["id"], {}).get("name", "")) for row in known]
    missing = tuple(each for each in places if each[0] not in seen)
    twice = tuple(each for each in places if each[0] in often)
    return Coverage(len(places), len(places) - len(missing), missing, twice)
