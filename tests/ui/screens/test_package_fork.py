"""The window mends a copied database after saying what it will do."""

from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.db import transfer


def replica(office):
    with office.store.read() as connection:
        return transfer.own_replica(connection)


def press(page, verb):
    box = page.findChild(QMessageBox)
    text = box.informativeText()
    next(button for button in box.buttons() if button.text() == verb).click()
    return text


def test_that_mending_is_asked_about_and_said(bench, demo, visit):
    page, before = visit(bench, "package"), replica(demo)
    bench.commands.trigger("package.fork")
    text = press(page, "不处理")
    assert "建库以来" in text
    assert "内容一条不少" in text
    assert replica(demo) == before
    bench.commands.trigger("package.fork")
    press(page, "处理")
    assert replica(demo) != before
