"""Types into a form, a letter every 20 milliseconds, until somebody ends this process.

    python -m tests.ui.typist DATABASE PASSWORD

Says how many letters it has typed, a line each.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from jianxi_desktop.services import office as offices
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window

EVERY = 20  # milliseconds


def main(path: str, password: str) -> None:
    """Open a database in a window and type."""
    application = QApplication([])
    theme.apply_theme(application)
    window = Window(Jobs())
    window.show()
    desk = window.enter(offices.open_office(Path(path), password))
    desk.open_screen("form", Edited("venue"))
    line = desk.shown.form.editor("name").line
    timer = QTimer(interval=EVERY)
    typed = 0

    def write():
        nonlocal typed
        QTest.keyClicks(line, "a")
        typed += 1
        sys.stdout.write(f"{typed}\n")
        sys.stdout.flush()

    timer.timeout.connect(write)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
