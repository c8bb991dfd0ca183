"""Observation rounds with scores, as tests of results need them."""

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import records
from jianxi_desktop.services.observation import plan_round
from jianxi_desktop.services.observation_sheets import sheets_of

STREETS = ("湖北路街道党工委", "郑州路街道党工委")


def communities_of(office, count, streets=STREETS):
    """Make communities under streets in turn; give all their identities by name."""
    organisation = CATALOG["organisation"]

    def made(name, form, kind, parent):
        values = {"name": name, "form": form, "kind": kind, "parent": parent}
        return records.save_record(office, organisation, values).id

    found = {
        name: made(name, "working_committee", "street", office.unit.organisation)
        for name in streets
    }
    for n in range(count):
        name = f"第{n + 1}社区党委"
        above = found[streets[n % len(streets)]]
        found[name] = made(name, "party_committee", "community", above)
    return found


def scored_round(office, scores, *, step="district_demo", period="2026H2", **facts):
    """Plan a round and let scorers give every community one share of each criterion.

    Args:
        office: The office.
        scores: Percent by scorer, for each community in the order of the route; ``None``: this
            scorer did not come there.
        step: Its step.
        period: Its half-year.
        facts: Other fields of the round.
    """
    round_id = plan_round(office, step=step, period=period, title=facts.pop("title", None)).id
    ledger = CATALOG["observation_round"]
    if facts:
        seen = records.find_record(office, ledger, round_id)
        given = records.Seen(round_id, seen.version)
        records.save_record(office, ledger, seen.values | facts, given)
    sheets = sheets_in(office, round_id)
    rows = [
        {
            "visit": sheet.visit,
            "criterion": line.id,
            "scorer": scorer,
            "points": line.scale.most * share,
        }
        for scorer, shares in scores.items()
        for sheet, share in zip(sheets, shares, strict=True)
        if share is not None
        for line in sheet.lines
    ]
    with office.change("create") as change:
        insert_rows(change, CATALOG["observation_score"], rows)
    return round_id


def sheets_in(office, round_id):
    """Read the sheets of a round in the order of its route."""
    with office.store.read() as connection:
        return sheets_of(office, connection, round_id)


def write_down(office, round_id, *texts, visited_on=None):
    """Let the first visits of a round have gaps written down."""
    ledger = CATALOG["observation_visit"]
    for sheet, gaps in zip(sheets_in(office, round_id), texts, strict=False):
        seen = records.find_record(office, ledger, sheet.visit)
        values = seen.values | {"gaps": gaps, "visited_on": visited_on}
        records.save_record(office, ledger, values, records.Seen(seen.id, seen.version))
