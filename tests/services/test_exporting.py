"""Lists taken out as they are shown: columns, order, filter, masks, and what the journal says."""

import openpyxl
import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import audit, records, revealing, roster

WOMEN = Query(filters=(Filter("sex", "2"),), order="born_on", descending=True)


def sheet_of(path):
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    ]


def as_listed(office, ledger, query):
    """Give the captions and texts as the list shows them."""
    fields = ledger.pick(ledger.listing)
    serials = records.list_serials(office, ledger, query)
    rows = records.list_rows(office, ledger, ledger.listing, serials)
    shows = [str if field.masked else field.show for field in fields]
    texts = [
        ["" if cell is None else show(cell) for show, cell in zip(shows, row.cells, strict=True)]
        for row in rows
    ]
    return [[field.caption for field in fields], *texts]


@pytest.mark.parametrize("key", ["person", "activity", "organisation", "problem", "venue"])
def test_that_a_list_leaves_as_it_is_shown(demo, tmp_path, key):
    ledger = demo.catalog[key]
    query = WOMEN if key == "person" else Query(order=ledger.listing[0].key)
    count = roster.export_ledger(
        demo, ledger, tmp_path / "out.xlsx", query,
        columns=roster.listed_columns(ledger), reason="核对",
    )  # fmt: skip
    shown = as_listed(demo, ledger, query)
    assert sheet_of(tmp_path / "out.xlsx") == shown
    assert count == len(shown) - 1 > 0


def test_that_chosen_columns_stand_in_the_order_chosen(demo, tmp_path):
    people = demo.catalog["person"]
    chosen = ("branch", "name", "name", "phone")
    roster.export_ledger(demo, people, tmp_path / "a.xlsx", WOMEN, columns=chosen, reason="核对")
    rows = sheet_of(tmp_path / "a.xlsx")
    assert rows[0] == [people.all_fields[key].caption for key in ("branch", "name", "phone")]
    assert all("*" in row[2] for row in rows[1:] if row[2])


@pytest.mark.parametrize("columns", [("name", "no_such"), ()])
def test_that_a_column_that_is_none_is_told_and_nothing_written(demo, tmp_path, columns):
    people = demo.catalog["person"]
    with pytest.raises(InputError) as refused:
        roster.export_ledger(demo, people, tmp_path / "a.xlsx", WOMEN, columns=columns)
    assert refused.value.code == "no_such_field"
    assert "name" in refused.value.user_message
    assert not list(tmp_path.glob("*.xlsx"))


def test_that_full_numbers_leave_with_leave_only(demo, tmp_path):
    people, path = demo.catalog["person"], tmp_path / "a.xlsx"
    columns = ("name", "id_number")
    leave = revealing.reveal(demo, "上报区委组织部", ledger=people, query=WOMEN)
    roster.export_ledger(demo, people, path, WOMEN, columns=columns, reveal=leave)
    numbers = [row[1] for row in sheet_of(path)[1:]]
    assert all(len(number) == 18 and "*" not in number for number in numbers if number)
    event = audit.list_events(demo, limit=1)[0]
    assert (event.action, event.reason) == ("export", "上报区委组织部")
    assert event.detail["columns"] == ["name", "id_number"]
    assert event.detail["full_numbers"] is True
    assert event.detail["filters"] == [["sex", "is", "2"]]


def test_that_many_people_leave_with_a_reason_only(demo, tmp_path):
    people = demo.catalog["person"]
    with pytest.raises(InputError) as refused:
        roster.export_ledger(demo, people, tmp_path / "a.xlsx", Query(), columns=("name",))
    assert refused.value.code == "reason_needed"
    assert not list(tmp_path.glob("*.xlsx"))
