"""The step of the first start that asks where the second copy of each backup is to go."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QVBoxLayout, QWidget

from jianxi_desktop.services.first_backup import FOLDER, on_one_disk
from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.drive_watch import DriveWatch
from jianxi_desktop.ui.screens.gate_card import say_problem
from jianxi_desktop.ui.screens.parts import Message, row_of
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.welcome_step import Step
from jianxi_desktop.ui.theme import columns_of

_WHY = (
    "关闭程序时、每天第一次打开时自动备份，和数据库一样加密，放在数据库旁边的 backups 文件夹里。"
    "电脑坏了、丢了，那一份也没了：最好再选一处，每次自动多放一份。"
)
_GIGABYTE = 1_000_000_000


class BackupStep(Step):
    """Offers the drives that are plugged in, another folder, or to choose later.

    Attributes:
        drives: Watches what is plugged in.
        choices: The ways, the last of which is to choose later.
    """

    caption = "备份"

    def __init__(self, pickers: Pickers) -> None:
        super().__init__("备份放到哪里", _WHY)
        self._pickers = pickers
        self._database = Path()
        self._places: list[Path | None] = []
        self._other: Path | None = None
        self.drives = DriveWatch(self)
        self.choices: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._holder = QWidget()
        self._rows = QVBoxLayout(self._holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(columns_of(self, 0.6))
        self.other = QPushButton("选一个文件夹…")
        self.note = Message()
        self.column.addWidget(self._holder)
        self.column.addLayout(row_of(self.other, None))
        self.column.addWidget(self.note)
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        self.other.clicked.connect(self._choose_folder)
        self.drives.changed.connect(self._offer)
        self._group.buttonClicked.connect(self._look)
        self._offer()

    @property
    def place(self) -> Path | None:
        """Where second copies are to go; ``None``: to be chosen later."""
        return next(
            (p for p, b in zip(self._places, self.choices, strict=True) if b.isChecked()), None
        )

    def show_database(self, database: Path) -> None:
        """Name the database the backups are of."""
        self._database = database

    def begin(self) -> None:
        """Override: look for drives from now on."""
        self.drives.start()
        self._focus()

    def choose(self, folder: Path) -> None:
        """Choose a folder."""
        self._other = folder
        self._offer(folder)

    def _choose_folder(self) -> None:
        self._pickers.folder(self, "第二份备份放在哪里（移动盘或别的硬盘）", self.choose)

    def _offer(self, chosen: Path | None = None) -> None:
        """List the ways again; what was chosen stays chosen while it is there."""
        chosen = chosen or self.place
        had = {place for place in self._places if place is not None}
        for button in self.choices:
            self._group.removeButton(button)
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        ways = [(drive.path / FOLDER, _line(drive)) for drive in _usable(self.drives.found)]
        if self._other is not None:
            ways.append((self._other, f"文件夹：{self._other}"))
        self._places = [*(place for place, _said in ways), None]
        captions = [*(said for _place, said in ways), "以后再选（在“备份与恢复”里随时可以选）"]
        self.choices = [QRadioButton(caption) for caption in captions]
        for button in self.choices:
            self._group.addButton(button)
            self._rows.addWidget(button)
        come = [place for place in self._places if place is not None and place not in had]
        self._check(chosen if chosen in self._places and chosen else next(iter(come), None))

    def _check(self, place: Path | None) -> None:
        self.choices[self._places.index(place)].setChecked(True)
        self._look()
        if self.isVisible():
            self._focus()

    def _focus(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus()

    def _look(self) -> None:
        """Say what speaks against the place that is chosen."""
        say_problem(self.problem, "")
        place = self.place
        if place is None:
            said = "只有电脑里的一份。手边没有移动盘的，可以先往下走，插好了再选。"
            self.note.say(said, "warning")
        elif on_one_disk(self._database, place):
            said = "这个文件夹和数据库在同一个硬盘上：硬盘坏了，两份会一起丢。最好选移动盘。"
            self.note.say(said, "warning")
        else:
            self.note.say("按“下一步”就备份一次，试试能不能写进去。")


def _usable(drives: Sequence[Drive]) -> list[Drive]:
    return [drive for drive in drives if drive.writable]


def _line(drive: Drive) -> str:
    label = f"“{drive.label}”" if drive.label else ""
    return f"移动盘{label}　{drive.path}　剩余 {drive.free / _GIGABYTE:,.1f} GB"
