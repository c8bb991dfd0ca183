"""Answers in words, for people at a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

_WORDS = {
    "database": "数据库", "unit": "单位",
    "recovery_key": "恢复码（请抄写并妥善保管，只显示这一次）",
    "counts": "记录数", "total": "共", "next": "下一页", "id": "标识", "version": "版本",
    "file": "文件", "reason": "说明", "sheet": "工作表", "header_row": "表头所在行",
    "created": "新增",
    "updated": "更新", "unchanged": "不变", "review": "待核对", "refused": "不能导入",
    "skipped": "跳过", "records": "记录", "bytes": "字节", "applied": "写入", "conflicts": "冲突",
    "receipt": "回执号", "pages": "页数", "forms": "表号", "fingerprint": "指纹", "rows": "行",
    "columns": "列", "checks": "勾稽", "figures": "数字", "round": "轮次", "trusted": "已信任单位",
    "ledgers": "台账", "returns": "报表", "public": "名片", "manifest": "数据包", "notes": "提示",
    "second": "第二份备份", "kept": "原来的文件保存在",
    "users": "用户", "rekeyed": "数据库密钥已更换",
    "code": "代号", "title": "名称", "period": "期次", "as_of": "统计截止日", "state": "状态",
    "due_on": "报送时限", "submitted_on": "上报日期", "answer": "审核意见",
    "explanation": "情况说明", "reminders": "催报通知",
    "figure": "指标", "values": "不同的值",
    "changed_on": "日期", "members": "转移的组织关系", "organisations": "改隶的下级党组织",
    "posts": "转过去的职务",
    "ranking": "排名", "ungraded": "还不能定等次", "suggested": "还没有登记的差距",
    "problems": "问题",
    "form": "表号", "scorer": "打分人", "entered": "已录的项", "missing": "还缺",
    "empty": "没有填的行", "sheets": "表", "rivals": "请指定用哪一列", "learned": "按上次的选择",
    "pairs": "可能是同一人", "moved": "转到保留的记录", "attached": "存入的页",
    "added": "已添加", "known": "已经有的", "not_taken": "没有添加",
    "covered": "已排到", "twice": "重复排到",
    "files": "各个数据包", "package": "数据包标识", "from": "发件单位", "to": "收件单位",
    "number": "包号", "written_on": "写出日期", "handled_at": "处理时间",
    "unmatched": "要手工填的栏", "ledger": "台账",
    "withdrawn": "已撤销", "offices": "信任过的单位", "succeeds": "接替的密钥", "scope": "可写范围",
    "until": "有效期至", "serial": "授权编号", "key": "密钥编号", "since": "信任日期",
    "certified_by": "授权单位", "last_package": "最近的数据包", "steps": "步骤",
    "left": "还有待核对的",
    "merged": "已合并", "not_merged": "没有合并", "packages": "暂存的数据包",
    "after": "接在第几号变更之后",
    "changes": "修改", "writes": "记录里的修改", "events": "操作", "rules": "规则",
    "items": "事项", "months": "各月活动", "backup": "上次备份", "exchange": "数据包往来",
}  # fmt: skip


def in_words(answer: Mapping[str, Any]) -> Iterable[str]:
    """Give an answer as lines of Chinese text."""
    for key, value in answer.items():
        caption = _WORDS.get(key, key)
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{caption}："
            for row in value:
                yield "  " + "\t".join(_short(each) for each in row.values())
        elif isinstance(value, Mapping):
            yield f"{caption}："
            for name, each in value.items():
                yield f"  {name}\t{_short(each)}"
        elif value not in (None, "", [], {}):
            yield f"{caption}：{_short(value)}"


def _short(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping) and all(str(key).isdecimal() for key in value):
        return "；".join(f"{key}={_short(each)}" for key, each in value.items())
    if isinstance(value, Mapping):
        return str(value.get("text") or "；".join(_short(each) for each in value.values()))
    if isinstance(value, list | tuple):
        return "；".join(_short(each) for each in value)
    return str(value)
