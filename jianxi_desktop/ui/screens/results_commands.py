"""What is done with the results of a round."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

RESULT_COMMANDS: tuple[Command, ...] = (
    Command(
        "results.problems",
        "差距转问题",
        "",
        "Ctrl+G",
        "problem",
        "把记下的差距一次登记为问题，写明责任人和时限",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "results.grades",
        "定等次",
        "",
        "",
        "rating",
        "按得分把等次记入分类定级台账，可以撤销",
        idle=True,
        right=Right.EDIT,
    ),
    Command(
        "results.enter",
        "录入这张检查表",
        "",
        "",
        "form",
        "打开这一个的检查表，补录缺的得分",
        right=Right.EDIT,
    ),
)
