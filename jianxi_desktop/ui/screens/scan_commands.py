"""What can be done with scanned checklists."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

SCAN_COMMANDS: tuple[Command, ...] = (
    Command(
        "scan.choose",
        "选择扫描件",
        "",
        "Ctrl+O",
        "open",
        "选一个或几个文件，已识读的留着，接着加",
        idle=True,
        right=Right.EDIT,
    ),
    Command("scan.review", "核对这一张", "", "", "eye", "对着图像核对读到的分数（回车）"),
    Command("scan.next", "下一张没确认的", "", "Ctrl+PgDown", "right", "打开下一张没有确认的"),
    Command("scan.before", "上一张没确认的", "", "Ctrl+PgUp", "left", "打开上一张没有确认的"),
    Command("scan.list", "回到清单", "", "Ctrl+J", "list", "回到识读到的检查表清单"),
    Command(
        "scan.confirm",
        "确认并保存",
        "",
        "Ctrl+Return;Ctrl+S",
        "save",
        "保存核对过的分数，把图像存到这个观摩点，打开下一张",
        right=Right.EDIT,
    ),
    Command(
        "scan.keep",
        "全部只存图像",
        "",
        "",
        "attachment",
        "不录分数，把图像存到各观摩点，登记收回",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "scan.clear",
        "清空清单",
        "",
        "",
        "clear",
        "识读结果不要了，已经保存的不受影响",
        idle=True,
    ),
    Command("scan.larger", "放大", "", "Ctrl++;Ctrl+=", "add", "图像显示得大一些"),
    Command("scan.smaller", "缩小", "", "Ctrl+-", "minus", "图像显示得小一些"),
)
