"""Write what scorers gave: points, second looks, visits, the state of the paper.

One sheet or a workbook of hundreds go the same way, in a handful of statements.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, removal, update_rows
from jianxi_desktop.services.entry_stock import (
    CHECKED,
    ENTERED,
    RETURNED,
    SETTLED,
    EntryGiven,
    Row,
    Stock,
)
from jianxi_desktop.services.observation_sheets import Sheet
from jianxi_desktop.services.office import Office

FORM_TITLE = "观摩检查表"
_DONE = "done"
_TAKEN_OUT = "录入时清空"
_MENDED = "回头看：已整改"


def write(
    office: Office,
    change: Change,
    stock: Stock,
    entries: Sequence[tuple[Sheet, EntryGiven]],
    day: date,
    state: str = ENTERED,
) -> dict[UUID, int]:
    """Write what scorers gave, once for each visit and scorer; give the versions of the visits.

    Raises:
        ConflictError: A visit has another version than its sheet.
    """
    changed = _write_scores(office, change, stock, entries)
    _write_reviews(office, change, stock, entries, day)
    versions = _write_visits(office, change, entries)
    _write_forms(office, change, stock, entries, changed, day, state)
    return versions


def note_problems(
    office: Office, change: Change, stock: Stock, sheets: Iterable[Sheet], day: date
) -> None:
    """Keep which problems stand on sheets, so that each keeps its place on the paper."""
    _write_reviews(office, change, stock, [(sheet, EntryGiven("", {})) for sheet in sheets], day)


def note_returned(
    office: Office, change: Change, stock: Stock, sheets: Sequence[Sheet], day: str
) -> None:
    """Note that forms are back, what is entered already stays so; and the problems on them."""
    ledger = office.catalog["printed_form"]
    fresh: list[dict[str, Any]] = []
    edits: list[Edit] = []
    for sheet in sheets:
        row = stock.forms.get(sheet.form_number)
        back = {"returned_on": day}
        if row is None:
            fresh.append({**form_facts(sheet), "state": RETURNED, **back})
        else:
            state = row["state"] if row["state"] in SETTLED else RETURNED
            edits.append(Edit(row["id"], {"state": state, **back}, row["version"]))
    note_problems(office, change, stock, sheets, date.fromisoformat(day[:10]))
    insert_rows(change, ledger, fresh)
    update_rows(change, ledger, edits)


def _write_scores(
    office: Office, change: Change, stock: Stock, entries: Sequence[tuple[Sheet, EntryGiven]]
) -> set[UUID]:
    """Write points; give the visits of which any changed."""
    ledger = office.catalog["observation_score"]
    fresh: list[dict[str, Any]] = []
    edits: list[Edit] = []
    changed: set[UUID] = set()
    for sheet, given in entries:
        known = stock.rows(sheet.visit, given.scorer)
        rows, other = _score_rows(sheet, given, known)
        kept = {row["id"] for row in known.values()}
        twice = [
            row
            for row in stock.scores.get(sheet.visit, ())
            if row["scorer"] == given.scorer and row["id"] not in kept
        ]
        other += [Edit(row["id"], removal(_TAKEN_OUT), row["version"]) for row in twice]
        fresh += rows
        edits += other
        if rows or other:
            changed.add(sheet.visit)
    insert_rows(change, ledger, fresh)
    update_rows(change, ledger, edits)
    return changed


def _score_rows(
    sheet: Sheet, given: EntryGiven, known: Mapping[UUID, Row]
) -> tuple[list[dict[str, Any]], list[Edit]]:
    fresh: list[dict[str, Any]] = []
    edits: list[Edit] = []
    for criterion, points in given.points.items():
        said = {"points": points, "remark": given.remarks.get(criterion)}
        row = known.get(criterion)
        if row is None:
            whose = {"visit": sheet.visit, "criterion": criterion, "scorer": given.scorer}
            fresh.append({**whose, **said})
        elif (row["points"], row["remark"]) != (said["points"], said["remark"]):
            edits.append(Edit(row["id"], said, row["version"]))
    edits += [
        Edit(row["id"], removal(_TAKEN_OUT), row["version"])
        for criterion, row in known.items()
        if criterion not in given.points
    ]
    return fresh, edits


def _write_reviews(
    office: Office,
    change: Change,
    stock: Stock,
    entries: Sequence[tuple[Sheet, EntryGiven]],
    day: date,
) -> None:
    """Write what was seen of problems; of a sheet that had none printed on it, all its problems."""
    fresh: list[dict[str, Any]] = []
    edits: dict[UUID, Edit] = {}
    closings: dict[UUID, Edit] = {}
    for sheet, given in entries:
        known = stock.reviews.get(sheet.visit, {})
        looked_on = given.visited_on or sheet.visited_on or day.isoformat()
        for position, each in enumerate(sheet.problems, 1):
            outcome, remark = given.outcomes.get(each.problem, (None, ""))
            said = {"outcome": outcome, "remark": remark or None}
            seen = {**said, "looked_on": looked_on if outcome else None}
            row = known.get(each.problem)
            if row is None:
                whose = {"problem": each.problem, "visit": sheet.visit, "position": position}
                fresh.append({**whose, **seen})
            elif each.problem in given.outcomes and any(row[key] != said[key] for key in said):
                edits[row["id"]] = Edit(row["id"], seen, row["version"])
            if each.problem in given.outcomes and (problem := stock.problems.get(each.problem)):
                values = _closing(problem, row, outcome, remark, looked_on, given.scorer)
                if values:
                    closings[each.problem] = Edit(each.problem, values, problem["version"])
    insert_rows(change, office.catalog["problem_review"], _once(fresh))
    update_rows(change, office.catalog["problem_review"], list(edits.values()))
    update_rows(change, office.catalog["problem"], list(closings.values()))


def _once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave one row a problem and visit: several scorers of a workbook look at the same."""
    return list({(row["visit"], row["problem"]): row for row in rows}.values())


