"""Lists kept under a name: the menu beside the search line, keeping, renaming, forgetting."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import condition_words, list_views
from jianxi_desktop.services.condition_words import Names
from jianxi_desktop.services.list_views import ListView
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.views_dialog import NameDialog, ViewsDialog

_SHORT = 24  # characters of a name
_DIGITS = 9  # entries that a single key opens


class ListViews(QObject):
    """Keeps the lists of a ledger and opens them again.

    Attributes:
        button: Opens the menu.
        kept: What is kept, as far as it has been read.

    Signals:
        wanted: A list that is to be shown.
    """

    wanted = Signal(object)

    def __init__(
        self, page: QWidget, desk: Desk, ledger: Ledger, now: Callable[[], tuple[ListView, Names]]
    ) -> None:
        """Make it.

        Args:
            page: The page of the list.
            desk: The desk.
            ledger: The ledger.
            now: Gives the list as it is shown, without a name, and what records are called that
                its conditions point at.
        """
        super().__init__(page)
        self._page, self._desk, self._ledger, self._now = page, desk, ledger, now
        self.kept: tuple[ListView, ...] = ()
        self._names: Names = {}
        self.button = desk.commands.button("list.views", page)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give the commands that are answered here."""
        return {
            "list.views": self.open_menu,
            "list.keep": self.ask_name,
            "list.tidy": self.tidy,
        }

    def read(self) -> None:
        """Read what is kept; the menu is there at once when it is asked for."""
        work = partial(_read, self._desk.office, self._ledger)
        self._desk.jobs.run_newest(f"views.{id(self)}", work, self._take)

    def open_menu(self) -> None:
        """Show the menu below its button."""
        menu = self.make_menu()
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))
        usable = (each for each in menu.actions() if each.isEnabled() and not each.isSeparator())
        first = next(usable, None)
        if first is not None:
            menu.setActiveAction(first)

    def make_menu(self) -> QMenu:
        """Make the menu: what is kept, then what can be done."""
        menu = QMenu(self._page)
        menu.aboutToHide.connect(menu.deleteLater)
        for place, view in enumerate(self.kept, start=1):
            digit = f"&{place}  " if place <= _DIGITS else "    "
            action = menu.addAction(digit + view.name.replace("&", "&&"))
            action.setEnabled(view.usable)
            action.setToolTip(self.say(view))
            action.triggered.connect(partial(self.wanted.emit, view))
        if not self.kept:
            none = menu.addAction("还没有存过：先查找、筛选、排好，再存起来")
            none.setEnabled(False)
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        for key in ("list.keep", "list.tidy", "list.everything"):
            menu.addAction(self._desk.commands.action(key))
        return menu

    def say(self, view: ListView) -> str:
        """Say what a list is."""
        if not view.usable:
            return "这个常用列表用到了这个版本没有的栏目，打不开。"
        query, ledger = view.query, self._ledger
        words = f"查找“{query.words}”" if query.words else ""
        made = condition_words.say_conditions(ledger, query.filters, self._names)
        columns = f"{len(view.columns)}列" if view.columns else ""
        parts = (words, made, condition_words.say_order(ledger, query), columns)
        return "；".join(part for part in parts if part) or "全部记录"

    def ask_name(self) -> None:
        """Ask what the list that is shown is to be called."""
        view, names = self._now()
        self._names = {**self._names, **names}
        NameDialog(self._page, self.say(view), self._suggest(view.query), self._keep_if).open()

    def tidy(self) -> None:
        """Show what is kept, to be renamed or forgotten."""
        lines = [(each.name, self.say(each)) for each in self.kept]
        dialog = ViewsDialog(self._page, lines)
        dialog.renamed.connect(self._rename)
        dialog.dropped.connect(self._drop)
        dialog.open()

    def _suggest(self, query: Query) -> str:
        """Give a name to begin with: as many conditions as a short one holds."""
        name = query.words.strip()
        for count in range(1, len(query.filters) + 1):
            made = condition_words.say_conditions(self._ledger, query.filters[:count], self._names)
            if len(made) <= _SHORT:
                name = made
        return name

    def _keep_if(self, name: str) -> None:
        """Keep the list; ask before another one of that name goes."""
        view, _names = self._now()
        good = " ".join(name.split())
        keep = partial(self.keep, ListView(good, view.query, view.columns))
        if good in {each.name for each in self.kept}:
            answers = (("替换", keep), ("不替换", None))
            ask(self._page, f"已经有一个常用列表叫“{good}”，用现在的替换它？", answers)
        else:
            keep()

    def keep(self, view: ListView) -> None:
        """Keep a list."""
        work = partial(list_views.keep, self._desk.office, self._ledger, view)
        self._desk.jobs.run(work, partial(self._say_kept, view))

    def _say_kept(self, view: ListView, _nothing: None) -> None:
        self.read()
        keys = self._desk.commands.action("list.views").shortcut().toString()
        self._desk.notice(f"已存为常用列表“{view.name}”，按 {keys} 打开。")

    def _rename(self, name: str, new: str) -> None:
        work = partial(list_views.rename, self._desk.office, self._ledger, name, new)
        self._desk.jobs.run(work, partial(self._say_renamed, name))

    def _say_renamed(self, name: str, new: str) -> None:
        self.read()
        self._desk.notice(f"常用列表“{name}”改名为“{new}”。")

    def _drop(self, name: str) -> None:
        gone = next((each for each in self.kept if each.name == name), None)
        work = partial(list_views.drop, self._desk.office, self._ledger, name)
        self._desk.jobs.run(work, partial(self._say_dropped, gone))

    def _say_dropped(self, gone: ListView | None, _nothing: None) -> None:
        self.read()
        if gone is not None and gone.usable:
            self._desk.notice(f"已删除常用列表“{gone.name}”。", undo=partial(self.keep, gone))

    def _take(self, found: tuple[tuple[ListView, ...], Names]) -> None:
        self.kept, self._names = found


def _read(office: Office, ledger: Ledger) -> tuple[tuple[ListView, ...], Names]:
    kept = list_views.kept(office, ledger)
    filters = [each for view in kept for each in view.query.filters]
    return kept, condition_words.names_in(office, ledger, filters)
