"""The page of a ledger: search, filters, the list, and what can be done with its records."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.condition_words import Names
from jianxi_desktop.services.list_views import ListView
from jianxi_desktop.ui.beginnings import beginning_of, first_buttons
from jianxi_desktop.ui.draft_hint import DraftHint
from jianxi_desktop.ui.filters import FilterBar
from jianxi_desktop.ui.list_bar import ListBar
from jianxi_desktop.ui.list_cells import ListCells
from jianxi_desktop.ui.list_columns import ListColumns, remembered
from jianxi_desktop.ui.list_deeds import ListDeeds
from jianxi_desktop.ui.list_export import ListExport
from jianxi_desktop.ui.list_order import ListOrder
from jianxi_desktop.ui.list_parts import (
    EmptyPage,
    ListCount,
    RemovedBar,
    SearchLine,
    StatePick,
    eye_of,
    search_hint,
)
from jianxi_desktop.ui.list_return import ListLook, come_back, look_of
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.list_views import ListViews
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.merging import Merging
from jianxi_desktop.ui.record_actions import ActionButtons
from jianxi_desktop.ui.revealing import ListNumbers
from jianxi_desktop.ui.screen import Desk, Edited, Listed, Screen
from jianxi_desktop.ui.theme import as_primary

_ELSEWHERE = ("list.import", "list.print")  # what another page does
_BUTTONS = ("record.open", "record.remove", "list.import", "list.export", "list.print")


class ListScreen(Screen):
    """Shows the records of a ledger that has no page of its own making."""

    def __init__(self, desk: Desk, ledger: Ledger, memory: Memory | None = None) -> None:
        super().__init__(desk)
        self.ledger = ledger
        self.key = f"list:{ledger.key}"
        self.title = ledger.title
        self.table = LedgerTable(desk.office, desk.jobs, ledger, remembered(ledger, memory), self)
        self.view = LedgerView(self.table, ledger.key, memory)
        self.view.setAccessibleName(ledger.title)
        self.search = SearchLine()
        self.count = ListCount(self.table)
        self.filters = FilterBar(desk, ledger)
        self.filters.hide()
        self.columns = ListColumns(self, desk, ledger, self.view, memory)
        self.cells = ListCells(self, desk, ledger, self.view, self.filters)
        self.views = ListViews(self, desk, ledger, self._now)
        self.removed = RemovedBar(desk.commands.button("record.restore"), self._toggle_removed)
        self.unsaved_hint = DraftHint(desk, ledger)
        self.numbers = ListNumbers(self, desk, ledger, self.view)
        self.export = ListExport(self, desk, ledger, self._query, self.numbers)
        self.states = StatePick(ledger)
        self.doing = ActionButtons(self, desk, self._chosen)
        self.doing.offer_listed(ledger)
        self.deeds = ListDeeds(self, desk, ledger, self.view, self.numbers)
        self.merging = Merging(self, desk, ledger, self.view)
        self._asked = self._stale = self._removed = False
        self._left: ListLook | None = None
        self.order = ListOrder(ledger, self.view)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Override: read at the first time; ``Listed`` is shown in place of what was."""
        if isinstance(argument, Listed):
            self.show_query(argument.query, argument.columns)
        elif not self._asked and self._left is not None:
            self._come_back(self._left)
        elif not self._asked:
            self._ask()
        elif self._stale:
            self._reload()
        self._left = None
        self.unsaved_hint.look()
        self.views.read()
        self._select_changed()
        self.view.setFocus()

    def show_query(self, query: Query, columns: tuple[str, ...] = ()) -> None:
        """Show what a query finds, in its order; its organisation becomes the tree's."""
        self._take(query, columns)
        self._ask()

    def looked_at(self) -> object:
        """Override."""
        if self.table.shown is None:
            return self._left
        return look_of(self.view, self.ledger, self._query(), self.columns.lent)

    def take_up(self, look: object) -> None:
        """Override."""
        self._left = look if isinstance(look, ListLook) else None

    def _come_back(self, look: ListLook) -> None:
        self._take(look.query, look.columns)
        come_back(self.view, look, self._query())
        self._ask()

    def _take(self, query: Query, columns: tuple[str, ...]) -> None:
        self._removed = query.removed
        self.removed.setVisible(self._removed)
        blocked = self.search.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.search.setText(query.words)
        self.search.blockSignals(blocked)
        self.filters.show_filters(self.states.take(query.filters))
        self.columns.lend(columns)
        self.order.take(query)
        if query.within is not None and query.within != self.desk.within:
            self.desk.choose_organisation(query.within)
        self._show_filters()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        answers: dict[str, Callable[[], None]] = {
            "record.new": self._new,
            "record.open": self._open_current,
            "record.reveal": self.numbers.ask,
            "list.removed": self._toggle_removed,
            "list.filter": self._toggle_filters,
            "list.copy": self.view.copy,
            "list.refresh": self._reload,
            "list.everything": self.clear_conditions,
            "list.sort": self.order.turn_current,
            **self.columns.answers(),
            **self.cells.answers(),
            **self.views.answers(),
            **self.deeds.answers(),
            **self.export.answers(),
            **self.doing.answers(),
            **self.merging.answers(),
        }
        if self.search.isVisibleTo(self):
            answers["list.search"] = self._to_search
        for key in ("import", "print", "fill"):
            if self._offers(key):
                answers[f"list.{key}"] = partial(self._hand_over, key)
        if self._offers("print") and self.ledger.papers:
            answers["list.print_paper"] = partial(self._hand_over, "print", shown=False)
        return answers

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: links show other ledgers' captions, so those count too."""
        shown = {self.ledger.key, *(getattr(f, "target", "") for f in self.table.fields)}
        if self.ledger.companion is not None:
            shown.add(self.ledger.companion.key)
        if self._asked and touched & shown:
            self._stale = True
            self.table.forget()
            if self.in_front:
                self._reload()

    def moved(self) -> None:
        """Override: a list that is not seen asks when it is shown again."""
        self._asked = self.in_front
        if self._asked:
            self._ask()

    def help_page(self) -> str:
        """Override: what this ledger is for; how lists work is the next page."""
        return f"ledger:{self.ledger.key}"

    @property
    def in_front(self) -> bool:
        """Whether the person sees this list, not another screen."""
        return self.isVisibleTo(self.window())

    def _offers(self, key: str) -> bool:
        return self.desk.has_screen(key)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = self._make_bar()
        self.place = bar.place
        column.addWidget(bar)
        column.addWidget(self.filters)
        column.addWidget(self.removed)
        column.addWidget(self.unsaved_hint)
        first = first_buttons(self.desk, self.ledger, roster=self._offers("import"))
        said = beginning_of(self.ledger).text
        self._empty = EmptyPage(said, first, self.clear_conditions)
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(self.view)
        self._middle.addWidget(self._empty)
        column.addWidget(middle, 1)
        column.addWidget(self.deeds.bulk.foot)

    def _make_bar(self) -> ListBar:
        """Make the bar: what the list is about above, looking for and doing below."""
        bar = ListBar(self, self.ledger.title)
        commands = self.desk.commands
        bar.put_above(self.merging.button, self.doing)
        if self.states.there:
            bar.put_above(self.states)
        bar.put_above(self.count)
        self.search.setPlaceholderText(search_hint(self.ledger))
        self.search.setVisible(self.ledger.is_searched)
        bar.put_search(self.search)
        bar.put_below(eye_of(self.views.button), commands.button("list.filter", bar))
        if any(field.masked for field in self.columns.fields.values()):
            bar.put_below(eye_of(commands.button("record.reveal", bar)))
        bar.put_below(None, as_primary(commands.button("record.new", bar)))
        offered = (key for key in _BUTTONS if key not in _ELSEWHERE or self._offers(key[5:]))
        bar.put_below(*(commands.button(key, bar) for key in offered))
        return bar

    def _connect(self) -> None:
        self.search.textChanged.connect(self._ask)
        self.search.done.connect(self._to_list)
        self.filters.changed.connect(self._narrowed)
        self.filters.done.connect(self._made_condition)
        self.columns.changed.connect(self.order.show)
        self.columns.sorted_by.connect(self.order.sort_by)
        self.order.changed.connect(self._ask)
        self.columns.narrowed_by.connect(self.filters.start)
        self.views.wanted.connect(self._show_view)
        self.states.activated.connect(self._ask)
        self.view.chosen.connect(self._open)
        self.view.typed.connect(self._type_on)
        self.view.too_much.connect(self._say_too_much)
        self.table.arrived.connect(self._show_arrived)
        self.table.counted.connect(self._show_count)
        self.table.modelReset.connect(self._select_changed)
        self.view.selectionModel().currentRowChanged.connect(self._select_changed)

    def _query(self) -> Query:
        return Query(
            words=self.search.text(),
            filters=(*self.states.filters, *self.filters.filters),
            order=self.order.key,
            descending=self.order.descending,
            within=None if self._removed else self.desk.within,
            removed=self._removed,
        )

    def _now(self) -> tuple[ListView, Names]:
        """Give what is shown, to be kept under a name."""
        query = replace(self._query(), within=None, removed=False)
        return ListView("", query, self.columns.keys), self.filters.names

    def _show_view(self, view: ListView) -> None:
        self.show_query(view.query, view.columns)
        self.view.setFocus()

    def _ask(self) -> None:
        self._asked, self._stale = True, False
        self.place.setText(self.desk.within_name)
        self.table.ask(self._query())

    def _reload(self) -> None:
        """Read again what is shown, and stay where one is."""
        self._stale = False
        scroll, current = self.view.verticalScrollBar().value(), self.view.currentIndex()
        kept = self.table.line(current.row()) if current.isValid() else None
        column = current.column()

        def restore(_count: int) -> None:
            self.table.counted.disconnect(restore)
            self.view.verticalScrollBar().setValue(scroll)
            row = self.table.row_of(kept.id) if kept is not None else -1
            if row >= 0:
                self.view.setCurrentIndex(self.table.index(row, column))

        self.table.counted.connect(restore)
        self.table.reload(self.view.top_row())

    def _show_arrived(self) -> None:
        self.view.scrollToTop()
        if self.table.rowCount():
            self._middle.setCurrentWidget(self.view)

    def _show_count(self, count: int) -> None:
        query = self.table.query
        narrowed = bool(query.words or query.filters or query.removed)
        self.count.show_count(count, narrowed=narrowed)
        if count:
            self._middle.setCurrentWidget(self.view)
        else:
            self._empty.explain(narrowed=narrowed, within=self.desk.within_name)
            self._middle.setCurrentWidget(self._empty)

    def _select_changed(self) -> None:
        if self.in_front:
            chosen, here = self.view.currentIndex().isValid(), not self._removed
            self.doing.enable(on=chosen and here)
            for key in ("record.history", "list.copy"):
                self.desk.commands.enable(key, on=chosen)
            for key in ("record.open", "record.remove"):
                self.desk.commands.enable(key, on=chosen and here)
            self.merging.look()
            self.deeds.bulk.look()
            self.cells.enable(on=chosen and here)
            for key in ("record.new", "list.import", "list.print"):
                self.desk.commands.enable(key, on=here)
            self.export.enable(on=here)
            self.desk.commands.enable("record.restore", on=chosen and not here)
            erasable = chosen and not here and not self.desk.office.limited
            self.desk.commands.enable("record.erase", on=erasable)
            self.desk.commands.enable("record.reveal", on=self.numbers.there and here)

    def _chosen(self) -> UUID | None:
        line = self.deeds.current()
        return line.id if line is not None and not self._removed else None

    def _open(self, row: int) -> None:
        line = self.table.line(row)
        if line is not None and not self._removed:
            self.desk.open_screen("form", Edited(self.ledger.key, line.id))

    def _open_current(self) -> None:
        self._open(self.view.currentIndex().row())

    def _new(self) -> None:
        self.desk.open_screen("form", Edited(self.ledger.key))

    def _toggle_removed(self) -> None:
        """Go over to the removed records, or back to the others."""
        self._removed = not self._removed
        self.removed.setVisible(self._removed)
        self._ask()
        self._select_changed()
        self.view.setFocus()

    def _hand_over(self, key: str, *, shown: bool = True) -> None:
        """Hand what is looked at on; a paper has columns of its own unless this list is wanted."""
        columns = self.columns.keys if key == "print" and shown else ()
        self.desk.open_screen(key, Listed(self.ledger.key, self._query(), columns))

    def _toggle_filters(self) -> None:
        if self.filters.making:
            self.filters.finish()
        else:
            column = self.view.currentIndex().column()
            self.filters.start(self.table.fields[column].key if column >= 0 else "")

    def _narrowed(self) -> None:
        self._show_filters()
        self._ask()

    def _made_condition(self) -> None:
        self._show_filters()
        if not self.filters.holds_focus:
            self.view.setFocus()

    def _show_filters(self) -> None:
        """Show the sentence while there is one, or while it is being made."""
        self.filters.setVisible(bool(self.filters.filters) or self.filters.making)

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _type_on(self, text: str) -> None:
        """Type into the search line what was typed over the list."""
        self.search.setFocus()
        self.search.setText(text)

    def _say_too_much(self, most: int) -> None:
        self.desk.warn(f"一次最多复制 {most} 行。更多的请用“导出”。")

    def _to_list(self) -> None:
        self.view.setFocus()
        if self.table.rowCount() and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.table.index(0, 0))

    def clear_conditions(self) -> None:
        """Show every record again."""
        if self._removed:
            self._toggle_removed()
        order, descending = self.order.key, self.order.descending
        self.show_query(Query(order=order, descending=descending))
        self.view.setFocus()
