"""What can be done on the page of blanks."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

FILL_COMMANDS: tuple[Command, ...] = (
    Command(
        "fill.choose",
        "选择空白表",
        "",
        "Ctrl+O",
        "open",
        "选择上级发来的空白表",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "fill.run",
        "填好并保存",
        "",
        "Ctrl+Return",
        "save",
        "按上面的选择填好，存成另一份文件",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "fill.full",
        "填写完整号码",
        "",
        "",
        "eye",
        "写明用途，证件号码和电话不遮挡地填写",
        idle=True,
        right=Right.REVEAL,
    ),
)
