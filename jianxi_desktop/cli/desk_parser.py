"""The arguments of the commands of the desk that takes packages in."""

from typing import Any

from jianxi_desktop.cli.import_parser import Add


def add_desk_commands(commands: Any, add: Add) -> None:
    """Add ``merge``, ``board`` and ``receipt``."""
    merge = add(commands, "merge", "desk_commands.merge", "合并数据包：文件、文件夹、U盘")
    merge.add_argument(
        "files",
        nargs="+",
        metavar="文件或文件夹",
        help="列出的文件要么全收要么全不收；文件夹里的能收多少收多少，不能收的列出原因",
    )
    merge.add_argument("--trial", action="store_true", help="只试不存")
    board = add(commands, "board", "desk_commands.board", "下面各单位的数据包报送情况")
    board.add_argument("-o", "--output", metavar="文件.xlsx", help="另存为工作簿")
    receipt = add(commands, "receipt", "desk_commands.receipt", "一个数据包的回执")
    receipt.add_argument("package", metavar="数据包", help="标识（至少后8位）或文件；或回执码")
    receipt.add_argument("--check", action="store_true", help="写的是对方念来的回执码：查是哪个包")
    receipt.add_argument("-o", "--output", metavar="文件.pdf", help="存成一页 PDF")
