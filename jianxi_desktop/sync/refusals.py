"""Why a package is not taken, each reason with a stable code and what the person can do next."""

from collections.abc import Sequence

from jianxi_desktop.errors import InputError

_DAMAGED = "请让对方重新生成数据包，再拷贝一次；若又出现，请换一个U盘。"
_UPGRADE = "请先把本机程序升级到最新版本，再接收这个数据包。原文件请保留。"
_MALFORMED = "请勿再使用这个文件，让对方升级程序后重新生成，并把情况告诉区里的技术人员。"

REASONS: dict[str, str] = {
    "package_empty": "这个文件是空的，没有拷贝完整。" + _DAMAGED,
    "package_unfinished": "这是没有写完的数据包（.part），写入时U盘可能被拔出。" + _DAMAGED,
    "package_not_a_package": (
        "这个文件不是涧西党建工作台的数据包。请选择 JXSYNC 文件夹里的 .jxp 文件。"
    ),
    "package_text_damage": (
        "数据包在传送时被当成文本改动过。请用U盘直接拷贝，不要粘贴或经聊天软件转发。"
    ),
    "package_truncated": "数据包不完整，后面缺了一段。" + _DAMAGED,
    "package_header_damaged": "数据包开头已损坏。" + _DAMAGED,
    "package_signature_wrong": "数据包的签名不符：文件损坏或被改动过，没有接收。" + _DAMAGED,
    "package_contents_damaged": "数据包的内容已损坏或被改动过，没有接收。" + _DAMAGED,
    "package_sender_unknown": (
        "还不认识这个数据包的发送方（指纹 {fingerprint}）。请向对方要来名片文件，"
        "打电话逐位核对指纹，一致后用“信任名片”登记，再接收一次。指纹对不上时不要登记。"
    ),
    "package_not_for_us": (
        "此数据包是发给 {receiver} 的，本单位打不开。"
        "请把它交给 {receiver}，或让对方以本单位为接收方重新生成。"
    ),
    "package_key_wrong": (
        "数据包写明发给本单位，却不能用本单位的密钥打开。"
        "本单位可能换过密钥：请把新的名片交给对方，让对方重新生成。"
    ),
    "package_newer": "这个数据包由更新版本的程序生成。" + _UPGRADE,
    "package_too_large": "数据包超过允许的大小，没有接收。请让对方分几次生成。",
    "package_beyond_limit": "要写入的内容超过一个数据包的限度，没有生成。请减少内容后再生成一次。",
    "package_bomb": "数据包展开后大得不正常，为保护本机没有接收。" + _MALFORMED,
    "package_malformed": "数据包的签名无误，但里面的内容不合格式，没有接收。" + _MALFORMED,
    "package_end_wrong": "数据包末尾的清点与里面的内容对不上，没有接收。" + _MALFORMED,
    "package_change_too_large": "数据包里有一条操作记录大得不合规定，没有接收。" + _MALFORMED,
    "package_seal_wrong": "数据包里有一条操作记录与它的封签不符，没有接收。" + _MALFORMED,
    "package_chain_broken": "数据包里的操作记录前后接不上，缺了一条或被换过，没有接收。"
    + _MALFORMED,
    "package_checkpoint_wrong": "数据包里的操作记录没有作者电脑的有效签名，没有接收。" + _MALFORMED,
    "package_blob_wrong": "数据包里有一份照片或附件与它的指纹不符，没有接收。" + _MALFORMED,
    "package_mismatch": "数据包里外写的发送方、接收方或编号不一致，没有接收。" + _MALFORMED,
    "package_reader_stopped": "读取数据包时读取程序意外停止，没有接收，原有数据未变。" + _MALFORMED,
    "package_reader_slow": (
        "读取数据包用时过长，已停止，原有数据未变。请关闭其他程序后再试一次；仍不行请让对方分几次生成。"
    ),
    "package_reader_memory": (
        "读取数据包需要的内存超出限度，已停止，原有数据未变。请让对方分几次生成。"
    ),
    "package_gap": (
        "这个数据包前面还缺一个数据包，已暂存在本机，补到后自动合并，原有数据未变。"
        "请找到对方较早的数据包接收，或让对方重新生成（带上本机的数据包给对方，对方就知道从哪里补起）。"
    ),
    "package_fork": (
        "数据包里的记录与本机已收到的不是同一份历史：对方的数据库可能被复制到两台电脑上各自使用，"
        "或用旧文件覆盖过。没有接收，原有数据未变。请让对方打开“U盘数据包”，按提示“处理分叉”后重新生成。"
    ),
    "package_fork_here": (
        "对方收到过的本机记录与本机现有的不是同一份：本机的数据库曾被复制到两台电脑上各自使用，"
        "或被旧文件覆盖过。没有接收，原有数据未变。请在本机“U盘数据包”里按提示“处理分叉”"
        "（命令 mend-fork），再写一个数据包给对方；两边的内容都会保留。"
    ),
    "package_not_entitled": (
        "数据包里有不属于对方单位的记录，没有接收，原有数据未变。请让对方核对这些记录属于哪个党组织，"
        "并把情况告诉区里的技术人员。"
    ),
    "package_not_certified": (
        "数据包里有未经区里认证的密钥写的记录，没有接收，原有数据未变。"
        "请让对方把名片交给区里登记，或请区里再写一个数据包给本单位。"
    ),
    "package_withdrawn": (
        "这个数据包的密钥已被撤销信任，没有接收，原有数据未变。"
        "若电脑还在使用，请让对方更换密钥、重新交换名片。"
    ),
    "package_withdrawn_inside": (
        "数据包里有密钥被撤销以后写的记录，没有接收，原有数据未变。"
        "请先让对方收下区里的数据包，得知撤销后再重新写一个数据包给本单位。"
    ),
    "package_content": (
        "数据包里有不合台账要求的内容，没有接收，原有数据未变。请让对方升级程序后重新生成，"
        "并把情况告诉区里的技术人员。"
    ),
    "card_malformed": "这个文件不是名片，或已损坏。请让对方重新导出名片。",
    "card_signature_wrong": (
        "名片的签名不符：文件损坏或被改动过。请让对方重新导出，不要登记这一份。"
    ),
    "card_newer": "这张名片由更新版本的程序生成。请先把本机程序升级到最新版本。",
    "card_successor_wrong": (
        "这张名片说是接替一套旧密钥的，却没有旧密钥的有效签名，没有接受。"
        "请打电话给对方，让对方重新导出名片。"
    ),
    "certificate_malformed": (
        "数据包里的授权书或撤销书不合格式，没有接收。请让对方升级程序后重新生成。"
    ),
    "certificate_signature_wrong": (
        "数据包里的授权书或撤销书签名不符：文件损坏或被改动过，没有接收。" + _DAMAGED
    ),
    "certificate_newer": "数据包里的授权书由更新版本的程序生成。" + _UPGRADE,
}


class PackageRefusedError(InputError):
    """A package or a key card is not taken; nothing was changed."""


def refusal(
    code: str,
    message: str = "",
    *,
    fingerprint: str = "",
    receiver: str = "",
    details: Sequence[str] = (),
) -> PackageRefusedError:
    """Make the failure that belongs to a reason.

    Args:
        code: A key of ``REASONS``.
        message: English, for the log; carries no value from inside the package.
        fingerprint: Of the sender, where the reason names it.
        receiver: Whom the package is for, where the reason names it.
        details: Further lines for the person.
    """
    return PackageRefusedError(
        f"{code}: {message}" if message else code,
        user_message=REASONS[code].format(fingerprint=fingerprint, receiver=receiver),
        code=code,
        details=details,
    )
