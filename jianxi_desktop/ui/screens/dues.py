"""The page of dues: a branch and a month, who owes what, collected in a few keystrokes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDateEdit, QTabWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.services import dues
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.dues import Arrears, Branch, Sheet
from jianxi_desktop.services.dues_months import Member
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.dues_deeds import DuesDeeds
from jianxi_desktop.ui.screens.dues_rows import ARREARS, arrears_line, summed_words, yuan
from jianxi_desktop.ui.screens.dues_table import DuesTable
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
    row_of,
    wrapped,
)
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.screens.year_choice import FIRST_YEAR, YearChoice
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_SHEET, _ARREARS = 0, 1
_READ = frozenset(
    {"dues_record", "dues_standard", "membership", "person", "organisation", "member_movement"}
)


class DuesScreen(Screen):
    """Shows the dues of a branch for a month, a quarter or a year, and who is in arrears."""

    key, title, area, symbol = "dues", "党费收缴", "党员", "purse"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sheet: Sheet | None = None
        self._wanted: UUID | None = None
        self.branches, self.year, self.part = QComboBox(), YearChoice(ahead=1), QComboBox()
        today = calendar.today()
        self.paid_on = QDateEdit(QDate(today.year, today.month, today.day))
        self.table = DuesTable()
        self.deeds = DuesDeeds(self, desk, self._day)
        self.table.dues.may_type = self.deeds.may_write
        self.summed, self.told = wrapped(), as_hint(wrapped())
        self.owing, self.owing_told = TextTable(), wrapped()
        self.tabs = QTabWidget()
        self._owing: Sequence[Arrears] | None = None
        self._offer(today)
        self._lay_out()
        self._connect()

    @property
    def branch(self) -> UUID | None:
        """The branch that is shown."""
        chosen = self.branches.currentData()
        return chosen if isinstance(chosen, UUID) else None

    @property
    def period(self) -> str:
        """The month, quarter or year that is shown."""
        return str(self.part.currentData()).format(year=self.year.year)

    def opened(self, argument: object = None) -> None:
        """Show a branch and a month: ``(identity, "2026-09")``, or the words of a due thing."""
        branch, period = _asked(argument)
        if branch is not None:
            self._wanted = branch
            self.tabs.setCurrentIndex(_SHEET)
        if period:
            self._choose_period(period)
        self._load_branches()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.open": partial(self._with_member, self._open_member),
            "dues.before": partial(self._move, -1),
            "dues.now": self._to_today,
            "dues.after": partial(self._move, 1),
            "dues.collect": partial(self._with_sheet, self._ask_collect),
            "dues.standard": partial(self._with_member, self.deeds.ask_standard),
            "dues.adopt": partial(self._with_sheet, self.deeds.adopt),
            "dues.gift": partial(self._with_member, self.deeds.ask_gift),
            "dues.receipts": partial(self._with_sheet, self._receipts),
            "dues.posting": partial(self._print, "dues.posting"),
            "dues.book": partial(self._print, "dues.book"),
            "dues.owing": partial(self._print, "dues.owing"),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what may have changed."""
        if touched & _READ:
            self._owing = None
            if self.isVisible():
                self._load_branches() if "organisation" in touched else self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._owing = None
        if self.isVisible():
            self._load_branches()

    def way_back(self) -> object:
        """Give the branch and the period that are shown."""
        return (self.branch, self.period)

    def _offer(self, today: date) -> None:
        for month in range(1, 13):
            self.part.addItem(f"{month}月", f"{{year}}-{month:02}")
        for quarter, word in enumerate("一二三四", 1):
            self.part.addItem(f"第{word}季度", f"{{year}}Q{quarter}")
        self.part.addItem("全年", "{year}")
        self._choose_period(periods.period_of("month", today))
        self.paid_on.setDisplayFormat("yyyy年M月d日")
        self.paid_on.setCalendarPopup(True)
        self.branches.setEditable(True)
        self.branches.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder = self.branches.completer()
        assert finder is not None  # noqa: S101 - it is editable
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.branches.setMinimumWidth(columns_of(self, 17))

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("党支部", self.branches),
            self.year,
            self.part,
            *(button(f"dues.{key}", self) for key in ("before", "now", "after")),
        )
        self.part.setAccessibleName("月份或季度")
        sheet = QWidget()
        lines = QVBoxLayout(sheet)
        lines.setContentsMargins(0, columns_of(self, 0.5), 0, 0)
        lines.addWidget(asked)
        above = row_of(self.summed, captioned("记账日期", self.paid_on))
        above.setStretch(0, 1)
        lines.addLayout(above)
        lines.addWidget(self.table, 1)
        lines.addWidget(self.told)
        lines.addWidget(
            self._buttons("collect", "standard", "gift", "adopt", "receipts", "posting", "book")
        )
        owing = QWidget()
        lines = QVBoxLayout(owing)
        lines.setContentsMargins(0, columns_of(self, 0.5), 0, 0)
        lines.addWidget(self.owing_told)
        lines.addWidget(self.owing, 1)
        lines.addWidget(self._buttons("owing"))
        self.owing.setAccessibleName("欠缴党费的党员")
        self.tabs.setDocumentMode(True)
        self.table.setMinimumHeight(line_height(self) * 6)
        self.tabs.addTab(sheet, "收缴")
        self.tabs.addTab(owing, "欠缴名单")
        column = page_column(self)
        said = "实缴栏里直接填数，回车到下一人；空格按应缴数记为已缴。"
        column.addWidget(heading("党费收缴", said))
        column.addWidget(self.tabs, 1)
        self.empty = empty_page(
            "这里还没有党支部",
            "在左边的树里换一个党组织，或先登记党支部和党员，再来收党费。",
            as_primary(button("go:list:organisation", self)),
        )
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def _buttons(self, *keys: str) -> QWidget:
        button = self.desk.commands.button
        made = [button(f"dues.{key}", self) for key in keys]
        if keys[0] == "collect":
            as_primary(made[0])
        return flow(*made, across=columns_of(self, 0.6), down=columns_of(self, 0.4))

    def _connect(self) -> None:
        self.branches.activated.connect(self._load)
        self.year.currentIndexChanged.connect(self._load)
        self.part.currentIndexChanged.connect(self._load)
        self.tabs.currentChanged.connect(self._load)
        # Later: the rows must not be read anew while the editor in one of them is closing.
        queued = Qt.ConnectionType.QueuedConnection
        self.table.dues.typed.connect(self.deeds.type, queued)
        self.table.ticked.connect(self._tick)
        self.table.cleared.connect(self.deeds.clear)
        self.table.asked.connect(self.deeds.ask_standard)
        self.table.chosen.connect(self._show_state)
        self.owing.doubleClicked.connect(self._open_arrears)

    def _choose_period(self, period: str) -> None:
        year = period_end(period).year
        with QSignalBlocker(self.year), QSignalBlocker(self.part):
            choose(self.year, year)
            choose(self.part, period.replace(str(year), "{year}", 1))

    def _move(self, step: int) -> None:
        if step < 0:
            period = periods.previous(self.period)
        else:
            period = periods.period_of(
                periods.kind_of(self.period),
                date.fromordinal(period_end(self.period).toordinal() + 1),
            )
        if FIRST_YEAR <= period_end(period).year <= calendar.today().year + 1:
            self._choose_period(period)
            self._load()

    def _to_today(self) -> None:
        self._choose_period(periods.period_of("month", calendar.today()))
        self._load()

    def _load_branches(self) -> None:
        work = partial(dues.branches, self.desk.office, self.desk.within)
        self.desk.jobs.run_newest("dues.branches", work, self._show_branches)

    def _show_branches(self, found: Sequence[Branch]) -> None:
        wanted = self._wanted or self.branch
        self._wanted = None
        with QSignalBlocker(self.branches):
            self.branches.clear()
            for each in found:
                self.branches.addItem(f"{'　' * each.group}{each.name}", each.id)
            choose(self.branches, wanted)
        self.tabs.setVisible(bool(found))
        self.empty.setVisible(not found)
        if found:
            self._load()
        self._show_state()

    def _load(self) -> None:
        if self.tabs.currentIndex() == _ARREARS:
            if self._owing is None:
                owing = partial(dues.arrears, self.desk.office, self.desk.within)
                self.desk.jobs.run_newest("dues.arrears", owing, self._show_arrears)
        elif (branch := self.branch) is not None:
            self.branches.setEditText(self.branches.currentText().strip())  # not indented
            work = partial(dues.sheet, self.desk.office, branch, self.period)
            self.desk.jobs.run_newest("dues.sheet", work, self._show)
        self._show_state()

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.table.show_sheet(sheet)
        self.summed.setText(summed_words(sheet) if sheet.members else "这一期没有党员要缴党费。")
        one = len(sheet.months) == 1
        said = "" if one else "欠：没有缴；免：不用缴；？：基数不明。要改某个月，先换到那个月。"
        self.told.setText(f"{said}金额单位：元。{sheet.rounding}。")
        self._show_state()

    def _show_arrears(self, found: Sequence[Arrears]) -> None:
        self._owing = found
        self.owing.show_items(ARREARS, found, arrears_line)
        months = sum(len(each.months) for each in found)
        much = yuan(sum(each.cents for each in found))
        where = self.desk.within_name or self.desk.office.unit.name
        said = f"{where}：{len(found)} 人欠缴 {months} 个月，共 {much} 元。双击到那个支部去收。"
        none = f"{where}：最近一年没有欠缴的（只看在本程序里登记党费的支部）。"
        self.owing_told.setText(said if found else none)
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, there = (
            self.desk.commands.enable,
            self.sheet is not None and self.branch is not None,
        )
        there = there and self.tabs.currentIndex() == _SHEET
        on_member = there and self.table.current() is not None
        for key in ("collect", "adopt", "receipts", "posting", "book"):
            enable(f"dues.{key}", on=there)
        for key in ("dues.standard", "dues.gift", "record.open"):
            enable(key, on=on_member)
        enable("dues.owing", on=self.tabs.currentIndex() == _ARREARS and bool(self._owing))

    def _with_member(self, act: Callable[[Member], None]) -> None:
        if (member := self.table.current()) is not None:
            act(member)

    def _with_sheet(self, act: Callable[[Sheet], None]) -> None:
        if self.sheet is not None:
            act(self.sheet)

    def _open_member(self, member: Member) -> None:
        self.desk.open_screen("form", Edited("person", member.person))

    def _ask_collect(self, sheet: Sheet) -> None:
        self.deeds.ask_collect(sheet, self.table.selected())

    def _receipts(self, sheet: Sheet) -> None:
        people = tuple(self.table.selected())
        self.deeds.number(sheet, people, partial(self._print, "dues.receipts", people))

    def _tick(self, member: Member) -> None:
        if self.sheet is not None:
            self.deeds.tick(self.sheet, member)

    def _day(self) -> str:
        chosen = self.paid_on.date()
        return date(chosen.year(), chosen.month(), chosen.day()).isoformat()

    def _open_arrears(self) -> None:
        each: Arrears = self.owing.rows.item(self.owing.currentIndex().row())
        self.opened((each.branch, each.months[0]))

    def _print(self, key: str, people: tuple[UUID, ...] = ()) -> None:
        if key == "dues.owing":
            wanted = Wanted(organisation=self.desk.within)
        else:
            end = period_end(self.period)
            wanted = Wanted(organisation=self.branch, as_of=end, period=self.period, people=people)
        self.desk.open_screen("print", Printed(key, wanted))


def _asked(argument: object) -> tuple[UUID | None, str]:
    """Read what the page is opened with."""
    if isinstance(argument, UUID):
        return argument, ""
    if isinstance(argument, tuple) and argument and isinstance(argument[0], UUID):
        return argument[0], str(argument[1])
    if isinstance(argument, str) and ":" in argument:
        one, _, period = argument.partition(":")
        with suppress(ValueError):
            return UUID(one), period
    return None, ""
