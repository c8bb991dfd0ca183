"""Lists: order, conditions, subtrees, pages, masks, links that have not arrived."""

import pytest

from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.errors import ConflictError, UsageError
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from tests import factory
from tests.postgres import EITHER_PLACE


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


@pytest.fixture
def people(office, branch):
    """Six people in two branches and a group; two without a birthday."""
    ledger = office.catalog["person"]
    second = factory.branch_of(office, "第二网格党支部")
    group = factory.branch_of(office, "第一楼栋党小组", parent=branch, form="group")
    born = ("1990-05-01", None, "1950", "1950-06", None, "1980-01-02")
    for n, day in enumerate(born):
        values = {
            "name": f"人{'甲乙丙丁戊己'[n]}",
            "branch": (branch, second)[n % 2],
            "group": group if n == 0 else None,
            "status": "full",
            "born_on": day,
            "phone": f"1390000000{n}",
        }
        records.save_record(office, ledger, values)
    return ledger


def names(office, ledger, **query):
    serials = records.list_serials(office, ledger, Query(**query))
    rows = records.list_rows(office, ledger, (ledger.record.name,), serials)
    return "".join(row.cells[0][1:] for row in rows)


def test_that_records_stand_in_the_order_of_entry(office, people):
    assert names(office, people) == "甲乙丙丁戊己"
    assert names(office, people, descending=True) == "己戊丁丙乙甲"


def test_that_days_sort_with_what_is_not_known_together(office, people):
    rising = names(office, people, order="born_on")
    falling = names(office, people, order="born_on", descending=True)
    assert rising.replace("乙戊", "") == "丙丁己甲"
    assert falling.replace("乙戊", "") == "甲己丁丙"


def test_that_a_link_sorts_by_what_it_shows(office, people):
    assert names(office, people, order="branch") in ("甲丙戊乙丁己", "乙丁己甲丙戊")


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Filter("born_on", way="empty"), "乙戊"),
        (Filter("born_on", way="given"), "甲丙丁己"),
        (Filter("born_on", "1950", "contains"), "丙丁"),
        (Filter("born_on", "1980", "from"), "甲己"),
        (Filter("born_on", "1950", "to"), "丙丁"),
        (Filter("born_on", "1950-06", "to"), "丙丁"),
        (Filter("name", "人甲"), "甲"),
        (Filter("name", "%", "contains"), ""),
        (Filter("name", "_", "contains"), ""),
        (Filter("status", "full"), "甲乙丙丁戊己"),
        (Filter("phone", "13900000003"), "丁"),
        (Filter("group", way="given"), "甲"),
    ],
)
def test_that_a_condition_finds(office, people, condition, found):
    assert names(office, people, filters=(condition,)) == found
    query = Query(filters=(condition,))
    assert records.count_rows(office, people, query) == len(found)


def test_that_conditions_must_all_hold(office, people, branch):
    both = (Filter("branch", branch), Filter("born_on", "1980", "from"))
    assert names(office, people, filters=both) == "甲"


def test_that_a_subtree_holds_what_stands_below(office, people, branch):
    everyone = names(office, people, within=office.unit.organisation)
    assert sorted(everyone) == sorted("甲乙丙丁戊己")
    assert names(office, people, within=branch) == "甲丙戊"
    assert names(office, people, within=factory.any_id()) == ""
    organisations = office.catalog["organisation"]
    assert records.count_rows(office, organisations, Query(within=branch)) == 2


def test_that_a_circle_of_superiors_ends(office, people, branch):
    organisations = office.catalog["organisation"]
    group = factory.branch_of(office, "第一楼栋党小组")
    with office.change("change") as change:
        update_rows(change, organisations, [Edit(branch, {"parent": group})])
    assert names(office, people, within=branch) == "甲丙戊"
    assert len(records.organisation_tree(office)) < 5


def test_that_the_first_serials_can_be_asked_for(office, people):
    every = records.list_serials(office, people, Query(order="name"))
    assert records.list_serials(office, people, Query(order="name"), 2) == every[:2]
    assert len(records.list_serials(office, people, Query(), 0)) == 0


def test_that_rows_come_in_the_order_asked_and_gone_ones_are_left_out(office, people):
    serials = list(records.list_serials(office, people, Query()))
    rows = records.list_rows(office, people, people.listing, [serials[4], 99_999, serials[1]])
    assert [row.serial for row in rows] == [serials[4], serials[1]]


def test_that_numbers_are_masked_unless_they_are_asked_for(office, catalog, member):
    people = catalog["person"]
    columns = (people.record.id_number, people.record.phone)
    serials = records.list_serials(office, people, Query())
    masked, shown = (
        records.list_rows(office, people, columns, serials, reveal=reveal)[0].cells
        for reveal in (None, factory.leave(office, people))
    )
    assert masked == ("990101********002X", "138****1234")
    assert shown == ("99010119650312002X", "13800001234")


