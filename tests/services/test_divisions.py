"""Territories that follow the code list: what differs, what is written, and the way back."""

from collections import Counter
from datetime import date

import openpyxl
import pytest

from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.office import organisation_id, territory_id
from jianxi_desktop.domain import divisions as lists
from jianxi_desktop.errors import ConflictError, InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import divisions, history, records, roster, verify
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.district import found_on_server
from tests import factory
from tests.postgres import OWNER
from tests.postgres import PASSWORD as SERVERS

PASSWORD = "correct-horse-1921"
D2018, D2021, D2022, D2023 = (
    date(2018, 9, 30), date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31),
)  # fmt: skip
MOVED = "410305001005"  # 王府庄: 410305004005 until 2022


def founded(folder, code="410305", on=D2021):
    return offices.lay_down(folder / f"{code}.jxdb", code, password=PASSWORD, on=on).office


@pytest.fixture
def district(tmp_path):
    """The district as it was founded at the end of 2021: 71 communities."""
    office = founded(tmp_path)
    yield office
    office.close()


def territory(office, code):
    return records.find_record(office, office.catalog["territory"], territory_id(code)).values


def told(office):
    """The dated lines of what happened to territories."""
    return factory.rows_of(office, office.catalog["territory_change"])


def counted(changes):
    return dict(Counter(change.kind for change in changes))


def test_that_a_district_of_today_agrees_with_todays_list(tmp_path):
    office = founded(tmp_path, on=None)
    assert divisions.division_changes(office) == ()
    office.close()


def test_that_two_lists_differ_by_what_was_published(district):
    changes = divisions.division_changes(district, D2022)
    assert counted(changes) == {"recoded": 1, "moved": 1, "renamed": 6}
    changes = divisions.division_changes(district, D2023)
    assert counted(changes) == {"added": 5, "recoded": 1, "moved": 1, "renamed": 6}
    assert {change.changed_on for change in changes} == {date(2022, 10, 31), date(2023, 6, 30)}
    came = next(change for change in changes if change.name == "东马沟社区")
    assert (came.old, came.new) == ("410371001005", "410305007009")


def test_that_a_servers_database_follows_the_list_too(postgres):

    name = postgres.database()
    address = read_address(postgres.address(name, OWNER))
    office = found_on_server(address, "410305", password=SERVERS, on=D2021)
    divisions.apply_divisions(office, D2023)
    assert divisions.division_changes(office, D2023) == ()
    history.undo_last(office)
    assert len(divisions.division_changes(office, D2023)) == 13
    office.close()
    postgres.drop(name)


def test_that_looking_writes_nothing(district):
    before = factory.dump(district)
    divisions.division_changes(district, D2023)
    assert factory.dump(district) == before


def test_that_a_community_keeps_its_identity_when_its_code_and_street_change(district):
    assert territory(district, MOVED)["code"] == "410305004005"
    members = factory.branch_of(district, "王府庄第一网格党支部")
    divisions.apply_divisions(district, D2023)
    now = territory(district, MOVED)
    assert (now["code"], now["name"]) == (MOVED, "王府庄社区")
    assert now["parent"] == territory_id("410305001")
    assert territory_id("410305004005") == territory_id(MOVED)
    assert organisation_id("410305004005") == organisation_id(MOVED)
    assert records.caption_of(district, "organisation", members) == "王府庄第一网格党支部"


def test_that_every_change_leaves_a_dated_line(district):
    done = divisions.apply_divisions(district, D2023)
    lines = told(district)
    assert len(lines) == len(done.changes) == 13
    moved = next(line for line in lines if line["kind"] == "moved")
    assert (moved["old_parent"], moved["new_parent"]) == ("南昌路街道", "湖北路街道")
    assert (moved["territory"], moved["changed_on"]) == ("王府庄社区", "2022-10-31")
    renamed = next(line for line in lines if line["new_name"] == "二社区")
    assert renamed["old_name"] == "第二社区"
    came = next(line for line in lines if line["new_code"] == "410305012020")
    assert (came["kind"], came["old_code"], came["changed_on"]) == (
        "added", "410371001011", "2023-06-30",
    )  # fmt: skip


def test_that_afterwards_nothing_differs_and_every_check_passes(district):
    touched = divisions.apply_divisions(district, D2023).touched
    assert touched == {"territory", "territory_change"}
    assert divisions.division_changes(district, D2023) == ()
    assert divisions.apply_divisions(district, D2023).changes == ()
    assert [check.rule for check in verify.verify(district) if not check.ok] == []
    kinds = Counter(row["kind"] for row in factory.rows_of(district, district.catalog["territory"]))
    assert kinds == {"district": 1, "street": 11, "community": 76}


