"""The arguments of the commands on keys."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from jianxi_desktop.cli.import_parser import Add

_WHICH = "keys list 列出的指纹（25 位数字，空格不限）或密钥编号"


def add_key_commands(
    commands: Any, add: Add, parser: type[argparse.ArgumentParser], day: Callable[[str], date]
) -> None:
    """Add ``keys …``."""
    keys = commands.add_parser("keys", help="本单位密钥和信任的单位")
    inside = keys.add_subparsers(metavar="动作", required=True, parser_class=parser)
    add(inside, "new", "key_commands.new_keys", "换一套新密钥（旧的只用来打开以前的数据包）")
    show = add(inside, "show", "key_commands.show_keys", "本单位的名片和已信任的单位")
    show.add_argument("-o", "--output", metavar="文件夹", help="把名片写到这个文件夹")
    add(inside, "list", "key_commands.list_keys", "信任过的单位：范围、状态、最近的数据包")
    trust = add(inside, "trust", "key_commands.trust_key", "信任一个单位的名片（先电话核对指纹）")
    trust.add_argument("file", help="名片文件（.jxcard），或名片纸的扫描件、照片")
    trust.add_argument("--fingerprint", metavar="指纹", help="电话里听到的指纹，逐组核对后才信任")
    certify = add(inside, "certify", "key_commands.certify", "区里重新授权一套密钥：范围、期限")
    certify.add_argument("fingerprint", metavar="指纹", help=_WHICH)
    certify.add_argument("--scope", metavar="区划代码", help="可写的范围；不写是该单位自己")
    certify.add_argument("--until", type=day, metavar="YYYY-MM-DD", help="有效期；不写是长期")
    gone = add(inside, "withdraw", "key_commands.withdraw", "撤销对一套密钥的信任")
    gone.add_argument("fingerprint", metavar="指纹", help=_WHICH)
    gone.add_argument("--reason", required=True, help="原因，例如 电脑遗失")
    paper = add(inside, "paper", "key_commands.print_paper", "打印本单位的名片（二维码和指纹）")
    paper.add_argument("-o", "--output", required=True, metavar="OUT.pdf")
    lost = add(inside, "lost", "key_commands.show_lost", "电脑遗失：还差哪几步")
    lost.add_argument(
        "fingerprint", nargs="?", metavar="指纹", help=f"{_WHICH}；不写是本机接替遗失的电脑"
    )
