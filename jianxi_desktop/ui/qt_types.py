"""Makes the types of Qt before a second thread could ask for one.

PySide6 makes each type when it is first asked for, and gives the interpreter up meanwhile: of two
threads that import the same name at once, one may get a type whose parts are not there yet.
"""

from PySide6 import QtCore, QtGui, QtWidgets


def make_types() -> None:
    """Make them all, on the GUI thread; it takes less than a tenth of a second."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
