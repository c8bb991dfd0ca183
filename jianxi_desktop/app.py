"""The window's composition root: the frame first, everything heavy after it was painted."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from jianxi_desktop import settings
from jianxi_desktop.ui.window import PROGRAM, Window

if TYPE_CHECKING:
    from types import TracebackType

    from jianxi_desktop.domain.progress import Progress
    from jianxi_desktop.services.office import Office
    from jianxi_desktop.ui.jobs import Jobs
    from jianxi_desktop.ui.lock import Lock

_TRIAL = "这是演示数据，都是虚构的人，随便点。要给本单位用，关闭程序再打开，照着提示建数据库。"


_SWITCH = 0.0005  # seconds


def give_way(jobs: "Jobs") -> None:
    """Let the window have its turn soon while a worker computes.

    A worker that only computes gives the interpreter up when asked, five milliseconds later unless
    it is told otherwise; painting one list asks for it hundreds of times.
    """
    from jianxi_desktop.ui.collecting import Collector

    sys.setswitchinterval(_SWITCH)
    Collector(jobs)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window; give the exit status."""
    place, demo = _read_arguments(sys.argv[1:] if argv is None else argv)
    _name_input_method()
    app = QApplication([PROGRAM])
    _wear_ground(app)
    window = Window()
    start = Start(app, window, place, demo=demo)
    window.painted.connect(start.begin)
    window.show()
    return app.exec()


class Start(QObject):
    """Leads from the empty frame to an open office: looks, imports, first start or unlock."""

    def __init__(
        self, app: QApplication, window: Window, place: Path | str | None, *, demo: bool
    ) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._address = place if isinstance(place, str) else ""
        self._named = None if isinstance(place, str) else place
        self._path = self._named or Path()
        self._demo = demo
        self._name = ""
        self._lock: Lock | None = None

    def begin(self) -> None:
        """Go on from the painted frame: the worker imports while the looks are put on here."""
        from jianxi_desktop.ui.jobs import Jobs
        from jianxi_desktop.ui.qt_types import make_types

        make_types()
        jobs = Jobs()
        give_way(jobs)
        jobs.run(partial(_prepare, self._named, demo=self._demo), self._find_door)
        from jianxi_desktop.ui import theme
        from jianxi_desktop.ui.chinese import speak_chinese

        missing = theme.apply_theme(self._app)
        self._window.wait("正在打开…")
        self._window.furnish(jobs)
        sys.excepthook = partial(_say_bug, self._window)
        speak_chinese(self._app)
        if missing:
            self._window.notices.warn(
                f"缺少字体文件 {'、'.join(missing)}，个别生僻字可能显示不出，请重新安装本程序。"
            )

    def open_path(self, path: Path) -> None:
        """Show the unlock page of another database."""
        self._demo, self._address = False, ""
        self._window.jobs.run(partial(_look_at, path), self._find_door)

    def _find_door(self, door: "Door") -> None:
        if self._address and not self._demo:
            self._show_server(self._address)
            return
        self._path = door.path
        self._show_door(door)

    def _show_locked(self, place: Path | str, account: UUID, restore: Path | None) -> None:
        self._demo = False
        if isinstance(place, str):
            self._show_server(place)
            return
        self._path = place
        door = Door(place, exists=True, name=self._name, account=account, restore=restore)
        self._show_door(door)

    def _show_server(self, address: str) -> None:
        from jianxi_desktop.errors import InputError
        from jianxi_desktop.ui.screen import Gate
        from jianxi_desktop.ui.screens.server_page import ServerPage

        window = self._window
        act = (window.report, self._opened, self.open_path)
        gate = Gate(Path(), window.jobs, *act, self._name, address=address)
        try:
            window.show_page(ServerPage(gate))
        except InputError as refused:
            window.wait("数据库地址不能用，请改正后重新启动。")
            window.report(refused)

    def _show_door(self, door: "Door") -> None:
        if self._demo:
            self._enter_demo(exists=door.exists)
            return
        from jianxi_desktop.ui.screen import Gate
        from jianxi_desktop.ui.screens.unlock import UnlockPage
        from jianxi_desktop.ui.screens.welcome import WelcomePage

        window = self._window
        act = (window.report, self._opened, self.open_path)
        gate = Gate(
            *(self._path, window.jobs, *act, door.name, door.account, door.restore),
            begin=self._opened,
        )
        window.show_page(UnlockPage(gate) if door.exists else WelcomePage(gate))

    def _enter_demo(self, *, exists: bool) -> None:
        window = self._window
        if exists:
            window.jobs.run(partial(_open_demo, self._path), self._opened)
        else:
            window.wait("正在准备演示数据：都是虚构的人，第一次要等一会儿…")
            window.jobs.run_long(
                partial(_make_demo, self._path), self._opened, title="正在准备演示数据"
            )

    def _opened(self, office: "Office", first: str = "", argument: object = None) -> None:
        from jianxi_desktop.ui.workbench import Standing

        self._name = office.unit.name
        trial = office.store.path == settings.demo_database()
        if not self._demo and not trial:  # a trial is not what this PC is for
            self._window.jobs.run(partial(_remember, office), lambda _nothing: None)
        self._window.notices.clear()
        place = Standing(first, argument) if first else None
        desk = self._lock_of_window().enter(office, place)
        if trial:
            desk.notice(_TRIAL)

    def _lock_of_window(self) -> "Lock":
        if self._lock is None:
            from jianxi_desktop.ui.lock import Lock

            self._lock = Lock(self._window, self._show_locked)
        return self._lock


