"""The page that opens a database on the district's server."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from jianxi_desktop.ui.screen import Gate
from jianxi_desktop.ui.screens.server_page import ServerPage
from tests.postgres import OWNER, PASSWORD


@pytest.fixture
def seen():
    found = SimpleNamespace(offices=[], errors=[])
    yield found
    for office in found.offices:
        office.close()


@pytest.fixture
def show(jobs, qtbot, seen):
    def show_page(address):
        act = (seen.errors.append, seen.offices.append, lambda path: None)
        page = ServerPage(Gate(Path(), jobs, *act, address=address))
        qtbot.addWidget(page)
        page.show()
        return page

    return show_page


@pytest.fixture
def page(show, office_on_server):
    return show(office_on_server.store.address)


def test_that_whoever_the_address_names_need_only_type_the_password(page, seen):
    assert page.user.text() == OWNER
    page.password.setText(PASSWORD)
    page.enter.click()
    assert [office.user for office in seen.offices] == [OWNER]
    assert page.password.text() == ""


def test_that_a_wrong_password_is_said_below_the_line(page, seen):
    page.password.setText("falsch")
    page.enter.click()
    assert "密码不对" in page.problem.text()
    assert page.enter.isEnabled()
    assert (seen.offices, seen.errors) == ([], [])


def test_that_a_name_is_needed(show, postgres, seen):
    page = show(f"postgresql+psycopg:///office?host={postgres.folder}&port={postgres.port}")
    page.password.setText(PASSWORD)
    page.enter.click()
    assert page.problem.text() == "请先输入用户名和密码。"


def test_that_an_unsafe_way_is_refused_in_words(show):
    page = show("postgresql+psycopg://a@db.example/office")
    page.password.setText(PASSWORD)
    page.enter.click()
    assert "sslmode=verify-full" in page.problem.text()
