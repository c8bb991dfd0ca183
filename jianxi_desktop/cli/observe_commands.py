"""Commands of an observation round: planned, and whether it goes everywhere."""

from argparse import Namespace
from uuid import UUID

from jianxi_desktop.cli.shaping import Answer, day_of
from jianxi_desktop.services import links
from jianxi_desktop.services.office import Office


def plan_round(options: Namespace, office: Office) -> Answer:
    """Make an observation round."""
    from jianxi_desktop.services import observation

    ledger, day = office.catalog["organisation"], day_of(options)
    saved = observation.plan_round(
        office,
        step=options.step,
        period=options.period,
        leader=options.leader,
        title=options.title,
        organisations=[
            UUID(links.text_to_link(office, ledger, "parent", each)) for each in options.org
        ],
        indicator_set=options.set,
        starts_on=options.start,
        per_day=options.per_day,
        first_at=options.first,
        minutes=options.minutes,
        inspectors=options.inspectors,
        scheme=options.scheme,
        drop_extremes=options.drop_extremes,
        double_entry=options.double_entry,
        today=day,
    )
    return {"round": str(saved.id), "forms": observation.form_numbers(office, saved.id)}


def show_coverage(options: Namespace, office: Office) -> Answer:
    """Say which communities the rounds of a half-year visit, and which they do not."""
    from jianxi_desktop.services.observation_coverage import coverage

    found = coverage(office, period=options.period, step=options.step)
    return {
        "total": found.total,
        "covered": found.covered,
        "missing": [_place(each) for each in found.missing],
        "twice": [_place(each) for each in found.twice],
    }


def _place(place: tuple[UUID, str, str]) -> dict[str, str]:
    one, name, street = place
    return {"organisation": name, "street": street, "id": str(one)}
