"""Building blocks of the hand-made pages: headings, figures, facts, a place to drop a file."""

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.theme import (
    as_hint,
    as_title,
    columns_of,
    ink,
    line_height,
    points,
    set_state,
)

_BIG = 20  # points of a figure that people look for


class _Sheet(QWidget):
    """What a page's column stands on."""

    def heightForWidth(self, width: int) -> int:
        """Override: what the column needs at least with its rows broken at a width.

        By itself it would be as high as the tables in it would like to be.
        """
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


def page_column(page: QWidget) -> QVBoxLayout:
    """Give a page its column, with the margins that all pages have; a low window scrolls it."""
    sheet, scroll = _Sheet(), QScrollArea()
    sheet.setObjectName("sheet")
    scroll.setWidget(sheet)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
    column = QVBoxLayout(sheet)
    edge = columns_of(page, 1.5)
    column.setContentsMargins(edge, round(edge * 0.8), edge, round(edge * 0.8))
    column.setSpacing(round(line_height(page) * 0.45))
    return column


def dialog_column(dialog: QDialog) -> QVBoxLayout:
    """Give a dialog its column, with the margins that all dialogs have."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(*[columns_of(dialog, 1.2)] * 4)
    return column


def heading(title: str, hint: str) -> QWidget:
    """Make the head of a page: what it is, and in one sentence what it is for."""
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(as_title(QLabel(title)))
    column.addWidget(as_hint(QLabel(hint)))
    return head


def section(text: str) -> QLabel:
    """Make a heading inside a page."""
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def wrapped(text: str = "") -> QLabel:
    """Make a label that breaks lines and whose words can be selected and copied."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return label


def row_of(*parts: QWidget | None) -> QHBoxLayout:
    """Put widgets side by side; ``None`` takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


class LowArea(QScrollArea):
    """Scrolls a part of a page; asks for a few lines only, so that the page need not scroll too."""

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__()
        inside = inside or QWidget()
        inside.setObjectName("sheet")
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(line_height(self) * 3)

    def bring(self, editor: QWidget) -> None:
        """Bring what has the cursor into view, here and on the page around it."""
        for layout in (each.layout() for each in self.findChildren(QWidget)):
            if layout is not None:
                layout.activate()  # what was just said may have made a line higher
        above = editor.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(editor, 0, columns_of(self, 3))
            above = above.parentWidget()

    def sizeHint(self) -> QSize:
        """Override: as wide as what it shows, as low as may be."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


def captioned(caption: str, editor: QWidget) -> QWidget:
    """Put a caption before an editor."""
    label = QLabel(caption)
    label.setBuddy(editor)
    editor.setAccessibleName(caption)
    row = row_of(label, editor)
    row.setSpacing(columns_of(label, 0.6))
    holder = QWidget()
    holder.setLayout(row)
    return holder


def choices(*parts: QWidget) -> QWidget:
    """Put what is chosen on a page into one row, which breaks in a narrow window."""
    across, down = columns_of(parts[0], 1.2), columns_of(parts[0], 0.5)
    return flow(*parts, across=across, down=down)


def choose(box: QComboBox, data: object) -> None:
    """Choose the entry that stands for something, or the first.

    ``findData`` compares Python objects by their place in memory.
    """
    found = (place for place in range(box.count()) if box.itemData(place) == data)
    box.setCurrentIndex(next(found, 0))


