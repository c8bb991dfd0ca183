"""The rail at the left: every list and screen under the heading of its area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.theme import columns_of, icon

AREAS: Final = (
    "组织",
    "党员",
    "组织生活",
    "阵地",
    "共建",
    "台账",
    "观摩",
    "报表",
    "数据",
    "系统",
)
_SYMBOLS: Final = {
    "organisation": "tree",
    "organisation_change": "change",
    "leadership_term": "ballot",
    "post_holding": "badge",
    "territory": "map",
    "person": "people",
    "member_movement": "move",
    "contact_log": "talk",
    "development_case": "stairs",
    "dues_standard": "scale",
    "dues_record": "coin",
    "member_record": "medal",
    "activity": "activity",
    "activity_report": "speech",
    "lecturer": "lecturer",
    "course": "book",
    "showcase": "star",
    "venue": "venue",
    "booking": "booking",
    "menu_item": "menu",
    "expenditure": "money",
    "unit": "unit",
    "organisation_unit": "joint",
    "need": "need",
    "resource": "box",
    "project": "project",
    "problem": "problem",
    "service_contract": "contract",
    "service_registration": "signing",
    "work_plan": "plan",
    "work_plan_item": "tasks",
    "organisation_rating": "rating",
    "target": "target",
    "self_rating": "pentagon",
    "policy_document": "document",
    "inspection": "inspection",
    "attachment": "attachment",
    "observation_round": "observe",
    "printed_form": "form",
    "indicator_set": "layers",
    "grade_band": "bands",
    "return_filing": "filing",
    "code_item": "code",
    "issued_definition": "rules",
}
_KEPT: Final = "rail/open"


@dataclass(frozen=True)
class Place:
    """Somewhere to go.

    Attributes:
        key: Key of the screen.
        title: What it is called.
        area: Heading it stands under; empty: it stands above all headings.
        symbol: Name of its drawing.
    """

    key: str
    title: str
    area: str
    symbol: str


def in_order(places: Sequence[Place]) -> tuple[Place, ...]:
    """Order places by their areas; in each the pages made for a job come before the lists.

    What belongs to no area comes before them all.
    """
    found = dict.fromkeys(("", *AREAS, *(place.area for place in places)))
    order = {area: place for place, area in enumerate(found)}
    return tuple(sorted(places, key=lambda each: (order[each.area], each.key.startswith("list:"))))


def symbol_of(ledger_key: str) -> str:
    """Name the drawing of a ledger."""
    return _SYMBOLS.get(ledger_key, "list")


class Rail(QScrollArea):
    """Leads from screen to screen; the mark shows which one is in front.

    Only the area one is in is unfolded, and those that the person unfolded, also last time.
    Up and Down go from line to line, Left and Right fold and unfold.
    """

    def __init__(
        self, places: Sequence[Place], go: Callable[[str], None], memory: Memory | None = None
    ) -> None:
        super().__init__()
        self._memory = memory
        self._areas: dict[str, _Area] = {}
        self._titles = {place.key: place.title for place in places}
        self._above: list[QPushButton] = []
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        inside = QFrame()
        inside.setObjectName("rail")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place in places:
            if place.area and place.area not in self._areas:
                self._areas[place.area] = _Area(place.area, column, self._turn)
            button = self._button(place, go)
            (self._areas[place.area].buttons if place.area else self._above).append(button)
            column.addWidget(button)
        column.addStretch(1)
        kept = memory.text(_KEPT).split(";") if memory is not None else []
        for area in self._areas.values():
            area.wanted = area.title in kept
            area.head.installEventFilter(self)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar().sizeHint().width()
        widest = max((each.sizeHint().width() for each in self._buttons.values()), default=0)
        self.setMinimumWidth(max(widest, columns_of(self, 8)) + bar)
        self._show_areas()

    def mark(self, key: str) -> None:
        """Mark the screen in front; one that is reached from others leaves the mark where it is."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            for area in self._areas.values():
                area.current = self._buttons[key] in area.buttons
            self._show_areas()

    def count(self, key: str, number: int) -> None:
        """Say beside a place how much waits there; nought is not said."""
        if key in self._buttons:
            title = self._titles[key]
            self._buttons[key].setText(f"{title}　{number:,}" if number else title)
            told = f"{title}，{number:,} 件已逾期" if number else title
            self._buttons[key].setAccessibleName(told)

    def is_open(self, title: str) -> bool:
        """Tell whether an area is unfolded."""
        return self._areas[title].open

    def _turn(self, title: str) -> None:
        """Fold an area that is open, unfold one that is not; the person's choice is kept."""
        area = self._areas[title]
        area.wanted, area.current = not area.open, False
        self._show_areas()
        if self._memory is not None:
            self._memory.keep_text(
                _KEPT, ";".join(a.title for a in self._areas.values() if a.wanted)
            )

    def _show_areas(self) -> None:
        for area in self._areas.values():
            area.show_state()

    def _button(self, place: Place, go: Callable[[str], None]) -> QPushButton:
        button = QPushButton(place.title)
        button.setObjectName(f"go:{place.key}")
        button.setIcon(icon(place.symbol))
        button.setCheckable(True)
        button.clicked.connect(lambda: go(place.key))
        button.installEventFilter(self)
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the arrow keys go along the rail, instead of pressing its buttons."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
            if step:
                self._step(watched, step)
                return True
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self._fold(watched, unfold=key == Qt.Key.Key_Right)
                return True
        return super().eventFilter(watched, event)

    def _step(self, here: QObject, step: int) -> None:
        lines = [*self._above, *(line for area in self._areas.values() for line in area.lines())]
        place = lines.index(here) + step if here in lines else 0
        line = lines[min(max(place, 0), len(lines) - 1)]
        line.setFocus()
        self.ensureWidgetVisible(line)

    def _fold(self, here: QObject, *, unfold: bool) -> None:
        areas = self._areas.values()
        area = next((each for each in areas if here in (each.head, *each.buttons)), None)
        if area is None:
            return
        if area.open != unfold:
            self._turn(area.title)
        if not unfold:
            area.head.setFocus()


class _Area:
    """A heading and the buttons below it.

    Attributes:
        title: The heading.
        head: Its button.
        buttons: The places.
        wanted: Whether the person unfolded it.
        current: Whether the screen in front stands here.
    """

    def __init__(self, title: str, column: QVBoxLayout, turn: Callable[[str], None]) -> None:
        self.title = title
        self.head = QPushButton(title)
        self.head.setObjectName(f"area:{title}")
        self.head.setProperty("role", "area")
        self.head.clicked.connect(lambda: turn(title))
        self.buttons: list[QPushButton] = []
        self.wanted = self.current = False
        column.addWidget(self.head)

    @property
    def open(self) -> bool:
        """Whether the places are seen."""
        return self.wanted or self.current

    def lines(self) -> list[QWidget]:
        """Give what is seen of it, from top to bottom."""
        return [self.head, *(self.buttons if self.open else ())]

    def show_state(self) -> None:
        """Show or hide the places, and say which in the heading."""
        self.head.setIcon(icon("down" if self.open else "right"))
        said = "已展开" if self.open else "已收起"
        self.head.setAccessibleName(f"{self.title}，{said}")
        for button in self.buttons:
            button.setVisible(self.open)
