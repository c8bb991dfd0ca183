"""From a member's record to the page of movements, with whom it is about."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.ui.screen import Desk, Moving


def ask_movement(parent: QWidget, desk: Desk, person: UUID) -> None:
    """Go to the page of movements to do something about a member."""
    del parent
    desk.open_screen("movements", Moving(person))
