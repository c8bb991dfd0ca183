"""Rosters of invented people, in the layouts that communities really get, with known mistakes.

Every identity number carries a region code that was never given out (9901xx).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jianxi_desktop.domain.identity import check_character

NATIONAL = (
    "姓名", "身份证号码", "性别", "出生日期", "民族", "籍贯", "年龄", "学历", "学位", "毕业院校",
    "专业", "入党时间", "转正日期", "工作岗位", "从事专业技术服务", "新的社会阶层", "人员类别",
    "是否农民工", "手机号码", "联系电话", "所在党支部", "联合支部单位名称", "档案所在单位",
    "户籍所在地", "现居住地", "失去联系情形", "失去联系日期", "信息完整度",
)  # fmt: skip
WISDOMTOWN = (
    "所属党支部", "姓名", "性别", "出生日期", "民族", "学历", "身份证号码", "联系电话", "入党时间",
    "党籍状态", "户籍所在派出所", "工作/学习单位", "现居住地", "籍贯", "原服役部队", "退役时间",
    "是否自主择业", "组织关系落实时间", "编入党支部",
)  # fmt: skip
OWIP = (
    "工作证号", "姓名", "性别", "出生日期", "籍贯", "民族", "身份证号码", "手机号码", "最高学历",
    "最高学位", "所学专业", "毕业学校", "联系地址", "党籍状态（正式党员或预备党员）", "所在党支部",
    "组织关系转入时间", "入党时间", "转正时间", "党内职务",
)  # fmt: skip

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红建华国文志海波辉鹏飞宇浩轩"
_RARE = ("𠮷", "㐂", "𬭎", "𫘧")
_BRANCHES = tuple(f"第{number}网格党支部" for number in range(1, 7))
_SCHOOLING = ("初中", "高中", "中专", "大专", "本科", "研究生")


@dataclass(frozen=True)
class Member:
    """One invented member; texts as a roster holds them, days as ISO text."""

    name: str
    id_number: Any
    sex: str
    born_on: str
    joined_on: str
    full_on: str
    branch: str
    phone: str
    education: str = "本科"
    ethnic_group: str = "汉族"
    status: str = "正式党员"
    address: str = ""
    workplace: str = ""


@dataclass(frozen=True)
class Mistake:
    """One deliberate mistake: where it is and what must be said of it."""

    row: int
    field: str
    code: str


def id_number(region: str, born: date, serial: int) -> str:
    """Make a valid identity number."""
    first17 = f"{region}{born:%Y%m%d}{serial:03}"
    return first17 + check_character(first17)


def people(count: int, seed: int = 7) -> list[Member]:
    """Invent members of one community; the same seed gives the same people."""
    chance = random.Random(seed)
    members = []
    for place in range(count):
        born = date(1935, 1, 1) + timedelta(days=chance.randrange(25_000))
        serial = place % 1000
        joined = born + timedelta(days=7300 + chance.randrange(4000))
        given = "".join(chance.choice(_GIVEN) for _ in range(chance.choice((1, 2, 2))))
        name = chance.choice(_SURNAMES) + (_RARE[place % 4] if place % 97 == 0 else "") + given
        members.append(
            Member(
                name=name,
                id_number=id_number(f"9901{1 + place // 1000:02}", born, serial),
                sex="男" if serial % 2 else "女",
                born_on=born.isoformat(),
                joined_on=joined.isoformat(),
                full_on=(joined + timedelta(days=366)).isoformat(),
                branch=_BRANCHES[place * len(_BRANCHES) // count],
                phone=f"139{place:08}",
                education=chance.choice(_SCHOOLING),
                ethnic_group="回族" if place % 31 == 0 else "汉族",
                status="预备党员" if place % 50 == 0 else "正式党员",
                address=f"某市某区南山路{1 + place % 40}号院{1 + place % 9}号楼",
                workplace="退休" if place % 3 else "某某机械厂",
            )
        )
    return members


def spoil(members: list[Member], first_row: int) -> tuple[list[Member], list[Mistake]]:
    """Put 25 mistakes of five kinds into a roster whose first member stands in ``first_row``."""
    spoilt = list(members)
    mistakes = []
    step = len(members) // 25
    for turn in range(25):
        place = turn * step + 3
        field, code, change = _SPOILS[turn % 5](spoilt[place])
        spoilt[place] = replace(spoilt[place], **change)
        mistakes.append(Mistake(first_row + place, field, code))
    return spoilt, mistakes


def _check_digit(member: Member) -> tuple[str, str, dict[str, Any]]:
    wrong = "0" if member.id_number[17] != "0" else "1"
    return "id_number", "checksum", {"id_number": member.id_number[:17] + wrong}


def _length(member: Member) -> tuple[str, str, dict[str, Any]]:
    return "id_number", "length", {"id_number": member.id_number[:17]}


def _no_name(member: Member) -> tuple[str, str, dict[str, Any]]:
    del member
    return "name", "required", {"name": ""}


def _month_13(member: Member) -> tuple[str, str, dict[str, Any]]:
    return "joined_on", "no_such_day", {"joined_on": f"{member.joined_on[:4]}-13-05"}


def _destroyed(member: Member) -> tuple[str, str, dict[str, Any]]:
    number = float(member.id_number[:15] + "000")
    shown = f"{number:.5E}" if member.phone.endswith("7") else number
    return "id_number", "destroyed", {"id_number": shown}


_SPOILS = (_check_digit, _length, _no_name, _month_13, _destroyed)


def cells(member: Member, captions: Sequence[str]) -> list[Any]:
    """Give the cells of a member in the order of a layout."""
    named = {
        "姓名": member.name, "身份证号码": member.id_number, "性别": member.sex,
        "出生日期": member.born_on, "民族": member.ethnic_group, "学历": member.education,
        "最高学历": member.education, "入党时间": member.joined_on, "转正日期": member.full_on,
        "转正时间": member.full_on, "人员类别": member.status, "党籍状态": member.status,
        "党籍状态（正式党员或预备党员）": member.status, "手机号码": member.phone,
        "联系电话": member.phone, "所在党支部": member.branch, "所属党支部": member.branch,
        "现居住地": member.address, "联系地址": member.address, "工作/学习单位": member.workplace,
        "籍贯": "河南洛阳", "年龄": 50.0, "是否农民工": "否", "信息完整度": "100%",
        "工作证号": "20010001", "是否自主择业": "是", "原服役部队": "某部",
    }  # fmt: skip
    return [named.get(caption, "") for caption in captions]


def write_plain(
    path: Path, captions: Sequence[str], members: Sequence[Member], *, heading_row: int = 1
) -> None:
    """Write a layout with its heading in ``heading_row`` and the members right below."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("党员名册")
        if heading_row > 1:
            sheet.merge_range(0, 0, 0, len(captions) - 1, "南山社区党员信息表")
        sheet.write_row(heading_row - 1, 0, captions)
        for row, member in enumerate(members, start=heading_row):
            for place, cell in enumerate(cells(member, captions)):
                if cell != "":
                    sheet.write(row, place, cell)


