"""What is done with a whole application: membership, a longer probation, stopping it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.development_rules import limit_of
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.services import development_deeds
from jianxi_desktop.services.development import CaseView
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.screen import Desk

_APPLICANT = (
    "name",
    "sex",
    "id_number",
    "born_on",
    "ethnic_group",
    "education",
    "workplace",
    "job",
    "phone",
)


class Deeds:
    """Asks for what is needed, does it, and says so.

    Attributes:
        view: The application it is about; ``None``: none.
    """

    def __init__(self, screen: QWidget, desk: Desk) -> None:
        self._screen, self._desk = screen, desk
        self.view: CaseView | None = None

    def ask_applicant(self, done: Callable[[Saved], None]) -> None:
        """Ask who handed in an application.

        Args:
            done: Told what was entered.
        """
        words = Words(
            "登记入党申请人", "谁递交了入党申请书？申请人还不是党员。", "登记", "先不登记"
        )
        people, case = self._fields("person"), self._fields("development_case")
        fields = [replace(people[key], required=key == "name") for key in _APPLICANT]
        fields += [case[key] for key in ("organisation", "applied_on")]
        given = {
            "organisation": self._desk.within or self._desk.office.top,
            "applied_on": calendar.today().isoformat(),
        }
        self._open(words, fields, given, partial(self._enter_applicant, done))

    def ask_member(self) -> None:
        """Offer to change the membership by what the case says; it never changes by itself."""
        view = self.view
        if view is None or not view.offer:
            return
        one = view.application
        if view.offer == "take_in":
            asked = f"把{one.name}登记为{one.organisation_name}的预备党员？"
            words = Words("登记党籍", asked, "登记为预备党员", "先不登记")
            self._ask_day(words, "membership", "joined_on", one.case.joined_on, self._take_in)
        else:
            words = Words("登记党籍", f"把{one.name}登记为正式党员？", "登记为正式党员", "先不登记")
            self._ask_day(words, "membership", "full_on", one.case.full_on, self._turn_full)

    def ask_prolong(self) -> None:
        """Ask for the decision that makes the probation longer."""
        view = self.view
        if view is None or view.course.ends is None:
            return
        ends = view.course.ends.day.isoformat()
        least, most = (limit_of(f"extension_{key}", ends, view.day) for key in ("least", "most"))
        asked = (
            f"{view.application.name}的预备期到{ends}。{least.text}，{most.text}："
            f"{least.day.isoformat()}到{most.day.isoformat()}之间。"
        )
        words = Words("延长预备期", asked, "登记", "先不登记")
        step, case = (self._fields(f"development_{key}") for key in ("step", "case"))
        fields = [
            replace(step["done_on"], caption="支部大会日期", required=True),
            replace(case["probation_until"], required=True),
            step["handled_by"],
        ]
        today = calendar.today().isoformat()
        given = {"done_on": today, "probation_until": least.day.isoformat()}
        self._open(words, fields, given, self._prolong)

    def ask_stop(self) -> None:
        """Ask when and why an application goes no further."""
        view = self.view
        if view is None:
            return
        asked = f"{view.application.name}的这份申请不再往下走？"
        words = Words("终止培养", asked, "终止培养", "继续培养")
        case = self._fields("development_case")
        fields = [
            replace(case["stopped_on"], required=True),
            replace(case["note"], caption="原因", required=True),
        ]
        self._open(words, fields, {"stopped_on": calendar.today().isoformat()}, self._stop)

    def _ask_day(
        self, words: Words, ledger: str, key: str, day: str | None, do: Callable[..., None]
    ) -> None:
        fields = [replace(self._fields(ledger)[key], required=True)]
        self._open(words, fields, {key: day}, do)

    def _open(
        self, words: Words, fields: list[Field[Any]], given: dict[str, Any], do: Callable[..., None]
    ) -> None:
        dialog = FieldsDialog(self._screen, self._desk, words, fields, given)
        dialog.wanted.connect(partial(do, dialog, self.view))
        dialog.open()

    def _enter_applicant(
        self,
        done: Callable[[Saved], None],
        dialog: FieldsDialog,
        _view: object,
        values: dict[str, Any],
    ) -> None:
        work = partial(
            development_deeds.enter_applicant,
            self._desk.office,
            {key: values[key] for key in _APPLICANT},
            organisation=values["organisation"],
            applied_on=values["applied_on"],
        )

        def entered(saved: Saved) -> None:
            done(saved)
            self._say(dialog, f"{values['name']}已登记为入党申请人。", saved)

        self._desk.jobs.run(work, entered, dialog.refuse)

    def _take_in(self, dialog: FieldsDialog, view: CaseView, values: dict[str, Any]) -> None:
        office, case = self._desk.office, view.application.id
        work = partial(development_deeds.take_in, office, case, joined_on=values["joined_on"])
        self._run(dialog, work, f"{view.application.name}已登记为预备党员。")

    def _turn_full(self, dialog: FieldsDialog, view: CaseView, values: dict[str, Any]) -> None:
        office, case = self._desk.office, view.application.id
        work = partial(development_deeds.turn_full, office, case, full_on=values["full_on"])
        self._run(dialog, work, f"{view.application.name}已登记为正式党员。")

    def _prolong(self, dialog: FieldsDialog, view: CaseView, values: dict[str, Any]) -> None:
        work = partial(
            development_deeds.prolong_probation,
            self._desk.office,
            view.application.id,
            on=values["done_on"],
            until=values["probation_until"],
            handled_by=values["handled_by"],
        )
        self._run(dialog, work, f"预备期已延长至{values['probation_until']}。")

    def _stop(self, dialog: FieldsDialog, view: CaseView, values: dict[str, Any]) -> None:
        work = partial(
            development_deeds.stop_case,
            self._desk.office,
            view.application.id,
            on=values["stopped_on"],
            why=values["note"],
        )
        self._run(dialog, work, f"{view.application.name}的培养已终止。")

    def _run(self, dialog: FieldsDialog, work: Callable[[], Saved], said: str) -> None:
        self._desk.jobs.run(work, partial(self._say, dialog, said), dialog.refuse)

    def _say(self, dialog: FieldsDialog, said: str, saved: Saved) -> None:
        dialog.accept()
        self._desk.changed(saved.touched)
        self._desk.notice(said, undo=partial(self._desk.commands.trigger, "record.undo"))

    def _fields(self, ledger: str) -> Any:
        return self._desk.office.catalog[ledger].fields
