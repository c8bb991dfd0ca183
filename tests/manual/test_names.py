"""What the manual calls buttons, menus, pages and fields is what they are called."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from jianxi_desktop import settings
from jianxi_desktop.services import manual
from jianxi_desktop.ui.command import BELOW, PAGE
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.screens.every import COMMANDS as OF_PAGES

QUOTED = re.compile("“([^”]+)”")
MENUS = {command.menu for command in COMMANDS}
# What is quoted and is no name: what people type, say or see with figures of their own in it.
NO_NAMES = {
    *("1/2", "1/2个", "✓ 2/2", "余2项", "450余", "迟", "1日", "8-", "⋯", "武汉路", "whl"),
    *("文本", "实际大小", "适应纸张"),  # of other programs
    *("车间班长", "教师", "王芳甲", "洛阳市黄河路…", "1. …… 2. ……", "两个覆盖", "三新"),
    *("期末", "在册", "本季", "本期", "本年累计", "将到期", "未计入", "（拟）", "待评估"),
    *("已选几条", "还有几条", "还有几件在等", "等 n 个…", "覆盖 71/71", "已送达区里到第几号"),
    *("导入 … 条", "每张 2 份", "原来 → 现在", "可能没有保存", "可以安全拔出U盘"),
    "表号、打分人、序号（或观摩内容）、得分、备注",
    "只看 性别是女，并且 入党日期不早于2020年1月1日 的记录",
    "是正式党员或者预备党员",
    "在 今年、去年、本月、上月、下月、本季度、最近三十天、今后三十天",
    "第 3 号没有收到，内容已随后面的包到",
    "第 5 号，已收到第 4 号",
    "已由……预约",
    "从选中的……起",
    "这个人按应缴数缴了",
    "已经在用，不能改动",
    "预览之后……已经改过",
    "与现在的记录相比，有几个数字不同",
    "上次的选择已套用",
    "双月座谈会交办台账",
}


@pytest.fixture(scope="module")
def spoken():
    """Every text of the program, its parts between marks, and every cell of its tables."""
    folder = settings.resource("help").parent
    code = (each.read_text("utf-8") for each in (folder.parent / "jianxi_desktop").rglob("*.py"))
    tables = [
        each for kind in ("codes", "rules", "returns") for each in folder.glob(f"{kind}/**/*")
    ]
    cells = (each.read_text("utf-8") for each in tables if each.is_file())
    found = chain(
        chain.from_iterable(re.findall(r'"([^"\n]+)"', text) for text in code),
        chain.from_iterable(re.split(r'[,;=\n"]', text) for text in cells),
    )
    parts = chain.from_iterable((each, *re.split(r"[（：　，{}\\]", each)) for each in found)
    return {_bare(each) for each in (*parts, *manual.titles().values())}


def quoted() -> Iterator[tuple[str, str]]:
    for key, text in manual.read_written().items():
        for name in QUOTED.findall(text):
            yield key, name


def test_that_a_way_through_the_menus_leads_to_a_command():
    ways = {f"{command.menu or PAGE}{BELOW}{command.text}" for command in (*COMMANDS, *OF_PAGES)}

    lost = [(key, name) for key, name in quoted() if BELOW in name and " → " not in name]
    assert [each for each in lost if each[1] not in ways | MENUS] == []


def test_that_what_is_quoted_is_said_by_the_program(spoken):
    known = {name for _key, name in quoted() if BELOW in name} | NO_NAMES
    wrong = [each for each in quoted() if each[1] not in known and _bare(each[1]) not in spoken]

    assert wrong == []
    assert known - {name for _key, name in quoted()} == set()


def _bare(name: str) -> str:
    return name.strip().rstrip("…：: 　")
