"""What the pictures of the manual show: one scene a page, on the demonstrations.

A scene is opened in the real window. Its fingerprint is made of the words that stand still on it
(titles, captions, buttons, headings of columns), never of people's data or of pixels, so that it
changes when the screen does and not with a font or a day.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.demo import TODAY
from jianxi_desktop.ui.screen import Edited, Gate
from jianxi_desktop.ui.screens.server_page import ServerPage
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.screens.welcome import WelcomePage
from jianxi_desktop.ui.window import Window
from jianxi_desktop.ui.workbench import Workbench

DAY: date = TODAY
SIZE, GATE_SIZE = (1100, 640), (800, 690)
PLACE = Path("D:/涧西党建")
_STILL = {"title", "section"}
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True)
class Scene:
    """A picture.

    Attributes:
        name: Of the picture: the key of its page, ``:`` written as ``_``.
        office: ``community``, ``district``, or ``gate`` for the pages before an office is open.
        show: Brings the window there.
        ledger: Whose form it shows, without the rest of the window; its sum is made of what the
            ledger declares, for there are too many forms to open each again.
    """

    name: str
    office: str
    show: Callable[[Workbench], None]
    ledger: str = ""


def _page(key: str) -> Callable[[Workbench], None]:
    return lambda desk: desk.open_screen(key)


def _form(ledger: str) -> Callable[[Workbench], None]:
    def show(desk: Workbench) -> None:
        office, its = desk.office, desk.office.catalog[ledger]
        serials = records.list_serials(office, its, Query())
        lines = records.list_rows(office, its, its.listing, serials[:1])
        desk.open_screen("form", Edited(ledger, lines[0].id if lines else None))

    return show


def _find(words: str) -> Callable[[Workbench], None]:
    def show(desk: Workbench) -> None:
        desk.open_screen("home")
        desk.commands.trigger("window.find")
        box = next(each for each in desk.window().findChildren(QDialog) if each.isVisible())
        box.findChild(QLineEdit).setText(words)

    return show


def _election(desk: Workbench) -> None:
    desk.open_screen("terms")
    desk.commands.trigger("record.open")  # the most pressing is being prepared


_OWN = (
    *("home", "organisation", "terms", "meeting_board", "development", "dues", "plans"),
    *("study_hours", "party_years", "movements", "bookings", "lecture_hall", "matching"),
    *("joint_work", "import", "fill", "print", "return", "package", "review", "backup"),
    *("accounts", "audit", "rules"),
)
_UPPER = (
    *("symposium", "observation", "observation_entry", "observation_scan", "observation_results"),
    *("return_board", "arrivals"),
)
SCENES = (
    Scene("welcome", "gate", lambda _desk: None),
    Scene("unlock", "gate", lambda _desk: None),
    Scene("server", "gate", lambda _desk: None),
    *(Scene(key, "community", _page(key)) for key in _OWN),
    Scene("tree", "district", _page("list:organisation")),
    Scene("find", "community", _find("网格")),
    Scene("list", "community", _page("list:person")),
    Scene("form", "community", _form("booking")),
    *(
        Scene(f"ledger_{its.key}", "community", _form(its.key), its.key)
        for its in CATALOG
        if its.area
    ),
    Scene("commands", "community", _find("> 打印")),
    Scene("election", "community", _election),
    Scene("ledgers", "community", _page("list:venue")),
    *(Scene(key, "district", _page(key)) for key in _UPPER),
)


def settle() -> None:
    """Let layouts inside layouts come to rest."""
    for _ in range(6):
        QApplication.processEvents()


def gate_page(name: str, window: Window) -> QWidget:
    """Make a page that stands before an office is open."""
    deaf = dict.fromkeys(("report", "opened", "elsewhere"), _ignore)
    path = PLACE / "office.jxdb"
    if name == "server":
        address = "postgresql://wangfang@10.30.5.8/jianxi"
        return ServerPage(Gate(Path(), window.jobs, **deaf, name="涧西区", address=address))
    if name == "unlock":
        return UnlockPage(Gate(path, window.jobs, **deaf, name="武汉路社区"))
    page = WelcomePage(Gate(path, window.jobs, **deaf))
    page.unit.words.setText("whl")
    return page


def hide_places(window: Window, folder: Path) -> None:
    """Name another folder wherever the one of this run is named."""
    for widget in (*window.findChildren(QLabel), *window.findChildren(QLineEdit)):
        if str(folder) in widget.text():
            widget.setText(widget.text().replace(str(folder), str(PLACE)))


def _ignore(_told: object) -> None:
    """Nothing of it matters for a picture."""


def close_dialogs(window: Window) -> None:
    """Put away what a scene opened above the window."""
    for dialog in window.findChildren(QDialog):
        dialog.close()


def fingerprint(window: Window, scene: Scene) -> str:
    """Give a short sum of the words that stand still on what is shown."""
    found = _declared(CATALOG[scene.ledger]) if scene.ledger else _words(window)
    words = sorted(set(found))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def _declared(ledger: Ledger) -> Iterator[str]:
    yield ledger.title
    yield from (each.title for each in CATALOG.details_of(ledger))
    for section in ledger.form:
        yield section.title
        yield from (field.caption for field in ledger.pick(section.fields))


def _words(window: Window) -> Iterator[str]:
    roots = [each for each in window.findChildren(QDialog) if each.isVisible()]
    desk = window.workbench
    roots.append(desk.shown if desk is not None and desk.shown is not None else window)
    for root in roots:
        for widget in root.findChildren(QWidget):
            if widget.isVisible():
                yield from (_FIGURES.sub("#", text) for text in _texts(widget) if text)


def _texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLabel):
        if widget.buddy() is not None or widget.property("role") in _STILL:
            yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    elif isinstance(widget, QTableView):
        yield from _captions(widget.horizontalHeader())
    elif isinstance(widget, QTreeView):
        yield from _captions(widget.header())


def _captions(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.isHidden():
        return
    for place in range(header.count()):
        role = Qt.ItemDataRole.DisplayRole
        yield str(model.headerData(place, Qt.Orientation.Horizontal, role) or "")
