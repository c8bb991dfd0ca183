"""The page of work plans: each plan as a board, what is overdue in all, what came from above."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services import plan_papers, plans
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.plans import Item, PlanRow, PlanSheet
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    empty_page,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.plan_board import PlanBoard, told_of
from jianxi_desktop.ui.screens.plan_deeds import PlanDeeds
from jianxi_desktop.ui.screens.plan_lists import PlanList, handed_list, late_list
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_SHOWN_HERE: Final = frozenset(("work_plan", "work_plan_item", "organisation"))
BOARD, LATE, HANDED = range(3)


class PlanScreen(Screen):
    """Shows how far plans are, and takes what units report."""

    key, title, area, symbol = "plans", "台账看板", "台账", "board"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self._may_edit = Right.EDIT in desk.office.account.rights
        self.sheet: PlanSheet | None = None
        self._wanted: Item | None = None  # to be shown once the plans are read
        self._every: tuple[PlanRow, ...] = ()
        self.kinds = QComboBox()
        self.kinds.addItem("全部类型", "")
        for code, label in code_table("plan_kind").labels.items():
            self.kinds.addItem(label, code)
        self.views = QComboBox()
        self.views.addItems(["按进展", "按时限月份"])
        self.ended = QCheckBox("也看办结的")
        self.list = PlanList()
        self.board = PlanBoard()
        self.idea = as_hint(wrapped())
        self.late, self.handed = late_list(), handed_list()
        self.tabs = QTabWidget()
        self.told = as_hint(wrapped())
        self.deeds = PlanDeeds(self, desk)
        self._lay_out()
        self.kinds.activated.connect(lambda _place: self._show_plans(self._every))
        self.views.activated.connect(self._turn_board)
        self.ended.toggled.connect(lambda _on: self._load())
        self.list.chosen.connect(self._go_to_plan)
        self.list.selectionModel().selectionChanged.connect(
            lambda *_: self._go_to_plan(self.list.current)
        )
        self.board.moved.connect(self.deeds.move)
        self.deeds.refused.connect(self._load)
        self.tabs.currentChanged.connect(lambda _place: self._load_lists())
        for part in (self.board, self.late, self.handed):
            part.chosen.connect(self._tell)
            part.opened.connect(self._open)

    def opened(self, argument: object = None) -> None:
        """Show the plans; with the identity of an item, as text, that item."""
        if isinstance(argument, str) and argument:
            self._find(UUID(argument))
        elif isinstance(argument, UUID):
            self._find(argument)
        else:
            self._load()
        self.list.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.new": self._new,
            "record.open": partial(self._with_item, self._open),
            "list.print": self._print,
            "plans.hand_down": partial(self._with_plan, self.deeds.ask_hand_down),
            "plans.report": partial(self._with_item, self.deeds.ask_report),
            "plans.finish": partial(self._with_item, self.deeds.ask_finish),
            "plans.forward": partial(self.board.shift, 1),
            "plans.back": partial(self.board.shift, -1),
            "plans.close": partial(self._with_plan, self.deeds.ask_close),
            "plans.plan": partial(self._with_plan, self._open_plan),
            "plans.export": self._ask_path,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when plans or items changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        if self.isVisible():
            self._load()

    def way_back(self) -> object:
        """Give the item that is shown."""
        item = self.item
        return item.id if item is not None else None

    @property
    def item(self) -> Item | None:
        """The item one is at."""
        return (self.board, self.late, self.handed)[self.tabs.currentIndex()].current

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("类型", self.kinds),
            captioned("分栏", self.views),
            self.ended,
            as_primary(button("plans.hand_down", self)),
            button("record.new", self),
            button("plans.plan", self),
            button("plans.close", self),
        )
        left = QWidget()
        left.setMinimumWidth(columns_of(self, 15))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(columns_of(self, 0.6), 0, 0, 0)
        column.addWidget(self.idea)
        column.addWidget(self.board, 1)
        split = QSplitter()
        split.setMinimumHeight(line_height(self) * 8)  # the idea whole, and some of the board
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([columns_of(self, 21), columns_of(self, 48)])
        self.tabs.addTab(split, "台账看板")
        self.tabs.addTab(self.late, "逾期清单")
        self.tabs.addTab(self.handed, "上级交办")
        self.sheet_part = QWidget()
        body = QVBoxLayout(self.sheet_part)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(asked)
        body.addWidget(self.tabs, 1)
        body.addWidget(self.told)
        keys = ("back", "forward", "report", "finish")
        body.addWidget(
            choices(
                *(button(f"plans.{key}", self) for key in keys),
                *(button(key, self) for key in ("record.open", "list.print", "plans.export")),
            )
        )
        self.told.setMinimumHeight(line_height(self) * 2)
        page = page_column(self)
        page.addWidget(
            heading("台账看板", "工作思路、具体措施、完成时限；办到哪一步、谁逾期，一眼看清。")
        )
        page.addWidget(self.sheet_part, 1)
        self.empty = empty_page(
            "还没有工作台账",
            "新增一本台账，或在“双月座谈会”交办任务；上级交办的任务随数据包下来，列在这里。",
            as_primary(self.desk.commands.button("record.new", self)),
        )
        page.addWidget(self.empty, 1)
        self.sheet_part.hide()
        self.empty.hide()

    def _find(self, item: UUID) -> None:
        work = partial(plans.item_of, self.desk.office, item)
        self.desk.jobs.run_newest("plans.find", work, self._go_to)

    def _go_to(self, item: Item) -> None:
        """Show an item where it stands: on its plan's board, or among what came from above."""
        self._wanted = item
        self.kinds.setCurrentIndex(0)
        self._load(item.plan)

    def _load(self, plan: UUID | None = None) -> None:
        office, within = self.desk.office, self.desk.within
        keep = plan or (self.list.current.id if self.list.current is not None else None)
        work = partial(plans.list_plans, office, within, ended=self.ended.isChecked())
        self.desk.jobs.run_newest("plans.list", work, partial(self._take_plans, keep))
        self._load_lists()

    def _load_lists(self) -> None:
        office, within = self.desk.office, self.desk.within
        late = partial(plans.overdue_items, office, within)
        self.desk.jobs.run_newest("plans.late", late, self._show_late)
        handed = partial(plans.handed_to_us, office, within)
        self.desk.jobs.run_newest("plans.handed", handed, self._show_handed)

    def _take_plans(self, keep: UUID | None, found: tuple[PlanRow, ...]) -> None:
        self._every = found
        if self._wanted is not None and self._is_own(self._wanted):
            self.tabs.setCurrentIndex(BOARD)
        self._show_plans(found, keep)

    def _is_own(self, item: Item) -> bool:
        """Tell whether an item stands in a plan of this office, as far as plans are read."""
        return any(each.id == item.plan and each.own for each in self._every)

    def _show_plans(self, found: tuple[PlanRow, ...], keep: UUID | None = None) -> None:
        kind = self.kinds.currentData()
        mine = [each for each in found if not kind or each.kind == kind]
        there = bool(found) or bool(self.handed.items)
        self.sheet_part.setVisible(there)
        self.empty.setVisible(not there)
        self.list.show_plans(mine, keep)

    def _go_to_plan(self, plan: PlanRow | None) -> None:
        if plan is None:
            self.sheet = None
            self.board.show_items(())
            self.idea.setText("")
            self._show_state()
            return
        work = partial(plans.plan_of, self.desk.office, plan.id)
        self.desk.jobs.run_newest("plans.sheet", work, self._show_sheet)

    def _show_sheet(self, sheet: PlanSheet) -> None:
        same = self.sheet is not None and self.sheet.plan.id == sheet.plan.id
        before = self.board.current if same else None
        item = before
        if self._wanted is not None and self._wanted.plan == sheet.plan.id:
            item = self._wanted
            self._wanted = None if self._is_own(item) else item
        keep = item.id if item is not None else None
        self.sheet = sheet
        self.board.may_move = self._may_edit and sheet.plan.own
        self.board.show_items(sheet.items, keep)
        idea = f"工作思路：{sheet.plan.idea}" if sheet.plan.idea else "没有写工作思路"
        self.idea.setText(f"{sheet.plan.name}　{idea}")
        self._show_state()

    def _turn_board(self, place: int) -> None:
        self.board.by_month = place == 1
        if self.sheet is not None:
            before = self.board.current
            self.board.show_items(self.sheet.items, before.id if before is not None else None)
        self._show_state()

    def _show_late(self, items: tuple[Item, ...]) -> None:
        keep = self.late.current
        self.late.show_rows(items, keep.id if keep is not None else None)
        self.tabs.setTabText(LATE, f"逾期清单（{len(items)}）" if items else "逾期清单")

    def _show_handed(self, items: tuple[Item, ...]) -> None:
        wanted = None if self._wanted is None or self._is_own(self._wanted) else self._wanted
        self._wanted = None if wanted is not None else self._wanted
        keep = wanted or self.handed.current
        self.handed.show_rows(items, keep.id if keep is not None else None)
        left = sum(each.state not in ("done", "stopped") for each in items)
        self.tabs.setTabText(HANDED, f"上级交办（{left}）" if left else "上级交办")
        self.tabs.setTabVisible(HANDED, bool(items))
        if wanted is not None and items:
            self.tabs.setCurrentIndex(HANDED)
        if items and self.empty.isVisible():
            self._show_plans(self._every)

    def _tell(self, _item: Item | None = None) -> None:
        item = self.item
        self.told.setText(" ｜ ".join(told_of(item).splitlines()) if item is not None else "")
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, item = self.desk.commands.enable, self.item
        on_board = self.tabs.currentIndex() == BOARD
        plan = self.sheet.plan if self.sheet is not None else None
        going = plan is not None and plan.own and not plan.closed_on
        enable("plans.hand_down", on=going and on_board)
        enable("plans.close", on=going and on_board and plan is not None and not plan.tally.open)
        enable("plans.plan", on=plan is not None and on_board)
        for key in ("forward", "back"):
            enable(f"plans.{key}", on=item is not None and on_board and self._may_shift)
        still = item is not None and item.state != "done"
        enable("plans.report", on=item is not None)
        enable("plans.finish", on=still)
        enable("record.open", on=item is not None)
        there = plan is not None if on_board else self.tabs.currentIndex() == LATE
        enable("list.print", on=there)
        enable("plans.export", on=there)

    @property
    def _may_shift(self) -> bool:
        return self.board.may_move and not self.board.by_month

    def _with_item(self, act: Callable[[Item], None]) -> None:
        if (item := self.item) is not None:
            act(item)

    def _with_plan(self, act: Callable[[PlanRow], None]) -> None:
        if self.sheet is not None:
            act(self.sheet.plan)

    def _open(self, item: Item) -> None:
        self.desk.open_screen("form", Edited("work_plan_item", item.id))

    def _open_plan(self, plan: PlanRow) -> None:
        self.desk.open_screen("form", Edited("work_plan", plan.id))

    def _new(self) -> None:
        today = calendar.today()
        given = {
            "kind": self.kinds.currentData() or "annual",
            "organisation": self.desk.within or self.desk.office.top,
            "period": str(today.year),
            "adopted_on": today.isoformat(),
        }
        self.desk.open_screen("form", Edited("work_plan", given=given))

    def _print(self) -> None:
        if self.tabs.currentIndex() == LATE:
            wanted = Wanted(organisation=self.desk.within, as_of=calendar.today())
            self.desk.open_screen("print", Printed(plan_papers.OVERDUE, wanted))
        elif self.sheet is not None:
            wanted = Wanted(record=self.sheet.plan.id)
            self.desk.open_screen("print", Printed(plan_papers.PLAN, wanted))

    def _ask_path(self) -> None:
        if self.tabs.currentIndex() == LATE:
            name, save = "工作台账逾期清单", partial(plan_papers.save_overdue, self.desk.office)
            save = partial(save, self.desk.within)
        elif self.sheet is not None:
            name = self.sheet.plan.title
            save = partial(plan_papers.save_plan, self.desk.office, self.sheet.plan.id)
        else:
            return
        suggested = f"{name}-{calendar.today()}.xlsx"
        take = partial(self._save, save)
        self.pickers.save(self, "导出", "Excel 工作簿 (*.xlsx)", suggested, take)

    def _save(self, save: Callable[..., int], path: Path) -> None:
        work = partial(save, path, today=calendar.today())
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"已保存：{path.name}，共 {lines} 项。")
