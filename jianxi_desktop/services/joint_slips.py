"""Slips of joint work: bookings, claimed projects, problems, contracts, brands."""

from datetime import date

from jianxi_desktop.ledgers.booking import B
from jianxi_desktop.ledgers.problem import Q
from jianxi_desktop.ledgers.project import P
from jianxi_desktop.ledgers.service_contract import C
from jianxi_desktop.ledgers.showcase import S
from jianxi_desktop.prints.slip import BLANK_DAY, Area, Cell, Line, Slip
from jianxi_desktop.services.slip_facts import Told

_SEAL = f"（盖章）{BLANK_DAY}"
_SIGNED = f"签名：　　　　　　　{BLANK_DAY}"


def booking(facts: Told) -> Slip:
    """Draw the slip of a booking (预约登记单)."""
    starts, ends = facts.text(B.starts_at), facts.text(B.ends_at)
    hours = f"{starts or '　　：　　'} 至 {ends or '　　：　　'}"
    visitors = _people(facts.text(B.headcount))
    return Slip(
        "预约登记单",
        (
            Line((Cell("预约单位", facts.text(B.visitor)),)),
            Line((facts.cell(B.contact), facts.cell(B.phone))),
            Line((Cell("预约场地", facts.text(B.venue)), Cell("预约方式", facts.text(B.channel)))),
            Line((Cell("使用日期", facts.text(B.held_on)), Cell("使用时间", hours))),
            Line((Cell("预约人数", visitors), facts.cell(B.menu_item))),
            Area("用　　途", facts.text(B.purpose), least=64),
            Line((Cell("登记日期", facts.text(B.asked_on)), Cell("状　　态", facts.text(B.state)))),
            Area("场地意见", "", f"经办人：　　　　　　{BLANK_DAY}", least=70),
            Line((Cell("实到人数", _people(facts.text(B.present))), Cell("离场时间"))),
            Area("反馈意见", facts.text(B.note), f"预约单位{_SIGNED}", least=80),
        ),
        number="编号：　　　　　号",
        notes=("请按预约时间到场，爱护设施，离场时关好门窗水电；有变动请提前一天告知。",),
    )


def claim(facts: Told) -> Slip:
    """Draw the letter by which a unit claims a project (项目认领书)."""
    return Slip(
        "共建项目认领书",
        (
            Line((facts.cell(P.title),)),
            Line((facts.cell(P.organisation), facts.cell(P.published_on))),
            Line((facts.cell(P.need), facts.cell(P.resource))),
            Line((facts.cell(P.claimant), facts.cell(P.claimed_on))),
            Line((facts.cell(P.contact), facts.cell(P.phone))),
            Line((facts.cell(P.due_on), Cell("协助单位"))),
            Area("承诺内容", facts.text(P.promise), least=110),
            Area(
                "认领单位",
                "我单位自愿认领上述项目，按时限和承诺的内容办好，主动接受群众评议。",
                f"负责人签名：　　　　　　{_SEAL}",
                least=92,
            ),
            Area(
                "发布党组织",
                "同意认领。我们负责对接群众、提供便利，并把办理情况向党员群众公开。",
                f"负责人签名：　　　　　　{_SEAL}",
                least=92,
            ),
        ),
        number="编号：　　　　　号",
        notes=("一式两份，认领单位、发布党组织各存一份。",),
    )


def finished(facts: Told) -> Slip:
    """Draw how a claimed project went (项目完成情况表), for those it was done for to judge."""
    return Slip(
        "共建项目完成情况表",
        (
            Line((facts.cell(P.title),)),
            Line((facts.cell(P.organisation), facts.cell(P.claimant))),
            Line((facts.cell(P.need), facts.cell(P.resource))),
            Line((facts.cell(P.claimed_on), facts.cell(P.due_on))),
            Line((facts.cell(P.done_on), facts.cell(P.contact))),
            Area("承诺内容", facts.text(P.promise), least=70),
            Area("完成情况", facts.text(P.result), f"认领单位{_SEAL}", least=120),
            Area("群众评价", facts.text(P.satisfaction), f"群众代表{_SIGNED}", least=80),
            Area("发布党组织意见", "", f"负责人签名：　　　　　　{_SEAL}", least=70),
        ),
        notes=("群众评价分满意、基本满意、一般、差；不满意的写明原因，继续办理。",),
    )


