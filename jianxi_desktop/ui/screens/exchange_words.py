"""What the window says of an exchange by USB drive, before it and after it."""

from collections.abc import Sequence
from datetime import date, datetime

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.exchange import Exchanged, Found, Going, Look, Refused, State
from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.screens.package_words import size_of
from jianxi_desktop.ui.screens.table import Column, Line

HEADS = (
    Column("", 2.5),
    Column("单位", 10, names=True),
    Column("第几号", 4, right=True),
    Column("写出日期", 6),
    Column("大小", 5, right=True),
    Column("结果", 5),
    Column("说明", 1),
)
NO_CARD = (
    "第一次交换之前，要先登记区里（或街道）的名片：向对方要来名片文件，打电话核对指纹。只做一次。"
)
NO_CARD_BELOW = (
    "还没有登记任何单位的名片，收不了也写不出。请先登记各社区、街道的名片，打电话核对指纹。"
)
PULLED = "U盘已拔出，上次交换已经做完。"
SAFE = "可以安全拔出U盘。"
_SYSTEMS = {"vfat": "FAT32", "exfat": "exFAT", "ntfs": "NTFS"}
_DISTRICT = 6  # digits of the district's code
_LITTLE = 4 << 20  # bytes: with less the next package may not fit
_MOST_NAMES = 3
_MOST_REASONS = 2
_SHORT = 12  # letters of a drive's name
_STATES = {
    State.NEW: ("待收", ""),
    State.KNOWN: ("以前收过", "quiet"),
    State.HELD: ("暂存待补", "warning"),
    State.REFUSED: ("收不下", "error"),
}


def said(error: Exception) -> str:
    """Give what an error says to a person."""
    if isinstance(error, JianxiError):
        return error.user_message
    return "U盘读不出来。请重新插好再试。"


def drive_name(drive: Drive) -> str:
    """Call a drive as the system does."""
    label = drive.label or "U盘"
    root = str(drive.path)
    return f"{label}（{root[:2]}）" if root[1:2] == ":" else label


def short_name(drive: Drive) -> str:
    """Call a drive so that it fits beside the tree."""
    name = drive_name(drive)
    return name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"


def drive_detail(drive: Drive) -> str:
    """Say what a drive is and how much room it has."""
    system = _SYSTEMS.get(drive.system, drive.system.upper())
    parts = [f"可用 {size_of(drive.free)}，共 {size_of(drive.size)}", system]
    if not drive.writable:
        parts.append("只读：能收，不能写")
    return "　".join(part for part in parts if part)


def going_words(seen: Look) -> str:
    """Say what goes up and down: ``上报涧西区：214 项变更（上次写出：11月3日）``."""
    return "\n".join(_going(each) for each in seen.going)


def waiting_words(seen: Look) -> str:
    """Say in a few words what waits to be carried."""
    fresh = sum(each.changes for each in seen.going if not each.written)
    if fresh:
        return f"待上报 {fresh:,} 项变更"
    if seen.changes:
        return f"{seen.changes:,} 项已写出，等回执"
    return "没有待上报的变更"


def found_words(seen: Look, own: str) -> str:
    """Say what has come: ``区里来的：2 个数据包（第 12、13 号）``."""
    by_sender: dict[str, list[Found]] = {}
    for each in seen.found:
        if each.state in (State.NEW, State.HELD) and not each.code:
            by_sender.setdefault(_from(each, own), []).append(each)
    said = []
    for sender, packages in list(by_sender.items())[:_MOST_NAMES]:
        numbers = "、".join(str(each.number) for each in packages[-_MOST_NAMES:])
        last = max(each.day for each in packages)
        said.append(f"{sender}来的：{len(packages)} 个数据包（第 {numbers} 号，写于{_day(last)}）")
    if len(by_sender) > _MOST_NAMES:
        rest = sum(len(each) for each in list(by_sender.values())[_MOST_NAMES:])
        said.append(f"另有 {len(by_sender) - _MOST_NAMES} 个单位的 {rest} 个数据包")
    return "\n".join(said)


