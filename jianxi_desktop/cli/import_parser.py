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
    """Add ``import``, ``duplicates``, ``merge-persons`` and ``unmerge-persons``."""
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
    doubles = add(commands, "duplicates", "import_commands.duplicates", "可能是同一人的党员")
    doubles.add_argument("--limit", type=int, default=200, help="最多几对")
    merge = add(
        commands, "merge-persons", "import_commands.merge_persons", "两条记录是同一人：合并"
    )
    merge.add_argument("kept", help="保留的记录标识")
    merge.add_argument("gone", help="移除的记录标识")
    merge.add_argument(
        "--take", action="append", default=[], metavar="字段", help="这个字段取移除的那条的内容"
    )
    merge.add_argument("--trial", action="store_true", help="只试不存")
    apart = add(commands, "unmerge-persons", "import_commands.unmerge_persons", "撤回一次党员合并")
    apart.add_argument("gone", help="合并时移除的记录标识")
