"""Several conflicts ended alike after a look, and a value typed where no other one is right."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import conflict_batches, conflicts, resolving
from jianxi_desktop.services.conflict_batches import Planned
from jianxi_desktop.services.conflict_names import columns_of, read_name
from jianxi_desktop.services.conflicts import KINDS, Conflict
from jianxi_desktop.services.conflicts import Line as Waiting
from jianxi_desktop.services.resolving import Resolved
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.gate_card import problem_label, say_problem
from jianxi_desktop.ui.screens.parts import captioned, dialog_column, row_of, section, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, line_height
from jianxi_desktop.ui.theme import columns_of as width_of

if TYPE_CHECKING:
    from jianxi_desktop.ui.editor import Editor

_COLUMNS = (
    Column("记录", 10, names=True),
    Column("哪一项", 8),
    Column("现在显示", 11),
    Column("改为", 11),
)
_MOST = 1_000  # decided in one go; the rest is asked again
_ROOM = 0.94  # of the window
Told = Callable[[int, frozenset[str], Sequence[str]], None]


class SeveralDialog(PatientDialog):
    """Offers one decision for all listed conflicts of a kind, and shows first what it does.

    Attributes:
        ways: The decisions there are.
        table: What the chosen one does.
        take: Does it.
    """

    def __init__(self, parent: QWidget, desk: Desk, lines: Sequence[Waiting], told: Told) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("成批处理")
        self._desk, self._told = desk, told
        self._found: list[Conflict] = []
        self._planned: list[Planned] = []
        self._all, self._lines = len(lines), list(lines[:_MOST])
        self.ways = QComboBox()
        self.ways.setMinimumWidth(width_of(self, 20))
        self.table = TextTable()
        self.table.setAccessibleName("会改成什么")
        self.told = as_hint(wrapped("正在读取…"))
        self.problem = problem_label()
        self.take = as_primary(QPushButton("采用"))
        self.take.setEnabled(False)
        self.take.setDefault(True)
        self.take.clicked.connect(self._do)
        self.ways.currentIndexChanged.connect(self._show_plan)
        self._lay_out(parent)
        ids = [line.id for line in self._lines]
        work = partial(conflicts.find_many, desk.office, ids)
        desk.jobs.run(work, self._show, self._failed)

    def _lay_out(self, parent: QWidget) -> None:
        close = QPushButton("不改")
        close.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(section(f"{KINDS[self._lines[0].kind]}：一起定下"))
        column.addLayout(row_of(captioned("怎样定", self.ways), None))
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.take, close))
        wanted = QSize(width_of(self, 50), line_height(self) * 17)
        self.resize(wanted.boundedTo(parent.window().size() * _ROOM))

    def _show(self, found: list[Conflict]) -> None:
        self._found = found
        for choice in conflict_batches.choices(found):
            self.ways.addItem(f"{choice.text}（{choice.number:,} 条）", choice.key)
        self._show_plan()
        self.ways.setFocus()

    def _show_plan(self) -> None:
        way = self.ways.currentData()
        self._planned = list(conflict_batches.plan(self._found, way)) if way else []
        self.table.show_items(_COLUMNS, self._planned, _line)
        count, left = len(self._planned), self._all - len(self._planned)
        told = f"以下 {count:,} 条照这样定下；" if count else "没有可以这样定下的。"
        rest = f"另外 {left:,} 条不动，留在清单里。" if left else "清单里这一类就都定下了。"
        self.told.setText(told + (rest if count else ""))
        self.take.setText(f"采用（{count:,} 条）")
        self.take.setEnabled(bool(count))

    def _do(self) -> None:
        if not self.begin():
            return
        self.take.setEnabled(False)
        kept = {each.line.id: each.keep for each in self._planned}
        office = self._desk.office

        def work(progress: Progress) -> Resolved:
            return resolving.resolve_many(office, kept, progress=progress)

        self._desk.jobs.run_long(work, self._done, self._failed, title="正在定下")

    def _done(self, resolved: Resolved) -> None:
        settled = [each.line.id for each in self._planned]
        self.accept()
        self._told(resolved.count, resolved.touched, settled)

    def _failed(self, error: Exception) -> None:
        told = describe_error(error)
        self.take_up()
        say_problem(self.problem, "\n".join([told.text, *told.details]))
        self.take.setEnabled(bool(self._planned))


class TypeDialog(QDialog):
    """Takes a value for each field of a conflict; what is left as it is stays as shown.

    Attributes:
        editors: One for each field.
        save: Keeps what is typed.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        conflict: Conflict,
        keep: Callable[[dict[str, object]], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("填别的值")
        self._keep = keep
        line = conflict.line
        catalog = desk.office.catalog
        ledger = catalog[line.ledger]
        group = read_name(line.id, catalog, KINDS).group
        self.editors: dict[str, Editor] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(width_of(self, 1))
        shown = resolving.shown_values(catalog, conflict)
        for row, key in enumerate(columns_of(ledger, group)):
            field = ledger.fields[key]
            editor = make_editor(field, desk)
            editor.setAccessibleName(field.caption)
            if not field.masked:
                editor.show_value(shown.get(key))
            self.editors[key] = editor
            grid.addWidget(QLabel(field.caption), row, 0)
            grid.addWidget(editor, row, 1)
        self._before = {key: editor.raw() for key, editor in self.editors.items()}
        self.save = as_primary(QPushButton("定下"))
        self.save.setDefault(True)
        self.save.clicked.connect(self._take)
        close = QPushButton("不填")
        close.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(section(line.name))
        column.addWidget(
            as_hint(wrapped("填上对的值；不动的照现在显示的。号码不显示，不填就不改。"))
        )
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(row_of(None, self.save, close))
        self.resize(width_of(self, 32), self.sizeHint().height())
        next(iter(self.editors.values())).setFocus()

    def _take(self) -> None:
        typed = {
            key: editor.raw()
            for key, editor in self.editors.items()
            if editor.raw() != self._before[key]
        }
        self.accept()
        self._keep(typed)


def _line(planned: Planned) -> Line:
    line = planned.line
    states = {3: "changed"} if planned.new != planned.old else {}
    return Line((line.name, line.what, planned.old, planned.new), states)
