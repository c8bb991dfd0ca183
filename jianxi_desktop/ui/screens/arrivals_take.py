"""The part of the desk that takes a folder of packages in: found, checked, tried, merged."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import desk as services
from jianxi_desktop.services.desk import PackageFile, Taken, TakenPackage
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens import arrivals_words as words
from jianxi_desktop.ui.screens.drop_place import DropPlace
from jianxi_desktop.ui.screens.parts import Figures, Message, choices, empty_page, wrapped
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_TRIED_AT_ONCE = 64 << 20  # bytes of packages that are tried without being asked to
_FIGURES = {
    "packages": ("数据包", "ink"),
    "fine": ("可以收／已收", "good"),
    "refused": ("收不了", "error"),
    "new": ("新增", "good"),
    "changed": ("修改", "good"),
    "removed": ("移除", "ink"),
    "conflicts": ("待核对", "amber"),
}


class TakePanel(QWidget):
    """Finds packages, tries them together, and takes them in with one button.

    Signals:
        taken: Packages were taken; the board has changed.
        chosen: Another package is selected.
    """

    taken = Signal()
    chosen = Signal()
    _stepped = Signal(object)

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self.packages: list[TakenPackage] = []
        self.result: Taken | None = None
        self._places: tuple[Path, ...] = ()
        self._rows: dict[Path, int] = {}
        self._busy = False
        self.drives = QComboBox()
        self._choose = desk.commands.button("arrivals.folder", self)
        self.place = DropPlace(
            self._choose,
            "把放数据包的文件夹拖到这里，或选择U盘、文件夹",
            "里面（JXSYNC/UP 等子文件夹）发给本单位的 .jxp 一次都找出来",
            several=True,
        )
        self.message = Message()
        self.told = as_hint(wrapped())
        self.figures = Figures(_FIGURES)
        self.table = TextTable()
        self.table.setAccessibleName("找到的数据包")
        self._pages = QStackedWidget()
        self._lay_out()
        self.place.dropped_all.connect(self.take)
        self.drives.activated.connect(self._take_drive)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self._stepped.connect(self._step)

    def load(self) -> None:
        """Look which drives are plugged in."""
        self._desk.jobs.run_newest("arrivals.drives", services.plugged_in, self._offer)
        self.show_state()

    def choose(self) -> None:
        """Ask for a folder or a drive."""
        self.pickers.folder(self, "选择U盘或文件夹", lambda path: self.take([path]))

    def take(self, places: Sequence[Path]) -> None:
        """Find the packages in folders, drives or among files."""
        self._places = tuple(places)
        self.result = None
        self.message.say("")
        first = self._places[0]
        self.place.show_file(first)
        self._choose.setText("换一个文件夹")
        work = partial(services.find_packages, self._desk.office, self._places)
        self._busy = True
        self._desk.jobs.run_newest("arrivals.find", work, self._found, self._failed)
        self.show_state()

    def look_again(self) -> None:
        """Find again in the same places, and look for drives."""
        self.load()
        if self._places:
            self.take(self._places)

    def try_all(self) -> None:
        """Take everything in on trial: the real thing, rolled back."""
        self._begin("正在核验和试合并", trial=True)

    def merge_all(self) -> None:
        """Take everything in."""
        self._begin("正在合并", trial=False)

    def current(self) -> TakenPackage | None:
        """Give the selected package, if one was taken, held or refused."""
        rows = self.table.selectionModel().selectedRows()
        return self.packages[rows[0].row()] if len(rows) == 1 else None

    def show_state(self) -> None:
        """Switch the commands on that can be given now."""
        enable = self._desk.commands.enable
        there = bool(self.packages) and not self._busy
        fresh = any(each.state in ("waiting", "tried", "follows", "left") for each in self.packages)
        again = any(each.state in ("refused", "held") for each in self.packages)
        enable("arrivals.trial", on=there and fresh)
        enable("arrivals.merge", on=there and (fresh or again))
        enable("arrivals.look", on=not self._busy)

    def _lay_out(self) -> None:
        commands = self._desk.commands
        gap = columns_of(self, 0.8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap)
        self.drives.setAccessibleName("插着的U盘")
        self.drives.setMinimumWidth(columns_of(self, 16))
        column.addWidget(self.place)
        column.addWidget(
            choices(
                self.drives,
                commands.button("arrivals.look", self),
                as_primary(commands.button("arrivals.merge", self)),
                commands.button("arrivals.trial", self),
                commands.button("arrivals.receipt", self),
            )
        )
        column.addWidget(self.message)
        column.addWidget(self.figures)
        self.table.setMinimumHeight(line_height(self) * 6)
        self._pages.addWidget(self.table)
        self._pages.addWidget(
            empty_page(
                "还没有找到数据包",
                "插上社区、街道送来的U盘，在上面选它；也可以把几个U盘的包先拷到一个文件夹，一次选中。",
            )
        )
        self._pages.setCurrentIndex(1)
        column.addWidget(self._pages, 1)
        column.addWidget(self.told)
        self.figures.hide()
        self.drives.hide()

    def _offer(self, drives: Sequence[tuple[str, Path]]) -> None:
        self.drives.clear()
        self.drives.addItem("选一个插着的U盘", None)
        for name, path in drives:
            self.drives.addItem(name, str(path))
        self.drives.setVisible(bool(drives))
        if len(drives) == 1 and not self._places:
            self.take([drives[0][1]])

    def _take_drive(self, place: int) -> None:
        path = self.drives.itemData(place)
        if path:
            self.take([Path(path)])

    def _found(self, files: Sequence[PackageFile]) -> None:
        self._busy = False
        self._show([_as_found(each) for each in files])
        if not files:
            self.message.say(
                "这里没有发给本单位的数据包。请确认U盘插对了、对方已写好数据包，再重新选择。",
                "warning",
            )
        elif sum(each.bytes for each in files) <= _TRIED_AT_ONCE:
            self.try_all()
        else:
            self.message.say("数据包较大，试合并要一些时间；可以先“试合并”，也可以直接“全部合并”。")
        self.show_state()

    def _begin(self, title: str, *, trial: bool) -> None:
        if self._busy or not self.packages:
            return
        self._busy = True
        self.message.say("")
        work = partial(_take, self._desk.office, self._places, trial, self._stepped.emit)
        self._desk.jobs.run_long(work, self._done, self._failed, title=title)
        self.show_state()

    def _tell(self) -> None:
        self.told.setText(words.package_told(self.current()))
        self.chosen.emit()

    def _step(self, package: TakenPackage) -> None:
        """Show what became of one package while the others go on."""
        place = self._rows.get(package.file.path)
        if place is not None:
            self.packages[place] = package
            self.table.rows.refresh()
            if package.state == "writing":
                self.table.scrollTo(self.table.rows.index(place, 0))

    def _done(self, taken: Taken) -> None:
        self._busy, self.result = False, taken
        bad = taken.of("refused", "held")
        self._show([*bad, *(each for each in taken.packages if each not in bad)])
        self.table.scrollToTop()
        said, state = words.taken_words(taken)
        self.message.say(said, state)
        if taken.of("merged"):
            self._desk.changed(taken.touched)
            self._desk.notice(said)
            self.taken.emit()
        self.show_state()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.show_state()
        self._desk.report(error)

    def _show(self, packages: list[TakenPackage]) -> None:
        self.packages = packages
        self._rows = {each.file.path: place for place, each in enumerate(packages)}
        self.table.show_items(words.PACKAGE_HEADS, packages, words.package_line)
        self._pages.setCurrentIndex(0 if packages else 1)
        self.figures.setVisible(bool(packages))
        fine = sum(each.state in ("merged", "tried", "follows") for each in packages)
        refused = sum(each.state in ("refused", "held") for each in packages)
        totals = {key: sum(getattr(each, key) for each in packages) for key in list(_FIGURES)[3:]}
        self.figures.show_numbers(
            {"packages": len(packages), "fine": fine, "refused": refused, **totals}
        )


def _as_found(file: PackageFile) -> TakenPackage:
    if file.code:
        return TakenPackage(file, "refused", code=file.code, reason=file.reason)
    return TakenPackage(file, "waiting")


def _take(
    office: Office,
    places: Sequence[Path],
    trial: bool,  # noqa: FBT001 - bound by partial, never called by place
    told: services.Told,
    progress: Progress,
) -> Taken:
    return services.take_folder(office, places, trial=trial, progress=progress, told=told)