class Door(NamedTuple):
    """The database to open.

    Attributes:
        path: Where it is.
        exists: Whether it is there.
        name: Whose it was when it was opened last.
        account: Who opened it last.
        restore: The backup to begin with, where the database itself is gone.
    """

    path: Path
    exists: bool
    name: str
    account: UUID | None
    restore: Path | None = None


def _prepare(named: Path | None, *, demo: bool) -> Door:
    """Import the heavy parts off the GUI thread and look whether the database is there."""
    import gc

    import jianxi_desktop.ui.screens
    import jianxi_desktop.ui.screens.unlock
    import jianxi_desktop.ui.screens.welcome
    import jianxi_desktop.ui.workbench  # noqa: F401 - so that it is loaded
    from jianxi_desktop.services.dumps import forbid_dumps

    # What was imported stays: looking through it again and again would stop the window each time.
    gc.freeze()
    forbid_dumps()
    _start_log(settings.state_folder() / "log")
    path = named or (settings.demo_database() if demo else settings.default_database())
    return _look_at(path)


def _look_at(path: Path) -> Door:
    from jianxi_desktop.services import backups, opening

    name = settings.known_offices().get(path.absolute(), "")
    door = Door(path, opening.is_there(path), name, settings.last_account(path))
    made = [] if door.exists else backups.list_backups(path)
    return door._replace(exists=True, restore=made[0].file) if made else door


def _remember(office: "Office") -> None:
    if office.store.path is None:  # it is named at each start, by the shortcut
        return
    settings.remember_office(office.path, office.unit.name)
    settings.remember_account(office.path, office.account.id)


def _open_demo(path: Path) -> "Office":
    from jianxi_desktop.services import demo, office

    return office.open_office(path, demo.DEMO_PASSWORD)


def _make_demo(path: Path, progress: "Progress") -> "Office":
    from jianxi_desktop.services import demo

    path.parent.mkdir(parents=True, exist_ok=True)
    demo.make_demo(path, scale="community", password=demo.DEMO_PASSWORD, progress=progress)
    return _open_demo(path)


def _read_arguments(argv: Sequence[str]) -> tuple[Path | str | None, bool]:
    """Give the database that was named, if any, and whether invented people are wanted."""
    if not argv:
        return None, False
    import argparse

    parser = argparse.ArgumentParser(prog="main.py", description=PROGRAM)
    parser.add_argument("--demo", action="store_true", help="打开演示数据（都是虚构的人）")
    parser.add_argument("--database", help="打开这个数据库文件，或服务器上的数据库")
    wanted = parser.parse_args(list(argv))
    named: str | None = wanted.database
    is_file = named is not None and "://" not in named
    return Path(named) if is_file and named else named, wanted.demo


def _wear_ground(app: QApplication) -> None:
    """Let the empty frame have the ground of a theme that was chosen; the rest comes later."""
    name, _size = settings.looks()
    if name not in ("", "system"):  # the import takes a few milliseconds
        from jianxi_desktop.ui import colours

        if name in colours.THEMES:
            app.setPalette(colours.palette(name))


def _name_input_method() -> None:
    """Let Chinese be typed where fcitx runs: PySide6 has the ibus plugin, which fcitx answers."""
    method = os.environ.get("QT_IM_MODULE", "") + os.environ.get("XMODIFIERS", "")
    if "fcitx" in method and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_IM_MODULE"] = "ibus"


def _start_log(folder: Path) -> None:
    """Write a log without personal data; what may be in it stands in ``report_error``."""
    import logging
    import logging.handlers

    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "window.log", maxBytes=500_000, backupCount=3, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("jianxi_desktop")
    root.setLevel(logging.INFO)
    root.addHandler(handler)


def _say_bug(
    window: Window,
    kind: type[BaseException],
    error: BaseException,
    trace: "TracebackType | None",
) -> None:
    """Show what nobody caught; a traceback goes nowhere."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    elif isinstance(error, Exception):
        window.report(error)
