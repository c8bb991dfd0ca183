"""Adds a user, or changes what one is called and may do."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.rights import GRANTABLE, RIGHT_NAMES, ROLE_NAMES, Role, rights_of
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import accounts
from jianxi_desktop.services.accounts import User
from jianxi_desktop.ui.link_editor import LinkEditor
from jianxi_desktop.ui.password_line import PasswordLine
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.gate_card import Form, problem_label, say_problem
from jianxi_desktop.ui.screens.parts import choose, row_of
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_WHAT = {
    Role.ADMINISTRATOR: "什么都能做：管理用户、密钥、恢复备份、看操作记录。",
    Role.EDITOR: "录入、修改、导入、导出、写数据包。",
    Role.VIEWER: "只能看和打印，号码是遮挡的。",
}


class AccountDialog(PatientDialog):
    """Edits one account; what the role brings is ticked, and may be ticked otherwise."""

    def __init__(
        self, parent: QWidget, desk: Desk, user: User | None, done: Callable[[str], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("新增用户" if user is None else "修改用户")
        self._desk, self._user, self._done = desk, user, done
        self.name = QLineEdit("" if user is None else user.name)
        self.name.setPlaceholderText("本人姓名，登录时选这个名字")
        self.role = QComboBox()
        for role in (Role.EDITOR, Role.VIEWER, Role.ADMINISTRATOR):
            self.role.addItem(ROLE_NAMES[role], role)
        self.what = as_hint(QLabel())
        self.organisation = LinkEditor(desk, "organisation")
        self.organisation.line.setPlaceholderText("空着：整个单位；选了：只看它和下级")
        self.rights = {right: QCheckBox(RIGHT_NAMES[right]) for right in GRANTABLE}
        self.password, self.again = PasswordLine(), PasswordLine()
        self.problem = problem_label()
        self.save = as_primary(QPushButton("新增" if user is None else "保存"))
        self._lay_out()
        self._fill()
        self.role.currentIndexChanged.connect(self._follow_role)
        self.save.clicked.connect(self._save)

    def _lay_out(self) -> None:
        form = Form()
        form.add("用户名", self.name)
        form.add("角色", self.role)
        form.add_below(self.what)
        form.add("负责的党组织", self.organisation)
        gap = columns_of(self, 1)
        form.add("权限", flow(*self.rights.values(), across=gap, down=gap // 3))
        if self._user is None:
            form.add("第一次的密码", self.password)
            form.add("再输一次", self.again)
        form.add_below(self.problem)
        back = QPushButton("不新增" if self._user is None else "不改")
        back.clicked.connect(self.reject)
        self.save.setDefault(True)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(row_of(None, self.save, back))
        self.setMinimumWidth(columns_of(self, 38))

    def _fill(self) -> None:
        user = self._user
        if user is None:
            self._follow_role()
            return
        choose(self.role, user.role)
        self.organisation.show_value(user.organisation)
        self._follow_role()
        if user.role is not Role.ADMINISTRATOR:
            for right, box in self.rights.items():
                if right.value in (*user.granted, *user.withheld):
                    box.setChecked(right.value in user.granted)

    def _role(self) -> Role:
        return Role(self.role.currentData())

    def _follow_role(self) -> None:
        """Tick what the role brings; an administrator's rights are not for choosing."""
        role = self._role()
        usual, free = rights_of(role), role is not Role.ADMINISTRATOR
        self.what.setText(_WHAT[role])
        for right, box in self.rights.items():
            box.setChecked(right in usual)
            box.setEnabled(free)
        self.organisation.setEnabled(free)
        if not free:
            self.organisation.show_value(None)

    def _chosen(self) -> tuple[list[str], list[str]]:
        """Give what is granted beyond the role and what is withheld of it."""
        usual = rights_of(self._role())
        if self._role() is Role.ADMINISTRATOR:
            return [], []
        ticked = {right for right, box in self.rights.items() if box.isChecked()}
        grants = [right.value for right in GRANTABLE if right in ticked - usual]
        return grants, [right.value for right in GRANTABLE if right in usual - ticked]

    def _save(self) -> None:
        organisation = self.organisation.raw()
        if organisation and not isinstance(organisation, UUID):
            say_problem(self.problem, "没有找到这个党组织，请从列出的里面选，或者清空。")
            return
        if self._user is None and self.password.text() != self.again.text():
            say_problem(self.problem, "两次输入的密码不一样，请再输一次。")
            return
        if not self.begin():
            return
        self.save.setEnabled(False)
        limit = organisation if isinstance(organisation, UUID) else None
        self._desk.jobs.run(self._work(limit), self._say_done, self._failed)

    def _work(self, organisation: UUID | None) -> Callable[[], object]:
        office, name, role = self._desk.office, self.name.text(), self._role()
        grants, withheld = self._chosen()
        adjusted = {"organisation": organisation, "grants": grants, "withheld": withheld}
        if self._user is None:
            add = partial(accounts.add_user, office, name, self.password.text(), role)
            return partial(add, **adjusted)
        change = partial(accounts.change_user, office, self._user.name, new_name=name, role=role)
        return partial(change, **adjusted)

    def _say_done(self, _nothing: object) -> None:
        name = self.name.text().strip()
        self.accept()
        self._done(name)

    def _failed(self, error: Exception) -> None:
        self.take_up()
        self.save.setEnabled(True)
        if isinstance(error, JianxiError):
            say_problem(self.problem, "\n".join([error.user_message, *error.details]))
        else:
            self._desk.report(error)
