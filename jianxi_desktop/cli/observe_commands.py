"""Commands of an observation round: planned, entered, ranked."""

from argparse import Namespace

from jianxi_desktop.cli.shaping import Answer, day_of
from jianxi_desktop.services.office import Office


def plan_round(options: Namespace, office: Office) -> Answer:
    """Make an observation round."""
    from jianxi_desktop.services import observation

    saved = observation.plan_round(
        office,
        step=options.step,
        period=options.period,
        leader=options.leader,
        title=options.title,
        today=day_of(options),
    )
    return {"round": str(saved.id), "forms": observation.form_numbers(office, saved.id)}
