"""P25, P41, P42 and PL: streets, communities, what lags behind, what they have, who is away."""

import pytest

from tests.services.returns.national import Sheet, year_of


@pytest.fixture
def sheet(district):
    """The district's table 25 of 2018."""
    return Sheet(district, "P25")


def other(sheet, code):
    return Sheet(sheet.office, code)


def ground(sheet, kind="community", **values):
    """Make a street or community that the district has not."""
    with sheet.office.store.read() as connection:
        table = sheet.office.catalog["territory"].record.__table__
        rows = connection.execute(table.select().where(table.c.kind == "district"))
        top = rows.first().id
    given = {"name": "新设社区", "kind": kind, "parent": top, "code": "410305099001", **values}
    return sheet.insert("territory", **given)


def party(sheet, territory, form="party_committee", kind="community", **values):
    given = {"name": "某党组织", "parent": sheet.own, **values}
    return sheet.insert("organisation", form=form, kind=kind, territory=territory, **given)


def grown(before, after):
    return {key: after[key] - (before[key] or 0) for key in after if after[key] != before[key]}


@pytest.mark.parametrize(("form", "rows"), [
    ("party_committee", {"r01", "r02"}), ("general_branch", {"r01", "r03"}),
    ("branch", {"r01", "r04"}), (None, {"r01", "r11"}),
])  # fmt: skip
def test_that_each_form_has_its_row(sheet, form, rows):
    before = sheet.column("b")
    place = ground(sheet)
    if form:
        party(sheet, place, form)
    assert grown(before, sheet.column("b")) == dict.fromkeys(rows, 1)


@pytest.mark.parametrize(("values", "column"), [
    ({"kind": "street", "code": "410305099"}, "a"),
    ({"kind": "street", "code": "410305100", "name": "某镇"}, "c"),
    ({"kind": "street", "code": None, "name": "某乡"}, "c"),
    ({"code": "410305201001"}, "d"),
    ({"established_on": "2018-12-31"}, "b"),
    ({"established_on": "2019"}, ""),
    ({"abolished_on": "2018-12-31"}, ""),
    ({"kind": "grid"}, ""),
])  # fmt: skip
def test_that_streets_and_towns_of_the_day_are_counted(sheet, values, column):
    before = sheet.cells()
    ground(sheet, **values)
    assert grown(before, sheet.cells()) == ({column: 1} if column else {})


@pytest.mark.parametrize(("members", "row"), [(0, "r11"), (1, "r10"), (2, "r10"), (3, "r08")])
def test_that_places_without_an_organisation_go_by_their_members(sheet, members, row):
    before, place = sheet.column("b"), ground(sheet)
    elsewhere = sheet.branch(territory=place)
    for _ in range(members):
        sheet.member(elsewhere)
    assert grown(before, sheet.column("b")) == {"r01": 1, row: 1}
    sheet.insert("organisation", name="某党小组", form="group", kind="building",
                 territory=place, parent=elsewhere)  # fmt: skip
    assert sheet.column("b")["r09"] == before["r09"] + (members == 3)


@pytest.mark.parametrize("members", [2, 3])
def test_that_joint_branches_stand_apart(sheet, members):
    before, place = sheet.column("b"), ground(sheet)
    branch = party(sheet, place, "branch", unit_situation="3")
    for _ in range(members):
        sheet.member(branch)
    expected = {"r01": 1, "r05": 1, "r07": 1} | ({"r06": 1} if members == 3 else {})
    assert grown(before, sheet.column("b")) == expected
    assert place in sheet.behind("b", "r05")


def test_that_dissolved_organisations_are_none(sheet):
    before = sheet.column("b")
    party(sheet, ground(sheet), dissolved_on="2018-12-31")
    assert grown(before, sheet.column("b")) == {"r01": 1, "r11": 1}


def test_that_both_tables_of_communities_count_the_same_ones(sheet):
    assert sheet.cells()["b"] > 50
    assert sheet.cells("s01")["a"] == sheet.cells()["a"]
    agreeing = {c.rule: c.ok for c in year_of(sheet.office, "P25").checks if "表42" in c.rule}
    assert len(agreeing) == 3
    assert all(agreeing.values())


def test_that_an_office_tells_of_its_own_places_alone(office):
    cells = Sheet(office, "P25").cells()
    assert (cells["a"], cells["b"], cells["c"], cells["d"], cells["e"]) == (0, 1, 0, 0, None)


@pytest.mark.parametrize(("areas", "column"), [
    ((), "r"), (((50, 150),), "s"), (((50, 151),), "t"), (((None, None),), "r"),
    (((100, 0), (0, 101)), "t"),
])  # fmt: skip
def test_that_rooms_are_those_of_open_service_centres(sheet, areas, column):
    table = other(sheet, "P42")
    before, own = table.cells("r02"), party(sheet, ground(sheet))
    for office, service in areas:
        sheet.insert("venue", name="中心", kind="service_centre", organisation=own,
                     office_area=office, service_area=service)  # fmt: skip
    for without in ({"kind": "other"}, {"closed_on": "2018-12-31"}, {"opened_on": "2019"}):
        given = {"name": "别处", "kind": "service_centre", "organisation": own, **without}
        sheet.insert("venue", service_area=900, **given)
    assert grown(before, table.cells("r02")) == {column: 1}