def test_that_it_is_one_action_and_can_be_taken_back_and_done_again(district):
    divisions.apply_divisions(district, D2023)
    undone = history.undo_last(district)
    assert undone.title == "更新区划"
    assert territory(district, MOVED)["code"] == "410305004005"
    assert told(district) == []
    assert len(divisions.division_changes(district, D2023)) == 13
    history.redo_last(district)
    assert territory(district, MOVED)["code"] == MOVED
    history.undo_last(district)


def test_that_it_can_be_applied_again_after_it_was_undone(district):
    divisions.apply_divisions(district, D2023)
    history.undo_last(district)
    divisions.apply_divisions(district, D2022)
    assert counted(divisions.division_changes(district, D2023)) == {"added": 5}
    assert len(told(district)) == 8


def test_that_a_street_that_leaves_is_ended_and_not_removed(tmp_path):
    office = founded(tmp_path, on=D2018)
    changes = divisions.apply_divisions(office, D2021).changes
    gone = {
        change.name: (change.old, change.new) for change in changes if change.kind == "abolished"
    }
    assert gone == {
        "徐家营街道": ("410305009", "410371003"),
        "丰润路社区": ("410305009001", "410371003001"),
        "北方社区": ("410305009002", "410371003002"),
    }
    assert territory(office, "410305009")["abolished_on"] == "2020-06-30"
    assert records.count_rows(office, office.catalog["territory"], Query()) == 1 + 12 + 73
    assert divisions.division_changes(office, D2021) == ()
    office.close()


def test_that_a_street_keeps_a_community_that_left_it_and_gets_its_new_street(tmp_path):
    office = founded(tmp_path, "410305004")
    changes = divisions.apply_divisions(office, D2022).changes
    assert counted(changes) == {"recoded": 1, "moved": 1}
    assert territory(office, MOVED)["parent"] == territory_id("410305001")
    assert territory(office, "410305001")["name"] == "湖北路街道"
    office.close()


def test_that_a_community_that_moved_finds_its_new_street(tmp_path):
    office = founded(tmp_path, "410305004005")
    changes = divisions.apply_divisions(office, D2022).changes
    assert counted(changes) == {"recoded": 1, "moved": 1}
    assert records.caption_of(office, "territory", office.unit.territory) == "王府庄社区"
    committee = records.find_record(
        office, office.catalog["organisation"], office.unit.organisation
    )
    assert committee.values["code"] == MOVED
    office.close()


def test_that_what_somebody_removed_stays_removed(district):
    ledger = district.catalog["territory"]
    gone = territory_id("410305001002")
    version = records.find_record(district, ledger, gone).version
    records.remove_record(district, ledger, gone, version, "并入天九社区")
    divisions.apply_divisions(district, D2023)
    with pytest.raises(ConflictError):
        records.find_record(district, ledger, gone)


def test_that_what_no_list_knows_is_left_alone(district):
    values = {
        "name": "涧河湾社区", "kind": "community", "code": "410305008099",
        "parent": territory_id("410305008"),
    }  # fmt: skip
    ledger = district.catalog["territory"]
    made = records.save_record(district, ledger, values).id
    grid = {"name": "第一网格", "kind": "grid", "parent": made}
    records.save_record(district, ledger, grid)
    divisions.apply_divisions(district, D2023)
    kept = records.find_record(district, ledger, made).values
    assert (kept["name"], kept["abolished_on"]) == ("涧河湾社区", None)


def test_that_who_is_limited_to_a_part_may_not_do_it(district):
    part = factory.branch_of(district)
    clerk = factory.limited(district, part)
    with pytest.raises(InputError):
        divisions.apply_divisions(clerk, D2023)
    with pytest.raises(InputError):
        divisions.division_changes(clerk, D2023)


def test_that_every_day_since_2016_can_be_stepped_through(tmp_path):
    office = founded(tmp_path, on=date(2016, 8, 1))
    days = [date(year, 12, 31) for year in range(2016, 2024)]
    for day in days:
        divisions.apply_divisions(office, day)
        live = {
            (row["code"], row["name"])
            for row in factory.rows_of(office, office.catalog["territory"])
            if not row["abolished_on"]
        }
        assert live == {(place.code, place.name) for place in lists.places(day)}
    office.close()


@pytest.mark.parametrize(
    "written", ["王府庄社区", "王府庄社区居民委员会", "410305004005", "410305001005"]
)
def test_that_a_roster_with_an_old_code_or_name_finds_the_community(tmp_path, written):
    office = founded(tmp_path, on=None)
    path = tmp_path / "organisations.xlsx"
    book = openpyxl.Workbook()
    book.active.append(("党组织名称", "组织类别", "上级党组织", "所在区域"))
    book.active.append(("王府庄社区党委", "党委", "湖北路街道党工委", written))
    book.save(path)
    report = roster.import_roster(office, office.catalog["organisation"], path)
    assert report.created == 1, report.rows
    rows = factory.rows_of(office, office.catalog["organisation"])
    assert next(r for r in rows if r["name"] == "王府庄社区党委")["territory"] == "王府庄社区"
    office.close()
