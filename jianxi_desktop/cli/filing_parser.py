"""The arguments of the commands that file returns and tell who has sent them."""

import argparse
from typing import Any

from jianxi_desktop.cli.import_parser import Add


def add_filing_commands(commands: Any, add: Add, parser: type[argparse.ArgumentParser]) -> None:
    """Add ``filing …`` and ``filings``."""
    filing = commands.add_parser("filing", help="填报、上报、退回、接收报表")
    inside = filing.add_subparsers(metavar="动作", required=True, parser_class=parser)
    opened = add(inside, "open", "filing_commands.open_filing", "打开一期报表，没有就开始填报")
    opened.add_argument("code", help="returns 列出的代号")
    opened.add_argument(
        "--period", required=True, help="期次：2026-06、2026B3、2026Q2、2026H1、2026"
    )
    opened.add_argument("--org", help="填报单位，名称或标识；不写是本单位")
    shown = _one(add, inside, "show", "show", "一份报表的数字、勾稽和进度")
    shown.add_argument("-o", "--output", metavar="OUT.xlsx", help="同时存成工作簿")
    given = _one(add, inside, "set", "set_figures", "填写数字，或改动算出的数字")
    given.add_argument("figures", nargs="+", metavar="编号=数", help="如 R3.2.1=5")
    given.add_argument("--reason", default="", help="改动算出的数字要写原因")
    _one(add, inside, "clear", "clear_figure", "恢复算出的数字").add_argument(
        "figure", metavar="编号"
    )
    done = _one(add, inside, "complete", "complete", "填报完成，检查勾稽关系")
    done.add_argument("--explanation", help="勾稽不符的情况说明")
    done.add_argument("--prepared-by", metavar="姓名", help="填表人；不写是当前用户")
    done.add_argument("--responsible", metavar="姓名", help="负责人")
    _one(add, inside, "submit", "submit", "上报，数字从此不变").add_argument(
        "--explanation", help="勾稽不符的情况说明"
    )
    _one(add, inside, "take-back", "take_back", "撤回还没有审核的报表")
    back = _one(add, inside, "return", "give_back", "退回下级的报表")
    back.add_argument("--reason", required=True, help="退回的原因")
    _one(add, inside, "accept", "accept", "接收下级的报表").add_argument(
        "--remark", default="", help="审核意见"
    )
    _one(add, inside, "lock", "lock", "把已接收的报表归档")
    board = add(commands, "filings", "filing_commands.show_board", "各单位报表的报送情况")
    board.add_argument("--period", help="期末与它相同的报表；不写是上个月")
    board.add_argument("--code", help="只看这张报表")
    board.add_argument("--missing", action="store_true", help="只列到期未报的")
    board.add_argument("--reminders", action="store_true", help="写出催报通知")
    board.add_argument("-o", "--output", metavar="OUT.xlsx", help="把未报的名单存成工作簿")


def _one(add: Add, inside: Any, name: str, run: str, text: str) -> argparse.ArgumentParser:
    made = add(inside, name, f"filing_commands.{run}", text)
    made.add_argument("id", help="filing open 给出的标识")
    return made
