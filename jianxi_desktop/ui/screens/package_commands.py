"""What a person can do on the page of packages."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

_DATA = "数据"

PACKAGE_COMMANDS: tuple[Command, ...] = (
    Command(
        "package.exchange",
        "一键交换",
        _DATA,
        "Ctrl+Return",
        "package",
        "收下给本单位的，写出要上报的，写完核对",
        idle=True,
        right=Right.PACK,
    ),
    Command(
        "package.folder", "选择文件夹", _DATA, "Ctrl+O", "open", "不用U盘，用一个文件夹", idle=True
    ),
    Command(
        "package.eject", "弹出U盘", _DATA, "Ctrl+E", "up", "让系统放开U盘，再拔最稳妥", idle=True
    ),
    Command(
        "package.down",
        "给各下级写包",
        _DATA,
        "",
        "export",
        "给每个登记过名片的下级单位写一个数据包",
        idle=True,
        right=Right.PACK,
    ),
    Command(
        "package.full",
        "重写完整包",
        _DATA,
        "",
        "layers",
        "对方说数据不全、换了电脑时用：把全部内容再写一遍",
        idle=True,
        right=Right.PACK,
    ),
    Command(
        "package.fork",
        "处理分叉",
        _DATA,
        "",
        "layers",
        "提示“不是同一份历史”时用：数据库曾被复制成两份",
        idle=True,
        right=Right.MERGE,
    ),
    Command("package.receipt", "回执", _DATA, "", "claim", "送到哪一号了；核对对方念来的回执码"),
    Command(
        "package.desk",
        "到收包台",
        _DATA,
        "",
        "layers",
        "一个文件夹、很多单位的数据包一次收完，看谁报了",
        right=Right.MERGE,
    ),
    Command("package.seen", "都看过了", _DATA, "", "done", "收到的内容不再提醒"),
    Command("package.record", "打开这条记录", _DATA, "", "open", "看收到的这条记录（回车）"),
    Command(
        "package.inspect",
        "选择数据包",
        _DATA,
        "",
        "search",
        "先看看是谁的、能不能收",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "package.trial",
        "试合并",
        _DATA,
        "",
        "eye",
        "看看合并会怎样，不改动",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "package.merge",
        "合并",
        _DATA,
        "",
        "import",
        "把数据包的内容收进来",
        idle=True,
        right=Right.MERGE,
    ),
)
