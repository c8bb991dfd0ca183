"""What is done on the board of organised life, and on the page of political birthdays."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

MEETING_COMMANDS: tuple[Command, ...] = (
    Command(
        "meeting.open", "打开或登记", "", "", "open", "打开这个月的会；没有就新登记一次（回车）"
    ),
    Command("meeting.branch", "看这个支部", "", "Ctrl+Down", "down", "只看选中的支部，各类型各月"),
    Command("meeting.all", "看全部支部", "", "Ctrl+Up", "up", "回到全部支部"),
    Command(
        "birthday.cards",
        "打印贺卡",
        "",
        "",
        "print",
        "这个月每名党员一张政治生日贺卡",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "birthday.award",
        "登记纪念章",
        "",
        "",
        "medal",
        "给选中的党员登记“光荣在党50年”纪念章",
        right=Right.EDIT,
    ),
)