def beside_words(seen: Look) -> str:
    """Say what has arrived before, and what else is on the drive."""
    said = list(seen.delivered)
    if seen.foreign:
        said.append(f"U盘上还有 {seen.foreign} 个发给别的单位的数据包，不会动它们")
    if seen.swept:
        said.append(f"有 {len(seen.swept)} 个本单位的旧包对方已经收到，交换时会清理")
    return "；".join(said) + ("。" if said else "")


def trouble(seen: Look, level: str) -> tuple[str, str]:
    """Say what stands against an exchange, and how loudly."""
    if not seen.going and not seen.below:
        return (NO_CARD_BELOW if level == "district" else NO_CARD), "warning"
    if not seen.writable:
        return (
            "U盘不能写入（写保护或只读）：可以收，写不出去。要上报请拨开写保护开关，或换一个U盘。",
            "warning",
        )
    if seen.free is not None and seen.free < _LITTLE:
        return (
            f"U盘只剩 {size_of(seen.free)}，可能写不下。请删去不用的文件，或换一个U盘。",
            "warning",
        )
    return "", ""


def done_words(done: Exchanged) -> tuple[str, str]:
    """Say what was done, and how loudly; that the drive may be pulled comes first."""
    said = [SAFE if done.flushed else "请等U盘的灯不闪了再拔。", *_achieved(done)]
    waiting = sum(1 for each in done.refused if each.held)
    if done.conflicts:
        said.append(f"有 {done.conflicts:,} 处两边改得不同，两个值都留着，请选定。")
    if done.kept_back:
        said.append(f"有 {done.kept_back} 个数据包没有收：您没有“合并数据包”的权限，请管理员来收。")
    if waiting:
        said.append(f"有 {waiting} 个数据包要等前面缺的那个，已暂存，补到后自动合并。")
    odd = list(dict.fromkeys(told for each in done.taken for told in each.warnings))
    loud = done.conflicts or waiting or done.kept_back or odd
    return "\n".join([*said, *odd]), "warning" if loud else ""


def failed_words(done: Exchanged) -> str:
    """Say what did not come about, and what to do; empty: everything did."""
    bad = [*done.unwritten, *(each for each in done.refused if not each.held)]
    said = [f"{each.sender or each.name}：{each.reason}" for each in bad[:_MOST_REASONS]]
    if len(bad) > _MOST_REASONS:
        said.append(f"另有 {len(bad) - _MOST_REASONS} 个没有成，原因见下面的表。")
    return "\n".join(said)


def _achieved(done: Exchanged) -> list[str]:
    said = []
    if done.taken:
        senders = "、".join(list(dict.fromkeys(each.sender for each in done.taken))[:_MOST_NAMES])
        what = done.came or "没有新的记录"
        said.append(f"收下{senders}的 {len(done.taken)} 个数据包：{what}。")
    if done.written:
        said.append(_written_words(done))
    if done.stopped:
        said.append("已按要求停止，停止以前做完的都已保存。")
    if not said and not done.refused and not done.unwritten:
        said.append("没有新的内容要收，也没有要写的。")
    return said


def notice_words(done: Exchanged) -> str:
    """Say it in one line."""
    parts = []
    if done.taken:
        parts.append(f"收下 {len(done.taken)} 个")
    if done.written:
        parts.append(f"写出 {sum(_files(done))} 个")
    bad = len(done.unwritten) + len(done.refused)
    if bad:
        parts.append(f"{bad} 个没有成")
    said = "、".join(parts) or "没有要收、要写的"
    return f"数据包：{said}。{SAFE if done.flushed else ''}"


