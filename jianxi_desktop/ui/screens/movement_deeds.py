"""What is asked for each movement of a member, and the one action that writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.movement_facts import Standing
from jianxi_desktop.ui.screens import movement_doing
from jianxi_desktop.ui.screens.movement_doing import Do
from jianxi_desktop.ui.screens.movement_words import (
    Odd,
    odd_arrival,
    odd_exit,
    odd_letter,
    odd_nothing,
    odd_suspension,
)


@dataclass(frozen=True)
class Ask:
    """One field that is asked for.

    Attributes:
        name: Ledger and field, such as ``person.name``.
        caption: What it is called here; empty: as in its ledger.
        required: Whether it must be given here.
        today: Whether it begins with today.
    """

    name: str
    caption: str = ""
    required: bool = False
    today: bool = False

    @property
    def key(self) -> str:
        """The key of the field."""
        return self.name.split(".")[1]

    def field(self, catalog: Catalog) -> Field[Any]:
        """Give the field as it is asked for."""
        ledger = self.name.split(".")[0]
        known = catalog[ledger].fields[self.key]
        hint = "" if self.caption else known.hint
        return replace(
            known, caption=self.caption or known.caption, required=self.required, hint=hint
        )


@dataclass(frozen=True)
class DeedKind:
    """One thing that is done.

    Attributes:
        key: Its command is ``movement.`` and this.
        title: Title of the dialog.
        asked: The question; ``{name}`` is whom it is about, where that is known.
        go: The verb.
        asks: What is asked for.
        do: Does it.
        said: What is said afterwards.
        of_row: Whether it is about a chosen row, and not about a person.
        odd: Says what is odd.
        fill: Fills in what is known of a member.
        columns: Of the dialog.
        given: Values to begin with.
    """

    key: str
    title: str
    asked: str
    go: str
    asks: tuple[Ask, ...]
    do: Do
    said: str
    of_row: bool = False
    odd: Odd = odd_nothing
    fill: Callable[[Standing], Mapping[str, Any]] | None = None
    columns: int = 1
    given: Mapping[str, Any] = field(default_factory=dict)


def _known_of_sender(standing: Standing) -> Mapping[str, Any]:
    known = {"letter_number": standing.number, "from_place": standing.place.split("　")[0]}
    return known | ({"dues_paid_to": standing.paid_to} if standing.paid_to else {})


def _known_of_lost(standing: Standing) -> Mapping[str, Any]:
    return {"lost_reason": standing.lost_reason} if standing.lost_reason else {}


_M: Final = "member_movement."
_WHO: Final = Ask("member_movement.person", required=True)
_KNOWN: Final = Ask("member_movement.person", "本库已有的党员")
_WHY: Final = Ask("member_movement.reason")
_PAPER: Final = Ask("member_movement.document", required=True)

DEEDS: Final = (
    DeedKind(
        "letter",
        "开介绍信",
        "给{name}开组织关系介绍信",
        "开具",
        (
            _WHO,
            Ask(_M + "to_place", required=True),
            Ask(_M + "letter_on", required=True, today=True),
            Ask(_M + "letter_number", "介绍信编号"),
            Ask(_M + "valid_days"),
            Ask(_M + "dues_paid_to"),
            Ask(_M + "from_place"),
            _WHY,
        ),
        movement_doing.send,
        "介绍信已登记，收到回执以前仍由本单位管理。按“打印单据”打印三联。",
        odd=odd_letter,
        fill=_known_of_sender,
    ),
    DeedKind(
        "receipt",
        "登记回执",
        "{name}的介绍信回执",
        "登记",
        (
            Ask(_M + "receipt_on", "收到回执日期", required=True, today=True),
            Ask(_M + "moved_on", "对方转入日期", required=True, today=True),
            Ask(_M + "receipt_number"),
        ),
        movement_doing.receive,
        "回执已登记，组织关系已转出。",
        of_row=True,
    ),
    DeedKind(
        "withdraw",
        "作废介绍信",
        "作废{name}的介绍信",
        "作废",
        (Ask(_M + "ended_on", "作废日期", required=True, today=True), _WHY),
        movement_doing.withdraw,
        "介绍信已作废，编号不再使用，党员仍在本单位。",
        of_row=True,
    ),
    DeedKind(
        "take_in",
        "转入组织关系",
        "谁带着介绍信转来？",
        "转入",
        (
            _KNOWN,
            Ask("person.name"),
            Ask("person.id_number"),
            Ask("person.phone"),
            Ask("membership.branch", "转入党支部", required=True),
            Ask("membership.group"),
            Ask("membership.status"),
            Ask(_M + "moved_on", "转入日期", required=True, today=True),
            Ask("membership.joined_on"),
            Ask("membership.full_on"),
            Ask(_M + "from_place", required=True),
            Ask(_M + "letter_number"),
            Ask(_M + "letter_on", "介绍信日期"),
            Ask(_M + "valid_days"),
            Ask(_M + "dues_paid_to"),
            Ask(_M + "receipt_on", "寄出回执日期"),
            Ask(_M + "receipt_number"),
        ),
        movement_doing.take_in,
        "已转入，党员、组织关系和转入登记一并写好。按“打印单据”打印回执。",
        odd=odd_arrival,
        given={"status": "full"},
        fill=lambda standing: {"receipt_number": standing.receipt_number},
        columns=2,
    ),
    DeedKind(
        "within",
        "内部转接",
        "{name}转到本单位的哪个支部？",
        "转接",
        (
            _WHO,
            Ask("membership.branch", "转入党支部", required=True),
            Ask("membership.group"),
            Ask(_M + "moved_on", required=True, today=True),
            Ask(_M + "document"),
            _WHY,
        ),
        movement_doing.within,
        "已转接，原来的组织关系到这一天为止。",
    ),
    DeedKind(
        "flow_out",
        "流动党员流出",
        "{name}外出",
        "登记",
        (
            _WHO,
            Ask(_M + "moved_on", "外出日期", required=True, today=True),
            Ask(_M + "to_place", "去往何处", required=True),
            Ask(_M + "contact"),
            _WHY,
        ),
        movement_doing.away("flow_out"),
        "已登记为流动党员，组织关系不变，到期提醒联系。",
    ),
    DeedKind(
        "abroad",
        "出国（境）",
        "{name}出国（境）",
        "登记",
        (
            _WHO,
            Ask(_M + "moved_on", "出国（境）日期", required=True, today=True),
            Ask(_M + "to_place", "去往何处", required=True),
            Ask(_M + "contact"),
            _WHY,
        ),
        movement_doing.away("abroad"),
        "已登记，组织关系不变，每半年提醒联系一次。",
    ),
    DeedKind(
        "flow_in",
        "流动党员流入",
        "谁从外地来，由本单位帮助管理？",
        "登记",
        (
            _KNOWN,
            Ask("person.name"),
            Ask("person.phone"),
            Ask(_M + "from_place", "组织关系所在党组织", required=True),
            Ask(_M + "moved_on", "流入日期", required=True, today=True),
            Ask(_M + "to_place", "参加哪个支部的活动"),
            Ask(_M + "contact"),
            _WHY,
        ),
        movement_doing.look_after,
        "已登记，组织关系仍在原来的党组织，不计入本单位党员数。",
    ),
    DeedKind(
        "lost",
        "失去联系",
        "{name}失去联系",
        "登记",
        (
            _WHO,
            Ask(_M + "moved_on", "从哪天起失去联系", required=True),
            Ask(_M + "lost_reason", required=True),
            _WHY,
        ),
        movement_doing.lose,
        "已登记失去联系，党籍不变；期满由组织研究，程序不会自己改动。",
    ),
    DeedKind(
        "back",
        "返回或恢复联系",
        "{name}回来了，或者联系上了",
        "登记",
        (Ask(_M + "ended_on", required=True, today=True),),
        movement_doing.back,
        "已登记，这一条到此结束。",
        of_row=True,
    ),
    DeedKind(
        "suspend",
        "停止党籍",
        "停止{name}的党籍",
        "停止党籍",
        (
            _WHO,
            Ask(_M + "moved_on", "决定日期", required=True, today=True),
            _PAPER,
            Ask(_M + "lost_reason"),
            _WHY,
        ),
        movement_doing.suspend,
        "已停止党籍，不再计入党员数；两年内联系上的可以恢复。",
        odd=odd_suspension,
        fill=_known_of_lost,
    ),
    DeedKind(
        "restore",
        "恢复党籍",
        "恢复{name}的党籍",
        "恢复党籍",
        (
            _WHO,
            Ask(_M + "moved_on", "批准日期", required=True, today=True),
            _PAPER,
            Ask("membership.status", "恢复为", required=True),
            _WHY,
        ),
        movement_doing.restore,
        "已恢复党籍。",
        given={"status": "full"},
    ),
    DeedKind(
        "exit",
        "出党",
        "{name}出党",
        "登记",
        (
            _WHO,
            Ask(_M + "exit_type", required=True),
            Ask(_M + "moved_on", "决定日期", required=True, today=True),
            _PAPER,
            _WHY,
        ),
        movement_doing.leave("exit", "exit_type"),
        "已登记出党，组织关系到这一天为止。",
        odd=odd_exit,
    ),
    DeedKind(
        "deceased",
        "党员去世",
        "{name}去世",
        "登记",
        (_WHO, Ask(_M + "moved_on", "去世日期", required=True, today=True), _WHY),
        movement_doing.leave("deceased"),
        "已登记去世，组织关系到这一天为止。",
    ),
    DeedKind(
        "contact",
        "登记联系",
        "和{name}联系",
        "登记",
        (
            Ask("contact_log.person", required=True),
            Ask("contact_log.kind", required=True),
            Ask("contact_log.contacted_on", required=True, today=True),
            Ask("contact_log.contacted_by"),
            Ask("contact_log.content"),
        ),
        movement_doing.contact,
        "联系已登记，下一次的日期重新算。",
        given={"kind": "contact"},
    ),
    DeedKind(
        "sign_on",
        "在职党员报到",
        "谁来报到？",
        "报到",
        (
            Ask("service_registration.name", required=True),
            Ask("service_registration.workplace", required=True),
            Ask("service_registration.organisation", required=True),
            Ask("service_registration.registered_on", required=True, today=True),
            Ask("service_registration.branch"),
            Ask("service_registration.phone"),
            Ask("service_registration.skills"),
            Ask("service_registration.duty"),
            Ask("service_registration.number"),
        ),
        movement_doing.sign_on,
        "已报到，编号自动接着编。按“打印单据”打印登记表和服务记录卡。",
    ),
    DeedKind(
        "serve",
        "登记服务",
        "{name}做了什么？",
        "登记",
        (
            Ask("service_entry.served_on", required=True, today=True),
            Ask("service_entry.content", required=True),
            Ask("service_entry.hours"),
            Ask("service_entry.place"),
            Ask("service_entry.confirmed_by"),
        ),
        movement_doing.serve,
        "服务已登记。",
        of_row=True,
    ),
    DeedKind(
        "sign_off",
        "结束报到",
        "结束{name}的报到",
        "结束",
        (Ask("service_registration.ended_on", required=True, today=True),),
        movement_doing.sign_off,
        "报到已结束，服务记录保留。",
        of_row=True,
    ),
)
BY_KEY: Final[Mapping[str, DeedKind]] = {each.key: each for each in DEEDS}
