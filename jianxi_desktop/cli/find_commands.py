"""Search everywhere, as the window's box does it."""

from argparse import Namespace
from typing import Any

from jianxi_desktop.cli.import_parser import Add
from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.services.find_everywhere import count_found, find_everywhere
from jianxi_desktop.services.office import Office


def add_find_commands(commands: Any, add: Add) -> None:
    """Add ``find``."""
    find = add(commands, "find", "find_commands.find", "在全部台账里查找")
    find.add_argument("words", nargs="+", metavar="词", help="姓名、拼音、首字母、号码、名称、主题")
    find.add_argument("--limit", type=int, default=5, help="每本台账最多几条")


def find(options: Namespace, office: Office) -> Answer:
    """Find records of every ledger by words."""
    words = " ".join(options.words)
    groups = find_everywhere(office, words, max(options.limit, 1))
    counts = count_found(office, words, [group.ledger for group in groups])
    return {
        "rows": [
            {"ledger": hit.ledger, "id": str(hit.id), "name": hit.name, "facts": hit.facts}
            for group in groups
            for hit in group.hits
        ],
        "counts": {group.ledger: counts[group.ledger] for group in groups},
    }
