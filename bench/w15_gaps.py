"""W15: the longest gap of the window's event loop while long work is done and somebody works on.

idle     the list of 150,000 members, nobody doing anything
search   keys of 20 searches over 150,000 members
import   a roster of 150,000 is read on trial, then imported; the list is used meanwhile
print    a list of 142 pages and more is made and drawn; the 142 pages of 71 checklists beside it
package  a community of 150,000 writes its first package; its list is used meanwhile
merge    the district takes that package in; its list is used meanwhile
home     what is due among 150,000 is read, grouped and searched on the home page
looks    eight pages of the demonstration are open; each theme and the largest words are put on

``gap_ms`` is the wall, ``own_ms`` what of it this process computed, ``window_ms`` what of that the
thread of the window did (see ``gaps``). ``W15_SAY=1``
tells where the threads stood.
"""

import gc
import io
import shutil
import time
from itertools import cycle
from pathlib import Path

from common import SCALES, TMP, Figures, clock, fresh, main
from data import PASSWORD, database, people, roster
from gaps import Heart

DISTRICT, COMMUNITY = "410305", "410305008001"
WORDS = ("z", "zh", "zha", "zhang", "张", "王w", "lin", "刘军", "13", "0379", "x", "c", "陈丽", "")
PAGES = (
    *("home", "list:person", "list:activity", "development"),
    *("dues", "observation", "return", "symposium"),
)
PATIENCE = 1_800.0
THINKS = 300  # milliseconds between two things a person does


class Desk:
    """The program's window off screen, on a database, with a person who types and scrolls."""

    def __init__(self, path: Path, password: str = PASSWORD) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from jianxi_desktop import app
        from jianxi_desktop.services.office import open_office
        from jianxi_desktop.ui import theme
        from jianxi_desktop.ui.jobs import Jobs
        from jianxi_desktop.ui.window import Window

        self._app = QApplication.instance() or QApplication([])
        theme.apply_theme(self._app)
        self.office = open_office(path, password)
        self.jobs = Jobs()
        app.give_way(self.jobs)
        self.window = Window(self.jobs)
        self.window.resize(1366, 768)
        self.window.show()
        self.desk = self.window.enter(self.office)
        home = self.desk.shown
        self.until(lambda: home.found is not None)  # what is due is no part of what is measured
        self.desk.open_screen("list:person")
        self.list = self.desk.shown
        gc.freeze()
        self._words, self._row = cycle(WORDS), 0
        self.did = 0
        self._person = QTimer(self.window)
        self._person.timeout.connect(self._do_something)
        self.pass_time(3)
        self.heart = Heart()

    def person_works(self, *, on: bool = True) -> None:
        """Let the person begin, or stop."""
        self.desk.open_screen("list:person")
        self.heart.begin()
        if on:
            self._person.start(THINKS)
        else:
            self._person.stop()

    def pass_time(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() > end)

    def until(self, done) -> None:
        """Let the window live until something is so."""
        from PySide6.QtCore import QEventLoop, QTimer

        end = time.perf_counter() + PATIENCE
        loop, timer = QEventLoop(self.window), QTimer(self.window)

        def look() -> None:
            if done() or time.perf_counter() > end:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(20)
        loop.exec()
        timer.stop()
        loop.deleteLater()
        timer.deleteLater()
        if time.perf_counter() > end:
            raise SystemExit("it did not end")

    def until_idle(self) -> None:
        """Let the window live until no long work runs, and a moment longer."""
        self.until(lambda: not self.jobs.busy)
        self.pass_time(1.5)

    def figures(self, name: str, clocked: Figures) -> Figures:
        """Give what was measured, and put everything away."""
        self._person.stop()
        told = self.heart.told()
        self.heart.say_longest(name)
        self.heart.stop()
        self.jobs.close()
        self.office.close()
        return {**clocked, **told, "did": self.did}

    def _do_something(self) -> None:
        self.did += 1
        if self.did % 3:
            self.list.search.setText(next(self._words))
        else:
            bar = self.list.view.verticalScrollBar()
            self._row = (self._row + 7_919) % max(1, bar.maximum())
            bar.setValue(self._row)


def idle(scale: str) -> Figures:
    """Nothing at all: what the machine and the clock alone do."""
    desk = Desk(database(scale))
    with clock() as figures:
        desk.heart.begin()
        desk.pass_time(10)
    return desk.figures("idle", figures)


def search(scale: str) -> Figures:
    """A person types and scrolls."""
    desk = Desk(database(scale))
    desk.person_works()
    with clock() as figures:
        desk.until(lambda: desk.did >= 60)
    return desk.figures("search", figures)


def take_roster(scale: str) -> Figures:
    """The page of import reads a roster, then imports it."""
    path = _founded("w15-import.jxdb", DISTRICT)
    desk = Desk(path)
    desk.desk.open_screen("import")
    page, failed = desk.desk.shown, []
    page.asked.make_missing.setChecked(True)
    desk.jobs.unhandled.connect(failed.append)
    with clock() as figures:
        desk.person_works()
        page.take(roster(scale))
        desk.until_idle()
        desk.desk.open_screen("import")
        desk.desk.commands.trigger("import.run")
        desk.person_works()
        desk.until_idle()
    figures["rows"] = page._report.created if page._report else 0
    return desk.figures("import", figures)


