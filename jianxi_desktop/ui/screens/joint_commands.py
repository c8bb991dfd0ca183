"""What is done on the page of joint building and on that of the lecture halls."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

JOINT_COMMANDS: tuple[Command, ...] = (
    Command(
        "joint.meeting",
        "登记联席会",
        "",
        "",
        "activity",
        "登记选中党组织的一次区域党建联席会",
        right=Right.EDIT,
    ),
    Command(
        "joint.tripartite",
        "登记三方会",
        "",
        "",
        "talk",
        "登记居委会、业委会、物业三方的一次联席会",
        right=Right.EDIT,
    ),
    Command(
        "joint.partner",
        "登记共建单位",
        "",
        "",
        "joint",
        "登记一家参加共建、参加联席会的单位",
        right=Right.EDIT,
    ),
    Command(
        "joint.member",
        "登记兼职委员",
        "",
        "",
        "badge",
        "给选中的单位登记兼职委员",
        right=Right.EDIT,
    ),
    Command(
        "joint.contract",
        "登记合同",
        "",
        "",
        "contract",
        "登记一份购买社会组织服务的合同",
        right=Right.EDIT,
    ),
    Command("hall.before", "上一月", "", "Ctrl+PgUp", "left", "看前一个月的讲习"),
    Command("hall.after", "下一月", "", "Ctrl+PgDown", "right", "看后一个月的讲习"),
    Command(
        "hall.table",
        "课程表",
        "",
        "",
        "print",
        "打印这个月的讲习课程表，贴在讲习所门口",
        right=Right.PRINT,
    ),
    Command(
        "hall.figures",
        "统计表",
        "",
        "",
        "print",
        "打印这个月的讲习统计表，带全年累计",
        right=Right.PRINT,
    ),
)
