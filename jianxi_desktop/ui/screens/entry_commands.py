"""What can be done while checklists are entered."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

ENTRY_COMMANDS: tuple[Command, ...] = (
    Command("entry.number", "输表号", "", "Ctrl+G", "search", "到表号框，输入或扫下一张"),
    Command(
        "entry.save",
        "保存这张表",
        "",
        "Ctrl+Return;Ctrl+S",
        "save",
        "保存，然后等下一张的表号",
        right=Right.EDIT,
    ),
    Command("entry.next", "下一张没录的", "", "Ctrl+PgDown", "right", "按路线顺序打开下一张"),
    Command("entry.before", "上一张没录的", "", "Ctrl+PgUp", "left", "按路线顺序打开上一张"),
    Command("entry.list", "到表单列表", "", "Ctrl+J", "list", "到左边的表单列表"),
    Command(
        "entry.first",
        "看第一遍录的",
        "",
        "",
        "eye",
        "不录第二遍，改第一遍录的分数",
        right=Right.EDIT,
    ),
    Command(
        "entry.discard",
        "丢弃草稿",
        "",
        "",
        "clear",
        "不要没保存的内容，回到已保存的样子",
        right=Right.EDIT,
    ),
    Command(
        "entry.returned",
        "登记收回",
        "",
        "Ctrl+R",
        "done",
        "选中的检查表今天收回来了",
        right=Right.EDIT,
    ),
    Command(
        "entry.void",
        "作废…",
        "",
        "",
        "remove",
        "选中的检查表不用了，写明原因",
        right=Right.EDIT,
    ),
    Command(
        "entry.book",
        "从表格录入…",
        "",
        "",
        "import",
        "别处打好的分在表格里，一次录进来",
        right=Right.EDIT,
    ),
    Command(
        "entry.template",
        "写打分空表…",
        "",
        "",
        "export",
        "把这一轮的检查表写成一张表格，拿去填分",
        right=Right.EXPORT,
    ),
)
