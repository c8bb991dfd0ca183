"""Invented members for every bench: the same ones each time, with unassigned region codes."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from common import DATA, SCALES

PASSWORD = "invented-for-the-bench"
COMMUNITIES = 71
CAPTIONS = (
    "序号", "姓名", "性别", "民族", "公民身份号码", "出生日期", "学历", "学位", "毕业院校",
    "所学专业", "籍贯", "入党日期", "转正日期", "党员类别", "网格党支部", "楼栋党小组", "党内职务",
    "工作单位", "职业", "手机号码", "固定电话", "家庭住址", "户籍地址", "流动党员",
    "从事专业技术职务", "新的社会阶层", "是否农民工", "档案所在单位", "年龄", "备注",
)  # fmt: skip
_SURNAMES = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈",
    "欧阳", "司马", "上官",
)  # fmt: skip
_GIVEN = "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红建华国文志海波辉鹏飞宇浩轩晨欣佳"
_RARE = "𬭎𫘧𠮷㐂䶮𫖯"
_EDUCATION = ("小学", "初中", "高中", "中专", "大专", "本科", "硕士研究生")
_SCHOOLS = ("试验大学", "试验师范学院", "试验理工学院", "试验第一中学", "试验技工学校")
_MAJORS = ("机械制造", "汉语言文学", "会计学", "护理学", "计算机科学")
_WORK = ("试验轴承厂", "试验拖拉机厂", "试验设计院", "试验小学", "试验医院", "退休")
_JOBS = ("工人", "工程师", "教师", "医生", "会计", "退休人员")
_POSTS = ("", "", "", "", "", "书记", "组织委员", "宣传委员")


def people(count: int) -> Iterator[list[object]]:
    """Give the cells of ``count`` members in the order of ``CAPTIONS``."""
    from jianxi_desktop.domain.identity import check_character

    chance = random.Random(20261123)
    pick = chance.choice
    weights = [1 / (place + 3) for place in range(len(_SURNAMES))]
    surnames = chance.choices(_SURNAMES, weights, k=count)
    for number in range(1, count + 1):
        community, within = divmod(number - 1, -(-count // COMMUNITIES))
        born = date(1935, 1, 1) + timedelta(days=chance.randrange(25_000))
        joined = born + timedelta(days=chance.randrange(6_700, 14_000))
        # Three regions a community, so that no number comes twice.
        region = 990101 + community + COMMUNITIES * (within // 1000)
        first17 = f"{region}{born:%Y%m%d}{within % 1000:03d}"
        given = pick(_RARE) if chance.random() < 0.004 else pick(_GIVEN)
        yield [
            number,
            surnames[number - 1] + given + (pick(_GIVEN) if chance.random() < 0.8 else ""),
            "男" if within % 2 else "女",
            "汉族" if chance.random() < 0.94 else "回族",
            first17 + check_character(first17),
            born,
            pick(_EDUCATION),
            "学士" if chance.random() < 0.3 else "",
            pick(_SCHOOLS),
            pick(_MAJORS),
            "河南洛阳",
            joined,
            joined + timedelta(days=365),
            "正式党员" if chance.random() < 0.98 else "预备党员",
            f"试验第{community + 1}社区第{chance.randrange(1, 5)}网格党支部",
            f"第{chance.randrange(1, 5)}楼栋党小组",
            pick(_POSTS),
            pick(_WORK),
            pick(_JOBS),
            f"1{chance.randrange(30, 90)}{chance.randrange(10**8):08d}",
            f"0379-6{chance.randrange(10**7):07d}",
            f"试验路{chance.randrange(1, 60)}号院{chance.randrange(1, 30)}号楼{within % 600}室",
            "河南省洛阳市试验区",
            "是" if chance.random() < 0.05 else "否",
            "",
            "",
            "",
            "",
            2026 - born.year,
            "",
        ]


def roster(scale: str) -> Path:
    """Give the roster of a scale as a workbook, made on the first call."""
    path = DATA / f"roster_{scale}.xlsx"
    if not path.exists():
        from xlsxwriter import Workbook

        DATA.mkdir(exist_ok=True)
        half = path.with_suffix(".half")
        with Workbook(half, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("党员名册")
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet.write_row(0, 0, CAPTIONS)
            for row, cells in enumerate(people(SCALES[scale]), start=1):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell != "":
                        sheet.write(row, column, cell)
        half.rename(path)
    return path


def database(scale: str) -> Path:
    """Give the office that took the roster of a scale in, made on the first call."""
    path = DATA / f"{scale}.jxdb"
    if not path.exists():
        take_in(roster(scale), path)
    return path


def take_in(workbook: Path, path: Path, **options: object) -> int:
    """Found an office at ``path`` and import a roster; give the rows taken."""
    from jianxi_desktop.ledgers import CATALOG
    from jianxi_desktop.services.office import found_office
    from jianxi_desktop.services.roster import import_roster

    office = found_office(path, "410305", password=PASSWORD).office
    options = {"create_organisations": True, **options}
    report = import_roster(office, CATALOG["person"], workbook, **options)
    office.close()
    if report.refused or report.review:
        raise SystemExit(f"{report.refused} rows refused, {report.review} to review")
    return report.created


@cache
def open_raw(scale: str):
    """Open a scale's database with the driver alone."""
    from jianxi_desktop.db import keyring
    from jianxi_desktop.db.store import Store

    path = database(scale)
    key = keyring.unlock(keyring.keyring_path(path), None, PASSWORD).key
    return Store(path, key).engine.raw_connection().driver_connection


def open_ours(scale: str):
    """Open a scale's database as the program does."""
    from jianxi_desktop.services.office import open_office

    return open_office(database(scale), PASSWORD)


if __name__ == "__main__":
    for each in SCALES:
        print(roster(each), database(each))
