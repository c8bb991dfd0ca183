"""What the desk of packages says: packages, outcomes and offices as lines of a table."""

from collections.abc import Mapping

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services.arrival_papers import remark
from jianxi_desktop.services.arrivals import STANDINGS, ArrivalRow, Standing
from jianxi_desktop.services.desk import STATES, State, Taken, TakenPackage
from jianxi_desktop.services.receipts import COUNTS, Receipt
from jianxi_desktop.services.receipts import STATES as OUTCOMES
from jianxi_desktop.ui.screens.package_words import moment, size_of
from jianxi_desktop.ui.screens.table import Column, Line

PACKAGE_HEADS = (
    Column("发件单位", 8),
    Column("包号", 2.5, right=True),
    Column("写出时间", 7.5),
    Column("大小", 4.5, right=True),
    Column("情况", 5),
    Column("新增", 3, right=True),
    Column("修改", 3, right=True),
    Column("移除", 3, right=True),
    Column("待核对", 3.2, right=True),
    Column("说明", 9),
)
BOARD_HEADS = (
    Column("单位", 8),
    Column("情况", 5),
    Column("最近收到", 5),
    Column("包号", 2.5, right=True),
    Column("内容截至", 5),
    Column("改动", 3.5, right=True),
    Column("待核对", 3.2, right=True),
    Column("下发、已收到", 9),
    Column("说明", 10),
)
_STATE_LOOKS: Mapping[State, str] = {
    "waiting": "quiet",
    "writing": "changed",
    "merged": "good",
    "tried": "good",
    "follows": "good",
    "duplicate": "quiet",
    "refused": "error",
    "held": "warning",
    "left": "quiet",
}
_STANDING_LOOKS: Mapping[Standing, str] = {
    "refused": "error",
    "gap": "error",
    "missing": "error",
    "no_card": "warning",
    "late": "warning",
    "not_due": "quiet",
    "reported": "good",
}


def package_line(package: TakenPackage) -> Line:
    """Give a package as a line."""
    file = package.file
    part = f"-{file.part}" if file.of > 1 or file.part > 1 else ""
    counted = package.state in ("merged", "tried")
    numbers = (package.new, package.changed, package.removed, package.conflicts)
    cells = (
        file.sender or file.path.name,
        f"{file.number}{part}" if file.number else "",
        _moment(file.day),
        size_of(file.bytes),
        STATES[package.state],
        *(f"{number:,}" if counted else "" for number in numbers),
        package.reason or _told(package),
    )
    looks = {4: _STATE_LOOKS[package.state]}
    if counted and package.conflicts:
        looks[8] = "warning"
    return Line(cells, looks)


def package_told(package: TakenPackage | None) -> str:
    """Say of one package in full what there is to say."""
    if package is None:
        return ""
    return f"{package.file.path.name}：{package.reason or _told(package) or STATES[package.state]}"


def board_told(row: ArrivalRow | None) -> str:
    """Say of one office in full what there is to say."""
    if row is None:
        return ""
    came = (
        f"{show_day(row.received_on)}收到第{row.number}号" if row.number else "还没有收到过数据包"
    )
    sent = f"写给它的{_down(row)}" if row.sent_number else "还没有给它写过数据包"
    said = remark(row)
    return f"{row.name}：{STANDINGS[row.standing]}，{came}；{sent}。{said}"


def board_line(row: ArrivalRow) -> Line:
    """Give an office as a line."""
    indent = "" if row.level == "street" else "　"
    cells = (
        indent + row.name,
        STANDINGS[row.standing],
        _ago(row),
        str(row.number) if row.number else "",
        _short(row.written_on),
        f"{row.changes:,}" if row.number else "",
        f"{row.conflicts:,}" if row.conflicts else "",
        _down(row),
        remark(row),
    )
    looks = {1: _STANDING_LOOKS[row.standing]}
    if row.conflicts:
        looks[6] = "warning"
    return Line(cells, looks, strong=row.level == "street")


def taken_words(taken: Taken) -> tuple[str, str]:
    """Say what taking a folder did or would do, and how loudly."""
    fine = taken.of("merged", "tried", "follows")
    bad, known = taken.of("refused", "held"), taken.of("duplicate")
    verb = "可以收下" if taken.trial else "已收下"
    said = [f"{verb} {len(fine)} 个数据包"] if fine else []
    said += [f"{len(known)} 个以前收过"] if known else []
    said += [f"{len(bad)} 个收不了，原因写在“说明”里，排在最前面"] if bad else []
    if left := taken.of("left"):
        said.append(f"{len(left)} 个还没有合并")
    words = ("已停止：" if taken.stopped else "") + "，".join(said or ("没有要收的",))
    more = _advice(taken)
    return f"{words}。{more}", "warning" if bad or left else ""


def receipt_facts(receipt: Receipt) -> list[tuple[str, str]]:
    """Say what a package brought."""
    counts = [
        f"{caption} {receipt.counts[key]:,}"
        for key, caption in COUNTS.items()
        if receipt.counts.get(key)
    ]
    facts = [
        ("来自", receipt.sender),
        ("包号", f"第 {receipt.number} 号，{show_day(receipt.written_on)}写出"),
        ("收下", f"{moment(receipt.handled_at)}，{OUTCOMES[receipt.state]}"),
        ("内容", "，".join(counts) or f"{receipt.records:,} 条改动"),
        ("回执码", f"{receipt.code}（念给对方核对）"),
    ]
    return facts + ([("原因", receipt.reason)] if receipt.reason else [])


def _told(package: TakenPackage) -> str:
    if package.state == "follows":
        return "接在前一个包后面，合并时一起收"
    said = list(package.warnings)
    if package.state in ("merged", "tried") and package.blobs:
        said.insert(0, f"照片和材料 {package.blobs} 份")
    return "；".join(said)


def _advice(taken: Taken) -> str:
    if taken.trial:
        return "按“全部合并”以前什么都没有改动。" if taken.of("tried") else ""
    if taken.total("conflicts"):
        return f"有 {taken.total('conflicts')} 处两边都改过，请到“待核对”页定下。"
    return ""


def _down(row: ArrivalRow) -> str:
    if not row.sent_number:
        return ""
    known = f"已收到第{row.acknowledged}号" if row.acknowledged else "还没有回执"
    return f"第{row.sent_number}号，{known}"


def _moment(day: str) -> str:
    return moment(day).split("年", 1)[-1] if day else ""


def _ago(row: ArrivalRow) -> str:
    if row.days is None:
        return ""
    return {0: "今天", 1: "昨天"}.get(row.days, f"{_short(row.received_on)}")


def _short(day: str) -> str:
    return show_day(day).split("年", 1)[-1] if day else ""
