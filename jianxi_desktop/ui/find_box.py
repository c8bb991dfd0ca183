"""One box for everything: records, pages, commands and help by name, pinyin, initials, number."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from jianxi_desktop.services.find_everywhere import Hit, Texts, records_named
from jianxi_desktop.services.manual import Page
from jianxi_desktop.ui.find_lines import (
    Answer,
    Known,
    Line,
    More,
    Offer,
    asks_commands,
    find,
    find_more,
    help_offer,
    lines_of,
    plain,
    recent_lines,
)
from jianxi_desktop.ui.find_model import FindModel, FindPaint
from jianxi_desktop.ui.help_page import whole_manual
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_WIDE, _HIGH = 46, 20  # characters, lines
_KEYS = "↑↓ 选择　回车 打开　Ctrl+回车 在列表里看　Ctrl+↓ 下一组　Esc 关闭　> 只找命令"
_HOW = (
    "输入姓名、拼音或首字母（zs 找张三）、身份证号或手机号的后几位、党组织、社区、表号、活动主题……"
)
Opened = tuple[tuple[str, UUID], ...]


class FindBox(QDialog):
    """Finds as one types; Enter opens what is marked.

    Attributes:
        words: What is looked for; one that begins with ``>`` asks for commands only.
        found: What was found, in groups.
        told: Says how many there are, or what can be done.
    """

    def __init__(
        self,
        desk: Desk,
        recent: Opened,
        offers: Sequence[Offer],
        open_help: Callable[[str], None],
        parent: QWidget,
        words: str = "",
    ) -> None:
        """Make it.

        Args:
            desk: The desk.
            recent: Records that were opened in this session, the last one first.
            offers: Pages, commands and what can be entered.
            open_help: Opens a page of help by its key.
            parent: The window.
            words: What it begins with.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("到处查找")
        self._desk, self._recent = desk, recent
        self._known: Known | None = None
        self._answer = Answer("")
        self._waiting = False  # Enter was pressed before the answer came
        self._listing = False  # with Ctrl: the whole group in its list
        self.words = QLineEdit(words)
        self.words.setAccessibleName("查找")
        self.words.setPlaceholderText("查找人、组织、表号、活动、页面、命令")
        self.words.setClearButtonEnabled(True)
        self.words.installEventFilter(self)
        self.model = FindModel(self)
        self.found = QListView()
        self.found.setAccessibleName("查到的")
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setModel(self.model)
        self._paint = FindPaint(self.found)
        self.found.setItemDelegate(self._paint)
        self.found.setUniformItemSizes(False)
        self.told = as_hint(QLabel(_HOW))
        self._lay_out(parent)
        self.words.textChanged.connect(self._find)
        self.words.returnPressed.connect(self._enter)
        self.found.clicked.connect(lambda index: self._do(index.row()))
        captions = partial(_know_all, offers, open_help)
        desk.jobs.run_newest("find.captions", captions, self._know, _ignore)
        self._find(words)

    def _lay_out(self, window: QWidget) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.found, 1)
        column.addWidget(self.told)
        keys = as_hint(QLabel(_KEYS))
        column.addWidget(keys)
        room = window.size()
        wide = min(columns_of(self, _WIDE), room.width() * 9 // 10)
        self.resize(wide, min(line_height(self) * _HIGH, room.height() * 8 // 10))
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (room.width() - wide) // 2, corner.y() + room.height() // 12)

    def _know(self, known: Known) -> None:
        """Take the captions of pages, commands and help with what they are found by."""
        self._known = known
        self._find(self.words.text())

    def _find(self, words: str) -> None:
        if not plain(words) and not asks_commands(words):
            self._desk.jobs.drop("find")
            names = partial(records_named, self._desk.office, self._recent)
            self._desk.jobs.run_newest("find.recent", names, self._show_recent, _ignore)
            return
        work = partial(find, self._desk.office, self._known, words)
        self._desk.jobs.run_newest("find", work, self._show, self._fail)

    def _show_recent(self, hits: tuple[Hit, ...]) -> None:
        if plain(self.words.text()):
            return
        self._answer = Answer("")
        self._put(recent_lines(hits, self._desk))
        self._say(_HOW)

    def _show(self, answer: Answer) -> None:
        if answer.words != self.words.text():
            return
        self._answer = answer
        self._put(lines_of(answer, self._desk))
        self._say_none()
        if not asks_commands(answer.words):
            more = partial(find_more, self._desk.office, self._known, answer)
            self._desk.jobs.run_newest("find.more", more, self._tell, _ignore)
        if self._waiting:
            self._waiting = False
            self._enter()

    def _say(self, text: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _put(self, lines: Sequence[Line]) -> None:
        self._paint.words = plain(self.words.text())
        self.model.show_lines(lines)
        self._mark(self.model.next_line(-1, 1))
        self.found.scrollToTop()

    def _tell(self, more: More) -> None:
        """Say how many there are, and what stands in the manual; nothing above it moves."""
        if more.answer is self._answer:
            row = self.found.currentIndex().row()
            self.model.tell(lines_of(more.answer, self._desk, more))
            if row < 0:
                self._mark(self.model.next_line(-1, 1))
            self._say_none()

    def _say_none(self) -> None:
        there = any(line.act is not None for line in self.model.lines)
        none = f"没有找到“{plain(self._answer.words)}”。{self._answer.advice}"
        self._say("" if there else none)

    def _fail(self, error: Exception) -> None:
        self._waiting = False
        self._desk.report(error)

    def _mark(self, row: int) -> None:
        if row >= 0:
            self.found.setCurrentIndex(self.model.index(row))

    def _enter(self) -> None:
        """Open what is marked; what is typed faster than it is found is waited for."""
        text = self.words.text()
        if plain(text) and self._answer.words != text:
            self._waiting = True
        else:
            self._do(self.found.currentIndex().row(), listing=self._listing)

    def _do(self, row: int, *, listing: bool = False) -> None:
        line = self.model.lines[row] if 0 <= row < len(self.model.lines) else _NOTHING
        act = line.show if listing and line.show is not None else line.act
        if act is not None:
            self.accept()
            act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the line keeps the focus while the mark moves in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._listing = ctrl
            if step is not None:
                self._step(step[0], groups=step[1] or ctrl)
                return True
        return super().eventFilter(watched, event)

    def _step(self, way: int, *, groups: bool) -> None:
        row = self.found.currentIndex().row()
        self._mark(self.model.next_group(row, way) if groups else self.model.next_line(row, way))


_STEPS = {
    Qt.Key.Key_Down: (1, False),
    Qt.Key.Key_Up: (-1, False),
    Qt.Key.Key_PageDown: (1, True),
    Qt.Key.Key_PageUp: (-1, True),
}


_NOTHING = Line("")


@cache
def _manual() -> tuple[Page, ...]:
    """Read the manual once; it is the program's own."""
    return whole_manual()


def warm() -> None:
    """Read what the first search needs, before somebody waits for it; for the worker."""
    _manual()
    Texts(("查找",))


def _know_all(commands: Sequence[Offer], open_help: Callable[[str], None]) -> Known:
    """Add the pages of help and their headings; runs on the worker."""
    offers, pages = list(commands), _manual()
    for page in pages:
        offers.append(help_offer(page.title, "", partial(open_help, page.key)))
        for line in page.text.splitlines():
            if line.startswith("## "):
                heading = line.lstrip("# ").strip()
                place = f"{page.key}#{heading}"
                offers.append(help_offer(heading, page.title, partial(open_help, place)))
    return Known(
        offers,
        Texts([each.text for each in offers], [each.also for each in offers]),
        pages,
        open_help,
    )


def _ignore(_error: Exception) -> None:
    """What only adds to what is shown is missing, and nothing else."""
