"""The slips of the record on a form: a button that offers them, and leads to the print page."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.slips import SlipKind, slips_of
from jianxi_desktop.ui.screen import Desk, Printed

COMMAND = "list.print"


class SlipMenu:
    """Offers what can be printed of one record.

    Attributes:
        button: Stands on the form, where its ledger has slips.
        menu: The slips.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk = desk
        self._slips: tuple[SlipKind, ...] = ()
        self._record: UUID | None = None
        self.button = desk.commands.button(COMMAND, parent)
        self.button.setText("打印单据")
        self.button.hide()
        self.menu = QMenu(self.button)

    def offer(self, ledger: Ledger, record_id: UUID | None) -> None:
        """Offer the slips of a ledger; a record that is not saved yet has none."""
        self._slips, self._record = slips_of(ledger.key), record_id
        self.menu.clear()
        for each in self._slips:
            self.menu.addAction(each.title).triggered.connect(partial(self._print, each.key))
        self.button.setVisible(bool(self._slips))
        self._desk.commands.enable(COMMAND, on=bool(self._slips) and record_id is not None)

    def open(self) -> None:
        """Show what there is; the only slip there is goes to the print page at once."""
        if len(self._slips) == 1:
            self._print(self._slips[0].key)
        elif self._slips:
            self.menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _print(self, key: str, _checked: object = None) -> None:
        self._desk.open_screen("print", Printed(key, Wanted(record=self._record)))