def empty_page(title: str, hint: str, *buttons: QWidget) -> QWidget:
    """Make what a page shows while it has nothing: what is missing, and how it comes about."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(2)
    for label in (as_title(QLabel(title)), as_hint(QLabel(hint))):
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        column.addWidget(label)
    column.addLayout(row_of(None, *buttons, None))
    column.addStretch(3)
    return page


class Elided(QLabel):
    """One line whose middle is left out where it is too long."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Override: the whole text is in the tooltip."""
        super().setText(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw what there is room for."""
        del event
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


def inked(label: QLabel, name: str) -> QLabel:
    """Colour the words of a label with a colour of the theme, which they follow."""
    return ink(label, name)


def sized(label: QLabel, usual: int, *, bold: bool = False) -> QLabel:
    """Set the size of a label's words in points, as large as they are at the usual size."""
    font = label.font()
    font.setPointSizeF(points(usual))
    font.setBold(bold)
    label.setFont(font)
    return label


class Figures(QWidget):
    """A row of big numbers, each with what it counts below it."""

    def __init__(self, figures: Mapping[str, tuple[str, str]]) -> None:
        """Make it.

        Args:
            figures: Caption and colour of the number by its key.
        """
        super().__init__()
        self._numbers: dict[str, QLabel] = {}
        self._colours = {key: ink for key, (_caption, ink) in figures.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(columns_of(self, 2.4))
        for key, (caption, _ink) in figures.items():
            number = self._numbers[key] = sized(QLabel("0"), _BIG, bold=True)
            number.setAccessibleName(caption)
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(number)
            pair.addWidget(as_hint(_flat(caption)))
            row.addLayout(pair)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_numbers(self, numbers: Mapping[str, int]) -> None:
        """Show the numbers; those that are nought step back."""
        for key, label in self._numbers.items():
            number = numbers.get(key, 0)
            label.setText(f"{number:,}")
            inked(label, self._colours[key] if number else "ink-faint")

    def text_of(self, key: str) -> str:
        """Give a number as it is shown."""
        return self._numbers[key].text()


def _flat(text: str) -> QLabel:
    label = QLabel(text)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


class Facts(QWidget):
    """Lines of a caption and what there is to say about it."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(columns_of(self, 1.2))
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these lines in place of the ones before."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (caption, text) in enumerate(facts):
            label = as_hint(QLabel(caption))
            label.setWordWrap(False)
            self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(wrapped(text), place, 1)

    def text(self) -> str:
        """Give all that is shown, a line each."""
        places = range(self._grid.rowCount())
        pairs = ([self._grid.itemAtPosition(row, n) for n in (0, 1)] for row in places)
        return "\n".join("：".join(_text_of(each) for each in pair if each) for pair in pairs)


def _text_of(item: object) -> str:
    widget = item.widget() if hasattr(item, "widget") else None
    return widget.text() if isinstance(widget, QLabel) else ""


class Message(QFrame):
    """A sentence on the page that must not be missed: a state, a question, a refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.text = wrapped()
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.text, 1)
        self.hide()

    def add_button(self, button: QPushButton) -> None:
        """Put a button after the words."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, state: str = "") -> None:
        """Show words; ``state`` is warning, error or, for something good, nothing."""
        self.text.setText(text)
        set_state(self, state)
        self.setVisible(bool(text))


class Working(QWidget):
    """Shows on the page that long work goes on, how far it is, and stops it on request."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._title = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(round(line_height(self) * 0.5))
        self._count = as_hint(QLabel())
        self._count.setMinimumWidth(columns_of(self, 8))
        self.stop = QPushButton("停止")
        self.stop.setToolTip("停止正在进行的工作，什么都不会改动")
        self.stop.clicked.connect(jobs.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title)
        row.addWidget(self.bar, 1)
        row.addWidget(self._count)
        row.addWidget(self.stop)
        jobs.started.connect(self._start)
        jobs.progressed.connect(self._tell)
        jobs.stopping.connect(self._end_soon)
        jobs.ended.connect(self.hide)
        self.hide()

    def _end_soon(self) -> None:
        self.stop.setEnabled(False)

    def _start(self, title: str) -> None:
        self._title.setText(f"{title}…")
        self._count.clear()
        self.stop.setEnabled(self._jobs.stoppable)
        self.bar.setRange(0, 0)
        self.show()

    def _tell(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        left = self._jobs.remaining.words(time.monotonic())
        count = f"{done:,} / {total:,}" if total else f"{done:,}"
        self._count.setText(f"{count}　{left}" if left else count)
