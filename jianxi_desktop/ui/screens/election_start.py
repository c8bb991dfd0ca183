"""The question that begins an election: which term, on which day, who is to be elected."""

from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import elections
from jianxi_desktop.services.election_records import CANDIDATE, TERM, Candidate
from jianxi_desktop.services.elections import Election, Preset
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import caption_of
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk

_ASKED: Final = ("name", "starts_on", "years", "entitled", "seats", "with_congress")
_NEEDED: Final = ("name", "starts_on", "entitled", "seats")


def ask_election(parent: QWidget, desk: Desk, organisation: UUID) -> None:
    """Ask what an election begins with; one that is prepared already is opened."""
    work = partial(elections.look_before, desk.office, organisation)
    desk.jobs.run(work, partial(_open, parent, desk))


def _open(parent: QWidget, desk: Desk, preset: Preset) -> None:
    if preset.preparing is not None:
        desk.open_screen("election", preset.preparing)
        return
    catalog, hints = desk.office.catalog, _hints(preset)
    every = catalog[TERM].fields
    fields = [
        replace(every[key], required=key in _NEEDED, hint=hints.get(key, "")) for key in _ASKED
    ]
    if not preset.candidates:
        stands = catalog[CANDIDATE].fields
        hint = "没有登记现任班子，先选一名候选人，其余的下一步再加"
        fields += [replace(stands["person"], required=True, caption="候选人", hint=hint)]
        fields += [stands["post"]]
    asked = f"为“{preset.organisation_name}”筹备换届？"
    words = Words("筹备换届", asked, "开始筹备", "先不办")
    given = {
        "name": preset.name or None,
        "starts_on": calendar.today().isoformat(),
        "years": preset.years,
        "entitled": preset.entitled or None,
        "seats": preset.seats,
    }
    dialog = FieldsDialog(parent, desk, words, fields, given)
    dialog.wanted.connect(partial(_prepare, dialog, desk, preset))
    dialog.open()


def _prepare(dialog: FieldsDialog, desk: Desk, preset: Preset, values: dict[str, Any]) -> None:
    work = partial(_announce, desk.office, preset, values)
    desk.jobs.run(work, partial(_prepared, dialog, desk), dialog.refuse)


def _announce(office: Office, preset: Preset, values: dict[str, Any]) -> Election:
    """Begin with who leads now; where nobody does, with the member that was picked."""
    given = {key: values[key] for key in _ASKED}
    stood = preset.candidates
    if not stood:
        name = caption_of(office, "person", values["person"])
        stood = (Candidate(name, values["post"], values["person"]),)
    return elections.prepare(office, preset.organisation, given, stood)


def _prepared(dialog: FieldsDialog, desk: Desk, found: Election) -> None:
    dialog.accept()
    desk.changed(frozenset((TERM, CANDIDATE)))
    desk.open_screen("election", found.term)
    undo = partial(desk.commands.trigger, "record.undo")
    desk.notice("换届已开始筹备，原来的一届照旧，直到完成换届。", undo=undo)


def _hints(preset: Preset) -> dict[str, str]:
    """Say beside a field where what is offered comes from."""
    hints = {
        "starts_on": "召开选举大会的日子，可以是将来的日子",
        "entitled": f"名册上{preset.entitled}名；预备党员、留党察看期间的党员没有选举权",
    }
    if preset.candidates:
        names = "、".join(dict.fromkeys(each.name for each in preset.candidates))
        hints["seats"] = f"候选人先列现任班子（{names}），下一步可以增减"
    return hints
