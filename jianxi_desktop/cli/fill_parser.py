"""The arguments of ``fill``."""

import argparse

from jianxi_desktop.cli.narrowing import add_narrowing
from jianxi_desktop.domain.day_forms import DAY_FORMS, DayForm
from jianxi_desktop.domain.number_forms import NUMBER_FORMS, NumberForm


def fill_arguments(fill: argparse.ArgumentParser) -> None:
    """Declare what ``fill`` is asked with."""
    fill.add_argument("blank", metavar="BLANK.xlsx", help="上级发来的空白表")
    fill.add_argument("out", metavar="OUT.xlsx", help="填好的表存成哪个文件")
    fill.add_argument("--ledger", help="用哪本台账填；不写则按表头判断")
    add_narrowing(fill)
    fill.add_argument("--order", default="", help="按字段排序；前加 - 为倒序")
    fill.add_argument("--sheet", help="填哪张工作表")
    fill.add_argument("--header-row", type=int, help="表头最后一行的行号")
    fill.add_argument(
        "--caption",
        action="append",
        default=[],
        metavar="表头=内容",
        help="这一栏填什么：字段，或经过链接的字段，如 branch.secretary；空着为不填",
    )
    numbers = "；".join(f"{form.value} {text}" for form, text in NUMBER_FORMS.items())
    fill.add_argument("--number-form", type=NumberForm, choices=list(NumberForm), help=numbers)
    days = "；".join(f"{form.value} {text}" for form, text in DAY_FORMS.items())
    fill.add_argument("--day-form", type=DayForm, choices=list(DayForm), help=days)
    fill.add_argument("--empty", choices=("", "无", "—"), help="没有内容的格子写什么")
    fill.add_argument("--file-password-file", help="写有空白表打开密码的文件")
