"""What every dialog that saves has in common: it asks once, and outlasts what it asked for."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog

from jianxi_desktop.ui.pressing import PRESSING


class PatientDialog(QDialog):
    """A dialog that stays until what it asks for is done or refused.

    Closed before that it only goes out of sight: the save may have to wait for long work. When it
    is refused the dialog is there again, with what was typed.
    """

    _on_its_way = _out_of_sight = False

    def begin(self) -> bool:
        """Begin what is asked for; tell whether it may: it is not on its way already."""
        if self._on_its_way:
            return False
        self._on_its_way = True
        PRESSING.take(self.windowTitle(), self)
        return True

    def take_up(self) -> None:
        """Take up again what was refused."""
        self._on_its_way = False
        if self._out_of_sight:
            self._out_of_sight = False
            self.open()

    def reject(self) -> None:
        """Override: go out of sight while something is on its way."""
        if self._on_its_way:
            self._step_aside()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override: the same for the button of the frame."""
        super().closeEvent(event)
        if self._out_of_sight:
            event.ignore()

    def _step_aside(self) -> None:
        """Hide, and belong to the window: the page below may be left meanwhile."""
        self._out_of_sight = True
        self.hide()
        above = self.parentWidget()
        if above is not None:
            while (higher := above.parentWidget()) is not None:
                above = higher
            self.setParent(above, self.windowFlags())
