"""The command that compares territories with the code list, and brings them in step."""

from argparse import Namespace

from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import divisions
from jianxi_desktop.services.office import Office


def divisions_of(options: Namespace, office: Office) -> Answer:
    """Say what differs from the list of a day; with ``--apply`` write it."""
    on = options.on or options.as_of
    if options.apply:
        found = divisions.apply_divisions(office, on).changes
    else:
        found = divisions.division_changes(office, on)
    labels = code_table("territory_change_kind").known
    changes = [
        {
            "territory": str(each.territory),
            "name": each.name,
            "kind": labels[each.kind],
            "changed_on": each.changed_on.isoformat(),
            "old": each.old,
            "new": each.new,
        }
        for each in found
    ]
    return {"changes": changes, "applied": len(changes) if options.apply else 0}
