"""What the part of the package page about trust says: offices, their state, a card that came."""

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services.known_offices import STATE_NAMES, State, TrustedOffice
from jianxi_desktop.services.trust import CardLook, Standing
from jianxi_desktop.ui.removal import Why
from jianxi_desktop.ui.screens.table import Column, Line

HEADS = (
    Column("单位", 13, names=True),
    Column("区划代码", 9),
    Column("信任日期", 9),
    Column("由谁核对", 8),
    Column("状态", 8),
    Column("最近的数据包", 14),
)
KINDS = (
    "单位名片、名片的扫描件或照片 (*.jxcard *.pdf *.png *.jpg *.jpeg *.tif *.tiff);;所有文件 (*)"
)
NOBODY = (
    "还没有信任任何单位。请向区里（街道）要来名片：名片文件，或打印的名片的扫描件、照片，"
    "然后按“信任对方名片”，打电话核对指纹。"
)
CHOOSE = "选中一行，这里说明它由谁授权、可以写哪些范围，也可以撤销信任。"
WITHDRAWING = (
    "撤销后，这套密钥再写的数据包一律不收；已经收下的记录保留。",
    "区里撤销的，各单位收到区里下一个数据包时就都知道，不能恢复，对方要更换密钥。",
    "本单位撤销的，只在本单位有效，核对指纹后可以重新信任。",
)
_INK = {State.VALID: "good", State.WITHDRAWN: "error", State.EXPIRED: "warning"}
_REASONS = ("电脑遗失", "电脑报废或移交", "密钥可能被别人拿到", "信任时没有核对指纹", "单位撤并")


def line_of(one: TrustedOffice) -> Line:
    """Put an office into a row."""
    last = "—"
    if one.last is not None:
        last = f"{show_day(one.last.at[:10])} 第 {one.last.number} 号"
    cells = (
        one.card.name,
        one.card.unit,
        show_day(one.since),
        one.by or "本单位",
        STATE_NAMES[one.state],
        last,
    )
    faded = dict.fromkeys(range(len(cells)), "quiet") if one.state is not State.VALID else {}
    return Line(cells, faded | {4: _INK.get(one.state, "quiet")})


def about(one: TrustedOffice) -> str:
    """Say in full what is known of an office."""
    by = f"由{one.by}授权" if one.by else "本单位核对过指纹"
    until = f"，有效期至 {show_day(one.until)}" if one.until else ""
    said = (
        f"{one.card.name}：指纹 {one.card.fingerprint}\n"
        f"{by}，可以写 {one.scope} 范围内的记录{until}。"
    )
    if one.withdrawal is not None:
        gone = one.withdrawal
        said += f"已于 {show_day(gone.on)} 撤销，原因：{gone.why}。它以后写的数据包不再接收。"
    elif one.state is State.REPLACED:
        said += "它已换用新密钥，给它的数据包改用新密钥；用旧密钥写出、还在路上的数据包照样收。"
    elif one.state is State.EXPIRED:
        said += "授权已到期，它的数据包暂不接收，请区里重新授权。"
    return said


def why_withdraw(one: TrustedOffice, *, district: bool) -> Why:
    """Ask why trust is to be withdrawn, and say what that means."""
    more = WITHDRAWING[0] + (WITHDRAWING[1] if district else WITHDRAWING[2])
    asked = f"不再信任{one.card.name}的这套密钥？"
    return Why("撤销信任", asked, more, _REASONS, "撤销信任", "仍然信任")


def about_card(found: CardLook) -> str:
    """Say what a card that somebody brought is to us, and what trusting it means."""
    said = []
    if found.standing is Standing.SUCCESSOR:
        said.append(
            f"这是{found.card.name}换密钥以后的新名片，由已经信任的旧密钥签过名，不必再打电话。"
            "如果事先没有听说对方要换密钥，请先问清楚再接受。"
        )
    elif found.standing is Standing.WITHDRAWN and found.withdrawal is not None:
        gone = found.withdrawal
        said.append(
            f"本单位已于 {show_day(gone.on)} 撤销对这张名片的信任（{gone.why}）。"
            "核对一致才能重新信任。"
        )
    elif found.withdrawal is not None:
        gone = found.withdrawal
        said.append(
            f"注意：它说接替的那套密钥已于 {show_day(gone.on)} 撤销（{gone.why}）。"
            "旧密钥的签名不能作数，一定要打电话核对。"
        )
    if found.standing is Standing.CERTIFIED:
        said.append("区里已经授权这套密钥，它的数据包本来就收。核对登记后，写数据包时也会写给它。")
    if found.root:
        said.append("这是区级名片：信任它，也就信任它授权的各单位，不必再逐个核对。")
    if found.others and found.standing is not Standing.SUCCESSOR:
        dates = "、".join(show_day(each.created[:10]) for each in found.others)
        said.append(
            f"本单位已经信任{found.card.name}的另一张名片（密钥日期 {dates}）。"
            "如果那台电脑已经不用，信任这一张以后，请把那一张撤销。"
        )
    return "\n".join(said)