def paper(scale: str) -> Figures:
    """The print preview of a long list, and the checklists of a round."""
    import w5_print

    from jianxi_desktop.schema.query import Query
    from jianxi_desktop.ui.screen import Listed

    desk = Desk(database(scale))
    desk.heart.begin()
    with clock() as figures:
        desk.desk.open_screen("print", Listed("person", Query(words="孙")))
        shown = desk.desk.shown
        desk.until(lambda: shown.document is not None)
        pages = shown.document.pages
        for page in range(0, pages, max(1, pages // 10)):
            shown.pages.go_to(page)
            desk.pass_time(0.5)
        desk.person_works()
        forms = w5_print.forms()
        desk.jobs.run_long(
            lambda _progress: w5_print.draw(forms, io.BytesIO()), lambda _: None, title="正在排版"
        )
        desk.until_idle()
    figures["pages"] = pages
    return desk.figures("print", figures)


def package(scale: str) -> Figures:
    """A community of 150,000 writes its first package."""
    from jianxi_desktop.services import package as packing

    path, _district = _offices(scale)
    folder = TMP / "w15-stick"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    desk, made = Desk(path), []
    with clock() as figures:
        desk.person_works()
        desk.jobs.run_long(
            lambda progress: packing.write_package(desk.office, folder, progress=progress),
            made.append,
            title="正在写数据包",
        )
        desk.until_idle()
    return desk.figures("package", figures | {"writes": made[0].writes})


def merge(scale: str) -> Figures:
    """The district takes it in."""
    from jianxi_desktop.services import desk as reading

    _path, district = _offices(scale)
    taking, folder = TMP / "w15-taking.jxdb", TMP / "w15-stick"
    if not folder.exists():
        package(scale)
    for suffix in ("", ".keys"):
        shutil.copyfile(f"{district}{suffix}", f"{taking}{suffix}")
    desk, taken = Desk(taking), []

    def take(done) -> None:
        taken.append(done)
        desk.desk.changed(done.touched)

    with clock() as figures:
        desk.person_works()
        desk.jobs.run_long(
            lambda progress: reading.take_folder(desk.office, folder, progress=progress),
            take,
            title="正在收数据包",
        )
        desk.until_idle()
    return desk.figures("merge", figures | {"rows": taken[0].total("applied")})


def home(scale: str) -> Figures:
    """The home page reads thousands of things that are due, groups them, and searches them."""
    desk = Desk(database(scale))
    desk.desk.open_screen("home")
    page = desk.desk.shown
    with clock() as figures:
        desk.heart.begin()
        for unfolded in (False, True):
            before = page.found
            desk.desk.commands.trigger("list.refresh")
            desk.until(lambda before=before: page.found is not before)
            desk.pass_time(1)
            for place in range(page.grouping.count()):
                page.grouping.setCurrentIndex(place)
                desk.pass_time(1)
            for words in ("党", "党费", ""):
                page.search.setText(words)
                desk.pass_time(1)
            page.list.fold_all(open_=not unfolded)
            desk.pass_time(1)
    return desk.figures("home", figures | {"items": len(page.found.items)})


def looks(_scale: str) -> Figures:
    """Each theme is put on while eight pages are open, then the largest words and the usual."""
    from jianxi_desktop.services.demo import DEMO_PASSWORD, make_demo

    path = TMP / "w15-demo.jxdb"
    if not path.exists():
        TMP.mkdir(exist_ok=True)
        make_demo(path)
    desk = Desk(path, DEMO_PASSWORD)
    for page in PAGES:
        desk.desk.open_screen(page)
        desk.pass_time(1)
    desk.heart.begin()
    with clock() as figures:
        for look in ("dark", "contrast", "light", "huge", "usual"):
            desk.desk.commands.trigger(f"look.{look}")
            desk.did += 1
            desk.pass_time(2)
            desk.desk = desk.window.workbench
            for page in PAGES if look == "dark" else ():  # what was behind follows now
                desk.desk.open_screen(page)
                desk.pass_time(0.5)
    return desk.figures("looks", figures)


def _founded(name: str, code: str) -> Path:
    from jianxi_desktop.services.demo.scales import LIST_DAY
    from jianxi_desktop.services.office import found_office

    path = fresh(name)
    found_office(path, code, password=PASSWORD, on=LIST_DAY).office.close()
    return path


def _offices(scale: str) -> tuple[Path, Path]:
    """Give a community with everybody in it, and its district; they trust each other."""
    import w7_offices

    from jianxi_desktop.services import trust
    from jianxi_desktop.services.office import open_office

    path, district = TMP / "w15-community.jxdb", TMP / "w15-district.jxdb"
    if path.exists() and district.exists():
        return path, district
    offices = [
        open_office(_founded(place.name, code), PASSWORD)
        for place, code in ((path, COMMUNITY), (district, DISTRICT))
    ]
    cards = TMP / "w15-cards"
    cards.mkdir(exist_ok=True)
    saved = [trust.save_card(office, cards) for office in offices]
    for office, card in zip(offices, reversed(saved), strict=True):
        trust.trust_card(office, card)
    w7_offices.fill(offices[0], list(people(SCALES[scale])), 0, 1_000)
    for office in offices:
        office.close()
    return path, district


if __name__ == "__main__":
    cases = {
        "idle": idle,
        "search": search,
        "import": take_roster,
        "print": paper,
        "package": package,
        "merge": merge,
        "home": home,
        "looks": looks,
    }
    main("W15-gaps", cases, "idle", "district")
