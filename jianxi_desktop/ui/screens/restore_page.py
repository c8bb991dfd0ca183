"""The part of the unlock page that puts a backup in the place of the database."""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.backups import (
    Backup,
    Restored,
    list_backups,
    restore_backup,
    returning,
    told_of_returning,
)
from jianxi_desktop.services.office import users_of
from jianxi_desktop.ui.password_line import PasswordLine
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.gate_card import Form, problem_label, say_problem
from jianxi_desktop.ui.screens.parts import Message, choose, row_of, wrapped
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.theme import as_primary

_Users = tuple[tuple[UUID, str], ...]
_KINDS = "备份 (*.jxdb);;所有文件 (*)"


class RestorePage(QWidget):
    """Takes a backup, and the password of an administrator in it.

    Attributes:
        made: The backups that lie in the folders of this database.
        users: Who may open the chosen one.
        back_again: Who have left, and come back with it.

    Signals:
        opened: The restored office is open; ``Office``.
    """

    opened = Signal(object)

    def __init__(self, gate: Gate, pickers: Pickers = PICKERS) -> None:
        super().__init__()
        self._gate = gate
        self.pickers = pickers
        self.made, self.users = QComboBox(), QComboBox()
        self.password = PasswordLine()
        self.problem = problem_label()
        self.back_again = Message()
        self.elsewhere = QPushButton("从别处选")
        self.restore = as_primary(QPushButton("恢复并打开"))
        self.back = QPushButton("返回")
        form = Form()
        form.add("哪一份备份", self.made, self.elsewhere)
        form.add("用户", self.users)
        form.add("当时的密码", self.password)
        form.add_below(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            wrapped(
                "数据会换成备份那一刻的样子，之后的改动不在里面。"
                "用户和密码也是当时的：后来停用的人又能打开，要再停用。"
                "现在的文件不会删，另外保存在 backups/before-restore 里。管理员才能恢复。"
            )
        )
        column.addWidget(self.back_again)
        column.addLayout(form)
        column.addLayout(row_of(None, self.back, self.restore))
        column.addStretch(1)
        self.made.currentIndexChanged.connect(self._read_users)
        self.elsewhere.clicked.connect(self._choose)
        self.restore.clicked.connect(self._restore)
        self.password.returnPressed.connect(self._restore)

    def begin(self, chosen: Path | None = None) -> None:
        """Look what backups there are, and choose one or the newest."""
        work = partial(list_backups, self._gate.path)
        self._gate.jobs.run(work, partial(self._offer, chosen), self._failed)

    def _offer(self, chosen: Path | None, made: list[Backup]) -> None:
        self.made.clear()
        for each in made:
            told = "" if each.verified else "（没有核对过）"
            self.made.addItem(f"{each.made_at:%Y年%m月%d日 %H:%M}{told}", each.file)
        if chosen is not None:
            choose(self.made, chosen)
        if not made:
            say_problem(self.problem, "数据库旁边没有备份。备份在移动盘上的，请按“从别处选”。")
        self.password.setFocus()

    def _choose(self) -> None:
        self.pickers.open(self, "选择备份文件", _KINDS, self._take)

    def _take(self, file: Path) -> None:
        self.made.addItem(str(file), file)
        self.made.setCurrentIndex(self.made.count() - 1)

    def _read_users(self) -> None:
        file = self.made.currentData()
        say_problem(self.problem, "")
        self.back_again.say("")
        if isinstance(file, Path):
            self._gate.jobs.run_newest(
                "restore.users",
                partial(_read_users, self._gate.path, file),
                self._show_users,
                self._failed,
            )

    def _show_users(self, known: tuple[_Users, tuple[str, ...]]) -> None:
        users, back = known
        self.users.clear()
        for account, name in users:
            self.users.addItem(name, account)
        self.back_again.say(told_of_returning(back), "warning")

    def _restore(self) -> None:
        file = self.made.currentData()
        if not self.restore.isEnabled() or not isinstance(file, Path):
            return
        if not self.password.text():
            say_problem(self.problem, "请先输入密码。")
            return
        self._wait(busy=True)
        work = partial(
            restore_backup,
            self._gate.path,
            file,
            self.password.text(),
            user=self.users.currentText() or None,
        )
        self._gate.jobs.run(work, self._restored, self._failed)

    def _wait(self, *, busy: bool) -> None:
        self.restore.setEnabled(not busy)
        self.restore.setText("正在恢复…" if busy else "恢复并打开")

    def _restored(self, done: Restored) -> None:
        self.password.clear()
        self.opened.emit(done.office)

    def _failed(self, error: Exception) -> None:
        self._wait(busy=False)
        if isinstance(error, JianxiError):
            say_problem(self.problem, error.user_message)
            self.password.selectAll()
        else:
            self._gate.report(error)


def _read_users(path: Path, file: Path) -> tuple[_Users, tuple[str, ...]]:
    return users_of(file), returning(path, file)
