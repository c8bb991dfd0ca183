"""The arguments that say which records a command is about."""

import argparse


def add_narrowing(command: argparse.ArgumentParser) -> None:
    """Add words, conditions and a kept list; ``query_of`` reads them."""
    command.add_argument("--search", default="")
    command.add_argument("--where", action="append", default=[], metavar="字段=值")
    command.add_argument("--view", metavar="名称", help="窗口里存的常用列表：条件、次序和列")
