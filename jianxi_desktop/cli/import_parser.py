"""The arguments of the commands that bring rosters in and make one person of two."""

import argparse
from typing import Any, Protocol


class Add(Protocol):
    """Adds a command to the parser."""

    def __call__(
        self, commands: Any, name: str, run: str, text: str, *, needs_office: bool = True
    ) -> argparse.ArgumentParser:
        """Give the command's own parser."""


def add_import_commands(commands: Any, add: Add) -> None:
    """Add ``import``."""
    roster = add(commands, "import", "import_commands.import_roster", "导入花名册")
    roster.add_argument("ledger")
    roster.add_argument("file")
    roster.add_argument("--sheet")
    roster.add_argument("--file-password-file", help="写有工作簿密码的文件")
    roster.add_argument(
        "--caption",
        action="append",
        default=[],
        metavar="表头=字段",
        help="指定一列收进哪个字段；表头= 表示不收；导入后会记住",
    )
    roster.add_argument(
        "--decide",
        action="append",
        default=[],
        metavar="行号=决定",
        help="待核对的行：same:记录标识 是同一人，other 是另一人，leave 先不导入",
    )
    roster.add_argument("--org", help="没有党支部一列时归入的党组织")
    roster.add_argument(
        "--create-orgs", action="store_true", help="一并建立没有登记的党支部、党小组"
    )
    roster.add_argument("--trial", action="store_true", help="只试不存")
    roster.add_argument("--rows", action="store_true", help="报告每一行")
    roster.add_argument("--report", help="把有问题的行另存为工作簿")
