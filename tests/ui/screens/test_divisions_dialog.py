"""The window that compares territories with the official list."""

from datetime import date

import pytest

from jianxi_desktop.db.office import territory_id
from jianxi_desktop.services import divisions, records
from jianxi_desktop.services import office as offices
from jianxi_desktop.ui.screens.divisions_dialog import DivisionsDialog

PASSWORD = "correct-horse-1921"


@pytest.fixture
def old(tmp_path):
    """A district that was founded with the list of 2021."""
    made = offices.lay_down(tmp_path / "a.jxdb", "410305", password=PASSWORD, on=date(2021, 12, 31))
    yield made.office
    made.office.close()


def dialog_of(desk):
    desk.commands.trigger("window.divisions")
    return desk.findChild(DivisionsDialog)


def words(dialog):
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_that_it_lists_what_differs_and_writes_it_once(open_window, old):
    desk = open_window(old)
    dialog = dialog_of(desk)
    lines = words(dialog)
    assert ["王府庄社区", "代码变更", "410305004005", "410305001005", "2022-10-31"] in lines
    assert ["王府庄社区", "调整隶属", "南昌路街道", "湖北路街道", "2022-10-31"] in lines
    assert dialog.said.text() == f"有 {len(lines)} 处不同。"
    dialog.apply.click()
    assert divisions.division_changes(old) == ()
    moved = records.find_record(old, old.catalog["territory"], territory_id("410305001005"))
    assert moved.values["code"] == "410305001005"


def test_that_there_is_nothing_to_do_where_nothing_differs(open_window, district):
    dialog = dialog_of(open_window(district))
    assert words(dialog) == []
    assert not dialog.apply.isEnabled()
    assert "一致" in dialog.said.text()