def assessment(facts: Told) -> Slip:
    """Draw how a contract for services went (购买服务评估表)."""
    period = f"{facts.text(C.starts_on) or '　　'} 至 {facts.text(C.ends_on) or '　　'}"
    return Slip(
        "购买社会组织服务评估表",
        (
            Line((facts.cell(C.title),)),
            Line((facts.cell(C.organisation), facts.cell(C.unit))),
            Line((facts.cell(C.amount), facts.cell(C.source))),
            Line((Cell("服务期间", period),)),
            Line((facts.cell(C.social_workers), facts.cell(C.served))),
            Area("开展活动", facts.text(C.activities), least=110),
            Area("评估情况", facts.text(C.evaluation), f"评估人{_SIGNED}", least=110),
            Area("群众评价", facts.text(C.satisfaction), f"群众代表{_SIGNED}", least=64),
            Area("购买方意见", "□续签　　□不续签", f"（盖章）{BLANK_DAY}", least=64),
        ),
    )


def brand(facts: Told) -> Slip:
    """Draw the application for a brand (品牌申报表)."""
    return Slip(
        "党建品牌申报表",
        (
            Line((Cell("品牌名称", facts.text(S.name)),)),
            Line((Cell("申报党组织", facts.text(S.organisation)), facts.cell(S.started_on))),
            Area("品牌内涵", facts.text(S.idea), least=90),
            Area("主要做法", facts.text(S.activities), least=130),
            Area("主要成效", facts.text(S.results), least=110),
            Line((facts.cell(S.satisfaction), Cell("联系人、电话"))),
            Area("申报党组织意见", "", _SEAL, least=62),
            Area("街道党工委意见", "", _SEAL, least=62),
            Area("区委组织部意见", "", _SEAL, least=62),
        ),
    )


def rectification(facts: Told) -> Slip:
    """Draw the notice to put a problem right (整改通知单)."""
    return Slip(
        "问题整改通知单",
        (
            Line((Cell("整改单位", _duty(facts)), facts.cell(Q.duty_person))),
            Line((Cell("问题所在", facts.text(Q.organisation)), facts.cell(Q.source))),
            Line((facts.cell(Q.found_on), facts.cell(Q.due_on))),
            Line((facts.cell(Q.partner), Cell("联系人"))),
            Area("存在问题", facts.text(Q.title), least=100),
            Area("整改要求", facts.text(Q.measure), f"签发单位{_SEAL}", least=130),
            Area(
                "签　　收",
                "本通知已经收到，我们将按要求整改。",
                f"整改单位签收人：　　　　　　{BLANK_DAY}",
                least=76,
            ),
        ),
        number="编号：　　　　　号",
        notes=(
            "一式两份，签发单位、整改单位各存一份。整改完成后填写《问题销号单》，报签发单位验收。",
        ),
    )


def closing(facts: Told) -> Slip:
    """Draw the slip by which a problem is closed (问题销号单)."""
    return Slip(
        "问题销号单",
        (
            Line((Cell("整改单位", _duty(facts)), facts.cell(Q.duty_person))),
            Line((Cell("问题所在", facts.text(Q.organisation)), facts.cell(Q.source))),
            Line((facts.cell(Q.found_on), facts.cell(Q.due_on))),
            Line((facts.cell(Q.closed_on), Cell("是否按期", _in_time(facts)))),
            Area("存在问题", facts.text(Q.title), least=56),
            Area("整改措施", facts.text(Q.measure), least=76),
            Area("整改结果", facts.text(Q.result), f"整改单位{_SEAL}", least=96),
            Area("验收意见", _accepted(facts), f"验收人：　　　　　　{BLANK_DAY}", least=72),
            Area("签发单位", "", f"同意销号　　　　{_SEAL}", least=60),
        ),
        number="编号：　　　　　号",
        notes=("附整改前后的照片和有关材料。一式两份，签发单位、整改单位各存一份。",),
    )


def _duty(facts: Told) -> str:
    return facts.text(Q.duty_organisation) or facts.text(Q.organisation)


def _accepted(facts: Told) -> str:
    name = facts.text(Q.confirmed_by)
    return f"登记的验收人：{name}" if name else ""


def _in_time(facts: Told) -> str:
    """Say whether a problem was closed in time, where both days are known to the day."""
    due, closed = facts.values.get("due_on"), facts.values.get("closed_on")
    if not due or not closed or len(due) < 10 or len(closed) < 10:
        return ""
    late = (date.fromisoformat(closed) - date.fromisoformat(due)).days
    return "按期" if late <= 0 else f"超期 {late} 天"


def _people(number: str) -> str:
    return f"{number} 人" if number else ""
