"""The page of what was done with a database."""

import dataclasses

import pytest

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import audit


@pytest.fixture
def screen(open_window, office, member, visit):
    """The page after somebody looked at a number and took a list out."""
    audit.note(office, "reveal", "核对转接材料", ledger="person", count=1)
    audit.note(office, "export", "报街道", paper="person", rows=168, full_numbers=True)
    return visit(open_window(office), "audit")


def lines(screen):
    rows = screen.table.rows
    return [rows.line(row).cells for row in range(rows.rowCount())]


def test_that_what_was_done_is_told_newest_first_without_anybodys_name(screen):
    first, second, third = lines(screen)[:3]

    assert first[3:] == ("导出", "", "党员台账，168 行，含完整号码", "报街道")
    assert second[3:] == ("查看完整号码", "", "党员台账，1 条", "核对转接材料")
    assert third[3] == "新增"
    assert not any("李𠮷" in cell for line in lines(screen) for cell in line)


def test_that_kinds_and_words_narrow_what_is_shown(screen):
    screen.kinds.setCurrentIndex(screen.kinds.findText("修改台账"))
    assert {line[3] for line in lines(screen)} == {"新增", "建立数据库"}

    screen.kinds.setCurrentIndex(0)
    screen.words.setText("街道")
    assert [line[3] for line in lines(screen)] == ["导出"]


def test_that_only_who_may_see_it_is_led_there(open_window, office):
    rights = rights_of(Role.VIEWER)
    office.account = dataclasses.replace(office.account, role=Role.VIEWER, rights=rights)

    bench = open_window(office)

    assert "audit" not in {place.key for place in bench.places}
    assert not bench.commands.is_on("record.new")
