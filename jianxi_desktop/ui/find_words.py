"""Words people type for what is called otherwise here, and what to try where nothing is found."""

import re
import unicodedata
from typing import Final

from jianxi_desktop.domain.identity import check_character

_ASKING = re.compile("请问|我想|怎么样|怎么办|怎么|如何|怎样|哪里|在哪儿|在哪|什么是|吗|呢|[？?]")
_NUMBER = re.compile(r"(?:[0-9]+[xX]?)")
_WHOLE = 18  # characters of an identity number

# Of commands and pages, by key: what else they are called.
ALSO: Final = {
    "record.new": "添加 增加 录入 登记",
    "record.remove": "删除 删掉",
    "record.undo": "回退 反悔 后悔",
    "record.add_files": "上传附件 插入图片",
    "list.import": "导入excel 上传 批量录入",
    "list.export": "导出excel 下载 存成表格",
    "list.columns": "显示列 隐藏列 列设置",
    "window.password": "更改密码 换密码 改口令",
    "window.lock": "锁屏 离开 退出登录 注销",
    "window.quit": "关闭程序 退出系统",
    "look.large": "放大字体 字号 大字",
    "look.huge": "放大字体 字号 大字 看不清",
    "look.usual": "字体大小 字号 恢复字体",
    "look.dark": "夜间模式 黑色主题 护眼",
    "look.light": "白天模式 主题",
    "help.page": "说明书 手册 使用说明",
    "account.add": "添加账号 加用户 新建用户",
    "account.password": "重置密码",
    "backup.run": "数据备份 手动备份",
    "backup.restore": "还原数据 数据恢复",
    "go:backup": "还原 数据备份 恢复数据",
    "go:accounts": "账号管理 权限设置",
    "go:audit": "日志 谁改的",
    "go:import": "导入excel 批量录入 上传名册",
    "go:print": "打印预览",
    "go:package": "上报数据 同步 拷到U盘",
    "go:review": "冲突 重复",
    "go:movements": "转出党员 转入党员 转组织关系 党员去世",
    "go:return": "统计表 半年报 年报 季报",
}


def asked_for(words: str) -> str:
    """Give what a question is about, such as 换届 of 怎么换届; words of asking alone stay."""
    return _ASKING.sub(" ", words).strip() or words


def advice_on(words: str, *, may_reveal: bool) -> str:
    """Say what to try where nothing was found.

    Args:
        words: As typed.
        may_reveal: Whether numbers are found by more than their last four digits.
    """
    parts = unicodedata.normalize("NFKC", words).split()
    number = "".join(parts)
    if _NUMBER.fullmatch(number):
        return _on_number(number, may_reveal=may_reveal)
    if len(parts) > 1:
        return "几个词都要对得上：去掉一个词再试，或每个词少输入一两个字。"
    if number.isascii():
        return "拼音可以只输入首字母（zs 找张三）；也可以换成汉字，或号码的后四位再试。"
    return "少输入一两个字，或换成拼音首字母（生僻字也行）、号码的后四位再试。"


def _on_number(number: str, *, may_reveal: bool) -> str:
    if len(number) == _WHOLE and check_character(number[:-1]) != number[-1].upper():
        return "这个身份证号的最后一位和前面对不上，可能抄错了一位：核对一遍，或只输入后四位再试。"
    if not may_reveal and len(number) != 4:
        return "号码请输入后四位，或者整个号码；也可以用姓名找。"
    return "核对一下号码，或只输入后四位；也可以用姓名、拼音首字母找。"
