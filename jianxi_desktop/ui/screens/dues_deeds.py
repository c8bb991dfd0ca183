"""What is done with dues from the page: collect, type, set a standard, take a gift, number."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_period
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import dues_entry
from jianxi_desktop.services.dues import Sheet
from jianxi_desktop.services.dues_entry import Collected
from jianxi_desktop.services.dues_months import Member
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.dues_dialogs import CollectDialog, StandardDialog, gift_dialog
from jianxi_desktop.ui.screens.dues_rows import yuan
from jianxi_desktop.ui.screens.dues_words import read_typed


class DuesDeeds(QObject):
    """Writes dues in jobs, and asks what has to be asked before.

    Attributes:
        paid_on: Gives the day that payments are written with, ISO.
    """

    def __init__(self, page: QWidget, desk: Desk, paid_on: Callable[[], str]) -> None:
        super().__init__(page)
        self._page, self._desk, self.paid_on = page, desk, paid_on

    @property
    def may_write(self) -> bool:
        """Whether this person may write at all."""
        return Right.EDIT in self._desk.office.account.rights

    def type(self, member: Member, key: str, text: str) -> None:
        """Write what was typed into a cell of a member's only month."""
        month = member.months[0]
        ledger = self._desk.office.catalog["dues_record"]
        try:
            values = read_typed(ledger, key, text, month.month)
        except JianxiError as error:
            self._desk.warn(error.user_message)
            return
        if key == "amount" and not month.payments:
            values["paid_on"] = self.paid_on()
        self._put(member, values)

    def clear(self, member: Member) -> None:
        """Take a payment back."""
        self._put(member, {"amount": None})

    def tick(self, sheet: Sheet, member: Member) -> None:
        """Write what a member owes as paid."""
        work = partial(
            dues_entry.collect,
            self._desk.office,
            sheet.organisation,
            sheet.period,
            self.paid_on(),
            (member.person,),
        )
        self._desk.jobs.run(work, self._ticked)

    def ask_collect(self, sheet: Sheet, people: Collection[UUID]) -> None:
        """Ask on which day what is owed was paid, by all or by some."""

        def told(ahead: bool) -> Collected:  # noqa: FBT001 - a check box says it
            wanted = dues_entry.to_collect(sheet, people, ahead=ahead)
            return dues_entry.summed(sheet, wanted, people)

        day = calendar.first_day(self.paid_on())
        dialog = CollectDialog(self._page, sheet, len(people), day, told)
        dialog.wanted.connect(partial(self._collect, dialog, sheet, people))
        dialog.open()

    def ask_standard(self, member: Member) -> None:
        """Ask by what a member pays from the last month shown on."""
        if self.may_write:
            dialog = StandardDialog(self._page, self._desk, member, member.months[-1].month)
            dialog.wanted.connect(partial(self._set_standard, dialog, member))
            dialog.open()

    def ask_gift(self, member: Member) -> None:
        """Ask what a member gives beyond what he owes."""
        dialog = gift_dialog(self._page, self._desk, member, {"paid_on": self.paid_on()})
        dialog.wanted.connect(partial(self._give, dialog, member))
        dialog.open()

    def adopt(self, sheet: Sheet) -> None:
        """Give a standard to whoever has none."""
        work = partial(
            dues_entry.adopt_standards, self._desk.office, sheet.organisation, sheet.months[-1]
        )
        self._desk.jobs.run(work, self._adopted)

    def number(self, sheet: Sheet, people: Collection[UUID], then: Callable[[], None]) -> None:
        """Number the receipts that have no number yet, where this person may write; go on."""
        if not self.may_write:
            then()
            return
        work = partial(
            dues_entry.number_receipts, self._desk.office, sheet.organisation, sheet.period, people
        )
        self._desk.jobs.run(work, partial(self._numbered, then))

    def _put(self, member: Member, values: Mapping[str, Any]) -> None:
        month = member.months[0].month
        work = partial(
            dues_entry.set_payment, self._desk.office, member.branch, member.person, month, values
        )
        self._desk.jobs.run(work, self._changed)

    def _changed(self, touched: frozenset[str]) -> None:
        self._desk.changed(touched)

    def _ticked(self, done: Collected) -> None:
        self._desk.changed(done.touched)

    def _collect(
        self,
        dialog: CollectDialog,
        sheet: Sheet,
        people: Collection[UUID],
        day: str,
        ahead: bool,  # noqa: FBT001 - a check box says it
    ) -> None:
        office, branch = self._desk.office, sheet.organisation
        work = partial(dues_entry.collect, office, branch, sheet.period, day, people, ahead=ahead)
        self._desk.jobs.run(work, partial(self._collected, dialog, sheet), dialog.refuse)

    def _collected(self, dialog: CollectDialog, sheet: Sheet, done: Collected) -> None:
        dialog.accept()
        self._desk.changed(done.touched)
        said = f"{sheet.name}{show_period(sheet.period)}收了 {done.members} 人、"
        self._say(f"{said}{yuan(done.cents)} 元。")

    def _set_standard(
        self, dialog: FieldsDialog, member: Member, values: Mapping[str, Any]
    ) -> None:
        work = partial(dues_entry.set_standard, self._desk.office, member.person, values)
        done = partial(self._done, dialog, f"已核定{member.name}的党费标准。")
        self._desk.jobs.run(work, done, dialog.refuse)

    def _give(self, dialog: FieldsDialog, member: Member, values: Mapping[str, Any]) -> None:
        work = partial(dues_entry.add_gift, self._desk.office, member.person, values)
        self._desk.jobs.run(work, partial(self._given, dialog, member), dialog.refuse)

    def _given(
        self, dialog: FieldsDialog, member: Member, done: tuple[bool, frozenset[str]]
    ) -> None:
        more = "数额较大，要全部上缴中央。" if done[0] else ""
        self._done(dialog, f"已登记{member.name}自愿多缴的党费。{more}", done[1])

    def _done(self, dialog: FieldsDialog, text: str, touched: frozenset[str]) -> None:
        dialog.accept()
        self._desk.changed(touched)
        self._say(text)

    def _adopted(self, done: tuple[int, frozenset[str]]) -> None:
        self._desk.changed(done[1])
        self._say(f"补建了 {done[0]} 条标准，请核对基数。")

    def _numbered(self, then: Callable[[], None], done: tuple[int, frozenset[str]]) -> None:
        if done[1]:
            self._desk.changed(done[1])
        then()

    def _say(self, text: str) -> None:
        self._desk.notice(text, undo=partial(self._desk.commands.trigger, "record.undo"))
