"""The first start, step by step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from jianxi_desktop import settings
from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.screen import Gate, Listed
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.welcome import WelcomePage
from tests.conftest import PASSWORD
from tests.ui.screens.welcoming import choose_unit, copy_key, enter, found, key_of


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
    welcome.recovery.typed.setText("0000 0000 0000 0000")
    assert not welcome.recovery.go_on.isEnabled()
    assert welcome.recovery.typed.property("state") == "error"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("short", "short", "至少要 10"), (PASSWORD, PASSWORD + "x", "不一样")],
)
def test_that_a_password_is_long_enough_and_typed_twice(welcome, gate, first, second, said):
    choose_unit(welcome)
    welcome.secret.password.setText(first)
    welcome.secret.again.setText(second)

    welcome.forth.click()

    assert said in welcome.secret.problem.text()
    assert not gate[0].path.exists()


@pytest.mark.parametrize(
    ("words", "code", "name"),
    [
        ("湖北路街道", "410305001", "湖北路街道"),
        ("jxq", "410305", "涧西区"),
        ("whl", "410305008", "武汉路街道"),
        ("武汉路 qll", "410305008003", "秦岭路社区"),
        ("tangcun", "410305001001", "唐村社区"),
    ],
)
def test_that_an_office_is_found_by_a_few_letters(welcome, words, code, name):
    welcome.unit.words.setText(words)

    assert (welcome.unit.code, welcome.unit.name.text()) == (code, name)


def test_that_nobody_goes_on_without_an_office(welcome):
    welcome.unit.words.setText("没有这样的社区")
    welcome.forth.click()

    assert welcome.steps.currentWidget() is welcome.which
    assert "请先选择本单位" in welcome.which.problem.text()


def test_that_the_whole_of_it_is_done_with_the_keyboard(welcome, gate, qtbot):
    def type_in(text):
        qtbot.keyClicks(QApplication.focusWidget(), text)

    def press(key):
        qtbot.keyClick(QApplication.focusWidget(), key)

    qtbot.waitUntil(lambda: QApplication.focusWidget() is welcome.unit.words)
    type_in("whl")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)  # no name: the usual one
    assert QApplication.focusWidget() is welcome.secret.password
    type_in(PASSWORD)
    press(Qt.Key.Key_Return)
    type_in(PASSWORD)
    press(Qt.Key.Key_Return)
    assert not welcome.recovery.go_on.isEnabled()
    type_in(key_of(welcome)[welcome.recovery.asked].lower())
    press(Qt.Key.Key_Return)
    assert welcome.steps.currentWidget() is welcome.backups
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)

    (office,) = gate[1].offices
    assert (office.unit.name, office.unit.code) == ("武汉路社区", "410305008001")
    assert gate[0].path.exists()


def test_that_the_password_is_judged_while_it_is_typed(welcome):
    choose_unit(welcome)
    said = []
    for typed in ("abc", "wuhanlu2024", "老槐树下的石板路上来", "老槐树下的石板路 早班铃声 1978"):
        welcome.secret.password.setText(typed)
        said.append((welcome.secret.strength.strength, welcome.secret.said.text()))

    assert [strength for strength, _words in said] == [1, 2, 3, 4]
    assert "还差 7 个" in said[0][1]
    assert "容易被猜到" in said[1][1]


def test_that_a_database_that_is_there_is_not_written_over(welcome, gate):
    gate[0].path.parent.mkdir()
    gate[0].path.write_bytes(b"old")

    found(welcome)

    assert "已经存在" in welcome.secret.problem.text()
    assert gate[0].path.read_bytes() == b"old"
    assert welcome.forth.isEnabled()


def test_that_the_demonstration_opens_by_itself(welcome, gate):
    welcome.try_out.click()

    assert [office.unit.name for office in gate[1].offices] == ["武汉路社区"]
    assert gate[1].errors == []


def test_that_name_place_and_beginning_are_as_chosen(jobs, answer, tmp_path, qtbot):
    begun = []
    gate = Gate(
        *(tmp_path / "office.jxdb", jobs, begun.append, begun.append, begun.append),
        begin=lambda *told: begun.append(told),
    )
    page = WelcomePage(gate, answer(tmp_path / "elsewhere"))
    qtbot.addWidget(page)
    page.secret.user.setText("周建国")
    page.secret.change.click()
    found(page)
    copy_key(page)
    enter(page, "导入党员花名册")

    ((office, key, argument),) = begun
    office.close()
    assert office.user == "周建国"
    assert office.path == tmp_path / "elsewhere" / "office.jxdb"
    assert (key, argument) == ("import", Listed("person"))


def test_that_second_copies_go_to_the_drive_that_is_plugged_in(welcome, gate, tmp_path):
    drive = Drive(tmp_path / "stick", "资料盘", "exfat", 8_000_000_000, 9_000_000_000, True, False)
    found(welcome)
    copy_key(welcome)
    step = welcome.backups
    assert step.place is None
    assert "只有电脑里的一份" in step.note.text.text()

    (tmp_path / "file").write_bytes(b"")
    step.choose(tmp_path / "file" / "below")  # nothing can be made there
    welcome.forth.click()
    assert welcome.steps.currentWidget() is step
    assert step.problem.text()

    step.drives.take((drive,))
    step.choices[0].click()
    assert step.place == drive.path / "涧西党建备份"
    assert "资料盘" in step.choices[0].text()
    enter(welcome)

    (office,) = gate[1].offices
    assert settings.second_backups(office.path) == drive.path / "涧西党建备份"
    assert len(list((drive.path / "涧西党建备份").glob("*.jxdb"))) == 1


def test_that_the_password_step_names_the_office_that_was_chosen(welcome):
    choose_unit(welcome, "whl")

    assert "武汉路街道" in welcome.secret.asked.text()  # not the community of that name
