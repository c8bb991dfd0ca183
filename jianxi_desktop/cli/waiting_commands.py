"""Commands on packages that wait, and on a database that was copied."""

from argparse import Namespace
from typing import Any

from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.services.office import Office


def add_waiting_commands(commands: Any, add: Any) -> None:
    """Add the arguments of these commands to the parser."""
    held = add(commands, "held", "waiting_commands.held", "列出暂存的数据包")
    what = held.add_mutually_exclusive_group()
    what.add_argument("--retry", action="store_true", help="现在再试着合并")
    what.add_argument("--drop", metavar="ID", help="不要这一个了（编号的前几位即可）")
    mend = add(
        commands,
        "mend-fork",
        "waiting_commands.mend_fork",
        "处理分叉：数据库曾被复制成两份各自使用，把本机独有的记录改用新编号",
    )
    mend.add_argument("--trial", action="store_true", help="只说会改几条，不改")


def held(options: Namespace, office: Office) -> Answer:
    """List the packages that wait, after trying them again or letting one go."""
    from jianxi_desktop.services import inbox, package

    answer: Answer = {}
    if options.drop:
        inbox.drop(office, options.drop)
    if options.retry:
        tried = package.take_held(office)
        answer["merged"] = sum(each.merged for each in tried)
        answer["not_merged"] = [each.told for each in tried if not each.merged]
    answer["packages"] = [
        {
            "id": each.id,
            "sender": each.name,
            "number": each.number,
            "part": each.part,
            "reason": each.reason,
            "told": each.told,
            "kept_at": each.kept_at,
            "bytes": each.bytes,
        }
        for each in inbox.held(office)
    ]
    return answer


def mend_fork(options: Namespace, office: Office) -> Answer:
    """Give what only this file wrote a new name."""
    from jianxi_desktop.services import forks

    agreed = forks.agreed_point(office)
    if options.trial:
        waiting = forks.pending_after(office, agreed)
        return {
            "after": agreed[0] if agreed else 0,
            "changes": waiting.changes,
            "writes": waiting.writes,
        }
    mended = forks.mend_fork(office, agreed)
    return {
        "after": mended.agreed[0] if mended.agreed else 0,
        "changes": mended.changes,
        "writes": mended.writes,
    }
