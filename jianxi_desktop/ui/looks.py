"""The menu 外观: which theme the window wears and how large its words are, kept on this PC."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from jianxi_desktop import settings
from jianxi_desktop.ui import theme

if TYPE_CHECKING:
    from jianxi_desktop.ui.commands import Commands
    from jianxi_desktop.ui.window import Window
    from jianxi_desktop.ui.workbench import Standing, Workbench

MENU: Final = "外观"
_THEMES: Final = {
    theme.SYSTEM: "外观跟随系统",
    "light": "浅色外观",
    "dark": "深色外观",
    "contrast": "高对比外观",
}
_SIZES: Final = {"usual": "文字标准", "large": "文字大", "huge": "文字特大"}
_TURN: Final = 10  # milliseconds until the next step: the window answers between two
_SCHEMES: Final = {
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
    "contrast": Qt.ColorScheme.Dark,
}


class Looks(QObject):
    """Puts on what was chosen, and follows the rest of the PC where that is the choice."""

    def __init__(self, window: "Window") -> None:
        """Look what was chosen on this PC; it is worn already.

        Args:
            window: The window whose menu offers it.
        """
        super().__init__(window)
        self._window = window
        kept, size = settings.looks()
        self._theme = kept if kept in _THEMES else theme.SYSTEM
        self._size = size if size in _SIZES else theme.size_worn()
        hints = _app().styleHints()
        self._tell_system()
        hints.colorSchemeChanged.connect(self._follow)
        access = getattr(hints, "accessibility", None)  # of Qt 6.10; older PCs have 6.8
        if access is not None:
            access().contrastPreferenceChanged.connect(self._follow)

    def offer(self) -> None:
        """Offer the choice where no office is open: there is no other menu."""
        bar = self._window.menuBar()
        bar.clear()
        menu = bar.addMenu(MENU)
        made = {key: QAction(text, menu) for key, (text, _act) in self._all().items()}
        for key, action in made.items():
            action.triggered.connect(partial(_do, self._all()[key][1]))
        self._fill(menu, made)

    def answer(self, commands: "Commands", menu: QMenu) -> None:
        """Answer the commands of the menu 外观, and part and mark them in it."""
        for key, (_text, act) in self._all().items():
            commands.answer(f"look.{key}", act)
        made = {key: commands.action(f"look.{key}") for key in self._all()}
        self._fill(menu, made)

    def choose_theme(self, name: str) -> None:
        """Wear a theme from now on."""
        self._theme = name
        self._tell_system()
        self._keep()

    def choose_size(self, name: str) -> None:
        """Show words of a size from now on; the desk is laid out anew, once it may be left."""
        desk = self._window.workbench
        if name == self._size:
            return
        if desk is None:
            self._wear_size(name)
        else:
            desk.leave(partial(self._wear_size, name, self._lay_out_again))

    def _all(self) -> Mapping[str, tuple[str, Callable[[], None]]]:
        """Give what can be chosen, with its words and what does it."""
        themes = {key: (text, partial(self.choose_theme, key)) for key, text in _THEMES.items()}
        sizes = {key: (text, partial(self.choose_size, key)) for key, text in _SIZES.items()}
        return themes | sizes

    def _fill(self, menu: QMenu, made: dict[str, QAction]) -> None:
        """Put the actions into a menu: one of each group is marked, and always the right one."""
        for keys in (_THEMES, _SIZES):
            group = QActionGroup(menu)
            for key in keys:
                made[key].setCheckable(True)
                group.addAction(made[key])
                menu.addAction(made[key])
            menu.addSeparator()
        self._mark(made)
        menu.aboutToShow.connect(partial(self._mark, made))

    def _mark(self, made: dict[str, QAction]) -> None:
        for key in (self._theme, self._size):
            made[key].setChecked(True)

    def _lay_out_again(self) -> None:
        """Make the desk anew: what stands on it took its measure from the words of before."""
        from jianxi_desktop.ui.daily_backup import DailyBackup

        window = self._window
        desk = window.workbench
        if desk is None:
            return
        office, place = desk.office, desk.standing()
        window.clear_desk()
        desk = window.lay_out(office)
        DailyBackup(desk)
        QTimer.singleShot(_TURN, desk, partial(self._start, desk, place))

    def _start(self, desk: "Workbench", place: "Standing | None") -> None:
        if self._window.workbench is desk:
            desk.start(place)

    def _wear_size(self, name: str, then: Callable[[], None] | None = None) -> None:
        self._size = name
        self._keep(then)

    def _keep(self, then: Callable[[], None] | None = None) -> None:
        settings.choose_looks(self._theme, self._size)
        self._wear(then)

    def _tell_system(self) -> None:
        """Let the frame of the window and the system's own dialogs go with the choice."""
        _app().styleHints().setColorScheme(_SCHEMES.get(self._theme, Qt.ColorScheme.Unknown))

    def _follow(self) -> None:
        if self._theme == theme.SYSTEM and theme.of_system(_app()) != theme.worn():
            self._wear()

    def _wear(self, then: Callable[[], None] | None = None) -> None:
        """Wear what is chosen, in turns of the loop of events, and then do something."""
        app, desk = _app(), self._window.workbench
        theme.take_off(app, self._theme, self._size, () if desk is None else desk.unseen)
        QTimer.singleShot(_TURN, app, partial(theme.put_on, app))  # also where we are gone by then
        if then is not None:
            QTimer.singleShot(2 * _TURN, self, then)


def _do(act: Callable[[], None], *_checked: bool) -> None:
    act()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there is no window without one
    return app
