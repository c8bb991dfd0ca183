"""What can be done about terms and elections."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

TERM_COMMANDS: tuple[Command, ...] = (
    Command(
        "terms.elect",
        "筹备换届",
        "",
        "Ctrl+G",
        "ballot",
        "为选中的党组织开始换届，已经在筹备的就打开它",
        right=Right.EDIT,
    ),
    Command(
        "terms.extend",
        "登记延期",
        "",
        "",
        "schedule",
        "上级批准延期的，登记延到哪天和批复文号",
        right=Right.EDIT,
    ),
    Command("terms.posts", "班子成员", "", "", "badge", "看选中党组织的班子成员和兼职委员"),
    Command(
        "election.finish",
        "完成换届",
        "",
        "Ctrl+Return",
        "done",
        "新一届开始，上一届和原来的职务到此为止",
        right=Right.EDIT,
    ),
    Command(
        "election.add", "加候选人", "", "Ctrl+N;Ins", "add", "从党员里选一名", right=Right.EDIT
    ),
    Command(
        "election.drop",
        "去掉候选人",
        "",
        "Ctrl+Del",
        "remove",
        "选中的不再是候选人",
        right=Right.EDIT,
    ),
    Command(
        "election.cancel",
        "取消筹备",
        "",
        "",
        "stop",
        "这次换届不办了，原来的一届照旧",
        right=Right.EDIT,
    ),
)
