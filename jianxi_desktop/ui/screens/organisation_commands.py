"""The commands of the organisation screen."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

_MENU: Final = "组织"


def _writing(key: str, text: str, icon: str, tip: str) -> Command:
    return Command(f"organisation.{key}", text, _MENU, "", icon, tip, idle=True, right=Right.EDIT)


ORGANISATION_COMMANDS: Final = (
    _writing("child", "新增下级", "add", "在选中的党组织或区域下面新增一个"),
    _writing("rename", "更名", "signing", "换名称，写明日期和文号"),
    _writing("move", "改隶", "route", "换上级党组织，写明日期和文号；也可以在树里拖动"),
    _writing("upgrade", "升格", "up", "改变组织类别，如党支部升为党总支"),
    _writing("merge", "合并", "merge", "并入另一个党组织，党员和下级随同转入"),
    _writing("dissolve", "撤销", "remove", "没有党员和下级的党组织可以撤销"),
    Command(
        "organisation.chart",
        "组织架构图",
        _MENU,
        "",
        "print",
        "预览并打印它和下级的组织架构图（A3）",
        idle=True,
        right=Right.PRINT,
    ),
)