def test_that_an_empty_number_stays_empty(office, people):
    serials = records.list_serials(office, people, Query())
    row = records.list_rows(office, people, (people.record.id_number,), serials[:1])[0]
    assert not row.cells[0]


def test_that_a_link_to_what_has_not_arrived_says_so(office, catalog, branch):
    activity = catalog["activity"]
    values = {"topic": "学习", "kind": "theme_day", "held_on": "2026-11-05"}
    with office.change("change") as change:
        insert_rows(change, activity, [{**values, "organisation": factory.any_id()}])
        insert_rows(change, activity, [{**values, "organisation": branch}])
    serials = records.list_serials(office, activity, Query())
    columns = (activity.record.organisation, activity.record.venue)
    rows = records.list_rows(office, activity, columns, serials)
    assert [row.cells for row in rows] == [("（未到）", None), ("第一网格党支部", None)]
    assert records.caption_of(office, "organisation", factory.any_id()) == "（未到）"


def test_that_the_membership_of_today_is_shown(office, catalog, people):
    """A person's earlier membership is history; the list shows the open one."""
    serial = records.list_serials(office, people, Query())[0]
    person = records.list_rows(office, people, (people.record.name,), [serial])[0].id
    old = {"person": person, "branch": factory.branch_of(office, "第二网格党支部")}
    values = {**old, "status": "probationary", "until": "2001-01-01"}
    records.save_record(office, catalog["membership"], values)
    membership = catalog["membership"].record
    rows = records.list_rows(office, people, (membership.branch, membership.status), [serial])
    assert rows[0].cells == ("第一网格党支部", "full")
    assert records.count_rows(office, people, Query()) == 6
    assert records.find_record(office, people, person).values["status"] == "full"


@pytest.mark.parametrize("query", [{"order": "x"}, {"filters": (Filter("x", 1),)}])
def test_that_a_field_that_does_not_exist_is_refused(office, people, query):
    for ledger in (people, office.catalog["venue"]):
        with pytest.raises(UsageError) as refused:
            records.list_serials(office, ledger, Query(**query))
        assert refused.value.code == "no_such_field"


def test_that_a_record_that_is_gone_is_told(office, people):
    with pytest.raises(ConflictError) as gone:
        records.find_record(office, people, factory.any_id())
    assert gone.value.code == "gone"


def test_that_choices_are_found_by_what_was_typed(office, people, branch):
    every = records.list_choices(office, "organisation")
    assert (branch, "第一网格党支部") in every
    assert records.list_choices(office, "organisation", "第一网格") == [(branch, "第一网格党支部")]
    assert len(records.list_choices(office, "organisation", limit=1)) == 1


def test_that_a_long_stream_gives_every_row_once(demo):
    people = demo.catalog["person"]
    with demo.store.read() as connection:
        lister = demo.lister(people)
        rows = list(lister.stream(connection, (people.record.name,), Query(order="name")))
    assert len({row.id for row in rows}) == len(rows) == 182


@pytest.fixture
def rooms(office):
    """Three venues, one without an area; one has a name in capitals."""
    venue = office.catalog["venue"]
    for name, area in (("甲 ABC", 30), ("乙", None), ("丙", 200)):
        values = {"name": name, "kind": "service_centre", "office_area": area}
        records.save_record(office, venue, values)
    return venue


def first_letters(office, ledger, **query):
    serials = records.list_serials(office, ledger, Query(**query))
    rows = records.list_rows(office, ledger, (ledger.record.name,), serials)
    return "".join(row.cells[0][0] for row in rows)


def test_that_numbers_sort_by_size_and_empty_ones_are_smallest(office, rooms):
    assert first_letters(office, rooms, order="office_area") == "乙甲丙"
    assert first_letters(office, rooms, order="office_area", descending=True) == "丙甲乙"


def test_that_numbers_are_limited_on_both_ends(office, rooms):
    up_to = (Filter("office_area", 199, way="to"),)
    assert first_letters(office, rooms, filters=up_to) == "甲"
    assert first_letters(office, rooms, filters=(Filter("office_area", 31, way="from"),)) == "丙"


def test_that_a_part_is_found_whatever_its_capitals(office, rooms):
    for part in ("abc", "ABC", "bC"):
        assert first_letters(office, rooms, filters=(Filter("name", part, way="contains"),)) == "甲"


def test_that_records_picked_out_keep_the_order_and_the_conditions(office, people):
    every = list(records.list_serials(office, people, Query()))
    picked = (*every[1:4], every[5], 10**9)

    assert names(office, people, only=picked) == "乙丙丁己"
    assert names(office, people, only=picked, words="丙") == "丙"
    assert names(office, people, only=()) == ""
    assert records.count_rows(office, people, Query(only=tuple(range(200_000)))) == 6
