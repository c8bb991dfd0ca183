import dataclasses
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter

from jianxi_desktop.db import keyring, keyring_users
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.screens.welcome import WelcomePage
from tests.conftest import PASSWORD


@pytest.fixture
def gate(jobs, tmp_path):
    """The window's side: what was opened, reported or sent elsewhere."""
    seen = SimpleNamespace(offices=[], errors=[], paths=[])
    path = tmp_path / "new" / "office.jxdb"
    made = Gate(path, jobs, seen.errors.append, seen.offices.append, seen.paths.append)
    yield made, seen
    for office in seen.offices:
        office.close()


@pytest.fixture
def welcome(gate, qtbot):
    page = WelcomePage(gate[0])
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.fixture
def locked(gate, office, jobs, qtbot):
    """The unlock page of a community's database."""
    seen = gate[1]
    page = UnlockPage(
        Gate(office.path, jobs, seen.errors.append, seen.offices.append, seen.paths.append)
    )
    qtbot.addWidget(page)
    page.show()
    return page


def choose(box, text):
    box.setCurrentIndex(box.findText(text))


def key_of(page):
    """Read the recovery key off the page, a line a string."""
    grid = page.recovery.lines
    return [
        "".join(grid.itemAtPosition(row, place).widget().text() for place in range(1, 5))
        for row in range(4)
    ]


def found(page):
    choose(page.unit.streets, "武汉路街道")
    choose(page.unit.communities, "武汉路社区")
    page.password.setText(PASSWORD)
    page.again.setText(PASSWORD)
    page.found.click()


def test_that_an_office_is_founded_and_entered_once_its_key_was_copied(welcome, gate):
    found(welcome)
    assert gate[1].offices == []
    assert not welcome.recovery.go_on.isEnabled()

    welcome.recovery.typed.setText(key_of(welcome)[welcome.recovery.asked].lower())
    welcome.recovery.go_on.click()

    (office,) = gate[1].offices
    assert (office.unit.name, office.unit.code) == ("武汉路社区", "410305008001")
    assert gate[0].path.exists()


def test_that_the_key_stands_as_a_code_too_and_goes_to_the_printer(welcome, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "key.pdf"))
    found(welcome)
    assert welcome.recovery.code.isVisible()

    welcome.recovery.pickers = Pickers(printer=lambda _parent, _pages, chosen: chosen(printer))
    welcome.recovery.printing.click()

    assert (tmp_path / "key.pdf").stat().st_size > 1000
    assert "已送到打印机" in welcome.recovery.printed.text()


def test_that_the_first_user_has_a_name(welcome, gate):
    welcome.user.setText("周建国")
    found(welcome)
    welcome.recovery.copied.emit()

    assert gate[1].offices[0].user == "周建国"


def test_that_a_line_typed_wrong_does_not_pass(welcome):
    found(welcome)

    welcome.recovery.typed.setText("0000 0000 0000 0000")

    assert not welcome.recovery.go_on.isEnabled()
    assert welcome.recovery.typed.property("state") == "error"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("short", "short", "至少要 10"), (PASSWORD, PASSWORD + "x", "不一样")],
)
def test_that_a_password_is_long_enough_and_typed_twice(welcome, gate, first, second, said):
    welcome.password.setText(first)
    welcome.again.setText(second)

    welcome.found.click()

    assert said in welcome.problem.text()
    assert not gate[0].path.exists()


@pytest.mark.parametrize(("level", "code"), [("street", "410305001"), ("district", "410305")])
def test_that_streets_and_the_district_choose_no_community(welcome, level, code):
    welcome.unit.choose_level(level)

    assert welcome.unit.code == code
    assert not welcome.unit.communities.isVisible()
    assert welcome.unit.name.text() in {"湖北路街道", "涧西区"}


def test_that_a_database_that_is_there_is_not_written_over(welcome, gate):
    gate[0].path.parent.mkdir()
    gate[0].path.write_bytes(b"old")

    found(welcome)

    assert "已经存在" in welcome.problem.text()
    assert gate[0].path.read_bytes() == b"old"
    assert welcome.found.isEnabled()


def test_that_the_database_is_made_where_was_asked(welcome, answer, tmp_path):
    welcome.pickers = answer(tmp_path / "elsewhere")
    welcome._choose_place()

    found(welcome)

    assert (tmp_path / "elsewhere" / "office.jxdb").exists()
    welcome.recovery.copied.emit()


