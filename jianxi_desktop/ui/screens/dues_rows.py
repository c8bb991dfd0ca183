"""The dues of a branch as rows: a month with cells to type in, a longer period month by month."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.dues import Arrears, Sheet
from jianxi_desktop.services.dues_months import (
    BEFORE,
    FREE,
    NONE,
    OPEN,
    PAID,
    SHORT,
    UNKNOWN,
    UNPAID,
    Member,
    Month,
)
from jianxi_desktop.services.dues_papers import show_months
from jianxi_desktop.ui.screens.table import Column, Line, TextModel

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_MANY: Final = 3  # months in arrears that catch the eye
_INKS: Final = {PAID: "good", SHORT: "warning", UNPAID: "error", UNKNOWN: "error", FREE: "quiet"}
_SAID: Final = {
    PAID: "已缴",
    SHORT: "少缴",
    UNPAID: "欠缴",
    OPEN: "未缴",
    BEFORE: "没有登记",
    FREE: "免缴",
    UNKNOWN: "基数不明",
    NONE: "不在本支部",
}
TYPED: Final = ("amount", "paid_on", "receipt", "note")
ARREARS: Final = (
    Column("姓名", 5),
    Column("所在党支部", 12, names=True),
    Column("月数", 2.4, right=True),
    Column("欠缴月份", 18),
    Column("金额（元）", 5, right=True),
    Column("说明", 12),
)


def yuan(cents: int | None) -> str:
    """Write cents as yuan; nothing where it is not known."""
    return "" if cents is None else f"{cents / 100:,.2f}"


def category_words(code: str) -> str:
    """Say how somebody pays."""
    return code_table("dues_category").known.get(code, code)


@dataclass(frozen=True)
class _Part:
    """One column of a month.

    Attributes:
        column: Its heading and width.
        show: What it says.
        key: What is typed into it; empty: nothing.
    """

    column: Column
    show: Callable[[Member, Month], str]
    key: str = ""


def _one(key: str) -> Callable[[Member, Month], str]:
    """Show what the payments of a month say, each once."""

    def show(member: Member, month: Month) -> str:
        del member
        return "、".join(dict.fromkeys(filter(None, (getattr(p, key) for p in month.payments))))

    return show


def _paid(member: Member, month: Month) -> str:
    del member
    return yuan(month.paid) if month.payments else ""


def _left(member: Member, month: Month) -> str:
    del member
    if month.due is None or not month.payments:
        return yuan(-month.missing) if month.missing else ""
    return (
        ""
        if month.paid == month.due
        else f"{'+' * (month.paid > month.due)}" + yuan(month.paid - month.due)
    )


def _state(member: Member, month: Month) -> str:
    said = [_SAID[month.state]]
    if month.reduced and month.state != FREE:
        said.append("经批准少缴")
    if month.payments and month.payments[-1].method == "late":
        said.append("补缴")
    if month.payments and month.payments[-1].method == "advance":
        said.append("预缴")
    if gifts := sum(each.amount for each in member.gifts):
        said.append(f"另自愿多缴 {yuan(gifts)} 元")
    if month.doubt:
        said.append(month.doubt)
    return "；".join(said)


def _name(member: Member, month: Month | None = None) -> str:
    del month
    return f"{member.name}（预备）" if member.status == "probationary" else member.name


def _standard(member: Member, month: Month) -> str:
    if month.reduced:
        return "免缴" if month.due == 0 else "减缴"
    return member.rate


_PARTS: Final = (
    _Part(Column("姓名", 4.6), _name),
    _Part(Column("缴费类别", 5), lambda member, _m: category_words(member.category)),
    _Part(Column("基数", 4.6, right=True), lambda _m, month: yuan(month.base)),
    _Part(Column("标准", 3.4, right=True), _standard),
    _Part(Column("应缴", 3.6, right=True), lambda _m, month: yuan(month.due)),
    _Part(Column("实缴", 3.6, right=True), _paid, "amount"),
    _Part(Column("缴纳日期", 5.4), _one("paid_on"), "paid_on"),
    _Part(Column("收据号", 5), _one("receipt"), "receipt"),
    _Part(Column("差额", 3.6, right=True), _left),
    _Part(Column("情况", 8), _state),
    _Part(Column("备注", 4), _one("note"), "note"),
)
_COLOURED: Final = ("实缴", "差额", "情况")


class DuesModel(TextModel):
    """Shows a sheet; what is typed into it is handed on, and shows when it is saved.

    Attributes:
        sheet: What is shown.

    Signals:
        typed: Something was typed: the member, the key, the text.
    """

    typed = Signal(object, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.may_type = True

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet."""
        self.sheet = sheet
        if len(sheet.months) == 1:
            self.show_items([part.column for part in _PARTS], sheet.members, _month_line)
        else:
            self.show_items(_period_columns(sheet), sheet.members, _period_line)

    def member(self, index: _Index) -> Member | None:
        """Give whom a row is about."""
        there = self.sheet is not None and 0 <= index.row() < self.rowCount()
        found: Member | None = self.item(index.row()) if there else None
        return found

    def key_of(self, index: _Index) -> str:
        """Name what is typed into a cell; empty: nothing."""
        one = self.sheet is not None and len(self.sheet.months) == 1 and index.isValid()
        return _PARTS[index.column()].key if one else ""

    def may_edit(self, index: _Index) -> bool:
        """Tell whether a cell may be typed into: an amount, or what goes with one."""
        member, key = self.member(index), self.key_of(index)
        if not self.may_type or member is None or not key:
            return False
        month = member.months[0]
        if len(month.payments) > 1 or month.state == NONE:
            return False
        return key == "amount" or bool(month.payments)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: some cells can be typed into."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.may_edit(index) else flags

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: an amount is offered as it is owed."""
        if role == _ROLE.EditRole and (member := self.member(index)) is not None:
            month = member.months[0]
            shown = str(super().data(index) or "").replace(",", "")
            owed = yuan(month.due).replace(",", "")
            return shown or (owed if self.key_of(index) == "amount" else "")
        return super().data(index, role)

    def setData(self, index: _Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Override: hand on what was typed."""
        member, text = self.member(index), str(value).strip()
        before = str(super().data(index) or "").replace(",", "")
        if role != _ROLE.EditRole or member is None or text == before:
            return False
        self.typed.emit(member, self.key_of(index), text)
        return True


