"""The commands of the desk that takes packages in, and of its board."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

ARRIVAL_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "arrivals.folder",
        "选择文件夹",
        "",
        "",
        "folder",
        "选择U盘或放数据包的文件夹，里面的包一次都找出来",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "arrivals.look",
        "重新查找",
        "",
        "",
        "refresh",
        "再看一遍这个文件夹和插着的U盘",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "arrivals.trial",
        "试合并",
        "",
        "",
        "eye",
        "把全部数据包核验、合并一遍再退回，看合计，不改动",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "arrivals.merge",
        "全部合并",
        "",
        "Ctrl+Return",
        "import",
        "先备份，再一个一个收进来；不能收的不影响别的",
        idle=True,
        right=Right.MERGE,
    ),
    Command(
        "arrivals.receipt",
        "打印回执",
        "",
        "",
        "print",
        "给发件单位的一页回执，上面有核对用的回执码",
        idle=True,
        right=Right.PRINT,
    ),
    Command("arrivals.brought", "带来了什么", "", "", "list", "最近收下的一个包带来了什么（回车）"),
    Command(
        "arrivals.print",
        "打印情况表",
        "",
        "",
        "print",
        "谁报了、哪天报的、缺什么",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "arrivals.export",
        "导出情况表",
        "",
        "",
        "export",
        "存成 Excel",
        idle=True,
        right=Right.EXPORT,
    ),
)