def test_that_the_demonstration_opens_by_itself(welcome, gate):
    welcome.try_out.click()

    assert [office.unit.name for office in gate[1].offices] == ["武汉路社区"]
    assert gate[1].errors == []


def test_that_the_password_opens_the_office(locked, gate):
    locked.password.setText(PASSWORD)
    locked.password.returnPressed.emit()

    assert [office.unit.name for office in gate[1].offices] == ["武汉路社区"]
    assert locked.password.text() == ""


def test_that_one_user_is_not_asked_who_it_is(locked):
    assert not locked.users.isVisible()
    assert locked.users.currentText() == "管理员"


def test_that_several_users_choose_who_it_is_and_the_last_one_comes_first(
    office, gate, jobs, qtbot
):
    ring = keyring.keyring_path(office.path)
    key = keyring.unlock(ring, None, PASSWORD).key
    second = keyring_users.add_user(ring, "王芳", key, "second-password")
    page = UnlockPage(dataclasses.replace(gate[0], path=office.path, account=second.id))
    qtbot.addWidget(page)
    page.show()

    assert page.users.isVisible()
    assert [page.users.itemText(n) for n in range(2)] == ["管理员", "王芳"]
    assert page.users.currentText() == "王芳"


def test_that_capitals_are_pointed_out(locked, qtbot):
    def press(text, modifier):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, text)
        locked.password.keyPressEvent(event)
        return locked.capitals.isVisible()

    assert press("A", Qt.KeyboardModifier.NoModifier)
    assert not press("A", Qt.KeyboardModifier.ShiftModifier)
    assert press("a", Qt.KeyboardModifier.ShiftModifier)
    assert not press("a", Qt.KeyboardModifier.NoModifier)


def test_that_one_waits_as_long_as_is_said(locked):
    refused = EnvironmentFailure("wait", user_message="请等 2 秒再试。", code="wait")
    locked._failed(refused)

    assert "2 秒" in locked.problem.text()
    assert not locked.enter.isEnabled()
    locked.waiting.timer.timeout.emit()
    assert "1 秒" in locked.problem.text()
    locked.waiting.timer.timeout.emit()
    assert locked.enter.isEnabled()
    assert locked.problem.text() == ""


def test_that_another_user_need_not_wait(locked):
    refused = EnvironmentFailure("wait", user_message="请等 60 秒再试。", code="wait")
    locked._failed(refused)

    locked.users.activated.emit(0)

    assert locked.enter.isEnabled()
    assert locked.problem.text() == ""


def test_that_a_wrong_password_is_said_in_place(locked, gate):
    locked.password.setText("something else")
    locked.enter.click()

    assert "密码不对" in locked.problem.text()
    assert locked.password.property("state") == "error"
    assert gate[1].errors == []
    assert locked.enter.isEnabled()


def test_that_the_recovery_key_sets_a_new_password(welcome, gate, qtbot):
    found(welcome)
    key = key_of(welcome)
    welcome.recovery.copied.emit()
    page = UnlockPage(gate[0])
    qtbot.addWidget(page)
    page.forgotten.click()
    page.lost.recovery_key.setPlainText("\n".join(key))
    page.lost.new_password.setText("梧桐絮 早班铃声 1978")
    page.lost.again.setText("梧桐絮 早班铃声 1978")
    page.lost.reset.click()

    assert len(gate[1].offices) == 2
    open_office(gate[0].path, "梧桐絮 早班铃声 1978").close()


def test_that_a_mistyped_recovery_key_names_its_line(locked):
    locked.forgotten.click()
    locked.lost.recovery_key.setPlainText("0000 0000 0000 0000\n" * 4)
    locked.lost.new_password.setText("梧桐絮 早班铃声 1978")
    locked.lost.again.setText("梧桐絮 早班铃声 1978")
    locked.lost.reset.click()

    assert "第 " in locked.lost.problem.text()


def test_that_another_database_is_left_to_the_window(locked, gate, answer, tmp_path):
    locked.pickers = answer(tmp_path / "other.jxdb")

    locked._choose()

    assert gate[1].paths == [tmp_path / "other.jxdb"]
