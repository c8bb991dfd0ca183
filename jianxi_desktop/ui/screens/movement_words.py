"""What is said beside the fields of a movement: how the member stands, and what a rule makes odd.

Nothing said here keeps anybody from going on: the organisation decides.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.rule_tables import with_doubt
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.movement_facts import Standing, kind_name

Values = Mapping[str, Any]
_MOST_UNPAID: Final = 6


def standing_words(standing: Standing) -> str:
    """Say how a member stands, in one line."""
    status = code_table("member_status").known.get(standing.status, "")
    parts = [
        standing.name,
        standing.place or "现在没有在本单位的组织关系",
        status,
        f"党费交至{standing.paid_to}" if standing.paid_to else "没有党费缴纳记录",
        *(_open_words(standing)),
    ]
    return "　".join(each for each in parts if each)


def _open_words(standing: Standing) -> Iterator[str]:
    for each in standing.open:
        kind = "在途介绍信" if each.kind == "transfer_out" else kind_name(each.kind)
        yield f"{kind}{each.number}（{each.since}起）"


def odd_letter(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    """Say what is odd about a letter out."""
    on, days = values.get("letter_on"), values.get("valid_days")
    if on:
        until = rules.letter_until(on, days)
        if (most := rules.too_long(days, day)) is not None:
            row = rules.limit("letter_most", day)
            yield with_doubt(f"有效期{days}天，超过最长{most}天，请按上级规定核对", row)
        elif until < day:
            yield f"按这个有效期，{show_day(until.isoformat())}就已经过期"
    yield from _odd_dues(values, standing, day)


def _odd_dues(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    if standing is None:
        return
    if standing.unpaid:
        months = "、".join(standing.unpaid[:_MOST_UNPAID])
        more = f"等{len(standing.unpaid)}个月" if len(standing.unpaid) > _MOST_UNPAID else ""
        yield f"{months}{more}没有党费缴纳记录，请先补缴或核对"
    paid = values.get("dues_paid_to")
    if paid and paid[:7] < f"{day:%Y-%m}":
        yield f"党费只交到{show_day(paid[:7])}，一般要交清到当月"
    for kind in ("flow_out", "abroad", "lost"):
        if (runs := standing.runs(kind)) is not None:
            yield f"{kind_name(kind)}的登记（{runs.since}起）收到回执时一并结束"


def odd_arrival(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    """Say what is odd about somebody who comes with a letter."""
    del standing
    on, written = values.get("moved_on"), values.get("letter_on")
    if written:
        until = rules.letter_until(written, values.get("valid_days"))
        if until < (first_day(on) if on else day):
            told = show_day(until.isoformat())
            yield f"介绍信{told}已过有效期，请与对方核对，必要时请对方重开"
    paid = values.get("dues_paid_to")
    if on and paid and paid[:7] < on[:7]:
        yield f"党费交到{show_day(paid[:7])}，以后的月份在本支部交"


def odd_suspension(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    """Say what is odd about suspending membership."""
    del day
    lost = standing.runs("lost") if standing is not None else None
    on = values.get("moved_on")
    if lost is not None and on and rules.months_after(lost.since, "lost") > first_day(on):
        row = rules.limit("lost", first_day(on))
        yield with_doubt(
            f"失去联系从{show_day(lost.since)}算起，到那天还不满{row['number']}个月", row
        )
    if lost is None and standing is not None and standing.runs("abroad") is None:
        yield "还没有登记“失去联系”；因失联停止党籍的，先登记从哪天起失去联系"


def odd_exit(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    """Say what is odd about leaving the Party."""
    del day
    kind, status = values.get("exit_type"), standing.status if standing is not None else ""
    if kind == "disqualified" and status == "full":
        yield "取消预备党员资格只用于预备党员，这名党员是正式党员"
    if kind and kind != "disqualified" and status == "probationary":
        yield "这名党员是预备党员，一般是“取消预备党员资格”"


def odd_nothing(values: Values, standing: Standing | None, day: date) -> Iterator[str]:
    """Say nothing."""
    del values, standing, day
    yield from ()


Odd = Callable[[Values, Standing | None, date], Iterator[str]]
