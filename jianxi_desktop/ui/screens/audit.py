"""The page of what was done with this database: who looked at, took out and changed what, when."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.audit import Event, list_events
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.parts import captioned, choices, heading, page_column
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_COLUMNS = (
    Column("时间", 9),
    Column("谁", 5),
    Column("电脑", 5),
    Column("做了什么", 8),
    Column("条数", 4, right=True),
    Column("内容", 14),
    Column("原因", 14),
)
_PAGE = 500
# What of an event's detail is said, and how: the ledger and numbers, never an identity.
_WORDS = {
    "count": "{} 条",
    "rows": "{} 行",
    "pages": "{} 页",
    "printed_pages": "打印 {} 页",
    "title": "{}",
    "blank": "填写“{}”",
}
_LOOKED = ("unlock", "lock", "failed_login", "reveal", "export", "print", "pack")
_KINDS = (
    ("全部", lambda _event: True),
    ("查看、导出、打印", lambda event: event.action in ("reveal", "export", "print", "pack")),
    ("登录和锁定", lambda event: event.action in ("unlock", "lock", "failed_login", "password")),
    ("修改台账", lambda event: bool(event.records)),
    ("用户、密钥、备份", lambda event: not event.records and event.action not in _LOOKED),
)


class AuditScreen(Screen):
    """Lists what was done, the newest first; nothing can be changed here."""

    key, title, area, symbol = "audit", "操作记录", "系统", "audit"
    right = Right.AUDIT

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._events: list[Event] = []
        self.kinds = QComboBox()
        for text, wanted in _KINDS:
            self.kinds.addItem(text, wanted)
        self.words = QLineEdit()
        self.words.setPlaceholderText("谁、做了什么、原因")
        self.words.setMinimumWidth(columns_of(self, 12))
        self.table = TextTable()
        self.table.setAccessibleName("操作记录")
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        self._lay_out()
        self.kinds.currentIndexChanged.connect(self._show)
        self.words.textChanged.connect(self._show)

    def opened(self, argument: object = None) -> None:
        """Override: read anew; everything that is done goes on top."""
        del argument
        self._read()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {"audit.older": self._read_older, "list.refresh": self._read}

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: what was just written is an event, too."""
        if touched and self.isVisible():
            self._read()

    def _lay_out(self) -> None:
        asked = choices(
            captioned("看哪些", self.kinds),
            captioned("查找", self.words),
            self.desk.commands.button("audit.older", self),
            self.count,
        )
        self.table.setMinimumHeight(line_height(self) * 8)
        column = page_column(self)
        column.addWidget(
            heading("操作记录", "谁、什么时候、看了什么、改了什么。只能看，不能改，也删不掉。")
        )
        column.addWidget(asked)
        column.addWidget(self.table, 1)

    def _read(self) -> None:
        work = partial(list_events, self.desk.office, limit=_PAGE)
        self.desk.jobs.run_newest("audit", work, self._take)

    def _take(self, events: list[Event]) -> None:
        self._events = events
        self.desk.commands.enable("audit.older", on=len(events) >= _PAGE)
        self._show()

    def _read_older(self) -> None:
        before = self._events[-1].hlc if self._events else None
        work = partial(list_events, self.desk.office, limit=_PAGE, before=before)
        self.desk.jobs.run_newest("audit", work, self._take_older)

    def _take_older(self, events: list[Event]) -> None:
        self._take([*self._events, *events])
        self.desk.commands.enable("audit.older", on=len(events) >= _PAGE)

    def _show(self) -> None:
        wanted = self.kinds.currentData()
        words = self.words.text().split()
        line_of = partial(_line, self.desk.office.catalog)
        shown = [
            event
            for event in self._events
            if wanted(event) and all(word in " ".join(line_of(event).cells) for word in words)
        ]
        self.table.show_items(_COLUMNS, shown, line_of)
        self.count.setText(f"{len(shown)} 条" if shown else "没有这样的记录")


def _line(catalog: Catalog, event: Event) -> Line:
    number = f"{event.records:,}" if event.records else ""
    cells = (
        f"{event.when:%Y-%m-%d %H:%M}",
        event.who,
        event.pc,
        event.title,
        number,
        _said(catalog, event.detail),
        event.reason,
    )
    return Line(cells, {3: "error"} if event.action == "failed_login" else {})


def _said(catalog: Catalog, detail: Mapping[str, Any]) -> str:
    """Say an event's detail in words."""
    titles = {ledger.key: ledger.title for ledger in catalog}
    told = [titles[name] for key in ("ledger", "paper") if (name := detail.get(key)) in titles]
    told += [words.format(detail[key]) for key, words in _WORDS.items() if detail.get(key)]
    if detail.get("full_numbers"):
        told.append("含完整号码")
    return "，".join(dict.fromkeys(told))
