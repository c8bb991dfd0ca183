"""What is done on the board of organised life."""

from jianxi_desktop.ui.commands import Command

MEETING_COMMANDS: tuple[Command, ...] = (
    Command(
        "meeting.open", "打开或登记", "", "", "open", "打开这个月的会；没有就新登记一次（回车）"
    ),
    Command("meeting.branch", "看这个支部", "", "Ctrl+Down", "down", "只看选中的支部，各类型各月"),
    Command("meeting.all", "看全部支部", "", "Ctrl+Up", "up", "回到全部支部"),
)
