"""What is done on the page of the three lists."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

MATCHING_COMMANDS: tuple[Command, ...] = (
    Command(
        "matching.match",
        "对接成项目",
        "",
        "Ctrl+G",
        "joint",
        "用选中的资源满足这项需求，可以同时登记认领（回车）",
        right=Right.EDIT,
    ),
    Command(
        "matching.publish",
        "发布项目征集认领",
        "",
        "",
        "claim",
        "没有合适的资源：把需求发布成项目，等单位认领",
        right=Right.EDIT,
    ),
    Command("matching.need", "打开需求", "", "", "open", "看这项需求的表单"),
    Command("matching.resource", "打开资源", "", "", "box", "看选中资源的表单"),
)
