"""The work of an open office: navigation, organisation tree, screens, and what they may use."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.command import PAGE
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.drive_card import DriveCard
from jianxi_desktop.ui.drive_watch import DriveWatch
from jianxi_desktop.ui.finding import Finding
from jianxi_desktop.ui.help_keys import HelpKeys
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.looks import MENU as LOOKS
from jianxi_desktop.ui.navigation import Place, Rail
from jianxi_desktop.ui.organisation_tree import OrganisationTree
from jianxi_desktop.ui.other_seats import OtherSeats
from jianxi_desktop.ui.page_stack import PageStack
from jianxi_desktop.ui.places import GO, Places
from jianxi_desktop.ui.screen import Edited, Screen, Undo, Unit
from jianxi_desktop.ui.screens import every as screens
from jianxi_desktop.ui.screens.divisions_dialog import DivisionsDialog
from jianxi_desktop.ui.screens.organisation_deeds import Deeds
from jianxi_desktop.ui.screens.password_dialog import PasswordDialog
from jianxi_desktop.ui.theme import columns_of
from jianxi_desktop.ui.undoing import Undoing

if TYPE_CHECKING:
    from jianxi_desktop.ui.window import Window

_FIRST = "home"
_NARROW = 76  # characters of width below which the tree is put away until F6
_WIDE = 115  # characters of width from which the tree has room for all its counts
_MENUS = ("记录", "列表", PAGE, "组织", "数据", GO, "窗口", "帮助")


class Standing(NamedTuple):
    """Where somebody was when the window was locked: a screen and what leads back on it.

    Attributes:
        key: The screen.
        argument: What it is opened with.
        looks: What was looked at on each screen that keeps it.
        within: The organisation chosen in the tree, and its name.
    """

    key: str
    argument: object
    looks: Mapping[str, object] = MappingProxyType({})
    within: tuple[UUID | None, str] = (None, "")


class Workbench(QWidget):
    """The desk that screens stand on; made once the office is open."""

    def __init__(self, window: "Window", office: Office) -> None:
        super().__init__()
        self._window = window
        self._office = office
        self._within: UUID | None = None
        self._within_name = ""
        self._screens: dict[str, Screen] = {}
        self._looks: dict[str, object] = {}
        self._trail: list[Standing] = []
        self._commands = Commands(self, (*COMMANDS, *screens.COMMANDS), office.account.rights)
        self._places = Places(self, window.memory)
        self.rail = Rail(self.places, self.open_screen, window.memory)
        self._tree = OrganisationTree(self, window.memory)
        self._stack = PageStack()
        self._drives = DriveWatch(self)
        self.card = DriveCard(self)
        self._lay_out()
        self._undoing = Undoing(self, window)
        self._finding = Finding(self, window)
        self._others = OtherSeats(self)
        self._deeds = Deeds(self, self, self._tree)
        self._answer_always()
        self._fill_menus()

    @property
    def office(self) -> Office:
        """The open office."""
        return self._office

    @property
    def jobs(self) -> Jobs:
        """Where work runs."""
        return self._window.jobs

    @property
    def commands(self) -> Commands:
        """The registry of commands."""
        return self._commands

    @property
    def places(self) -> tuple[Place, ...]:
        """Where this person is led, in the order of the rail."""
        return self._places.all

    @property
    def tree(self) -> OrganisationTree:
        """The tree at the left."""
        return self._tree

    @property
    def drives(self) -> DriveWatch:
        """The USB drives that are plugged in."""
        return self._drives

    @property
    def within(self) -> UUID | None:
        """The organisation chosen in the tree."""
        return self._within

    @property
    def within_name(self) -> str:
        """The name of that organisation."""
        return self._within_name

    @property
    def unseen(self) -> list[QWidget]:
        """The screens that are made and not in front."""
        return self._stack.unseen()

    @property
    def just_undone(self) -> bool:
        """Whether the person took something back a moment ago, or did it again."""
        return self._undoing.is_fresh

    @property
    def shown(self) -> Screen | None:
        """The screen in front."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Screen) else None

    def start(self, place: Standing | None = None) -> None:
        """Read the tree and show the first screen, or the one that somebody was called from."""
        self._window.status.whose.setText(f"{self._office.unit.name}　{self._office.user}")
        self._tree.reload()
        self._undoing.look()
        self._others.listen()
        if place is not None:
            self._looks, (self._within, self._within_name) = dict(place.looks), place.within
        self.open_screen(_FIRST)
        self.card.load()
        self._drives.start()
        if place is not None and place.key != _FIRST:
            self.open_screen(place.key, place.argument)

    def standing(self) -> Standing | None:
        """Give what leads back to where one is."""
        shown = self.shown
        if shown is None:
            return None
        looks = self._looks | {key: screen.looked_at() for key, screen in self._screens.items()}
        return Standing(shown.key, shown.way_back(), looks, (self._within, self._within_name))

    def drafts(self) -> tuple[Draft, ...]:
        """Give what was typed and not saved."""
        return () if self.shown is None else self.shown.drafts()

    def unsaved(self) -> bool:
        """Tell whether the screen in front holds what is not saved."""
        return self.shown is not None and self.shown.unsaved()

    def put_away(self) -> None:
        """Let the screen in front keep what is typed on it: the window is being locked."""
        if self.shown is not None:
            self.shown.put_away()

    def offer(self, drafts: tuple[Draft, ...]) -> None:
        """Show what was typed last and not saved; the lists of the others offer them."""
        for draft in drafts[-1:]:
            self.open_screen("form", Edited(draft.ledger, draft=draft))
            titles = {self._office.catalog[each.ledger].title for each in drafts[:-1]}
            more = f"另有 {len(drafts) - 1} 条没保存完的，在{'、'.join(sorted(titles))}里接着填。"
            told = "上次没有保存的内容已恢复，看一看再保存。"
            self.notice(f"{told}{more if titles else ''}")

    def notice(self, text: str, *, undo: Undo | None = None, undo_text: str = "撤销") -> None:
        """Say that something is done, with a way back if there is one."""
        self._window.notices.say(text, act=undo, verb=undo_text)

    def warn(self, text: str, *, act: Undo | None = None, verb: str = "") -> None:
        """Say something that a person should look at; ``act`` goes on from it."""
        self._window.notices.warn(text, act=act, verb=verb)

    def unsay(self, text: str) -> None:
        """Take back a warning that holds no more."""
        self._window.notices.unsay(text)

    def report(self, error: Exception) -> None:
        """Show an error."""
        self._window.report(error)

    def restore(self, backup: Path) -> None:
        """Lock, and offer to put a backup in the place of the database."""
        self._window.restoring.emit(backup)

    def mark_count(self, key: str, number: int) -> None:
        """Say beside a place of the rail how much waits there."""
        self.rail.count(key, number)

    def has_screen(self, key: str) -> bool:
        """Tell whether a screen exists."""
        return key in self._places.makers

    def is_shown(self, key: str) -> bool:
        """Tell whether a screen is in front."""
        return self.shown is not None and self.shown.key == key

    def screen_of(self, key: str) -> Screen:
        """Give a screen, made when it is first asked for."""
        if key not in self._screens:
            made = self._screens[key] = self._places.makers[key]()
            self._stack.addWidget(made)
            made.take_up(self._looks.pop(key, None))
        return self._screens[key]

    def open_screen(self, key: str, argument: object = None) -> None:
        """Show a screen, once the one in front may be left."""
        self.leave(partial(self._show, key, argument))

    def go_back(self) -> None:
        """Show the screen that was shown before."""
        if len(self._trail) > 1:
            self.leave(self._step_back)

    def changed(self, touched: frozenset[str]) -> None:
        """Tell every screen, and the tree, which ledgers were written."""
        if "code_item" in touched:  # what codes are called stands in every list
            touched |= {ledger.key for ledger in self._office.catalog}
        for screen in tuple(self._screens.values()):
            screen.refresh(touched)
        self.card.load()  # also a package that brought no record is news to it
        if touched & {"organisation", "membership", "person", "territory"}:
            self._tree.reload()
        if touched:
            self._undoing.look()

    def choose_organisation(self, organisation: UUID, name: str = "") -> None:
        """Narrow the lists to an organisation and all below it."""
        whole = organisation == self._office.unit.organisation
        known = self._tree.node(organisation)
        called = name or (known.name if known is not None else "")
        self._within, self._within_name = (None, "") if whole else (organisation, called)
        self._tree.show_chosen(organisation)
        for screen in tuple(self._screens.values()):
            screen.moved()

    def look_at(self, unit: Unit) -> None:
        """Show the page of an organisation or territory where that page is in front already."""
        shown = self.shown
        if shown is not None and shown.key == "organisation" and shown.way_back() != unit:
            self.open_screen("organisation", unit)

    def ask_move(self, organisation: UUID, onto: UUID) -> None:
        """Ask whether an organisation is to stand under another."""
        self._deeds.ask_move_to(organisation, onto)

    def leave(self, then: Callable[[], None]) -> None:
        """Do something once the screen in front may be left."""
        shown = self.shown
        if shown is None:
            then()
        else:
            shown.leave(then)

    def _show(self, key: str, argument: object = None) -> None:
        self._put_form_away()
        screen = self.screen_of(key)
        step = Standing(key, argument if key == "form" else None)
        if step in self._trail:
            del self._trail[self._trail.index(step) :]
        self._trail.append(step)
        self._finding.note(argument)
        self._stack.bring(screen)
        self._window.notices.move_on()
        self._commands.hand_to(screen.answers())
        self._commands.enable("window.back", on=len(self._trail) > 1)
        about = argument.ledger if isinstance(argument, Edited) else ""
        self.rail.mark(f"list:{about}" if key == "form" else key)
        screen.opened(argument)

    def _step_back(self) -> None:
        self._trail.pop()
        self._drop("form")
        before = self._trail[-1]
        self._show(before.key, before.argument)

    def _put_form_away(self) -> None:
        """Drop the form in front, and keep the way back to its record if it has one."""
        form = self.shown
        if form is not None and form.key == "form":
            back = form.way_back()
            if isinstance(back, Edited) and back.id is not None:
                self._trail[-1] = Standing("form", back)
            else:
                self._trail.pop()
        self._drop("form")

    def _drop(self, key: str) -> None:
        old = self._screens.pop(key, None)
        if old is not None:
            self._stack.removeWidget(old)
            old.let_go()

    def _lay_out(self) -> None:
        self._side = side = QWidget()
        side.setObjectName("side")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tree, 1)
        column.addWidget(self.card)
        split = QSplitter()
        split.addWidget(self.rail)
        split.addWidget(side)
        split.addWidget(self._stack.area)
        for place, stretch in enumerate((0, 0, 1)):
            split.setStretchFactor(place, stretch)
            split.setCollapsible(place, False)  # noqa: FBT003 - Qt takes it by place
        wide = self._window.width() >= columns_of(self, _WIDE)
        split.setSizes([columns_of(self, n) for n in (11, 20 if wide else 16.5, 70)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _answer_always(self) -> None:
        window, commands = self._window, self._commands
        commands.answer("window.back", self.go_back)
        commands.answer("window.tree", self._to_tree)
        commands.answer("window.stop", window.jobs.stop)
        commands.answer("window.notice", window.notices.to_notice)
        commands.answer("record.undo", self._undoing.undo)
        commands.answer("record.redo", self._undoing.redo)
        commands.answer("window.password", self._change_password)
        commands.answer("window.divisions", self._compare_divisions)
        commands.answer("window.minutes", window.asking_minutes.emit)
        commands.answer("window.lock", window.locking.emit)
        commands.answer("window.quit", self._quit)
        HelpKeys(self).answer(commands)
        window.jobs.started.connect(self._begin_long)
        window.jobs.ended.connect(self._end_long)
        self._places.add_commands(commands, self.open_screen)

    def _fill_menus(self) -> None:
        bar = self._window.menuBar()
        bar.clear()
        for title in _MENUS:
            menu = bar.addMenu(title)
            if title == GO:
                self._places.fill_menu(self._commands, menu)
            elif title == PAGE:
                menu.aboutToShow.connect(partial(self._commands.fill_page_menu, menu))
            elif title == "窗口":
                inside = self._commands.fill_menu(title, menu)
                self._window.looks.answer(self._commands, inside[LOOKS])
            else:
                self._commands.fill_menu(title, menu)

    def _begin_long(self, _title: str) -> None:
        self._commands.set_busy(busy=True)

    def _end_long(self) -> None:
        self._commands.set_busy(busy=False)

    def _to_tree(self) -> None:
        """Go to the tree, also where a narrow window has put it away."""
        self._side.show()
        self._tree.focus()

    def _change_password(self) -> None:
        PasswordDialog(self, self, self._office.user).open()

    def _compare_divisions(self) -> None:
        DivisionsDialog(self, self).open()

    def _quit(self) -> None:
        self._window.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow window keeps its room for the list."""
        super().resizeEvent(event)
        self._finding.fit(self.width())
        self._side.setVisible(self.width() >= columns_of(self, _NARROW))
