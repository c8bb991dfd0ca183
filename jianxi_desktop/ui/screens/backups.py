"""The page of backups: when the last one was, make one, try one, put one back, check the whole."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jianxi_desktop import settings
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services import backups
from jianxi_desktop.services.backups import Backup, Made
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.verify import Check, verify
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.parts import (
    Facts,
    Message,
    Working,
    choices,
    heading,
    page_column,
    section,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_primary, line_height

_COLUMNS = (
    Column("时间", 10),
    Column("核对", 4),
    Column("内容", 6, right=True),
    Column("大小", 6, right=True),
    Column("在哪里", 26),
)
_CHECKED = (Column("结果", 4), Column("检查了什么", 16), Column("说明", 34))
_RULES = {
    "file_length": "文件长度",
    "page_seals": "每一页的封印",
    "structure": "数据库结构",
    "foreign_keys": "记录之间的联系",
    "journal": "操作记录的链条",
    "records": "每条记录和操作记录相符",
    "search_rows": "查找索引的条数",
    "search_words": "查找索引的内容",
    "counts": "各台账的条数",
    "keyring": "密钥文件",
    "accounts": "用户登记",
    "backups": "备份文件",
    "restore_drill": "试恢复",
}
_ROWS = 7  # of the list that stand without scrolling


class Known(NamedTuple):
    """What the page shows."""

    made: list[Backup]
    changed: bool
    second: Path | None


class BackupScreen(Screen):
    """Makes backups and shows what there is; a backup is put back from the unlock page."""

    key, title, area, symbol = "backup", "备份与恢复", "系统", "backup"
    of_file = True
    right = Right.BACKUP

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.last = Message()
        self.facts = Facts()
        self.table = TextTable()
        self.table.setAccessibleName("备份")
        self.checks = TextTable()
        self.checks.setAccessibleName("检查结果")
        self.verdict = Message()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def opened(self, argument: object = None) -> None:
        """Override: look what lies in the folders now."""
        del argument
        self._read()
        self._choose()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {
            "backup.run": self._back_up,
            "backup.second": self._choose_second,
            "backup.verify": self._verify,
            "backup.drill": self._drill,
            "backup.restore": self._ask_restore,
            "list.refresh": self._read,
        }

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        first = choices(
            as_primary(button("backup.run", self)),
            button("backup.second", self),
            button("backup.verify", self),
        )
        below = choices(button("backup.drill", self), button("backup.restore", self))
        self.table.setFixedHeight(line_height(self) * (_ROWS + 1))
        column = page_column(self)
        column.addWidget(
            heading("备份与恢复", "关闭程序时、每天第一次打开时自动备份；备份和数据库一样加密。")
        )
        column.addWidget(self.last)
        column.addWidget(first)
        column.addWidget(Working(self.desk.jobs))
        column.addWidget(self.verdict)
        column.addWidget(self.facts)
        column.addWidget(self.table)
        column.addWidget(below)
        self._checked = section("检查结果")
        for part in (self._checked, self.checks):
            column.addWidget(part)
            part.hide()
        column.addStretch(1)

    def _read(self) -> None:
        self.desk.jobs.run_newest("backup.list", partial(_look, self.desk.office), self._show)

    def _show(self, known: Known) -> None:
        self.table.show_items(_COLUMNS, known.made, _line)
        if known.made:
            self.table.setCurrentIndex(self.table.rows.index(0, 0))
        self.last.say(*_told(known))
        folder = self.desk.office.path.parent / "backups"
        second = str(known.second) if known.second else "没有选。最好选一个移动盘或别的硬盘。"
        self.facts.show_facts([("备份在", str(folder)), ("第二份", second)])
        self._choose()

    def _current(self) -> Backup | None:
        index = self.table.currentIndex()
        found = self.table.rows.item(index.row()) if index.isValid() else None
        return found if isinstance(found, Backup) else None

    def _choose(self) -> None:
        for key in ("backup.drill", "backup.restore"):
            self.desk.commands.enable(key, on=self._current() is not None)

    def _back_up(self) -> None:
        work = partial(backups.backup, self.desk.office, None)
        self.desk.jobs.run_long(work, self._say_made, title="正在备份")

    def _say_made(self, made: Made) -> None:
        second = f"，第二份在“{made.second.parent}”" if made.second else ""
        offer_folder(self.desk, made.backup.file, f"已备份并核对{second}。")
        if made.notes:
            self.desk.warn("".join(made.notes))
        self._read()

    def _choose_second(self) -> None:
        self.pickers.folder(self, "第二份备份放在哪里（移动盘或别的硬盘）", self._take_second)

    def _take_second(self, folder: Path) -> None:
        work = partial(settings.choose_second_backups, self.desk.office.path, folder)
        self.desk.jobs.run(work, self._say_second)

    def _say_second(self, _nothing: None) -> None:
        self.desk.notice("已选好，以后每次备份都放一份到那里。现在可以按“立即备份”试一次。")
        self._read()

    def _verify(self) -> None:
        work = partial(verify, self.desk.office)
        self.desk.jobs.run_long(work, self._show_checks, title="正在检查数据库")

    def _drill(self) -> None:
        chosen, office = self._current(), self.desk.office
        if chosen is None:
            return

        work = partial(backups.drill, office, chosen, None)
        self.desk.jobs.run_long(work, self._show_checks, title="正在试恢复")

    def _show_checks(self, checks: Sequence[Check]) -> None:
        wrong = sum(not check.ok for check in checks)
        line_of = partial(_check_line, self.desk.office.catalog)
        self.checks.show_items(_CHECKED, sorted(checks, key=lambda check: check.ok), line_of)
        self.checks.setFixedHeight(line_height(self) * (len(checks) + 1) + 8)
        if wrong:
            self.verdict.say(
                f"有 {wrong} 项不对，请不要再录入，先联系技术支持或恢复备份。", "error"
            )
        else:
            self.verdict.say(f"{len(checks)} 项检查全部完好。")
        for part in (self._checked, self.checks):
            part.show()

    def _ask_restore(self) -> None:
        chosen = self._current()
        if chosen is not None:
            work = partial(backups.returning, self.desk.office.path, chosen.file)
            self.desk.jobs.run(work, partial(self._ask_about, chosen))

    def _ask_about(self, chosen: Backup, returning: tuple[str, ...]) -> None:
        ask(
            self,
            f"换回 {chosen.made_at:%Y年%m月%d日 %H:%M} 的备份？",
            [("锁定并恢复", partial(self.desk.restore, chosen.file)), ("保留现在的数据", None)],
            more=(
                "在那以后的改动都不在备份里，用户和密码也换回当时的。"
                "现在的文件会另外保存在 backups/before-restore 里。"
                f"\n\n{backups.told_of_returning(returning)}"
            ).strip(),
        )


def _look(office: Office) -> Known:
    made = backups.list_backups(office.path)
    return Known(made, backups.changed(office), settings.second_backups(office.path))


def _told(known: Known) -> tuple[str, str]:
    """Say how it stands with backups, and whether that is well."""
    if not known.made:
        return "还没有备份过。请按“立即备份”。", "warning"
    last = f"上次备份：{known.made[0].made_at:%Y年%m月%d日 %H:%M}。"
    if known.changed:
        return f"{last}那以后有改动，关闭程序时会自动备份。", ""
    return f"{last}那以后没有改动。", ""


def _line(made: Backup) -> Line:
    rows = f"{made.note.rows:,} 行" if made.note else ""
    size = f"{made.bytes / 1_000_000:,.1f} MB"
    proved = "完好" if made.verified else "没有"
    cells = (f"{made.made_at:%Y-%m-%d %H:%M}", proved, rows, size, str(made.file))
    return Line(cells, {1: "good" if made.verified else "warning"})


def _check_line(catalog: Catalog, check: Check) -> Line:
    rule, _, ledger = check.rule.partition(":")
    whose = f"：{catalog[ledger].title}" if ledger else ""
    named = f"{_RULES.get(rule, rule)}{whose}"
    cells = ("完好" if check.ok else "不对", named, check.detail)
    return Line(cells, {0: "good"} if check.ok else {0: "error", 2: "error"})
