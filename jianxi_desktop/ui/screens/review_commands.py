"""What can be done with what a merge left to people."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

_DATA = "数据"
REVIEW_COMMANDS = (
    Command(
        "review.accept",
        "采用现在显示的",
        _DATA,
        "",
        "done",
        "就用现在显示的这个值，其余的留在历史里（在清单里按回车）",
        right=Right.EDIT,
    ),
    Command(
        "review.type",
        "填别的值",
        _DATA,
        "",
        "open",
        "几边填的都不对，填一个对的（在清单里按 E）",
        right=Right.EDIT,
    ),
    Command(
        "review.keep",
        "保留这条记录",
        _DATA,
        "",
        "undo",
        "不移除，连同后来的修改一起留下（在清单里按 K）",
        right=Right.EDIT,
    ),
    Command(
        "review.remove",
        "移除这条记录",
        _DATA,
        "",
        "remove",
        "照移除的办，后来的修改留在历史里（在清单里按 D）",
        right=Right.EDIT,
    ),
    Command(
        "review.merge",
        "合并为一条",
        _DATA,
        "",
        "merge",
        "是同一个：留第1条，另一条的记录都归过来，可以撤销（在清单里按 M）",
        right=Right.EDIT,
    ),
    Command(
        "review.apart",
        "不是同一个",
        _DATA,
        "",
        "people",
        "记下来，别的单位收到以后也不再问（在清单里按 N）",
        right=Right.EDIT,
    ),
    Command(
        "review.compare",
        "逐项比对",
        _DATA,
        "",
        "form",
        "逐项选用哪一条的内容，再合并",
        right=Right.EDIT,
    ),
    Command(
        "review.several",
        "成批处理",
        _DATA,
        "",
        "tasks",
        "清单里同一类的一起处理，先看后定（在清单里按 B）",
        idle=True,
        right=Right.EDIT,
    ),
    Command("review.open", "打开记录", _DATA, "", "form", "到这条记录的表单（在清单里按 O）"),
)