def _month_line(member: Member) -> Line:
    month = member.months[0]
    states: dict[int, str] = {}
    ink = _INKS.get(month.state, "")
    for place, part in enumerate(_PARTS):
        if part.column.caption in _COLOURED and ink:
            states[place] = ink
    if month.doubt:
        states[_place("情况")] = "warning"
    cells = tuple(part.show(member, month) for part in _PARTS)
    return Line(cells, states)


def _place(caption: str) -> int:
    return next(at for at, part in enumerate(_PARTS) if part.column.caption == caption)


def _period_columns(sheet: Sheet) -> list[Column]:
    months = [Column(f"{int(month[5:])}月", 3.2, right=True) for month in sheet.months]
    return [
        Column("姓名", 4.6),
        Column("应缴", 4, right=True),
        Column("实缴", 4, right=True),
        Column("欠缴", 4, right=True),
        *months,
        Column("多缴", 4, right=True),
    ]


def _period_line(member: Member) -> Line:
    cells = [_name(member), yuan(member.due), yuan(member.paid)]
    cells.append(yuan(member.owing) if member.owing else "")
    states: dict[int, str] = {3: "error"} if member.owing else {}
    for month in member.months:
        if ink := _INKS.get(month.state, "quiet" if month.state in (NONE, BEFORE) else ""):
            states[len(cells)] = ink
        cells.append(_month_words(month))
    gifts = sum(each.amount for each in member.gifts)
    return Line((*cells, yuan(gifts) if gifts else ""), states)


def _month_words(month: Month) -> str:
    if month.state == UNPAID:
        return "欠"
    if month.state == UNKNOWN:
        return "？"
    if month.state == FREE:
        return "免"
    return yuan(month.paid) if month.payments else "—" if month.state in (NONE, BEFORE) else ""


def arrears_line(each: Arrears) -> Line:
    """Write who has not paid, and for what."""
    said = [each.doubt] if each.doubt else []
    if each.unknown:
        said.insert(0, "有的月份基数不明，没有算进金额")
    cells = (
        each.name,
        each.branch_name,
        str(len(each.months)),
        show_months(each.months),
        yuan(each.cents),
        "；".join(said),
    )
    states = {5: "warning"} if said else {}
    if len(each.months) >= _MANY:
        states[2] = "error"
    return Line(cells, states)


def summed_words(sheet: Sheet) -> str:
    """Say what a sheet comes to."""
    one = len(sheet.months) == 1
    left = [(m.missing if one else m.owing) for m in sheet.members]
    said = [
        f"{len(sheet.members)} 人",
        f"应缴 {yuan(sheet.due)} 元",
        f"实缴 {yuan(sheet.paid)} 元",
        f"{'还差' if one else '欠缴'} {yuan(sum(left))} 元（{sum(map(bool, left))} 人）",
    ]
    if sheet.gifts:
        said.append(f"自愿多缴 {yuan(sheet.gifts)} 元")
    if unknown := sum(_is_unknown(each) for each in sheet.members):
        said.append(f"{unknown} 人基数不明")
    return "　".join(said)


def _is_unknown(member: Member) -> bool:
    return any(month.due is None and month.state != NONE for month in member.months)
