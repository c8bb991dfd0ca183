"""The step of the first start that asks for a password, and says at once how good it is."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton

from jianxi_desktop.services.office import ADMINISTRATOR
from jianxi_desktop.services.passwords import Judged, judge
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.password_line import CAPS, PasswordLine
from jianxi_desktop.ui.screens.gate_card import Form, say_problem
from jianxi_desktop.ui.screens.parts import inked
from jianxi_desktop.ui.screens.strength_bar import StrengthBar
from jianxi_desktop.ui.screens.welcome_step import Step
from jianxi_desktop.ui.theme import as_hint, columns_of, set_state

SHORTEST = 10
_INKS = {0: "ink-soft", 1: "error", 2: "amber", 3: "good", 4: "good"}
_WHY = (
    "数据库里是党员的身份证号和电话，文件被拷走也要打不开。"
    "用一句只有您想得到的话，例如几个不相干的词连在一起；不要用姓名、生日、电话、单位名称。"
)


class PasswordStep(Step):
    """Asks who begins, for a password twice, and where the database is to lie."""

    caption = "密码"
    verb = "建立数据库"

    def __init__(self, jobs: Jobs, place: str) -> None:
        super().__init__("设一个打开密码", _WHY)
        self._jobs = jobs
        self._unit, self._code = "", ""
        self.user = QLineEdit()
        self.user.setPlaceholderText(f"操作记录里用这个名字；不填就叫“{ADMINISTRATOR}”")
        self.password, self.again = PasswordLine(), PasswordLine()
        self.password.setPlaceholderText(f"至少 {SHORTEST} 个字符，建议用一句好记的话")
        self.strength, self.said = StrengthBar(), QLabel()
        self.said.setWordWrap(True)
        self.capitals = as_hint(QLabel(CAPS))
        self.capitals.hide()
        self.place = QLineEdit(place)
        self.place.setReadOnly(True)
        self.change = QPushButton("换个位置")
        self.lines = (self.user, self.password, self.again)
        self._lay_out()
        self.password.textChanged.connect(self._judge)
        self.again.textChanged.connect(self._forgive)
        for line in (self.password, self.again):
            line.capitals.connect(self.capitals.setVisible)

    def show_unit(self, name: str, code: str) -> None:
        """Name the office: words of it make a weak password."""
        self._unit, self._code = name, code
        self.asked.setText(f"给“{name}”设一个打开密码")  # who took a wrong line sees it here
        self._judge(self.password.text())

    def begin(self) -> None:
        """Override."""
        self.user.setFocus()

    def wrong(self) -> str:
        """Override: too short, or typed differently the second time."""
        self._forgive()
        password = self.password.text()
        if len(password) < SHORTEST:
            said = f"密码至少要 {SHORTEST} 个字符，请换一个长一些的。"
            return self.refuse(said, self.password)
        if password != self.again.text():
            self.again.selectAll()
            return self.refuse("两次输入的密码不一样，请再输一次。", self.again)
        return ""

    def clear(self) -> None:
        """Forget what was typed."""
        self.password.clear()
        self.again.clear()

    def _lay_out(self) -> None:
        form, meter = Form(), QHBoxLayout()
        form.add("您的姓名", self.user)
        form.add("打开密码", self.password)
        meter.setSpacing(columns_of(self, 0.6))
        meter.addWidget(self.strength)
        meter.addWidget(self.said, 1)
        form.addLayout(meter, form.rowCount(), 1, 1, 2)
        form.add("再输一次", self.again)
        form.add_below(self.capitals)
        form.add_below(self.problem)
        form.add("保存在", self.place, self.change)
        self.column.addLayout(form)
        self.column.addStretch(1)

    def _judge(self, password: str) -> None:
        self._forgive()
        users = tuple(filter(None, [self.user.text().strip()]))
        work = partial(judge, password, unit=self._unit, code=self._code, users=users)
        self._jobs.run_newest("welcome.password", work, self._tell)

    def _tell(self, judged: Judged) -> None:
        self.strength.show_strength(judged.strength, judged.said)
        self.said.setText(judged.said)
        inked(self.said, _INKS[judged.strength])

    def _forgive(self) -> None:
        say_problem(self.problem, "")
        for editor in (self.password, self.again):
            set_state(editor, "")
