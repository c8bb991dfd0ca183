"""What the pages of the window have in common, and the desk they stand on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Query

if TYPE_CHECKING:
    from jianxi_desktop.services.drafts import Draft
    from jianxi_desktop.services.drawn import Wanted
    from jianxi_desktop.services.office import Office
    from jianxi_desktop.ui.commands import Commands
    from jianxi_desktop.ui.drive_watch import DriveWatch
    from jianxi_desktop.ui.jobs import Jobs
    from jianxi_desktop.ui.organisation_tree import OrganisationTree

Undo = Callable[[], None]


class Desk(Protocol):
    """What a screen may use of the window; there is nothing else to reach for."""

    @property
    def office(self) -> "Office":
        """The open office; hand it to services inside jobs only."""

    @property
    def jobs(self) -> "Jobs":
        """Where all work runs that touches files or the database."""

    @property
    def commands(self) -> "Commands":
        """Where buttons for commands come from."""

    @property
    def tree(self) -> "OrganisationTree":
        """The tree at the left, which knows the names and counts already."""

    @property
    def drives(self) -> "DriveWatch":
        """The USB drives that are plugged in, and word when that changes."""

    @property
    def within(self) -> UUID | None:
        """The organisation chosen in the tree; ``None`` is the whole office."""

    @property
    def within_name(self) -> str:
        """The name of that organisation; empty for the whole office."""

    @property
    def just_undone(self) -> bool:
        """Whether the person took something back a moment ago, or did it again."""

    def choose_organisation(self, organisation: UUID, name: str = "") -> None:
        """Narrow every list to an organisation, as a click in the tree does."""

    def notice(self, text: str, *, undo: Undo | None = None, undo_text: str = "撤销") -> None:
        """Say that something is done, with a way back if there is one."""

    def warn(self, text: str, *, act: Undo | None = None, verb: str = "") -> None:
        """Say something that a person should look at, in amber; ``act`` goes on from it."""

    def unsay(self, text: str) -> None:
        """Take back a warning that holds no more."""

    def report(self, error: Exception) -> None:
        """Show an error; jobs without ``failed`` of their own come here by themselves."""

    def open_screen(self, key: str, argument: object = None) -> None:
        """Show a screen; ``argument`` reaches its ``opened``."""

    def restore(self, backup: Path) -> None:
        """Lock the window and offer to put a backup in the place of the database."""

    def mark_count(self, key: str, number: int) -> None:
        """Say beside a place of the rail how much waits there; nought is not said."""

    def has_screen(self, key: str) -> bool:
        """Tell whether a screen exists, so that nothing is offered that is not built."""

    def is_shown(self, key: str) -> bool:
        """Tell whether a screen is in front."""

    def go_back(self) -> None:
        """Show the screen that was shown before."""

    def changed(self, touched: frozenset[str]) -> None:
        """Tell every screen which ledgers were written."""


@dataclass(frozen=True)
class Listed:
    """What a list hands to another screen: its ledger and what is looked at.

    Attributes:
        ledger: Key of the ledger.
        query: The search, filters and order of the list.
        columns: Keys of the columns that are shown, in their order; none: those of the ledger.
    """

    ledger: str
    query: Query = field(default_factory=Query)
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pasting:
    """What was pasted into a list, for the import page.

    Attributes:
        ledger: Key of the list's ledger.
        text: The pasted block, cells split by tabs.
        path: The file that was copied in place of a block; ``None``: it was a block.
    """

    ledger: str
    text: str = field(default="", repr=False)
    path: Path | None = None


@dataclass(frozen=True)
class Printed:
    """Asks the print page for a paper that is no list, such as ``organisation_chart``.

    Attributes:
        key: Name of the printout.
        wanted: What it is to be about.
    """

    key: str
    wanted: "Wanted"


@dataclass(frozen=True)
class Moving:
    """Asks the page of movements to do something about a person.

    Attributes:
        person: Who.
    """

    person: UUID


@dataclass(frozen=True)
class Unit:
    """Which node of a tree the organisation screen is to show.

    Attributes:
        ledger: ``organisation`` or ``territory``.
        id: The organisation or territory.
    """

    ledger: str
    id: UUID


@dataclass(frozen=True)
class Edited:
    """Which record a form is to show.

    Attributes:
        ledger: Key of the ledger.
        id: The record; ``None`` makes a new one.
        given: Values a new record starts with.
        draft: What was typed before the window was locked.
    """

    ledger: str
    id: UUID | None = None
    given: Mapping[str, Any] | None = None
    draft: "Draft | None" = None


@dataclass(frozen=True)
class Gate:
    """What the pages before an office is open may use.

    Attributes:
        path: The database to found or unlock, where it is a file.
        jobs: Where work runs.
        report: Shows an error.
        opened: To be called with the office when it is open.
        elsewhere: Opens another database file that exists, through its own unlock page.
        name: Whose database it was when it was last opened here; empty: not known.
        account: Who opened it last here, or locked it.
        restore: The backup that is to be put back; ``None``: the database is to be opened.
        address: The database to open, where a server keeps it.
        begin: To be called in place of ``opened`` where somebody begins with a page: with the
            office, the key of a screen and what it is opened with.
    """

    path: Path
    jobs: "Jobs"
    report: Callable[[Exception], None]
    opened: Callable[["Office"], None]
    elsewhere: Callable[[Path], None]
    name: str = ""
    account: UUID | None = None
    restore: Path | None = None
    address: str = ""
    begin: Callable[["Office", str, object], None] | None = None


class Screen(QWidget):
    """A page in the middle of the window.

    Attributes:
        key: Stable name: of the screen, of its command, of its page in ``resources/help``.
        title: What the navigation calls it; empty: it is reached from other screens only.
        area: Heading of the navigation it stands under; empty: above all of them.
        symbol: Name of its drawing in ``resources/icons``.
        right: What one must be allowed to do to be led there.
        of_file: Whether it is about a file, and not there where a server keeps the database.
        of_upper_office: Whether a community has no use for it, and is not led there.
    """

    key = ""
    title = ""
    area = ""
    symbol = ""
    right: Right | None = None
    of_file = False
    of_upper_office = False

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("page")

    def opened(self, argument: object = None) -> None:
        """Get ready to be shown; called every time the screen comes to the front."""

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this screen does when a command is given while it is shown."""
        return {}

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again if one of the ledgers that were written is shown here."""

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""

    def leave(self, then: Callable[[], None]) -> None:
        """Call ``then`` when the screen may be left; one with unsaved changes asks first."""
        then()

    def let_go(self) -> None:
        """Go for good: the desk has taken the page off, and makes another when it is needed."""
        self.deleteLater()

    def way_back(self) -> object:
        """Give the argument that leads back to what is shown; it holds no record's values."""
        return None

    def looked_at(self) -> object:
        """Give what is looked at here, for after unlocking; no value of a record, no number."""
        return None

    def take_up(self, look: object) -> None:
        """Begin with what was looked at when the window was locked, once it is opened."""

    def drafts(self) -> "tuple[Draft, ...]":
        """Give what was typed here and not saved, to be kept while the window is locked."""
        return ()

    def unsaved(self) -> bool:
        """Tell whether something is typed here and not saved."""
        return bool(self.drafts())

    def put_away(self) -> None:
        """Keep what is typed here where its page finds it again; the window is being locked."""

    def help_page(self) -> str:
        """Name the page of ``resources/help`` that F1 opens."""
        return self.key
