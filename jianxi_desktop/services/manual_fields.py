"""The page of a ledger in the manual: what it is for, and how each of its fields is filled in."""

from collections.abc import Callable, Mapping
from typing import Any, Final

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
from jianxi_desktop.schema.kinds import Clock, CreditCode, Points, Several
from jianxi_desktop.schema.ledger import Catalog, Ledger, Section

FIELDS = "栏目怎样填"
_MORE = "列表的用法见“台账列表”，表单的用法见“填写记录”。"
_LISTED = 12  # codes of a table that are named


def ledger_page(ledger: Ledger, about: str, catalog: Catalog) -> str:
    """Make the page of a ledger, in Markdown.

    Args:
        ledger: The ledger.
        about: What is said about it by hand; may be empty.
        catalog: All ledgers, for the names of those it belongs to.
    """
    said = about or _belongs(ledger, catalog)
    lines = [f"# {ledger.title}", "", said, "", _MORE, ""]
    lines += [f"## {FIELDS}", "带 * 的必须填写，其他的可以以后再补。", ""]
    for section in ledger.form:
        lines += _section(ledger, section, catalog)
    details = [each.title for each in catalog.details_of(ledger)]
    if details:
        lines += ["## 属于它的内容", f"打开一条记录，表单下面是：{'、'.join(details)}。", ""]
    return "\n".join(lines)


def describe(field: Field[Any], catalog: Catalog) -> str:
    """Say what may be written into a field."""
    for kind, words in _KINDS.items():
        if isinstance(field, kind):
            said = words(field, catalog)
            break
    else:
        said = "文字。"
    if not field.hint:
        return said
    shown = (
        said.split("，如", 1)[0] + "，" if field.hint.startswith("如") and "，如" in said else said
    )
    return f"{shown}{field.hint.rstrip('。')}。"


def _belongs(ledger: Ledger, catalog: Catalog) -> str:
    if ledger.owner is None:
        return ""
    target = getattr(ledger.fields[ledger.owner.key], "target", "")
    whose = catalog[target].title if target else ""
    return f"属于“{whose}”里的一条记录，打开那条记录，在表单下面填写。"


def _section(ledger: Ledger, section: Section, catalog: Catalog) -> list[str]:
    fields = [each for each in ledger.pick(section.fields) if not _given(ledger, each)]
    when = _when(ledger, section)
    rows = [
        f"| {field.caption}{' *' if field.required else ''} | {describe(field, catalog)} |"
        for field in fields
    ]
    said = [when, ""] if when else []
    if not rows:
        return []
    return [f"### {section.title}", *said, "| 栏目 | 怎样填 |", "|---|---|", *rows, ""]


def _given(ledger: Ledger, field: Field[Any]) -> bool:
    """Tell whether a form knows a field already: rows stand below the record they belong to."""
    return ledger.owner is not None and not ledger.area and field.key == ledger.owner.key


def _when(ledger: Ledger, section: Section) -> str:
    if section.when is None:
        return ""
    attribute, codes = section.when
    field = ledger.all_fields[attribute.key]
    labels = "、".join(field.show(code) for code in codes)
    return f"“{field.caption}”选了{labels}才出现。"


def _codes(field: Field[Any], several: str) -> str:
    assert isinstance(field, Choice)  # noqa: S101 - of the table below
    labels = list(field.options.labels.values())
    named = "、".join(labels[:_LISTED])
    return f"{several}：{named}{'……' if len(labels) > _LISTED else '。'}"


def _link(field: Field[Any], catalog: Catalog) -> str:
    assert isinstance(field, Link)  # noqa: S101 - of the table below
    return f"从“{catalog[field.target].title}”里选，可以输入名称或拼音首字母。"


Words = Callable[[Field[Any], Catalog], str]
# What is more special comes first: a name is a text too.
_KINDS: Final[Mapping[type[Field[Any]], Words]] = {
    Several: lambda field, _: _codes(field, "可以选几项"),
    Choice: lambda field, _: _codes(field, "选一项"),
    Link: _link,
    LongText: lambda _field, _: "可以写几行。",
    Name: lambda _field, _: "姓名，不加空格；少数民族姓名中间用“·”。",
    Text: lambda field, _: f"文字，最多 {getattr(field, 'length', 0)} 个字。",
    IdentityNumber: lambda _field, _: "18 位身份证号码，边输入边核对；显示时遮挡。",
    Phone: lambda _field, _: "11 位手机号，或带区号的固定电话；显示时遮挡。",
    Day: lambda _field, _: "日期，如 1985-03-12；只知道年月的写 1985-03。",
    Whole: lambda _field, _: "不小于零的整数。",
    Money: lambda _field, _: "金额，单位元，如 1234.50。",
    YesNo: lambda _field, _: "选“是”或“否”，不知道的空着。",
    Clock: lambda _field, _: "时间，如 14:30。",
    Points: lambda _field, _: "数字，可以有两位小数，如 1.5。",
    CreditCode: lambda _field, _: "18 位统一社会信用代码，会检查对不对。",
}
