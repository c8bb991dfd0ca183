"""What a district writes of its code tables, seen in the window."""

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.choice_editors import ChoiceEditor


def add(office, **values):
    ledger = office.catalog["code_item"]
    return records.save_record(
        office, ledger, {"table_key": "activity_kind", "code": "walk", **values}
    )


@pytest.fixture
def walk(district):
    """An activity of a kind that the district has added."""
    add(district, label="红色走读")
    values = {
        "topic": "走读涧西",
        "kind": "walk",
        "held_on": "2018-07-01",
        "organisation": district.unit.organisation,
    }
    return records.save_record(district, district.catalog["activity"], values).id


def rename(office, **values):
    ledger = office.catalog["code_item"]
    serial = records.list_serials(office, ledger, Query())[0]
    row = records.list_rows(office, ledger, (ledger.caption,), [serial])[0]
    seen = records.Seen(row.id, row.version)
    return records.save_record(office, ledger, values, seen).touched


def texts(table):
    return [table.index(0, column).data() for column in range(table.columnCount())]


def test_that_an_open_list_follows_a_new_name_at_once(open_window, district, walk, qtbot):
    desk = open_window(district)
    desk.open_screen("list:activity")
    table = desk.shown.table
    qtbot.waitUntil(lambda: "红色走读" in texts(table))
    desk.changed(rename(district, label="涧西走读"))
    qtbot.waitUntil(lambda: "涧西走读" in texts(table))


def test_that_an_editor_shows_what_has_ended_and_offers_it_no_more(qtbot, jobs, district, walk):
    rename(district, valid_to="2019-12-31")
    editor = ChoiceEditor(district.catalog["activity"].fields["kind"].options, jobs)
    qtbot.addWidget(editor)
    offered = [editor.combo.itemText(place) for place in range(editor.combo.count())]
    assert "红色走读" not in offered
    editor.show_value("walk")
    assert editor.combo.currentText() == "红色走读"
    assert district.catalog["activity"].fields["kind"].parse(editor.raw()) == "walk"
