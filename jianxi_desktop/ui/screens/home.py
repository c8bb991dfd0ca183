"""The home page: what is due and overdue, and beside it the office at a glance."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.due import OVERDUE
from jianxi_desktop.services import attention_paper
from jianxi_desktop.services.attention import Attention, attention
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.overview import Figure, Overview, overview
from jianxi_desktop.ui.list_parts import SearchLine
from jianxi_desktop.ui.screen import Desk, Listed, Printed, Screen
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.home_calendar import CalendarExport
from jianxi_desktop.ui.screens.home_figures import BandStrip, FigureStrip
from jianxi_desktop.ui.screens.home_list import ALL, HomeList, Kinds
from jianxi_desktop.ui.screens.home_nodes import (
    BY_UNIT,
    FLAT,
    GROUPINGS,
    Arranged,
    Node,
    arrange,
)
from jianxi_desktop.ui.screens.home_overview import OverviewPane
from jianxi_desktop.ui.screens.home_ways import way_to
from jianxi_desktop.ui.screens.parts import (
    choose,
    empty_page,
    heading,
    page_column,
    row_of,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.theme import columns_of, line_height

_PATIENCE = 20_000  # milliseconds after the last change until it is counted again unseen
_DAYS = "一二三四五六日"
_BESIDE = 62  # characters of width from which on both halves stand side by side
_ANY = 16_777_215  # pixels: as wide as a widget may be
_SIDE = (22.5, 0.3, 34.0)  # of the right half: least, share of the width, most


class _Asked(NamedTuple):
    """What is wanted of all that is due, and in which groups."""

    kind: str
    words: str
    grouping: str
    prefix: str

    def of(self, found: Attention) -> Attention:
        chosen = () if self.kind == ALL else (self.kind,)
        return found.narrowed(chosen=chosen, words=self.words)

    def arranged(self, found: Attention) -> Arranged:
        return arrange(self.of(found), self.grouping, self.prefix)


class HomeScreen(Screen):
    """Shows what this office, or the organisation chosen in the tree, has to see to."""

    key, title, area, symbol = "home", "首页", "", "home"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.found: Attention | None = None
        self.glance: Overview | None = None
        self._stale = True
        self.counts = BandStrip()
        self.kinds = Kinds()
        self.search, self.grouping = SearchLine(), QComboBox()
        self.list = HomeList()
        self.figures = FigureStrip()
        self.pane = OverviewPane(desk.office.catalog, desk.office.unit.level)
        self.pages = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PATIENCE)
        self._later.timeout.connect(self._load)
        self.calendar = CalendarExport(self, desk, pickers, self._seen)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Read what is due where something was written since, or a new day has begun."""
        del argument
        if self._stale or self.found is None or self.found.as_of != calendar.today():
            self._load()
        self._show_state()
        self.list.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "list.search": self._to_search,
            "list.refresh": self._load,
            "list.print": self._print,
            "record.open": self._open_current,
            "home.unfold": partial(self.list.fold_all, open_=True),
            "home.fold": partial(self.list.fold_all, open_=False),
            **self.calendar.answers(),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again; what is not seen can wait until the person has stopped writing."""
        if touched:
            self._stale = True
            self._load() if self.isVisible() else self._later.start()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._stale = True
        if self.isVisible():
            self._load()

    def _lay_out(self) -> None:
        for key, text in GROUPINGS.items():
            self.grouping.addItem(text, key)
        choose(self.grouping, FLAT if self.desk.office.unit.level == "community" else BY_UNIT)
        self.grouping.setToolTip("同一时限里的事项怎么归并")
        self.search.setPlaceholderText("找事项、单位、姓名")
        self.search.setToolTip("边输入边查找，几个词之间用空格隔开（Ctrl+F）")
        self.search.setFixedWidth(columns_of(self, 11))
        named = {self.search: "查找", self.kinds: "类别", self.grouping: "归并"}
        for editor, name in named.items():
            editor.setAccessibleName(name)
        self.list.setMinimumHeight(line_height(self) * 8)
        commands = self.desk.commands
        self._taken = [commands.button(key, self) for key in ("list.print", "home.calendar")]
        for button in self._taken:
            button.setIcon(QIcon())  # five of them have to stand in half a page
        asked = flow(
            self.search,
            self.kinds,
            self.grouping,
            *self._taken,
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        column = page_column(self)
        hint = "到期和逾期的事项列在下面，单击或回车打开去办；办完登记好，提醒自己消失。"
        head = heading("到期提醒", hint)
        top = row_of(head, self.counts)
        top.setStretch(0, 1)
        top.setSpacing(columns_of(self, 2))
        column.addLayout(top)
        column.addWidget(self.figures)
        due = QWidget()
        below = QVBoxLayout(due)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(asked)
        below.addWidget(self.pages, 1)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(columns_of(self, 1.6))
        self._halves.addWidget(due, 1)
        self._halves.addWidget(self.pane)
        column.addLayout(self._halves, 1)
        self._titled = head.findChildren(QLabel)[0]
        self._titled.setWordWrap(True)
        self._fill_pages()

    def _in_order(self) -> None:
        """Let Tab go as the eye does; buttons that were just made stand at the end otherwise."""
        asked = (self.search, self.kinds, self.grouping, *self._taken, self.list)
        heads = (*self.counts.buttons.values(), *self.figures.buttons.values())
        order = [*heads, *asked, *self.pane.in_order()]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _fill_pages(self) -> None:
        waiting = empty_page("正在查看有哪些事项到期…", "第一次打开要一点时间，可以先去别的页面。")
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        people, more = QPushButton("导入党员花名册"), QPushButton("显示全部事项")
        people.clicked.connect(lambda: self.desk.open_screen("import", Listed("person")))
        more.clicked.connect(self._show_all)
        nothing = empty_page(
            "没有到期和逾期的事项",
            "登记了党员、活动、换届、问题、工作计划、预约以后，快到期的会提前列在这里。",
            people,
        )
        other = empty_page("没有符合条件的事项", "换一个词，或者看全部事项。", more)
        for page in (waiting, listed, nothing, other):
            self.pages.addWidget(page)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show)
        self.search.done.connect(self.list.to_first)
        self.grouping.currentIndexChanged.connect(self._show)
        self.kinds.changed.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.typed.connect(self._type)
        self.counts.opened.connect(self.list.to_band)
        self.figures.opened.connect(self._open_figure)
        self.pane.wanted.connect(self._go)

    def _load(self) -> None:
        self._later.stop()
        self._stale = False
        work = partial(_look_up, self.desk.office, self.desk.within, self._asked())
        self.desk.jobs.run_newest("home", work, self._take, beside=True)
        glance = partial(overview, self.desk.office, None, self.desk.within)
        self.desk.jobs.run_newest("home.overview", glance, self._take_overview)

    def _take(self, read: "tuple[Attention, _Asked, Arranged]") -> None:
        self.found, asked, arranged = read
        found = self.found
        self.counts.show_numbers(found)
        self.kinds.show_kinds(found)
        day = found.as_of
        whose = self.desk.within_name or self.desk.office.unit.name
        told = f"{whose}　{calendar.show_day(day.isoformat())}　星期{_DAYS[day.weekday()]}"
        self._titled.setText(told)
        if self.desk.within is None:
            self.desk.mark_count(self.key, found.counts()[OVERDUE])
        if asked == self._asked():
            self._show_nodes(arranged, asked.grouping)
        else:  # something else is wanted by now
            self._show()

    def _take_overview(self, found: Overview) -> None:
        self.glance = found
        self.figures.show_figures(found.figures, self._leads)
        self.pane.show_overview(found)
        self._in_order()

    def _leads(self, ledger: str) -> bool:
        return self.desk.has_screen(f"list:{ledger}")

    def _seen(self) -> Attention | None:
        """Give the things that are listed now."""
        return None if self.found is None else self._asked().of(self.found)

    def _asked(self) -> "_Asked":
        unit = self.desk.office.unit
        prefix = unit.name if unit.level == "community" else ""
        grouping = str(self.grouping.currentData())
        return _Asked(self.kinds.chosen, self.search.text(), grouping, prefix)

    def _show(self) -> None:
        if self.found is not None:
            asked = self._asked()
            self._show_nodes(asked.arranged(self.found), asked.grouping)

    def _show_nodes(self, arranged: Arranged, grouping: str) -> None:
        self.list.show_nodes(arranged, grouping)
        known = self.found is not None and bool(self.found.items)
        page = 1 if arranged.nodes else 3 if known else 2
        self.pages.setCurrentIndex(page)
        self._show_state()

    def _show_state(self) -> None:
        if not self.desk.is_shown(self.key):
            return  # read late: these are the commands of the page in front by now
        there = self.list.nodes.rowCount() > 0
        for key in ("record.open", "list.print", "home.calendar", "home.calendar_plain"):
            self.desk.commands.enable(key, on=there)

    def _print(self) -> None:
        wanted = Wanted(organisation=self.desk.within)
        self.desk.open_screen("print", Printed(attention_paper.KEY, wanted))

    def _show_all(self) -> None:
        self.search.clear()
        self.kinds.choose(ALL)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _type(self, text: str) -> None:
        self.search.setText(self.search.text() + text)
        self.search.setFocus()

    def _open_current(self) -> None:
        node = self.list.nodes.node(self.list.currentIndex())
        if node is not None and node.item is not None:
            self._open(node)

    def _open(self, node: Node) -> None:
        if node.item is None:
            return
        own = self.desk.office.unit.organisation
        self._go(*way_to(node.item, own, self.desk.has_screen))

    def _open_figure(self, figure: Figure) -> None:
        self._go(f"list:{figure.ledger}", Listed(figure.ledger, figure.query))

    def _go(self, key: str, argument: object) -> None:
        if self.desk.has_screen(key):
            self.desk.open_screen(key, argument)
        else:
            self.desk.warn("这个页面不在您能用的范围里，需要时请联系管理员。")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow window sets the halves one below the other."""
        super().resizeEvent(event)
        ways, least, part, most = QBoxLayout.Direction, *_SIDE
        beside = self.width() >= columns_of(self, _BESIDE)
        self._halves.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        room = max(columns_of(self, least), min(round(self.width() * part), columns_of(self, most)))
        self.pane.setMinimumWidth(room if beside else 0)
        self.pane.setMaximumWidth(room if beside else _ANY)


def _look_up(
    office: Office, within: UUID | None, asked: _Asked
) -> tuple[Attention, _Asked, Arranged]:
    """Read what is due and arrange it, which takes as long as painting it."""
    found = attention(office, None, within)
    return found, asked, asked.arranged(found)
