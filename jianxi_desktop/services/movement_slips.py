"""Papers of movements: the letter in three parts, the receipt of one that came, the card."""

from typing import Any

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.ledgers.member_movement import M
from jianxi_desktop.ledgers.membership import M as H
from jianxi_desktop.ledgers.person import P
from jianxi_desktop.ledgers.service_registration import E, R
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.parted import PaperPart, PartedPaper
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Grid, Line, Slip
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.query import Reveal
from jianxi_desktop.services.slip_facts import Facts

LETTER_TITLE, RECEIPT_TITLE = "组织关系介绍信", "组织关系介绍信回执"
_FULL = "中国共产党党员组织关系介绍信"
_BLANK = "　　　　　　"
_SHORT = "　　　　"
_SEAL = "（盖章）"
_CARD_ROWS = 12


def letter(facts: Facts, reveal: Reveal | None = None) -> PartedPaper:
    """Write the letter: the stub that stays, the letter, the receipt that is to come back."""
    name, number = facts.text(M.person) or _SHORT, facts.text(M.letter_number)
    numbered = f"第　{number}　号" if number else f"第　{_SHORT}　号"
    origin, to = facts.text(M.from_place) or _BLANK, facts.text(M.to_place) or _BLANK
    sender = facts.text(M.handled_by) or _BLANK
    day = _day(facts, "letter_on")
    paid, days = _paid(facts), _days(facts)
    whose = _whose(facts, reveal)
    stub = PaperPart(
        f"{_FULL}存根",
        numbered,
        (
            f"{name}同志，系中共{_status(facts)}党员，组织关系由{origin}转到{to}。",
            f"党费交至{paid}。有效期{days}天。",
        ),
        signed=(day,),
        notes=("转出原因：" + facts.text(M.reason) if facts.text(M.reason) else "经办人：",),
        share=0.78,
    )
    middle = PaperPart(
        _FULL,
        numbered,
        (
            (
                f"{name}同志{whose}，系中共{_status(facts)}党员，组织关系由{origin}转到你处，"
                f"请转接组织关系。该同志党费交至{paid}。"
            ),
            f"（有效期{days}天）",
        ),
        to=f"{to}：",
        signed=(f"{sender}{_SEAL}", day),
        notes=(
            f"党员联系电话：{_phone(facts, reveal)}",
            f"开信单位电话：{_SHORT}　　邮编：{_SHORT}",
        ),
        share=1.28,
    )
    back = PaperPart(
        f"{_FULL}回执",
        numbered,
        (
            (
                f"你处{day}开具的{name}同志组织关系介绍信收悉，该同志的组织关系已于"
                f"　　　　年　　月　　日转入{_BLANK}{_BLANK}（党支部）。特此回复。"
            ),
        ),
        to=f"{sender}：",
        signed=(f"{_BLANK}{_SEAL}", BLANK_DAY.strip()),
        notes=(f"经办人：{_SHORT}　　联系电话：", "请在接转手续办完后，把本联寄回或送回开信单位。"),
        share=0.94,
    )
    return PartedPaper((stub, middle, back), numbered)


def receipt(facts: Facts) -> PartedPaper:
    """Write the receipt for a letter that came, with the stub that stays here."""
    name, number = facts.text(M.person) or _SHORT, facts.text(M.receipt_number)
    numbered = f"第　{number}　号" if number else f"第　{_SHORT}　号"
    origin = facts.text(M.from_place) or _BLANK
    to = facts.text(M.to_place) or _BLANK
    letter_number = facts.text(M.letter_number)
    of_letter = f"第{letter_number}号" if letter_number else ""
    written = _day(facts, "letter_on")
    moved, sent = _day(facts, "moved_on"), _day(facts, "receipt_on")
    sender = facts.text(M.handled_by) or _BLANK
    said = f"你处{written}开具的{of_letter}{name}同志组织关系介绍信收悉，"
    said += f"该同志的组织关系已于{moved}转入{to}。特此回复。"
    stub = PaperPart(
        f"{RECEIPT_TITLE}存根",
        numbered,
        (
            f"{name}同志的组织关系由{origin}转入{to}，介绍信{of_letter}，{moved}转入。",
            f"党费交至{_paid(facts)}。",
        ),
        signed=(sent,),
        notes=("经办人：",),
        share=0.8,
    )
    back = PaperPart(
        f"{_FULL}回执",
        numbered,
        (said,),
        to=f"{origin}：",
        signed=(f"{sender}{_SEAL}", sent),
        notes=(f"经办人：{_SHORT}　　联系电话：",),
    )
    return PartedPaper((stub, back), numbered)


