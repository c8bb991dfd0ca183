"""The questions of the return desk: a figure and why, what is written when it is completed."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.calendar import show_period
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_figures import shown_number
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of, line_height

_REASONS = ("记录还没有录入", "纸质台账核对后更正", "口径与台账不同，按上级通知填", "上级核定数")
_MOST = 6  # checks named in one dialog
_MOVED = (Column("数字", 24), Column("上报时", 6, right=True), Column("现在", 6, right=True))


class _Dialog(PatientDialog):
    """A question with a line for what is wrong; it stays open until the answer is taken."""

    def __init__(self, parent: QWidget, title: str, asked: str, more: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(columns_of(self, 1))
        self.lines = QVBoxLayout(self)
        edge = columns_of(self, 1.2)
        self.lines.setContentsMargins(edge, edge, edge, edge)
        self.lines.addWidget(as_title(wrapped(asked)))
        if more:
            self.lines.addWidget(wrapped(more))
        self.lines.addLayout(self.form)
        self.lines.addWidget(self.problem)
        self.setMinimumWidth(columns_of(self, 34))

    def refuse(self, error: Exception) -> None:
        """Say in place why it was not done."""
        self.take_up()
        self.say(describe_error(error).text)

    def say(self, text: str) -> None:
        """Say what is wrong."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def add(self, caption: str, editor: QWidget) -> None:
        """Add a line."""
        editor.setAccessibleName(caption)
        self.form.addRow(caption, editor)


class FigureDialog(_Dialog):
    """Asks for a figure, and for the reason where records give another."""

    def __init__(
        self,
        parent: QWidget,
        line: PageLine,
        save: Callable[[str, str, "FigureDialog"], None],
        clear: Callable[["FigureDialog"], None],
    ) -> None:
        counted = shown_number(line.calculated) or "无"
        more = f"系统计算：{counted}。改动后两个数都保留，报表上注明原因。"
        if line.kind == "typed":
            more = "台账里没有这个数，由人填写。"
        if line.last is not None:
            more += f"上期：{shown_number(line.last)}。"
        super().__init__(parent, "填写数字", f"{line.number}　{line.name}", more)
        self._line, self._save = line, save
        now = line.value if line.value is not None else line.last
        self.number = QLineEdit(shown_number(now))
        self.number.selectAll()
        self.add("填报数", self.number)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(_REASONS)
        self.reason.setCurrentText(line.reason)
        if line.kind != "typed":
            self.add("调整原因", self.reason)
        self.go = as_primary(QPushButton("保存"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._ask)
        self.back = QPushButton("恢复计算数" if line.kind != "typed" else "清空")
        self.back.setVisible(line.given is not None)
        self.back.clicked.connect(lambda: clear(self) if self.begin() else None)
        stay = QPushButton("不改")
        stay.clicked.connect(self.reject)
        self.lines.addLayout(row_of(self.back, None, self.go, stay))
        self.number.setFocus()

    def _ask(self) -> None:
        reason = self.reason.currentText().strip() if self._line.kind != "typed" else ""
        if not self.number.text().strip():
            self.say("请写一个数；不需要这个数时按“恢复计算数”。")
        elif self._line.kind != "typed" and not reason:
            self.say("这个数由记录算出，改动要写明原因。")
        elif self.begin():
            self._save(self.number.text(), reason, self)


class CompleteDialog(_Dialog):
    """Asks who filled a return in, who answers for it, and why checks fail."""

    def __init__(
        self,
        parent: QWidget,
        page: FilingPage,
        user: str,
        go_on: Callable[[dict[str, str], "CompleteDialog"], None],
        verb: str = "填报完成",
    ) -> None:
        filing = page.filing
        more = failing(page.wrong) if page.wrong else "勾稽关系全部相符。"
        super().__init__(parent, verb, f"{filing.title}（{show_period(filing.period)}）", more)
        self._go_on, self._wrong, self._verb = go_on, page.wrong, verb
        self.prepared_by = QLineEdit(filing.prepared_by or user)
        self.responsible = QLineEdit(filing.responsible)
        self.explanation = QPlainTextEdit(filing.explanation)
        self.explanation.setFixedHeight(line_height(self) * 3)
        self.explanation.setTabChangesFocus(True)
        self.add("填表人", self.prepared_by)
        self.add("负责人", self.responsible)
        if page.wrong or filing.explanation:
            self.add("情况说明", self.explanation)
        self.go = as_primary(QPushButton(verb))
        self.go.setDefault(True)
        self.go.clicked.connect(self._ask)
        stay = QPushButton("再看看")
        stay.clicked.connect(self.reject)
        self.lines.addLayout(row_of(None, self.go, stay))
        (self.explanation if page.wrong else self.responsible).setFocus()

    def _ask(self) -> None:
        said = self.explanation.toPlainText().strip()
        if self._wrong and not said and self._verb == "上报":
            self.say("有勾稽关系不符，请先写情况说明，或回去核对数据。")
            return
        told = {
            "prepared_by": self.prepared_by.text().strip(),
            "responsible": self.responsible.text().strip(),
            "explanation": said,
        }
        if self.begin():
            self._go_on(told, self)


class MovedDialog(QDialog):
    """Lists what the records would give otherwise now than when the return was handed in."""

    def __init__(self, parent: QWidget, lines: Sequence[PageLine]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("与现在的记录相比")
        self.table = TextTable()
        self.table.setAccessibleName("变化的数字")
        rows = [
            Line((each.name, shown_number(each.value), shown_number(each.now))) for each in lines
        ]
        self.table.show_items(_MOVED, rows)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        told = f"上报以后记录有变动，有 {len(lines)} 个数字按现在的记录会不同。上报的数字不变。"
        column.addWidget(wrapped(told))
        column.addWidget(self.table, 1)
        column.addLayout(row_of(None, close))
        self.resize(columns_of(self, 50), line_height(self) * 16)


def failing(wrong: Sequence[Check]) -> str:
    """Name the checks that fail, the first of them with where."""
    told = [f"· {each.rule}：{each.detail}" for each in wrong[:_MOST]]
    more = [f"· 另外还有 {len(wrong) - _MOST} 项"] if len(wrong) > _MOST else []
    return "\n".join([f"有 {len(wrong)} 项勾稽关系不符：", *told, *more])
