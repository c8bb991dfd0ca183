"""Blanks from above: which column is filled with what, judged by hand for 55 real column lists."""

import csv
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.fill_matching import best_ledger, match_columns
from jianxi_desktop.services.fill_paths import read_source

TRUTH = Path(__file__).parents[1] / "data" / "forms_truth.csv"


def forms_judged():
    """Give the forms with their columns, in the order of the file."""
    forms = {}
    with TRUTH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            forms.setdefault(row["form_id"], []).append(row)
    return forms


def columns(*captions, groups=None, choices=None):
    """Make columns as a blank has them."""
    return [
        SimpleNamespace(
            caption=caption,
            group=(groups or {}).get(caption, ""),
            choices=(choices or {}).get(caption, ()),
        )
        for caption in captions
    ]


def sources(ledger, *captions, **more):
    """Give what each caption is filled with; "" for nothing."""
    found = match_columns(CATALOG, CATALOG[ledger], columns(*captions, **more))
    return [match.source or "" for match in found]


def judged(rows):
    """Count what is right, missed, wrong and rightly left of a form."""
    asked = columns(*(row["column"] for row in rows))
    ledger = best_ledger(CATALOG, asked)
    wanted = next((row["ledger"] for row in rows if row["ledger"]), "")
    matches = match_columns(CATALOG, ledger, asked) if ledger else [None] * len(rows)
    counts = Counter()
    for row, match in zip(rows, matches, strict=True):
        got = (match.source or "") if match else ""
        if got and (got != row["source"] or ledger.key != wanted):
            counts["wrong"] += 1
        elif got:
            counts["right"] += 1
        else:
            counts["missed" if row["source"] else "left"] += 1
    return counts


def test_that_every_form_is_there_and_every_judgement_leads_somewhere():
    forms = forms_judged()
    assert (len(forms), sum(map(len, forms.values()))) == (55, 695)
    for rows in forms.values():
        for row in rows:
            assert not row["source"] or read_source(CATALOG, CATALOG[row["ledger"]], row["source"])


def test_that_no_column_of_the_judged_forms_is_filled_with_something_else():
    counts = sum((judged(rows) for rows in forms_judged().values()), Counter())
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.99 * (counts["right"] + counts["missed"])
    assert counts["left"] == 292


@pytest.mark.parametrize(
    ("caption", "source"),
    [
        ("身份证号（18位）", "id_number"),
        ("*姓 名", "name"),
        ("党员姓名", "name"),
        ("出生年月（如1985.03）", "born_on:month"),
        ("出生日期", "born_on"),
        ("党支部书记姓名", "branch.secretary"),
        ("所在党支部书记", "branch.secretary"),
        ("上级党组织", "branch.parent"),
        ("所在党支部上级党组织", "branch.parent"),
        ("所属街道", "branch.^street.territory|branch.^street"),
        ("所属社区", "branch.^community.territory|branch.^community"),
        ("支部联系电话", "branch.phone"),
        ("党龄", "joined_on:years"),
        ("身份证后六位", "id_number:last6"),
        ("填表人", "@account"),
        ("序号", "@number"),
        ("学工号", ""),
        ("类别", ""),
        ("编号", ""),
    ],
)
def test_that_a_caption_of_a_member_roster_says_what_goes_in(caption, source):
    assert sources("person", caption) == [source]


def test_that_the_other_number_is_asked_for_where_the_mobile_has_its_own_column():
    assert sources("person", "姓名", "手机号码", "联系电话") == ["name", "phone", "landline"]
    assert sources("person", "姓名", "联系电话")[1] == "phone|landline"


def test_that_what_stands_over_a_column_says_whom_it_is_about():
    asked = ("姓名", "性别")
    family = {"姓名": "家庭成员", "性别": "家庭成员"}
    assert sources("person", *asked, groups=family) == ["", ""]
    assert sources("person", *asked, groups=dict.fromkeys(asked, "基本信息")) == ["name", "sex"]
    for group in ("所在党支部", "组织关系"):
        assert sources("person", "书记", groups={"书记": group}) == ["branch.secretary"]
    relation = dict.fromkeys(("所在党支部", "入党时间"), "组织关系")
    assert sources("person", *relation, groups=relation) == ["branch", "joined_on"]


def test_that_a_caption_met_twice_is_left_to_a_person():
    assert sources("person", "姓名", "毕业院校", "毕业院校") == ["name", "", ""]


def test_that_of_two_statuses_the_one_with_a_hint_is_told():
    both = ("姓名", "人员类别", "党籍状态")
    assert sources("person", *both) == ["name", "", ""]
    hinted = ("姓名", "人员类别", "党籍状态（正式党员或预备党员）")
    assert sources("person", *hinted) == ["name", "", "status"]
    national = {"人员类别": ("正式党员", "预备党员")}
    assert sources("person", *both, choices=national) == ["name", "status", ""]


def test_that_boxes_to_tick_and_other_people_are_left():
    asked = ("姓名", "党支部书记", "党委委员", "配偶姓名", "紧急联系人电话", "家庭成员姓名")
    assert sources("person", *asked) == ["name", "", "", "", "", ""]


def test_that_a_list_of_other_things_keeps_a_field_of_codes_out():
    assert sources("person", "人员类别", choices={"人员类别": ("教职工", "学生")}) == [""]
    assert sources("person", "人员类别", choices={"人员类别": ("正式党员", "预备党员")}) == [
        "status"
    ]


def test_that_what_was_decided_goes_before_what_is_proposed():
    asked = columns("姓名", "单位", "手机")
    found = match_columns(
        CATALOG,
        CATALOG["person"],
        asked,
        learned={"单位": "workplace", "手机": "landline"},
        given={"手机": None},
    )
    assert [(each.source, each.how) for each in found] == [
        ("name", "known"),
        ("workplace", "learned"),
        (None, "left"),
    ]


@pytest.mark.parametrize(
    ("captions", "ledger"),
    [
        (("序号", "姓名", "性别", "民族", "入党时间", "所在党支部"), "person"),
        (("党组织名称", "书记", "联系电话", "党组织类别", "成立时间"), "organisation"),
        (("会议名称", "时间", "地点", "主持人", "应到人数", "实到人数"), "activity"),
        (("单位名称", "统一社会信用代码", "职工人数", "党员人数", "负责人"), "unit"),
        (("姓名", "月份", "缴费基数", "缴纳金额", "收据号"), "dues_record"),
        (("问题描述", "整改措施", "责任人", "整改时限", "销号日期"), "problem"),
        (("阵地名称", "坐落位置", "服务面积", "联系电话"), "venue"),
        (("单位名称", "负责人姓名", "性别", "年龄", "学历", "入党时间", "联系电话"), "unit"),
        (("党组织名称", "书记", "换届时间", "届满时间", "正式党员数"), "organisation"),
        (("材料清单", "份数说明"), None),
    ],
)
def test_that_a_blank_finds_the_ledger_that_can_say_the_most(captions, ledger):
    found = best_ledger(CATALOG, columns(*captions))
    assert (found.key if found else None) == ledger
