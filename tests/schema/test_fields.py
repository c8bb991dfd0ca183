"""Kinds of field: what they take, what they refuse, what they show."""

import dataclasses
import pickle
import uuid
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import (
    Choice,
    Day,
    Field,
    IdentityNumber,
    Link,
    LongText,
    Money,
    Name,
    Phone,
    Text,
    Whole,
    YesNo,
)

KINDS = (
    Text("文字", key="x"),
    Name("姓名", key="x"),
    LongText("备注", key="x"),
    IdentityNumber("身份证号码", key="x"),
    Phone("手机号码", key="x"),
    Day("日期", key="x"),
    Whole("数量", key="x"),
    Money("金额", key="x"),
    YesNo("是否", key="x"),
    Choice("性别", table="sex", key="x"),
    Link("党支部", target="organisation", key="x"),
)
EACH_KIND = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
RAW = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["1e999999", "1E+9999999999", "１２", "13900001234", "是", "男", "1985.3"]),
)


@EACH_KIND
@given(raw=RAW)
def test_that_anything_is_a_value_nothing_or_a_chinese_reason(kind, raw):
    reason = kind.caption
    try:
        value = kind.parse(raw)
    except FieldError as error:
        value, reason = None, error.user_message
    assert reason.startswith(kind.caption)
    assert value is None or isinstance(value, str | int | bool | uuid.UUID)


@EACH_KIND
@given(raw=RAW)
def test_that_what_a_cell_shows_is_read_back_the_same(kind, raw):
    try:
        value = kind.parse(raw)
    except FieldError:
        return
    if value is not None:
        assert kind.parse(kind.cell(value)) == value
        assert kind.parse(kind.show(value)) == value


@EACH_KIND
@pytest.mark.parametrize("raw", [None, "", "  ", "\u200b", "'", "\n"])
def test_that_nothing_given_is_nothing_unless_it_is_required(kind, raw):
    assert kind.parse(raw) is None
    assert kind.show(None) == ""
    assert kind.mask(None) == ""
    assert kind.cell(None) is None
    with pytest.raises(FieldError) as caught:
        dataclasses.replace(kind, required=True).parse(raw)
    assert caught.value.code == "required"


@EACH_KIND
def test_that_a_field_travels_to_another_process(kind):
    assert pickle.loads(pickle.dumps(kind)) == kind


@pytest.mark.parametrize("raw", ["无", "—", "——", "/", "／", "null", "#N/A", "-", "不详"])
def test_that_what_forms_write_for_nothing_is_nothing(raw):
    assert Text("籍贯").parse(raw) is None


