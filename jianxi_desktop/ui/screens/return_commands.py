"""The commands of the return desk and of the board of who has sent what."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command


def _step(key: str, text: str, icon: str, tip: str) -> Command:
    return Command(f"return.{key}", text, "", "", icon, tip, idle=True, right=Right.EDIT)


STEP_KEYS: Final = ("complete", "submit", "take_back", "give_back", "accept", "lock")
RETURN_COMMANDS: Final[tuple[Command, ...]] = (
    Command("return.make", "重新计算", "", "", "refresh", "按现在的记录重新统计", idle=True),
    Command("return.behind", "查看记录", "", "", "list", "选中的数字由哪些记录算出（回车）"),
    Command(
        "return.figure",
        "填写或改动",
        "",
        "F2",
        "form",
        "填写手填的数字；改动算出的数字要写原因",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "return.last",
        "照上期填",
        "",
        "",
        "copy",
        "还空着的手填数字都照上期填写，再逐个核对",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "return.noughts",
        "空格填 0",
        "",
        "",
        "add",
        "还空着的手填数字都填 0，一步可以撤销",
        idle=True,
        right=Right.EDIT,
    ),
    _step("complete", "填报完成", "done", "检查勾稽关系，写明填表人和负责人"),
    _step("submit", "上报", "export", "把数字定下来交上去；以后记录再变，上报的数不变"),
    _step("take_back", "撤回", "undo", "上级还没有审核时收回来修改"),
    _step("give_back", "退回", "back", "写明原因，退给填报单位修改"),
    _step("accept", "接收", "claim", "审核通过，收下这份报表"),
    _step("lock", "归档", "lock", "归档后不能再退回"),
    Command("return.save", "保存为 Excel", "", "", "save", "保存成可以上报的表格", idle=True),
    Command(
        "return.book",
        "全套存成一本",
        "",
        "",
        "save",
        "这一期的全部党内统计表存成一个文件：封面、目录、各表和勾稽关系",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "return.print",
        "打印报表",
        "",
        "",
        "print",
        "带单位、负责人、填表人、报出时间的正式报表",
        idle=True,
        right=Right.PRINT,
    ),
    Command("return.board", "报送情况", "", "", "tasks", "哪个单位报了什么、谁还没有报"),
    Command("board.open", "打开这份报表", "", "", "open", "看选中单位的这份报表（回车）"),
    Command(
        "board.remind",
        "催报通知",
        "",
        "",
        "talk",
        "给每个没有报的单位写好一段话，可以复制",
        right=Right.VIEW,
    ),
    Command(
        "board.print",
        "打印催报名单",
        "",
        "",
        "print",
        "到期未报的单位和报表，一份名单",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "board.export",
        "导出催报名单",
        "",
        "",
        "export",
        "到期未报的单位和报表，存成表格",
        idle=True,
        right=Right.EXPORT,
    ),
)
