"""A PC was lost: which steps put another one in its place, and how far they have come.

Nothing is kept about it: each step leaves a trace of its own, and where those are the step is done.
"""

from dataclasses import dataclass

from jianxi_desktop.db import trust as rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.entitlements import Entitlements, entitlements
from jianxi_desktop.services.known_offices import TrustedOffice, known_offices
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.own_keys import own_cards
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sync.keys import Card


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        key: ``revoke``, ``found``, ``trust``, ``send`` or ``merge``.
        title: What.
        hint: How, and where.
        done: When and with what it was done; empty while it is not.
    """

    key: str
    title: str
    hint: str
    done: str = ""


@dataclass(frozen=True)
class LostComputer:
    """A PC whose key is withdrawn, or is to be, and the one that takes its place.

    Attributes:
        office: Whose key it is.
        new: The card of the new PC, once it is trusted.
        steps: What to do, in order.
    """

    office: TrustedOffice
    new: Card | None
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What is to be done now; ``None``: all is done."""
        return next((step for step in self.steps if not step.done), None)


@needs(Right.VIEW)
def lost_steps(office: Office, named: str) -> LostComputer:
    """Say how far a lost PC of another office has been replaced.

    Args:
        office: Ours, which hands the data back: the district's or the street's.
        named: Fingerprint or short name of the lost key, blanks do not matter.

    Raises:
        InputError: No such key.
    """
    wanted = "".join(named.split()).lower()
    lost = next((e for e in known_offices(office) if wanted in _names(e.card)), None)
    if lost is None:
        raise InputError(
            "no such key",
            user_message="没有信任过这个指纹的单位。请在“已经信任的单位”里选中遗失的那台电脑。",
            code="unknown_key",
        )
    with office.store.read() as connection:
        known, last = entitlements(connection), rows.last_taken(connection)
        new = _new_card(known, lost)
        sent = None if new is None else rows.last_full(connection, new.key_id)
    back = None if new is None else last.get(new.key_id)
    return LostComputer(lost, new, _steps_here(known, lost, new, sent, back))


@needs(Right.VIEW)
def arrival_steps(office: Office) -> tuple[Step, ...]:
    """Say how far this very database has come in taking the place of one on a lost PC."""
    with office.store.read() as connection:
        known, last = entitlements(connection), rows.last_taken(connection)
        first = own_cards(connection)[-1]
    above = [
        card
        for card in known.current(calendar.today().isoformat())
        if len(card.unit) < len(office.unit.code)
    ]
    got = next((last[card.key_id] for card in above if card.key_id in last), None)
    return (
        Step("found", "在新电脑上建库", "", f"{show_day(first.created[:10])} 已建库"),
        Step(
            "trust",
            "与区里交换名片",
            "把本机的名片（文件或打印的名片）交给区里，信任区里的名片，两边都打电话核对指纹。"
            "同时请区里撤销遗失电脑的密钥。",
            "、".join(f"已信任{card.name}" for card in above),
        ),
        Step(
            "merge",
            "收下区里写来的完整数据包",
            "请区里给本单位写一个数据包（第一个总是全部内容），在这里收下。上次上报之后、还没有写出去的"
            "改动，只在遗失的电脑里，要重新录入。",
            "" if got is None else f"{show_day(got.at[:10])} 已收下第 {got.number} 号",
        ),
    )


def _steps_here(
    known: Entitlements,
    lost: TrustedOffice,
    new: Card | None,
    sent: rows.Taken | None,
    back: rows.Taken | None,
) -> tuple[Step, ...]:
    gone, name = lost.withdrawal, lost.card.name
    here = None if new is None else known.trusted.get(new.sign_key)
    last = "还没有收到过它的数据包"
    if lost.last is not None:
        last = f"它最后交来的是 {show_day(lost.last.at[:10])} 的第 {lost.last.number} 号数据包"
    return (
        Step(
            "revoke",
            "撤销遗失电脑的密钥",
            f"撤销后，那台电脑再写的数据包谁也不收。{last}，之后没有交来的改动找不回来。",
            "" if gone is None else f"{show_day(gone.on)} 已撤销：{gone.why}",
        ),
        Step(
            "found",
            "在新电脑上建库",
            f"请{name}在新电脑上安装程序，用区划代码 {lost.card.unit} 建立数据库。",
            "" if new is None else f"{show_day(new.created[:10])} 已建库",
        ),
        Step(
            "trust",
            "交换名片",
            f"收下{name}新电脑的名片并打电话核对指纹；把本单位的名片给对方，对方也核对后信任。",
            "" if new is None or here is None else f"{show_day(here.since)} 已信任新电脑",
        ),
        Step(
            "send",
            "写一个完整数据包给新电脑",
            f"插上U盘，按“给各下级写包”：给新电脑的第一个数据包总是全部内容。交给{name}收下，"
            "数据就都回来了。",
            "" if sent is None else f"{show_day(sent.at[:10])} 已写出第 {sent.number} 号",
        ),
        Step(
            "merge",
            "收下新电脑交回的第一个数据包",
            "对方合并以后再写一个数据包交来，收下它，就知道两边已经一致。",
            "" if back is None else f"{show_day(back.at[:10])} 已收下第 {back.number} 号",
        ),
    )


def _new_card(known: Entitlements, lost: TrustedOffice) -> Card | None:
    """Find the PC that took the place: the newest of the unit, whose keys are younger."""
    today = calendar.today().isoformat()
    younger = [
        card
        for card in known.current(today)
        if card.unit == lost.card.unit
        and card.sign_key != lost.card.sign_key
        and card.created > lost.card.created
    ]
    return max(younger, key=lambda card: card.created, default=None)


def _names(card: Card) -> tuple[str, str]:
    return card.fingerprint.replace(" ", ""), card.key_id
