"""The question who a row is about: the row beside the records that it may be."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from jianxi_desktop.domain.masking import is_masked
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import Candidate, Decision, RowReport
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.import_source import asks
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_STAYS = "选“同一个人”，其余内容照收，党支部不动。"
_OTHERS = ("0", "-")
_MOST = 9  # records that are offered: each has a key of its own
_TELLING = ("born_on", "branch", "id_number")  # what tells namesakes apart


class DecidePanel(QFrame):
    """Shows a row beside the records it may be about, and takes the answer.

    Signals:
        decided: The decision; the next row is wanted.
        withdrawn: The number of a row whose decision is taken back.
    """

    decided = Signal(object)
    withdrawn = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("state", "warning")
        self._row: RowReport | None = None
        self.same: list[QPushButton] = []
        self.asked = wrapped()
        self.other = QPushButton("是另一个人，新增")
        self.other.clicked.connect(partial(self._answer, "other", None))
        self.leave = QPushButton("这次不导入")
        self.leave.clicked.connect(partial(self._answer, "leave", None))
        self.back = QPushButton("撤回决定")
        self.back.clicked.connect(self._withdraw)
        gap = columns_of(self, 0.6)
        self._sheet = QFrame()
        self._sheet.setObjectName("card")
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(gap, gap // 2, gap, gap // 2)
        self._grid.setHorizontalSpacing(columns_of(self, 1))
        self._grid.setVerticalSpacing(gap // 3)
        self._grid.setColumnStretch(2, 1)
        self.hint = as_hint(QLabel("在名单里按 1、2… 选是哪一个，0 是另一个人，减号这次不导入。"))
        column = QVBoxLayout(self)
        column.addWidget(self.asked)
        column.addWidget(self._sheet)
        line = row_of(self.other, self.leave, self.back, self.hint)
        line.setStretch(3, 1)
        line.setSpacing(gap)
        column.addLayout(line)
        self.hide()

    def show_row(
        self, ledger: Ledger, row: RowReport | None, decision: Decision | None, why: str = ""
    ) -> None:
        """Ask about a row; one that asks nothing hides the panel."""
        self._row = row if row is not None and (asks(row) or decision) else None
        self.setVisible(self._row is not None)
        if self._row is None or row is None:
            return
        open_yet = row.action == "review"
        said = f"您定的是：{words.ANSWERS[decision.answer]}。" if decision else ""
        why = why or "和台账里的记录可能是同一个人，请您定"
        if any(issue.code == "moved" for issue in row.issues) and open_yet and not said:
            said = _STAYS
        self.asked.setText(f"第 {row.row} 行：{why}。{said}")
        self._fill(ledger, row, decision)
        self._sheet.setVisible(bool(row.candidates))
        for button in (self.other, self.leave, self.hint):
            button.setVisible(open_yet)
        self.back.setVisible(decision is not None)

    def text(self) -> str:
        """Give all that stands side by side, a line each."""
        lines = [
            [self._grid.itemAtPosition(row, column) for column in range(3)]
            for row in range(self._grid.rowCount())
        ]
        widgets = [[each.widget() for each in line if each is not None] for line in lines]
        return "\n".join(
            "　".join(w.text() for w in line if isinstance(w, QLabel)) for line in widgets
        )

    def _fill(self, ledger: Ledger, row: RowReport, decision: Decision | None) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.same = []
        self._put(0, "名册里的", _name_of(ledger, row), _detail(ledger, row))
        for place, each in enumerate(row.candidates[:_MOST]):
            button = QPushButton(f"是同一个人（{place + 1}）")
            button.clicked.connect(partial(self._answer, "same", each))
            chosen = decision is not None and decision.record == each.id
            if chosen or (decision is None and len(row.candidates) == 1):
                as_primary(button)
            self.same.append(button)
            self._put(place + 1, f"台账里的 {place + 1}", each.caption, each.detail)
            self._grid.addWidget(button, place + 1, 3)
            button.setVisible(row.action == "review")

    def _put(self, line: int, whose: str, name: str, detail: str) -> None:
        """Put a line below the others, so that what differs stands one below the other."""
        for column, text in enumerate((whose, name, detail)):
            label = QLabel(text)
            label.setWordWrap(column > 1)
            label.setProperty("role", "" if column else "hint")
            self._grid.addWidget(label, line, column)

    def press(self, key: str) -> bool:
        """Answer by a key: the number of a record, 0 or a dash; tell whether it was one."""
        if self._row is None or self.isHidden():
            return False
        if key in _OTHERS:
            (self.other if key == "0" else self.leave).click()
            return True
        place = int(key) - 1 if key.isascii() and key.isdigit() else -1
        if 0 <= place < len(self.same):
            self.same[place].click()
        return place >= 0

    def _answer(self, answer: str, candidate: Candidate | None, *_checked: bool) -> None:
        row = self._row
        if row is None or row.action != "review":
            return
        record = candidate.id if candidate is not None else None
        match answer:
            case "same":
                self.decided.emit(Decision(row.row, "same", record))
            case "other":
                self.decided.emit(Decision(row.row, "other"))
            case _:
                self.decided.emit(Decision(row.row, "leave"))

    def _withdraw(self) -> None:
        if self._row is not None:
            self.withdrawn.emit(self._row.row)


def _name_of(ledger: Ledger, row: RowReport) -> str:
    return row.values.get(ledger.caption.key, "") or "（没有写名称）"


def _detail(ledger: Ledger, row: RowReport) -> str:
    """Say of a row what tells namesakes apart; a number is cut as in every list."""
    keys = [key for key in _TELLING if key in ledger.all_fields]
    said = []
    for key in keys or [each for each in row.values if each != ledger.caption.key][:3]:
        value = row.values.get(key, "")
        if value:
            field = ledger.all_fields[key]
            shown = field.mask(value) if field.masked and not is_masked(value) else value
            said.append(shown)
    return "，".join(said)
