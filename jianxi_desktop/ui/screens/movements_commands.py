"""What can be done on the page of movements."""

from typing import Final

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui.command import Command

_ORDER: Final = (
    ("letter", "开介绍信", "Ctrl+Shift+O", "export", "转出组织关系：登记并打印三联介绍信"),
    ("take_in", "转入", "Ctrl+Shift+I", "import", "收下介绍信：写好党员、组织关系、转入登记"),
    ("within", "内部转接", "", "route", "在本单位的支部之间转接"),
    ("flow_out", "流动党员流出", "", "move", "外出务工、居住，组织关系不动"),
    ("flow_in", "流动党员流入", "", "move", "外地党员在这里生活，组织关系不在本单位"),
    ("abroad", "出国（境）", "", "map", "出国（境）学习、探亲、定居"),
    ("lost", "失去联系", "", "problem", "登记从哪天起失去联系"),
    ("suspend", "停止党籍", "", "stop", "按组织的决定停止党籍"),
    ("restore", "恢复党籍", "", "undo", "按上级的批准恢复党籍"),
    ("exit", "出党", "", "quit", "除名、开除、退党、取消预备党员资格"),
    ("deceased", "党员去世", "", "people", "登记去世，组织关系终止"),
    ("receipt", "登记回执", "Ctrl+Shift+K", "done", "选中的介绍信收到回执，组织关系转出"),
    ("withdraw", "作废介绍信", "", "clear", "没有用的、过期的作废，编号不再使用"),
    ("back", "返回或恢复联系", "", "back", "选中的流动、失联到此结束"),
    ("contact", "登记联系", "", "talk", "和选中的党员联系过了，记一笔"),
    ("sign_on", "在职党员报到", "", "claim", "登记来报到的在职党员"),
    ("serve", "登记服务", "Ctrl+Shift+Return", "tasks", "选中的在职党员做了一次服务"),
    ("sign_off", "结束报到", "", "quit", "选中的在职党员不再服务"),
)
MENU: Final = tuple(key for key, *_rest in _ORDER[:11])
MOVEMENT_COMMANDS: Final[tuple[Command, ...]] = (
    *(
        Command(f"movement.{key}", text, "", keys, icon, tip, right=Right.EDIT)
        for key, text, keys, icon, tip in _ORDER
    ),
    Command(
        "movement.register", "打印清单", "", "", "list", "把这一栏打印成登记表", right=Right.PRINT
    ),
    Command("movement.report", "打开统计表", "", "", "return", "《党员数量变化情况》整张表"),
)
