"""Chinese for what Qt itself says: its dialogs, its menus, dates and numbers."""

import json
import sys

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from jianxi_desktop import settings


class Rest(QTranslator):
    """Says what Qt's own translation leaves in English; it is asked last."""

    def __init__(self, app: QApplication) -> None:
        """Read what it knows from ``resources/qt_zh_CN.json``."""
        super().__init__(app)
        text = settings.resource("qt_zh_CN.json").read_text(encoding="utf-8")
        self._known: dict[str, dict[str, str]] = json.loads(text)

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Override: it knows something."""
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Override: give the Chinese of a text, or the text itself."""
        del disambiguation, n
        return self._known.get(context, {}).get(source, source)


def speak_chinese(app: QApplication) -> None:
    """Let Qt speak Chinese, whatever language the PC is set to.

    On Linux the desktop's own file dialog speaks the desktop's language, so Qt's is shown there.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    if sys.platform.startswith("linux"):
        app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    app.installTranslator(Rest(app))  # the one installed last is asked first
    translator = QTranslator(app)
    if translator.load(str(settings.resource("qt_zh_CN.qm"))):
        app.installTranslator(translator)
