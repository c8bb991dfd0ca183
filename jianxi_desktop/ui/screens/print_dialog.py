"""The question for a printer: which one, which pages, how many, on one side or on both."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.print_order import Sides, backs, fronts, ordered, read_pages
from jianxi_desktop.errors import InputError
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screens.parts import Message, row_of
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, set_state

_MOST_COPIES = 99
_PRINTER, _SIDES = "print/printer", "print/sides"
_BY_HAND = "hand"
_DUPLEX = {
    "one": ("单面", QPrinter.DuplexMode.DuplexNone),
    "long": ("双面，沿长边翻（像书一样）", QPrinter.DuplexMode.DuplexLongSide),
    "short": ("双面，沿短边翻（像台历一样）", QPrinter.DuplexMode.DuplexShortSide),
    _BY_HAND: ("手动双面：先印正面，翻过来再印背面", QPrinter.DuplexMode.DuplexNone),
}
_NONE = (
    "这台电脑还没有装打印机。请先在系统的“打印机”设置里添加；"
    "急用就保存为 PDF，拿到有打印机的电脑上打印。"
)
_TURN = (
    "等正面全部印完，把整叠纸一起翻过来、不要打乱，放回纸盒，上边朝着原来的方向，再按“印背面”。"
    "第一次用这台打印机，先只印两页试一试：背面的页码要是倒过来了，就选“从最后一张印起”。"
)


class Order(QPrinter):
    """A printer with the sides to put on paper, where a person chose them.

    Attributes:
        sides: Pages from 0 in the order of printing; ``None`` is an empty side. Without them
            everything is printed.
    """

    sides: Sides | None = None


@dataclass(frozen=True)
class PrintAsk:
    """What is to be printed.

    Attributes:
        pages: How many pages there are.
        current: The page one looks at, from 0.
        save: Saves it as a file, for whoever has no printer.
        jobs: Where printers are looked for: one in the network may take seconds to answer.
    """

    pages: int
    current: int = 0
    save: Callable[[], None] | None = None
    jobs: Jobs | None = None


@dataclass(frozen=True)
class Device:
    """A printer of this PC.

    Attributes:
        name: Its name in the system.
        told: Where it stands, as far as the system knows.
        both_sides: Whether it turns paper itself.
        usual: Whether it is the system's default.
    """

    name: str
    told: str
    both_sides: bool
    usual: bool


def devices() -> tuple[Device, ...]:
    """List the printers of this PC, the default one first; may take seconds."""
    found = [
        Device(
            each.printerName(),
            each.location() or each.description(),
            any(mode != QPrinter.DuplexMode.DuplexNone for mode in each.supportedDuplexModes()),
            each.isDefault(),
        )
        for each in QPrinterInfo.availablePrinters()
    ]
    return tuple(sorted(found, key=lambda each: not each.usual))


def choose_printer(
    parent: QWidget, asked: "PrintAsk | int", chosen: Callable[[QPrinter], None]
) -> None:
    """Let a person pick a printer, pages and sides; ``chosen`` is called once for each pass.

    Args:
        parent: The page that asks.
        asked: What is to be printed, or how many pages.
        chosen: Sends it to a printer.
    """
    about = PrintAsk(asked) if isinstance(asked, int) else asked
    dialog = PrintDialog(parent, about)
    dialog.ordered.append(partial(_send, parent, chosen))
    dialog.open()
    if about.jobs is None:
        dialog.show_devices(devices())
    else:
        about.jobs.run(devices, dialog.show_devices, dialog.no_devices)


class PrintDialog(QDialog):
    """Asks how to print.

    Attributes:
        ordered: Called with the dialog when a person wants it printed.
    """

    def __init__(self, parent: QWidget, about: PrintAsk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("打印")
        self._about = about
        self._memory = Memory()
        self._devices: tuple[Device, ...] = ()
        self.ordered: list[Callable[[PrintDialog], None]] = []
        self.message = Message()
        self.printers = QComboBox()
        self.printers.setAccessibleName("打印机")
        self.printers.setMinimumWidth(columns_of(self, 24))
        self.printers.addItem("正在找打印机…")
        self.printers.setEnabled(False)
        self.every = QRadioButton(f"全部 {about.pages} 页")
        self.this = QRadioButton(f"正在看的第 {about.current + 1} 页")
        self.some = QRadioButton("这几页")
        self.range = QLineEdit()
        self.range.setAccessibleName("要打印的页码")
        self.range.setPlaceholderText("如 1-3,5")
        self.wrong = as_hint(QLabel())
        self.ordering = as_hint(QLabel())
        self.copies = QSpinBox()
        self.copies.setRange(1, _MOST_COPIES)
        self.copies.setSuffix(" 份")
        self.copies.setAccessibleName("份数")
        self.sides = QComboBox()
        self.sides.setAccessibleName("单面或双面")
        self.go = as_primary(QPushButton("打印"))
        self.save = QPushButton("保存为 PDF")
        self.cancel = QPushButton("取消")
        self._lay_out()
        self._connect()
        self._fill_sides()

    def show_devices(self, found: tuple[Device, ...]) -> None:
        """Offer these printers."""
        self._devices = found
        self.printers.clear()
        for each in found:
            more = f"（{each.told}）" if each.told and each.told != each.name else ""
            usual = "　默认" if each.usual else ""
            self.printers.addItem(f"{each.name}{more}{usual}", each.name)
        last = self.printers.findData(self._memory.text(_PRINTER))
        self.printers.setCurrentIndex(max(last, 0) if found else -1)
        for part in (self.printers, self.go):
            part.setEnabled(bool(found))
        self.message.say("" if found else _NONE, "warning")
        if not found:
            as_primary(self.save)
            (self.save if self._about.save is not None else self.cancel).setFocus()
        self._fill_sides()
        self.adjustSize()

    def no_devices(self, _error: Exception) -> None:
        """Printers could not be looked for."""
        self.show_devices(())

    def pages(self) -> tuple[int, ...]:
        """Give the pages that are chosen, from 0.

        Raises:
            InputError: What was typed names none.
        """
        if self.some.isChecked():
            return read_pages(self.range.text(), self._about.pages)
        return (self._about.current,) if self.this.isChecked() else tuple(range(self._about.pages))

    def order(self, sides: Sides, copies: int = 1) -> Order:
        """Give the printer that is chosen, with the sides it is to print."""
        name = self.printers.currentData()
        made = Order(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
        made.setDuplex(self.duplex())
        made.setCopyCount(copies)
        made.setCollateCopies(True)
        made.sides = sides
        return made

    def duplex(self) -> QPrinter.DuplexMode:
        """Give how the printer itself is to turn the paper."""
        return _DUPLEX[self.sides.currentData()][1]

    @property
    def by_hand(self) -> bool:
        """Whether somebody turns the paper."""
        return bool(self.sides.currentData() == _BY_HAND)

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        for button in (self.every, self.this, self.some):
            group.addButton(button)
        self.every.setChecked(True)
        self.this.setVisible(self._about.pages > 1)
        pages, typed = QVBoxLayout(), QHBoxLayout()
        typed.addWidget(self.some)
        typed.addWidget(self.range, 1)
        pages.addWidget(self.every)
        pages.addWidget(self.this)
        pages.addLayout(typed)
        pages.addWidget(self.wrong)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        form.addRow("打印机", self.printers)
        form.addRow("页码", pages)
        form.addRow("份数", self.copies)
        form.addRow("双面", self.sides)
        self.copies.setMaximumWidth(columns_of(self, 7))
        column = QVBoxLayout(self)
        column.addWidget(self.message)
        column.addLayout(form)
        column.addWidget(self.ordering)
        column.addWidget(as_hint(QLabel("按纸上的实际大小打印，纸张大小和横竖随文件。")))
        column.addLayout(row_of(None, self.go, self.save, self.cancel))
        self.save.setVisible(self._about.save is not None)
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self.wrong.hide()

    def _connect(self) -> None:
        self.printers.currentIndexChanged.connect(self._fill_sides)
        self.range.textEdited.connect(self._typed)
        self.range.textChanged.connect(self._look)
        for button in (self.every, self.this, self.some):
            button.toggled.connect(self._look)
        self.copies.valueChanged.connect(self._look)
        self.sides.currentIndexChanged.connect(self._look)
        self.go.clicked.connect(self._order)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)

    def _fill_sides(self) -> None:
        """Offer what the printer can do; both sides by hand goes with any."""
        place = self.printers.currentIndex()
        able = 0 <= place < len(self._devices) and self._devices[place].both_sides
        before = self.sides.currentData() or self._memory.text(_SIDES)
        self.sides.clear()
        for key, (caption, _mode) in _DUPLEX.items():
            if key == "one" or (key == _BY_HAND) is not able:
                self.sides.addItem(caption, key)
        self.sides.setCurrentIndex(max(self.sides.findData(before), 0))

    def _typed(self) -> None:
        self.some.setChecked(True)

    def _look(self) -> None:
        """Say beside the pages what is wrong with them, or below what will be printed."""
        wrong = told = ""
        try:
            two = self.sides.currentData() not in ("one", None)
            told = ordered(self._about.pages, self.pages(), self.copies.value(), 2 if two else 1)
        except InputError as error:
            wrong = error.user_message if self.range.text().strip() else ""
        set_state(self.range, "error" if wrong else "")
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        self.ordering.setText(told)

    def _order(self) -> None:
        try:
            self.pages()
        except InputError as error:
            self.wrong.setText(error.user_message)
            self.wrong.show()
            set_state(self.range, "error")
            self.range.setFocus()
            return
        self._memory.keep_text(_PRINTER, str(self.printers.currentData()))
        self._memory.keep_text(_SIDES, str(self.sides.currentData()))
        self.hide()
        for each in self.ordered:
            each(self)
        self.accept()

    def _save(self) -> None:
        self.reject()
        if self._about.save is not None:
            self._about.save()


def _send(parent: QWidget, chosen: Callable[[QPrinter], None], dialog: PrintDialog) -> None:
    """Send what was chosen; both sides by hand take two passes with a question between."""
    pages, copies = dialog.pages(), dialog.copies.value()
    if not dialog.by_hand or len(pages) == 1:
        chosen(dialog.order(pages, copies))
        return
    in_order = dialog.order(backs(pages, copies))
    from_last = dialog.order(backs(pages, copies, from_last=True))
    chosen(dialog.order(fronts(pages, copies)))
    answers = (
        ("印背面", partial(chosen, in_order)),
        ("从最后一张印起", partial(chosen, from_last)),
        ("不印背面", None),
    )
    ask(parent, "正面已送到打印机。印完后请翻面。", answers, more=_TURN)
