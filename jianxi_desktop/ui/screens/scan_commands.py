"""What can be done with scanned checklists."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

_DATA = "数据"
SCAN_COMMANDS: tuple[Command, ...] = (
    Command(
        "scan.choose",
        "选择扫描件",
        _DATA,
        "Ctrl+O",
        "open",
        "选一个或几个文件，已识读的留着，接着加",
        idle=True,
        right=Right.EDIT,
    ),
    Command("scan.review", "核对这一张", _DATA, "", "eye", "对着图像核对读到的分数（回车）"),
    Command("scan.next", "下一张没确认的", _DATA, "Ctrl+PgDown", "right", "打开下一张没有确认的"),
    Command("scan.before", "上一张没确认的", _DATA, "Ctrl+PgUp", "left", "打开上一张没有确认的"),
    Command("scan.list", "回到清单", _DATA, "Ctrl+J", "list", "回到识读到的检查表清单"),
    Command(
        "scan.confirm",
        "确认并保存",
        _DATA,
        "Ctrl+Return;Ctrl+S",
        "save",
        "保存核对过的分数，把图像存到这个观摩点，打开下一张",
        right=Right.EDIT,
    ),
    Command(
        "scan.keep",
        "全部只存图像",
        _DATA,
        "",
        "attachment",
        "不录分数，把图像存到各观摩点，登记收回",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "scan.clear",
        "清空清单",
        _DATA,
        "",
        "clear",
        "识读结果不要了，已经保存的不受影响",
        idle=True,
    ),
    Command("scan.larger", "放大", _DATA, "Ctrl++;Ctrl+=", "add", "图像显示得大一些"),
    Command("scan.smaller", "缩小", _DATA, "Ctrl+-", "minus", "图像显示得小一些"),
)