TAKEN = [
    (Text("文字"), " 洛\u200b阳\n市 ", "洛阳 市"),
    (Text("文字"), "'007", "007"),
    (Text("文字"), 7.0, "7"),
    (Text("文字"), 7.5, "7.5"),
    (Text("文字"), "' x", "x"),
    (Text("文字"), "\u202e张三\u202c", "张三"),
    (Name("姓名"), "张 三", "张三"),
    (Name("姓名"), "张　　三", "张三"),
    (Name("姓名"), "买买提．吐尔逊", "买买提·吐尔逊"),
    (Name("姓名"), "阿依古丽 • 买买提", "阿依古丽·买买提"),
    (Name("姓名"), "John Smith", "John Smith"),
    (Name("姓名"), "𠮷㐂𬭎𫘧", "𠮷㐂𬭎𫘧"),
    (LongText("备注"), " 一行 \r\n 二行 ", "一行\n二行"),
    (LongText("备注"), 12.0, "12"),
    (LongText("备注"), 0, "0"),
    (Phone("手机"), 13900001234.0, "13900001234"),
    (Phone("手机"), "+86 139-0000-1234", "13900001234"),
    (Phone("手机"), "0086 13900001234", "13900001234"),
    (Phone("手机"), "１３９００００１２３４", "13900001234"),
    (Phone("手机"), "0379-64901234", "0379-64901234"),
    (Phone("手机"), "（0379）64901234", "037964901234"),
    (Phone("手机"), "64901234-802", "64901234-802"),
    (Phone("手机"), "12345", "12345"),
    (Phone("手机"), "400-123-4567", "400-123-4567"),
    (Day("日期"), date(1985, 3, 12), "1985-03-12"),
    (Day("日期"), "1985年3月", "1985-03"),
    (Whole("数量"), "1,200 人次", 1200),
    (Whole("数量"), 12.0, 12),
    (Whole("数量"), "１２", 12),
    (Whole("数量"), "0", 0),
    (Money("金额"), "1,234.5元", 123450),
    (Money("金额"), "￥12", 1200),
    (Money("金额"), "1.2万", 1_200_000),
    (Money("金额"), "1.005", 101),
    (Money("金额"), 0.1, 10),
    (YesNo("是否"), "√", True),
    (YesNo("是否"), True, True),
    (YesNo("是否"), 1.0, True),
    (YesNo("是否"), "没有", False),
    (YesNo("是否"), "无", False),
    (YesNo("是否"), 0, False),
    (YesNo("是否"), "/", None),
    (Choice("性别", table="sex"), "男", "1"),
    (Choice("性别", table="sex"), "女 性", "2"),
    (Choice("性别", table="sex"), 1.0, "1"),
]
REFUSED = [
    (Text("文字", length=3), "一二三四", "too_long"),
    (Name("姓名"), "张?", "broken_text"),
    (Name("姓名"), "张\ufffd", "broken_text"),
    (Name("姓名"), "#REF!", "broken_text"),
    (Name("姓名"), "张三2", "characters"),
    (IdentityNumber("证号"), 9.9e17, "destroyed"),
    (Phone("手机"), "1.39E+10", "destroyed"),
    (Phone("手机"), "1390000123", "phone"),
    (Phone("手机"), "13900001234/13900001235", "phone"),
    (Day("日期"), "1985-13", "no_such_day"),
    (Whole("数量"), "-1", "whole"),
    (Whole("数量"), 1.5, "whole"),
    (Whole("数量"), "许多", "whole"),
    (Whole("数量", most=10), "11", "whole"),
    (Money("金额"), "-1", "money"),
    (Money("金额"), "nan", "money"),
    (Money("金额"), "1e999999", "money"),
    (Money("金额"), "若干", "money"),
    (YesNo("是否"), "大概", "yes_no"),
    (Choice("性别", table="sex"), "难", "choice"),
    (Link("支部"), "第一支部", "unresolved"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), TAKEN)
def test_that_a_cell_is_taken_as_it_was_meant(kind, raw, value):
    taken = kind.parse(raw)
    assert (type(taken), taken) == (type(value), value)


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED)
def test_that_a_wrong_cell_has_its_own_reason(kind, raw, code):
    with pytest.raises(FieldError) as caught:
        kind.parse(raw)
    assert caught.value.code == code


def test_that_masks_hide_the_middle():
    assert IdentityNumber("证号").mask("990101194912310021") == "990101********0021"
    assert Phone("手机").mask("13900001234") == "139****1234"
    assert Phone("电话").mask("0379-64912345") == "037****2345"
    assert Phone("电话").mask("64912345") == "****2345"
    assert Phone("电话").mask("110") == "****"
    assert Text("文字").mask("张三") == "张三"


def test_that_a_mask_of_a_mask_shows_no_more():
    for kind, value in (
        (IdentityNumber("证号"), "990101194912310021"),
        (Phone("手机"), "13900001234"),
    ):
        assert kind.mask(kind.mask(value)) == kind.mask(value)


def test_that_what_is_odd_but_good_is_warned_of():
    assert "自造字" in Text("地址").warn("某\ue863路")
    assert "生僻字" in Name("姓名").warn("张(金容)")
    assert Name("姓名").warn("𠮷㐂𬭎𫘧") == ""


def test_that_money_is_written_as_a_number_that_adds_up():
    assert Money("金额").cell(123456) == Decimal("1234.56")
    assert Money("金额").show(5) == "0.05"


def test_that_a_code_of_a_later_version_is_shown_as_it_is():
    assert Choice("性别", table="sex").show("77") == "77"


def test_that_a_field_without_a_kind_reads_nothing():
    with pytest.raises(NotImplementedError):
        Field[str]("空").parse("x")
