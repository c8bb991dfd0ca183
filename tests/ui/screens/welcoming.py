"""What the tests of the pages before an office is open have in common."""

from tests.conftest import PASSWORD


def key_of(page):
    """Read the recovery key off the page, a line a string."""
    grid = page.recovery.lines
    return [
        "".join(grid.itemAtPosition(row, place).widget().text() for place in range(1, 5))
        for row in range(4)
    ]


def choose_unit(page, name="武汉路社区"):
    page.unit.choose(name)
    page.forth.click()


def found(page):
    choose_unit(page)
    page.secret.password.setText(PASSWORD)
    page.secret.again.setText(PASSWORD)
    page.forth.click()


def copy_key(page):
    page.recovery.typed.setText(key_of(page)[page.recovery.asked].lower())
    page.recovery.go_on.click()


def enter(page, verb="先看看首页"):
    """Choose later where backups go, and begin with something."""
    page.forth.click()
    next(button for button in page.end.ways if button.text() == verb).click()
