"""The tables of the page of movements: what a row of each says, and what stands out in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.services.movement_balance import Balance, Odd
from jianxi_desktop.services.movement_balance import Line as BalanceLine
from jianxi_desktop.services.movement_facts import kind_name
from jianxi_desktop.services.movement_page import AwayRow, LetterRow, LostRow, MovedRow
from jianxi_desktop.services.registrations import Registered
from jianxi_desktop.ui.screens.table import Column, Line, TextTable

_STRONG: Final = frozenset({"r01", "r02", "r09", "r15", "r16", "r17"})


@dataclass(frozen=True)
class Shape:
    """How a table looks.

    Attributes:
        columns: Its columns.
        line: Puts a row into words.
        empty: What is said while there is none.
    """

    columns: tuple[Column, ...]
    line: Callable[[Any], Line]
    empty: str


class MovementTable(TextTable):
    """Shows rows of one sort; one of them is chosen.

    Signals:
        chosen: Another row is chosen.
        opened: A row was opened, by Enter or a double click.
    """

    chosen = Signal()
    opened = Signal()

    def __init__(self, shape: Shape, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = shape
        self.setAccessibleName(name)
        self.setSelectionMode(TextTable.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self._rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show rows; the one that was chosen stays chosen, else the first is."""
        before = self.current
        self._rows = rows
        self.show_items(self._shape.columns, rows, self._shape.line)
        known = before.id if hasattr(before, "id") else None
        if not self.choose(known) and rows:
            self.setCurrentIndex(self.rows.index(0, 0))
        self.chosen.emit()

    def choose(self, record: object) -> bool:
        """Choose the row of a record; tell whether it is there."""
        for at, row in enumerate(self._rows):
            if record is not None and getattr(row, "id", None) == record:
                self.setCurrentIndex(self.rows.index(at, 0))
                return True
        return False

    @property
    def current(self) -> Any:
        """The row that is chosen; ``None``: there is none."""
        index = self.currentIndex()
        return self._rows[index.row()] if index.isValid() and self._rows else None

    @property
    def record(self) -> UUID | None:
        """The record of the row that is chosen."""
        found = getattr(self.current, "id", None)
        return found if isinstance(found, UUID) else None

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Override: tell that another row is chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens the row, as a double click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
            return
        super().keyPressEvent(event)


def _letter(each: LetterRow) -> Line:
    left = {
        rules.OVERDUE: f"已过期{-each.days_left}天",
        rules.SOON: f"还有{each.days_left}天",
        rules.RUNNING: f"还有{each.days_left}天",
    }[each.state]
    mark = {rules.OVERDUE: "error", rules.SOON: "warning"}.get(each.state, "good")
    number = f"{each.number}（编号重复）" if each.doubled else each.number
    states = {3: "error"} if each.doubled else {}
    return Line(
        (
            each.name,
            each.branch,
            each.to_place,
            number,
            each.letter_on,
            each.until,
            left,
            each.paid_to,
        ),
        states | {6: mark},
    )


def _away(each: AwayRow) -> Line:
    states = {7: "error", 8: "error"} if each.late else {}
    hints = ("该联系" if each.late else "", "宜转接" if each.should_move else "")
    return Line(
        (
            each.name,
            each.branch,
            kind_name(each.kind),
            each.place,
            each.since,
            each.lasted,
            each.contacted or "还没有",
            each.due,
            "、".join(filter(None, hints)),
        ),
        states if each.late else {8: "warning"} if each.should_move else {},
    )


def _lost(each: LostRow) -> Line:
    return Line(
        (
            each.name,
            each.branch,
            kind_name(each.kind),
            each.reason,
            each.since,
            each.lasted,
            each.band,
            each.due,
            f"已{each.decide}" if each.late else each.decide,
        ),
        {7: "error", 8: "error"} if each.late else {8: "quiet"},
    )


def _moved(each: MovedRow) -> Line:
    return Line(
        (
            each.moved_on,
            each.name,
            each.kind,
            each.from_place,
            each.to_place,
            each.number,
            each.paper,
        )
    )


def _registered(each: Registered) -> Line:
    hours = f"{each.hundredths / 100:g}" if each.hundredths else ""
    state = f"{each.ended_on[5:] or each.ended_on}结束" if each.ended_on else "在岗"
    states = {6: "warning"} if not each.times and not each.ended_on else {}
    return Line(
        (
            each.name,
            each.workplace,
            each.organisation,
            each.number,
            each.registered_on,
            each.duty,
            f"{each.times}次" if each.times else "还没有",
            hours,
            each.last,
            state,
        ),
        states | ({9: "quiet"} if each.ended_on else {}),
    )


