"""The page of rules: what the program goes by, from where, and what nobody has verified yet."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.rule_book import RuleLine, own_table, rules
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.screens.parts import captioned, choices, heading, page_column
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_COLUMNS = (
    Column("规则表", 8),
    Column("内容", 20.5),
    Column("起止", 9),
    Column("来源", 19.5),
    Column("状态", 6),
)
_DISTRICT = 6  # digits of its code
RULE_COMMANDS = (
    Command(
        "rules.issue",
        "改这张表…",
        "",
        "",
        "rules",
        "由区里下发一张规则表，代替程序自带的",
        idle=True,
        right=Right.EDIT,
    ),
)


class RulesScreen(Screen):
    """Lists the rules; a district may lay down its own in the place of a table."""

    key, title, area, symbol = "rules", "规则和依据", "系统", "rules"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rules: list[RuleLine] = []
        self.tables = QComboBox()
        self.words = QLineEdit()
        self.words.setPlaceholderText("内容、来源里的词")
        self.words.setMinimumWidth(columns_of(self, 12))
        self.doubtful = QCheckBox("只看待核实的")
        self.table = TextTable()
        self.table.setAccessibleName("规则和依据")
        self.table.setMinimumHeight(line_height(self) * 8)
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        self._lay_out()
        self.tables.currentIndexChanged.connect(self._show)
        self.words.textChanged.connect(self._show)
        self.doubtful.toggled.connect(self._show)

    def opened(self, argument: object = None) -> None:
        """Override."""
        del argument
        self._read()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {"rules.issue": self._issue, "list.refresh": self._read}

    def refresh(self, touched: frozenset[str]) -> None:
        """Override."""
        if "issued_definition" in touched and self.isVisible():
            self._read()

    def _lay_out(self) -> None:
        district = len(self.desk.office.unit.code) == _DISTRICT
        issue = self.desk.commands.button("rules.issue", self) if district else None
        asked = [captioned("规则表", self.tables), captioned("查找", self.words), self.doubtful]
        column = page_column(self)
        column.addWidget(
            heading(
                "规则和依据",
                "程序提醒和计算所依据的规定、期限和比例。标“待核实”的出自一般说法，没有查到原文，"
                "请以上级文件为准；区里另有规定的，在“下发的规则和报表”里登记，下发后各单位照此计算。",
            )
        )
        column.addWidget(choices(*asked, *([issue] if issue else []), self.count))
        column.addWidget(self.table, 1)

    def _read(self) -> None:
        self.desk.jobs.run_newest("rules", partial(rules, self.desk.office), self._take)

    def _take(self, found: list[RuleLine]) -> None:
        self._rules, chosen = found, self.tables.currentData()
        self.tables.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.tables.clear()
        self.tables.addItem("全部", "")
        for name, title in dict.fromkeys((each.table, each.title) for each in found):
            self.tables.addItem(title, name)
        self.tables.setCurrentIndex(max(self.tables.findData(chosen), 0))
        self.tables.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._show()

    def _show(self) -> None:
        name, words = self.tables.currentData(), self.words.text().split()
        shown = [
            each
            for each in self._rules
            if name in ("", None, each.table)
            and (each.unverified or not self.doubtful.isChecked())
            and all(word in f"{each.title}{each.text}{each.source}" for word in words)
        ]
        self.table.show_items(_COLUMNS, shown, _line)
        self.count.setText(f"{len(shown)} 条" if shown else "没有这样的规则")
        changeable = any(each.table == name and each.changeable for each in self._rules)
        self.desk.commands.enable("rules.issue", on=changeable)

    def _issue(self) -> None:
        work = partial(own_table, self.desk.office, self.tables.currentData())
        self.desk.jobs.run(work, self._open)

    def _open(self, given: Mapping[str, str]) -> None:
        self.desk.open_screen("form", Edited("issued_definition", given=given))


def _line(rule: RuleLine) -> Line:
    state = "待核实" if rule.unverified else ("区里下发" if rule.issued else "")
    cells = (rule.title, rule.text, rule.valid, rule.source, state)
    return Line(cells, {4: "warning" if rule.unverified else "good"} if state else {})
