"""A district's word on code tables: where it is seen, who may give it, how it is taken back."""

import openpyxl
import pytest

from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.errors import FieldError, InputError
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import history, package, papers, records, roster
from jianxi_desktop.services import office as offices
from tests import factory
from tests.conftest import DISTRICT, PASSWORD, open_copy
from tests.postgres import EITHER_PLACE

WALK = {
    "table_key": "活动类型",
    "code": "walk",
    "label": "红色走读",
    "aliases": "走读；红色走读活动",
}


def save(office, **values):
    """Save an entry as a form does: what is typed is read, completed and checked."""
    ledger = office.catalog["code_item"]
    checked = records.check_values(ledger, values)
    assert not checked.refused, [issue.text for issue in checked.refused]
    return records.save_record(office, ledger, checked.values)


def write_sheet(path, lines):
    """Write lines as the sheet of a workbook."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)


def kinds():
    return code_table("activity_kind")


def walk(office, branch):
    values = {
        "topic": "走读涧西", "kind": "walk", "held_on": "2018-07-01", "organisation": branch,
    }  # fmt: skip
    return records.save_record(office, office.catalog["activity"], values).id


@pytest.fixture(params=EITHER_PLACE)
def community(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def test_that_a_new_entry_is_offered_read_shown_and_listed(district):
    save(district, **WALK)
    field = district.catalog["activity"].fields["kind"]
    assert list(kinds().labels.values())[-1] == "红色走读"
    assert {field.parse(word) for word in ("红色走读", "走读", "walk")} == {"walk"}
    walk(district, district.unit.organisation)
    shown = factory.rows_of(district, district.catalog["activity"])[0]
    assert field.show(shown["kind"]) == "红色走读"
    assert field.cell(shown["kind"]) == "红色走读"


def test_that_a_roster_may_use_it_and_a_paper_shows_it(district, tmp_path):
    from pypdfium2 import PdfDocument

    save(district, **WALK)
    path = tmp_path / "activities.xlsx"
    branch = factory.branch_of(district)
    lines = [
        ("主题", "活动类型", "日期", "党组织"),
        ("涧河走读", "走读", "2018-07-01", "第一网格党支部"),
    ]
    write_sheet(path, lines)
    report = roster.import_roster(district, district.catalog["activity"], path)
    assert (report.created, report.refused) == (1, 0), [row.issues for row in report.rows]
    assert branch
    made = papers.print_paper(district, "activity")
    text = PdfDocument(made.pdf)[0].get_textpage().get_text_range()
    assert "红色走读" in text


def test_that_an_ended_entry_is_shown_where_it_stands_and_not_offered(district):
    save(district, **WALK)
    activity = walk(district, district.unit.organisation)
    ledger = district.catalog["code_item"]
    serial = records.list_serials(district, ledger, Query())[0]
    row = records.list_rows(district, ledger, (ledger.caption,), [serial])[0]
    records.save_record(
        district, ledger, {"valid_to": "2019-12-31"}, records.Seen(row.id, row.version)
    )
    assert "walk" not in kinds().labels
    found = records.find_record(district, district.catalog["activity"], activity)
    assert district.catalog["activity"].fields["kind"].show(found.values["kind"]) == "红色走读"


def test_that_taking_it_back_takes_it_from_the_table(district):
    saved = save(district, **WALK)
    history.undo_last(district)
    assert "walk" not in kinds().known
    history.redo_last(district)
    assert "walk" in kinds().known
    records.remove_record(
        district, district.catalog["code_item"], saved.id, saved.version + 2, "误录"
    )
    assert "walk" not in kinds().known
    with pytest.raises(FieldError):
        district.catalog["activity"].fields["kind"].parse("红色走读")


def test_that_opening_another_database_lays_that_ones_codes(district, founded, tmp_path):
    save(district, **WALK)
    other = tmp_path / "other"
    other.mkdir()
    office = open_copy(founded, "community", other)
    assert "walk" not in kinds().known
    office.close()
    offices.open_office(district.path, PASSWORD).close()
    assert "walk" in kinds().known


def test_that_a_package_carries_it_down_to_the_community(district, office, tmp_path):
    for one, giver in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(giver, tmp_path))
    save(district, **WALK)
    packed = package.write_package(district, tmp_path, to=office.unit.code)
    office.lay_codes()
    assert "walk" not in kinds().known
    package.merge_package(office, packed.file)
    assert kinds().labels["walk"] == "红色走读"


def test_that_a_community_cannot_change_what_the_district_rules(community):
    for values in (WALK, {"table_key": "rating_grade", "code": "lagging", "label": "暂时落后"}):
        with pytest.raises(InputError) as refused:
            save(community, **values)
        assert "区里统一规定" in refused.value.user_message
    assert records.count_rows(community, community.catalog["code_item"], Query()) == 0


def test_that_a_community_adds_to_an_open_table_under_its_own_code(community):
    with pytest.raises(InputError) as refused:
        save(community, table_key="活动主题", code="river", label="涧河清流")
    assert community.unit.code in refused.value.user_message
    own = f"{community.unit.code}-1"
    saved = save(community, table_key="活动主题", code=own, label="涧河清流")
    assert code_table("campaign").labels[own] == "涧河清流"
    ledger = community.catalog["code_item"]
    with pytest.raises(InputError):
        records.save_record(community, ledger, {"code": "river"}, records.Seen(saved.id, 1))


def test_that_a_community_cannot_end_or_remove_the_districts_entry(district, office, tmp_path):
    for one, giver in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(giver, tmp_path))
    saved = save(district, table_key="活动主题", code="river", label="涧河清流")
    packed = package.write_package(district, tmp_path, to=office.unit.code)
    package.merge_package(office, packed.file)
    ledger = office.catalog["code_item"]
    seen = records.Seen(saved.id, 1)
    with pytest.raises(InputError):
        records.save_record(office, ledger, {"valid_to": "2019"}, seen)
    with pytest.raises(InputError):
        records.remove_record(office, ledger, saved.id, 1, "不用了")
    assert code_table("campaign").labels["river"] == "涧河清流"


def test_that_a_package_from_below_gives_the_district_no_codes(district, office, tmp_path):
    for one, giver in ((office, district), (district, office)):
        package.trust_card(one, package.save_card(giver, tmp_path))
    ledger = office.catalog["code_item"]
    with office.change("create") as change:  # as a program changed by somebody could
        insert_rows(change, ledger, [{**WALK, "table_key": "activity_kind"}])
    packed = package.write_package(office, tmp_path, to=DISTRICT)
    package.merge_package(district, packed.file)
    assert records.count_rows(district, ledger, Query()) == 1
    assert "walk" not in kinds().known


def test_that_a_roster_of_codes_is_refused_row_by_row(office, tmp_path):
    path = tmp_path / "codes.xlsx"
    own = f"{office.unit.code}-7"
    lines = [
        ("代码表", "代码", "名称"),
        ("活动类型", "walk", "红色走读"),
        ("活动主题", own, "涧河清流"),
        ("没有的表", "x", "甲"),
    ]
    write_sheet(path, lines)
    report = roster.import_roster(office, office.catalog["code_item"], path)
    assert (report.created, report.refused) == (1, 2)
    assert code_table("campaign").labels[own] == "涧河清流"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"table_key": "没有的表", "code": "x", "label": "甲"}, "table_key"),
        ({"table_key": "活动类型", "code": "走读一", "label": "甲"}, "code"),
        ({"table_key": "活动类型", "code": "x", "label": "党课"}, "label"),
        ({"table_key": "活动类型", "code": "x", "label": "甲", "aliases": "支委会"}, "aliases"),
        (
            {"table_key": "活动类型", "code": "x", "label": "甲",
             "valid_from": "2020-01-01", "valid_to": "2019"},
            "valid_to",
        ),
    ],
)  # fmt: skip
def test_that_an_unclear_entry_is_refused_at_its_field(district, values, field):
    checked = records.check_values(district.catalog["code_item"], values)
    assert [issue.field for issue in checked.refused] == [field]


def test_that_an_entry_may_be_called_by_its_name(district):
    saved = save(district, table_key="定级等次", code="落后", label="加压前进")
    assert code_table("rating_grade").labels["lagging"] == "加压前进"
    again = records.check_values(
        district.catalog["code_item"],
        {"table_key": "定级等次", "code": "加压前进", "label": "后进", "aliases": "落后；加压前进"},
    )
    assert not again.refused
    seen = records.Seen(saved.id, saved.version)
    records.save_record(district, district.catalog["code_item"], again.values, seen)
    field = district.catalog["organisation_rating"].fields["grade"]
    assert {field.parse(word) for word in ("后进", "落后", "加压前进")} == {"lagging"}


def test_that_one_code_is_written_once(district):
    save(district, **WALK)
    with pytest.raises(InputError) as refused:
        save(district, **WALK | {"label": "走读活动"})
    assert "walk" in refused.value.user_message


def test_that_a_trial_leaves_the_tables_as_they_are(district, tmp_path):
    path = tmp_path / "codes.xlsx"
    write_sheet(path, [("代码表", "代码", "名称"), ("活动类型", "walk", "红色走读")])
    ledger = district.catalog["code_item"]
    assert roster.import_roster(district, ledger, path, trial=True).created == 1
    assert "walk" not in kinds().known
    roster.import_roster(district, ledger, path)
    assert "walk" in kinds().known
