"""Commands on what a merge left to people: list it, end it."""

import re
from argparse import Namespace
from typing import Any

from jianxi_desktop.cli.import_parser import Add
from jianxi_desktop.cli.shaping import Answer
from jianxi_desktop.services.office import Office

_NUMBER = re.compile(r"#([1-9]\d*)")
_PAIR = re.compile(r"([a-z][a-z0-9_]*)=(.*)", re.DOTALL)


def add_conflict_commands(commands: Any, add: Add) -> None:
    """Add ``conflicts`` and ``resolve``."""
    shown = add(commands, "conflicts", "conflict_commands.list_conflicts", "待核对：合并后要人定的")
    kinds = ("value", "removal", "cycle", "double")
    shown.add_argument("--kind", choices=kinds, default="", help="只看哪一类")
    shown.add_argument("--search", default="", help="只看含这些字的")
    shown.add_argument("--limit", type=int, default=50, help="最多几条")
    shown.add_argument("--no-doubles", action="store_true", help="不查重复登记（人多时快些）")
    ended = add(commands, "resolve", "conflict_commands.resolve", "定下一条待核对的")
    ended.add_argument("id", help="conflicts 列出的标识")
    ended.add_argument(
        "--keep",
        nargs="+",
        required=True,
        metavar="留哪个",
        help="ours 本单位的、theirs 对方的、shown 现在显示的、#2 第2个、填的值或 字段=值；"
        "keep 保留、remove 移除；merge 合并、apart 不是同一个",
    )


def list_conflicts(options: Namespace, office: Office) -> Answer:
    """List what waits for a decision, with what stands against each other."""
    from jianxi_desktop.services import conflicts

    page = conflicts.list_conflicts(
        office,
        kind=options.kind,
        words=options.search,
        with_doubles=not options.no_doubles,
        limit=max(options.limit, 0),
    )
    found = conflicts.find_many(office, [line.id for line in page.lines])
    counts = {kind: number for kind, number in page.counts.items() if number}
    total = page.counts[options.kind] if options.kind else sum(page.counts.values())
    return {"conflicts": [_told(each) for each in found], "total": total, "counts": counts}


def resolve(options: Namespace, office: Office) -> Answer:
    """End one conflict."""
    from jianxi_desktop.services import conflicts, resolving

    saved = resolving.resolve(office, options.id, _keep(options.keep))
    return {"id": str(saved.id), "version": saved.version, "left": conflicts.count(office)}


def _keep(given: list[str]) -> Any:
    """Read what is to be kept: a number, a word, a value, or values by field."""
    pairs = [_PAIR.fullmatch(each) for each in given]
    if all(pairs):
        return {pair[1]: pair[2] for pair in pairs if pair is not None}
    if number := _NUMBER.fullmatch(given[0]):
        return int(number[1]) - 1
    return " ".join(given)


def _told(conflict: Any) -> dict[str, Any]:
    from jianxi_desktop.services import resolving

    line = conflict.line
    return {
        "id": line.id,
        "kind": line.kind,
        "ledger": line.ledger,
        "record": str(line.record),
        "name": line.name,
        "what": line.what,
        "since": line.since or None,
        "versions": [
            {
                "number": number,
                "values": dict(zip(conflict.captions, version.texts, strict=True)),
                "who": version.who,
                "when": version.when.isoformat(timespec="seconds") if version.when else None,
                "place": version.place,
                "unit": version.unit,
                "shown": version.shown,
                "ours": version.ours,
                "reason": version.reason or None,
            }
            for number, version in enumerate(conflict.versions, start=1)
        ],
        "notes": list(conflict.remarks),
        "keep": list(resolving.choices(conflict)),
    }
