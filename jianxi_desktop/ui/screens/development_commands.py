"""What can be done on the page of the development of members."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

DEVELOPMENT_COMMANDS: tuple[Command, ...] = (
    Command(
        "development.step",
        "登记这一步",
        "",
        "",
        "done",
        "登记选中的一步：日期、经办人、材料、表决（在步骤表里按回车）",
        right=Right.EDIT,
    ),
    Command(
        "development.member",
        "登记党籍",
        "",
        "",
        "badge",
        "审批下来以后，把申请人登记为预备党员或正式党员；不按这一下，党籍不会变",
        right=Right.EDIT,
    ),
    Command(
        "development.prolong",
        "延长预备期",
        "",
        "",
        "history",
        "登记支部大会延长预备期的决定",
        right=Right.EDIT,
    ),
    Command(
        "development.stop",
        "终止培养",
        "",
        "",
        "remove",
        "登记这份申请不再往下走，可以撤销",
        right=Right.EDIT,
    ),
    Command(
        "development.print_all",
        "打印进度表",
        "",
        "",
        "print",
        "所有在培养的人走到第几步、下一步是什么、最迟哪天，一张表",
        idle=True,
        right=Right.PRINT,
    ),
    Command("development.next", "到下一步", "", "Ctrl+Down", "down", "到还没有做的第一步"),
)
