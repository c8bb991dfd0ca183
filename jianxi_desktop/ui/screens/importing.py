"""The import page: choose a roster, look at what would happen, then let it happen."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QWidget,
)

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import roster
from jianxi_desktop.services.import_report import Decision, RosterReport, Source
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.list_paste import read_clipboard
from jianxi_desktop.ui.merging import show_duplicates
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Listed, Pasting, Screen
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.drop_place import DropPlace
from jianxi_desktop.ui.screens.import_choices import ImportChoices
from jianxi_desktop.ui.screens.import_password import FilePassword
from jianxi_desktop.ui.screens.import_reading import SheetChoice
from jianxi_desktop.ui.screens.import_result import ImportResult
from jianxi_desktop.ui.screens.import_source import Brought, is_done, pending
from jianxi_desktop.ui.screens.parts import (
    Message,
    Working,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers

_KINDS = "表格 (*.xlsx *.xls *.et *.ods *.xlsb *.xlsm *.csv *.txt *.tsv);;所有文件 (*)"
_BOOK = "Excel 工作簿 (*.xlsx)"


class ImportScreen(Screen):
    """Brings rosters in: what is shown is the real import, rolled back, until 导入 is pressed."""

    key, title, area, symbol = "import", "导入花名册", "数据", "import"
    right = Right.IMPORT

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.brought = Brought()
        self._report: RosterReport | None = None
        self._busy = False
        self.asked = ImportChoices(desk)
        self.place = DropPlace(
            desk.commands.button("import.choose", self),
            "把名册文件拖到这里，或按“选择文件”",
            "能读 .xlsx .xls .et .ods .csv，也能粘贴一块",
        )
        self.place.add_button(desk.commands.button("list.paste", self))
        self.sheets = SheetChoice()
        self.message = Message()
        self.again = QPushButton("重新读取")
        self.unlock = QPushButton("输入密码")
        self.message.add_button(self.unlock)
        self.message.add_button(self.again)
        self.result = ImportResult(desk.commands, desk.jobs, self.brought)
        column = page_column(self)
        column.addWidget(
            heading(
                "导入花名册",
                "把现成的 Excel、WPS 名册收进台账。先给您看一遍，按“导入”以前什么都不会改动。",
            )
        )
        column.addWidget(self.asked)
        column.addWidget(self.place)
        column.addWidget(Working(desk.jobs))
        column.addWidget(self.sheets)
        column.addWidget(self.message)
        column.addWidget(self.result, 1)
        self._rest = QWidget()
        self._rest.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._rest, 1)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        self.asked.ledger_changed.connect(self._changed_ledger)
        self.asked.changed.connect(self._read_if_chosen)
        self.place.dropped.connect(self.take)
        self.sheets.chosen.connect(self._choose_sheet)
        self.again.clicked.connect(self._read_again)
        self.unlock.clicked.connect(self._ask_password)
        self.result.decided.connect(self._show_state)
        self.result.withdrawn.connect(self._withdraw)
        self.result.columns.wanted.connect(self._match)
        self.result.columns.forgotten.connect(self._forget)

    @property
    def ledger(self) -> Ledger:
        """The ledger the roster goes to."""
        return self.asked.ledger

    def take(self, path: Path) -> None:
        """Take a file and show what importing it would do."""
        self._begin(path)

    def paste(self, text: str) -> None:
        """Take a pasted block and show what importing it would do."""
        self._begin(pasted=text)

    def _begin(self, path: Path | None = None, pasted: str = "") -> None:
        self.brought.begin(path, pasted)
        self.result.figures.name.clear()
        self._read()

    def opened(self, argument: object = None) -> None:
        """Get ready; a list hands over its ledger, and a block that was pasted into it."""
        if isinstance(argument, Listed | Pasting):
            self._start_anew(argument.ledger)
        self.asked.load()
        self._show_state()
        if isinstance(argument, Pasting) and not self._busy:
            if argument.path is not None:
                self.take(argument.path)
            else:
                self.paste(argument.text)

    def moved(self) -> None:
        """Let members without a branch go to the organisation that was chosen in the tree."""
        self.asked.choose_home(self.desk.within)
        if self.isVisible():
            self._read_if_chosen()

    def put_away(self) -> None:
        """Forget the password of the file: the window is being locked."""
        self.brought.password = None

    def _start_anew(self, ledger: str) -> None:
        """Begin with no file where another ledger is wanted or the last file is done with."""
        if (is_done(self._report) or ledger != self.ledger.key) and not self._busy:
            self.brought.begin()
            self._report = None
            self.message.say("")
        self.asked.choose_ledger(ledger)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "import.choose": self._choose,
            "import.template": self._ask_template,
            "import.run": self._run,
            "import.report": self._ask_report,
            "list.paste": self._paste,
            "person.duplicates": self._show_duplicates,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read the organisations again when they changed."""
        if "organisation" in touched:
            self.asked.load()

    def _changed_ledger(self) -> None:
        self._show_state()
        if self.brought.there:
            self.brought.begin(self.brought.path, self.brought.pasted)
            self._read()

    def _read_if_chosen(self) -> None:
        if self.brought.there and not is_done(self._report) and not self._busy:
            self._read()

    def _choose(self) -> None:
        self.pickers.open(self, "选择名册", _KINDS, self.take)

    def _paste(self) -> None:
        brought = read_clipboard(self.desk, self.ledger.key)
        if brought is not None and brought.path is not None:
            self.take(brought.path)
        elif brought is not None:
            self.paste(brought.text)

    def _choose_sheet(self, name: str) -> None:
        self.brought.choose_sheet(name)
        self._read()

    def _match(self, columns: Mapping[str, str | None]) -> None:
        self.brought.match(columns)
        self._read()

    def _forget(self) -> None:
        self.brought.captions.clear()
        work = partial(roster.forget_captions, self.desk.office, self.ledger)
        self.desk.jobs.run(work, self._say_forgotten)

    def _say_forgotten(self, _number: int) -> None:
        self.desk.notice(f"已忘掉“{self.ledger.title}”记住的列对应。")
        self._read()

    def _withdraw(self, row: int) -> None:
        self.brought.withdraw(row)
        self._read()

    def _read_again(self) -> None:
        self.brought.forget_rows()
        self._read()

    def _read(self) -> None:
        """Import on trial: the same as importing, rolled back."""
        self._start()
        self._report = None
        self.brought.waiting.clear()
        self.desk.jobs.run_long(
            self._work(trial=True), self._show_preview, self._failed, title="正在读取名册"
        )
        self._show_state()

    def _work(
        self, *, trial: bool, report: Path | None = None
    ) -> Callable[[Progress], RosterReport]:
        return partial(
            _import,
            self.desk.office,
            self.ledger,
            self.brought.source(),
            self.brought.every_decision(),
            self.asked.home,
            self.asked.creates,
            trial,
            report,
        )

    def _show_preview(self, report: RosterReport) -> None:
        self._busy = False
        self._report = report
        if report.code == "no_heading" and self.brought.offer_headings(self.ledger):
            self._read()
            return
        read = report.file == "read"
        if read or report.columns:
            self.result.show_preview(self.ledger, report)
        self.sheets.show_report(report)
        self._say_read(report)
        self._show_state()
        if report.file == "ask_password":
            self._ask_password()

    def _say_read(self, report: RosterReport) -> None:
        if report.file != "read":
            state = "error" if report.file == "refuse" else "warning"
            self.message.say(words.question_of(report, self.ledger), state)
        elif self.brought.headings:
            self.message.say(words.headings_given(self.ledger), "warning")
        else:
            self.message.say("")

    def _ask_password(self) -> None:
        wrong = self._report is not None and self._report.code == "wrong_password"
        problem = "密码不对，请再输一次。" if wrong else ""
        dialog = FilePassword(self, self.brought.name, problem)
        dialog.given.connect(self._open_locked)
        dialog.open()

    def _open_locked(self, password: str) -> None:
        self.brought.password = password
        self._read()

    def _show_duplicates(self) -> None:
        show_duplicates(self, self.desk)

    def _run(self) -> None:
        if not self._may_import():
            return
        self._start()
        self.desk.jobs.run_long(
            self._work(trial=False), self._imported, self._failed, title="正在导入"
        )
        self._show_state()

    def _imported(self, report: RosterReport) -> None:
        self._busy = False
        self._report = report
        self.brought.waiting.clear()
        self.result.show_preview(self.ledger, report)
        self._show_state()
        self.desk.changed(report.touched)
        target = f"list:{self.ledger.key}"
        look = partial(self.desk.open_screen, target) if self.desk.has_screen(target) else None
        done = words.outcome(report, f"已导入{self.ledger.title}")
        self.desk.notice(done, undo=look, undo_text="查看")
        left = words.left_over(report)
        self.message.say(f"{done}{left}", "warning" if left else "")

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._show_state()
        self.desk.report(error)

    def _ask_template(self) -> None:
        name = f"{self.ledger.title}导入模板.xlsx"
        self.pickers.save(self, "保存空白模板", _BOOK, name, self._write_template)

    def _write_template(self, path: Path) -> None:
        work = partial(roster.write_template, self.desk.office, self.ledger, path)
        said = f"空白模板已保存：{path.name}。按表头填好后回到这里导入。"
        self.desk.jobs.run(work, lambda _done: offer_folder(self.desk, path, said))

    def _ask_report(self) -> None:
        if self.brought.there and self._report is not None:
            name = f"{self.brought.name}-问题清单.xlsx"
            self.pickers.save(self, "保存问题清单", _BOOK, name, self._write_report)

    def _write_report(self, path: Path) -> None:
        self._start()
        self.desk.jobs.run_long(
            self._work(trial=True, report=path),
            partial(self._reported, path),
            self._failed,
            title="正在写问题清单",
        )
        self._show_state()

    def _reported(self, path: Path, report: RosterReport) -> None:
        self._busy = False
        self._show_state()
        number = report.refused + report.review
        said = f"问题清单已保存：{path.name}，共 {number} 行，原因在最后一列。"
        offer_folder(self.desk, path, f"{said}改好后可以直接导入这份清单。")

    def _start(self) -> None:
        self._busy = True

    def _may_import(self) -> bool:
        report = self._report
        return (
            not self._busy
            and report is not None
            and report.file == "read"
            and not is_done(report)
            and report.created + report.updated + pending(self.brought) > 0
        )

    def _show_state(self) -> None:
        """Show what belongs to where we are: no file, reading, looked at, imported."""
        report, brought = self._report, self.brought
        read = report is not None and report.file == "read"
        asks = report is not None and report.file == "ask" and bool(report.columns)
        if brought.pasted:
            self.place.show_block(brought.name, words.block_of(brought.pasted))
        else:
            self.place.show_file(brought.path)
        for editor in (self.asked, self.place, self.sheets):
            editor.setEnabled(not self._busy)
        if self._busy or report is None:
            self.message.say("")
            self.sheets.hide()
        self.again.setVisible(report is not None and not read and brought.path is not None)
        self.unlock.setVisible(report is not None and report.file == "ask_password")
        self.result.setVisible((read or asks) and not self._busy)
        self._rest.setVisible(not self.result.isVisibleTo(self))
        enable = self.desk.commands.enable
        enable("import.run", on=self._may_import())
        enable("import.report", on=read and not self._busy and _has_left(report))
        enable("list.paste", on=not self._busy)
        enable("person.duplicates", on=self.ledger.key == "person")


def _has_left(report: RosterReport | None) -> bool:
    return report is not None and report.refused + report.review > 0


def _import(
    office: Office,
    ledger: Ledger,
    source: Source,
    decisions: Sequence[Decision],
    home: UUID | None,
    create: bool,  # noqa: FBT001 - bound by partial, never called by place
    trial: bool,  # noqa: FBT001 - as above
    report: Path | None,
    progress: Progress,
) -> RosterReport:
    return roster.import_roster(
        office,
        ledger,
        source,
        organisation=home,
        create_organisations=create,
        trial=trial,
        progress=progress,
        report=report,
        keep_rows=True,
        decisions=decisions,
    )