def test_that_money_helpers_and_great_committees_are_told_apart(sheet):
    table = other(sheet, "P42")
    own = party(sheet, ground(sheet))
    before = table.cells("r02")
    party(sheet, None, "regional_committee", "regional", parent=own)
    sheet.insert("post_holding", organisation=own, name="钱进", post="liaison")
    sheet.insert("post_holding", organisation=own, name="李明", post="liaison", ends_on="2018")
    centre = sheet.insert("venue", name="中心", kind="culture_square", organisation=own)
    for source, day in (("service_fund", "2018-01-01"), ("service_fund", "2018-12-31"),
                        ("service_fund", "2019-01-01"), ("service_fund", "2017-12-31"),
                        ("donation", "2018-06"), ("district", "2018-06")):  # fmt: skip
        sheet.insert("expenditure", venue=centre, title="事项", amount=123_456_78,
                     spent_on=day, source=source)  # fmt: skip
    expected = {"k": 1, "n": 1, "o": 24.69, "p": 1, "q": 12.35, "u": 1}
    found = grown(before, table.cells("r02"))
    assert {key: round(value, 2) for key, value in found.items()} == expected
    assert table.cells()["o"] == table.cells("r02")["o"] + table.cells("r03")["o"]


def test_that_registered_members_are_people_and_not_services(sheet):
    table = other(sheet, "P42")
    own = party(sheet, ground(sheet))
    branch = sheet.branch(parent=own)
    worker = sheet.member(branch, person={"job": "教师"})
    retired = sheet.member(branch, person={"job": "退休人员"})
    for who, day in ((worker, "2018-03-01"), (worker, "2018-12-31"), (retired, "2018-05-01"),
                     (worker, "2019-01-01")):  # fmt: skip
        sheet.insert("member_record", person=who, kind="service", recorded_on=day, title="报到")
    cells = table.cells("r02")
    assert (cells["v"], cells["w"]) == (1, 1)
    assert len(table.behind("w", "r02")) == 2


def test_that_what_lags_behind_is_found_and_raised(sheet):
    table = other(sheet, "P41")
    first, second = party(sheet, ground(sheet)), party(sheet, None)
    for who, grade, day in ((first, "lagging", "2018-03-01"), (first, "qualified", "2018-12-31"),
                            (second, "lagging", "2018-06-01"), (second, "qualified", "2018-05-01"),
                            (second, "lagging", "2019-02-01")):  # fmt: skip
        sheet.insert("organisation_rating", organisation=who, scheme="three_classes",
                     period="2018年度", grade=grade, rated_on=day)  # fmt: skip
    closed = {"title": "问题", "source": "visit", "found_on": "2018-03-01"}
    for who, day in ((first, "2018-12-31"), (first, "2019-01-01"), (sheet.own, "2018-05-01")):
        sheet.insert("problem", organisation=who, closed_on=day, **closed)
    cells = table.cells("r03")
    assert (cells["a"], cells["c"], cells["y"]) == (2, 1, 1)
    assert cells["b"] is None
    assert table.result().find("r03/b").kind == "blank"
    assert table.cells("r01")["a"] == 2
    plan = {"title": "整顿", "kind": "rectification", "organisation": second}
    sheet.insert("work_plan", closed_on="2018-12-01", **plan)
    assert table.cells("r03")["c"] == 2


def test_that_a_grade_without_a_day_counts_in_the_year_it_names(sheet):
    table = other(sheet, "P41")
    one = party(sheet, ground(sheet))
    sheet.insert("organisation_rating", organisation=one, scheme="three_classes",
                 period="2018年度", grade="lagging")  # fmt: skip
    assert table.cells("r03")["a"] == 1
    assert table.of("2019").cells("r03")["a"] is None  # nobody was graded, so nobody knows
    sheet.insert("organisation_rating", organisation=one, scheme="three_classes",
                 period="2019年度", grade="qualified")  # fmt: skip
    assert table.of("2019").cells("r03")["a"] == 0


@pytest.mark.parametrize(("place", "column"), [
    ("江苏苏州", "a"), ("上海", "a"), ("河南郑州", "b"), ("郑州市金水区", "b"), ("亲戚家", ""),
    (None, ""),
])  # fmt: skip
def test_that_floating_members_go_by_where_they_went(sheet, place, column):
    table = other(sheet, "PL")
    who = sheet.member(sheet.branch(), floating=True)
    sheet.insert("member_movement", person=who, kind="flow_out", moved_on="2016", to_place="上海")
    sheet.insert("member_movement", person=who, kind="flow_out", moved_on="2018-12-31",
                 to_place=place)  # fmt: skip
    sheet.insert("member_movement", person=who, kind="flow_out", moved_on="2019-01-01",
                 to_place="西安")  # fmt: skip
    cells = table.cells()
    assert {key for key in "abcd" if cells[key]} == ({column} if column else set())
    assert [cells[key] for key in "efghj"] == [None] * 5


def test_that_who_flowed_in_counts_until_something_else_happens(sheet):
    table, branch = other(sheet, "PL"), sheet.branch()
    gone, here = (sheet.insert("person", name=name) for name in ("王芳", "李明"))
    for who in (gone, here):
        sheet.insert("membership", person=who, branch=branch, status="full", floating=True)
    flows = [sheet.insert("member_movement", person=who, kind="flow_in", moved_on="2018-03-01",
                          from_place="陕西西安") for who in (gone, here)]  # fmt: skip
    sheet.insert("member_movement", person=gone, kind="transfer_in", moved_on="2018-12-31")
    cells = table.cells()
    assert [cells[key] for key in "cdikl"] == [1, 0, 1, 0, 1]
    assert table.behind("c") == {flows[1]}
    assert table.limited(branch).cells()["c"] == 1
    assert table.limited(sheet.branch("别的支部")).cells()["c"] is None