def lines(seen: Look | None, done: Exchanged | None) -> list[Line]:
    """Give a line for each package: what became of it, or what would."""
    rows: list[Line] = []
    if done is not None:
        rows += [_unwritten_line(each) for each in done.unwritten]
        rows += [_taken_back_line(each) for each in done.refused]
        rows += _written_lines(done)
    named = {each.name for each in done.refused} if done is not None else set()
    if seen is not None:
        taken = {each.receipt for each in done.taken} if done is not None else set()
        rows += [
            _found_line(each, fresh=each.id in taken)
            for each in seen.found
            if each.path.name not in named
        ]
    return rows


def reason_of(line: Line) -> str:
    """Give the whole of what a line says in its last cell."""
    return line.cells[-1] if is_bad(line) else ""


def is_bad(line: Line) -> bool:
    """Tell whether a line says something that a person has to look at."""
    return bool({"error", "warning"} & set(line.states.values()))


def _going(going: Going) -> str:
    names = "、".join(going.names)
    up = going.to is None
    head = f"上报{names}" if up else f"发给{names}"
    if going.answer:
        return f"{head}：没有新的变更，带去一份回执"
    if not going.changes:
        return f"{head}：没有新的变更，以前的对方都已收到"
    many = f"{head}：{going.changes:,} 项变更"
    if going.writes != going.changes:
        many += f"，{going.writes:,} 条记录"
    if going.lying:
        return f"{many}；已写在这个U盘上，等对方收下"
    since = _day(going.since) if going.since else ""
    if going.written:
        return f"{many}；{since}写出过，还没有对方的回执"
    return f"{many}（上次写出：{since}）" if since else f"{many}（第一次）"


def _from(found: Found, own: str) -> str:
    if not found.sender:
        return "不认识的单位"
    if found.unit and len(found.unit) < len(own):
        return "区里" if len(found.unit) == _DISTRICT else found.sender
    return found.sender


def _written_words(done: Exchanged) -> str:
    size = sum(each.bytes for each in done.written)
    if len(done.written) == 1:
        one = done.written[0]
        names = "、".join(one.receivers)
        return f"写给{names}的第 {one.number} 号包已写好、读回核对过（{size_of(size)}）。"
    many = len({each.receivers for each in done.written})
    files = sum(_files(done))
    return f"给 {many} 个单位写好 {files} 个数据包、读回核对过（{size_of(size)}）。"


def _files(done: Exchanged) -> list[int]:
    return [max(len(each.files), 1) for each in done.written]


def _found_line(found: Found, *, fresh: bool) -> Line:
    result, state = _STATES[found.state]
    if fresh:
        result, state = "已收下", "good"
    part = f"（第 {found.part}/{found.of} 部分）" if found.of > 1 else ""
    return Line(
        (
            "收",
            found.sender or "不认识的单位",
            str(found.number or ""),
            _day(found.day),
            size_of(found.bytes),
            result,
            found.reason or f"{found.path.name}{part}",
        ),
        {5: state} if state else {},
    )


def _taken_back_line(refused: Refused) -> Line:
    result, state = ("暂存待补", "warning") if refused.held else ("没有收下", "error")
    return Line(
        ("收", refused.sender or "不认识的单位", "", "", "", result, refused.reason), {5: state}
    )


def _unwritten_line(refused: Refused) -> Line:
    return Line(("写", refused.name, "", "", "", "没有写成", refused.reason), {5: "error"})


def _written_lines(done: Exchanged) -> Sequence[Line]:
    today = _day(calendar.today().isoformat())
    return [
        Line(
            (
                "写",
                "、".join(each.receivers),
                str(each.number),
                today,
                size_of(each.bytes),
                "已写好",
                each.file.name,
            ),
            {5: "good"},
        )
        for each in done.written
    ]


def _day(moment: str) -> str:
    """Write a day as people do; the year only where it is another one."""
    if not moment:
        return ""
    if len(moment) > 10:
        at = datetime.fromisoformat(moment).astimezone().date()
    else:
        at = date.fromisoformat(moment)
    year = "" if at.year == calendar.today().year else f"{at.year}年"
    return f"{year}{at.month}月{at.day}日"