def registration(facts: Facts) -> Slip:
    """Draw the slip with which a member of another unit reports (报到登记表)."""
    return Slip(
        "在职党员到社区报到登记表",
        (
            Line((facts.cell(R.name), facts.cell(R.phone))),
            Line((facts.cell(R.workplace),)),
            Line((facts.cell(R.branch),)),
            Line((facts.cell(R.organisation), facts.cell(R.registered_on))),
            Line((facts.cell(R.skills), facts.cell(R.duty))),
            Area("本人承诺", "", f"签名：　　　　　　{BLANK_DAY}", least=84),
            Area("所在单位\n党组织意见", "", f"{_SEAL}{BLANK_DAY}", least=96),
            Area("社区\n党组织意见", "", f"{_SEAL}{BLANK_DAY}", least=96),
            Area("备　　注", facts.text(R.note), least=56),
        ),
        number=f"编号：{facts.text(R.number) or '　　　　　'}",
        notes=("一式三份，本人、所在单位党组织、社区党组织各存一份。",),
    )


def service_card(facts: Facts) -> Slip:
    """Draw the card on which the services of one who reported are noted (服务记录卡)."""
    columns = (
        Column("服务日期", 8, Align.CENTER),
        Column("服务内容", 17),
        Column("时长", 4, Align.CENTER),
        Column("服务地点", 8),
        Column("确认人", 5.5, Align.CENTER),
    )
    rows = facts.rows(
        "service_entry", E.registration, E.served_on, E.content, E.hours, E.place, E.confirmed_by
    )
    shown = tuple((_shown_day(row[0]), *row[1:]) for row in rows)
    ended = facts.text(R.ended_on)
    return Slip(
        "在职党员服务记录卡",
        (
            Line((facts.cell(R.name), facts.cell(R.workplace))),
            Line((facts.cell(R.organisation), facts.cell(R.registered_on))),
            Line((facts.cell(R.duty), Cell("服务次数", f"{len(rows)} 次"))),
            Grid(columns, shown, spare=max(_CARD_ROWS - len(shown), 2), height=28),
        ),
        number=f"编号：{facts.text(R.number) or '　　　　　'}",
        notes=(*((f"{ended}结束。",) if ended else ()), "每次服务后由社区党组织确认签字。"),
    )


def _whose(facts: Facts, reveal: Reveal | None) -> str:
    """Say in brackets who a member is: sex, age, people, identity number."""
    person = facts.linked(M.person, reveal)
    if person is None:
        return ""
    born, on = person.values.get("born_on"), facts.values.get("letter_on")
    age = f"{calendar.age_on(born, first_day(on))}岁" if born and on else ""
    group = person.text(P.ethnic_group)
    number = person.text(P.id_number)
    told = [person.text(P.sex), age, group, f"公民身份号码{number}" if number else ""]
    found = "，".join(each for each in told if each)
    return f"（{found}）" if found else ""


def _phone(facts: Facts, reveal: Reveal | None) -> str:
    person = facts.linked(M.person, reveal)
    return person.text(P.phone) if person is not None else ""


def _status(facts: Facts) -> str:
    person = facts.linked(M.person)
    status: Any = person.values.get(H.status.key) if person is not None else None
    return {"full": "正式", "probationary": "预备"}.get(str(status), "正式（预备）")


def _paid(facts: Facts) -> str:
    value = facts.values.get("dues_paid_to")
    return show_day(str(value)[:7]) if value else f"{_SHORT}年　　月"


def _days(facts: Facts) -> str:
    days, on = facts.values.get("valid_days"), facts.values.get("letter_on")
    if days is None and on:
        return str((rules.letter_until(str(on), None) - first_day(str(on))).days)
    return _SHORT if days is None else str(days)


def _day(facts: Facts, key: str) -> str:
    value = facts.values.get(key)
    return show_day(str(value)) if value else BLANK_DAY.strip()


def _shown_day(day: str) -> str:
    return show_day(day) if day else ""
