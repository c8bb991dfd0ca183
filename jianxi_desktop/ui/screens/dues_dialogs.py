"""The questions of the page of dues: collect a period, a member's standard, a gift."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar, dues_rules
from jianxi_desktop.domain.calendar import show_day, show_period
from jianxi_desktop.errors import FieldError
from jianxi_desktop.services.dues import Sheet
from jianxi_desktop.services.dues_entry import Collected
from jianxi_desktop.services.dues_months import Member
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.dues_rows import category_words, yuan
from jianxi_desktop.ui.screens.parts import captioned, dialog_column, row_of, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of

Sum = Callable[[bool], Collected]  # what collecting comes to, with months to come or without
_HINTS: Final = {
    "wage": "基数是每月税后工资收入；工资变动的，从领取新工资的当月起另立一条标准。",
    "annual": "年薪制：基数填当月实际领到的税后薪酬，领到的数变了就另立一条标准。",
    "self_employed": "不按月取得收入：基数填上季度月平均纯收入，每季度核一次。",
    "retired": "基数是每月实际领取的离退休费或养老金。",
    "farmer": "农民每月 0.2 元至 1 元，按最低数计；自愿多缴的直接填实缴金额。",
    "low": "学生、下岗失业、依靠抚恤救济、领取低保的，每月 0.2 元。",
}
_RELIEF: Final = "少缴、免缴要由支部研究、上级党委批准，请填批准党组织和日期。"


class CollectDialog(PatientDialog):
    """Asks on which day what is owed was paid, and says beforehand what it comes to.

    Signals:
        wanted: The day (ISO) and whether months to come are meant too; call ``accept`` or
            ``refuse`` when it is known.
    """

    wanted = Signal(str, bool)

    def __init__(
        self, parent: QWidget, sheet: Sheet, chosen: int, paid_on: date, told: Sum
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("按应缴收齐")
        self._told = told
        self.day = QDateEdit(QDate(paid_on.year, paid_on.month, paid_on.day))
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setCalendarPopup(True)
        self.ahead = QCheckBox("以后的月份也收（预缴）")
        self.ahead.setVisible(sheet.months[-1] > sheet.day.isoformat()[:7] != sheet.months[0])
        self.ahead.toggled.connect(self._tell)
        self.said = wrapped()
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.go = as_primary(QPushButton("收齐"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._ask)
        stay = QPushButton("不收")
        stay.clicked.connect(self.reject)
        whom = f"选中的 {chosen} 人" if chosen else "全体党员"
        column = dialog_column(self)
        asked = f"{sheet.name}　{show_period(sheet.period)}　{whom}"
        column.addWidget(as_title(wrapped(asked)))
        column.addWidget(self.said)
        column.addLayout(row_of(captioned("缴纳日期", self.day), self.ahead, None))
        column.addWidget(as_hint(wrapped(f"{sheet.rounding}。记错了可以用 Ctrl+Z 撤销。")))
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, stay))
        self.setMinimumWidth(columns_of(self, 34))
        self._tell()
        self.day.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say in place why it was not done."""
        self.take_up()
        self.problem.setText(describe_error(error).text)
        self.problem.show()
        self.go.setEnabled(True)

    def _tell(self) -> None:
        found = self._told(self.ahead.isChecked())
        said = (
            f"没有缴的和少缴的 {found.members} 人，共 {found.payments} 笔、{yuan(found.cents)} 元，"
        )
        said += "按应缴数记为已缴。"
        if found.left:
            said += f"另有 {found.left} 人不知道计算基数，请先核定标准。"
        self.said.setText(said if found.payments or found.left else "都已缴清，没有要收的党费。")
        self.go.setEnabled(bool(found.payments))

    def _ask(self) -> None:
        if not self.begin():
            return
        self.go.setEnabled(False)
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.wanted.emit(day.isoformat(), self.ahead.isChecked())


class StandardDialog(FieldsDialog):
    """Asks by what a member pays from a month on, and says at once what that comes to."""

    def __init__(self, parent: QWidget, desk: Desk, member: Member, month: str) -> None:
        ledger = desk.office.catalog["dues_standard"]
        before = member.standard
        given: dict[str, Any] = {"since": month, "category": member.category, "base": member.base}
        if before is not None and dues_rules.is_reduced(before, month):
            given |= {"reduced_to": before.reduced_to, "until": before.until}
        words = Words("核定党费标准", f"{member.name}从哪个月起按什么标准缴？", "核定", "不改")
        fields = [each for key, each in ledger.fields.items() if key != "person"]
        super().__init__(parent, desk, words, fields, given)
        self._fields = {each.key: each for each in fields}
        self.told = as_hint(wrapped(_before(member)))
        lines = self.layout()
        assert isinstance(lines, QVBoxLayout)  # noqa: S101 - the dialog made it
        lines.insertWidget(1, self.told)
        self.comes_to = wrapped()
        lines.insertWidget(3, self.comes_to)
        for key in ("since", "category", "base", "reduced_to", "until"):
            self.editor(key).changed.connect(self._tell)
        self._tell()
        self.editor("base").setFocus()

    def _value(self, key: str) -> Any:
        try:
            return self._fields[key].parse(self.editor(key).raw())
        except FieldError:
            return None

    def _tell(self) -> None:
        since, category = self._value("since"), self._value("category")
        base, reduced = self._value("base"), self._value("reduced_to")
        if since is None or category is None:
            self.comes_to.setText("")
            return
        day = calendar.first_day(dues_rules.month_of(since))
        due = dues_rules.monthly_dues(base, category, day)
        rate = dues_rules.rate_words(base, category, day)
        said = f"每月应缴 {yuan(due)} 元（{rate}）。" if due is not None else "还不知道应缴多少。"
        if reduced is not None:
            much = f"每月缴 {yuan(reduced)} 元" if reduced else "免缴"
            said = f"经批准{much}（按规定应缴 {yuan(due) or '？'} 元）。{_RELIEF}"
        said += f"{_HINTS.get(category, '')}{dues_rules.rounding_words(day)}。"
        self.comes_to.setText(said)


def gift_dialog(
    parent: QWidget, desk: Desk, member: Member, given: Mapping[str, Any]
) -> FieldsDialog:
    """Ask what a member gives beyond what he owes."""
    ledger = desk.office.catalog["dues_record"]
    fields = [ledger.fields[key] for key in ("amount", "paid_on", "receipt", "note")]
    much = yuan(dues_rules.large_gift(calendar.today())).removesuffix(".00")
    asked = f"{member.name}自愿多缴多少？一次 {much} 元以上的，全部上缴中央。"
    return FieldsDialog(parent, desk, Words("登记自愿多缴", asked, "登记", "不登记"), fields, given)


def _before(member: Member) -> str:
    """Say by what a member pays now."""
    standard = member.standard
    if standard is None:
        base = f"，最近一次的基数 {yuan(member.base)} 元" if member.base is not None else ""
        return f"现在没有核定的标准{base}。"
    base = f"，基数 {yuan(standard.base)} 元" if standard.base is not None else ""
    words = category_words(standard.category)
    return f"现在的标准从{show_day(standard.since)}起：{words}{base}，{member.rate or '标准不明'}。"
