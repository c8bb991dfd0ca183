"""The window of tests/ui in each theme."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from jianxi_desktop.ui import theme
from tests.ui.conftest import _let_go, jobs, open_window, qapp  # noqa: F401 - fixtures


@pytest.fixture(params=["light", "dark"])
def dressed(request, qapp):  # noqa: F811 - a fixture asked for by its name
    """The name of the theme that the application wears in this test."""
    theme.wear(QApplication.instance(), request.param)
    yield request.param
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # undressed, not redressed
    theme.wear(QApplication.instance(), "light")
