"""The page of users: who works with this database, what each may do, and the keys."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from jianxi_desktop.domain.rights import RIGHT_NAMES, ROLE_NAMES, Right
from jianxi_desktop.services import accounts, records
from jianxi_desktop.services.accounts import User
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.account_dialog import AccountDialog
from jianxi_desktop.ui.screens.parts import choices, heading, page_column, section, wrapped
from jianxi_desktop.ui.screens.password_dialog import PasswordDialog
from jianxi_desktop.ui.screens.recovery_dialog import RecoveryDialog
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_primary, line_height

_COLUMNS = (
    Column("用户", 6),
    Column("角色", 4),
    Column("负责的党组织", 12),
    Column("另外给的", 10),
    Column("不给的", 8),
    Column("状态", 14),
)
_ROWS = 8  # of the list that stand without scrolling
_LEAVING = ("调离", "退休", "不再负责这项工作", "离职")


class Known(NamedTuple):
    """A user and the name of the organisation he is limited to."""

    user: User
    organisation: str


class AccountScreen(Screen):
    """Lets an administrator add, change and disable users, and replace keys."""

    key, title, area, symbol = "accounts", "用户管理", "系统", "accounts"
    right = Right.ACCOUNTS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._has_key = desk.office.store.path is not None  # a server has none to replace
        self.table = TextTable()
        self.table.setAccessibleName("用户")
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.doubleClicked.connect(self._change)

    def opened(self, argument: object = None) -> None:
        """Override: read the users anew."""
        del argument
        self._read()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        answers = {
            "account.add": self._add,
            "account.change": self._change,
            "account.password": self._set_password,
            "account.disable": self._ask_disable,
            "list.refresh": self._read,
        }
        if self._has_key:
            answers |= {
                "account.rekey": self._ask_rekey,
                "account.recovery": self._ask_recovery,
            }
        return answers

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self.table.setMinimumHeight(line_height(self) * _ROWS)
        column = page_column(self)
        column.addWidget(
            heading(
                "用户管理", "一人一个用户，各用各的密码；谁看了什么、改了什么，操作记录里都有名字。"
            )
        )
        column.addWidget(
            choices(
                as_primary(button("account.add", self)),
                button("account.change", self),
                button("account.password", self),
                button("account.disable", self),
            )
        )
        column.addWidget(self.table, 1)
        if self._has_key:
            self._lay_out_keys(column)

    def _lay_out_keys(self, column: QVBoxLayout) -> None:
        button = self.desk.commands.button
        column.addWidget(section("密钥"))
        column.addWidget(
            wrapped(
                "停用一个人时，数据库的密钥会一起更换。怀疑数据库文件被人拷走过，可以随时再换一次；"
                "恢复密钥的纸丢了，就换一个新的恢复密钥，旧纸作废。大家的密码都不用改。"
            )
        )
        column.addWidget(choices(button("account.rekey", self), button("account.recovery", self)))

    def _read(self) -> None:
        self.desk.jobs.run_newest("accounts", partial(_look, self.desk.office), self._show)

    def _show(self, known: list[Known]) -> None:
        chosen = self._current()
        ids = [each.user.id for each in known]
        row = ids.index(chosen.id) if chosen is not None and chosen.id in ids else 0
        self.table.show_items(_COLUMNS, known, _line)
        self.table.setCurrentIndex(self.table.rows.index(row, 0))
        self._choose()

    def _current(self) -> User | None:
        index = self.table.currentIndex()
        found = self.table.rows.item(index.row()) if index.isValid() else None
        return found.user if isinstance(found, Known) else None

    def _choose(self) -> None:
        user = self._current()
        own = user is not None and user.id == self.desk.office.account.id
        on = {
            "account.change": user is not None,
            "account.password": user is not None,
            "account.disable": user is not None and not own and not user.disabled_on,
        }
        for key, can in on.items():
            self.desk.commands.enable(key, on=can)

    def _add(self) -> None:
        AccountDialog(self, self.desk, None, self._say_added).open()

    def _say_added(self, name: str) -> None:
        self.desk.notice(f"已新增用户“{name}”。请当面告诉本人第一次的密码，让他登录后马上改掉。")
        self._read()

    def _change(self) -> None:
        user = self._current()
        if user is not None:
            AccountDialog(self, self.desk, user, self._say_changed).open()

    def _say_changed(self, name: str) -> None:
        self.desk.notice(f"已修改用户“{name}”，他下次打开数据库时生效。")
        self._read()

    def _set_password(self) -> None:
        user = self._current()
        if user is not None:
            PasswordDialog(self, self.desk, user.name, self._read).open()

    def _ask_disable(self) -> None:
        user = self._current()
        if user is None:
            return
        why = Why(
            "停用用户",
            f"停用“{user.name}”？",
            "停用后他再也打不开数据库，数据库的密钥同时更换；他做过的事仍有记录。"
            "以后给他重设密码，就是重新启用。",
            _LEAVING,
            "停用",
            "保留",
        )
        ask_why(self, why, partial(self._disable, user.name))

    def _disable(self, name: str, reason: str) -> None:
        work = partial(accounts.disable_user, self.desk.office, name, reason)
        self.desk.jobs.run_long(
            _with_progress(work),
            partial(self._say_disabled, name),
            title="正在停用并更换密钥",
            alone=True,
        )

    def _say_disabled(self, name: str, replaced: object) -> None:
        if replaced:
            self.desk.notice(f"已停用“{name}”，数据库的密钥已更换。")
        else:
            self.desk.warn(
                f"已停用“{name}”，他打不开了。数据库在别处还开着，密钥等下一次单独打开时自动更换。"
            )
        self._read()

    def _ask_rekey(self) -> None:
        ask(
            self,
            "更换数据库的密钥？",
            [("更换", self._rekey), ("不换", None)],
            more="整个数据库重新加密，大的要几分钟。密码和恢复密钥都不变。请先关掉别处打开的窗口。",
        )

    def _rekey(self) -> None:
        work = partial(accounts.rekey, self.desk.office)
        self.desk.jobs.run_long(
            _with_progress(work), self._say_rekeyed, title="正在更换密钥", alone=True
        )

    def _say_rekeyed(self, _nothing: object) -> None:
        self.desk.notice("数据库的密钥已更换，大家的密码不变。")

    def _ask_recovery(self) -> None:
        ask(
            self,
            "更换恢复密钥？",
            [("更换", self._renew_recovery), ("不换", None)],
            more="新的恢复密钥只显示一次，要抄下或打印；旧的那张纸作废。数据库的密钥也一起更换。",
        )

    def _renew_recovery(self) -> None:
        work = partial(accounts.new_recovery_key, self.desk.office)
        self.desk.jobs.run_long(
            _with_progress(work), self._show_recovery, title="正在更换恢复密钥", alone=True
        )

    def _show_recovery(self, spelled: object) -> None:
        RecoveryDialog(self, self.desk, str(spelled)).open()


def _look(office: Office) -> list[Known]:
    return [
        Known(
            user,
            records.caption_of(office, "organisation", user.organisation)
            if user.organisation is not None
            else "",
        )
        for user in accounts.list_users(office)
    ]


def _with_progress(work: Callable[[], object]) -> Callable[[object], object]:
    """Let work that cannot tell how far it is run as long work."""
    return lambda _progress: work()


def _line(known: Known) -> Line:
    user = known.user
    state, mark = "在用", "good"
    if user.disabled_on:
        state, mark = f"{user.disabled_on} 停用：{user.disabled_why}", "quiet"
    elif not user.can_open:
        state, mark = "还没有密码，请重设密码", "warning"
    cells = (
        user.name,
        ROLE_NAMES[user.role],
        known.organisation or "整个单位",
        _rights(user.granted),
        _rights(user.withheld),
        state,
    )
    return Line(cells, {5: mark})


def _rights(keys: tuple[str, ...]) -> str:
    return "、".join(RIGHT_NAMES[Right(key)] for key in keys)