def _balance(each: BalanceLine) -> Line:
    indent = "　" * each.level
    value = "" if each.value is None else f"{each.value:,}"
    wrong = each.key == "r17" and each.value
    note = "需要填表人填写" if each.value is None else ""
    return Line(
        (f"{indent}{each.caption}", value, note),
        {1: "error"} if wrong else {1: "quiet"} if not each.value else {},
        strong=each.key in _STRONG,
    )


def _odd(each: Odd) -> Line:
    return Line((each.name, each.text), {1: "warning"})


LETTERS: Final = Shape(
    (
        Column("姓名", 4.5),
        Column("转出党支部", 10),
        Column("转入党组织", 13.5, names=True),
        Column("介绍信编号", 6),
        Column("开具日期", 5.5),
        Column("有效至", 5.5),
        Column("期限", 6),
        Column("党费交至", 4.5),
    ),
    _letter,
    "没有在途的介绍信。有党员要转走，按“开介绍信”。",
)
AWAY: Final = Shape(
    (
        Column("姓名", 4.5),
        Column("所在党支部", 10),
        Column("类别", 5.2),
        Column("地点", 8.3),
        Column("起始日期", 5.5),
        Column("时长", 5.5),
        Column("最近联系", 5.5),
        Column("应联系日期", 5.5),
        Column("提示", 7),
    ),
    _away,
    "没有流动党员。有党员外出、出国（境），按“办理”登记。",
)
LOST: Final = Shape(
    (
        Column("姓名", 4.5),
        Column("所在党支部", 8),
        Column("状态", 4.2),
        Column("情形", 6),
        Column("起始日期", 5.5),
        Column("时长", 5.2),
        Column("失联分段", 5.5),
        Column("期满日期", 5.5),
        Column("由组织研究", 14),
    ),
    _lost,
    "没有失去联系和停止党籍的党员。",
)
MOVED: Final = Shape(
    (
        Column("日期", 5.5),
        Column("姓名", 4.5),
        Column("变动", 6),
        Column("从何处", 13, names=True),
        Column("去往何处", 13, names=True),
        Column("介绍信编号", 6),
        Column("回执或批复", 9),
    ),
    _moved,
    "这一年还没有变动。",
)
REGISTERED: Final = Shape(
    (
        Column("姓名", 4.5),
        Column("工作单位", 9, names=True),
        Column("报到党组织", 7, names=True),
        Column("编号", 4.8),
        Column("报到日期", 5.5),
        Column("认领岗位", 5.5),
        Column("全年服务", 4.2),
        Column("小时", 2.5, right=True),
        Column("最近服务", 5.5),
        Column("状态", 5),
    ),
    _registered,
    "还没有在职党员来报到。按“在职党员报到”登记。",
)
BALANCE: Final = Shape(
    (Column("项目", 16), Column("人数", 6, right=True), Column("说明", 12)),
    _balance,
    "",
)
ODD: Final = Shape(
    (Column("姓名", 6), Column("哪里不平", 40)),
    _odd,
    "",
)


def balance_words(balance: Balance) -> str:
    """Say in one line whether the balance closes."""
    by_key = {line.key: line.value or 0 for line in balance.lines}
    until = f"截至{balance.day}：" if balance.day.isoformat()[5:] != "12-31" else ""
    made = (
        f"{until}上年底{by_key.get('r01', 0):,} ＋ 增加{by_key.get('r02', 0):,} － "
        f"减少{by_key.get('r09', 0):,} ＝ 应有{by_key.get('r15', 0):,}，"
        f"花名册实有{by_key.get('r16', 0):,}"
    )
    if balance.difference == 0 and not balance.odd:
        return f"{made}，两边一致。"
    return f"{made}，相差{balance.difference:+,}。下面列出对不上的党员，改好以后自动重算。"


@dataclass(frozen=True)
class Tab:
    """One list of the page.

    Attributes:
        title: What it is called.
        shape: How its table looks.
        register: The paper of it.
        deeds: What is done with its rows.
    """

    title: str
    shape: Shape
    register: str
    deeds: tuple[str, ...]


TABS: Final = (
    Tab("在途介绍信", LETTERS, "movement.letters", ("receipt", "withdraw")),
    Tab("流动党员", AWAY, "movement.away", ("contact", "back")),
    Tab("失联和停止党籍", LOST, "movement.lost", ("back", "suspend", "restore", "exit")),
    Tab("全年变动", MOVED, "member_movement.1", ()),
    Tab(
        "在职党员报到",
        REGISTERED,
        "service_registration.1",
        ("sign_on", "serve", "sign_off"),
    ),
)


def fits(shape: Shape, row: Any, words: Sequence[str]) -> bool:
    """Tell whether a row says all of some words."""
    cells = "\n".join(shape.line(row).cells)
    return all(word in cells for word in words)
