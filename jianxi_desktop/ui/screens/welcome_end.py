"""The last step of the first start: what to do first."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton

from jianxi_desktop.ui.screen import Listed
from jianxi_desktop.ui.screens.parts import wrapped
from jianxi_desktop.ui.screens.welcome_step import Step
from jianxi_desktop.ui.theme import as_primary, columns_of

DEMO: Final = "demo"


@dataclass(frozen=True)
class Way:
    """Something to begin with.

    Attributes:
        verb: What the button says.
        why: When this is the right beginning.
        key: The screen it leads to, or ``demo``.
        argument: What the screen is opened with.
    """

    verb: str
    why: str
    key: str
    argument: object = None


_IMPORT = Way(
    "导入党员花名册",
    "手头有 Excel、WPS 名册的，从这里开始：先看一遍再导入，导错了能整批撤回。",
    "import",
    Listed("person"),
)
_ORGANISATIONS = Way(
    "登记党组织",
    "把网格党支部、楼院党小组先建起来，导入名册时就能对上“所在党支部”。",
    "organisation",
)
_PACKAGES = Way(
    "和下级交换名片",
    "各单位用U盘送数据来，先互相认一次，以后每次自动核对是谁的。",
    "package",
)
_HOME = Way("先看看首页", "哪些事到期、台账在哪里，自己转一转。", "home")
_DEMO = Way("到演示里练练手", "一个社区、168 名虚构的党员，随便点，不影响本单位的数据。", DEMO)
_WAYS: Final = {
    "community": (_IMPORT, _ORGANISATIONS, _HOME, _DEMO),
    "street": (_PACKAGES, _ORGANISATIONS, _HOME, _DEMO),
    "district": (_PACKAGES, _ORGANISATIONS, _HOME, _DEMO),
}


class EndStep(Step):
    """Offers the ways to begin; the first is the usual one.

    Signals:
        begun: The way that was taken.
    """

    caption = "开始"
    begun = Signal(object)

    def __init__(self) -> None:
        super().__init__("准备好了，先做哪一件？", "哪一件都可以以后再做，左边的目录里都有。")
        self.ways: list[QPushButton] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(columns_of(self, 1.2))
        self._grid.setVerticalSpacing(columns_of(self, 1))
        self._grid.setColumnStretch(1, 1)
        self.column.addLayout(self._grid)
        self.column.addWidget(
            wrapped(
                "记住三个键：F1 看这一页怎么用，Ctrl+K 找人、找台账、找命令，"
                "Ctrl+L 离开座位前锁上。"
            )
        )
        self.column.addStretch(1)

    def show_ways(self, level: str) -> None:
        """Offer what an office of a level begins with."""
        for place, way in enumerate(_WAYS[level]):
            button = QPushButton(way.verb)
            button.setToolTip(way.why)
            button.clicked.connect(partial(self._take, way))
            self._grid.addWidget(button, place, 0)
            self._grid.addWidget(wrapped(way.why), place, 1)
            self.ways.append(as_primary(button) if place == 0 else button)

    def begin(self) -> None:
        """Override."""
        self.ways[0].setFocus()

    def _take(self, way: Way, *_checked: bool) -> None:
        self.begun.emit(way)