def _closing(
    problem: Row, review: Row | None, outcome: str | None, remark: str, on: str, by: str
) -> dict[str, Any]:
    """Say what becomes of a problem; what this review had closed by mistake is open again."""
    if outcome == _DONE and problem["closed_on"] is None:
        return {"closed_on": on, "result": remark or _MENDED, "confirmed_by": by}
    was_closed_here = (
        review is not None
        and review["outcome"] == _DONE
        and problem["closed_on"] is not None
        and problem["closed_on"] == review["looked_on"]
    )
    if outcome != _DONE and was_closed_here:
        return {"closed_on": None, "result": None, "confirmed_by": None}
    return {}


def _write_visits(
    office: Office, change: Change, entries: Sequence[tuple[Sheet, EntryGiven]]
) -> dict[UUID, int]:
    edits: dict[UUID, Edit] = {}
    for sheet, given in entries:
        said = {
            "highlights": given.highlights,
            "gaps": given.gaps,
            "visited_on": given.visited_on,
        }
        values = {key: text or None for key, text in said.items() if text is not None}
        before = edits[sheet.visit].values if sheet.visit in edits else {}
        edits[sheet.visit] = Edit(sheet.visit, {**before, **values}, sheet.version)
    return update_rows(change, office.catalog["observation_visit"], list(edits.values()))


def _write_forms(
    office: Office,
    change: Change,
    stock: Stock,
    entries: Sequence[tuple[Sheet, EntryGiven]],
    changed: set[UUID],
    day: date,
    state: str,
) -> None:
    ledger = office.catalog["printed_form"]
    sheets = {sheet.visit: sheet for sheet, _given in entries}
    fresh: list[dict[str, Any]] = []
    edits: list[Edit] = []
    for visit, sheet in sheets.items():
        row = stock.forms.get(sheet.form_number)
        if not _has_points(stock, visit, entries):
            values = {"state": RETURNED, "entered_on": None, "checked_on": None}
        elif state == CHECKED:
            values = _checked(row, day)
        elif row is None or visit in changed or row["state"] not in (ENTERED, CHECKED):
            values = {"state": ENTERED, "entered_on": day.isoformat(), "checked_on": None}
        else:
            values = dict[str, Any]()  # one that is checked stays so while no score changes
        values["returned_on"] = (row and row["returned_on"]) or day.isoformat()
        if row is None:
            fresh.append({**form_facts(sheet), **values})
        else:
            edits.append(Edit(row["id"], values, row["version"]))
    insert_rows(change, ledger, fresh)
    update_rows(change, ledger, edits)


def _has_points(stock: Stock, visit: UUID, entries: Sequence[tuple[Sheet, EntryGiven]]) -> bool:
    given = {each.scorer: each for sheet, each in entries if sheet.visit == visit}
    others = (row["scorer"] for row in stock.scores.get(visit, ()))
    return any(each.points for each in given.values()) or any(
        scorer not in given for scorer in others
    )


def _checked(row: Row | None, day: date) -> dict[str, Any]:
    entered_on = (row and row["entered_on"]) or day.isoformat()
    return {"state": CHECKED, "entered_on": entered_on, "checked_on": day.isoformat()}


def form_facts(sheet: Sheet) -> dict[str, Any]:
    """Give the row of a form that came back without having been printed from here."""
    return {
        "form_number": sheet.form_number,
        "title": FORM_TITLE,
        "organisation": sheet.organisation,
        "problems": len(sheet.problems),
    }
