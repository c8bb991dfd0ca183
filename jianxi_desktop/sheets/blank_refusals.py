"""Why a file is not filled: the kinds of reason, and what a person can do about each."""

from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.guard import Refusal

_SAVE_AS = "请用WPS或Excel打开它，另存为“Excel工作簿（*.xlsx）”，再用另存的文件填报。"
_REASONS = {
    "damaged": "文件不完整或已损坏（可能只拷了一半），请重新拷贝或向发表单位再要一份。",
    "other_kind": f"这种格式的表不能直接填写，请另存为xlsx。{_SAVE_AS}",
    "unsafe": f"文件里有不安全的内容，不能直接填写。{_SAVE_AS}",
    "too_much": "文件展开后过大，不像要填的表。请把要填的工作表单独复制到一个新的工作簿再填报。",
    "unreadable": f"这个文件读不出来。{_SAVE_AS}仍然不行，请把日志交给技术人员。",
    "encrypted": "文件设有打开密码，请输入密码；或者用WPS、Excel打开，另存一份不带密码的。",
    "wrong_password": "密码不对，文件没有打开，请再输一次（注意大小写和输入法）。",
    "locked": "文件设有打开密码，而且加密方式本程序解不开，"
    "请用WPS或Excel输入密码打开，另存一份不带密码的xlsx。",
    "no_such_sheet": "文件里没有这个工作表，请重新选择工作表。",
    "no_heading": "没有找到表头（写着“姓名、性别……”这样列名的一行）。请确认选对了文件和工作表，"
    "或者指明表头在第几行。",
    "no_cell": "要写入的单元格不在表里，请重新打开空表后再试。",
    "too_long": "有内容超过32767个字，一个单元格放不下，请缩短后再填。",
    "too_many_rows": "要填的行太多，超过了一张工作表能放下的行数，请分几次填。",
    "macro_ending": "这个表带有宏，填好的文件名要以.xlsm结尾，否则打不开。请换一个文件名。",
    "wrong_ending": "填好的文件名要以.xlsx结尾，请换一个文件名。",
}
# What the look at the file finds, in words for a blank.
_OF_GUARD = {
    "damaged": "damaged",
    "dtd": "unsafe",
    "encrypted": "encrypted",
    "wrong_password": "wrong_password",
    "locked": "locked",
    "too_much": "too_much",
    "too_big": "too_much",
    "csv": "other_kind",
    "web_page": "other_kind",
    "unreadable": "unreadable",
}


def refusal(code: str) -> InputError:
    """Give the error of a kind of reason."""
    return InputError(f"blank refused: {code}", user_message=_REASONS[code], code=code)


def of_guard(found: Refusal) -> InputError:
    """Give the error for what the look at the file found."""
    code = _OF_GUARD.get(found.code)
    if code is not None:
        return refusal(code)
    reason = found.reason.replace("作为名册导入", "直接填写").replace("名册", "要填的表")
    return InputError(
        f"blank refused: {found.code}", user_message=reason.replace("导入", "填报"), code=found.code
    )
