"""What can be done on the page of bookings."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.commands import Command

_RECORD = "记录"
BOOKING_COMMANDS: tuple[Command, ...] = (
    Command("booking.before", "上一周", "", "Ctrl+PgUp", "left", "看前一周的预约"),
    Command("booking.now", "本周", "", "", "", "回到今天所在的一周"),
    Command("booking.after", "下一周", "", "Ctrl+PgDown", "right", "看后一周的预约"),
    Command(
        "booking.confirm",
        "确认预约",
        _RECORD,
        "",
        "save",
        "已经答复对方，场地留好了",
        right=Right.EDIT,
    ),
    Command(
        "booking.done",
        "接待完成",
        _RECORD,
        "",
        "done",
        "来过了，登记实到人数",
        right=Right.EDIT,
    ),
    Command(
        "booking.cancel",
        "取消预约",
        _RECORD,
        "",
        "remove",
        "不来了，时间空出来，可以撤销",
        right=Right.EDIT,
    ),
)
