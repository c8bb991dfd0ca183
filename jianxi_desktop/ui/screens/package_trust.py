"""The dialog in which a person compares another office's fingerprint and trusts its card."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.trust import CardLook, Standing, compare_fingerprint
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screens import package_trust_words as words
from jianxi_desktop.ui.screens.parts import Facts, dialog_column, row_of, section, sized, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, as_quiet, columns_of, points, set_state

_GROUPS, _DIGITS = 5, 5
_HOW = (
    "请打电话给对方（打平时联系的号码，不要用名片旁边写的号码），请对方念出自己程序里的指纹，"
    "听到什么就填什么，一组五位。"
)


class TrustDialog(PatientDialog):
    """Asks for the fingerprint as it was heard; what the card says is not shown beside it.

    Attributes:
        groups: Where the five groups are typed.
        go: Trusts the card, if every group agrees.
        show_it: Shows the fingerprint instead, for those who sit before both screens.
        fingerprint: The fingerprint, once it is shown.
        problem: What does not agree.
    """

    def __init__(self, parent: QWidget, found: CardLook, trust: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("信任名片")
        self._found, self._trust = found, trust
        self._shown = found.standing is Standing.SUCCESSOR
        self.groups = [self._group(place) for place in range(_GROUPS)]
        self.fingerprint = sized(wrapped(found.card.fingerprint), 15, bold=True)
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.go = as_primary(QPushButton(_verb(found)))
        self.go.setDefault(True)
        self.go.clicked.connect(self._compare)
        self.show_it = as_quiet(QPushButton("当面核对：显示指纹"))
        self.show_it.setToolTip("两台电脑的屏幕放在一起看时用")
        self.show_it.clicked.connect(self._show_fingerprint)
        self.stay = QPushButton("不信任")
        self.stay.clicked.connect(self.reject)
        self._how = as_hint(wrapped(_HOW))
        self._lay_out()
        self._arrange()

    def paste(self, text: str) -> None:
        """Spread digits over the groups, as when all of them are pasted into the first."""
        digits = "".join(letter for letter in text if letter.isdigit())
        for place, line in enumerate(self.groups):
            line.setText(digits[place * _DIGITS : (place + 1) * _DIGITS])

    def refuse(self, error: Exception) -> None:
        """Say in place why the card was not trusted."""
        self.take_up()
        self._say(describe_error(error).text)
        self.go.setEnabled(True)

    def _group(self, place: int) -> QLineEdit:
        line = sized_line(self)
        line.setAccessibleName(f"指纹第 {place + 1} 组")
        line.setPlaceholderText("5 位")
        line.textEdited.connect(partial(self._typed, place))
        return line

    def _typed(self, place: int, text: str) -> None:
        """Go on to the next group when one is full; a whole fingerprint fills them all."""
        set_state(self.groups[place], "")
        self._say("")
        digits = "".join(letter for letter in text if letter.isdigit())
        if len(digits) > _DIGITS and place == 0:
            self.paste(digits)
            self.groups[min(len(digits) // _DIGITS, _GROUPS - 1)].setFocus()
        elif len(digits) >= _DIGITS and place + 1 < _GROUPS:
            self.groups[place + 1].setFocus()
            self.groups[place + 1].selectAll()

    def _compare(self) -> None:
        if not self._shown:
            try:
                compare_fingerprint(self._found.card, [line.text() for line in self.groups])
            except InputError as error:
                line = self.groups[int(error.details[0]) - 1]
                set_state(line, "error")
                line.setFocus()
                line.selectAll()
                self._say(error.user_message)
                return
        if self.begin():
            self.go.setEnabled(False)
            self._trust()

    def _show_fingerprint(self) -> None:
        self._shown = True
        self._arrange()
        self.go.setText("当面核对一致，信任它")

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need: lines that break are not asked about before it is shown."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            width = max(self.width(), self.minimumWidth())
            self.resize(width, layout.totalHeightForWidth(width))

    def _arrange(self) -> None:
        self.fingerprint.setVisible(self._shown)
        self._typing.setVisible(not self._shown)
        self._how.setVisible(not self._shown)
        self.show_it.setVisible(not self._shown)
        self._say("")
        if not self._shown:
            self.groups[0].setFocus()

    def _lay_out(self) -> None:
        card = self._found.card
        facts = Facts()
        facts.show_facts(
            [
                ("单位", card.name),
                ("区划代码", card.unit),
                ("密钥日期", show_day(card.created[:10])),
            ]
        )
        self._typing = QWidget()
        grid = QGridLayout(self._typing)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(columns_of(self, 0.8))
        for place, line in enumerate(self.groups):
            grid.addWidget(as_hint(QLabel(f"第 {place + 1} 组")), 0, place)
            grid.addWidget(line, 1, place)
        column = dialog_column(self)
        column.setSpacing(columns_of(self, 0.6))
        column.addWidget(section(f"信任{card.name}的名片"))
        column.addWidget(facts)
        about = words.about_card(self._found)
        if about:
            column.addWidget(wrapped(about))
        column.addWidget(self._how)
        column.addWidget(self._typing)
        column.addWidget(self.fingerprint)
        column.addWidget(self.problem)
        column.addLayout(row_of(self.show_it, None, self.go, self.stay))
        self.setFixedWidth(columns_of(self, 45))


def sized_line(parent: QWidget) -> QLineEdit:
    """Make a line for a group of digits, large enough to read back."""
    line = QLineEdit(parent)
    font = line.font()
    font.setPointSizeF(points(15))
    line.setFont(font)
    line.setAlignment(Qt.AlignmentFlag.AlignCenter)
    line.setMinimumWidth(columns_of(line, 5))
    return line


def _verb(found: CardLook) -> str:
    return "接受新名片" if found.standing is Standing.SUCCESSOR else "核对并信任"