def national_roster(path: Path, count: int = 2000) -> tuple[list[Member], list[Mistake]]:
    """Write the national export with 25 mistakes; give all members and the mistakes."""
    members, mistakes = spoil(people(count), first_row=2)
    write_plain(path, NATIONAL, members)
    return members, mistakes


def messy_roster(path: Path) -> dict[int, Member]:
    """Write a roster as offices really pass them round; give the members by sheet row.

    Title, blank row, unit line; a heading of two lines with groups, full-width and padded
    captions; a line of column numbers; merged branch cells; padded names; sub-totals, a repeated
    heading, a total, footnotes; starts in column B and has a sheet of instructions before it.
    """
    import xlsxwriter

    upper = ("序　号", "所在党支部", "基本情况", "", "", "", "入 党", "", "联系\n方式", "备注")
    lower = ("", "", "姓　　名*", "性 别", "公民身份号码（必填）", "出生年月（如1985.03）", "时间",
             "转正日期", "手机", "")  # fmt: skip
    members = people(8, seed=11)
    placed: dict[int, Member] = {}
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("填表说明").write(0, 0, "姓名要与身份证一致")
        sheet = book.add_worksheet("名册")
        sheet.merge_range(0, 1, 0, 10, "南山社区党员花名册")
        sheet.write(2, 1, "填报单位：南山社区党委")
        sheet.write_row(3, 1, upper)
        sheet.write_row(4, 1, lower)
        sheet.merge_range(3, 1, 4, 1, upper[0])
        sheet.merge_range(3, 2, 4, 2, upper[1])
        sheet.merge_range(3, 3, 3, 6, upper[2])
        sheet.merge_range(3, 7, 3, 8, upper[6])
        sheet.write_row(5, 1, range(1, 11))
        row = 6
        for half, branch in ((members[:4], "第一支部"), (members[4:], "第二支部")):
            sheet.merge_range(row, 2, row + 3, 2, branch)
            for member in half:
                padded = " ".join(member.name) if len(member.name) == 2 else f" {member.name}\u200b"
                year, month, _day = member.born_on.split("-")
                sheet.write_row(
                    row, 3, (padded, member.sex, member.id_number, f"{year}.{month}"),
                )  # fmt: skip
                sheet.write(row, 7, member.joined_on.replace("-", "/"))
                sheet.write_number(row, 9, int(member.phone))
                placed[row + 1] = replace(member, branch=branch, born_on=f"{year}-{month}")
                row += 1
            sheet.write_row(row, 1, ("小计", "", "4人"))
            row += 1
            if branch == "第一支部":
                sheet.write_row(row, 1, ("序号", "所在党支部", *lower[2:8], "手机", "备注"))
                row += 1
        sheet.write(row, 1, "合  计")
        sheet.write(row, 3, 8)
        sheet.write(row + 1, 1, "注：本表一式两份。")
        sheet.write(row + 2, 1, "填表人：某某　　　联系电话：12345678")
    return placed
